"""Policies: the searchable list and a page each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.marks import words
from policyloom.site.material import row_title
from policyloom.site.page import Desk, Page


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of policies and each policy's page."""
    material = desk.material
    rows = by_date("policies", list(material.study.table("policies")))
    context = {
        "policies": rows,
        "levels": list(words()["level"].items())[:4],
        "statuses": list(words()["status"].items()),
        "sectors": [(s, material.sector_name(s)) for s in material.group("policies", "sectors")],
        "regions": [
            (r, desk.references.name(f"regions:{r}"))
            for r in sorted(material.group("policies", "region"))
        ],
    }
    yield Page("policies.html", "policies.html", Text("정책 문서", "Policies"), "policies", context)
    for row in rows:
        path = material.addresses.page("policies", row.id)
        yield Page(path, "policy.html", row_title("policies", row), "policies", _context(desk, row))


def _context(desk: Desk, row: Row) -> dict[str, Any]:
    material = desk.material
    above = (material.facts.row("policies", i) for i in row.many("implements"))
    own = [c for c in material.rows("cell_sources", "table", "policies") if c.text("row") == row.id]
    return {
        "policy": row,
        "above": [r for r in above if r is not None],
        "below": by_date("policies", material.rows("policies", "implements", row.id)),
        "tasks": material.rows("responsibilities", "policy", row.id),
        "own_sources": own,
        "gaps": [g for g in material.study.table("gaps") if g.text("about") == row.id],
    }
