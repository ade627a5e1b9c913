"""Actors: the list and a page each with what a body issued, leads and supports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.dates import by_date
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page, pages_of_rows


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of actors and each actor's page."""
    yield Page("actors.html", "actors.html", Text("추진 주체", "Actors"), "network", _list)
    yield from pages_of_rows(desk, "actors", "actor.html", "network", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    rows = list(material.table("actors"))
    kinds = material.words("actors", "kind")
    return {
        "actors": rows,
        "kinds": [(k, t) for k, t in words()["actor_kind"].items() if k in kinds],
        "groups": acting(desk, rows),
    }


def acting(desk: Desk, actors: Iterable[Row]) -> dict[str, tuple[int, int, int]]:
    """Return how often each body issues a document, leads and supports."""
    count = desk.material.count
    return {
        row.id: (
            count("policies", "issuers", row.id),
            count("responsibilities", "leads", row.id),
            count("responsibilities", "supports", row.id),
        )
        for row in actors
    }


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    material, row = desk.material, desk.row("actors", row_id)
    issued = by_date("policies", material.rows("policies", "issuers", row.id))
    together = Counter(a for p in issued for a in p.many("issuers") if a != row.id)
    partners = [
        (material.row("actors", a), n)
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
