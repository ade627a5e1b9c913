"""What the scoreboard is made of: one value an economy of each indicator that can be compared.

An indicator enters where its factor and direction are stated and where one year of the period,
within reach of the reference year, has values of both economies compared. Of such years the nearest
is taken, of two as near the earlier. Of several values of an economy in that year those of a source
that has both economies are taken, then of the one that covers most, then the better confidence;
values of low confidence are left aside. Nothing is carried over from another year: an economy
without a value has a gap. A unit told relative to an economy (USA = 100) gives that economy its
value by definition, where the options say so; with fewer economies than they ask for an indicator
is left out, since two values alone do not tell how far apart they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyloom.analysis.pairs_data import Indicator, Number, read_indicators
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Text
from policyloom.model.scoreboard_settings import ScoreboardOptions

_GRADES = {"high": 0, "medium": 1}
_RELATIVE = (
    "percent", "per ", "score", "rank", "index", "behind", "growth", "points within", "days",
    "share", "usa=100",
)  # fmt: skip
NO_FACTOR = Text("요소나 좋은 방향이 정해지지 않음", "no factor or no better direction stated")
NO_PAIR = Text("연구 기간에 두 나라 값이 함께 있는 해가 없음", "no year of the period with both")
TOO_FEW = Text(
    "값이 있는 나라가 적어 차이의 크기를 잴 수 없음",
    "too few economies to tell how far apart they are",
)
TOO_FAR = Text("기준 연도에서 너무 멀어 쓰지 않음", "too far from the reference year")


class Base(Number):
    """A value that follows from the unit itself; `id` is the indicator's."""

    @property
    def ref(self) -> str:
        """Return the reference of the indicator, whose unit says so."""
        return f"indicators:{self.id}"


@dataclass(frozen=True)
class Entry:
    """An indicator of the scoreboard with the values of one year."""

    indicator: Indicator
    year: int
    numbers: Mapping[str, Number]

    @property
    def origins(self) -> list[str]:
        """Return the rows of its values."""
        return [n.ref for n in self.numbers.values()]

    @property
    def cost(self) -> bool:
        """Tell whether less is better."""
        return self.indicator.direction == "lower"

    @property
    def relative(self) -> bool:
        """Tell whether it is a rate, rank or score: not an amount or a share of the world."""
        unit, name = self.indicator.unit.en.lower(), self.indicator.name.en.lower()
        return any(word in unit for word in _RELATIVE) and "of world" not in name

    @property
    def sources(self) -> set[str]:
        """Return the sources of its values."""
        return {n.source for n in self.numbers.values() if n.source}


@dataclass(frozen=True)
class Left:
    """An indicator that did not enter, and why."""

    indicator: Indicator
    why: Text
    origins: Sequence[str]


@dataclass(frozen=True)
class Board:
    """The entries, the economies in order (the two compared first), and what was left out."""

    entries: Sequence[Entry]
    left: Sequence[Left]
    economies: Sequence[str]
    factors: Mapping[str, Text]

    def values(self) -> NDArray[np.float64]:
        """Return economies x entries, NaN where there is no value."""
        made = np.full((len(self.economies), len(self.entries)), np.nan)
        for j, entry in enumerate(self.entries):
            for i, economy in enumerate(self.economies):
                if economy in entry.numbers:
                    made[i, j] = entry.numbers[economy].value
        return made

    def costs(self) -> list[bool]:
        """Return of each entry whether less is better."""
        return [e.cost for e in self.entries]

    def groups(self) -> list[int]:
        """Return of each entry the place of its factor."""
        order = {code: i for i, code in enumerate(self.factors)}
        return [order[e.indicator.factor] for e in self.entries]

    def only(self, entries: Sequence[Entry]) -> Board:
        """Return the board of some of the entries."""
        return Board(entries, (), self.economies, self.factors)

    @property
    def origins(self) -> list[str]:
        """Return all rows that it rests on."""
        return list(dict.fromkeys(ref for e in self.entries for ref in e.origins))


def read_board(evidence: Evidence, options: Options, own: ScoreboardOptions) -> Board:
    """Choose the year and the values of every indicator."""
    settings = options.settings
    economies = list(dict.fromkeys([*settings.economies, *settings.benchmarks]))
    factors = {f.id: Text(f.ko, f.en) for f in settings.factors}
    numbers = _numbers(evidence, economies)
    aside = {e.indicator: Text(e.why.ko, e.why.en) for e in own.leave_out}
    entries, left = [], []
    for indicator in read_indicators(evidence):
        mine = numbers.get(indicator.id, [])
        made = _entry(indicator, mine, options, own, aside)
        if isinstance(made, Entry):
            entries.append(made)
        else:
            left.append(Left(indicator, made, [n.ref for n in mine]))
    order = {code: i for i, code in enumerate(factors)}
    entries.sort(key=lambda e: (order[e.indicator.factor], e.indicator.sector, e.indicator.id))
    return Board(entries, left, economies, factors)


def _entry(
    indicator: Indicator,
    numbers: Sequence[Number],
    options: Options,
    own: ScoreboardOptions,
    aside: Mapping[str, Text],
) -> Entry | Text:
    """Return the entry of an indicator, or why there is none."""
    factors = {f.id for f in options.settings.factors}
    if indicator.factor not in factors or indicator.direction not in ("higher", "lower"):
        return NO_FACTOR
    if indicator.id in aside:
        return aside[indicator.id]
    pair = set(options.settings.economies)
    period = options.settings.period
    inside = [n for n in numbers if period.start <= n.year <= period.end]
    sure = [n for n in inside if n.confidence in _GRADES]
    years = sorted({n.year for n in sure})
    both = [y for y in years if pair <= {n.economy for n in sure if n.year == y}]
    if not both:
        return NO_PAIR
    target = own.reference_year or period.end
    year = min(both, key=lambda y: (abs(y - target), y))
    if abs(year - target) > own.reach:
        return TOO_FAR
    values = _of_year([n for n in sure if n.year == year], pair)
    for base in own.bases:
        if base.unit == indicator.unit.en and base.economy not in values:
            named = (indicator.id, base.economy, year, base.value, "", "high", "")
            values[base.economy] = Base(*named)
    compared = {*options.settings.economies, *options.settings.benchmarks}
    if len(compared & set(values)) < own.least_economies:
        return TOO_FEW
    return Entry(indicator, year, values)


def _of_year(numbers: Sequence[Number], pair: set[str]) -> dict[str, Number]:
    """Return one value an economy: of the source that has both compared, then that covers most."""
    covered: dict[str, set[str]] = {}
    for n in numbers:
        covered.setdefault(n.source, set()).add(n.economy)
    chosen: dict[str, Number] = {}

    def order(n: Number) -> tuple[bool, int, int, str, str]:
        have = covered[n.source]
        return not pair <= have, -len(have), _GRADES[n.confidence], n.source, n.id

    for number in sorted(numbers, key=order):
        chosen.setdefault(number.economy, number)
    return chosen


def _numbers(evidence: Evidence, economies: Sequence[str]) -> dict[str, list[Number]]:
    rows: list[dict[str, Any]] = evidence.query(
        """
        SELECT id, indicator, economy, year, value, source, confidence,
               coalesce(definition, '') AS definition
        FROM figures ORDER BY indicator, year, economy, id
        """
    )
    found: dict[str, list[Number]] = {}
    for r in rows:
        if r["economy"] not in economies:
            continue
        name = r.pop("indicator")
        found.setdefault(name, []).append(Number(**r))
    return found


def gaps_in_years(evidence: Evidence, economies: Sequence[str]) -> list[dict[str, Any]]:
    """Return indicators told in years behind a leader: every year with both economies."""
    return evidence.query(
        """
        SELECT i.id AS indicator, i.name_ko, i.name_en, i.unit, i.unit_ko, i.sector, a.year,
               a.value AS first, b.value AS second, a.id AS first_id, b.id AS second_id
        FROM indicators i
        JOIN figures a ON a.indicator = i.id AND a.economy = ?
        JOIN figures b ON b.indicator = i.id AND b.economy = ? AND b.year = a.year
                       AND b.source = a.source
        WHERE i.unit LIKE '%ears behind%'
        ORDER BY i.id, a.year, a.id, b.id
        """,
        list(economies),
    )
