"""claims.yaml: findings, demands, risks and proposals with what carries them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from policyloom.model.settings import Bilingual, Frozen, Id

ClaimKind = Literal["finding", "opportunity", "risk", "demand", "proposal"]


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


class Claim(Frozen):
    """A claim: what is said, about which sectors and regions, with support and counter-evidence.

    The statement may hold number roles ({n}`...`), so it changes with the evidence. `agenda`,
    `addressee` and `follows_from` serve proposals.
    """

    id: str = Id
    kind: ClaimKind
    statement: Bilingual
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    support: tuple[Support, ...] = Field(min_length=1)
    against: tuple[Support, ...] = ()
    open_question: Bilingual | None = None
    agenda: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()


class ClaimFile(Frozen):
    """The whole of claims.yaml."""

    claims: tuple[Claim, ...] = ()
