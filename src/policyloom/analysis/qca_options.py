"""The options of the comparison of cases; what cannot be read is told and its default stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policyloom.methods.qca import Cuts

ENOUGH = 2
"""Complete cases for each condition that a set needs by default."""


@dataclass(frozen=True)
class QcaOptions:
    """What the author chose; `unread` names the options that could not be read."""

    enough: int
    cuts: Cuts
    sets: tuple[Mapping[str, Any], ...]
    expect: Mapping[str, int]
    unread: tuple[str, ...]


def qca_options(own: Mapping[str, Any]) -> QcaOptions:
    """Read the options of study.yaml."""
    unread: list[str] = []

    def number(name: str, default: float, low: float, high: float) -> float:
        value = own.get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return value
        unread.append(name)
        return default

    cuts = Cuts(
        number("incl_cut", 0.8, 0, 1), number("pri_cut", 0.5, 0, 1), int(number("n_cut", 1, 1, 1e6))
    )
    enough = int(number("cases_per_condition", ENOUGH, 1, 1e6))
    sets, expect = own.get("sets") or [], own.get("expect") or {}
    listed = sets if isinstance(sets, list) else [None]
    kept = tuple(entry for entry in listed if isinstance(entry, Mapping))
    if len(kept) < len(listed):
        unread.append("sets")
    hopes = expect if isinstance(expect, Mapping) else {"": None}
    known = {str(code): value for code, value in hopes.items() if value in (0, 1)}
    if len(known) < len(hopes):
        unread.append("expect")
    return QcaOptions(enough, cuts, kept, known, tuple(unread))
