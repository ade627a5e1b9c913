"""Policy instruments after Rothwell and Zegveld, proposed by a keyword rule with a version.

A passage is proposed to have an instrument when a keyword of it occurs; the keyword and its place
are the evidence. The lists are `data/instruments.toml`; nothing is decided here. Studies disagree
on pilots (试点), coded as a strategic measure of the environment or as demand: the rule's name says
which was asked for, so that codings of two studies are not compared unawares.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from policyloom.extract.scan import places

Pilots = Literal["environment", "demand"]


@dataclass(frozen=True)
class Tool:
    """An instrument: its group (supply, environment, demand), its names, its keywords."""

    group: str
    name: str
    zh: str
    ko: str
    en: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class OriginalTool:
    """One of the twelve tools of Rothwell and Zegveld (1981), before Chinese studies split them."""

    group: str
    ko: str
    en: str


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
        Tool(group, name, entry["zh"], entry["ko"], entry["en"], tuple(entry["keywords"]))
        for group, entries in _file().items()
        if isinstance(entries, dict)
        for name, entry in entries.items()
    )


@cache
def original_tools() -> tuple[OriginalTool, ...]:
    """Return the twelve tools of the original scheme: four a group."""
    return tuple(OriginalTool(t["group"], t["ko"], t["en"]) for t in _file()["original"])


def rule_version(pilots: Pilots = "environment") -> str:
    """Return the name that proposals carry; it tells where pilots were counted."""
    version = str(_file()["version"])
    return version if pilots == "environment" else f"{version}-pilots-{pilots}"


def propose_instruments(text: str, pilots: Pilots = "environment") -> list[InstrumentHit]:
    """Return every keyword hit in order; of hits that overlap the longest counts.

    `pilots` says where 试点 is counted: among strategic measures (environment), or among
    demonstration projects (demand).
    """
    rule = rule_version(pilots)
    found = [
        InstrumentHit(at, at + len(word), word, *_coded(tool, word, pilots), rule)
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


def instrument_counts(text: str, pilots: Pilots = "environment") -> Counter[tuple[str, str]]:
    """Count hits by group and tool."""
    return Counter((hit.group, hit.tool) for hit in propose_instruments(text, pilots))


def _coded(tool: Tool, word: str, pilots: Pilots) -> tuple[str, str]:
    """Return the group and tool of a keyword under the choice for pilots."""
    if pilots == "demand" and word in _file()["pilot_keywords"]:
        return "demand", "demonstration"
    return tool.group, tool.name


@cache
def _file() -> dict[str, Any]:
    text = files("policyloom.extract").joinpath("data", "instruments.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))
