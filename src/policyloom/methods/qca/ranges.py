"""Ranges of the cuts, and of calibration anchors, within which the models stay the same.

Cuts: which rows are positive changes only where a cut passes the consistency, the PRI or the number
of cases of a row, so ranges are exact, from the sorted values of the rows; there is no grid.

Anchors: memberships move with an anchor without such breaks. An anchor is moved away from where it
stands in even steps, the first step with other models is halved until its place is known, and that
is the end of the range. Models that differ only within less than a step may be missed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.qca.calibration import Anchors, direct
from policyloom.methods.qca.data import Data, Term
from policyloom.methods.qca.minimise import Conclusion, Minimiser, SolutionType
from policyloom.methods.qca.truth_table import Cuts, TruthTable, out_of, truth_table

CutName = Literal["incl", "pri", "n"]
STEPS = 40
"""Steps in which an anchor is moved to each side, and halvings of the step that changes models."""


@dataclass(frozen=True)
class CutRange:
    """One type's models stay the same for low < cut <= high (for n: low <= cut <= high).

    `below` and `above` are the rows whose outcome changes beyond an end; without any, the end is
    that of all possible cuts, and it is included. `open_low` tells that low itself is outside.
    """

    cut: CutName
    type: SolutionType
    low: float
    high: float
    open_low: bool
    below: tuple[Term, ...]
    above: tuple[Term, ...]


@dataclass(frozen=True)
class AnchorRange:
    """One type's models stay the same while an anchor of a set moves from low to high.

    An end that was reached without a change is the neighbouring anchor or the end of the data, and
    is told by `low_bound` and `high_bound`.
    """

    column: str
    anchor: Literal["out", "cross", "full"]
    type: SolutionType
    at: float
    low: float
    high: float
    low_bound: bool
    high_bound: bool


def outs(table: TruthTable, cuts: Cuts) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the positive and the negative rows of a truth table under other cuts."""
    told = [(row.config, out_of(cuts, row.n, row.incl, row.pri)) for row in table.rows]
    return tuple(r for r, out in told if out == "1"), tuple(r for r, out in told if out == "0")


def cut_ranges(table: TruthTable, minimiser: Minimiser) -> tuple[CutRange, ...]:
    """Return the range of every cut for every solution type, the other cuts kept."""
    base = minimiser.conclusion(table.positive, table.negative)
    found = []
    for cut in ("incl", "pri", "n"):
        places = _places(table, cut)
        here = _place(places, getattr(table.cuts, cut))
        for which, type_ in enumerate(minimiser.types):
            found.append(_range(_Walk(table, minimiser, cut, places, here), type_, base[which]))
    return tuple(found)


@dataclass(frozen=True)
class _Walk:
    """The places of one cut: for each, the highest cut with the same rows."""

    table: TruthTable
    minimiser: Minimiser
    cut: CutName
    places: Sequence[float]
    here: int

    def rows(self, place: int) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Return positive and negative rows with the cut at a place."""
        value = self.places[place]
        return outs(self.table, _cut_at(self.table.cuts, self.cut, value))

    def differing(self, place: int, other: int) -> tuple[Term, ...]:
        """Return the rows that two places treat differently."""
        (a, b), (c, d) = self.rows(place), self.rows(other)
        return tuple(sorted((set(a) ^ set(c)) | (set(b) ^ set(d))))


def _cut_at(cuts: Cuts, cut: CutName, value: float) -> Cuts:
    if cut == "incl":
        return replace(cuts, incl=value)
    return replace(cuts, pri=value) if cut == "pri" else replace(cuts, n=int(value))


def _places(table: TruthTable, cut: CutName) -> list[float]:
    """Return the highest cut of every stretch of cuts that classify the rows alike, rising."""
    if cut == "n":
        most = max((row.n for row in table.rows), default=1)
        return sorted({row.n for row in table.rows} | {most + 1, table.cuts.n})
    values = (row.incl if cut == "incl" else row.pri for row in table.rows)
    return sorted({v for v in values if v is not None} | {0.0, 1.0})


def _place(places: Sequence[float], value: float) -> int:
    """Return the first place that a value does not pass."""
    return next((i for i, p in enumerate(places) if value <= p + 1e-9), len(places) - 1)


def _range(walk: _Walk, type_: SolutionType, base: frozenset[frozenset[Term]]) -> CutRange:
    which = walk.minimiser.types.index(type_)

    def same(place: int) -> bool:
        return walk.minimiser.conclusion(*walk.rows(place))[which] == base

    low = high = walk.here
    while low > 0 and same(low - 1):
        low -= 1
    while high + 1 < len(walk.places) and same(high + 1):
        high += 1
    below = walk.differing(low, low - 1) if low > 0 else ()
    above = walk.differing(high, high + 1) if high + 1 < len(walk.places) else ()
    if walk.cut == "n":
        first = walk.places[low - 1] + 1 if low > 0 else 1
        return CutRange(
            "n", type_, first, walk.places[high], open_low=False, below=below, above=above
        )
    first = walk.places[low - 1] if low > 0 else 0.0
    return CutRange(walk.cut, type_, first, walk.places[high], low > 0, below, above)


@dataclass(frozen=True)
class Calibrated:
    """Data whose columns, or some of them, came from raw values by the direct method."""

    data: Data
    raw: Mapping[str, NDArray[np.float64]]
    anchors: Mapping[str, Anchors]

    def moved(self, column: str, anchors: Anchors) -> Data:
        """Return the data with one column calibrated by other anchors."""
        made = direct(self.raw[column], anchors)
        if column == self.data.outcome_name:
            return replace(self.data, outcome=1 - made if self.data.negated else made)
        values = self.data.values.copy()
        values[:, self.data.conditions.index(column)] = made
        return replace(self.data, values=values)


def anchor_ranges(
    calibrated: Calibrated, cuts: Cuts, minimiser: Minimiser
) -> tuple[AnchorRange, ...]:
    """Return the range of every anchor for every solution type, all other anchors kept."""
    found = []
    for column, anchors in calibrated.anchors.items():
        raw = calibrated.raw[column]
        for name in ("out", "cross", "full"):

            def conclusion(value: float, name: str = name, column: str = column) -> Conclusion:
                moved = replace(calibrated.anchors[column], **{name: value})
                table = truth_table(calibrated.moved(column, moved), cuts)
                return minimiser.conclusion(table.positive, table.negative)

            bounds = _bounds(anchors, name, raw)
            at = float(getattr(anchors, name))
            for which, type_ in enumerate(minimiser.types):
                ends = [_walk_to(conclusion, at, bound, which) for bound in bounds]
                found.append(
                    AnchorRange(
                        column, name, type_, at, ends[0][0], ends[1][0], ends[0][1], ends[1][1]
                    )
                )
    return tuple(found)


def _bounds(anchors: Anchors, name: str, raw: NDArray[np.float64]) -> tuple[float, float]:
    """Return between what an anchor may move: its neighbours, or the ends of the data."""
    least = float(min(raw.min(), anchors.out, anchors.full))
    most = float(max(raw.max(), anchors.out, anchors.full))
    rising = anchors.full > anchors.out
    if name == "cross":
        return min(anchors.out, anchors.full), max(anchors.out, anchors.full)
    low_side = (name == "out") == rising
    return (least, anchors.cross) if low_side else (anchors.cross, most)


def _walk_to(
    conclusion: Callable[[float], Conclusion], at: float, bound: float, which: int
) -> tuple[float, bool]:
    """Return how far towards a bound the models stay, and whether they stay up to the bound."""
    base = conclusion(at)[which]
    last = at
    for step in range(1, STEPS + 1):
        # The bound itself is a neighbouring anchor, on which an anchor cannot stand.
        value = at + (bound - at) * min(step / STEPS, 1 - 1e-9)
        if value == last:
            return last, True
        if conclusion(value)[which] != base:
            return _halved(conclusion, last, value, (which, base)), False
        last = value
    return bound, True


def _halved(
    conclusion: Callable[[float], Conclusion],
    same: float,
    other: float,
    wanted: tuple[int, frozenset[frozenset[Term]]],
) -> float:
    which, base = wanted
    for _ in range(STEPS):
        middle = (same + other) / 2
        if conclusion(middle)[which] == base:
            same = middle
        else:
            other = middle
    return same
