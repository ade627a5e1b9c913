"""Cases: a list with filters and a dossier each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.settings import Condition
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.page import Desk, Page, pages_of_rows


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of cases and each case's page."""
    yield Page("cases.html", "cases.html", Text("사례", "Cases"), "cases", _list)
    yield from pages_of_rows(desk, "cases", "case.html", "cases", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    rows = by_date("cases", list(material.table("cases")))
    sectors = material.words("cases", "sector")
    regions = material.words("cases", "region")
    return {
        "cases": rows,
        "sectors": [(s, material.sector_name(s)) for s in sectors],
        "regions": [(r, desk.references.name(f"regions:{r}")) for r in regions],
        "conditions": material.study.codebook.conditions,
        "scores": {
            (r.text("case"), r.text("condition")): r for r in material.table("case_conditions")
        },
    }


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    material, row = desk.material, desk.row("cases", row_id)
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
            *material.rows("gaps", "about", row.id),
            *material.rows("gaps", "about", f"cases:{row.id}"),
        ],
    }


def _scored(
    conditions: tuple[Condition, ...], role: str, scores: dict[str, Row]
) -> list[tuple[Condition, Row]]:
    return [(c, scores[c.id]) for c in conditions if c.role == role and c.id in scores]
