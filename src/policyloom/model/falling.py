"""What falls without a source, told from the structure of support alone, for every source at once.

A row falls as in `without.py`: when none of its sources is left, or a row that it needs has fallen.
A claim falls when a source, a row or a cell that supports it is gone, or a claim that it rests on
falls. Conditions over computed values are not recomputed here, so this is a lower bound of what
`without_sources` and a new computation show; it costs one pass over the study.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policyloom.model.claims import Claim
from policyloom.model.lineage import support_references
from policyloom.model.reference import MAIN_CELL, parse_reference
from policyloom.model.tables import Column, Row, Table, TableSpec

Key = tuple[str, str]
"""A row: its table and its id."""
Place = tuple[str, str, str]
"""A cell: table, row and column."""


@dataclass
class _Needs:
    """Who cannot stand without what; a group is one needed cell of a row, with what it names.

    `sole` holds the rows of which such a cell names one row only: most of them.
    """

    sole: defaultdict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    groups: list[tuple[Key, int]] = field(default_factory=list)
    users: dict[Key, list[int]] = field(default_factory=dict)
    cells: dict[str, list[Place]] = field(default_factory=dict)

    def add(self, row: Key, targets: Iterable[Key]) -> None:
        """Add a needed cell of a row: it stands while one of its targets does."""
        named = set(targets)
        if len(named) == 1:
            self.sole[named.pop()].append(row)
            return
        for target in named:
            self.users.setdefault(target, []).append(len(self.groups))
        self.groups.append((row, len(named)))

    def without(self, source: str) -> set[Key]:
        """Return the source and all rows that fall with it."""
        start = ("sources", source)
        gone, waiting = {start}, deque([start])
        left: dict[int, int] = {}
        while waiting:
            fallen = waiting.popleft()
            alone = [row for row in self.sole.get(fallen, ()) if row not in gone]
            gone.update(alone)
            waiting.extend(alone)
            for group in self.users.get(fallen, ()):
                row, size = self.groups[group]
                left[group] = left.get(group, size) - 1
                if left[group] == 0 and row not in gone:
                    gone.add(row)
                    waiting.append(row)
        return gone


def falling_claims(
    claims: Sequence[Claim], tables: Mapping[str, Table]
) -> dict[str, tuple[str, ...]]:
    """Return, for each source without which a claim falls, those claims in their order."""
    needs = _needs(tables)
    by_row, by_cell = _supported(claims)
    above = _above(claims)
    place = {claim.id: i for i, claim in enumerate(claims)}
    found: dict[str, tuple[str, ...]] = {}
    for row in tables.get("sources", ()):
        gone = needs.without(row.id)
        fallen = {c for key in gone for c in by_row.get(key, ())}
        fallen |= {c for cell in needs.cells.get(row.id, ()) for c in by_cell.get(cell, ())}
        _spread(fallen, above)
        if fallen:
            found[row.id] = tuple(sorted(fallen, key=place.__getitem__))
    return found


def pillars(falling: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return, for each claim, the sources without any one of which it falls."""
    found: dict[str, list[str]] = {}
    for source, claims in falling.items():
        for claim in claims:
            found.setdefault(claim, []).append(source)
    return {claim: tuple(sources) for claim, sources in found.items()}


def columns_read(spec: TableSpec) -> tuple[str, ...]:
    """Return the columns of a table that decide what falls: its ids, and what names other rows."""
    if spec.name == "cell_sources":
        return spec.column_names
    return ("id", *(column.name for column in spec.columns if column.to and column.need))


def fallen_rows(tables: Mapping[str, Table]) -> Callable[[str], set[Key]]:
    """Return a function that gives, for a source, itself and every row that falls without it."""
    return _needs(tables).without


def _needs(tables: Mapping[str, Table]) -> _Needs:
    made = _Needs()
    falling = _may_fall(table.spec for table in tables.values())
    for name, table in tables.items():
        if name == "sources":
            continue
        for column in _needed(table.spec, falling):
            for row in table:
                if column.many:
                    made.add((name, row.id), ((column.to, n) for n in row.many(column.name) if n))
                elif target := row.text(column.name):
                    made.sole[column.to, target].append((name, row.id))
    for row in tables.get("cell_sources", ()):
        cell = (row.text("table"), row.text("row"), row.text("column"))
        made.cells.setdefault(row.text("source"), []).append(cell)
    return made


def _may_fall(specs: Iterable[TableSpec]) -> set[str]:
    """Return the tables whose rows can fall with a source at all: economies, say, never do."""
    found, left = {"sources"}, list(specs)
    while more := [spec for spec in left if spec.name not in found and _needed(spec, found)]:
        found.update(spec.name for spec in more)
    return found


def _needed(spec: TableSpec, falling: Collection[str]) -> list[Column]:
    """Return the columns that must name a row of one of these tables."""
    return [column for column in spec.columns if column.need and column.to in falling]


def _supported(
    claims: Sequence[Claim],
) -> tuple[dict[Key, list[str]], dict[Place, list[str]]]:
    """Return which claims rest on each row, and which conditions on each cell."""
    by_row: dict[Key, list[str]] = {}
    by_cell: dict[Place, list[str]] = {}
    for claim in claims:
        for support in claim.support:
            for reference in () if support.claim else support_references(support):
                parsed = parse_reference(reference)
                if parsed is None or parsed.kind != "row":
                    continue
                by_row.setdefault((parsed.table, parsed.name), []).append(claim.id)
                column = parsed.column or MAIN_CELL.get(parsed.table, "")
                if support.holds and column:
                    cell = (parsed.table, parsed.name, column)
                    by_cell.setdefault(cell, []).append(claim.id)
    return by_row, by_cell


def _above(claims: Sequence[Claim]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for claim in claims:
        for support in claim.support:
            if support.claim:
                found.setdefault(support.claim, []).append(claim.id)
    return found


def _spread(fallen: set[str], above: Mapping[str, Sequence[str]]) -> None:
    """Add the claims that rest on a fallen claim, until no more fall."""
    waiting = list(fallen)
    while waiting:
        for claim in above.get(waiting.pop(), ()):
            if claim not in fallen:
                fallen.add(claim)
                waiting.append(claim)


def table_of_records(spec: TableSpec, records: Iterable[Mapping[str, object]]) -> Table:
    """Return a table from records of a query, several words as a tuple again."""
    return Table(spec, tuple(_rows(spec, records)))


def _rows(spec: TableSpec, records: Iterable[Mapping[str, object]]) -> Iterator[Row]:
    for record in records:
        cells: dict[str, object] = {}
        for column in spec.columns:
            value = record.get(column.name)
            cells[column.name] = tuple(value) if isinstance(value, list) else value
        line = record.get("line")
        yield Row(cells, line if isinstance(line, int) else 0)  # type: ignore[arg-type]
