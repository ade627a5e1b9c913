"""Krippendorff's alpha: any number of coders, missing codes, four levels of measurement.

alpha = 1 - Do / De from the coincidence matrix o_ck, in which each ordered pair of codes within a
unit weighs 1 / (m_u - 1). A unit coded by fewer than two is left out. Where all pairable codes are
alike, De is 0 and alpha is undefined: agreement cannot be told from a habit.

Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; (2013), Content Analysis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from policyloom.model.result import NO_REASON, Text

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Code = float | str | None
Matrix = NDArray[np.float64]

NOT_TWICE = Text("두 사람이 매긴 칸이 없음", "no unit was coded twice")
_ALIKE = Text("점수가 모두 같음", "all pairable codes are alike")


@dataclass(frozen=True)
class Alpha:
    """Alpha (None with a reason where undefined), and how much it rests on."""

    value: float | None
    metric: Metric
    units: int
    pairable: int
    reason: Text = NO_REASON


def krippendorff_alpha(codes: Sequence[Sequence[Code]], metric: Metric = "nominal") -> Alpha:
    """Return alpha of coders x units codes; None is a missing code.

    Codes are numbers for ordinal, interval and ratio (ratio: none below zero, else ValueError).
    """
    units = _units(codes)
    values = _values(units, metric)
    index = {v: i for i, v in enumerate(values)}
    return _alpha([_pairs(unit, index) for unit in units], values, metric)


def bootstrap_interval(
    codes: Sequence[Sequence[Code]],
    metric: Metric = "nominal",
    *,
    draws: int = 1000,
    seed: int = 0,
    cover: float = 0.95,
) -> tuple[float, float] | None:
    """Return the middle `cover` of alpha over units drawn with replacement; None if undefined.

    Draws without variation have no alpha and are left out; where more than half are, the interval
    is undefined. This resamples units; Hayes and Krippendorff's bootstrap of pairs differs.
    """
    units = _units(codes)
    values = _values(units, metric)
    index = {v: i for i, v in enumerate(values)}
    tables = [_pairs(unit, index) for unit in units]
    if not tables:
        return None
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        chosen = rng.integers(len(tables), size=len(tables))
        value = _alpha([tables[i] for i in chosen], values, metric).value
        if value is not None:
            found.append(value)
    if len(found) * 2 <= draws:
        return None
    low, high = np.quantile(found, [(1 - cover) / 2, (1 + cover) / 2])
    return float(low), float(high)


def _units(codes: Sequence[Sequence[Code]]) -> list[list[float | str]]:
    """Return the codes of each unit that two coders or more have coded."""
    widths = {len(row) for row in codes}
    if len(widths) > 1:
        raise ValueError("every coder needs a code, or None, for every unit")
    columns = zip(*codes, strict=True)
    units = [[c for c in column if c is not None] for column in columns]
    return [unit for unit in units if len(unit) > 1]


def _values(units: list[list[float | str]], metric: Metric) -> list[float | str]:
    seen = {code for unit in units for code in unit}
    if metric == "nominal":
        return sorted(seen, key=str)
    numbers = sorted(float(v) for v in seen)
    if metric == "ratio" and numbers and numbers[0] < 0:
        raise ValueError("a ratio scale has no values below zero")
    return list(numbers)


def _pairs(unit: list[float | str], index: dict[float | str, int]) -> Matrix:
    counts = np.zeros(len(index))
    for code in unit:
        counts[index[code]] += 1
    return np.asarray((np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1))


def _alpha(tables: list[Matrix], values: Sequence[float | str], metric: Metric) -> Alpha:
    if not tables:
        return Alpha(None, metric, 0, 0, NOT_TWICE)
    coincidences = np.sum(tables, axis=0)
    margins = coincidences.sum(axis=1)
    n = float(margins.sum())
    distance = _distance(values, margins, metric)
    observed = float((coincidences * distance).sum()) / n
    expected = float((np.outer(margins, margins) * distance).sum()) / (n * (n - 1))
    units, pairable = len(tables), round(n)
    if expected <= 0:
        return Alpha(None, metric, units, pairable, _ALIKE)
    return Alpha(1 - observed / expected, metric, units, pairable)


def _distance(values: Sequence[float | str], margins: Matrix, metric: Metric) -> Matrix:
    """Return the squared difference of every pair of values under a metric."""
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "ordinal":
        upto = np.cumsum(margins) - margins / 2  # codes below, and half of those alike
        return np.asarray((upto[None, :] - upto[:, None]) ** 2)
    x = np.asarray(values, dtype=np.float64)
    apart = x[:, None] - x[None, :]
    if metric == "interval":
        return np.asarray(apart**2)
    total = x[:, None] + x[None, :]
    share = np.divide(apart, total, out=np.zeros_like(apart), where=total != 0)
    return np.asarray(share**2)
