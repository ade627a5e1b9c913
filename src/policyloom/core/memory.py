"""How often unused memory is looked for."""

from __future__ import annotations

import gc

_NEW, _YOUNG, _OLD = 100_000, 20, 50


def look_seldom() -> None:
    """Let the collector of reference cycles run seldom: a command's large trees live to its end.

    A study of 100,000 rows holds millions of objects and hardly a cycle; by default all of them
    are walked again and again while they are made, a third of the time of testing claims.
    """
    gc.set_threshold(_NEW, _YOUNG, _OLD)
