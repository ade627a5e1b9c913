"""Stock phrases: told by how widely they are spread among the sources.

A phrase that stands in many sources can be attributed to none of them. Spread is counted in
sources, not in all texts, where the two are apart: what stands in one central document and in five
hundred local ones is a success, what stands in every second central document is a formula. Sources
that go on alike around a span are copies of one another and count once. A span is boilerplate where
hardly any of its seeds is distinctive, that is, stands in few sources. Long spans need more spread
than short ones, and where sources are not apart from the rest, long spans never are boilerplate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.folding import Codes, Integers
from policyloom.methods.reuse.ordering import stretch_at, stretch_from
from policyloom.methods.reuse.seeds import SEED, roll
from policyloom.methods.reuse.table import Lookup, first_entry, last_entry, logarithm

SHORT = 60
"""Folded characters up to which a span of sources that are apart is short."""

SHORT_TOGETHER = 48
"""The same where sources are not apart from the rest."""

_LOOKS = 12
_AROUND = 8
_LONGEST = 1 << 15
_SCATTER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Spread:
    """When a seed is widely spread: it stands in so many sources in different surroundings.

    `lonely` holds for a short span that is all that two texts share, `sources` for other spans up
    to `short` characters; from there on it grows by itself with every `growth` characters more, or,
    where `growth` is 0, longer spans are never boilerplate.
    """

    sources: int
    lonely: int
    short: int
    growth: int

    @property
    def numbers(self) -> Integers:
        """Return the four as the kernels take them."""
        return np.array([self.sources, self.lonely, self.short, self.growth], dtype=np.int64)


def spread_of(sources: int, *, apart: bool) -> Spread:
    """Return when seeds are widely spread, by the logarithm of the number of sources.

    `apart` tells whether sources and receivers are different texts.
    """
    more = round(math.log2(max(1.0, sources / 300)))
    least = (3 if apart else 6) + more
    lonely = -(-least * 2 // 3)
    if apart:
        return Spread(least, lonely, SHORT, 30)
    return Spread(least, lonely, SHORT_TOGETHER, 0)


@kernel
def enough_sources(length: int, spread: Integers) -> int:
    """Return in how many sources the seeds of a span of a length must stand; -1 for never."""
    if length <= spread[2]:
        return int(spread[0])
    if spread[3] == 0:
        return -1
    return int(spread[0] + spread[0] * (length - spread[2]) // spread[3])


@kernel
def _same_around(codes: Codes, stretch: tuple[int, int], shift: int) -> bool:
    """Tell whether a stretch goes on alike, to the left or to the right, `shift` codes away."""
    left = right = 0
    while left < _AROUND and codes[stretch[0] - 1 - left] != 0:
        if codes[stretch[0] - 1 - left] != codes[stretch[0] - 1 - left + shift]:
            break
        left += 1
    while right < _AROUND and codes[stretch[1] + right] != 0:
        if codes[stretch[1] + right] != codes[stretch[1] + right + shift]:
            break
        right += 1
    return max(left, right) == _AROUND


@kernel
def _independent(
    sources: tuple[Codes, Integers],
    entries: NDArray[np.uint64],
    stretch: tuple[int, int],
    seed: tuple[int, int, int, int],
) -> int:
    """Return in how many sources a seed stands, `enough` where they are that many or more.

    `seed` is where it stands in the stretch, the range of its entries, and what is enough. A source
    where the stretch goes on alike is a copy of the passage around it, no proof of spread.
    """
    codes, starts = sources
    at, low, high, enough = seed
    found, begin, end, text = 1, int(np.int64(0)), int(np.int64(0)), int(np.int64(0))
    if high - low < enough:
        return high - low
    own_begin = starts[stretch_at(starts, stretch[0])]
    for k in range(low, high):
        if found >= enough:
            break
        place = np.int64(entries[k] & np.uint64(0xFFFFFFFF))
        if begin <= place < end:
            continue
        text = stretch_from(starts, int(place), text)
        begin, end = starts[text], starts[text + 1]
        inside = stretch[0] + place - at > begin and stretch[1] + place - at < end
        if begin == own_begin or (inside and _same_around(codes, stretch, int(place - at))):
            continue
        found += 1
    return found


@kernel
def widely_spread(
    sources: tuple[Codes, Integers],
    stretch: tuple[int, int],
    lookup: Lookup,
    ground: tuple[Integers, int],
) -> bool:
    """Tell whether a stretch of a source is made of stock phrases.

    Args:
        sources: the codes of all, and where each begins.
        stretch: where it begins and ends in the codes.
        lookup: the table of the sources.
        ground: the weights of codes, and the number of sources that is widely spread (-1: none).
    """
    entries, directory, _ = lookup
    weights, enough = ground
    if enough < 0:
        return False
    hashes = np.empty(stretch[1] - stretch[0], dtype=np.uint64)
    roll(sources[0][stretch[0] : stretch[1]], weights, int(np.int64(SEED)), hashes)
    seeds = 0
    while seeds < len(hashes) and hashes[seeds] != 0:
        seeds += 1
    if seeds == 0:
        return False
    shift = 64 - logarithm(len(directory) - 1)
    stride = max(1, seeds // _LOOKS)
    distinctive = 0
    most = max(min(8, (seeds + 1) // 2) // stride, seeds // stride // 5)
    for at in range(0, seeds, stride):
        if distinctive + (seeds - 1 - at) // stride + 1 < most:
            return True
        low, limit = first_entry(entries, directory, shift, hashes[at])
        high = last_entry(entries, low, limit, hashes[at])
        seed = (stretch[0] + at, low, high, enough)
        if _independent(sources, entries, stretch, seed) < enough:
            distinctive += 1
            if distinctive >= most:
                return False
    return True


@kernel
def spread_before(
    sources: tuple[Codes, Integers],
    stretch: tuple[int, int],
    lookup: Lookup,
    ground: tuple[Integers, int],
    known: NDArray[np.uint64],
) -> bool:
    """Tell the same as `widely_spread`, from what was found of this stretch before where it was.

    `known` keeps answers, one a slot, a power of two of them: the stretch and what is enough, above
    the answer. A stock phrase is met again and again at the same place of the same source.
    """
    length, enough = stretch[1] - stretch[0], ground[1]
    if enough < 0:
        return False
    if length >= _LONGEST or enough >= _LONGEST:
        return widely_spread(sources, stretch, lookup, ground)
    key = np.uint64(stretch[0]) << np.uint64(32) | np.uint64(length << 16 | enough << 1)
    slot = np.int64((key * _SCATTER) >> np.uint64(40)) & (len(known) - 1)
    if known[slot] >> np.uint64(1) != key >> np.uint64(1):
        found = widely_spread(sources, stretch, lookup, ground)
        known[slot] = key | np.uint64(found)
    return bool(known[slot] & np.uint64(1) == 1)
