"""Policies: the searchable list and a page each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.dates import by_date
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page, pages_of_rows


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of policies and each policy's page."""
    yield Page("policies.html", "policies.html", Text("정책 문서", "Policies"), "policies", _list)
    yield from pages_of_rows(desk, "policies", "policy.html", "policies", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    rows = by_date("policies", list(material.table("policies")))
    return {
        "policies": rows,
        "levels": list(words()["level"].items())[:4],
        "statuses": list(words()["status"].items()),
        "sectors": [(s, material.sector_name(s)) for s in material.words("policies", "sectors")],
        "regions": [
            (r, desk.references.name(f"regions:{r}"))
            for r in sorted(material.words("policies", "region"))
        ],
    }


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    material, row = desk.material, desk.row("policies", row_id)
    above = (material.row("policies", i) for i in row.many("implements"))
    own = [c for c in material.rows("cell_sources", "row", row.id) if c.text("table") == "policies"]
    return {
        "policy": row,
        "above": [r for r in above if r is not None],
        "below": by_date("policies", material.rows("policies", "implements", row.id)),
        "tasks": material.rows("responsibilities", "policy", row.id),
        "own_sources": own,
        "gaps": material.rows("gaps", "about", row.id),
    }
