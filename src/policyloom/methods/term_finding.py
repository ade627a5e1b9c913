"""Given terms in a text: every place of one, or the text as the terms that cover it.

Text and term are compared in one form (`folded`): normalised as quotations are, small letters. A
term that begins or ends with a Latin letter or a digit does not stand inside a longer word: AI is
not in "chain".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policyloom.core.text import normalise_quote

_WORD = re.compile(r"[a-z0-9]")


def folded(text: str) -> str:
    """Return the form in which texts and terms are compared."""
    return normalise_quote(text).casefold()


def places(text: str, term: str) -> Iterator[int]:
    """Yield where a term begins in a text, both folded; places do not overlap.

    Raises ValueError for an empty term.
    """
    if not term:
        raise ValueError("a term to find must have a character")
    bound = bool(_WORD.match(term[0])), bool(_WORD.match(term[-1]))
    at = text.find(term)
    while at >= 0:
        end = at + len(term)
        inside = (bound[0] and at > 0 and _WORD.match(text[at - 1])) or (
            bound[1] and end < len(text) and _WORD.match(text[end])
        )
        if not inside:
            yield at
        at = text.find(term, at + 1 if inside else end)


def as_terms(text: str, terms: Mapping[str, str]) -> list[str]:
    """Return the terms of a text in order, by id; at each place the longest one counts.

    Args:
        text: folded.
        terms: the folded form of each term by its id; empty forms are not looked for.
    """
    found = [
        (at, -len(form), name) for name, form in terms.items() if form for at in places(text, form)
    ]
    made: list[str] = []
    end = 0
    for at, length, name in sorted(found):
        if at >= end:
            made.append(name)
            end = at - length
    return made
