"""Parameters of fit of set relations: consistency, coverage, PRI, relevance of necessity.

X and Y are memberships in 0..1, one per case. Where a denominator is zero the measure is undefined
and None is returned, never 0 or 1.

Sources: Ragin (2006, Political Analysis 14:291); Ragin (2008, Redesigning Social Inquiry) for PRI;
Schneider and Wagemann (2012, Set-Theoretic Methods) for the relevance of necessity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Membership = NDArray[np.float64]


@dataclass(frozen=True)
class Sufficiency:
    """How far X is a subset of Y.

    inclS = sum min(X,Y) / sum X; covS = sum min(X,Y) / sum Y;
    PRI = (sum min(X,Y) - sum min(X,Y,1-Y)) / (sum X - sum min(X,Y,1-Y)).
    """

    inclS: float | None  # noqa: N815 - the field's own name, as in every printed table
    PRI: float | None
    covS: float | None  # noqa: N815


@dataclass(frozen=True)
class Necessity:
    """How far Y is a subset of X.

    inclN = sum min(X,Y) / sum Y; covN = sum min(X,Y) / sum X;
    RoN = sum (1-X) / sum (1 - min(X,Y)).
    """

    inclN: float | None  # noqa: N815
    RoN: float | None
    covN: float | None  # noqa: N815


def sufficiency(x: Membership, y: Membership) -> Sufficiency:
    """Return consistency, PRI and raw coverage of X as sufficient for Y."""
    both = np.minimum(x, y)
    shared, doubtful = float(both.sum()), float(np.minimum(both, 1 - y).sum())
    total = float(x.sum())
    return Sufficiency(
        _ratio(shared, total),
        _ratio(shared - doubtful, total - doubtful),
        _ratio(shared, float(y.sum())),
    )


def necessity(x: Membership, y: Membership) -> Necessity:
    """Return consistency, relevance and coverage of X as necessary for Y."""
    both = np.minimum(x, y)
    shared = float(both.sum())
    return Necessity(
        _ratio(shared, float(y.sum())),
        _ratio(float((1 - x).sum()), float((1 - both).sum())),
        _ratio(shared, float(x.sum())),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 1e-12 else None
