"""Regions: the list and a page each, with what was found and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.dates import by_date
from policyloom.site.page import Desk, Page, pages_of_rows
from policyloom.site.pages.demand import cell_of, worded

_FOUND = ("policies", "pilots", "cases", "firms")


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of regions and each region's page."""
    yield Page("regions.html", "regions.html", Text("지역", "Regions"), "regions", _list)
    yield from pages_of_rows(desk, "regions", "region.html", "regions", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    rows = list(material.table("regions"))
    counts = {r.id: {t: material.count(t, "region", r.id) for t in _FOUND} for r in rows}
    return {"regions": rows, "counts": counts, "sectors": material.study.settings.focus}


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    material, row = desk.material, desk.row("regions", row_id)
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
        "demand": list(_demand(desk, f"regions:{row.id}")),
        **found,
    }


def _demand(desk: Desk, region: str) -> Iterator[tuple[Text, str, Text]]:
    """Yield the cells of demand of a region: sector, address and reading."""
    for line in desk.material.result_rows("demand.cells", "region", region):
        sector = worded(line, "sector")
        yield sector, cell_of(desk, region, sector.en), worded(line, "status")
