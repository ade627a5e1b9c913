"""The front page: the study in numbers, its map, what was found and what was not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from policyloom.core.problem import errors
from policyloom.model.result import Figure, Text, Value
from policyloom.site.page import Desk, Page
from policyloom.site.pages.claims import view

_CARDS, _FIGURES, _CLAIMS = 8, 4, 6


@dataclass(frozen=True)
class Card:
    """A key number with the reference of its evidence."""

    reference: str
    value: Value

    @property
    def form(self) -> str:
        """Return the format for a large figure: one decimal at most."""
        return ",.1" if isinstance(self.value.value, float) else ","


@dataclass(frozen=True)
class Count:
    """How many rows a register has, and the page that lists them."""

    number: int
    address: str
    what: Text


_COUNTED = (
    ("policies", "policies.html", Text("정책 문서", "policy documents")),
    ("pilots", "regions.html", Text("시범사업", "pilots")),
    ("cases", "cases.html", Text("지역 사례", "regional cases")),
    ("figures", "indicators.html", Text("지표 값", "indicator values")),
    ("trade", "trade.html", Text("무역 값", "trade values")),
    ("sources", "sources.html", Text("출처", "sources")),
)


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield the overview."""
    title = Text("개요", "Overview")
    scripts = ("map", "figures")
    yield Page("index.html", "overview.html", title, "overview", _context, scripts=scripts)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    claims, problems = material.claims(), material.open_problems()
    return {
        "cards": _cards(desk),
        "counts": [
            Count(len(material.ids(name)), address, what)
            for name, address, what in _COUNTED
            if material.ids(name)
        ],
        "drawing": desk.drawing,
        "period": material.period,
        "figures": _figures(desk),
        "claims": [view(desk, claim) for claim in claims[:_CLAIMS]],
        "claim_count": len(claims),
        "gaps": list(material.table("gaps"))[:5],
        "gap_count": len(material.ids("gaps")),
        "problem_count": len(problems),
        "error_count": len(errors(problems)),
    }


def _cards(desk: Desk) -> list[Card]:
    """Choose the numbers that front.toml prefers, else the first number of each result."""
    numbers = {
        f"{analysis}.{name}": value
        for analysis, result in desk.results()
        for name, value in result.values.items()
        if isinstance(value.value, int | float) and not isinstance(value.value, bool)
    }
    firsts = {reference.partition(".")[0]: reference for reference in reversed(numbers)}
    chosen = [r for r in _preferred("numbers") if r in numbers] or list(reversed(firsts.values()))
    return [Card(reference, numbers[reference]) for reference in chosen[:_CARDS]]


def _figures(desk: Desk) -> list[tuple[str, str, Figure]]:
    known = {
        f"{analysis}.{name}": (analysis, name, figure)
        for analysis, result in desk.results()
        for name, figure in result.figures.items()
    }
    chosen = [name for name in _preferred("figures") if name in known] or list(known)
    return [known[name] for name in chosen[:_FIGURES]]


@cache
def _preferred(key: str) -> tuple[str, ...]:
    text = files("policyloom.site").joinpath("front.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)[key])
