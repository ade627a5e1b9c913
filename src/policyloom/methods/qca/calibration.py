"""Calibration: from raw values to set memberships, by anchors that are kept as data.

Direct method (Ragin 2008): membership m = 1 / (1 + exp(-L)), L = (x - c) a / (i - c) on the side of
full inclusion i and (x - c) a / (c - e) on the side of full exclusion e, with the crossover c where
m = 0.5 and log odds a at the anchors (3.0 by Ragin, so 0.953 and 0.047; ln(.95/.05) = 2.944 in R's
QCA). Anchors in falling order calibrate a set in which less is more. A missing value stays NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
LOG_ODDS = 3.0


@dataclass(frozen=True)
class Anchors:
    """Full exclusion, crossover and full inclusion, rising or falling, none alike."""

    out: float
    cross: float
    full: float
    log_odds: float = LOG_ODDS

    def __post_init__(self) -> None:
        rising = self.out < self.cross < self.full
        if not (rising or self.out > self.cross > self.full) or self.log_odds <= 0:
            raise ValueError("anchors must rise or fall from exclusion over crossover to inclusion")


def direct(values: Values, anchors: Anchors) -> Values:
    """Return memberships by the direct method."""
    apart = values - anchors.cross
    inside, outside = anchors.full - anchors.cross, anchors.cross - anchors.out
    rising = anchors.full > anchors.cross
    beyond = apart >= 0 if rising else apart <= 0
    odds = anchors.log_odds * apart / np.where(beyond, inside, outside)
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -700, 700))))


def crisp(values: Values, thresholds: Sequence[float]) -> Values:
    """Return how many thresholds each value reaches: 0 or 1, more where multi-value."""
    if list(thresholds) != sorted(set(thresholds)) or not len(thresholds):
        raise ValueError("thresholds must rise, and there must be one")
    made = sum((values >= t).astype(np.float64) for t in thresholds)
    return np.where(np.isnan(values), np.nan, made)


def indirect(values: Values, groups: Values) -> Values:
    """Return memberships fitted to a first grouping of the cases (Ragin 2008, indirect method).

    `groups` are qualitative memberships such as 0, 0.2, 0.4, 0.6, 0.8, 1. A fractional logit of
    them on x and x^2 gives the membership of every value (by Newton's method). ValueError with
    fewer than three different values, of which the curve would be undetermined.
    """
    seen = ~(np.isnan(values) | np.isnan(groups))
    if len(np.unique(values[seen])) < 3:
        raise ValueError("the indirect method needs three different values or more")
    middle, spread = float(values[seen].mean()), float(values[seen].std())
    scaled = (values - middle) / spread
    design = np.column_stack([np.ones(len(values)), scaled, scaled**2])
    slopes = np.zeros(3)
    for _ in range(100):
        fitted = 1 / (1 + np.exp(-np.clip(design[seen] @ slopes, -30, 30)))
        weight = np.maximum(fitted * (1 - fitted), 1e-9)
        step = np.linalg.solve(
            design[seen].T @ (design[seen] * weight[:, None]) + 1e-12 * np.eye(3),
            design[seen].T @ (groups[seen] - fitted),
        )
        slopes = slopes + np.clip(step, -2, 2)
        if float(np.abs(step).max()) < 1e-10:
            break
    return np.asarray(1 / (1 + np.exp(-np.clip(design @ slopes, -30, 30))))
