"""The table of seeds: where each seed stands in the source texts, for quick looking up.

An entry is 64 bits, the upper half of the seed's hash above its position; entries are ordered, so
those of one seed lie together in the order of the texts. A directory over the leading bits of the
hash leads to a handful of entries, and a bit map over more of them (Bloom 1970, one hash) spares
most seeds that stand nowhere the way there. Ordering is a radix sort in two passes, each within
the reach of the processor's caches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.folding import Codes, Integers, tables
from policyloom.methods.reuse.ordering import sort_words
from policyloom.methods.reuse.seeds import SEED, Hashes, roll

Words = NDArray[np.uint64]
Lookup = tuple[Words, NDArray[np.uint32], Words]
"""Entries, directory, bit map: what the kernels take."""

MOST_CODES = 2**32 - 1
"""Positions have 32 bits."""

_CHUNK = 1 << 20
_PARTS = 11
_LOW = np.uint64(0xFFFFFFFF)


class TooManyCharactersError(ValueError):
    """More characters than one table can address (2^32 - 1)."""


@dataclass(frozen=True)
class SeedTable:
    """The entries of all seeds with their directory and bit map."""

    entries: Words
    directory: NDArray[np.uint32]
    bits: Words

    @property
    def lookup(self) -> Lookup:
        """Return the arrays as the kernels take them."""
        return self.entries, self.directory, self.bits


def build_table(codes: Codes, starts: Integers, *, shared_only: bool = False) -> SeedTable:
    """Order the seeds of folded texts.

    Args:
        codes: the folded texts, each followed by END.
        starts: where each begins, and the end of all.
        shared_only: the bit map tells only of seeds that stand at two places at least, which is
            enough where every text that is looked up is in the table itself.

    Raises:
        TooManyCharactersError: positions would not fit.
    """
    if len(codes) > MOST_CODES:
        raise TooManyCharactersError(len(codes))
    width = _width(len(codes))
    parts = min(width, _PARTS)
    counts = np.zeros((1 << parts) + 1, dtype=np.int64)
    for _, hashes in _rolled(codes, starts):
        _count(hashes, 64 - parts, counts)
    bounds = np.cumsum(counts)
    entries = np.empty(bounds[-1], dtype=np.uint64)
    cursor = bounds[:-1].copy()
    for first, hashes in _rolled(codes, starts):
        _scatter(hashes, first, 64 - parts, (cursor, entries))
    _refine(entries, bounds, width - parts, 64 - width)
    return _finish(entries, width, shared_only=shared_only)


def merge_tables(old: SeedTable, new: SeedTable, offset: int) -> SeedTable:
    """Add the entries of texts that stand `offset` codes behind the others; both stay ordered."""
    entries = np.empty(len(old.entries) + len(new.entries), dtype=np.uint64)
    _merge(old.entries, new.entries + np.uint64(offset), entries)
    return _finish(entries, _width(len(entries)), shared_only=False)


def _finish(entries: Words, width: int, *, shared_only: bool) -> SeedTable:
    directory = np.empty((1 << width) + 1, dtype=np.uint32)
    bits = np.zeros(1 << max(0, min(width + 5, 28) - 6), dtype=np.uint64)
    _direct(entries, 64 - width, directory)
    _mark(entries, bits, 2 if shared_only else 1)
    return SeedTable(entries, directory, bits)


def _width(entries: int) -> int:
    """Return the bits of the directory: four entries a place or so."""
    return min(26, max(4, entries.bit_length() - 2))


def _rolled(codes: Codes, starts: Integers) -> Iterator[tuple[int, Hashes]]:
    """Yield the hashes of stretches of whole texts, with where each stretch begins."""
    weights = tables()[1]
    first = 0
    while first < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[first] + _CHUNK, side="right")) - 1
        last = min(max(last, first + 1), len(starts) - 1)
        hashes = np.empty(starts[last] - starts[first], dtype=np.uint64)
        roll(codes[starts[first] : starts[last]], weights, SEED, hashes)
        yield int(starts[first]), hashes
        first = last


@kernel
def _count(hashes: Hashes, shift: int, counts: Integers) -> None:
    for value in hashes:
        if value != 0:
            counts[np.int64(value >> np.uint64(shift)) + 1] += 1


@kernel
def _scatter(hashes: Hashes, first: int, shift: int, out: tuple[Integers, Words]) -> None:
    cursor, entries = out
    for at in range(len(hashes)):
        value = hashes[at]
        if value != 0:
            part = np.int64(value >> np.uint64(shift))
            key = value & ~np.uint64(0xFFFFFFFF)
            entries[cursor[part]] = key | np.uint64(first + at)
            cursor[part] += 1


@kernel
def _refine(entries: Words, bounds: Integers, width: int, shift: int) -> None:
    """Order each part by its next `width` bits, counting, then each small bucket whole."""
    places = 1 << width
    counts = np.empty(places + 1, dtype=np.int64)
    for part in range(len(bounds) - 1):
        low, high = int(bounds[part]), int(bounds[part + 1])
        if high - low < 2:
            continue
        held = entries[low:high].copy()
        for place in range(places + 1):
            counts[place] = 0
        for entry in held:
            counts[np.int64((entry >> np.uint64(shift)) & np.uint64(places - 1)) + 1] += 1
        for place in range(places):
            counts[place + 1] += counts[place]
        for entry in held:
            place = int(np.int64((entry >> np.uint64(shift)) & np.uint64(places - 1)))
            entries[low + counts[place]] = entry
            counts[place] += 1
        begin = int(low)
        for place in range(places):
            if low + counts[place] > begin + 1:
                sort_words(entries, begin, int(low + counts[place]))
            begin = int(low + counts[place])


@kernel
def _direct(entries: Words, shift: int, directory: NDArray[np.uint32]) -> None:
    place = 0
    for at in range(len(entries)):
        bucket = np.int64(entries[at] >> np.uint64(shift))
        while place <= bucket:
            directory[place] = at
            place += 1
    while place < len(directory):
        directory[place] = len(entries)
        place += 1


@kernel
def _mark(entries: Words, bits: Words, least: int) -> None:
    shift = 64
    size = len(bits) * 64
    while size > 1:
        size >>= 1
        shift -= 1
    run = 0
    for at in range(len(entries)):
        same = at > 0 and (entries[at] ^ entries[at - 1]) >> np.uint64(32) == 0
        run = run + 1 if same else 1
        if run == least:
            bit = entries[at] >> np.uint64(shift)
            bits[np.int64(bit >> np.uint64(6))] |= np.uint64(1) << (bit & np.uint64(63))


@kernel
def _merge(old: Words, new: Words, out: Words) -> None:
    left = right = 0
    for at in range(len(out)):
        if right == len(new) or (left < len(old) and old[left] <= new[right]):
            out[at] = old[left]
            left += 1
        else:
            out[at] = new[right]
            right += 1


@kernel
def logarithm(size: int) -> int:
    """Return the whole binary logarithm of a power of two."""
    found = 0
    while size > 1:
        size >>= 1
        found += 1
    return found


@kernel
def first_entry(
    entries: Words, directory: NDArray[np.uint32], shift: int, value: int
) -> tuple[int, int]:
    """Return where the entries of a hash begin or would stand, and where its bucket ends."""
    bucket = np.int64(np.uint64(value) >> np.uint64(shift))
    end = int(directory[bucket + 1])
    return first_within(entries, int(directory[bucket]), end, value), end


@kernel
def first_within(entries: Words, low: int, end: int, value: int) -> int:
    """Return where in a range the entries of a hash begin or would stand."""
    key = np.uint64(value) >> np.uint64(32)
    step = 1
    while low + step <= end and entries[low + step - 1] >> np.uint64(32) < key:
        low += step
        step <<= 1
    while step > 0:
        if low + step <= end and entries[low + step - 1] >> np.uint64(32) < key:
            low += step
        step >>= 1
    return low


@kernel
def last_entry(entries: Words, low: int, limit: int, value: int) -> int:
    """Return where the entries of a hash that begin at `low` end, `limit` at the latest."""
    key = np.uint64(value) >> np.uint64(32)
    high, step = low, 1
    while high + step <= limit and entries[high + step - 1] >> np.uint64(32) == key:
        high += step
        step <<= 1
    while step > 0:
        if high + step <= limit and entries[high + step - 1] >> np.uint64(32) == key:
            high += step
        step >>= 1
    return high
