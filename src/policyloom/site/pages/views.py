"""The three pictures that move: map, timeline and network of joint issuance."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.model.result import Text
from policyloom.site.dates import by_date, dating
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page

_LEVELS = ("central", "ministry", "province", "city")


def pages(desk: Desk) -> Iterator[Page]:
    """Yield map, timeline and network."""
    yield _map(desk)
    yield _timeline(desk)
    yield _network(desk)


def _map(desk: Desk) -> Page:
    material = desk.material
    regions = [r for r in material.study.table("regions") if r.text("level") == "region"]
    context = {"drawing": desk.drawing, "period": material.period, "regions": regions}
    return Page("map.html", "map.html", Text("지도", "Map"), "map", context, ("map",))


def _timeline(desk: Desk) -> Page:
    policies = list(desk.material.study.table("policies"))
    undated = [row for row in policies if dating(row).date is None]
    context = {
        "undated": by_date("policies", undated),
        "dated_count": len(policies) - len(undated),
        "levels": [(code, words()["level"][code]) for code in _LEVELS],
        "sectors": _sector_choices(desk),
    }
    title = Text("연표", "Timeline")
    return Page("timeline.html", "timeline.html", title, "timeline", context, ("timeline",))


def _network(desk: Desk) -> Page:
    context = {
        "period": desk.material.period,
        "sectors": _sector_choices(desk),
        "actors": [r for r in desk.material.study.table("actors") if r.text("kind") != "generic"],
        "issued": desk.material.group("policies", "issuers"),
        "leads": desk.material.group("responsibilities", "leads"),
        "supports": desk.material.group("responsibilities", "supports"),
    }
    title = Text("발령 기관 네트워크", "Network of issuers")
    return Page("network.html", "network.html", title, "network", context, ("layout", "network"))


def _sector_choices(desk: Desk) -> list[tuple[str, Text]]:
    used = desk.material.group("policies", "sectors")
    return [(s.id, Text(s.ko, s.en)) for s in desk.material.study.settings.sectors if s.id in used]
