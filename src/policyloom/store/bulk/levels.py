"""Parquet's encoding of small whole numbers: runs of one value, and values packed bit by bit.

Source: Apache Parquet, Encodings, "Run Length Encoding / Bit-Packing Hybrid" (RLE = 3). Codes of
a dictionary and the marks of which cells are filled are written so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def varint(value: int) -> bytes:
    """Return a number of zero or more, seven bits a byte, the lowest first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def bits_for(count: int) -> int:
    """Return the width of the codes of a dictionary of `count` entries; at least one bit."""
    return max(1, (count - 1).bit_length())


def run(value: int, count: int, width: int) -> bytes:
    """Return one value `count` times."""
    if count == 0:
        return b""
    return varint(count << 1) + int(value).to_bytes((width + 7) // 8, "little")


def packed(values: NDArray[Any], width: int) -> bytes:
    """Return values one after another, in groups of eight; what is left over as single runs.

    So that the bytes of two calls may stand one after the other.
    """
    whole = len(values) // 8 * 8
    out = b""
    if whole:
        head = values[:whole].astype(np.uint32, copy=False)
        bits = head if width == 1 else head[:, np.newaxis] >> np.arange(width, dtype=np.uint32) & 1
        out = (
            varint(whole // 8 << 1 | 1)
            + np.packbits(bits.astype(np.uint8), axis=None, bitorder="little").tobytes()
        )
    return out + b"".join(run(int(value), 1, width) for value in values[whole:])


def repeated(values: Sequence[int] | NDArray[Any], times: int, width: int) -> bytes:
    """Return each value `times` times, one after the other."""
    return b"".join(run(int(value), times, width) for value in values)


def marks(filled: NDArray[np.bool_]) -> bytes:
    """Return which of the cells are filled."""
    if len(filled) and filled.all():
        return run(1, len(filled), 1)
    return packed(filled, 1) if filled.any() else run(0, len(filled), 1)
