"""What falls without a source: claims that lose a support they cannot stand without.

A claim falls when a row, quotation or cell that supports it rests on that source alone, or when a
claim that supports it falls. Conditions over computed values are not recomputed here; that is what
`policyloom explain --without` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from policyloom.model.claims import Claim, Support
from policyloom.model.lineage import support_references
from policyloom.model.reference import parse_reference

SourcesOf = Callable[[str], tuple[str, ...]]
"""What gives the sources below a reference."""


def falling_claims(claims: Sequence[Claim], sources_of: SourcesOf) -> dict[str, tuple[str, ...]]:
    """Return, for each source, the claims that fall without it, in the order of claims.yaml."""
    without: dict[str, set[str]] = {}
    for claim in claims:
        for source in _sole_sources(claim, sources_of):
            without.setdefault(source, set()).add(claim.id)
    for fallen in without.values():
        _spread(claims, fallen)
    return {s: tuple(c.id for c in claims if c.id in fallen) for s, fallen in without.items()}


def _sole_sources(claim: Claim, sources_of: SourcesOf) -> Iterator[str]:
    for support in claim.support:
        for reference in _facts_of(support):
            sources = sources_of(reference)
            if len(sources) == 1:
                yield sources[0]


def _facts_of(support: Support) -> Iterator[str]:
    """Yield sources, rows and cells that a support names itself; computed values are left out."""
    for reference in () if support.claim else support_references(support):
        parsed = parse_reference(reference)
        if parsed is not None and parsed.kind == "row":
            yield reference


def _spread(claims: Sequence[Claim], fallen: set[str]) -> None:
    """Add the claims that rest on a fallen claim, until no more fall."""
    while True:
        more = {
            claim.id
            for claim in claims
            if claim.id not in fallen and any(s.claim in fallen for s in claim.support if s.claim)
        }
        if not more:
            return
        fallen |= more
