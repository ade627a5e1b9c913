"""Constant market share: how much of a change in exports is growth, mix, markets and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from policyloom.methods.trade.amounts import Floats, amounts, same_shape

Order = Literal["commodity_first", "market_first"]


@dataclass(frozen=True)
class ConstantMarketShare:
    """A change of exports split into four parts that add up to `change` exactly.

    `undefined` marks the cells (products x markets) where the standard was zero in the base year:
    their growth does not exist, so all of their change is in `competitiveness`.
    """

    change: float
    growth: float
    commodity: float
    market: float
    competitiveness: float
    order: Order
    undefined: NDArray[np.bool_]


def constant_market_share(
    base: tuple[ArrayLike, ArrayLike],
    end: tuple[ArrayLike, ArrayLike],
    *,
    order: Order = "commodity_first",
) -> ConstantMarketShare:
    """Decompose a change in exports by constant market shares (Leamer and Stern 1970, ch. 7).

    Formula, commodity first: dV = rV + S_k (r_k - r) V_k + SS (r_kj - r_k) V_kj + SS (V'_kj - V_kj
    - r_kj V_kj), with r, r_k and r_kj the growth of the standard's total, of product k and of k in
    market j. Weights are those of the base year. The order of the two middle effects matters
    (Richardson 1971): "market_first" puts r_j for r_k; growth and competitiveness stay the same.

    Args:
        base: the country's exports and the standard's, products x markets, in the base year. The
            standard usually is the world with the country in it; without it is as good.
        end: the same in the end year.
        order: which effect is taken first.

    Returns:
        A `ConstantMarketShare`, in the currency of the input. With one market the market effect
        is 0.

    Raises:
        ValueError: for shapes that differ, bad amounts, or a standard of zero in the base year.
    """
    v0, w0 = _products_by_markets(base, "base")
    v1, w1 = _products_by_markets(end, "end")
    same_shape(v0, v1, "base and end")
    if w0.sum() == 0:
        raise ValueError("the standard has no exports in the base year, so nothing grows from it")
    total = w1.sum() / w0.sum() - 1
    axis = 1 if order == "commodity_first" else 0
    first = _growth(w0.sum(axis=axis), w1.sum(axis=axis), np.asarray(total))
    spread = np.expand_dims(first, axis)
    cell = _growth(w0, w1, np.broadcast_to(spread, w0.shape))
    one = float(((first - total) * v0.sum(axis=axis)).sum())
    two = float(((cell - spread) * v0).sum())
    commodity, market = (one, two) if order == "commodity_first" else (two, one)
    change, growth = float((v1 - v0).sum()), float(total * v0.sum())
    # The remainder, so that rounding never keeps the parts from adding up.
    rest = change - growth - commodity - market
    return ConstantMarketShare(change, growth, commodity, market, rest, order, w0 == 0)


@dataclass(frozen=True)
class MarketSharesOfAll:
    """The decomposition without markets for every country: one value a country, adding up.

    NaN for a country without exports in either year.
    """

    change: Floats
    growth: Floats
    commodity: Floats
    competitiveness: Floats


def constant_market_share_of_all(base: ArrayLike, end: ArrayLike) -> MarketSharesOfAll:
    """Decompose every country's change in exports by constant shares of the world's products.

    As `constant_market_share` with one market and the world as the standard: dV_c = r V_c +
    S_k (r_k - r) V_ck + rest.

    Args:
        base: countries x products in the base year.
        end: the same in the end year.

    Raises:
        ValueError: for shapes that differ, bad amounts, or a world without exports in the base
            year.
    """
    v0, v1 = amounts(base, "base", 2), amounts(end, "end", 2)
    same_shape(v0, v1, "base and end")
    if v0.sum() == 0:
        raise ValueError("the world has no exports in the base year, so nothing grows from it")
    before, after = v0.sum(axis=1, dtype=np.float64), v1.sum(axis=1, dtype=np.float64)
    total = after.sum() / before.sum() - 1
    kinds = _growth(v0.sum(axis=0), v1.sum(axis=0), np.asarray(total)) - total
    silent = (before == 0) | (after == 0)
    change = np.where(silent, np.nan, after - before)
    growth = np.where(silent, np.nan, total * before)
    commodity = np.where(silent, np.nan, v0 @ kinds)
    return MarketSharesOfAll(change, growth, commodity, change - growth - commodity)


@dataclass(frozen=True)
class MarketShareChange:
    """A change of exports to one market split into three parts that add up to `change`.

    `competitiveness` is `pure` (changes of share at base-year imports) plus `interaction`.
    `undefined` marks products that the market did not import in the base year; all of their change
    is in `interaction`.
    """

    change: float
    demand: float
    commodity: float
    competitiveness: float
    pure: float
    interaction: float
    undefined: NDArray[np.bool_]


def market_share_change(
    base: tuple[ArrayLike, ArrayLike], end: tuple[ArrayLike, ArrayLike]
) -> MarketShareChange:
    """Decompose a change in exports to one market into demand, mix and competitiveness.

    Formula, as Korean institutes use it: dX = s dM + [S_k s_k dM_k - s dM] + S_k ds_k M'_k, with s
    and s_k the base-year shares in the market's imports M; the last term is split into S ds_k M_k
    and S ds_k dM_k (Merkies and van der Meer 1988).

    Args:
        base: the country's exports to the market and the market's imports from anywhere, by
            product, in the base year.
        end: the same in the end year.

    Raises:
        ValueError: for shapes that differ, bad amounts, or a market without imports in the base
            year. Exports above the market's imports are none: f.o.b. and c.i.f. differ.
    """
    x0, m0 = _products(base, "base")
    x1, m1 = _products(end, "end")
    same_shape(x0, x1, "base and end")
    if m0.sum() == 0:
        raise ValueError("the market imports nothing in the base year, so there is no share of it")
    share0, share1 = _share(x0, m0), _share(x1, m1)
    change = float((x1 - x0).sum())
    demand = float(x0.sum() / m0.sum() * (m1 - m0).sum())
    commodity = float((share0 * (m1 - m0)).sum()) - demand
    competitiveness = change - demand - commodity
    pure = float(((share1 - share0) * m0).sum())
    return MarketShareChange(
        change, demand, commodity, competitiveness, pure, competitiveness - pure, m0 == 0
    )


def _growth(before: Floats, after: Floats, otherwise: Floats) -> Floats:
    """Return after / before - 1; the coarser growth where there was nothing to grow from.

    That makes the finer effect of such a cell zero and leaves its change to the remainder.
    """
    usable = np.where(before > 0, before, 1)
    return np.where(before > 0, after / usable - 1, otherwise)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0)


def _products_by_markets(given: tuple[ArrayLike, ArrayLike], name: str) -> tuple[Floats, Floats]:
    own = amounts(given[0], f"the country's exports ({name})", 2)
    standard = amounts(given[1], f"the standard's exports ({name})", 2)
    same_shape(own, standard, f"country and standard ({name})")
    return own.astype(np.float64), standard.astype(np.float64)


def _products(given: tuple[ArrayLike, ArrayLike], name: str) -> tuple[Floats, Floats]:
    own = amounts(given[0], f"the country's exports ({name})", 1)
    market = amounts(given[1], f"the market's imports ({name})", 1)
    same_shape(own, market, f"exports and imports ({name})")
    return own.astype(np.float64), market.astype(np.float64)
