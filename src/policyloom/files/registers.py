"""One CSV file of the study, read into a Table of the dictionary with every fault in its place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policyloom.core.latest import Latest
from policyloom.core.problem import Problem, problem
from policyloom.files.cells import CONVERT, FREE, Fault, text_faults
from policyloom.files.formats import (
    MOST_PROBLEMS,
    TABLE_BYTES,
    CsvRow,
    csv_content,
    read_bytes,
)
from policyloom.model.tables import Cell, Column, Row, Table, TableSpec


@dataclass(frozen=True)
class LoadedTable:
    """A table file as read. `table` is None where the file could not be read as a table."""

    table: Table | None
    data: bytes | None
    problems: Sequence[Problem]


_LATEST: Latest[LoadedTable] = Latest()


@dataclass(frozen=True)
class _Place:
    """Where a column of the dictionary stands in the file, and how its cells are read."""

    column: Column
    index: int
    convert: Callable[[str], Cell | Fault]
    free: bool


def load_table(folder: Path, spec: TableSpec) -> LoadedTable:
    """Read one table; rows that could not be understood in full keep what could be."""
    data, problems = read_bytes(folder, spec.file, TABLE_BYTES)
    if data is None:
        return LoadedTable(None, None, problems)
    return _LATEST.of(spec.file, (spec, data), lambda: _loaded(spec, data))


def _loaded(spec: TableSpec, data: bytes) -> LoadedTable:
    rows, problems = csv_content(data, spec.file)
    if rows is None:
        return LoadedTable(None, data, problems)
    table, faults = typed(rows, spec)
    return LoadedTable(table, data, faults)


def typed(rows: list[CsvRow], spec: TableSpec) -> tuple[Table | None, list[Problem]]:
    """Read the rows of a file, its header first, into a table, with every fault in its place."""
    if not rows:
        return None, [problem("csv.empty", spec.file, 1)]
    header = [cell.strip() for cell in rows[0].cells]
    faults = _header_problems(header, rows[0].line, spec)
    width = len(header)
    if any(p.code == "csv.delimiter" for p in faults):
        return None, faults
    places = _places(header, spec)
    made: list[Row] = []
    for row in rows[1:]:
        made.append(_row(row, width, places, spec, faults))
        if len(faults) > MOST_PROBLEMS:
            faults.append(problem("file.and_more", spec.file, row.line, limit=MOST_PROBLEMS))
            break
    return Table(spec, tuple(made)), faults


def _header_problems(header: list[str], line: int, spec: TableSpec) -> list[Problem]:
    known = spec.column_names
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        return [problem("csv.delimiter", spec.file, line, value=header[0])]
    found: list[Problem] = []
    for name, count in Counter(header).items():
        if not name:
            continue
        if count > 1:
            found.append(problem("csv.column_twice", spec.file, line, name, value=name))
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            words = {"value": name, "meant": near[0] if near else ", ".join(known)}
            found.append(problem("csv.column_unknown", spec.file, line, name, **words))
    missing = (c.name for c in spec.columns if c.name not in header and not c.optional)
    found += (problem("csv.column_missing", spec.file, line, n, value=n) for n in missing)
    return found


def _places(header: list[str], spec: TableSpec) -> list[_Place]:
    return [
        _Place(c, header.index(c.name), CONVERT[c.type], c.type in FREE)
        if c.name in header
        else _Place(c, -1, CONVERT[c.type], free=False)
        for c in spec.columns
    ]


def _row(
    row: CsvRow, width: int, places: list[_Place], spec: TableSpec, faults: list[Problem]
) -> Row:
    """Type one row; where the number of cells is wrong only its id is trusted."""
    texts = row.cells
    if len(texts) != width:
        found = str(len(texts))
        faults.append(problem("csv.cells", spec.file, row.line, found=found, wanted=width))
        texts = texts[:1] if places[0].index == 0 else []
        first = texts[0].strip() if texts else ""
        return Row(
            {p.column.name: first or None if p is places[0] else None for p in places}, row.line
        )
    cells: dict[str, Cell] = {}
    for place in places:
        name = place.column.name
        text = texts[place.index].strip() if place.index >= 0 else ""
        if not text:
            cells[name] = None
            if place.column.need and place.index >= 0:
                faults.append(problem("cell.empty", spec.file, row.line, name, value=name))
            continue
        value = place.convert(text)
        if isinstance(value, Fault):
            faults.append(problem(value.code, spec.file, row.line, name, **value.words))
            value = value.value
        if place.free:
            risks = text_faults(text)
            faults += (problem(f.code, spec.file, row.line, name, **f.words) for f in risks)
        cells[name] = value
    return Row(cells, row.line)
