"""Regions: the list and a page each, with what was found and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.material import row_title
from policyloom.site.page import Desk, Page

_FOUND = ("policies", "pilots", "cases", "firms")


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of regions and each region's page."""
    material = desk.material
    rows = list(material.study.table("regions"))
    counts = {r.id: {t: len(material.rows(t, "region", r.id)) for t in _FOUND} for r in rows}
    context = {"regions": rows, "counts": counts, "sectors": material.study.settings.focus}
    yield Page("regions.html", "regions.html", Text("지역", "Regions"), "regions", context)
    for row in rows:
        path = material.addresses.page("regions", row.id)
        title = row_title("regions", row)
        yield Page(path, "region.html", title, "regions", _context(desk, row))


def _context(desk: Desk, row: Row) -> dict[str, Any]:
    material = desk.material
    found = {t: by_date(t, material.rows(t, "region", row.id)) for t in _FOUND}
    sectors = {
        s.id: [p for p in found["policies"] if s.id in p.many("sectors")]
        for s in material.study.settings.sectors
    }
    return {
        "region": row,
        "by_sector": {code: rows for code, rows in sectors.items() if rows},
        "unseen": [s for s in material.study.settings.focus if not sectors[s.id]],
        "gaps": material.rows("gaps", "regions", row.id),
        "actors": material.rows("actors", "region", row.id),
        **found,
    }
