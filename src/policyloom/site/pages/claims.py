"""Claims: by kind and strength, with support, counter-evidence and conditions filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import Verdict
from policyloom.model.lineage import support_references
from policyloom.model.result import Text
from policyloom.report.claims import STRENGTHS
from policyloom.site.addresses import anchor
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page
from policyloom.site.prose import linked

_NOT_TESTED = Text("시험하지 않음", "not tested")


@dataclass(frozen=True)
class Shown:
    """One support as shown: what it points to, and the condition with its numbers."""

    support: Support
    verdict: Verdict | None
    references: tuple[str, ...]


@dataclass(frozen=True)
class ClaimView:
    """A claim as shown."""

    claim: Claim
    statement: Markup
    holds: bool
    strength: Text
    strength_code: str
    support: tuple[Shown, ...]
    against: tuple[Shown, ...]
    remarks: tuple[Text, ...]
    sources: int
    ministries: tuple[str, ...]
    pillars: tuple[str, ...]


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield the page of claims."""
    title = Text("주장과 근거", "Claims and their evidence")
    yield Page("claims.html", "claims.html", title, "claims", _context)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    views = [view(desk, claim) for claim in material.claims()]
    kinds = [
        (k, t) for k, t in words()["claim_kind"].items() if any(v.claim.kind == k for v in views)
    ]
    return {
        "kinds": kinds,
        "views": {kind: [v for v in views if v.claim.kind == kind] for kind, _ in kinds},
        "strengths": list(STRENGTHS.items()),
        "sectors": [(s.id, Text(s.ko, s.en)) for s in material.study.settings.sectors],
        "addressees": _choices(a for v in views for a in v.claim.addressee),
        "ministries": _choices(m for v in views for m in v.ministries),
    }


def _choices(names: Iterable[str]) -> list[tuple[str, Text]]:
    """Return names as the choices of a filter, each with a code that holds no space."""
    return [(anchor(name), Text(name, name)) for name in dict.fromkeys(names)]


def view(desk: Desk, claim: Claim) -> ClaimView:
    """Prepare a claim for reading."""
    outcome = desk.material.outcome(claim.id)
    strength = outcome.strength if outcome else ""
    verdicts = outcome.verdicts if outcome else (None,) * (len(claim.support) + len(claim.against))
    split = len(claim.support)
    return ClaimView(
        claim=claim,
        statement=statement(desk, claim),
        holds=outcome.holds if outcome else True,
        strength=STRENGTHS[outcome.strength] if outcome else _NOT_TESTED,
        strength_code=strength,
        support=_shown(claim.support, verdicts[:split]),
        against=_shown(claim.against, verdicts[split:]),
        remarks=outcome.remarks if outcome else (),
        sources=len(outcome.sources) if outcome else 0,
        ministries=_ministries(desk, claim),
        pillars=desk.material.pillars(claim.id),
    )


def _ministries(desk: Desk, claim: Claim) -> tuple[str, ...]:
    """Return the ministries of the agenda items that a claim names."""
    rows = (desk.material.row("agenda", code) for code in claim.agenda)
    return tuple(dict.fromkeys(m for row in rows if row for m in row.many("ministries")))


def statement(desk: Desk, claim: Claim) -> Markup:
    """Return a claim's statement in both languages, its numbers linked to their evidence."""
    facts = desk.material
    return linked(claim.statement.ko, facts, "ko") + linked(claim.statement.en, facts, "en")


def _shown(
    supports: tuple[Support, ...], verdicts: tuple[Verdict | None, ...]
) -> tuple[Shown, ...]:
    return tuple(
        Shown(support, verdict, support_references(support))
        for support, verdict in zip(supports, verdicts, strict=True)
    )
