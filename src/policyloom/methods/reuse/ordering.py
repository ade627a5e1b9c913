"""Ordering and looking up in compiled code, kept small so that it is compiled quickly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel

_INDEX_BITS = 20
MOST_ROWS = 1 << _INDEX_BITS
"""Rows that `order_by` can order."""

_GAPS = np.array([701 * 3**k for k in range(12, 0, -1)] + [701, 301, 132, 57, 23, 10, 4, 1])


@kernel
def sort_words(words: NDArray[np.uint64], low: int, high: int) -> None:
    """Order a stretch of words in place (Shell 1959, with the gaps of Ciura 2001)."""
    for gap in _GAPS:
        if gap >= high - low and gap > 1:
            continue
        for at in range(low + gap, high):
            word = words[at]
            to = at
            while to >= low + gap and words[to - gap] > word:
                words[to] = words[to - gap]
                to -= gap
            words[to] = word


@kernel
def order_by(rows: NDArray[np.int64], column: int) -> NDArray[np.int64]:
    """Return the order of at most `MOST_ROWS` rows by a column below 2^44; equals keep theirs."""
    keys = np.empty(len(rows), dtype=np.uint64)
    for k in range(len(rows)):
        keys[k] = (np.uint64(rows[k, column]) << np.uint64(_INDEX_BITS)) | np.uint64(k)
    sort_words(keys, int(np.int64(0)), len(keys))
    order = np.empty(len(rows), dtype=np.int64)
    for k in range(len(rows)):
        order[k] = np.int64(keys[k] & np.uint64(MOST_ROWS - 1))
    return order


@kernel
def stretch_at(starts: NDArray[np.signedinteger], place: int) -> int:
    """Return which of the stretches that begin at `starts`, ascending, a place lies in."""
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) >> 1
        if starts[middle] <= place:
            low = middle + 1
        else:
            high = middle
    return low - 1


@kernel
def stretch_from(starts: NDArray[np.signedinteger], place: int, first: int) -> int:
    """Return the same as `stretch_at` where it is `first` or a later one, quicker the nearer."""
    at, step = first, 1
    while at + step < len(starts) and starts[at + step] <= place:
        at += step
        step <<= 1
    while step > 0:
        if at + step < len(starts) and starts[at + step] <= place:
            at += step
        step >>= 1
    return at


@kernel
def wider_words(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return words with as much room again behind them."""
    wider = np.empty(2 * len(words), dtype=np.uint64)
    for k in range(len(words)):
        wider[k] = words[k]
    return wider


@kernel
def copy_rows(to: NDArray[np.int64], at: int, rows: NDArray[np.int64]) -> None:
    """Write rows from place `at` on."""
    for k in range(len(rows)):
        for column in range(rows.shape[1]):
            to[at + k, column] = rows[k, column]


@kernel
def wider_rows(rows: NDArray[np.int64], least: int) -> NDArray[np.int64]:
    """Return rows with room for `least`, and at least as much again, all told."""
    wider = np.empty((max(2 * len(rows), least), rows.shape[1]), dtype=np.int64)
    copy_rows(wider, int(np.int64(0)), rows)
    return wider
