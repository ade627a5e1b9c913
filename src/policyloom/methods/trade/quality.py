"""Price and quality in two-way trade: unit values of exports against those of imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from policyloom.methods.trade.amounts import Floats, amounts, ratio, same_shape

Band = Literal["symmetric", "reciprocal"]


@dataclass(frozen=True)
class UnitValues:
    """Unit values of two-way trade, each array with the shape of the input.

    `relative` is the unit value of exports over that of imports (NaN without a quantity or value
    on either side); `kind` is "horizontal", "vertical_high", "vertical_low" or "" where undefined;
    `overlap` is the smaller flow over the larger (NaN without trade) and `two_way` tells whether
    it reaches the threshold. `alpha`, `band` and `threshold` are the conventions used.
    """

    relative: Floats
    kind: NDArray[np.str_]
    overlap: Floats
    two_way: NDArray[np.bool_]
    alpha: float
    band: Band
    threshold: float


def unit_values(
    exports: tuple[ArrayLike, ArrayLike],
    imports: tuple[ArrayLike, ArrayLike],
    *,
    alpha: float = 0.15,
    band: Band = "symmetric",
    threshold: float = 0.1,
) -> UnitValues:
    """Class trade as horizontal or vertical, of higher or lower quality, by relative unit values.

    Formula: r = (value / quantity of exports) / (value / quantity of imports). Horizontal within
    the band: "symmetric" 1 - a <= r <= 1 + a (Greenaway, Hine and Milner 1995), "reciprocal"
    1 / (1 + a) <= r <= 1 + a (Fontagne and Freudenberg 1997, who also ask that the smaller flow be
    at least a tenth of the larger before calling trade two-way).

    Args:
        exports: value and quantity, two arrays of one shape and one unit of quantity.
        imports: the same for imports.
        alpha: width of the band; 0.15 and 0.25 are usual.
        band: which of the two bands.
        threshold: the least overlap of two-way trade, a share.

    Raises:
        ValueError: for shapes that differ, bad amounts, an unknown band or alpha not in (0, 1).
    """
    x_value, x_quantity = _pair(exports, "exports")
    m_value, m_quantity = _pair(imports, "imports")
    same_shape(x_value, m_value, "exports and imports")
    if band not in ("symmetric", "reciprocal") or not 0 < alpha < 1:
        raise ValueError(f"no band is called {band!r} with alpha {alpha}")
    x_price = ratio(np.where(x_value > 0, x_value, np.nan), x_quantity)
    m_price = ratio(np.where(m_value > 0, m_value, np.nan), m_quantity)
    relative = ratio(x_price, m_price)
    low = 1 - alpha if band == "symmetric" else 1 / (1 + alpha)
    # Bands are decimal numbers: 0.75 must hold 0.75 however the division rounded it.
    slack = 4 * np.finfo(np.float64).eps
    kind = np.full(relative.shape, "horizontal", dtype="U13")
    kind[relative < low - slack] = "vertical_low"
    kind[relative > 1 + alpha + slack] = "vertical_high"
    kind[np.isnan(relative)] = ""
    overlap = ratio(np.minimum(x_value, m_value), np.maximum(x_value, m_value))
    return UnitValues(relative, kind, overlap, overlap >= threshold, alpha, band, threshold)


def _pair(given: tuple[ArrayLike, ArrayLike], name: str) -> tuple[Floats, Floats]:
    value = np.atleast_1d(amounts(given[0], f"the values of {name}"))
    quantity = np.atleast_1d(amounts(given[1], f"the quantities of {name}"))
    same_shape(value, quantity, f"values and quantities of {name}")
    return value, quantity
