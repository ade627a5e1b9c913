"""Cases: a list with filters and a dossier each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.settings import Condition
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.material import row_title
from policyloom.site.page import Desk, Page


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of cases and each case's page."""
    material = desk.material
    rows = by_date("cases", list(material.study.table("cases")))
    sectors = material.group("cases", "sector")
    regions = material.group("cases", "region")
    context = {
        "cases": rows,
        "sectors": [(s, material.sector_name(s)) for s in sectors],
        "regions": [(r, desk.references.name(f"regions:{r}")) for r in regions],
        "conditions": material.study.codebook.conditions,
        "scores": {
            (r.text("case"), r.text("condition")): r
            for r in material.study.table("case_conditions")
        },
    }
    yield Page("cases.html", "cases.html", Text("사례", "Cases"), "cases", context)
    for row in rows:
        path = material.addresses.page("cases", row.id)
        yield Page(path, "case.html", row_title("cases", row), "cases", _context(desk, row))


def _context(desk: Desk, row: Row) -> dict[str, Any]:
    material = desk.material
    scores = {r.text("condition"): r for r in material.rows("case_conditions", "case", row.id)}
    region = row.text("region")
    events = by_date("policies", [
        p for p in material.rows("policies", "region", region)
        if row.text("sector") in p.many("sectors")
    ])  # fmt: skip
    return {
        "case": row,
        "conditions": _scored(material.study.codebook.conditions, "condition", scores),
        "outcomes": _scored(material.study.codebook.conditions, "outcome", scores),
        "unscored": [c for c in material.study.codebook.conditions if c.id not in scores],
        "events": events,
        "gaps": [
            g
            for g in material.study.table("gaps")
            if g.text("about") in (row.id, f"cases:{row.id}")
        ],
    }


def _scored(
    conditions: tuple[Condition, ...], role: str, scores: dict[str, Row]
) -> list[tuple[Condition, Row]]:
    return [(c, scores[c.id]) for c in conditions if c.role == role and c.id in scores]
