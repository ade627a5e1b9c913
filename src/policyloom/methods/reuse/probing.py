"""Which seeds two texts share: a text's seeds looked up in the table of the source texts.

A seed that stands at up to `LIGHT` places in the sources leads to each of them, however many texts
look it up: a passage that hundreds copied from one source is found hundreds of times. A seed that
stands at more places is heavy. A passage has light seeds unless as a whole it stands in many
sources; so heavy seeds count only where they run on through a stretch that could itself be a
passage. Such a stretch leads to many sources, or, where it is spread so widely that it is a stock
phrase (`boilerplate`), to the first few: else their number would grow with the square of the texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.boilerplate import enough_sources
from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.folding import HAN, Codes, Integers
from policyloom.methods.reuse.ordering import wider_words
from policyloom.methods.reuse.seeds import SEED, Hashes
from policyloom.methods.reuse.table import (
    Lookup,
    Words,
    first_entry,
    first_within,
    last_entry,
    logarithm,
)

LIGHT = 8
_LOOKS = 8
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True)
class Limits:
    """How many places of a heavy stretch are looked at.

    `stretch` is the least length of a heavy stretch, in seeds; `few` are the most places where it
    is a stock phrase, `many` where it is not.
    """

    stretch: int
    few: int
    many: int

    @property
    def numbers(self) -> Integers:
        """Return the limits as the kernels take them."""
        return np.array([LIGHT, self.stretch, self.few, self.many], dtype=np.int64)


def limits(sources: int, min_length: int) -> Limits:
    """Return the limits for a number of sources; small collections are compared in full."""
    few = min(32, max(1, 200 // max(1, sources)))
    many = min(1000, max(32, 400_000 // max(1, sources)))
    return Limits(max(4, min_length * 8 // 10 - 8), few, many)


@kernel
def _held(hashes: Hashes, stretch: tuple[int, int], bits: Words) -> Integers:
    """Return where in a stretch of a text seeds stand that the bit map tells of.

    Without a branch that depends on what is read, the processor reads many places of the map at
    once; one after another, each would take as long as the memory does.
    """
    to_bit = np.uint64(64 - logarithm(len(bits)) - 6)
    held, count = np.empty(stretch[1] - stretch[0] + 1, dtype=np.int64), 0
    for j in range(stretch[0], stretch[1]):
        bit = hashes[j] >> to_bit
        held[count] = j
        told = bits[np.int64(bit >> np.uint64(6))] >> (bit & np.uint64(63)) & np.uint64(1)
        count += int(np.int64(told) & np.int64(hashes[j] != 0))
    return held[:count]


@kernel
def _buckets(
    hashes: Hashes, held: Integers, directory: NDArray[np.uint32]
) -> tuple[Integers, Integers]:
    """Return where the entries of the seeds at some places may begin, and where they end."""
    shift = np.uint64(64 - logarithm(len(directory) - 1))
    lows, ends = np.empty(len(held), dtype=np.int64), np.empty(len(held), dtype=np.int64)
    for k in range(len(held)):
        bucket = np.int64(hashes[held[k]] >> shift)
        lows[k], ends[k] = directory[bucket], directory[bucket + 1]
    return lows, ends


@kernel
def _push(hits: NDArray[np.uint64], count: int, a: int, b: int) -> NDArray[np.uint64]:
    if count == len(hits):
        hits = wider_words(hits)
    hits[count] = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
    return hits


@kernel
def _push_stretch(
    out: tuple[NDArray[np.uint64], int],
    run: tuple[int, int],
    hashes: Hashes,
    rules: tuple[Lookup, Integers, int],
) -> tuple[NDArray[np.uint64], int]:
    """Add the places of a heavy stretch, by the rarest of a few of its seeds."""
    hits, count = out
    (entries, directory, _), numbers, before = rules
    shift = 64 - logarithm(len(directory) - 1)
    seeds = run[1] - run[0]
    low, high, at = int(np.int64(0)), int(np.int64(0)), run[0]
    for j in range(run[0], run[1], 1 + seeds // _LOOKS):
        first, end = first_entry(entries, directory, shift, hashes[j])
        last = last_entry(entries, first, end, hashes[j])
        if high == 0 or last - first < high - low:
            low, high, at = first, last, j
    enough = enough_sources(seeds + SEED // HAN, numbers[4:])
    most = numbers[2] if high - low >= enough >= 0 else numbers[3]
    for k in range(low, min(high, low + most)):
        place = int(np.int64(entries[k] & _LOW))
        if place >= before:
            break
        hits = _push(hits, count, place, int(np.int64(at)))
        count += 1
    return hits, count


@kernel
def shared_seeds(
    texts: tuple[Codes, Codes, Hashes],
    stretch: tuple[int, int, int],
    lookup: Lookup,
    numbers: Integers,
) -> NDArray[np.uint64]:
    """Return the seeds that one text shares with sources, position in these above that in it.

    Of neighbouring seeds of one passage only the first is returned.

    Args:
        texts: codes of the sources, codes that hold the text, hashes of the latter.
        stretch: where the text begins and ends in its codes, and the position in the sources from
            which on places are not looked at.
        lookup: the table of the sources.
        numbers: the limits, followed by the numbers of the spread.
    """
    a, b, hashes = texts
    entries, directory, bits = lookup
    start, end, before = stretch
    held = _held(hashes, (start, end), bits)
    lows, limits = _buckets(hashes, held, directory)
    rules = (lookup, numbers, before)
    hits, count = np.empty(256, dtype=np.uint64), int(np.int64(0))
    light_before, run, after = False, 0, start
    for k in range(len(held) + 1):
        j, low, high = end + 1, int(np.int64(0)), int(np.int64(0))
        if k < len(held):
            j = held[k]
            low = first_within(entries, lows[k], limits[k], hashes[j])
            high = last_entry(entries, low, min(limits[k], low + numbers[0] + 1), hashes[j])
        heavy = high - low > numbers[0]
        if run > 0 and not (heavy and j == after):
            if run >= numbers[1]:
                hits, count = _push_stretch((hits, count), (after - run, after), hashes, rules)
            run = 0
        if heavy:
            run, low = run + 1, high
        light_before = light_before and j == after
        found = high > low
        while low < high:
            place = int(np.int64(entries[low] & _LOW))
            if place >= before:
                break
            if not light_before or a[place - 1] != b[j - 1]:
                hits = _push(hits, count, place, j)
                count += 1
            low += 1
        light_before, after = found, j + 1
    return hits[:count]
