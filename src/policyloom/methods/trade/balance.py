"""Indicators of exports against imports: trade specialisation, Lafay, intra-industry trade."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from policyloom.methods.trade.amounts import Floats, amounts, ratio, same_shape


def tsi(exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return the trade specialisation index, 무역특화지수 (Balassa's net export ratio).

    Formula: TSI = (X - M) / (X + M), between -1 (imports only) and 1 (exports only).

    Args:
        exports: any shape, f.o.b.
        imports: the same shape, c.i.f. as reported; nothing is adjusted.

    Returns:
        The same shape; NaN where there is neither export nor import.

    Raises:
        ValueError: for shapes that differ and for negative, NaN or infinite amounts.
    """
    x, m = _both(exports, imports)
    return ratio(x - m, x + m)


def lafay(exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return the Lafay index times 100 (Lafay 1992, in the form of Bugamelli 2001).

    Formula: LFI_k = 100 [(x_k - m_k)/(x_k + m_k) - S(x - m)/S(x + m)] (x_k + m_k)/S(x + m), S the
    sum over products (last axis). Between -50 and 50; over products it sums to 0. A product
    that is not traded adds nothing: 0. NaN for a country without trade. Errors as `tsi`.
    """
    x, m = _both(exports, imports)
    both = (x + m).sum(axis=-1, keepdims=True)
    net = (x - m).sum(axis=-1, keepdims=True)
    # (x - m)/(x + m) times (x + m)/S is (x - m)/S, which is 0, not 0/0, for a product not traded.
    return 100 * (ratio(x - m, both) - ratio(net, both) * ratio(x + m, both))


def grubel_lloyd(exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return the Grubel-Lloyd index of each cell (Grubel and Lloyd 1975).

    Formula: GL = 1 - |X - M| / (X + M), between 0 (one way) and 1 (balanced two-way trade). NaN
    without trade. Shapes and errors as `tsi`.
    """
    x, m = _both(exports, imports)
    return 1 - ratio(np.abs(x - m), x + m)


def grubel_lloyd_weighted(exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return the trade-weighted mean of the Grubel-Lloyd index over products (last axis).

    Formula: [S(X + M) - S|X - M|] / S(X + M). A product without trade has weight 0; a country
    without any trade is NaN. Shape: that of the input without its last axis. Errors as `tsi`.
    """
    x, m = _both(exports, imports)
    both = (x + m).sum(axis=-1)
    return ratio(both - np.abs(x - m).sum(axis=-1), both)


def grubel_lloyd_balanced(exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return the weighted index adjusted for the overall imbalance (Grubel and Lloyd 1975).

    Formula: [S(X + M) - S|X - M|] / [S(X + M) - |SX - SM|] over products. This is not Aquino's
    correction. NaN without trade, and where trade runs one way only, so that nothing could be
    balanced. Shapes and errors as `grubel_lloyd_weighted`.
    """
    x, m = _both(exports, imports)
    both = (x + m).sum(axis=-1)
    one_way = np.abs(x.sum(axis=-1) - m.sum(axis=-1))
    return ratio(both - np.abs(x - m).sum(axis=-1), both - one_way)


def _both(exports: ArrayLike, imports: ArrayLike) -> tuple[Floats, Floats]:
    x, m = amounts(exports, "exports"), amounts(imports, "imports")
    same_shape(x, m, "exports and imports")
    return x, m
