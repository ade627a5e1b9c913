"""Weights: equal, drawn from the simplex, or from the data (CRITIC). They sum to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.composite.normalisation import minmax

Values = NDArray[np.float64]


def equal_weights(groups: Sequence[int]) -> Values:
    """Return equal weights of groups, shared equally by the indicators of each."""
    labels = np.asarray(groups)
    if labels.size == 0:
        return np.zeros(0)
    sizes = np.array([(labels == g).sum() for g in labels], dtype=np.float64)
    return np.asarray(1 / (sizes * len(np.unique(labels))))


def simplex_weights(groups: Sequence[int], draws: int, rng: np.random.Generator) -> Values:
    """Return draws x indicators weights, uniform over the simplex of groups, then within each.

    Uniform means Dirichlet(1, ..., 1): every set of weights is as likely as every other.
    """
    labels = np.asarray(groups)
    names = np.unique(labels)
    of_groups = rng.dirichlet(np.ones(len(names)), size=draws)
    made = np.empty((draws, len(labels)))
    for place, name in enumerate(names):
        members = np.flatnonzero(labels == name)
        inside = rng.dirichlet(np.ones(len(members)), size=draws)
        made[:, members] = of_groups[:, [place]] * inside
    return made


def critic_weights(matrix: Values) -> Values:
    """Return CRITIC weights: contrast times conflict (Diakoulaki et al. 1995).

    w_j is proportional to s_j sum_k (1 - r_jk), with s the standard deviation (n - 1) of the
    min-max normalised criterion and r the correlation. Alternatives are rows. NaN where a
    criterion does not vary.
    """
    scaled = np.column_stack([minmax(column) for column in matrix.T])
    contrast = scaled.std(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        conflict = (1 - np.corrcoef(scaled, rowvar=False)).sum(axis=0)
    information = contrast * conflict
    return np.asarray(information / information.sum())
