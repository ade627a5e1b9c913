"""Why a cell is undefined: a short code for every cell, and the code in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from policyloom.methods.trade.amounts import amounts, same_shape
from policyloom.model.result import Text

REASONS = {
    "": Text("", ""),
    "no_exports": Text(
        "이 나라의 수출이 없다(보고하지 않았을 수 있다)",
        "the country has no exports (it may not have reported)",
    ),
    "not_exported": Text("어느 나라도 수출하지 않은 품목이다", "no country exports the product"),
    "no_trade": Text("수출도 수입도 없다", "neither exports nor imports"),
    "no_market": Text("상대국의 수입이 없다", "the partner imports nothing"),
}
"""The codes that `undefined` and `undefined_balance` give, in Korean and English."""


def undefined(exports: ArrayLike) -> NDArray[np.str_]:
    """Return why RCA, RSCA, NRCA and the world share of each cell are undefined; "" where not.

    Args:
        exports: countries x products.

    Returns:
        Countries x products of codes of `REASONS`. A country without exports comes before a
        product that nobody exports.
    """
    table = amounts(exports, "exports", 2)
    codes = np.full(table.shape, "", dtype="U12")
    codes[:, table.sum(axis=0) == 0] = "not_exported"
    codes[table.sum(axis=1) == 0, :] = "no_exports"
    return codes


def undefined_balance(exports: ArrayLike, imports: ArrayLike) -> NDArray[np.str_]:
    """Return "no_trade" where TSI and the Grubel-Lloyd index are undefined, "" elsewhere."""
    x, m = amounts(exports, "exports"), amounts(imports, "imports")
    same_shape(x, m, "exports and imports")
    return np.where((x == 0) & (m == 0), "no_trade", "").astype("U12")
