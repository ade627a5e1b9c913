"""Policy strength and effect after Peng, Zhong and Sun: issuer and type scored, goals, measures.

    TMG_i = sum over the documents j of year i of (m_j + g_j) * p_j

(Peng, Zhong and Sun 2008, Management World 4), with p the strength of a document on a scale from 5
to 1, g the score of its goals and m of its measures. The wording of the scale differs between
papers, so it is a table with an id: `data/strength_scales.toml`, or one of the study's own.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from policyloom.model.result import Text


@dataclass(frozen=True)
class StrengthRule:
    """A score for the types of document of some kinds of issuer; no issuers means any."""

    score: int
    issuers: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True)
class StrengthScale:
    """Rules in the order in which they are tried, and what each score stands for."""

    id: str
    source: str
    rules: tuple[StrengthRule, ...]
    wording: Mapping[int, str]
    labels: Mapping[int, Text]


@dataclass(frozen=True)
class Scored:
    """A document's year and scores: strength p, goals g, measures m; None where not scored."""

    year: int
    strength: int | None
    goal: int | None
    measure: int | None


@dataclass(frozen=True)
class Effect:
    """A year's effect: the sum over its scored documents, their number, and the unscored."""

    total: float | None
    documents: int
    unscored: int

    @property
    def mean(self) -> float | None:
        """Return the effect a scored document; None without one."""
        return None if self.total is None else self.total / self.documents


def score(scale: StrengthScale, issuer: str, document_type: str) -> int | None:
    """Return the strength of a document; None where the scale says nothing of it.

    Args:
        scale: the table to score by.
        issuer: its kind: "npc", "state_council", "ministry", or a kind of the study's own scale.
        document_type: as printed in the title: 条例, 暂行条例, 意见, 通知 …. It must equal a type
            of the scale: an unknown type is not a notice, and has no score.
    """
    for rule in scale.rules:
        if (not rule.issuers or issuer in rule.issuers) and document_type in rule.types:
            return rule.score
    return None


def effects(documents: Iterable[Scored]) -> dict[int, Effect]:
    """Return the effect by year (TMG), years in order; a year without documents is not there.

    A document that lacks one of its three scores is left out of sum and mean and counted as
    unscored; a year with none scored has the total None.
    """
    scored: dict[int, list[int]] = defaultdict(list)
    left: dict[int, int] = defaultdict(int)
    for own in documents:
        if own.strength is None or own.goal is None or own.measure is None:
            left[own.year] += 1
        else:
            scored[own.year].append((own.measure + own.goal) * own.strength)
    return {
        year: Effect(sum(scored[year]) if year in scored else None, len(scored[year]), left[year])
        for year in sorted({*scored, *left})
    }


def read_scale(name: str, entry: Mapping[str, Any]) -> StrengthScale:
    """Read a scale from its table: source, [[rule]] with score, issuers, types, [score.N] texts.

    Raises ValueError where a rule's score has no wording.
    """
    rules = tuple(
        StrengthRule(rule["score"], tuple(rule.get("issuers", ())), tuple(rule["types"]))
        for rule in entry["rule"]
    )
    texts: Mapping[str, Mapping[str, str]] = entry["score"]
    if nameless := sorted({r.score for r in rules} - {int(s) for s in texts}):
        raise ValueError(f"{name}: no wording for the scores {nameless}")
    wording = {int(s): text["zh"] for s, text in texts.items()}
    labels = {int(s): Text(text["ko"], text["en"]) for s, text in texts.items()}
    return StrengthScale(name, entry["source"], rules, wording, labels)


@cache
def scales() -> Mapping[str, StrengthScale]:
    """Return the packaged scales by id."""
    text = files("policyloom.methods").joinpath("data", "strength_scales.toml")
    entries: dict[str, Any] = tomllib.loads(text.read_text(encoding="utf-8"))
    return {name: read_scale(name, entry) for name, entry in entries.items()}


def unscored_types(scale: StrengthScale, documents: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Count the (issuer, type) pairs that a scale says nothing of, as "issuer type", largest first.

    A scale that fits a corpus badly is seen here before its scores are used.
    """
    found: dict[str, int] = defaultdict(int)
    for issuer, document_type in documents:
        if score(scale, issuer, document_type) is None:
            found[f"{issuer} {document_type}"] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
