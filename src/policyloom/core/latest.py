"""What was made last, kept in memory until what it was made from changes.

A folder that is watched, or tried out change by change, is read again and again, and nearly all of
it is as it was before. A process keeps the last thing made under each name, so that only what
changed is made anew and memory stays at one study. Nothing is guessed from times of files: what a
thing was made from is compared whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Latest(Generic[Made]):
    """The last thing made under each name, with what it was made from."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Made]] = {}

    def of(self, name: str, source: object, make: Callable[[], Made]) -> Made:
        """Return what `make` gives for a source; the thing kept where the source is equal.

        Equal sources must give equal things, and nobody may change a thing that was returned.
        """
        kept = self._kept.get(name)
        if kept is not None and kept[0] == source:
            return kept[1]
        made = make()
        self._kept[name] = (source, made)
        return made
