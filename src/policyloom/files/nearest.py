"""The known word most like a mistaken one, for the cure of a problem."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice

NONE = "–"
POOL = 5_000
"""Known words that a mistaken one is compared with at most."""


class Nearest:
    """Suggests known words; after `most` suggestions it stays silent, for comparing costs time."""

    def __init__(self, most: int = 40) -> None:
        self._left = most

    def __call__(self, word: str, known: Iterable[str]) -> str:
        """Return the known word nearest to a mistaken one, or a dash."""
        if self._left <= 0 or len(word) > 80:
            return NONE
        self._left -= 1
        pool = list(islice(known, POOL))
        found = difflib.get_close_matches(word, pool, n=1, cutoff=0.6)
        return found[0] if found else NONE
