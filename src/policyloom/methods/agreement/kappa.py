"""Kappa and its kin for nominal codes: two coders from a table, many coders from counts.

Each is (po - pe) / (1 - pe) and differs in what it takes for chance, so the paradox of high
agreement and low kappa (Feinstein and Cicchetti 1990) shows as a difference between them. Undefined
(None) where pe is 1.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Weighting = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True)
class TwoCoders:
    """Agreement of two coders; `n` units were coded by both.

    kappa: Cohen (1960), with its largest possible value given the margins; pi: Scott (1955);
    ac1: Gwet (2008); brennan_prediger: chance is 1 / categories (1981).
    """

    n: int
    observed: float | None
    kappa: float | None
    kappa_max: float | None
    pi: float | None
    ac1: float | None
    brennan_prediger: float | None


@dataclass(frozen=True)
class Kappa:
    """Fleiss' kappa over all categories, and of each category against the rest."""

    value: float | None
    observed: float | None
    expected: float | None
    categories: tuple[tuple[str, float | None], ...]


def two_coders(table: Sequence[Sequence[float]], weighting: Weighting = "none") -> TwoCoders:
    """Return the measures of a square table of counts, first coder in rows.

    `weighting` gives partial credit by distance between ordered categories, 1 - d/(q-1) linear or
    1 - (d/(q-1))^2 quadratic, to kappa only (Cohen 1968). ValueError for a table not square.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError("the table must be square: one row and one column a category")
    n = float(counts.sum())
    if n == 0:
        return TwoCoders(0, None, None, None, None, None, None)
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    weights = _weights(len(counts), weighting)
    by_margins = float((weights * np.outer(rows, columns)).sum())
    best = float(np.minimum(rows, columns).sum()) if weighting == "none" else None
    both, agreed = (rows + columns) / 2, float(np.trace(shares))
    q = len(counts)
    gwet = float((both * (1 - both)).sum()) / (q - 1) if q > 1 else 1.0
    return TwoCoders(
        round(n), agreed,
        _corrected(float((weights * shares).sum()), by_margins),
        None if best is None else _corrected(best, by_margins),
        _corrected(agreed, float((both**2).sum())),
        _corrected(agreed, gwet),
        _corrected(agreed, 1 / q),
    )  # fmt: skip


def fleiss_kappa(units: Sequence[Sequence[Hashable]]) -> Kappa:
    """Return Fleiss' kappa (1971) of units x raters codes; raters are exchangeable.

    Every unit needs the same number of codes, two or more: ValueError otherwise.
    """
    sizes = {len(unit) for unit in units}
    if len(sizes) != 1 or min(sizes) < 2:
        raise ValueError("every unit needs the same number of codes, two or more")
    m = sizes.pop()
    names = sorted({code for unit in units for code in unit}, key=str)
    counts = np.array([[list(unit).count(name) for name in names] for unit in units], dtype=float)
    shares = counts.sum(axis=0) / counts.sum()
    agreement = ((counts**2).sum(axis=1) - m) / (m * (m - 1))
    observed, expected = float(agreement.mean()), float((shares**2).sum())
    apart = (counts * (m - counts)).sum(axis=0)
    chance = len(units) * m * (m - 1) * shares * (1 - shares)
    each = tuple(
        (str(name), 1 - float(a) / float(c) if c > 0 else None)
        for name, a, c in zip(names, apart, chance, strict=True)
    )
    return Kappa(_corrected(observed, expected), observed, expected, each)


def _weights(q: int, weighting: Weighting) -> Table:
    if weighting == "none" or q < 2:
        return np.eye(q)
    apart = np.abs(np.subtract.outer(np.arange(q), np.arange(q))) / (q - 1)
    return np.asarray(1 - (apart if weighting == "linear" else apart**2))


def _corrected(observed: float, chance: float) -> float | None:
    return (observed - chance) / (1 - chance) if chance < 1 - 1e-12 else None
