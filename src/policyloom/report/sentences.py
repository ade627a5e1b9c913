"""Sentences: where a sentence of Korean or English prose ends.

A sentence ends at `.`, `?`, `!` or `。` with whatever closes behind it (quotation marks, brackets,
marks of notes) where a space or the end follows; a bare wide stop needs no space. What is no end: a
stop within brackets or curly quotation marks that close, an initial or an abbreviation, a stop
before a small letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

NOTE = "\ue000"
"""Stands for the mark of a footnote: it belongs to the sentence whose stop it follows."""
OBJECT = "\ue001"
"""Stands for any other mark, such as a number or a name."""

STOPS = (".", "?", "!", "。", "？", "！")
_WIDE = frozenset("。？！")
"""Stops of Chinese, behind which no space is written."""
_STOP = re.compile("[.?!。？！]+")
_PAIRS = {")": "(", "]": "[", "）": "（", "］": "［", "”": "“", "’": "‘", "」": "「", "』": "『",
          "》": "《", "〉": "〈", "】": "【"}  # fmt: skip
_NESTED = 9
_OPENING = frozenset(_PAIRS.values())
_CLOSING = frozenset({*_PAIRS, '"', "'", NOTE})
_FOLLOWING = re.compile(r"\s*[\"'“‘(\[]*(\S?)")
_WORD_BEFORE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z.]*$")
_NEVER_LAST = frozenset({
    "approx", "cf", "ch", "dr", "e.g", "eds", "ed", "eq", "est", "fig", "figs", "gov", "i.e", "mr",
    "mrs", "ms", "no", "nos", "p", "pp", "para", "prof", "ref", "sec", "st", "viz", "vol", "vs",
})  # fmt: skip
"""Abbreviations that are followed by what they introduce, so no sentence ends with them."""


class Span(NamedTuple):
    """A sentence in a text: from `start` to `end`; from there to the next one stand only spaces."""

    start: int
    end: int


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of a text in order; what lies between them is white space only."""
    return list(_spans(text))


@lru_cache(maxsize=1 << 12)
def _spans(text: str) -> tuple[Span, ...]:
    ends = [*_ends(text), len(text)]
    spans: list[Span] = []
    start = 0
    for end in ends:
        words = text[start:end]
        left, right = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
        if left >= right:
            continue
        spans.append(Span(left, right))
        start = end
    return tuple(_without_wordless(text, spans))


def _ends(text: str) -> Iterator[int]:
    inside = _inside(text)
    begins = 0
    for match in _STOP.finditer(text):
        at = match.end()
        while at < len(text) and text[at] in _CLOSING:
            at += 1
        wide = at == match.end() and text[at - 1] in _WIDE
        if at < len(text) and not text[at].isspace() and not wide:
            continue
        if at in inside or not _is_end(text, match, at, begins):
            continue
        begins = at
        yield at


def _is_end(text: str, stop: re.Match[str], at: int, begins: int) -> bool:
    """Tell whether a stop with a space behind ends its sentence, which begins at `begins`."""
    found = _FOLLOWING.match(text, at)
    following = found[1] if found else ""
    word = _WORD_BEFORE.search(text, max(begins, stop.start() - 20), stop.start())
    small = following.isascii() and following.islower()
    if word is not None and small:
        return False
    if stop.group() != "." or not following:
        return True
    if word is not None:
        name = word.group().lower()
        initial = len(name.rpartition(".")[2]) == 1 and following.isascii() and following.isalpha()
        return not (initial or name in _NEVER_LAST)
    return len(text[begins : stop.start()].strip()) > 1  # "가." numbers what follows


def _inside(text: str) -> set[int]:
    """Return the places that lie within brackets or quotations.

    Only what closes again counts: a bracket left open must not swallow the rest of the text.
    """
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, sign in enumerate(text):
        if sign in _OPENING:
            opened.append((sign, place))
        for index in range(len(opened) - 1, max(-1, len(opened) - _NESTED), -1):
            if opened[index][0] == _PAIRS.get(sign):
                pairs.append((opened[index][1], place))
                del opened[index:]
                break
    places: set[int] = set()
    reached = -1
    for begins, ends in sorted(pairs):
        places.update(range(max(begins, reached) + 1, ends + 1))
        reached = max(reached, ends)
    return places


def _without_wordless(text: str, spans: list[Span]) -> list[Span]:
    """Join what holds no word, such as a lone mark of a note, to the sentence before it."""
    made: list[Span] = []
    for span in spans:
        wordless = not any(c.isalnum() or c == OBJECT for c in text[span.start : span.end])
        if made and wordless:
            made[-1] = Span(made[-1].start, span.end)
        else:
            made.append(span)
    return made
