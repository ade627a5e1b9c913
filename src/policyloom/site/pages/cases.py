"""Cases: a list with filters and a dossier each, and why they went as they did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.dossier import CAUSES, EVENTS, PARTIES, ROLES, SECTIONS, SUPPORT, dossier
from policyloom.model.result import Text
from policyloom.model.settings import Condition
from policyloom.model.tables import Row
from policyloom.site.cells import vocabulary_text
from policyloom.site.dates import by_date
from policyloom.site.page import Desk, Page, pages_of_rows


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of cases and each case's dossier."""
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
            (r.text("case"), r.text("condition")): r
            for r in sorted(material.table("case_conditions"), key=_settles)
        },
        "causes": desk.material.result("causes") is not None,
    }


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    material, row = desk.material, desk.row("cases", row_id)
    scores: dict[str, list[Row]] = {}
    for score in sorted(material.rows("case_conditions", "case", row.id), key=_settles):
        scores.setdefault(score.text("condition"), []).append(score)
    roles, told = (material.rows(table, "case", row.id) for table in (ROLES, EVENTS))
    region = row.text("region")
    events = by_date("policies", [
        p for p in material.rows("policies", "region", region)
        if row.text("sector") in p.many("sectors")
    ])  # fmt: skip
    return {
        "case": row,
        "dossier": dossier(row.id, roles, told),
        "known": bool(roles or told),
        "parties": PARTIES,
        "support": SUPPORT,
        "sections": SECTIONS,
        "causes": _causes(desk, row.id),
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
    conditions: tuple[Condition, ...], role: str, scores: dict[str, list[Row]]
) -> list[tuple[Condition, Row]]:
    """Return conditions with each of their scores, what was adjudicated last."""
    return [(c, s) for c in conditions if c.role == role for s in scores.get(c.id, ())]


def _settles(row: Row) -> bool:
    return row.text("standing") == "adjudicated"


def _causes(desk: Desk, case: str) -> list[tuple[str, list[tuple[Text, list[Row]]]]]:
    """Return the causes put down in a case, by direction, each with its rows of evidence."""
    made: dict[str, dict[str, list[Row]]] = {}
    for row in desk.material.rows(CAUSES, "case", case):
        made.setdefault(row.text("direction"), {}).setdefault(row.text("cause"), []).append(row)
    return [
        (way, [(vocabulary_text(desk.material, "causes", c), rows) for c, rows in found.items()])
        for way, found in made.items()
    ]
