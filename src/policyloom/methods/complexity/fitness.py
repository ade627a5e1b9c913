"""Fitness of countries and complexity of products by the non-linear iteration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from policyloom.methods.trade.amounts import Floats, amounts
from policyloom.methods.trade.specialisation import rca


@dataclass(frozen=True)
class Fitness:
    """Fitness of each country and complexity of each product, both of mean 1 where defined.

    NaN for a country or product without advantage at the threshold. `converged` tells whether
    ranks and values had settled after `iterations`; where the table is sparse, fitness of some
    countries falls towards zero without end (Pugliese, Zaccaria and Pietronero 2016), and only
    ranks should be read.
    """

    fitness: Floats
    complexity: Floats
    iterations: int
    converged: bool
    threshold: float


def fitness(
    exports: ArrayLike,
    *,
    threshold: float = 1.0,
    iterations: int = 1000,
    tolerance: float = 1e-10,
) -> Fitness:
    """Compute fitness and complexity (Tacchella, Cristelli, Caldarelli et al. 2012).

    Formula: F_c = S_p M_cp Q_p and Q_p = 1 / S_c (M_cp / F_c), each divided by its mean in every
    step, from ones on; M_cp = 1 where RCA >= threshold.

    Args:
        exports: countries x products.
        threshold: of RCA.
        iterations: the most steps.
        tolerance: the largest change of any value at which the iteration stops.

    Raises:
        ValueError: as `trade.rca`.
    """
    table = amounts(exports, "exports", 2)
    made = (rca(table) >= threshold).astype(np.float64)
    countries, products = made.any(axis=1), made.any(axis=0)
    inner = made[np.ix_(countries, products)]
    own, hard, step, settled = _iterate(inner, iterations, tolerance)
    all_own = np.full(len(made), np.nan)
    all_hard = np.full(made.shape[1], np.nan)
    all_own[countries], all_hard[products] = own, hard
    return Fitness(all_own, all_hard, step, settled, threshold)


def _iterate(made: Floats, iterations: int, tolerance: float) -> tuple[Floats, Floats, int, bool]:
    own, hard = np.ones(len(made)), np.ones(made.shape[1])
    step = 0
    for step in range(1, iterations + 1):
        # Below the smallest normal number 1/F overflows; such a country no longer changes others.
        next_own = made @ hard
        next_hard = 1 / ((1 / np.maximum(own, np.finfo(float).tiny)) @ made)
        next_own, next_hard = next_own / next_own.mean(), next_hard / next_hard.mean()
        change = max(np.abs(next_own - own).max(), np.abs(next_hard - hard).max())
        own, hard = next_own, next_hard
        if change < tolerance:
            return own, hard, step, True
    return own, hard, step, not len(made)
