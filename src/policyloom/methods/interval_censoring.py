"""The survival curve where dates are known to an interval only (a month, a year, "by then").

Nothing is imputed: the likelihood asks only that each event fell within its closed interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MASS = 1e-9


@dataclass(frozen=True)
class IntervalCurve:
    """A nonparametric maximum-likelihood distribution over Turnbull's innermost intervals.

    `left` and `right` bound each interval (`right` may be infinite), `mass` is its probability.
    Where within an interval the mass lies is not identified, so a value of the curve is a pair.
    `gap` is at most by how much the log-likelihood per observation could still grow.
    """

    left: Floats
    right: Floats
    mass: Floats
    log_likelihood: float
    gap: float

    def survival(self, time: float) -> tuple[float, float]:
        """Return the probability of no event by the end of a time: at least, and at most."""
        least = float(self.mass[self.left > time].sum())
        return least, float(self.mass[self.right > time].sum())

    def quantile(self, share: float = 0.5) -> tuple[float, float] | None:
        """Return the innermost interval in which the share of events is reached.

        None where that interval has no end, so that nothing is known of the time.
        """
        reached = np.flatnonzero(np.cumsum(self.mass) >= share - _MASS)
        if not reached.size or math.isinf(self.right[reached[0]]):
            return None
        return float(self.left[reached[0]]), float(self.right[reached[0]])


def turnbull(
    intervals: Iterable[tuple[float, float]], *, tolerance: float = 1e-8, rounds: int = 20_000
) -> IntervalCurve | None:
    """Estimate a distribution from closed intervals [first, last] that contain the events.

    An event known to the day has first == last, one not seen by t has (just after t, infinity).
    The mass lies on innermost intervals (Turnbull 1976; Peto 1973) and is found by the
    self-consistency iteration, which is the EM algorithm. By the bound of Lindsay (1983) the
    log-likelihood per observation is within `gap` = max D_j - 1 of its maximum, D_j the mean over
    observations of [interval j inside] / probability; iteration stops when that is below
    `tolerance`. None without any interval.

    Raises:
        ValueError: An interval that ends before it begins, or a bound that is not a number.
    """
    found = np.array(list(intervals), dtype=float).reshape(-1, 2)
    if not len(found):
        return None
    first, last = found[:, 0], found[:, 1]
    if np.isnan(found).any() or not np.isfinite(first).all() or (first > last).any():
        raise ValueError("intervals need a finite first bound that does not follow the last")
    left, right = innermost(first, last)
    inside = ((first[:, None] <= left) & (right <= last[:, None])).astype(float)
    rows, counts = np.unique(inside, axis=0, return_counts=True)
    weight = counts / counts.sum()
    mass = np.full(left.size, 1 / left.size)
    gap = math.inf
    for _ in range(rounds):
        gradient = (weight / (rows @ mass)) @ rows
        gap = float(gradient.max()) - 1
        if gap <= tolerance:
            break
        mass = mass * gradient
    mass = np.where(mass < _MASS * tolerance, 0, mass)
    mass = mass / mass.sum()
    likelihood = float(counts @ np.log(rows @ mass))
    return IntervalCurve(left, right, mass, likelihood, max(gap, 0.0))


def innermost(first: Floats, last: Floats) -> tuple[Floats, Floats]:
    """Return Turnbull's innermost intervals of closed intervals, in order.

    Each begins at some first bound and ends at some last bound with no other bound between; all
    mass of the maximum-likelihood estimate lies on them.
    """
    starts, ends = np.unique(first), np.unique(last)
    # The nearest end at or after each start; a start is innermost where none lies between them.
    nearest = ends[np.searchsorted(ends, starts, side="left")]
    following = np.append(starts[1:], np.inf)
    kept = (following > nearest) | (starts == starts[-1])
    return starts[kept], nearest[kept]
