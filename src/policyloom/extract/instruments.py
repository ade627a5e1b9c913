"""Policy instruments after Rothwell and Zegveld, proposed by a keyword rule with a version.

A passage is proposed to have an instrument when a keyword of it occurs; the keyword and its place
are the evidence. The lists are `data/instruments.toml`; nothing is decided here.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from policyloom.extract.scan import places


@dataclass(frozen=True)
class Tool:
    """An instrument: its group (supply, environment, demand), its names, its keywords."""

    group: str
    name: str
    ko: str
    en: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class InstrumentHit:
    """A keyword found; the proposal names the rule it comes from."""

    start: int
    end: int
    quote: str
    group: str
    tool: str
    rule: str


@cache
def tools() -> tuple[Tool, ...]:
    """Return the instruments in the order of the file."""
    return tuple(
        Tool(group, name, entry["ko"], entry["en"], tuple(entry["keywords"]))
        for group, entries in _file().items()
        if isinstance(entries, dict)
        for name, entry in entries.items()
    )


def rule_version() -> str:
    """Return the name that proposals carry."""
    return str(_file()["version"])


def propose_instruments(text: str) -> list[InstrumentHit]:
    """Return every keyword hit in order; of hits that overlap the longest counts."""
    found = [
        InstrumentHit(at, at + len(word), word, tool.group, tool.name, rule_version())
        for tool in tools()
        for word in tool.keywords
        for at in places(text, word)
    ]
    found.sort(key=lambda h: (h.start, -h.end))
    kept: list[InstrumentHit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def instrument_counts(text: str) -> Counter[tuple[str, str]]:
    """Count hits by group and tool."""
    return Counter((hit.group, hit.tool) for hit in propose_instruments(text))


@cache
def _file() -> dict[str, Any]:
    text = files("policyloom.extract").joinpath("data", "instruments.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))
