"""The second eigenvector: ECI of countries and PCI of products, before they are scaled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.trade.amounts import Floats


@dataclass(frozen=True)
class Second:
    """Raw ECI and PCI (NaN outside), why not where NaN, and the second eigenvalue."""

    eci: Floats
    pci: Floats
    country_reason: NDArray[np.str_]
    product_reason: NDArray[np.str_]
    eigenvalue: float
    components: int


def second_eigenvector(made: Floats) -> Second:
    """Find ECI and PCI of a 0/1 table, countries x products, each with at least one 1.

    M~ = Dc^-1 M Dp^-1 M' (Hidalgo and Hausmann 2009; Hausmann et al. 2014) is similar to the
    symmetric Dc^-1/2 M Dp^-1 M' Dc^-1/2, whose eigenvectors are stable to compute. Its second is
    taken in the largest connected group of countries, since between groups it would only say which
    is which. ECI is signed to correlate with diversity, and PCI is the mean ECI of a product's
    makers, so ECI is the eigenvalue times nothing but the mean PCI of a country's products.
    """
    shared = (made / made.sum(axis=0)) @ made.T
    group, components = _largest_group(shared > 0)
    country = np.where(group, "", "disconnected").astype("U12")
    eci = np.full(len(made), np.nan)
    pci = np.full(made.shape[1], np.nan)
    inner = made[:, made[group].any(axis=0)] if components > 1 else made
    reached = made[group].any(axis=0) if components > 1 else np.ones(made.shape[1], dtype=bool)
    product = np.where(reached, "", "disconnected").astype("U12")
    value = np.nan
    reason = "one_country"
    if group.sum() > 1:
        inner = inner[group]
        vector, value, reason = _second(shared[np.ix_(group, group)], inner.sum(axis=1))
        if not reason:
            eci[group] = value * vector
            pci[reached] = (vector @ inner) / inner.sum(axis=0)
    if reason:
        country[group], product[reached] = reason, reason
    return Second(eci, pci, country, product, value, components)


def _second(shared: Floats, diversity: Floats) -> tuple[Floats, float, str]:
    """Return eigenvector, eigenvalue and "" or why the vector is not determined."""
    root = np.sqrt(diversity.astype(np.float64))
    symmetric = shared / root[:, np.newaxis] / root[np.newaxis, :]
    values, vectors = np.linalg.eigh((symmetric + symmetric.T) / 2)
    value = float(values[-2])
    vector = vectors[:, -2] / root
    close = 1e-9 if shared.dtype == np.float64 else 1e-5
    if value < close or (len(values) > 2 and value - values[-3] < close):
        return vector, value, "tied"
    spread, size = vector - vector.mean(), diversity - diversity.mean()
    norm = np.sqrt((spread @ spread) * (size @ size))
    together = float(spread @ size)
    if norm == 0 or abs(together) < close * norm:
        return vector, value, "no_sign"
    return vector * np.sign(together), value, ""


def _largest_group(neighbours: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], int]:
    """Return the largest connected group, and how many there are; nobody where two are largest."""
    nobody = np.zeros(len(neighbours), dtype=bool)
    left = np.ones(len(neighbours), dtype=bool)
    groups: list[NDArray[np.bool_]] = []
    while left.any():
        group = np.zeros_like(left)
        edge = np.zeros_like(left)
        edge[np.flatnonzero(left)[0]] = True
        while edge.any():
            group |= edge
            edge = neighbours[edge].any(axis=0) & ~group
        groups.append(group)
        left &= ~group
    groups.sort(key=lambda g: -int(g.sum()))
    if not groups or (len(groups) > 1 and groups[0].sum() == groups[1].sum()):
        return nobody, len(groups)
    return groups[0], len(groups)
