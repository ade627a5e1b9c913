"""Sources: the searchable list and a page each with all that would fall without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page, pages_of_rows
from policyloom.site.pages.demand import cell_of, worded


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


def _turned(desk: Desk, source: str) -> Iterator[tuple[str, Text, str, Text, Text]]:
    """Yield the cells of demand that read otherwise without a source.

    Each is its region, its sector's name, its address, and its reading with and without.
    """
    for line in desk.material.result_rows("demand.removals", "source", f"sources:{source}"):
        region, sector = str(line["region"]), worded(line, "sector")
        address = cell_of(desk, region, sector.en)
        yield region, sector, address, worded(line, "before"), worded(line, "after")


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
        "turned": list(_turned(desk, row_id)),
        "shaken": [c for c in users.get("claim", ()) if c not in claims],
    }
