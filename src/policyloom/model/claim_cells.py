"""In which cells, of a sector and a region, a claim speaks: its own words, or its rows.

A claim that names `cells` stands in these. One that names several sectors and several regions does
not say which belong together, so it stands only where a row that supports it carries both; for a
sector of which no such row tells the region, it stands for the sector alone. A claim of one sector
or one region stands in all that it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from policyloom.model.claims import Claim
from policyloom.model.lineage import support_references
from policyloom.model.reference import parse_reference
from policyloom.model.tables import TableSpec, dictionary

NOWHERE = ""
"""The region of what does not tell regions apart."""
Place = tuple[str, str]
"""A sector and a region."""
By = Literal["named", "all", "rows", "nowhere"]
RowOf = Callable[[str, str], Mapping[str, object] | None]
"""Gives the cells of a row of a table by its id; None where there is no such row."""


@dataclass(frozen=True)
class Placement:
    """Where a claim stands, and by what: `cells`, all that it names, its rows, or no row at all.

    `left_out` are the cells of its sectors and regions in which it does not stand.
    """

    cells: tuple[Place, ...]
    by: By
    left_out: tuple[Place, ...] = ()


def placement(claim: Claim, known: Container[str], row_of: RowOf) -> Placement:
    """Return the cells in which a claim stands; `known` are the regions that are told apart."""
    regions = tuple(dict.fromkeys(r for r in claim.regions if r in known))
    every = tuple((s, r) for s in dict.fromkeys(claim.sectors) for r in regions or (NOWHERE,))
    if claim.cells:
        named = ((s, r if r in known else NOWHERE) for s, r in claim.places)
        return _placed(tuple(dict.fromkeys(named)), "named", every)
    if len(set(claim.sectors)) < 2 or len(regions) < 2:
        return Placement(every, "all")
    carried = {place for table, row in named_rows(claim) for place in _places(table, row, row_of)}
    cells = [place for place in every if place in carried]
    found: By = "rows" if cells else "nowhere"
    without = set(claim.sectors) - {sector for sector, _ in cells}
    cells += [(s, NOWHERE) for s in dict.fromkeys(claim.sectors) if s in without]
    return _placed(tuple(cells), found, every)


def cell_name(sector: str, region: str) -> str:
    """Return a cell as it stands in the names of values: "smart_car_500000"."""
    return "_".join(
        re.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_") for code in (sector, region)
    )


def named_rows(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the rows (table, id) that a claim's support names, those of conditions too."""
    found: dict[tuple[str, str], None] = {}
    for support in claim.support:
        for reference in () if support.claim else support_references(support):
            parsed = parse_reference(reference)
            if parsed is not None and parsed.kind == "row" and parsed.table in dictionary():
                found[parsed.table, parsed.name] = None
    return tuple(found)


def _placed(cells: tuple[Place, ...], by: By, every: tuple[Place, ...]) -> Placement:
    return Placement(cells, by, tuple(p for p in every if p[1] and p not in cells))


def _places(table: str, row_id: str, row_of: RowOf) -> Iterator[Place]:
    """Yield the sectors and regions of a row; a score or an event has those of its case."""
    sectors, regions = _words(table, row_id, row_of, set())
    for sector in sectors:
        for region in regions:
            yield sector, region


def _words(
    table: str, row_id: str, row_of: RowOf, seen: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    row = row_of(table, row_id)
    if row is None:
        return (), ()
    spec = dictionary()[table]
    sectors = _held(row, (c.name for c in spec.columns if c.vocabulary == "sectors"))
    regions = _held(row, (c.name for c in spec.columns if c.to == "regions"))
    if sectors and regions:
        return sectors, regions
    for column, to in _above(spec):
        name = row.get(column)
        if isinstance(name, str) and to not in seen:
            above = _words(to, name, row_of, seen | {table})
            sectors, regions = sectors or above[0], regions or above[1]
    return sectors, regions


def _above(spec: TableSpec) -> Iterator[tuple[str, str]]:
    """Yield the columns by which a row belongs to a row of another table, with that table."""
    for column in spec.columns:
        if column.type == "ref" and column.need and column.to not in ("sources", "regions"):
            yield column.name, column.to


def _held(row: Mapping[str, object], columns: Iterator[str]) -> tuple[str, ...]:
    found: list[str] = []
    for column in columns:
        value = row.get(column)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple | list):
            found += map(str, value)
    return tuple(dict.fromkeys(found))
