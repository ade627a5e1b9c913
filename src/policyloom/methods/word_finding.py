"""Words of texts that put no spaces between them, found in the texts themselves.

A run of 2 to 6 letters counts as a word where it meets many different neighbours: its accessor
variety is the smaller of the numbers of distinct characters before and behind it, the edge of a run
of letters being a new one each time (Feng, Chen, Deng and Zheng 2004, Computational Linguistics
30(1)). A text is then cut so that the sum over its words of

    length^1.5 * ln(accessor variety)

is largest (the weight by length is ours: without one, parts of long words always win); single
letters that remain are no words. No dictionary is needed, so the words hang on the texts: a word
that few texts use is not found. Latin words stand between spaces and are taken as they are,
numbers are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 6
_LENGTH = 1.5
_RANGES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF), (0xAC00, 0xD7A3))
"""Chinese characters and Korean syllables."""

_NOT_FIRST = tuple(map(ord, "的了和与及或等之是"))
_NOT_LAST = tuple(map(ord, "的了和与及或等之是在为对以于由将把被让使并而"))
"""Particles and conjunctions with which no word of policy texts begins, or ends."""

_LATIN = re.compile(r"(?<![a-z0-9])(?=[0-9]*[a-z])[a-z0-9](?:[a-z0-9+.-]*[a-z0-9+])?")
_BITS = 21
"""Bits of a code point; a run is numbered above them."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class _Words:
    """The words of one length: where they stand, and the accessor variety at each place."""

    length: int
    at: Numbers
    variety: Numbers


def accessor_variety(texts: Sequence[str], least: int = 4) -> dict[str, int]:
    """Return the runs of 2 to 6 letters whose accessor variety is at least so much, sorted.

    Texts are in one form (`term_finding.folded`). Raises ValueError for a least variety under 2.
    """
    joined = _joined(texts)
    found: dict[str, int] = {}
    for words in _words(_codes(joined), least):
        for at, variety in zip(words.at.tolist(), words.variety.tolist(), strict=True):
            found[joined[at : at + words.length]] = variety
    return dict(sorted(found.items()))


def words_of(texts: Sequence[str], least: int = 4) -> list[list[str]]:
    """Cut every text into its words, in order, Latin words behind the others.

    Texts are in one form (`term_finding.folded`); `least` is the accessor variety from which a run
    of letters is a word. Raises ValueError for a least variety under 2.
    """
    joined = _joined(texts)
    codes = _codes(joined)
    at, lengths = _cut(codes, _words(codes, least))
    ends = np.cumsum([len(text) + 1 for text in texts])
    made: list[list[str]] = [[] for _ in texts]
    places = zip(np.searchsorted(ends, at).tolist(), at.tolist(), lengths.tolist(), strict=True)
    for text, start, length in places:
        made[text].append(joined[start : start + length])
    return [[*own, *_LATIN.findall(text)] for own, text in zip(made, texts, strict=True)]


def _joined(texts: Sequence[str]) -> str:
    return "\0".join(["", *texts, ""])


def _codes(joined: str) -> Numbers:
    """Return all texts as one array of letters; 0 for whatever else, and between texts."""
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype="<u4").astype(np.int64)
    kept = np.zeros(len(codes), dtype=bool)
    for low, high in _RANGES:
        kept |= (codes >= low) & (codes <= high)
    return np.where(kept, codes, 0)


def _words(codes: Numbers, least: int) -> list[_Words]:
    """Return the words by length.

    A run that occurs less often than `least` cannot have that variety, and what holds it occurs no
    more often: each length looks only at places where the shorter run was frequent. The array
    begins and ends with 0, so every run of letters has a neighbour on either side.
    """
    if least < 2:
        raise ValueError(f"the least accessor variety is 2, not {least}")
    at = np.flatnonzero(codes)
    numbers = np.unique(codes[at], return_inverse=True)[1]
    made = []
    for length in range(2, LONGEST + 1):
        going = codes[at + length - 1] > 0
        at, last = at[going], codes[at[going] + length - 1]
        keys = numbers[going] << _BITS | last
        numbers, counts = np.unique(keys, return_inverse=True, return_counts=True)[1:]
        before = _different(numbers, codes[at - 1], len(counts))
        behind = _different(numbers, codes[at + length], len(counts))
        variety = np.minimum(before, behind)[numbers]
        fit = ~np.isin(codes[at], _NOT_FIRST) & ~np.isin(last, _NOT_LAST) & (variety >= least)
        made.append(_Words(length, at[fit], variety[fit]))
        frequent = counts[numbers] >= least
        at, numbers = at[frequent], numbers[frequent]
    return made


def _different(numbers: Numbers, neighbours: Numbers, size: int) -> Numbers:
    """Count the distinct neighbours of each number; an edge (0) is a new one each time."""
    inside = neighbours > 0
    edges = np.bincount(numbers[~inside], minlength=size)
    pairs = np.unique(numbers[inside] << _BITS | neighbours[inside])
    return edges + np.bincount(pairs >> _BITS, minlength=size)


def _cut(codes: Numbers, words: Sequence[_Words]) -> tuple[Numbers, Numbers]:
    """Return where the words of the best cut begin and how long they are, in order.

    All runs of letters are cut side by side, a letter a round. `best` at a place is the sum over
    the words before it, `choice` the length of the last of them (1 for a single letter).
    """
    size = len(codes)
    gain = {}
    for own in words:
        gain[own.length] = np.full(size, -np.inf)
        gain[own.length][own.at] = own.length**_LENGTH * np.log(own.variety)
    letters = codes > 0
    starts = np.flatnonzero(letters[1:] & ~letters[:-1]) + 1
    ends = np.flatnonzero(letters[:-1] & ~letters[1:]) + 1
    best, choice = np.zeros(size), np.ones(size, dtype=np.int64)
    lengths = ends - starts
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    for k in range(1, int(lengths[0]) + 1 if len(lengths) else 1):
        at = starts[: int(np.searchsorted(-lengths, -k, side="right"))] + k
        best[at] = best[at - 1]
        for length in range(2, min(k, LONGEST) + 1):
            total = best[at - length] + gain[length][at - length]
            better = total > best[at]
            best[at] = np.where(better, total, best[at])
            choice[at] = np.where(better, length, choice[at])
    return _chosen(choice, starts, starts + lengths)


def _chosen(choice: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Walk back from the ends of the runs; return the words in the order of the texts."""
    at = ends.copy()
    begun, lengths = [at[:0]], [at[:0]]
    while len(at):
        length = choice[at]
        at = at - length
        begun.append(at[length > 1])
        lengths.append(length[length > 1])
        going = at > starts
        at, starts = at[going], starts[going]
    found = np.concatenate(begun)
    order = np.argsort(found)
    return found[order], np.concatenate(lengths)[order]
