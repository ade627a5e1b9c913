"""Actors: the list and a page each with what a body issued, leads and supports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.marks import words
from policyloom.site.material import row_title
from policyloom.site.page import Desk, Page


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of actors and each actor's page."""
    material = desk.material
    rows = list(material.study.table("actors"))
    kinds = material.group("actors", "kind")
    context = {
        "actors": rows,
        "kinds": [(k, t) for k, t in words()["actor_kind"].items() if k in kinds],
        "issued": material.group("policies", "issuers"),
        "leads": material.group("responsibilities", "leads"),
        "supports": material.group("responsibilities", "supports"),
    }
    yield Page("actors.html", "actors.html", Text("추진 주체", "Actors"), "network", context)
    for row in rows:
        path = material.addresses.page("actors", row.id)
        yield Page(path, "actor.html", row_title("actors", row), "network", _context(desk, row))


def _context(desk: Desk, row: Row) -> dict[str, Any]:
    material = desk.material
    issued = by_date("policies", material.rows("policies", "issuers", row.id))
    together = Counter(a for p in issued for a in p.many("issuers") if a != row.id)
    partners = [
        (material.facts.row("actors", a), n)
        for a, n in sorted(together.items(), key=lambda x: (-x[1], x[0]))
    ]
    return {
        "actor": row,
        "issued": issued,
        "partners": [(a, n) for a, n in partners if a is not None],
        "leads": material.rows("responsibilities", "leads", row.id),
        "supports": material.rows("responsibilities", "supports", row.id),
        "pilots": by_date("pilots", material.rows("pilots", "designated_by", row.id)),
    }
