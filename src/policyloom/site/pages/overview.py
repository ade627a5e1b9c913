"""The front page: the study in numbers, its map, what was found and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyloom.core.problem import errors
from policyloom.model.result import Text, Value
from policyloom.site.geography import draw_map
from policyloom.site.page import Desk, Page
from policyloom.site.pages.claims import view

_CARDS, _FIGURES, _CLAIMS = 8, 4, 6


@dataclass(frozen=True)
class Card:
    """A key number with the reference of its evidence."""

    reference: str
    value: Value


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


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the overview."""
    material = desk.material
    context = {
        "cards": _cards(desk),
        "counts": [
            Count(len(material.study.table(name)), address, what)
            for name, address, what in _COUNTED
            if len(material.study.table(name))
        ],
        "drawing": draw_map(material),
        "period": material.period,
        "figures": _figures(desk),
        "claims": [view(desk, claim) for claim in material.study.claims[:_CLAIMS]],
        "claim_count": len(material.study.claims),
        "gaps": list(material.study.table("gaps"))[:5],
        "gap_count": len(material.study.table("gaps")),
        "problem_count": len(material.problems),
        "error_count": len(errors(material.problems)),
    }
    title = Text("개요", "Overview")
    yield Page("index.html", "overview.html", title, "overview", context, ("map", "figures"))


def _cards(desk: Desk) -> list[Card]:
    """Choose numbers in turn from each result, whole answers before derived ones."""
    made: list[Card] = []
    for analysis, result in desk.material.facts.results.items():
        numbers = [
            Card(f"{analysis}.{name}", value)
            for name, value in result.values.items()
            if isinstance(value.value, int | float) and not isinstance(value.value, bool)
        ]
        made += numbers[:2]
    return made[:_CARDS]


def _figures(desk: Desk) -> list[tuple[str, str, object]]:
    found = [
        (analysis, name, figure)
        for analysis, result in desk.material.facts.results.items()
        for name, figure in list(result.figures.items())[:1]
    ]
    return found[:_FIGURES]
