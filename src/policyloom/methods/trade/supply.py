"""What home production covers: import penetration, self-sufficiency and their relatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from policyloom.methods.trade.amounts import Floats, amounts, ratio, same_shape


@dataclass(frozen=True)
class Supply:
    """Apparent consumption and the ratios on it, each with the shape of the input.

    `consumption` is in the input's currency, the others are shares, not percent: imports over
    consumption, production over consumption, exports over production, and the part of consumption
    that home production covers after exports.
    """

    consumption: Floats
    import_penetration: Floats
    self_sufficiency: Floats
    export_ratio: Floats
    domestic_share: Floats


def supply(production: ArrayLike, exports: ArrayLike, imports: ArrayLike) -> Supply:
    """Compute apparent consumption Q - X + M and what rests on it (OECD STAN indicators).

    Formulas: import penetration M / (Q - X + M), self-sufficiency (자급률) Q / (Q - X + M), export
    ratio X / Q, domestic share (Q - X) / (Q - X + M).

    Returns:
        A `Supply`. Where consumption is zero or below (exports of earlier stock or of goods passing
        through), the ratios on it are NaN; so is the export ratio without production, and the
        domestic share where more is exported than produced.

    Raises:
        ValueError: for shapes that differ and for negative, NaN or infinite amounts.
    """
    q = amounts(production, "production")
    x, m = amounts(exports, "exports"), amounts(imports, "imports")
    same_shape(q, x, "production and exports")
    same_shape(q, m, "production and imports")
    consumption = q - x + m
    usable = np.where(consumption > 0, consumption, 0)
    return Supply(
        consumption,
        ratio(m, usable),
        ratio(q, usable),
        ratio(x, q),
        np.where(x > q, np.nan, ratio(q - x, usable)),
    )


def import_penetration(production: ArrayLike, exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return M / (Q - X + M), a share; NaN and errors as `supply`."""
    return supply(production, exports, imports).import_penetration


def self_sufficiency(production: ArrayLike, exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return Q / (Q - X + M), a share that may pass 1; NaN and errors as `supply`."""
    return supply(production, exports, imports).self_sufficiency
