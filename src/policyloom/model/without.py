"""A study as it would stand without some of its sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from policyloom.model.study import Study
from policyloom.model.tables import Cell, Column, Row, Table, dictionary


def without_sources(study: Study, sources: Collection[str]) -> Study:
    """Return the study with these sources gone, and with them every row that has no other.

    A row falls when none of its sources is left, or when a row that it needs has fallen; a cell
    with a source of its own (cell_sources) becomes empty. What a row may lack, it just loses.
    """
    gone: dict[str, set[str]] = {"sources": set(sources)}
    tables = dict(_without_cells(study, gone["sources"]))
    while True:
        before = sum(map(len, gone.values()))
        tables = {name: _sift(table, gone) for name, table in tables.items()}
        if sum(map(len, gone.values())) == before:
            return replace(study, tables=tables)


def _without_cells(study: Study, sources: set[str]) -> Iterable[tuple[str, Table]]:
    lost: dict[str, dict[str, set[str]]] = {}
    for row in study.table("cell_sources"):
        if row.text("source") in sources:
            of_table = lost.setdefault(row.text("table"), {})
            of_table.setdefault(row.text("row"), set()).add(row.text("column"))
    for name in dictionary():
        table = study.table(name)
        empty = lost.get(name, {})
        rows = (_emptied(row, empty.get(row.id, set())) for row in table)
        yield name, Table(table.spec, tuple(rows))


def _emptied(row: Row, columns: set[str]) -> Row:
    if not columns:
        return row
    return Row({k: (None if k in columns else v) for k, v in row.cells.items()}, row.line)


def _sift(table: Table, gone: dict[str, set[str]]) -> Table:
    kept = []
    for row in table:
        if table.spec.name == "sources" and row.id in gone["sources"]:
            continue
        sifted = _sifted(row, table.spec.columns, gone)
        if sifted is None:
            gone.setdefault(table.spec.name, set()).add(row.id)
        else:
            kept.append(sifted)
    return Table(table.spec, tuple(kept))


def _sifted(row: Row, columns: Iterable[Column], gone: dict[str, set[str]]) -> Row | None:
    """Return the row without what has gone, or None where it cannot stand without it."""
    cells: dict[str, Cell] = dict(row.cells)
    for column in columns:
        absent = gone.get(column.to, set()) if column.to else set()
        value = cells.get(column.name)
        if not absent or value is None:
            continue
        if isinstance(value, tuple):
            left = tuple(v for v in value if v not in absent)
            if left == value:
                continue
            cells[column.name] = left or None
        elif value in absent:
            cells[column.name] = None
        if cells[column.name] is None and column.need:
            return None
    return Row(cells, row.line)
