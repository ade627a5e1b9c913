"""Aggregating normalised indicators (step 6). How much one may make up for another is the choice.

A unit with a missing indicator has no composite: NaN, never a mean over what happens to be there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def weighted_sum(scores: Values, weights: Values) -> Values:
    """Return sum_j w_j z_ij for units x indicators: full compensation."""
    return np.asarray(scores @ weights)


def geometric(scores: Values, weights: Values) -> Values:
    """Return prod_j z_ij ** w_j: a low value is only partly made up for.

    Defined for positive scores; 0 where a weighted score is 0, NaN where one is negative.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        made = np.exp(np.where(weights > 0, weights * np.log(scores), 0.0).sum(axis=1))
    return np.asarray(np.where((scores < 0).any(axis=1), np.nan, made))
