"""The normalisation of stored texts, as `model/document.py` states it, with offset maps.

`clean` is what every reader applies, once. `clean_mapped` does the same slowly and says for each
code point kept which one of the input it came from, so that a place in a stored text leads back to
the text as it stood in the file.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LINE_ENDS = frozenset("\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_GONE = frozenset({"Cc", "Cf", "Co", "Cs"})
_CARRIAGE = re.compile(r"\r\n?")
_LINE_EDGES = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")
_JAMO = range(0x1161, 0x11FF + 1)
"""Medial and final Hangul letters join the letter before them."""


class _Characters(dict[int, str]):
    """What becomes of each code point; filled as code points are met."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _kept(chr(code))
        return made


def _kept(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    noncharacter = (ord(character) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return "" if category in _GONE or noncharacter else character


_CHARACTERS = _Characters()


def clean(text: str) -> str:
    """Return the text as it is stored; applying it twice changes nothing more."""
    plain = _CARRIAGE.sub("\n", text) if "\r" in text else text
    return _lines(unicodedata.normalize("NFC", plain.translate(_CHARACTERS)))


def clean_line(text: str) -> str:
    """Return the text as one stored line: every run of white space is one space."""
    return " ".join(clean(text).split())


def _lines(text: str) -> str:
    if "\n" in text:
        text = _BLANK_LINES.sub("\n\n", _LINE_EDGES.sub("\n", text))
    return text.strip(" \n")


@dataclass(frozen=True)
class Mapped:
    """A stored text and, for each of its code points, the offset it had in the original."""

    text: str
    origins: array[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the run of the original that `text[start:end]` came from; end may fall short.

        Characters of the original that vanished just behind the run are not part of it.
        """
        if start >= end:
            place = self.origins[start] if start < len(self.origins) else 0
            return place, place
        return self.origins[start], self.origins[end - 1] + 1


def clean_mapped(text: str) -> Mapped:
    """Return what `clean` returns, with the offset map; about twenty times slower."""
    letters: list[str] = []
    origins = array("l")
    for run in _runs(_filtered(text)):
        for shift, letter in enumerate(unicodedata.normalize("NFC", run.text)):
            letters.append(letter)
            origins.append(run.origins[min(shift, len(run.text) - 1)])
    return _trimmed("".join(letters), origins)


def _filtered(text: str) -> Mapped:
    kept: list[str] = []
    origins = array("l")
    for place, character in enumerate(text):
        if character == "\r" and text[place + 1 : place + 2] == "\n":
            continue
        kept.append("\n" if character == "\r" else _CHARACTERS[ord(character)])
        if kept[-1]:
            origins.append(place)
    return Mapped("".join(kept), origins)


def _runs(filtered: Mapped) -> Iterator[Mapped]:
    """Cut where composition cannot reach across: before letters that never join the one before."""
    text, start = filtered.text, 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _joins(text[place]):
            yield Mapped(text[start:place], filtered.origins[start:place])
            start = place


def _joins(character: str) -> bool:
    code = ord(character)
    marks = ("Mc", "Mn", "Me")
    return code >= 0x300 and (code in _JAMO or unicodedata.category(character) in marks)


def _trimmed(text: str, origins: array[int]) -> Mapped:
    keep = _without(text, origins, _LINE_EDGES, lambda found: [found.group().index("\n")])
    keep = _without(*keep, _BLANK_LINES, lambda _: [0, 1])
    text, origins = keep
    start = len(text) - len(text.lstrip(" \n"))
    end = max(start, len(text.rstrip(" \n")))
    return Mapped(text[start:end], origins[start:end])


def _without(
    text: str,
    origins: array[int],
    pattern: re.Pattern[str],
    kept: Callable[[re.Match[str]], list[int]],
) -> tuple[str, array[int]]:
    """Keep of each match only the characters at the given places of it."""
    pieces: list[str] = []
    places = array("l")
    last = 0
    for found in pattern.finditer(text):
        pieces.append(text[last : found.start()])
        places.extend(origins[last : found.start()])
        for shift in kept(found):
            pieces.append(found.group()[shift])
            places.append(origins[found.start() + shift])
        last = found.end()
    pieces.append(text[last:])
    places.extend(origins[last:])
    return "".join(pieces), places
