"""Pairs of values: what the comparison of two economies reads from the registers.

How a pair is chosen stands in `pairs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Text

_GRADES = {"high": 0, "medium": 1, "low": 2}
_NOT_RATIO = ("rank", "score", "index", "behind", "growth")


@dataclass(frozen=True)
class Indicator:
    """An indicator of the register."""

    id: str
    name: Text
    unit: Text
    sector: str
    factor: str
    direction: str

    @property
    def has_ratio(self) -> bool:
        """Tell whether a quotient means something: not for ranks, scores, indices and gaps."""
        return not any(word in self.unit.en.lower() for word in _NOT_RATIO)


@dataclass(frozen=True)
class Number:
    """One value of one economy in one year."""

    id: str
    economy: str
    year: int
    value: float
    source: str
    confidence: str
    definition: str

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"figures:{self.id}"


@dataclass(frozen=True)
class Pair:
    """Two values of one indicator in one year; `others` counts further values of that year."""

    indicator: Indicator
    first: Number
    second: Number
    inside: bool
    others: int
    years: tuple[int, ...]

    @property
    def ratio(self) -> float | None:
        """Return second over first, None where that means nothing."""
        if not self.indicator.has_ratio or min(self.first.value, self.second.value) <= 0:
            return None
        return self.second.value / self.first.value

    @property
    def leader(self) -> str:
        """Return the id of the economy that does better, "tie", or "" without a direction."""
        way = self.indicator.direction
        if way not in ("higher", "lower"):
            return ""
        if self.first.value == self.second.value:
            return "tie"
        second_leads = (self.second.value > self.first.value) == (way == "higher")
        return (self.second if second_leads else self.first).economy

    @property
    def origins(self) -> list[str]:
        """Return the two rows."""
        return [self.first.ref, self.second.ref]


def read_indicators(evidence: Evidence) -> list[Indicator]:
    """Return every indicator in the order of the ids."""
    rows = evidence.query(
        """
        SELECT id, name_ko, name_en, unit, unit_ko, sector, coalesce(factor, '') AS factor,
               coalesce(direction, '') AS direction
        FROM indicators ORDER BY id
        """
    )
    return [
        Indicator(
            id=r["id"],
            name=Text(r["name_ko"], r["name_en"]),
            unit=Text(r["unit_ko"], r["unit"]),
            sector=r["sector"],
            factor=r["factor"],
            direction=r["direction"],
        )
        for r in rows
    ]


def read_numbers(evidence: Evidence, economies: Sequence[str]) -> dict[str, list[Number]]:
    """Return the values of the two economies by indicator."""
    rows = evidence.query(
        """
        SELECT id, indicator, economy, year, value, source, confidence,
               coalesce(definition, '') AS definition
        FROM figures WHERE economy IN (?, ?) ORDER BY indicator, year, economy, id
        """,
        list(economies),
    )
    found: dict[str, list[Number]] = {}
    for r in rows:
        indicator = r.pop("indicator")
        found.setdefault(indicator, []).append(Number(**r))
    return found


def common_years(numbers: Sequence[Number], economies: Sequence[str]) -> list[int]:
    """Return the years in which both economies have a value."""
    years = [{n.year for n in numbers if n.economy == e} for e in economies]
    return sorted(set.intersection(*years)) if years else []


def make_pair(indicator: Indicator, numbers: Sequence[Number], options: Options) -> Pair | None:
    """Return the pair of an indicator, None where the economies share no year."""
    economies, period = options.settings.economies, options.settings.period
    years = common_years(numbers, economies)
    if not years:
        return None
    within = [y for y in years if period.start <= y <= period.end]
    away = min(years, key=lambda y: (max(period.start - y, y - period.end), -y))
    year = within[-1] if within else away
    at = [[n for n in numbers if n.year == year and n.economy == e] for e in economies]
    first, second = min(product(*at), key=_preference)
    others = sum(len(side) - 1 for side in at)
    return Pair(indicator, first, second, bool(within), others, tuple(years))


def _preference(pair: tuple[Number, ...]) -> tuple[bool, int, str, str]:
    first, second = pair
    worst = max(_GRADES.get(n.confidence, 3) for n in pair)
    return first.source != second.source, worst, first.id, second.id
