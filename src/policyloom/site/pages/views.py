"""The three pictures that move: map, timeline and network of joint issuance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.dates import by_date, dating
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page

_LEVELS = ("central", "ministry", "province", "city")


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield map, timeline and network."""
    yield Page("map.html", "map.html", Text("지도", "Map"), "map", _map, "", ("map",))
    title = Text("연표", "Timeline")
    yield Page("timeline.html", "timeline.html", title, "timeline", _timeline, "", ("timeline",))
    title = Text("발령 기관 네트워크", "Network of issuers")
    scripts = ("layout", "network")
    yield Page("network.html", "network.html", title, "network", _network, "", scripts)


def _map(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    regions = [r for r in material.table("regions") if r.text("level") == "region"]
    return {"drawing": desk.drawing, "period": material.period, "regions": regions}


def _timeline(desk: Desk, _: str) -> dict[str, Any]:
    policies = list(desk.material.table("policies"))
    undated = [row for row in policies if dating(row).date is None]
    return {
        "undated": by_date("policies", undated),
        "dated_count": len(policies) - len(undated),
        "levels": [(code, words()["level"][code]) for code in _LEVELS],
        "sectors": _sector_choices(desk),
    }


def _network(desk: Desk, _: str) -> dict[str, Any]:
    return {
        "period": desk.material.period,
        "sectors": _sector_choices(desk),
    }


def _sector_choices(desk: Desk) -> list[tuple[str, Text]]:
    used = desk.material.words("policies", "sectors")
    return [(s.id, Text(s.ko, s.en)) for s in desk.material.study.settings.sectors if s.id in used]
