"""Analyses: a page for each result with its values, figures, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.model.result import Text
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of analyses and a page for each."""
    results = desk.material.facts.results
    title = Text("분석", "Analyses")
    yield Page("analyses.html", "analyses.html", title, "analyses", {"results": results})
    for analysis, result in results.items():
        path = desk.material.addresses.page("analyses", analysis)
        context = {"result": result, "tables": table_views(desk.references, result)}
        yield Page(path, "analysis.html", result.title, "analyses", context, ("figures",))
