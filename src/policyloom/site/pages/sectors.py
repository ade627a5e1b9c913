"""Sectors: the list and a page each with policies, pilots, cases, indicators, risks and claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.dates import by_date
from policyloom.site.page import Desk, Page
from policyloom.site.pages.claims import view
from policyloom.site.pages.indicators import pairs

_COLUMNS = {
    "policies": "sectors", "pilots": "sectors", "cases": "sector", "indicators": "sector",
    "risks": "sector", "firms": "sector", "gaps": "sectors",
}  # fmt: skip


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of sectors and each sector's page."""
    yield Page("sectors.html", "sectors.html", Text("분야", "Sectors"), "sectors", _list)
    for sector in desk.material.study.settings.sectors:
        path = desk.material.page("sectors", sector.id)
        title = Text(sector.ko, sector.en)
        yield Page(path, "sector.html", title, "sectors", _context, sector.id)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    counts = {
        s.id: {t: material.count(t, c, s.id) for t, c in _COLUMNS.items()}
        for s in material.study.settings.sectors
    }
    return {"counts": counts}


def _context(desk: Desk, sector_id: str) -> dict[str, Any]:
    material = desk.material
    sector = next(s for s in material.study.settings.sectors if s.id == sector_id)
    found = {t: material.rows(t, column, sector.id) for t, column in _COLUMNS.items()}
    policies = by_date("policies", found.pop("policies"))
    issued = {r.text("region") for r in policies if r.text("level") in ("province", "city")}
    regions = [r for r in material.table("regions") if r.text("level") == "region"]
    return {
        "sector_": sector,
        "policies": policies,
        "national": [r for r in policies if r.text("level") in ("central", "ministry")],
        "local": [r for r in policies if r.text("level") in ("province", "city")],
        "absent": [r for r in regions if r.id not in issued],
        "claims": [view(desk, c) for c in material.claims() if sector.id in c.sectors],
        "pairs": pairs(desk, found.pop("indicators")),
        **found,
    }
