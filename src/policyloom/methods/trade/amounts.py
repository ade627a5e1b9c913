"""What every trade indicator asks of its arrays, and division that never gives infinity."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]
"""An array of double precision, or single where single was given."""


def amounts(values: ArrayLike, name: str, dimensions: int | None = None) -> Floats:
    """Return values as floats; single precision stays single, everything else becomes double.

    Raises ValueError for another number of dimensions and for a negative, NaN or infinite value.
    """
    array = np.asarray(values)
    if array.dtype != np.float32:
        array = array.astype(np.float64, copy=False)
    if dimensions is not None and array.ndim != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimensions, not {array.ndim}")
    # One pass each: a NaN makes the minimum NaN, so the comparison fails for it too.
    if array.size and not (array.min() >= 0 and array.max() < np.inf):
        raise ValueError(f"{name} must be finite and not negative")
    return array


def same_shape(first: Floats, second: Floats, names: str) -> None:
    """Raise ValueError where two arrays that belong together differ in shape."""
    if first.shape != second.shape:
        raise ValueError(f"{names} must have one shape, not {first.shape} and {second.shape}")


def ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    """Divide; NaN where the divisor is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        divided = np.asarray(np.divide(above, below))
    return np.where(np.asarray(below) == 0, np.nan, divided).astype(divided.dtype, copy=False)


def shares(values: Floats) -> Floats:
    """Return each amount as a share of its sum over products (last axis); NaN where that is 0."""
    return ratio(values, values.sum(axis=-1, keepdims=True))
