"""Strategies: items as claims, the fields of strategies, and the sources that carry most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policyloom.model.result import Text
from policyloom.model.strategy import ACTORS, FIELDS, SIDES, Strategy, items, strategies
from policyloom.site.page import Desk, Page
from policyloom.site.pages.claims import ClaimView, statement, view
from policyloom.site.result_tables import table_views

_WEIGHTS = "load_bearing"


@dataclass(frozen=True)
class Field:
    """One field of the matrix: its name, its words, and the strategies in it with their items."""

    name: str
    words: Text
    strategies: tuple[tuple[Strategy, tuple[str, ...]], ...]


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield the page."""
    title = Text("전략과 그 근거", "Strategies and what they rest on")
    yield Page("strategy.html", "strategy.html", title, "claims", _context)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    claims = material.claims()
    known = strategies(claims)
    grid = items(claims)
    result = material.result(_WEIGHTS) if _WEIGHTS in material.analyses() else None
    return {
        "actors": [(ACTORS[a], [(SIDES[s], ids) for s, ids in by.items() if ids])
                   for a, by in grid.items() if any(by.values())],
        "said": {c.id: statement(desk, c) for c in claims},
        "fields": [_field(name, known) for name in FIELDS],
        "proposals": _proposals(desk, known),
        "weights": table_views(desk.references, result) if result else {},
        "notes": result.notes if result else (),
    }  # fmt: skip


def _field(name: str, known: list[Strategy]) -> Field:
    one, other, words = FIELDS[name]
    inside = tuple((s, (*s.items[one], *s.items[other])) for s in known if name in s.fields)
    return Field(name, words, inside)


def _proposals(desk: Desk, known: list[Strategy]) -> list[ClaimView]:
    return [view(desk, strategy.claim) for strategy in known]
