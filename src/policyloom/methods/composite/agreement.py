"""How far two rankings agree."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.composite.normalisation import descending_ranks

Values = NDArray[np.float64]


def spearman(a: Values, b: Values) -> float | None:
    """Return Pearson's correlation of the ranks; None where one does not vary."""
    x, y = descending_ranks(a), descending_ranks(b)
    x, y = x - x.mean(), y - y.mean()
    scale = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / scale if scale > 0 else None


def kendall_tau_b(a: Values, b: Values) -> float | None:
    """Return (concordant - discordant) / sqrt((pairs - ties_a)(pairs - ties_b)); None if undefined.

    Kendall (1945).
    """
    pairs = list(combinations(range(len(a)), 2))
    left = [np.sign(a[i] - a[j]) for i, j in pairs]
    right = [np.sign(b[i] - b[j]) for i, j in pairs]
    scale = np.sqrt(sum(s != 0 for s in left) * sum(s != 0 for s in right))
    both = sum(float(s * t) for s, t in zip(left, right, strict=True))
    return both / float(scale) if scale > 0 else None


def mean_abs_shift(a: Values, b: Values) -> float:
    """Return the mean absolute shift of rank, the handbook's R_s."""
    return float(np.abs(a - b).mean())
