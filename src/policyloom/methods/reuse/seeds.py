"""Seeds: hashes of short stretches of text, as long as it takes to be telling in their script.

A seed at a position is the shortest stretch from there whose characters weigh enough together:
eight Han characters, nine Hangul syllables or fifteen Latin letters, and mixtures accordingly. Its
hash is a polynomial over the codes modulo 2^64 (Karp and Rabin 1987), rolled over two pointers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.folding import Codes, Integers, fold, tables

SEED = 72
"""The weight of a seed: eight Han characters."""

FINE_SEED = 45
"""The weight of a fine seed, sought only in pairs of texts known to share a passage: five."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_LONGEST = 16

Hashes = NDArray[np.uint64]


@kernel
def roll(codes: Codes, weights: Integers, need: int, out: Hashes) -> None:
    """Write the hash of the seed at each position of `codes`, 0 where a text ends before it.

    `codes` holds whole texts, each followed by END.
    """
    powers = np.ones(_LONGEST + 1, dtype=np.uint64)
    for k in range(_LONGEST):
        powers[k + 1] = powers[k] * _BASE
    head = tail = np.uint64(0)
    end, weight = 0, np.int64(0)
    for at in range(len(codes)):
        if codes[at] == 0:
            out[at] = 0
            head = tail = np.uint64(0)
            end, weight = at + 1, np.int64(0)
            continue
        while weight < need and end < len(codes) and codes[end] != 0:
            head = head * _BASE + (np.uint64(codes[end]) + np.uint64(1)) * _MIX
            weight += weights[codes[end]]
            end += 1
        if weight < need:
            out[at] = 0
        else:
            mixed = head - tail * powers[end - at]
            mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX
            mixed = (mixed ^ (mixed >> np.uint64(29))) * _BASE
            out[at] = mixed | np.uint64(1)
        tail = tail * _BASE + (np.uint64(codes[at]) + np.uint64(1)) * _MIX
        weight -= weights[codes[at]]


def seeds_of(text: str, need: int = SEED) -> tuple[Hashes, NDArray[np.int32]]:
    """Return the hashes of a text's seeds and where they begin.

    Args:
        text: the text as given.
        need: the weight of a seed.

    Returns:
        Hashes (m, uint64) and the code-point offsets (m, int32) in the given text, ascending. Equal
        stretches have equal hashes in every text and every process; a text too short has none.
    """
    folded = fold([text])
    hashes = np.empty(len(folded.codes), dtype=np.uint64)
    roll(folded.codes, tables()[1], need, hashes)
    at = np.flatnonzero(hashes)
    positions = at - 1
    positions = positions + np.searchsorted(folded.drops, positions, side="right")
    return hashes[at], positions.astype(np.int32)
