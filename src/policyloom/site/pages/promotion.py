"""Who promotes the strategy: bodies with their documents and clauses, and how sectors differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views

_FIGURES = (
    ("promotion", "first_by_sector"), ("promotion", "leads_by_sector"), ("promotion", "roles"),
    ("issuance", "sectors"), ("promotion", "task_network"), ("promotion", "projects"),
)  # fmt: skip
_ANALYSES = ("promotion", "responsibility", "issuance")
_TABLES = ("tests", "joint_tests", "sides")


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield the page."""
    title = Text("추진체계", "Promotion system")
    scripts = ("promotion", "figures")
    yield Page("promotion.html", "promotion.html", title, "promotion", _context, "", scripts)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    known = set(material.analyses())
    result = material.result("promotion") if "promotion" in known else None
    views = table_views(desk.references, result) if result else {}
    figures = [
        (analysis, name, figure)
        for analysis, name in _FIGURES
        if analysis in known and (figure := material.figure(f"{analysis}.{name}")) is not None
    ]
    used = material.words("policies", "sectors")
    sectors = material.study.settings.sectors
    return {
        "period": material.period,
        "sectors": [(s.id, Text(s.ko, s.en)) for s in sectors if s.id in used],
        "figures": figures,
        "tables": {name: views[name] for name in _TABLES if name in views},
        "analyses": [name for name in _ANALYSES if name in known],
    }
