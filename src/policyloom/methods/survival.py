"""Survival curves from durations that may be censored on the right.

For a policy that spreads, "survival" at t is the share of regions that have not taken it up by t.
Durations count from an origin that all share (the central document) in one unit, here days.
A duration with event 0 says "not by then"; what happened later is not known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SurvivalCurve:
    """A product-limit estimate at each time with an event, in order.

    `survival` holds from its time on until the next; before the first it is 1. `error` is
    Greenwood's standard error. `lower` and `upper` bound it pointwise (NaN where it reached 0).
    """

    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    error: Floats
    lower: Floats
    upper: Floats
    last: float
    """The longest duration observed: nothing is known beyond it."""

    def at(self, time: float) -> float:
        """Return the survival at a time; NaN beyond the last observation unless it reached 0."""
        index = int(np.searchsorted(self.times, time, side="right"))
        value = float(self.survival[index - 1]) if index else 1.0
        return math.nan if time > self.last and value > 0 else value


@dataclass(frozen=True)
class RestrictedMean:
    """The mean time without the event up to a horizon, and its standard error."""

    mean: float
    error: float


@dataclass(frozen=True)
class LogRank:
    """The log-rank test: chi-square, its degrees of freedom and p; None where undefined."""

    chi_square: float | None
    degrees: int
    p: float | None
    observed: Floats
    expected: Floats


def kaplan_meier(
    durations: ArrayLike, events: ArrayLike, *, level: float = 0.95
) -> SurvivalCurve | None:
    """Estimate S(t) as the product of 1 - d/n over the times with events (Kaplan, Meier 1958).

    Greenwood (1926): se = S sqrt(sum d / (n (n - d))). The band is pointwise on the scale of
    log(-log S) (Kalbfleisch, Prentice 1980), so it stays within 0 and 1. At a tie events come
    before censorings. None without any observation.

    Raises:
        ValueError: Durations that are negative, not finite, or differ in number from the events.
    """
    time, event = _checked(durations, events)
    if not time.size:
        return None
    steps = np.unique(time[event])
    at_risk = np.array([np.count_nonzero(time >= t) for t in steps], dtype=float)
    died = np.array([np.count_nonzero(event & (time == t)) for t in steps], dtype=float)
    survival = np.cumprod(1 - died / at_risk) if steps.size else np.empty(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        summed = np.cumsum(died / (at_risk * (at_risk - died)))
        error = np.where(survival > 0, survival * np.sqrt(summed), np.nan)
    lower, upper = _log_log_band(survival, summed, level)
    last = float(time.max())
    return SurvivalCurve(steps, at_risk, died, survival, error, lower, upper, last)


def quantile(curve: SurvivalCurve, share: float = 0.5) -> float | None:
    """Return the first time at which S(t) <= 1 - share; None where it stays above.

    `share` 0.5 gives the median time to adoption (the infimum, as in Kalbfleisch, Prentice 1980).
    """
    return _first_below(curve.times, curve.survival, 1 - share)


def quantile_interval(
    curve: SurvivalCurve, share: float = 0.5
) -> tuple[float | None, float | None]:
    """Return the times at which the lower and the upper band pass 1 - share (Brookmeyer 1982)."""
    low = _first_below(curve.times, curve.lower, 1 - share)
    return low, _first_below(curve.times, curve.upper, 1 - share)


def restricted_mean(curve: SurvivalCurve, horizon: float) -> RestrictedMean | None:
    """Integrate S(t) from 0 to a horizon (Irwin 1949; variance as in Klein, Moeschberger 2003).

    None where the horizon lies beyond the last observation and S has not reached 0: the area
    there is not known.
    """
    if horizon > curve.last and (not curve.survival.size or curve.survival[-1] > 0):
        return None
    inside = curve.times < horizon
    edges = np.concatenate(([0.0], curve.times[inside], [horizon]))
    heights = np.concatenate(([1.0], curve.survival[inside]))
    areas = np.diff(edges) * heights
    after = areas[::-1].cumsum()[::-1][1:]
    died, at_risk = curve.events[inside], curve.at_risk[inside]
    left = at_risk - died
    open_steps = left > 0
    parts = after[open_steps] ** 2 * died[open_steps] / (at_risk * left)[open_steps]
    return RestrictedMean(float(areas.sum()), math.sqrt(float(parts.sum())))


def log_rank(durations: ArrayLike, events: ArrayLike, groups: Sequence[object]) -> LogRank:
    """Test whether groups share one hazard (Mantel 1966; Peto, Peto 1972), hypergeometric variance.

    Undefined (None) with fewer than two groups or where the variance is singular.
    """
    time, event = _checked(durations, events)
    if len(groups) != time.size:
        raise ValueError(f"{time.size} durations, but {len(groups)} groups")
    names = list(dict.fromkeys(groups))
    member = np.array([[g == name for g in groups] for name in names]).reshape(len(names), -1)
    observed, expected = np.zeros(len(names)), np.zeros(len(names))
    variance = np.zeros((len(names), len(names)))
    for t in np.unique(time[event]):
        risk = (member & (time >= t)).sum(axis=1).astype(float)
        died = (member & event & (time == t)).sum(axis=1).astype(float)
        n, d = risk.sum(), died.sum()
        observed += died
        expected += d * risk / n
        if n > 1:
            share = risk / n
            spread = np.diag(share) - np.outer(share, share)
            variance += d * (n - d) / (n - 1) * spread
    degrees = len(names) - 1
    kept = variance[:degrees, :degrees]
    if degrees < 1 or np.linalg.matrix_rank(kept) < degrees:
        return LogRank(None, max(degrees, 0), None, observed, expected)
    gap = (observed - expected)[:degrees]
    value = float(gap @ np.linalg.solve(kept, gap))
    return LogRank(value, degrees, chi_square_tail(value, degrees), observed, expected)


def chi_square_tail(value: float, degrees: int) -> float:
    """Return the probability that a chi-square with so many degrees exceeds a value.

    By the finite sums that hold for whole degrees (Abramowitz, Stegun 1964, 26.4.4 and 26.4.5).
    """
    if value <= 0:
        return 1.0
    half = value / 2
    if degrees % 2 == 0:
        terms = [half**i / math.factorial(i) for i in range(degrees // 2)]
        return min(1.0, math.exp(-half) * sum(terms))
    tail = math.erfc(math.sqrt(half))
    terms = [half ** (i + 0.5) / math.gamma(i + 1.5) for i in range(degrees // 2)]
    return min(1.0, tail + math.exp(-half) * sum(terms))


def normal_quantile(level: float) -> float:
    """Return the two-sided normal quantile of a confidence level, 1.96 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1: {level}")
    return NormalDist().inv_cdf(0.5 + level / 2)


def _checked(durations: ArrayLike, events: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    time = np.asarray(durations, dtype=float).reshape(-1)
    event = np.asarray(events).reshape(-1).astype(bool)
    if time.size != event.size:
        raise ValueError(f"{time.size} durations, but {event.size} events")
    if time.size and (not np.isfinite(time).all() or time.min() < 0):
        raise ValueError("durations must be finite and not negative")
    return time, event


def _log_log_band(survival: Floats, summed: Floats, level: float) -> tuple[Floats, Floats]:
    half = normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(survival)
        spread = half * np.sqrt(summed) / np.abs(log)
        lower, upper = survival ** np.exp(spread), survival ** np.exp(-spread)
    known = survival > 0
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)


def _first_below(times: Floats, heights: Floats, level: float) -> float | None:
    # A hair above the level counts as reaching it: products of fractions carry rounding errors.
    reached = np.flatnonzero(heights <= level + 1e-12)
    return float(times[reached[0]]) if reached.size else None
