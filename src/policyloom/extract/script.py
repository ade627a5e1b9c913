"""Traditional characters: rules read a text in simplified ones, readers see it as printed.

The map is character by character, so that a place in the one text is the same place in the
other. Characters that stand in simplified texts too (著, 乾) are left as they are.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_SIGNS = re.compile("[國會關發務與為於對門業廳應導實單長責負]")
_SHORT = 400
_SPACES = re.compile(r"\s+")


def simplified(text: str) -> str:
    """Return a text of the same length in simplified characters; most texts as they are."""
    if len(text) > _SHORT and not _SIGNS.search(text):
        return text
    made = text.translate(_table())
    return text if made == text else made


def as_printed(words: str, text: str, rules: str, near: int = 0) -> str:
    """Return words that were found in `rules` as `text` prints them.

    `rules` is `text` in simplified characters; the words may lack the spaces that it has. The
    occurrence at or behind `near` is taken, else the first; words that it has not stay.
    """
    if text is rules or not words.strip():
        return words
    form = re.compile(r"\s*".join(map(re.escape, _SPACES.sub("", words))))
    found = form.search(rules, near) or form.search(rules)
    if found is None:
        return words
    printed = iter(_SPACES.sub("", text[found.start() : found.end()]))
    return "".join(c if c.isspace() else next(printed) for c in words)


@cache
def _table() -> dict[int, int]:
    path = files("policyloom.extract").joinpath("data", "traditional.txt")
    return str.maketrans(*path.read_text(encoding="utf-8").split())
