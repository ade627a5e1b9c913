"""Indicators of pairs of countries: market advantage, similarity, intensity, complementarity."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from policyloom.methods.trade.amounts import Floats, amounts, ratio, same_shape, shares


def mca(flows: ArrayLike, imports: ArrayLike | None = None) -> Floats:
    """Return market comparative advantage, 시장비교우위지수, of each exporter in each market.

    Formula: MCA_ijk = (X_ijk / X_ij) / (M_jk / M_j).

    Args:
        flows: exporters x markets x products.
        imports: markets x products, what each market imports from anywhere; without it, the sum
            of `flows` over exporters (a closed world).

    Returns:
        Exporters x markets x products; NaN where the exporter sells nothing in the market or the
        market does not import the product.

    Raises:
        ValueError: for other dimensions, shapes that do not fit, and for bad amounts.
    """
    x = amounts(flows, "flows", 3)
    m = x.sum(axis=0) if imports is None else amounts(imports, "imports", 2)
    if m.shape != x.shape[1:]:
        raise ValueError(f"imports must be markets x products {x.shape[1:]}, not {m.shape}")
    return ratio(shares(x), shares(m)[np.newaxis])


def export_similarity(exports: ArrayLike) -> Floats:
    """Return the export similarity index of all pairs, 수출경합도 (Finger and Kreinin 1979).

    Formula: ESI_ab = 100 S_k min(s_ak, s_bk), s the share of product k in a country's exports.

    Args:
        exports: countries x products; to the world, or to one market for competition there
            (`export_similarity_in` cuts it out of flows).

    Returns:
        Countries x countries, symmetric, 0 to 100; NaN for a country without exports. It grows
        with aggregation: state the digits and the revision of the classification.

    Raises:
        ValueError: as `rca`.
    """
    part = shares(amounts(exports, "exports", 2))
    return _overlap(part, part)


def export_similarity_in(flows: ArrayLike, market: int) -> Floats:
    """Return the export similarity index in one market: `export_similarity` of flows[:, market].

    The market itself, which exports nothing to itself, is NaN. Flows are exporters x markets x
    products.
    """
    return export_similarity(amounts(flows, "flows", 3)[:, market])


def trade_intensity(flows: ArrayLike, *, without_own_imports: bool = False) -> Floats:
    """Return the trade intensity index of all pairs (Kojima 1964; Yamazawa 1970; Drysdale).

    Formula: TII_ij = (X_ij / X_i) / (M_j / M_w); with `without_own_imports` the divisor is
    M_j / (M_w - M_i), since a country cannot export to itself.

    Args:
        flows: exporters x the same countries as importers, total trade. M_j is the column sum.
        without_own_imports: which of the two forms.

    Returns:
        Countries x countries; 1 is the intensity of the world. NaN on the diagonal, for an
        exporter without exports and for a partner without imports.

    Raises:
        ValueError: where flows are not square, and for bad amounts.
    """
    x = amounts(flows, "flows", 2)
    if x.shape[0] != x.shape[1]:
        raise ValueError(f"flows must be countries x the same countries, not {x.shape}")
    imports = x.sum(axis=0)
    world = np.broadcast_to(imports.sum(), imports.shape)
    reachable = world - imports if without_own_imports else world
    expected = ratio(imports[np.newaxis, :], reachable[:, np.newaxis])
    index = ratio(shares(x), expected)
    np.fill_diagonal(index, np.nan)
    return index


def complementarity(exports: ArrayLike, imports: ArrayLike) -> Floats:
    """Return the trade complementarity index of all pairs (Michaely 1996).

    Formula: TCI_ij = 100 (1 - S_k |m_jk - x_ik| / 2), x the product's share in i's exports, m in
    j's imports.

    Args:
        exports: countries x products.
        imports: the same countries x products.

    Returns:
        Exporters x importers, 0 to 100; NaN on the diagonal and where either side has no trade.

    Raises:
        ValueError: as `tsi`, and for anything but two dimensions.
    """
    x, m = amounts(exports, "exports", 2), amounts(imports, "imports", 2)
    same_shape(x, m, "exports and imports")
    # Shares sum to 1 on both sides, so 1 - S|m - x|/2 is the sum of the smaller of the two.
    index = _overlap(shares(x), shares(m))
    np.fill_diagonal(index, np.nan)
    return index


def _overlap(left: Floats, right: Floats) -> Floats:
    """Return 100 times the sum of the smaller share, for every row of one and row of the other."""
    found = np.empty((len(left), len(right)), dtype=left.dtype)
    for row, one in enumerate(left):
        found[row] = np.minimum(one, right).sum(axis=1)
    return 100 * found
