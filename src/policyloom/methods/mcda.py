"""Choosing among alternatives on several criteria: TOPSIS and outranking (PROMETHEE II).

Alternatives are rows, criteria columns; `costs` tells of each criterion that less is better;
weights sum to one. No value may be missing: fill gaps on purpose, or rank over their bounds
(`methods.composite.rank_bounds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.composite.normalisation import minmax

Values = NDArray[np.float64]
Scaling = Literal["vector", "minmax"]


def topsis(
    matrix: Values, weights: Values, costs: Sequence[bool], scaling: Scaling = "vector"
) -> Values:
    """Return closeness to the ideal, D- / (D+ + D-), in 0..1; NaN where all are alike.

    Hwang and Yoon (1981) scale by x / sqrt(sum x^2); "minmax" is another common choice and gives
    other results, so the name of the scaling belongs beside them. A cost is treated by its ideal
    (vector) or turned after scaling (minmax), never by negating values beforehand.
    """
    _complete(matrix)
    turned = np.asarray(costs, dtype=bool)
    if scaling == "minmax":
        scaled = np.column_stack([minmax(column) for column in matrix.T])
        scaled = np.nan_to_num(np.where(turned, 1 - scaled, scaled), nan=0.0)
        ideal, worst = scaled.max(axis=0) * weights, scaled.min(axis=0) * weights
    else:
        lengths = np.sqrt((matrix**2).sum(axis=0))
        scaled = np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0)
        high, low = scaled.max(axis=0) * weights, scaled.min(axis=0) * weights
        ideal, worst = np.where(turned, low, high), np.where(turned, high, low)
    weighted = scaled * weights
    away = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
    near = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    whole = away + near
    return np.asarray(np.divide(near, whole, out=np.full_like(near, np.nan), where=whole > 0))


def net_flows(matrix: Values, weights: Values, costs: Sequence[bool]) -> Values:
    """Return PROMETHEE II net outranking flows with the usual criterion, in -1..1.

    phi(a) = 1/(n-1) sum_b [pi(a,b) - pi(b,a)], pi(a,b) the weight of the criteria on which a is
    strictly better (Brans and Vincke 1985). NaN with fewer than two alternatives.
    """
    _complete(matrix)
    if len(matrix) < 2:
        return np.full(len(matrix), np.nan)
    better = np.where(np.asarray(costs, dtype=bool), -matrix, matrix)
    wins = (better[:, None, :] > better[None, :, :]) @ weights
    return np.asarray((wins - wins.T).sum(axis=1) / (len(matrix) - 1))


def _complete(matrix: Values) -> None:
    if not np.isfinite(matrix).all():
        raise ValueError("a value is missing: rank over its bounds instead")
