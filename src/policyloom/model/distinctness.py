"""How a study says that it differs from prior ones, held against what it holds.

Two texts overlap by the share of the letter pairs of the one that stand in the other, counted
within words: it needs no knowledge of a language's endings, and says how much of a promise's
wording a heading takes up. Methods are compared as wholes: what a study names and a prior one does
not is a claimed difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.model.study import Chapter
from policyloom.model.tables import Row

SEEN = 0.5
"""At least this share of a content's letter pairs must stand in the report's headings."""
_HEADING = re.compile(r"^#{1,4}[ \t]+(.+?)(?:[ \t]*\{#[^}\n]*\})?[ \t]*$", re.MULTILINE)
_WORDS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Overlap:
    """One content of a study and how much of it the headings of the report take up.

    `heading` is the one that takes up most of it; `share` counts all headings together.
    """

    study: str
    content: str
    heading: str
    share: float
    best: float


@dataclass(frozen=True)
class Difference:
    """A method that this study names and no prior one does, and what became of it."""

    method: str
    fate: str
    why: str

    @property
    def stands(self) -> bool:
        """Tell whether the difference is there, or its absence is accounted for."""
        return self.fate in ("delivered", "changed") or bool(self.fate and self.why)


def headings(chapters: Iterable[Chapter]) -> list[str]:
    """Return the headings of the report's chapters, in order."""
    return [
        found.group(1).strip()
        for chapter in chapters
        if chapter.kind == "chapter"
        for found in _HEADING.finditer(chapter.text)
    ]


def pairs_of(text: str) -> set[str]:
    """Return the letter pairs of a text within its words, in lower case."""
    return {w[i : i + 2] for w in _WORDS.findall(text.lower()) for i in range(len(w) - 1)}


def overlap(content: str, heads: Sequence[str]) -> tuple[str, float, float]:
    """Return the closest heading, the share of the content in it, and in all headings."""
    wanted = pairs_of(content)
    if not wanted or not heads:
        return "", 0.0, 0.0
    shares = [len(wanted & pairs_of(head)) / len(wanted) for head in heads]
    at = max(range(len(heads)), key=shares.__getitem__)
    every: set[str] = set().union(*(pairs_of(head) for head in heads))
    return heads[at], shares[at], len(wanted & every) / len(wanted)


def overlaps(rows: Iterable[Row], heads: Sequence[str]) -> list[Overlap]:
    """Return, for every content of every study, how much the report's headings take it up."""
    found = []
    for row in rows:
        for content in row.many("contents"):
            heading, best, share = overlap(content, heads)
            found.append(Overlap(row.id, content, heading, share, best))
    return found


def differences(prior: Iterable[Row], promises: Iterable[Row]) -> list[Difference]:
    """Return the methods that only this study names, with the fate of the promise of each."""
    rows = list(prior)
    own = [m for row in rows if row["is_this_study"] for m in row.many("methods")]
    others = {_key(m) for row in rows if not row["is_this_study"] for m in row.many("methods")}
    fates = [(row.text("promise"), row.text("fate"), row.text("why")) for row in promises]
    found = []
    for method in own:
        if _key(method) not in others:
            fate, why = _fate(method, fates)
            found.append(Difference(method, fate, why))
    return found


def _fate(method: str, fates: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """Return fate and reason of the promise that takes up most of a method's name."""
    wanted = pairs_of(method)
    scored = [(len(wanted & pairs_of(p)) / len(wanted) if wanted else 0.0, p) for p, _, _ in fates]
    best = max(range(len(fates)), key=lambda i: (scored[i][0], -len(scored[i][1])), default=None)
    if best is None or scored[best][0] < SEEN:
        return "", ""
    return fates[best][1], fates[best][2]


def _key(method: str) -> str:
    return "".join(method.split()).casefold()


def shared_methods(rows: Iterable[Row]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each prior study, the methods that it shares with this one."""
    every = list(rows)
    own = {_key(m) for row in every if row["is_this_study"] for m in row.many("methods")}
    return {
        row.id: tuple(m for m in row.many("methods") if _key(m) in own)
        for row in every
        if not row["is_this_study"]
    }
