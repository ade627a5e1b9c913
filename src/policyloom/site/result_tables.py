"""Tables of results as HTML: numbers open their row's evidence, each language sees its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from policyloom.model.reference import parse_reference
from policyloom.model.result import Plain, Result, ResultColumn, ResultTable
from policyloom.report.widths import text_width
from policyloom.site.marks import NONE, both, evidence, number, one
from policyloom.site.references import References

_NUMERIC = ("number", "heat")
_TALL = 30
_LONG, _MID = 64.0, 24.0


@dataclass(frozen=True)
class ColumnView:
    """A column to show: its place in the table and the language that sees it ("" is both)."""

    place: int
    column: ResultColumn
    language: str = ""
    room: str = ""

    @property
    def style(self) -> str:
        """Return the classes of the column's cells."""
        kind = self.column.kind if self.column.kind in _NUMERIC else self.room
        return " ".join(part for part in (kind, self.language) if part)


@dataclass(frozen=True)
class TableView:
    """A table to show, its cells as HTML."""

    table: ResultTable
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[Markup, ...], ...]

    @property
    def tall(self) -> bool:
        """Tell whether the table has so many rows that it scrolls within itself."""
        return len(self.rows) > _TALL


def table_views(references: References, result: Result) -> dict[str, TableView]:
    """Return every table of a result as it is shown."""
    return {
        name: _view(references, f"table:{result.analysis}.{name}", table)
        for name, table in result.tables.items()
    }


def _view(references: References, reference: str, table: ResultTable) -> TableView:
    columns = tuple(_columns(references, table))
    rows = tuple(
        tuple(_cell(references, reference, table, index, view) for view in columns)
        for index in range(len(table.rows))
    )
    return TableView(table, columns, rows)


def _columns(references: References, table: ResultTable) -> Sequence[ColumnView]:
    """Leave out names that a reference column shows anyway; mark columns of one language."""
    names = [column.name for column in table.columns]
    said = _said(references, table)
    shown = []
    for place, column in enumerate(table.columns):
        stem, _, tail = column.name.rpartition("_")
        english = tail == "en" and bool({stem, f"{stem}_ko"} & set(names))
        korean = f"{column.name.removesuffix('_ko')}_en" in names
        pair = stem if english else column.name.removesuffix("_ko")
        if (english or korean) and pair in said:
            continue
        language = "en" if english else "ko" if korean else ""
        shown.append(ColumnView(place, column, language, _room(table, place)))
    return shown


def _room(table: ResultTable, place: int) -> str:
    """Return the class of a column of texts by the room that nine in ten of them ask for."""
    if table.columns[place].kind != "text":
        return ""
    widths = sorted(text_width(str(row[place] or "")) for row in table.rows)
    most = widths[int(0.9 * (len(widths) - 1))] if widths else 0.0
    return "long" if most >= _LONG else "mid" if most >= _MID else ""


def _said(references: References, table: ResultTable) -> set[str]:
    """Return the stems of column pairs that repeat the names of the table's first reference."""
    first = next((i for i, c in enumerate(table.columns) if c.kind == "reference"), None)
    if first is None:
        return set()
    names = [references.name(str(row[first])).ko if row[first] else "" for row in table.rows]
    return {
        column.name.removesuffix("_ko")
        for i, column in enumerate(table.columns)
        if column.kind == "text" and [str(row[i] or "") for row in table.rows] == names
    }


def _cell(
    references: References, reference: str, table: ResultTable, index: int, view: ColumnView
) -> Markup:
    value, column = table.rows[index][view.place], view.column
    shown = _shown(references, column, value)
    traced = bool(table.origins and table.origins[index])
    if traced and column.kind in _NUMERIC and value is not None:
        return evidence(reference, shown, index)
    return shown


def _shown(references: References, column: ResultColumn, value: Plain) -> Markup:
    if value is None or value == "":
        return NONE
    if column.kind == "reference":
        return Markup(" · ").join(
            _named(references, part.strip()) for part in str(value).split(";")
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return escape(number(value, column.format if column.kind in _NUMERIC else "text"))
    return one(str(value))


def _named(references: References, reference: str) -> Markup:
    if parse_reference(reference) is None or "/" in reference.partition(":")[0]:  # or a file
        return one(reference)
    name = references.name(reference)
    return evidence(reference, both(name.ko, name.en))
