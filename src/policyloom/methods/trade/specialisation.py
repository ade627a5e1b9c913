"""Specialisation from exports alone: RCA and its relatives, and the share of world exports."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from policyloom.methods.trade.amounts import Floats, amounts, ratio


def rca(exports: ArrayLike) -> Floats:
    """Return revealed comparative advantage (Balassa 1965).

    Formula: RCA_ck = (X_ck / X_c) / (X_wk / X_w).

    Args:
        exports: countries x products, one currency. The world is the sum of the countries, so
            give all of them (or the rest of the world as one more row).

    Returns:
        Countries x products, 0 or more; 1 is the world's average. 0 where the country exports
        nothing of the product; NaN where the country exports nothing at all or nobody exports the
        product (`undefined` says which).

    Raises:
        ValueError: for anything but two dimensions, and for negative, NaN or infinite amounts.
    """
    table = amounts(exports, "exports", 2)
    world = table.sum(axis=0)
    return ratio(
        ratio(table, table.sum(axis=1, keepdims=True)), ratio(world, world.sum())[np.newaxis, :]
    )


def rsca(exports: ArrayLike) -> Floats:
    """Return symmetric RCA (Dalum, Laursen and Villumsen 1998; Laursen 2015).

    Formula: RSCA = (RCA - 1) / (RCA + 1), between -1 and 1. Shapes, NaN and errors as `rca`.
    """
    index = rca(exports)
    return (index - 1) / (index + 1)


def nrca(exports: ArrayLike) -> Floats:
    """Return normalised RCA (Yu, Cai and Leung 2009).

    Formula: NRCA_ck = X_ck / X_w - X_c X_wk / X_w^2, between -1/4 and 1/4; the sums over
    countries and over products are 0. Shapes, NaN and errors as `rca`.
    """
    table = amounts(exports, "exports", 2)
    country, world = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    total = world.sum()
    index = ratio(table, total) - ratio(country, total) * ratio(world, total)
    return np.where((country == 0) | (world == 0), np.nan, index).astype(index.dtype, copy=False)


def world_share(exports: ArrayLike) -> Floats:
    """Return each country's share of the world's exports of a product: X_ck / X_wk.

    Between 0 and 1 (not percent); over countries the shares of a product sum to 1. NaN where
    nobody exports the product, and for a country that exports nothing at all, since that is more
    often a missing report than a zero. Shapes and errors as `rca`.
    """
    table = amounts(exports, "exports", 2)
    share = ratio(table, table.sum(axis=0, keepdims=True))
    silent = table.sum(axis=1, keepdims=True) == 0
    return np.where(silent, np.nan, share).astype(share.dtype, copy=False)
