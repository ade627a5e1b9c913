"""Texts as arrays of codes: what does not matter for reuse is folded away, with a way back.

Width (NFKC, one code point to one), case, the many forms of quotation marks and dashes are folded;
white space, line breaks, control and format characters are dropped. Digits are kept as they are:
a changed number is a change. Nothing else is dropped, so a position in the folded text leads back
to the given text by the list of dropped characters alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.compiled import kernel

Codes = NDArray[np.uint16]
Integers = NDArray[np.int64]

END = 0
"""The code between texts; it equals nothing, not even itself, so no passage crosses it."""

_IDENTICAL = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0xD800, 0xF900))
_SAME = {"\"'“”„‟‘’‚‛«»‹›「」『』〝〞＂": '"', "-‐‑‒–—―─━－~〜～∼": "-", "·•・‧∙⋅･": "·"}

HAN, _HANGUL, _KANA, _OTHER = 9, 8, 7, 5
"""How much a character tells: eight Han, nine Hangul or fifteen Latin ones make a seed."""


@dataclass(frozen=True)
class Folded:
    """Several texts folded, one after another, each followed by END (and one END before all).

    `codes` are 16 bits a character (astral ones share the surrogates' range); text k is
    `codes[starts[k]:starts[k + 1] - 1]`. `drops[drop_starts[k]:drop_starts[k + 1]]` are the folded
    positions within text k before which a character was dropped, in order.
    """

    codes: Codes
    starts: Integers
    drops: NDArray[np.int32]
    drop_starts: Integers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def given(self, text: int, start: int, end: int) -> tuple[int, int]:
        """Return the half-open code-point offsets in the given text of a folded range."""
        dropped = self.drops[self.drop_starts[text] : self.drop_starts[text + 1]]
        first = start + int(np.searchsorted(dropped, start, side="right"))
        return first, end + int(np.searchsorted(dropped, end - 1, side="right"))


def fold(texts: Sequence[str]) -> Folded:
    """Fold texts together; hostile code points (lone surrogates) are taken as characters."""
    ends = np.cumsum(np.fromiter((len(t) for t in texts), np.int64, len(texts)))
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(joined, dtype=np.uint32)
    codes = np.empty(len(points) + len(texts) + 1, dtype=np.uint16)
    starts = np.empty(len(texts) + 1, dtype=np.int64)
    drops = np.empty(len(points), dtype=np.int32)
    drop_starts = np.empty(len(texts) + 1, dtype=np.int64)
    used, dropped = _fold(points, ends, tables()[0], (codes, starts, drops, drop_starts))
    return Folded(codes[:used].copy(), starts, drops[:dropped].copy(), drop_starts)


@kernel
def _fold(
    points: NDArray[np.uint32],
    ends: Integers,
    table: Codes,
    out: tuple[Codes, Integers, NDArray[np.int32], Integers],
) -> tuple[int, int]:
    codes, starts, drops, drop_starts = out
    used, dropped, at = 1, 0, 0
    codes[0] = 0
    for text in range(len(ends)):
        starts[text] = used
        drop_starts[text] = dropped
        while at < ends[text]:
            point = points[at]
            if point < 0x10000:
                code = table[point]
            else:
                code = np.uint16(0xD800 + point % 2048)
            if code == 0:
                drops[dropped] = used - starts[text]
                dropped += 1
            else:
                codes[used] = code
                used += 1
            at += 1
        codes[used] = 0
        used += 1
    starts[len(ends)] = used
    drop_starts[len(ends)] = dropped
    return used, dropped


@cache
def tables() -> tuple[Codes, NDArray[np.int64]]:
    """Return, by code point of the basic plane, the folded code and the weight of a code."""
    codes = np.arange(0x10000, dtype=np.uint16)
    at = 0
    for low, high in (*_IDENTICAL, (0x10000, 0x10000)):
        for point in range(at, low):
            codes[point] = _folded(chr(point))
        at = high
    for marks, code in _SAME.items():
        codes[[ord(mark) for mark in marks]] = ord(code)
    weights = np.full(0x10000, _OTHER, dtype=np.int64)
    for low, high, weight in (
        (0x3040, 0x3100, _KANA),
        (0x3400, 0x4DC0, HAN),
        (0x4E00, 0xA000, HAN),
        (0xAC00, 0xD7A4, _HANGUL),
        (0xD800, 0xE000, HAN),
        (0xF900, 0xFB00, HAN),
    ):
        weights[low:high] = weight
    weights[END] = 0
    return codes, weights


def _folded(character: str) -> int:
    """Return the code of a character, 0 where it is dropped."""
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return END
    wide = unicodedata.normalize("NFKC", character)
    lower = (wide if len(wide) == 1 else character).lower()
    return ord(lower) if len(lower) == 1 and ord(lower) < 0x10000 else ord(character)
