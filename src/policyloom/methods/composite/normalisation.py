"""Normalising one indicator over units (step 5 of the handbook). NaN, not seen, stays NaN.

An indicator that does not vary cannot be brought to a common scale by minmax or zscore: all its
values are NaN there. `cost` tells that less is better; the result is turned so that more is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def minmax(values: Values) -> Values:
    """Return (x - min) / (max - min)."""
    low, high = _ends(values)
    return (values - low) / (high - low) if high > low else np.full_like(values, np.nan)


def zscore(values: Values) -> Values:
    """Return (x - mean) / sd, the standard deviation that of the population."""
    seen = values[~np.isnan(values)]
    deviation = float(seen.std()) if seen.size else 0.0
    if deviation <= 1e-12 * max(1.0, float(np.abs(seen).max(initial=0.0))):
        return np.full_like(values, np.nan)
    return (values - float(seen.mean())) / deviation


def distance_to_max(values: Values) -> Values:
    """Return x / max; NaN where the maximum is not positive."""
    _, high = _ends(values)
    return values / high if high > 0 else np.full_like(values, np.nan)


def rank_share(values: Values) -> Values:
    """Return (n - rank) / (n - 1) with ties averaged: 1 for the first, 0 for the last."""
    seen = int((~np.isnan(values)).sum())
    return (seen - descending_ranks(values)) / (seen - 1) if seen > 1 else values * np.nan


def band(values: Values, width: float = 0.2) -> Values:
    """Return 1 above (1 + width) x mean, -1 below (1 - width) x mean, 0 between."""
    mean = float(np.nanmean(values)) if (~np.isnan(values)).any() else np.nan
    high, low = mean + width * abs(mean), mean - width * abs(mean)
    made = np.where(values > high, 1.0, np.where(values < low, -1.0, 0.0))
    return np.where(np.isnan(values), np.nan, made)


def descending_ranks(values: Values) -> Values:
    """Return ranks, 1 for the largest, ties averaged, NaN for what is missing."""
    made = np.full(values.shape, np.nan)
    seen = ~np.isnan(values)
    some = values[seen]
    above = (some[None, :] > some[:, None]).sum(axis=1)
    same = (some[None, :] == some[:, None]).sum(axis=1)
    made[seen] = above + (same + 1) / 2
    return made


NORMALISATIONS: Mapping[str, Callable[[Values], Values]] = {
    "minmax": minmax, "zscore": zscore, "rank": rank_share, "distance_to_max": distance_to_max,
}  # fmt: skip


def normalise(values: Values, how: str = "minmax", *, cost: bool = False) -> Values:
    """Normalise one indicator by name, turned so that more is better; KeyError for others.

    A cost is turned after normalising: 1 - z on scales from 0 to 1, -z for zscore. For
    distance_to_max it is min / x, the form the handbook gives for "less is better".
    """
    method = NORMALISATIONS[how]
    if not cost:
        return method(values)
    if how == "distance_to_max":
        low, _ = _ends(values)
        with np.errstate(divide="ignore", invalid="ignore"):
            made = low / values
        return np.where(values > 0, made, np.nan)
    return -method(values) if how == "zscore" else 1 - method(values)


def normalise_tables(tables: Values, how: str, costs: Sequence[bool]) -> Values:
    """Normalise many tables of units x indicators at once, none of them with a gap.

    As `normalise` for every column of every table: tables x units x indicators in and out. An
    indicator that does not vary in a table is NaN there.
    """
    turned = np.asarray(costs)
    low, high = tables.min(axis=1, keepdims=True), tables.max(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        if how == "minmax":
            made = np.where(high > low, (tables - low) / (high - low), np.nan)
        elif how == "zscore":
            deviation = tables.std(axis=1, keepdims=True)
            least = 1e-12 * np.maximum(1.0, np.maximum(np.abs(low), np.abs(high)))
            made = (tables - tables.mean(axis=1, keepdims=True)) / deviation
            made = np.where(deviation > least, made, np.nan)
        elif how == "rank":
            made = _rank_shares(tables)
        elif how == "distance_to_max":
            made = np.where(high > 0, tables / high, np.nan)
            lowest = np.where(tables > 0, low / tables, np.nan)
            return np.asarray(np.where(turned, lowest, made))
        else:
            raise KeyError(how)
    other = -made if how == "zscore" else 1 - made
    return np.asarray(np.where(turned, other, made))


def _rank_shares(tables: Values) -> Values:
    units = tables.shape[1]
    if units < 2:
        return np.full_like(tables, np.nan)
    places = np.empty_like(tables)
    for unit in range(units):
        own = tables[:, [unit], :]
        places[:, unit] = (tables > own).sum(axis=1) + ((tables == own).sum(axis=1) + 1) / 2
    return np.asarray((units - places) / (units - 1))


def _ends(values: Values) -> tuple[float, float]:
    seen = values[~np.isnan(values)]
    return (float(seen.min()), float(seen.max())) if seen.size else (np.nan, np.nan)
