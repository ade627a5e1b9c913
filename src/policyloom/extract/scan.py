"""Anchored scanning: find a rare character first, then match only around it.

`str.find` runs at the speed of memory, a regular expression at a few megabytes a second. A rule
that must contain one of a few rare characters (年, 号, %) is therefore looked for there and
nowhere else; the local match sees a window of bounded length, so the whole scan is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

_SENTENCE_ENDS = re.compile(r"[。；！？;!?\n]")
_BRACKETS = re.compile(r"[（(【\[〔［）)】\]〕］]")
_ONE_DIGIT = bytes(0x30 if 0x30 <= code <= 0x39 else 0x3F for code in range(256))
_WIDE_DIGITS = "０１２３４５６７８９"
_OPENING = frozenset("（(【[〔［")


def places(text: str, literal: str, start: int = 0) -> Iterator[int]:
    """Yield every offset at which a literal stands, in order."""
    step = len(literal)
    at = text.find(literal, start)
    while at >= 0:
        yield at
        at = text.find(literal, at + step)


def places_of_any(text: str, literals: Sequence[str]) -> list[int]:
    """Return the offsets of several literals, sorted, each offset once."""
    found: set[int] = set()
    for literal in literals:
        found.update(places(text, literal))
    return sorted(found)


def digit_runs(text: str) -> list[tuple[int, int]]:
    """Return the spans of runs of ASCII and of full-width digits, in order.

    The text is made a byte a character, all digits one byte, so that memory search finds them.
    """
    runs: list[tuple[int, int]] = []
    plain = text.encode("ascii", "replace").translate(_ONE_DIGIT)
    start = plain.find(b"0")
    while start >= 0:
        end = plain.find(b"?", start)
        end = len(plain) if end < 0 else end
        runs.append((start, end))
        start = plain.find(b"0", end)
    wide = list(_wide_runs(text))
    return sorted(runs + wide) if wide else runs


def _wide_runs(text: str) -> Iterator[tuple[int, int]]:
    last = -1
    for start in places_of_any(text, _WIDE_DIGITS):
        if start < last:
            continue
        last = start + 1
        while last < len(text) and text[last] in _WIDE_DIGITS:
            last += 1
        yield start, last


def sentences_around(text: str, literals: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences that hold any of the literals, in order, each once."""
    wanted = places_of_any(text, literals)
    if not wanted:
        return
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    last = -1
    for at in wanted:
        index = bisect_right(ends, at)
        if index != last and index < len(ends):
            last = index
            yield (ends[index - 1] if index else 0), ends[index]


def bracket_pairs(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield (open, end) of bracket pairs of at most that length, in the order they close.

    Kinds of brackets may be mixed, since documents mix them: 〔2021)73号. A bracket that never
    closes is given up; one pass, whatever the depth.
    """
    stack: list[int] = []
    for match in _BRACKETS.finditer(text):
        at = match.start()
        if text[at] in _OPENING:
            stack.append(at)
        elif stack:
            begin = stack.pop()
            if at + 1 - begin <= most:
                yield begin, at + 1
            else:
                stack.clear()


def any_between(sorted_places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of the sorted offsets lies in [start, end)."""
    index = bisect_left(sorted_places, start)
    return index < len(sorted_places) and sorted_places[index] < end


def parts(text: str, separators: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    """Cut text[start:end] at separators; return the spans between them, empty ones left out."""
    cuts = [start]
    for match in separators.finditer(text, start, end):
        cuts += [match.start(), match.end()]
    cuts.append(end)
    return [(a, b) for (a, b), inside in zip(pairwise(cuts), _alternating(), strict=False)
            if inside and a < b]  # fmt: skip


def _alternating() -> Iterator[bool]:
    inside = True
    while True:
        yield inside
        inside = not inside
