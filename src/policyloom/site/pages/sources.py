"""Sources: the searchable list and a page each with all that would fall without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page, pages_of_rows


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of sources and each source's page."""
    yield Page("sources.html", "sources.html", Text("출처", "Sources"), "sources", _list)
    yield from pages_of_rows(desk, "sources", "source.html", "sources", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    rows = list(material.table("sources"))
    kinds, languages = material.words("sources", "kind"), material.words("sources", "language")
    return {
        "sources": rows,
        "uses": {row.id: _rows_on(desk, row) for row in rows},
        "kinds": [(k, t) for k, t in words()["source_kind"].items() if k in kinds],
        "languages": [(k, t) for k, t in words()["language"].items() if k in languages],
    }


def _rows_on(desk: Desk, row: Row) -> int:
    return len(desk.material.users(f"sources:{row.id}").get("row", ()))


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    row = desk.row("sources", row_id)
    direct: dict[str, list[str]] = {}
    for reference in desk.material.users(f"sources:{row.id}").get("row", ()):
        direct.setdefault(reference.partition(":")[0], []).append(reference)
    users = desk.material.users(f"sources:{row.id}")
    claims = [f"claim:{claim}" for claim in desk.material.fallen(row_id)]
    return {
        "source": row,
        "facts_by_table": direct,
        "fallen": claims,
        "shaken": [c for c in users.get("claim", ()) if c not in claims],
    }
