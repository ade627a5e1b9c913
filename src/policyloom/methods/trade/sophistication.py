"""What countries at which income export: PRODY and EXPY."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from policyloom.methods.trade.amounts import Floats, amounts, ratio, shares


def prody(exports: ArrayLike, income: ArrayLike) -> Floats:
    """Return the income level of each product (Hausmann, Hwang and Rodrik 2007).

    Formula: PRODY_k = S_c w_ck Y_c with w_ck = (X_ck / X_c) / S_c' (X_c'k / X_c'), so the weights
    of a product sum to 1 and PRODY lies between the lowest and the highest income.

    Args:
        exports: countries x products.
        income: one a country, usually GDP per head; NaN for a country whose income is not known,
            which is then left out of the weights.

    Returns:
        One value a product in the unit of income; NaN where no country of known income exports it.

    Raises:
        ValueError: as `rca`, for a length that does not fit, and for a negative or infinite income.
    """
    part, known, level = _weighed(exports, income)
    usable = np.where(known[:, np.newaxis], np.nan_to_num(part), 0)
    return ratio(level @ usable, usable.sum(axis=0))


def expy(exports: ArrayLike, income: ArrayLike) -> Floats:
    """Return the income level of each country's exports (Hausmann, Hwang and Rodrik 2007).

    Formula: EXPY_c = S_k (X_ck / X_c) PRODY_k. Products whose PRODY is not known are left out, and
    the shares are taken of the rest. NaN for a country without exports. Arguments and errors as
    `prody`.
    """
    part, _, _ = _weighed(exports, income)
    level = prody(exports, income)
    known = ~np.isnan(level)
    kept = np.where(known, part, 0)
    return ratio(kept @ np.where(known, level, 0), kept.sum(axis=1))


def _weighed(exports: ArrayLike, income: ArrayLike) -> tuple[Floats, Floats, Floats]:
    part = shares(amounts(exports, "exports", 2))
    level = np.asarray(income, dtype=np.float64)
    if level.shape != part.shape[:1]:
        raise ValueError(f"income must have one value a country ({len(part)}), not {level.shape}")
    known = ~np.isnan(level)
    amounts(level[known], "income")
    return part, known, np.where(known, level, 0)
