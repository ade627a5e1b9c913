"""Causes: why cases succeeded, failed or stalled, with the evidence of each cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.dossier import CAUSES
from policyloom.model.result import Result, Text
from policyloom.model.settings import Cause
from policyloom.model.tables import Row
from policyloom.site.marks import word
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views

PATH = "causes.html"
_DIRECTIONS = ("success", "failure", "limit")
_FIGURES = ("matrix", "tree_success", "tree_failure", "tree_limit")
_TABLES = ("by_sector", "verdicts", "theory", "tree")

Group = tuple[Cause, dict[str, list[Row]]]
"""A cause with its rows for and against it."""


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the page where any evidence for a cause is coded."""
    result = desk.material.result("causes")
    if result is not None and result.tables["evidence"].rows:
        title = Text("성공·실패·한계의 원인", "Causes of success, failure and limit")
        yield Page(PATH, PATH, title, "cases", _context, "", ("figures",))


def _context(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    result = material.result("causes")
    assert result is not None, "a page is made for what there is"
    views = table_views(desk.references, result)
    cases = {row.id: row for row in material.table("cases")}
    return {
        "result": result,
        "figures": _figures(result),
        "tables": {name: views[name] for name in _TABLES if views[name].rows},
        "groups": [(d, word("direction", d), _groups(desk, d)) for d in _DIRECTIONS],
        "cases": cases,
        "sectors": [
            (s, material.sector_name(s))
            for s in dict.fromkeys(row.text("sector") for row in cases.values())
        ],
    }


def _figures(result: Result) -> list[tuple[str, Any]]:
    return [(name, result.figures[name]) for name in _FIGURES if name in result.figures]


def _groups(desk: Desk, direction: str) -> list[Group]:
    """Return the causes of a direction, most cases for it first."""
    known = {c.id: c for c in desk.material.study.codebook.causes}
    found: dict[str, dict[str, list[Row]]] = {}
    for row in desk.material.rows(CAUSES, "direction", direction):
        sides = found.setdefault(row.text("cause"), {"for": [], "against": []})
        sides.setdefault(row.text("stance"), []).append(row)
    groups = [(known[code], sides) for code, sides in found.items() if code in known]
    return sorted(groups, key=lambda g: (-len({r.text("case") for r in g[1]["for"]}), g[0].id))
