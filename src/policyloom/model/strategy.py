"""Strengths, weaknesses, opportunities and threats as views over claims, and what is built on them.

A claim becomes an item by its `swot`; a proposal is a strategy, and the items that it cites are
those among the claims of its support. Weihrich (1982) sets internal against external items: SO
strategies use strengths on opportunities, WO mend weaknesses by way of them, ST use strengths
against threats, WT do both kinds of harm the least. A strategy stands in every field in which it
cites both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policyloom.model.claims import EXTERNAL, INTERNAL, Claim, SwotActor, SwotSide
from policyloom.model.result import Text

SIDES: Mapping[SwotSide, Text] = {
    "strength": Text("강점", "Strengths"),
    "weakness": Text("약점", "Weaknesses"),
    "opportunity": Text("기회", "Opportunities"),
    "threat": Text("위협", "Threats"),
}
ACTORS: Mapping[SwotActor, Text] = {
    "firms": Text("기업", "Firms"),
    "government": Text("정부", "Government"),
    "industry": Text("국내 산업", "Industry at home"),
}
FIELDS: Mapping[str, tuple[SwotSide, SwotSide, Text]] = {
    "SO": ("strength", "opportunity", Text("강점으로 기회를 살린다", "Strengths on opportunities")),
    "WO": ("weakness", "opportunity", Text("기회로 약점을 고친다", "Weaknesses by opportunities")),
    "ST": ("strength", "threat", Text("강점으로 위협을 줄인다", "Strengths against threats")),
    "WT": ("weakness", "threat", Text("약점과 위협을 함께 줄인다", "Weaknesses and threats")),
}


@dataclass(frozen=True)
class Strategy:
    """A proposal with the items that it cites, by side, and the fields that it stands in."""

    claim: Claim
    items: Mapping[SwotSide, tuple[str, ...]]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return SO, WO, ST and WT, as far as it cites both of their sides."""
        cited = self.items
        return tuple(n for n, (one, other, _) in FIELDS.items() if cited[one] and cited[other])

    def lacks(self, sides: Iterable[SwotSide]) -> bool:
        """Tell whether it cites no item of some sides."""
        return not any(self.items[side] for side in sides)


@dataclass(frozen=True)
class TwoFaced:
    """An item that is an opportunity and a threat for one actor; `other` says by which claim."""

    claim: str
    actor: SwotActor
    other: str = ""


def items(claims: Iterable[Claim]) -> dict[SwotActor, dict[SwotSide, list[str]]]:
    """Return the ids of claims by actor and side, in the order of claims.yaml."""
    found: dict[SwotActor, dict[SwotSide, list[str]]] = {
        actor: {side: [] for side in SIDES} for actor in ACTORS
    }
    for claim in claims:
        for item in claim.swot:
            if claim.id not in found[item.actor][item.side]:
                found[item.actor][item.side].append(claim.id)
    return found


def strategies(claims: Sequence[Claim]) -> list[Strategy]:
    """Return every proposal with the items of its support."""
    by_id = {claim.id: claim for claim in claims}
    found = []
    for claim in claims:
        if claim.kind != "proposal":
            continue
        cited: dict[SwotSide, dict[str, None]] = {side: {} for side in SIDES}
        for support in claim.support:
            below = by_id.get(support.claim) if support.claim else None
            for item in below.swot if below else ():
                cited[item.side][support.claim] = None
        found.append(Strategy(claim, {side: tuple(ids) for side, ids in cited.items()}))
    return found


def ungrounded(claims: Sequence[Claim]) -> Iterator[tuple[Claim, bool, bool]]:
    """Yield strategies with whether they lack an internal and an external item.

    Nothing is yielded for a study that names no items at all.
    """
    if not any(claim.swot for claim in claims):
        return
    for strategy in strategies(claims):
        inner, outer = strategy.lacks(INTERNAL), strategy.lacks(EXTERNAL)
        if inner or outer:
            yield strategy.claim, inner, outer


def two_faced(claims: Sequence[Claim]) -> Iterator[TwoFaced]:
    """Yield items that are an opportunity and a threat for the same actor.

    Two claims are one item where they rest on exactly the same things.
    """
    by_ground: dict[tuple[str, ...], dict[tuple[SwotActor, SwotSide], str]] = {}
    for claim in claims:
        ground = tuple(sorted(s.holds or s.reference for s in claim.support))
        seen = by_ground.setdefault(ground, {})
        for item in claim.swot:
            seen.setdefault((item.actor, item.side), claim.id)
            opposite: SwotSide = "threat" if item.side == "opportunity" else "opportunity"
            other = seen.get((item.actor, opposite)) if item.side in EXTERNAL else None
            if other is not None:
                yield TwoFaced(claim.id, item.actor, "" if other == claim.id else other)
