"""Amounts whose unit contradicts their size: a thousand too large or too small.

A table that says "millions" and prints billions cannot be seen from one number. It shows against
numbers that speak of the same thing: another report of the same flow, the years before and after,
or the whole that a part belongs to. Labels slip by thousands, so what is looked for is a quotient
near a power of a thousand; economies do not differ from themselves by that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

Kind = Literal["report", "jump", "whole"]
_NEAR = 0.45
"""How far the logarithm of a quotient may lie from a power of a thousand: a factor of 2.8."""
_MUCH = 1.5
"""How far a part may exceed its whole before it is called wrong: rounding and coverage differ."""


@dataclass(frozen=True)
class Amount:
    """One amount: its row, what it is of, whose, the year, the series it came with, and its value.

    Amounts of one `what` are the same quantity, whoever reports it; a `series` is one report.
    """

    id: str
    what: str
    whose: str
    year: int
    series: str
    value: float


@dataclass(frozen=True)
class Contradiction:
    """A row that contradicts another by about `factor` (above 1: the row is too large)."""

    kind: Kind
    amount: Amount
    other: Amount
    factor: float


def contradictions(amounts: Sequence[Amount], whole: str = "") -> Iterator[Contradiction]:
    """Yield every contradiction, each row at most once.

    Args:
        amounts: what is known.
        whole: the name of the economy that holds all others (a world total), "" where none does.
    """
    seen: set[str] = set()
    for found in (*_reports(amounts), *_jumps(amounts), *_wholes(amounts, whole)):
        if found.amount.id not in seen:
            seen.add(found.amount.id)
            yield found


def thousands(quotient: float) -> int:
    """Return how many thousands a quotient is near, 0 where it is near none.

    1,160 is 1, 0.00086 is -1; 30 is none.
    """
    if quotient <= 0 or not math.isfinite(quotient):
        return 0
    power = math.log10(quotient) / 3
    near = round(power)
    return near if near and abs(power - near) * 3 <= _NEAR else 0


def _reports(amounts: Sequence[Amount]) -> Iterator[Contradiction]:
    """Hold series against one another: those of which the same years differ by thousands.

    The series with fewer rows in all is the one named, for a slip stands out against many; of two
    as long the one that came later.
    """
    by_place: dict[tuple[str, str, int], list[Amount]] = {}
    size: dict[str, int] = {}
    first: dict[str, int] = {}
    for place, a in enumerate(amounts):
        size[a.series] = size.get(a.series, 0) + 1
        first.setdefault(a.series, -place)
        if a.value > 0:
            by_place.setdefault((a.what, a.whose, a.year), []).append(a)
    for same in by_place.values():
        for a in same:
            for b in same:
                smaller = (size[a.series], first[a.series]) < (size[b.series], first[b.series])
                if a.series != b.series and smaller and thousands(a.value / b.value):
                    yield Contradiction("report", a, b, a.value / b.value)


def _jumps(amounts: Sequence[Amount]) -> Iterator[Contradiction]:
    """Look along the years of each series for a step of thousands away from its median."""
    lines: dict[tuple[str, str, str], list[Amount]] = {}
    for a in amounts:
        if a.value > 0:
            lines.setdefault((a.series, a.what, a.whose), []).append(a)
    for line in lines.values():
        line.sort(key=lambda a: a.year)
        middle = median(a.value for a in line)
        for a, b in pairwise(line):
            if b.year - a.year <= 2 and thousands(b.value / a.value):
                odd, even = (b, a) if _away(b, middle) > _away(a, middle) else (a, b)
                yield Contradiction("jump", odd, even, odd.value / even.value)


def _away(amount: Amount, middle: float) -> float:
    return abs(math.log10(amount.value / middle)) if middle > 0 else 0.0


def _wholes(amounts: Sequence[Amount], whole: str) -> Iterator[Contradiction]:
    """Hold parts against their whole in the same series and year."""
    totals: Mapping[tuple[str, str, int], Amount] = {
        (a.series, a.what, a.year): a for a in amounts if whole and a.whose == whole
    }
    for a in amounts:
        total = totals.get((a.series, a.what, a.year))
        if total is None or a.whose == whole or total.value <= 0:
            continue
        if a.value > _MUCH * total.value:
            yield Contradiction("whole", a, total, a.value / total.value)
