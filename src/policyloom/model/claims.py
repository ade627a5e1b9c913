"""claims.yaml: findings, demands, risks and proposals with what carries them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from policyloom.model.settings import Bilingual, Frozen, Id

ClaimKind = Literal["finding", "opportunity", "risk", "demand", "proposal"]
SwotSide = Literal["strength", "weakness", "opportunity", "threat"]
SwotActor = Literal["firms", "government", "industry"]
INTERNAL: frozenset[SwotSide] = frozenset({"strength", "weakness"})
EXTERNAL: frozenset[SwotSide] = frozenset({"opportunity", "threat"})
CellName = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=170)]
"""A sector in a region: ai@310000."""


class Support(Frozen):
    """One thing that speaks for or against a claim. Exactly one of holds, row, source or claim.

    `holds` is a condition that is tested at build: two operands and a comparison, such as
    "adoption.provinces_found >= 10" or "figures:a.KOR.2017 < figures:a.CHN.2017". `row` names a
    register row, `source` a source with an optional `quote` from it, `claim` another claim.
    """

    holds: str = ""
    row: str = ""
    source: str = ""
    quote: str = ""
    claim: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _exactly_one(self) -> Support:
        if sum(bool(x) for x in (self.holds, self.row, self.source, self.claim)) != 1:
            raise ValueError("exactly_one")
        return self

    @property
    def reference(self) -> str:
        """Return what it points to, as a reference string ("" for a condition)."""
        if self.row:
            return self.row
        if self.source:
            return f"sources:{self.source}"
        return f"claim:{self.claim}" if self.claim else ""


class SwotItem(Frozen):
    """What a claim is in an analysis of strengths, weaknesses, opportunities and threats.

    `actor` says for whom: the study's own firms, its government or its industry as a whole.
    """

    actor: SwotActor
    side: SwotSide


class Claim(Frozen):
    """A claim: what is said, about which sectors and regions, with support and counter-evidence.

    The statement may hold number roles ({n}`...`), so it changes with the evidence. `cells` says
    which of its sectors go with which of its regions, as "ai@310000"; without them a claim of
    several sectors and regions stands only where its rows carry both. A proposal
    also names agenda items and addressees, the `owner` who would carry it out, its
    `preconditions`, and `would_change`: what would change our mind. `swot` makes a claim an item
    that strategies may be built on.
    """

    id: str = Id
    kind: ClaimKind
    statement: Bilingual
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    cells: tuple[CellName, ...] = ()
    support: tuple[Support, ...] = Field(min_length=1)
    against: tuple[Support, ...] = ()
    open_question: Bilingual | None = None
    agenda: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    owner: Bilingual | None = None
    preconditions: tuple[Bilingual, ...] = ()
    would_change: Bilingual | None = None
    swot: tuple[SwotItem, ...] = ()

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Return the cells that it names as sector and region."""
        parts = (cell.partition("@") for cell in self.cells)
        return tuple((sector, region) for sector, _, region in parts)


class ClaimFile(Frozen):
    """The whole of claims.yaml."""

    claims: tuple[Claim, ...] = ()
