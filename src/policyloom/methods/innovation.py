"""Who leads in adopting policies, and the curves that describe how an innovation spreads."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

import numpy as np

ROGERS: tuple[tuple[str, float], ...] = (
    ("innovators", 2.5),
    ("early_adopters", 13.5),
    ("early_majority", 34.0),
    ("late_majority", 34.0),
    ("laggards", 16.0),
)
"""Rogers' categories with their shares of all adopters in per cent (Rogers 2003)."""


@dataclass(frozen=True)
class Bass:
    """Innovation p, imitation q and the number of eventual adopters m."""

    p: float
    q: float
    m: float

    def share(self, time: float) -> float:
        """Return F(t) = (1 - exp(-(p+q)t)) / (1 + (q/p) exp(-(p+q)t)) (Bass 1969)."""
        fade = math.exp(-(self.p + self.q) * time)
        return (1 - fade) / (1 + self.q / self.p * fade)

    def cumulative(self, time: float) -> float:
        """Return how many have adopted by a time."""
        return self.m * self.share(time)

    def density(self, time: float) -> float:
        """Return adoptions per unit of time: m (p + q F)(1 - F)."""
        share = self.share(time)
        return self.m * (self.p + self.q * share) * (1 - share)

    @property
    def peak(self) -> float | None:
        """Return the time of most adoptions, ln(q/p) / (p+q); None where they only decline."""
        return math.log(self.q / self.p) / (self.p + self.q) if self.q > self.p else None


@dataclass(frozen=True)
class BassFit:
    """A Bass curve fitted by least squares, with the regression's a, b, c; or why there is none.

    `past_peak` is False where the series ends at its highest value: the ceiling is then a guess
    that a few more periods overturn, and must not be reported without saying so.
    """

    curve: Bass | None
    a: float = math.nan
    b: float = math.nan
    c: float = math.nan
    past_peak: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Logistic:
    """An S-curve K / (1 + exp(-b (t - t0))) (Griliches 1957)."""

    ceiling: float
    rate: float
    middle: float

    def at(self, time: float) -> float:
        """Return the adopters at a time."""
        return self.ceiling / (1 + math.exp(-self.rate * (time - self.middle)))

    def reaches(self, share: float) -> float:
        """Return the time at which a share of the ceiling is reached."""
        return self.middle + math.log(share / (1 - share)) / self.rate

    @property
    def takeover(self) -> float:
        """Return the time from 10 to 90 per cent, 2 ln 9 / b (Fisher, Pry 1971)."""
        return 2 * math.log(9) / self.rate

    @property
    def steepest(self) -> float:
        """Return the slope in the middle, K b / 4."""
        return self.ceiling * self.rate / 4


def walker_scores(
    adoptions: Mapping[str, Mapping[str, float | None]],
) -> dict[str, float | None]:
    """Return each unit's mean of 1 - (t - first) / (last - first) over policies (Walker 1969).

    `adoptions` maps policies to units to times; None is a unit known not to have adopted, which
    scores 0. A unit that a policy does not list is unknown there and left out of its mean: unknown
    is not "never". A policy whose adopters all came at once gives them 1. None for a unit that no
    policy lists. Units that would adopt later score too low (Boehmke, Skinner 2012).
    """
    units = dict.fromkeys(unit for times in adoptions.values() for unit in times)
    scores: dict[str, list[float]] = {unit: [] for unit in units}
    for times in adoptions.values():
        known = [t for t in times.values() if t is not None]
        if not known:
            continue
        first, span = min(known), max(known) - min(known)
        for unit, t in times.items():
            score = 0.0 if t is None else 1.0 if span == 0 else 1 - (t - first) / span
            scores[unit].append(score)
    return {unit: fmean(found) if found else None for unit, found in scores.items()}


def fit_bass(adoptions: Sequence[float]) -> BassFit:
    """Fit Bass's curve to adoptions per period by his least squares (Bass 1969).

    n(t) = a + b N(t-1) + c N(t-1)^2 with N the cumulative adoptions; m is the positive root of
    a + b m + c m^2, p = a / m, q = -c m. Refused, with the reason, where there are fewer than four
    periods or where the regression gives no such curve.
    """
    counts = np.asarray(adoptions, dtype=float)
    if counts.size < 4:
        return BassFit(None, reason="fewer than four periods")
    past_peak = bool(counts.argmax() < counts.size - 1)
    before = np.concatenate(([0.0], counts.cumsum()[:-1]))
    design = np.column_stack([np.ones_like(before), before, before**2])
    if np.linalg.matrix_rank(design) < 3:
        return BassFit(None, reason="too few distinct cumulative counts")
    a, b, c = (float(v) for v in np.linalg.lstsq(design, counts, rcond=None)[0])
    inside = b * b - 4 * a * c
    if c >= 0 or a <= 0 or inside < 0:
        return BassFit(None, a, b, c, past_peak, "the regression gives no curve with a ceiling")
    m = (-b - math.sqrt(inside)) / (2 * c)
    return BassFit(Bass(a / m, -c * m, m), a, b, c, past_peak)


def rogers_categories(
    times: Mapping[str, float], units: int, *, complete: float = 0.9
) -> dict[str, str] | None:
    """Put adopters into Rogers' five categories by the share that had adopted up to them.

    A unit's place is the middle of the ranks that share its time, over all `units`, so that ties
    fall together. None where fewer than `complete` of the units are known to have adopted: the
    categories describe a process that has (nearly) ended.
    """
    if not units or len(times) < complete * units:
        return None
    cuts = np.cumsum([share for _, share in ROGERS])
    ranks = {t: fmean(i for i, other in enumerate(sorted(times.values())) if other == t)
             for t in set(times.values())}  # fmt: skip
    found = {}
    for unit, t in times.items():
        place = 100 * (ranks[t] + 0.5) / len(times)
        found[unit] = ROGERS[int(np.searchsorted(cuts, place, side="left"))][0]
    return found


def rogers_cuts() -> list[float]:
    """Return the cumulative percentages at which Rogers' categories end: 2.5, 16, 50, 84, 100.

    They are the normal distribution's shares below mean - 2 sd, - sd, mean and + sd, rounded as
    Rogers rounds them.
    """
    exact = [100 * NormalDist().cdf(z) for z in (-2, -1, 0, 1)]
    cuts = [float(c) for c in np.cumsum([share for _, share in ROGERS])]
    assert all(abs(a - b) < 0.5 for a, b in zip(exact, cuts, strict=False))
    return cuts
