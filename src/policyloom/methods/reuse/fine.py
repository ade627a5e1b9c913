"""Fine seeds: a second look at two texts that are known to share a passage.

Copying clusters: who took one paragraph over took others, and changed some of them until no seed
of ordinary length was left. In such pairs seeds of five Han characters are compared, outside the
spans found already; among all pairs they would be chance by far, within one pair they are few.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.extension import Rows
from policyloom.methods.reuse.folding import Codes, Integers
from policyloom.methods.reuse.ordering import wider_words
from policyloom.methods.reuse.seeds import FINE_SEED, Hashes, roll

_MOST = 8
"""Places of one fine seed that are looked at."""

_MAP = 1 << 16
"""Places of the map of hashes: within the nearest cache, and few by chance."""


@kernel
def _cover(hashes: Hashes, offset: int, spans: Rows) -> None:
    """Clear the hashes within spans."""
    for k in range(len(spans)):
        for at in range(spans[k, 2] - offset, spans[k, 3] - offset):
            hashes[at] = 0


@kernel
def _chains(hashes: Hashes, places: Integers) -> tuple[Integers, Integers]:
    """Return the first of some places in each slot and the next of each, from 1; 0 where none."""
    size = 16
    while size < 2 * len(places):
        size *= 2
    heads, following = np.zeros(size, dtype=np.int64), np.empty(len(places), dtype=np.int64)
    for k in range(len(places) - 1, -1, -1):
        slot = np.int64(hashes[places[k]] >> np.uint64(20)) & (size - 1)
        following[k] = heads[slot]
        heads[slot] = k + 1
    return heads, following


@kernel
def _shared(hashes: Hashes, others: Hashes) -> Integers:
    """Return the places of hashes that may stand among others too, by a bit map of these."""
    bits = np.zeros(_MAP, dtype=np.uint8)
    for other in others:
        bits[np.int64(other >> np.uint64(40)) & (_MAP - 1)] = 1
    found, count = np.empty(len(hashes) + 1, dtype=np.int64), 0
    for at in range(len(hashes)):
        found[count] = at
        told = bits[np.int64(hashes[at] >> np.uint64(40)) & (_MAP - 1)]
        count += int(np.int64(told) & np.int64(hashes[at] != 0))
    return found[:count]


@kernel
def fine_seeds(
    a: Codes, b: Codes, places: tuple[int, int, int, int], spans: Rows, weights: Integers
) -> NDArray[np.uint64]:
    """Return the fine seeds of two texts outside the spans, position in `a` above that in `b`.

    `places` are where the first text begins and ends in `a`, and the second in `b`.
    """
    start_a, end_a, start_b, end_b = places
    in_a, in_b = np.empty(end_a - start_a, np.uint64), np.empty(end_b - start_b, np.uint64)
    roll(a[start_a:end_a], weights, int(np.int64(FINE_SEED)), in_a)
    roll(b[start_b:end_b], weights, int(np.int64(FINE_SEED)), in_b)
    _cover(in_b, start_b, spans)
    held_b = _shared(in_b, in_a)
    held_a = _shared(in_a, in_b[held_b])
    heads, following = _chains(in_a, held_a)
    hits, count = np.empty(256, dtype=np.uint64), 0
    after, seen = 0, _MOST
    for j in held_b:
        looked = seen < _MOST if j == after else in_b[j - 1] != 0
        k, seen = heads[np.int64(in_b[j] >> np.uint64(20)) & (len(heads) - 1)] - 1, 0
        while k >= 0 and seen < _MOST:
            at = held_a[k]
            if in_a[at] == in_b[j]:
                seen += 1
                if not (looked and a[start_a + at - 1] == b[start_b + j - 1]):
                    if count == len(hits):
                        hits = wider_words(hits)
                    hits[count] = (np.uint64(start_a + at) << np.uint64(32)) | np.uint64(
                        start_b + j
                    )
                    count += 1
            k = following[k] - 1
        after = j + 1
    return hits[:count]
