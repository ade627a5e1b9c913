"""Bare numbers: digits in prose that no role, term or link accounts for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from policyloom.core.latest import Latest
from policyloom.model.tables import Row, Table

_MOST_KNOWN = 1 << 14
_RUN = re.compile(r"\d(?:[\d.,:/-]*\d)?")


@dataclass(frozen=True)
class Glossary:
    """The glossary as prose is checked: `terms` finds the longest locked term with digits."""

    rows: Table
    terms: re.Pattern[str] | None
    known: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """The bare numbers of texts that were looked through."""


_LATEST: Latest[Glossary] = Latest()


def read_glossary(table: Table) -> Glossary:
    """Prepare a glossary for checking prose; the one prepared last, where the table is the same."""
    return _LATEST.of(table.spec.file, table, lambda: _glossary(table))


def _glossary(table: Table) -> Glossary:
    forms = {form for row in table for form in _forms(row)}
    return Glossary(table, _pattern(form for form in forms if has_digit(form)))


def bare_numbers(text: str, glossary: Glossary) -> tuple[str, ...]:
    """Return every number in a text that is not part of a locked term, as it stands there."""
    if text not in glossary.known:
        if len(glossary.known) >= _MOST_KNOWN:
            glossary.known.clear()
        glossary.known[text] = tuple(_bare(text, glossary)) if has_digit(text) else ()
    return glossary.known[text]


def _bare(text: str, glossary: Glossary) -> Iterator[str]:
    rest = glossary.terms.sub(_blank, text) if glossary.terms else text
    flat = "".join(c if c.isdecimal() or not _numeric(c) else f" {c} " for c in rest)
    for match in _RUN.finditer(flat):
        yield match.group()
    yield from (c for c in rest if _numeric(c) and not c.isdecimal())


def has_digit(text: str) -> bool:
    """Tell whether a text holds a digit of any script or a sign such as ② or ½."""
    return any(_numeric(c) for c in text)


@cache
def _numeric(character: str) -> bool:
    if character.isascii():
        return character.isdigit()
    return unicodedata.category(character) in {"Nd", "No"}


def _forms(row: Row) -> Iterator[str]:
    for column in ("ko", "zh", "en"):
        if form := row.text(column).strip():
            yield form


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for any of some words, the longest first, never within a longer number."""
    found = sorted(set(words), key=lambda w: (-len(w), w))
    if not found:
        return None
    parts = [_guarded(word) for word in found]
    return re.compile("|".join(parts))


def _guarded(word: str) -> str:
    body = re.escape(word).replace(r"\ ", r"\s+")
    before = r"(?<![A-Za-z\d])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![A-Za-z\d])(?![.,]\d)" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{before}{body}{after}"


def _blank(match: re.Match[str]) -> str:
    return "\u2003" * len(match.group())
