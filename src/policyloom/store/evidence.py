"""The store: a study's tables and results as relations that analyses can query."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from policyloom.model.evidence import Record
from policyloom.model.result import Plain, Result, ResultTable, Value
from policyloom.model.settings import EngineSettings
from policyloom.model.study import Study
from policyloom.model.tables import Column, Table, dictionary
from policyloom.store.engine import Engine, make_engine

_SQL_TYPES = {"int": "BIGINT", "number": "DOUBLE", "score": "DOUBLE", "flag": "BOOLEAN"}
_VALUE_COLUMNS = {
    "name": "VARCHAR", "number": "DOUBLE", "word": "VARCHAR", "unit_ko": "VARCHAR",
    "unit_en": "VARCHAR", "reason_ko": "VARCHAR", "reason_en": "VARCHAR", "origins": "VARCHAR[]",
    "line": "BIGINT",
}  # fmt: skip


class Store:
    """Evidence over an engine; satisfies `policyloom.model.evidence.Evidence`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Record]:
        """Run one SELECT in the DuckDB dialect and return its rows in order."""
        return self._engine.query(sql, parameters)

    def add_result(self, result: Result) -> None:
        """Make a result's tables queryable as `result_<analysis>__<table>`.

        Columns keep their names and get the type of their cells; `origins` holds a row's
        references and `line` its place, from 1. The named values are `result_<analysis>__values`.
        """
        for name, table in result.tables.items():
            columns, records = _result_rows(table)
            self._engine.load(f"result_{result.analysis}__{name}", columns, records)
        values = [_value_row(i, n, v) for i, (n, v) in enumerate(result.values.items(), 1)]
        self._engine.load(f"result_{result.analysis}__values", _VALUE_COLUMNS, values)

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()


def open_evidence(study: Study, wanted: Collection[str] | None = None) -> Store:
    """Load the tables of the dictionary; tables that the study does not have are there, empty.

    So are those that are not `wanted`, where only some are. Words of a cell with several become
    VARCHAR[], dates stay texts, empty cells are NULL.
    """
    names = dictionary() if wanted is None else wanted
    return open_tables({name: study.table(name) for name in names}, study.settings.engine)


def open_tables(tables: Mapping[str, Table], engine: EngineSettings | None = None) -> Store:
    """Load tables without a study around them; tables that are not given are empty."""
    engine = engine or EngineSettings()
    made = make_engine(engine.kind, settings=engine)
    for name, spec in dictionary().items():
        table = tables.get(name) or Table(spec)
        columns = {c.name: _sql_type(c) for c in spec.columns} | {"line": "BIGINT"}
        made.load(name, columns, [_row(table, i) for i in range(len(table))])
    made.seal()
    return Store(made)


def _sql_type(column: Column) -> str:
    return "VARCHAR[]" if column.many else _SQL_TYPES.get(column.type, "VARCHAR")


def _row(table: Table, place: int) -> Record:
    row = table.rows[place]
    cells: Record = {}
    for column in table.spec.columns:
        cell = row.cells.get(column.name)
        cells[column.name] = None if cell is None or cell in ("", ()) else cell
    cells["line"] = row.line
    return cells


def _result_rows(table: ResultTable) -> tuple[dict[str, str], list[Record]]:
    names = [column.name for column in table.columns]
    columns = {n: _plain_type([row[i] for row in table.rows]) for i, n in enumerate(names)}
    columns |= {"origins": "VARCHAR[]", "line": "BIGINT"}
    records = []
    for i, row in enumerate(table.rows):
        cells = {
            n: str(cell) if columns[n] == "VARCHAR" and cell is not None else cell
            for n, cell in zip(names, row, strict=True)
        }
        origins = table.origins[i] if table.origins else ()
        records.append({**cells, "origins": list(origins), "line": i + 1})
    return columns, records


def _plain_type(cells: Sequence[Plain]) -> str:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int}:
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"


def _value_row(place: int, name: str, value: Value) -> Record:
    plain = value.value
    number = float(plain) if isinstance(plain, int | float) else None
    return {
        "name": name,
        "number": number,
        "word": None if plain is None else str(plain),
        "unit_ko": value.unit.ko,
        "unit_en": value.unit.en,
        "reason_ko": value.reason.ko,
        "reason_en": value.reason.en,
        "origins": list(value.origins),
        "line": place,
    }
