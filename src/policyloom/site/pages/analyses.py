"""Analyses: a page for each result with its values, figures, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from policyloom.model.reference import parse_reference
from policyloom.model.result import Plain, Result, ResultColumn, ResultTable, Text
from policyloom.site.marks import NONE, both, evidence, number, one
from policyloom.site.page import Desk, Page

_SCRIPTS = ("figures",)


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of analyses and a page for each."""
    results = desk.material.facts.results
    title = Text("분석", "Analyses")
    yield Page("analyses.html", "analyses.html", title, "analyses", {"results": results})
    for analysis, result in results.items():
        path = desk.material.addresses.page("analyses", analysis)
        context = {"result": result, "tables": tables(desk, result)}
        yield Page(path, "analysis.html", result.title, "analyses", context, _SCRIPTS)


def tables(desk: Desk, result: Result) -> dict[str, tuple[ResultTable, list[list[Markup]]]]:
    """Return each table of a result with its cells as HTML."""
    return {
        name: (table, [_row(desk, f"table:{result.analysis}.{name}", table, i) for i in range(len(table.rows))])
        for name, table in result.tables.items()
    }


def _row(desk: Desk, reference: str, table: ResultTable, index: int) -> list[Markup]:
    traced = bool(table.origins and table.origins[index])
    cells = []
    for column, value in zip(table.columns, table.rows[index], strict=True):
        shown = _cell(desk, column, value)
        if traced and column.kind in ("number", "heat") and value is not None:
            shown = evidence(reference, shown, index)
        cells.append(shown)
    return cells


def _cell(desk: Desk, column: ResultColumn, value: Plain) -> Markup:
    if value is None or value == "":
        return NONE
    if column.kind == "reference":
        return Markup(" · ").join(_referred(desk, part.strip()) for part in str(value).split(";"))
    if column.kind in ("number", "heat") or isinstance(value, int | float):
        return Markup.escape(number(value, "" if column.kind == "text" else column.format))
    return one(str(value))


def _referred(desk: Desk, reference: str) -> Markup:
    if parse_reference(reference) is None:
        return one(reference)
    name = desk.references.name(reference)
    return evidence(reference, both(name.ko, name.en))
