"""Sources: the searchable list and a page each with all that would fall without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.marks import words
from policyloom.site.material import row_title
from policyloom.site.page import Desk, Page
from policyloom.site.removal import falling_claims


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of sources and each source's page."""
    material = desk.material
    rows = list(material.study.table("sources"))
    kinds, languages = material.group("sources", "kind"), material.group("sources", "language")
    context = {
        "sources": rows,
        "uses": {row.id: _rows_on(desk, row) for row in rows},
        "kinds": [(k, t) for k, t in words()["source_kind"].items() if k in kinds],
        "languages": [(k, t) for k, t in words()["language"].items() if k in languages],
    }
    yield Page("sources.html", "sources.html", Text("출처", "Sources"), "sources", context)
    fallen = falling_claims(material)
    for row in rows:
        path = material.addresses.page("sources", row.id)
        yield Page(
            path,
            "source.html",
            row_title("sources", row),
            "sources",
            _context(desk, row, fallen.get(row.id, ())),
        )


def _rows_on(desk: Desk, row: Row) -> int:
    return len(desk.material.users(f"sources:{row.id}").get("row", ()))


def _context(desk: Desk, row: Row, fallen: tuple[str, ...]) -> dict[str, Any]:
    direct: dict[str, list[str]] = {}
    for reference in desk.material.users(f"sources:{row.id}").get("row", ()):
        direct.setdefault(reference.partition(":")[0], []).append(reference)
    users = desk.material.users(f"sources:{row.id}")
    claims = [f"claim:{claim}" for claim in fallen]
    return {
        "source": row,
        "facts_by_table": direct,
        "fallen": claims,
        "shaken": [c for c in users.get("claim", ()) if c not in claims],
    }
