"""Truth tables of data in which a few scores are changed, without building each from the start.

A row's consistency is a quotient of sums over cases, so a changed case moves each sum by what it
gave before and gives now. Only the rows that a changed case leaves or enters gain or lose a member.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.qca.data import Data, Term
from policyloom.methods.qca.truth_table import Cuts, out_of

Sums = NDArray[np.float64]
"""Three sums over cases a row: of X, of min(X, Y), of min(X, Y, 1 - Y)."""

Rows = tuple[tuple[Term, ...], tuple[Term, ...]]
"""The positive and the negative rows."""

OUTCOME = -1


@dataclass(frozen=True)
class Move:
    """One score of a case (by place) changed: of a condition (by place), or of the OUTCOME."""

    case: int
    column: int
    score: float


class Changed:
    """Classifies the rows of data with some scores changed."""

    def __init__(self, data: Data, cuts: Cuts) -> None:
        self.data, self.cuts = data, cuts
        self._multi = np.array([n > 2 for n in data.levels])
        self._home = [data.row_of(case) for case in range(len(data.cases))]
        self._members = Counter(row for row in self._home if row is not None)
        self._observed = sorted(self._members)
        self._corners = np.array(self._observed, dtype=np.float64).reshape(-1, len(data.levels))
        self._elsewhere: dict[Term, Sums] = {}

    @cached_property
    def _given(self) -> list[Sums]:
        """What each case gives to the sums of each observed row: three rows of numbers a case."""
        pairs = zip(self.data.values, self.data.outcome, strict=True)
        return [self._gives(x, float(y), self._corners) for x, y in pairs]

    @cached_property
    def _base(self) -> Sums:
        return np.asarray(np.sum(self._given, axis=0))

    def _gives(self, x: NDArray[np.float64], y: float, corners: NDArray[np.float64]) -> Sums:
        inside = np.where(corners == 1, x, 1 - x)
        if self._multi.any():
            inside = np.where(self._multi, np.abs(corners - x) < 1e-9, inside)
        member = inside.min(axis=1)
        both = np.minimum(member, y)
        return np.stack([member, both, np.minimum(both, 1 - y)])

    def state(self, moves: Sequence[Move]) -> _State:
        """Return what a case looks like after moves that all concern it."""
        case = moves[0].case
        x, y = self.data.values[case].copy(), float(self.data.outcome[case])
        for move in moves:
            if move.column == OUTCOME:
                y = move.score
            else:
                x[move.column] = move.score
        row = self.data.row_of_values(x)
        return _State(case, x, y, row, self._gives(x, y, self._corners) - self._given[case])

    def rows(self, states: Sequence[_State]) -> Rows:
        """Return positive and negative rows with these cases (each once) in other states."""
        members = self._members.copy()
        for state in states:
            before = self._home[state.case]
            if before != state.row:
                if before is not None:
                    members[before] -= 1
                if state.row is not None:
                    members[state.row] += 1
        sums = self._base
        for state in states:
            sums = sums + state.delta
        positive: list[Term] = []
        negative: list[Term] = []
        for place, row in enumerate(self._observed):
            if members[row]:
                self._put(row, members[row], sums[:, place], positive, negative)
        for row in members.keys() - self._members.keys():
            self._put(row, members[row], self._sums_at(row, states), positive, negative)
        return tuple(positive), tuple(negative)

    def margin(self, state: _State) -> float:
        """Return how far the nearest observed row is from the cut after a case's change.

        Only rows whose consistency the change moves count; without any, infinitely far.
        """
        sums = self._base + state.delta
        moved = np.abs(state.delta).max(axis=0) > 1e-12
        if not moved.any():
            return math.inf
        near = np.abs(sums[1, moved] / np.maximum(sums[0, moved], 1e-12) - self.cuts.incl)
        return float(near.min())

    def _put(
        self, row: Term, n: int, sums: Sums, positive: list[Term], negative: list[Term]
    ) -> None:
        total, shared, doubtful = map(float, sums)
        incl = shared / total if total > 1e-12 else None
        pri = (shared - doubtful) / (total - doubtful) if total - doubtful > 1e-12 else None
        out = out_of(self.cuts, n, incl, pri)
        if out != "?":
            (positive if out == "1" else negative).append(row)

    def _sums_at(self, row: Term, states: Sequence[_State]) -> Sums:
        """Return the sums of a row that nobody was in before."""
        corner = np.array([row], dtype=np.float64)
        pairs = zip(self.data.values, self.data.outcome, strict=True)
        if row not in self._elsewhere:
            self._elsewhere[row] = np.sum(
                [self._gives(x, float(y), corner) for x, y in pairs], axis=0
            )
        sums = self._elsewhere[row]
        for state in states:
            x, y = self.data.values[state.case], float(self.data.outcome[state.case])
            sums = sums + self._gives(state.x, state.y, corner) - self._gives(x, y, corner)
        return np.asarray(sums[:, 0])


@dataclass(frozen=True)
class _State:
    """A case with changed scores: its row, and what it adds to the sums of observed rows."""

    case: int
    x: NDArray[np.float64]
    y: float
    row: Term | None
    delta: Sums


def scales(data: Data, given: Sequence[float] | None = None) -> Mapping[int, tuple[float, ...]]:
    """Return the scores that each column (by place, OUTCOME for the outcome) may be changed to.

    Multi-value columns: every whole number up to the largest. Others: the `given` scores; without
    them, 0 and 1 where the column holds nothing else, or the scores that occur in the fuzzy columns
    where there are at most MOST_SCORES, or SIX_VALUES where scores are continuous.
    """
    outcome = 1 - data.outcome if data.negated else data.outcome
    columns = {i: data.values[:, i] for i, n in enumerate(data.levels) if n == 2}
    columns[OUTCOME] = outcome
    fuzzy = [c for c in columns.values() if not np.isin(c, (0, 1)).all()]
    occurring = sorted({round(float(v), 9) for c in fuzzy for v in c})
    shared = tuple(occurring) if len(occurring) <= MOST_SCORES else SIX_VALUES
    found: dict[int, tuple[float, ...]] = {}
    for place, column in columns.items():
        crisp = np.isin(column, (0, 1)).all()
        found[place] = tuple(sorted(given)) if given else (0.0, 1.0) if crisp else shared
    for place, n in enumerate(data.levels):
        if n > 2:
            found[place] = tuple(map(float, range(n)))
    return found


MOST_SCORES = 11
SIX_VALUES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""The six-value fuzzy set (Ragin 2000), in whose steps continuous scores are changed."""


def moves(data: Data, scale: Mapping[int, Sequence[float]]) -> list[Move]:
    """Return every change of one score; those of the outcome in terms of the outcome analysed."""
    found = []
    for case in range(len(data.cases)):
        for column, scores in scale.items():
            now = data.outcome[case] if column == OUTCOME else data.values[case, column]
            for score in scores:
                other = 1 - score if column == OUTCOME and data.negated else score
                if abs(other - now) > 1e-9:
                    found.append(Move(case, column, other))
    return found
