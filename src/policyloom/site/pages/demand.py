"""Demand by sector and region, and risk by clause: pages over the results of two analyses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield demand and clauses."""
    demand = Text("분야·지역별 협력 수요", "Demand by sector and region")
    yield Page("demand.html", "demand.html", demand, "claims", _demand, "", ("figures",))
    clauses = Text("조항별 리스크", "Risk by clause")
    yield Page("clauses.html", "clauses.html", clauses, "claims", _clauses, "", ("figures",))


def _demand(desk: Desk, _: str) -> dict[str, Any]:
    order = ("ranking", "cells", "nation", "empty", "complementarity", "criteria")
    return _shown(desk, "demand", order)


def _clauses(desk: Desk, _: str) -> dict[str, Any]:
    order = ("clauses", "stages", "reports", "concerns", "trade", "rules")
    return _shown(desk, "risk_clauses", order)


def _shown(desk: Desk, analysis: str, order: tuple[str, ...]) -> dict[str, Any]:
    material = desk.material
    known = analysis in material.analyses()
    result = material.result(analysis) if known else None
    views = table_views(desk.references, result) if result else {}
    return {
        "analysis": analysis,
        "result": result,
        "tables": {name: views[name] for name in order if name in views and views[name].rows},
    }
