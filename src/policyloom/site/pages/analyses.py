"""Analyses: a page for each result with its values, figures, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of analyses and a page for each."""
    material = desk.material
    title = Text("분석", "Analyses")
    yield Page("analyses.html", "analyses.html", title, "analyses", _list)
    for analysis in material.analyses():
        path, title = material.page("analyses", analysis), material.result_title(analysis)
        yield Page(path, "analysis.html", title, "analyses", _context, analysis, ("figures",))


def _list(desk: Desk, _: str) -> dict[str, Any]:
    return {"results": {name: desk.material.result(name) for name in desk.material.analyses()}}


def _context(desk: Desk, analysis: str) -> dict[str, Any]:
    result = desk.material.result(analysis)
    assert result is not None, "a page is made for what there is"
    return {"result": result, "tables": table_views(desk.references, result)}
