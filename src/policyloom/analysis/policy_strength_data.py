"""Documents on a scale of policy strength: type, kinds of issuers, strength, codings, effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.codings import Coding, Settled, Thing, coding
from policyloom.analysis.documents import Document
from policyloom.methods.strength import Scored, StrengthRule, StrengthScale, scales, score
from policyloom.model.evidence import Evidence
from policyloom.model.policy_text_settings import PolicyStrengthOptions, ScaleOption
from policyloom.model.result import Text

_KIND = {
    "legislature": "npc",
    "state-council": "state_council",
    "ministry": "ministry",
    "national-body": "ministry",
}
"""Kinds of actors.csv as the packaged scales call them; others go by their own name."""


@dataclass(frozen=True)
class Standing:
    """A document on a scale: its type, the kinds of its issuers, its strength and its codings."""

    document: Document
    type: str
    kinds: tuple[str, ...]
    strength: int | None
    goal: Settled | None
    measure: Settled | None

    @property
    def ref(self) -> str:
        """Return the reference of the policy's row."""
        return self.document.ref

    @property
    def coded(self) -> bool:
        """Tell whether both goal and measure have a score that counts."""
        return all(s is not None and s.value is not None for s in (self.goal, self.measure))

    @property
    def effect(self) -> int | None:
        """Return (measure + goal) * strength; None where one of the three is unknown."""
        goal, measure = _value(self.goal), _value(self.measure)
        if self.strength is None or goal is None or measure is None:
            return None
        return (measure + goal) * self.strength

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the row and the codings that count for it."""
        found = [self.ref]
        for own in (self.goal, self.measure):
            found += own.origins if own else ()
        return tuple(found)


def own_scale(entry: ScaleOption) -> StrengthScale:
    """Return a scale of the study's own; scores without words of their own show as numbers."""
    base = scales()[entry.based_on] if entry.based_on else None
    rules = tuple(StrengthRule(r.score, r.issuers, r.types) for r in entry.rules)
    labels = {r.score: Text(str(r.score), str(r.score)) for r in rules}
    labels |= base.labels if base else {}
    labels |= {points: Text(words.ko, words.en) for points, words in entry.labels.items()}
    every = (*rules, *(base.rules if base else ()))
    return StrengthScale(entry.id, entry.source, every, {}, labels)


def strength(
    scale: StrengthScale, kinds: Sequence[str], document_type: str, joint: str
) -> int | None:
    """Return the strength of a document by the kinds of its issuers, in printed order.

    The kind of an unknown issuer is "", which only rules for any issuer fit.
    """
    found = [
        next(
            (s for name in (_KIND.get(kind, kind), kind)
             if (s := score(scale, name, document_type)) is not None),
            None,
        )
        for kind in (kinds[:1] if joint == "first" else kinds) or ("",)
    ]  # fmt: skip
    return max((s for s in found if s is not None), default=None)


def read_codings(evidence: Evidence) -> list[Coding]:
    """Return every coding of goals and measures, in the order of the ids."""
    rows = evidence.query(
        "SELECT id, policy, aspect, score, coder, standing FROM policy_codes ORDER BY id"
    )
    return [coding("policy_codes", row, "aspect", "score") for row in rows]


def read_columns(evidence: Evidence) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the type of each policy and the kinds of its issuers."""
    kinds = {r["id"]: r["kind"] for r in evidence.query("SELECT id, kind FROM actors ORDER BY id")}
    rows = evidence.query("SELECT id, type, issuers FROM policies ORDER BY id")
    return {
        r["id"]: (r["type"] or "", tuple(kinds.get(i, "") for i in r["issuers"] or ()))
        for r in rows
    }


def standing(
    document: Document,
    columns: tuple[str, tuple[str, ...]],
    scale: StrengthScale,
    own: PolicyStrengthOptions,
    settled: Mapping[Thing, Settled],
) -> Standing:
    """Return a document on a scale; `columns` are its type and the kinds of its issuers."""
    printed, kinds = columns
    points = strength(scale, kinds, own.types.get(printed, printed), own.joint)
    goal, measure = (settled.get((document.id, aspect)) for aspect in ("goal", "measure"))
    return Standing(document, printed, kinds, points, goal, measure)


def scored(standings: Sequence[Standing]) -> list[Scored]:
    """Return the dated documents as the method takes them."""
    return [
        Scored(s.document.year, s.strength, _value(s.goal), _value(s.measure))
        for s in standings
        if s.document.year is not None
    ]


def _value(settled: Settled | None) -> int | None:
    return settled.value if settled else None
