"""From a seed to the passage around it: greedy extension within a band.

From the seed outwards equal characters score one. At a difference the nearest place is sought, at
most `BAND` characters on in either text, from where both agree again for two Han characters or
four Latin letters; what is passed over costs one a character of the longer side. Extension ends
where nothing is found or the score has fallen `DROP` below its best (the X-drop of Altschul and
others 1997, the greedy alignment of Zhang and others 2000), and the passage ends at that best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.folding import Codes, Integers
from policyloom.methods.reuse.ordering import MOST_ROWS, copy_rows, wider_rows

BAND = 8
DROP = 12
_AGREE = 18
"""The weight of what must agree after a difference."""

SHORTEST = 10
"""Shorter pieces are not kept, not even for joining."""

_SEEN = 64

Rows = NDArray[np.int64]
"""Pieces or spans, one a row: a_start, a_end, b_start, b_end, equal characters; folded offsets."""


def _orders() -> NDArray[np.int64]:
    """Return what may be passed over in both texts, cheapest first, substitutions first."""
    pairs = [(a, b) for a in range(BAND + 1) for b in range(BAND + 1) if a or b]
    return np.array(sorted(pairs, key=lambda p: (max(p), abs(p[0] - p[1]), p)), dtype=np.int64)


ORDERS = _orders()


@kernel
def _room(codes: Codes, at: int, step: int) -> int:
    """Return how many characters within the band are left in the text."""
    room = 0
    while room < BAND and codes[at + step * room] != 0:
        room += 1
    return room


@kernel
def _resume(
    a: Codes, b: Codes, at: tuple[int, int, int, int], ground: tuple[Integers, Rows]
) -> int:
    """Return which of the orders leads to where both texts agree again, -1 for none.

    `at` is where they differ, the direction, and the most that may be passed over.
    """
    weights, orders = ground
    i, j, step, most = at
    room_a, room_b = _room(a, i, step), _room(b, j, step)
    for k in range(len(orders)):
        over_a, over_b = orders[k, 0], orders[k, 1]
        if max(over_a, over_b) > most:
            break
        if over_a > room_a or over_b > room_b:
            continue
        u, v = i + step * over_a, j + step * over_b
        agreed = 0
        while agreed < _AGREE and a[u] == b[v] and a[u] != 0:
            agreed += weights[a[u]]
            u += step
            v += step
        if agreed >= _AGREE:
            return k
    return -1


@kernel
def walk(
    a: Codes, b: Codes, at: tuple[int, int], step: int, ground: tuple[Integers, Rows]
) -> tuple[int, int, int]:
    """Extend from the first characters to compare, `step` 1 to the right and -1 to the left.

    Returns how many characters of a and of b the extension takes, and how many are equal.
    """
    i, j = at
    score = best = equal = best_equal = 0
    best_i, best_j = i, j
    while True:
        while a[i] == b[j] and a[i] != 0:
            i += step
            j += step
            score += 1
            equal += 1
        if score > best:
            best, best_i, best_j, best_equal = score, i, j, equal
        k = _resume(a, b, (i, j, step, score - best + DROP), ground)
        if k < 0:
            return abs(best_i - at[0]), abs(best_j - at[1]), best_equal
        over_a, over_b = ground[1][k, 0], ground[1][k, 1]
        i, j, score = i + step * over_a, j + step * over_b, score - max(over_a, over_b)


@kernel
def grow(
    a: Codes, b: Codes, seed: tuple[int, int], need: int, ground: tuple[Integers, Rows]
) -> tuple[int, int, int, int, int]:
    """Return the piece around a seed; no equal characters where the seed is a chance of hashing."""
    i, j = seed
    weight, at = 0, 0
    while weight < need and a[i + at] == b[j + at] and a[i + at] != 0:
        weight += ground[0][a[i + at]]
        at += 1
    if weight < need:
        return i, i, j, j, 0
    right_a, right_b, right = walk(a, b, (i, j), int(np.int64(1)), ground)
    left_a, left_b, left = walk(a, b, (i - 1, j - 1), int(np.int64(-1)), ground)
    return i - left_a, i + right_a, j - left_b, j + right_b, left + right


@kernel
def pieces(
    a: Codes, b: Codes, hits: NDArray[np.uint64], need: int, ground: tuple[Integers, Rows, Rows]
) -> Rows:
    """Extend the seeds that two texts share.

    Args:
        a: codes that hold the one text, with END around it.
        b: codes that hold the other.
        hits: the position in `a` above that in `b`, 32 bits each, in order.
        need: the weight of these seeds.
        ground: weights of the codes, what may be passed over, and pieces known already.

    Returns:
        The pieces, those known first.
    """
    weights, orders, known = ground
    found = np.empty((len(known) + min(len(hits), 16), 5), dtype=np.int64)
    copy_rows(found, int(np.int64(0)), known)
    count = len(known)
    for hit in hits:
        i, j = int(np.int64(hit >> np.uint64(32))), int(np.int64(hit & np.uint64(0xFFFFFFFF)))
        covered = False
        for k in range(max(0, count - _SEEN), count):
            row = found[k]
            if row[0] <= i < row[1] and row[2] <= j < row[3]:
                covered = True
                break
        if covered:
            continue
        a0, a1, b0, b1, equal = grow(a, b, (i, j), need, (weights, orders))
        if equal < SHORTEST or count == MOST_ROWS:
            continue
        if count == len(found):
            found = wider_rows(found, count + 8)
        found[count, 0], found[count, 1], found[count, 2], found[count, 3] = a0, a1, b0, b1
        found[count, 4] = equal
        count += 1
    return found[:count]
