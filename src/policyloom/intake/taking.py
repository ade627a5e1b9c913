"""The rows of foreign tables that fit a register, each with its place, its cells in our forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from policyloom.core.problem import Problem, problem
from policyloom.intake.cell_forms import ERROR, Forms
from policyloom.intake.grids import Grid
from policyloom.intake.headings import (
    Header,
    Names,
    find_header,
    first_words,
    repeats,
    unknown_headings,
)
from policyloom.intake.register import Draft
from policyloom.model.tables import Column, TableSpec

_NUMBERS = frozenset({"int", "number", "score"})


@dataclass(frozen=True)
class Taken:
    """A table that was read: its file, its name, the column of each heading, its rows."""

    file: str
    name: str
    columns: Mapping[str, str]
    rows: int


@dataclass
class Took:
    """What the tables of some files gave."""

    drafts: list[Draft] = field(default_factory=list)
    tables: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """How tables are to be read: headings by column, fixed values, files that must hold one."""

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Ground:
    spec: TableSpec
    forms: Forms
    wanted: Wanted
    names: Names


def take_rows(grids: Iterable[Grid], spec: TableSpec, forms: Forms, wanted: Wanted) -> Took:
    """Return the rows of every table whose headings fit; what was left out is told."""
    took = Took()
    ground = _Ground(spec, forms, wanted, Names.of(spec, wanted.columns))
    before: tuple[Grid, Header] | None = None
    fitting: set[str] = set()
    named: set[str] = set()
    lacking: list[tuple[Grid, Problem]] = []
    for grid in grids:
        header = find_header(grid, ground.names)
        if header is None and before is not None and _continues(grid, before[0]):
            header = replace(before[1], last=0, unknown=(), problems=())
            took.problems.append(problem("import.continued", grid.name))
        if header is None:
            before = None
            took.problems.append(_no_table(grid))
            continue
        before = grid, header
        fitting.add(grid.file)
        named |= header.named
        lacking += [(grid, p) for p in _lacking(grid, header, ground)]
        if all(at is not grid for at, _ in lacking):
            _take(grid, header, ground, took)
    took.problems += _told(lacking, {table.file for table in took.tables})
    took.problems += _not_found(ground, fitting, named)
    return took


def _told(lacking: list[tuple[Grid, Problem]], taken: set[str]) -> Iterator[Problem]:
    """Tell columns that rows must have; beside a table that has them, another is no such table."""
    beside: dict[str, Grid] = {}
    for grid, found in lacking:
        if grid.file in taken:
            beside[grid.name] = grid
        else:
            yield found
    yield from map(_no_table, beside.values())


def _no_table(grid: Grid) -> Problem:
    return problem("import.no_table", grid.name, known=first_words(grid))


def _continues(grid: Grid, before: Grid) -> bool:
    """Tell whether a table without headings goes on with the one before it in a document."""
    follows = grid.order > 1 and grid.file == before.file and grid.order == before.order + 1
    return follows and grid.width == before.width


def _not_found(ground: _Ground, fitting: set[str], named: set[str]) -> Iterator[Problem]:
    for heading, column in ground.names.given.items():
        if heading not in named and fitting | ground.wanted.files:
            words = {"value": ground.wanted.columns[column]}
            yield problem("import.no_heading", "--columns", 0, column, **words)
    known = ", ".join(f"{c.name}({c.ko})" for c in ground.spec.columns)
    for file in sorted(ground.wanted.files - fitting):
        yield problem("import.no_tables", file, 0, "", known=known)


def _take(grid: Grid, header: Header, ground: _Ground, took: Took) -> None:
    took.problems += header.problems
    took.problems += unknown_headings(grid, header, ground.names)
    if header.problems:
        return
    count = len(took.drafts)
    for number in grid.rows:
        if number > header.last:
            draft = _draft(grid, number, header, ground, took.problems)
            if draft is not None:
                took.drafts.append(draft)
    columns = {header.heads[place]: name for place, name in header.columns.items()}
    took.tables.append(Taken(grid.file, grid.name, columns, len(took.drafts) - count))


def _lacking(grid: Grid, header: Header, ground: _Ground) -> Iterator[Problem]:
    """Yield the columns that rows must have; rows with ids may be there, so they need none."""
    there = {*header.columns.values(), *(n for n, v in ground.wanted.fixed.items() if v)}
    if "id" in there:
        return
    for column in ground.spec.columns:
        if column.need and column.type != "id" and column.name not in there:
            yield problem("import.needs_column", grid.name, header.last, "", value=column.name)


def _draft(
    grid: Grid, number: int, header: Header, ground: _Ground, problems: list[Problem]
) -> Draft | None:
    """Return the row as a draft; None for a blank one, a repeated heading, or a group's title."""
    own = grid.rows[number]
    if not any(own.get(place, "").strip() for place in header.columns) or repeats(header, own):
        return None
    if _is_title(grid, number, header):
        words = {"value": next(iter(own.values()))}
        problems.append(problem("import.group_row", grid.name, number, "", **words))
        return None
    raw = {name: grid.at(number, place)[0] for place, name in header.columns.items()}
    raw |= ground.wanted.fixed
    heads = {name: header.heads[place] for place, name in header.columns.items()}
    heads |= {name: f"--set {name}" for name in ground.wanted.fixed}
    draft = Draft(grid.name, number, {}, heads)
    for place, name in header.columns.items():
        for code in _faults(grid, number, place, ground.spec.column(name)):
            words = {"value": raw[name].strip()}
            problems.append(problem(code, grid.name, number, heads[name], **words))
            draft.bad = True
    for name, text in raw.items():
        draft.cells[name] = ground.forms.written(text, ground.spec.column(name), raw)
    return draft if any(draft.cells[n] for n in header.columns.values()) else None


def _is_title(grid: Grid, number: int, header: Header) -> bool:
    """Tell whether a row is one cell over at least half of the columns."""
    own = grid.rows[number]
    place = next(iter(own))
    width = grid.across.get((number, place), 1)
    return len(own) == 1 and width > 1 and width * 2 >= len(header.heads)


def _faults(grid: Grid, number: int, place: int, column: Column) -> Iterator[str]:
    text = grid.at(number, place)[0].strip()
    first, last = grid.merged(number, place)
    if text and column.type in _NUMBERS and last > first:
        yield "import.merged_number"
    if ERROR.fullmatch(text):
        yield "import.cell_error"
