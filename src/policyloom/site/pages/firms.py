"""Firms: a page each with role, facts, advantages and limits, and where they appear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.page import Desk, Page, pages_of_rows

_SHORTEST = 2
"""Shorter names would be found inside others."""


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of firms and each firm's page."""
    yield Page("firms.html", "firms.html", Text("기업", "Firms"), "sectors", _list)
    yield from pages_of_rows(desk, "firms", "firm.html", "sectors", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    return {"firms": list(desk.material.table("firms"))}


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    material, row = desk.material, desk.row("firms", row_id)
    roles = material.rows("case_roles", "firm", row.id)
    cases = [(material.row("cases", r.text("case")), r) for r in roles]
    traits = material.rows("firm_traits", "firm", row.id)
    return {
        "firm": row,
        "advantages": [t for t in traits if t.text("trait") == "advantage"],
        "limits": [t for t in traits if t.text("trait") == "drawback"],
        "cases": [(case, role) for case, role in cases if case is not None],
        "pilots": by_date("pilots", [p for p in material.table("pilots") if _takes_part(row, p)]),
    }


def _takes_part(firm: Row, pilot: Row) -> bool:
    """Tell whether a pilot's printed firms name a firm, whole or as the start of a longer name."""
    names = [n for n in (firm.text("name"), firm.text("name_en")) if len(n) >= _SHORTEST]
    return any(printed.startswith(name) for printed in pilot.many("firms") for name in names)
