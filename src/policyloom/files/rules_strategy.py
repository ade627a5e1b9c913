"""Rules on strategies: what they are built on, and what an item may be."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.model.strategy import ACTORS, two_faced, ungrounded
from policyloom.model.study import Study

CLAIMS = "claims.yaml"


def grounded_strategies(study: Study) -> Iterator[Problem]:
    """A strategy cites something internal and something external."""
    for claim, inner, outer in ungrounded(study.claims):
        if inner:
            yield _at(study, claim.id, "support", "strategy.no_internal", claim=claim.id)
        if outer:
            yield _at(study, claim.id, "support", "strategy.no_external", claim=claim.id)


def one_sided_items(study: Study) -> Iterator[Problem]:
    """An item is not an opportunity and a threat for one actor, and no strategy is an item."""
    for found in two_faced(study.claims):
        actor = ACTORS[found.actor]
        claims = ", ".join(filter(None, (found.claim, found.other)))
        words = {"claims": claims, "actor": f"{actor.ko}, {actor.en}"}
        yield _at(study, found.claim, "swot", "strategy.both_sides", **words)
    for claim in study.claims:
        if claim.kind == "proposal" and claim.swot:
            yield _at(study, claim.id, "swot", "strategy.not_an_item", claim=claim.id)


def _at(study: Study, at: str, key: str, code: str, **words: object) -> Problem:
    base = f"claim:{at}"
    line = study.lines.get(f"{base}.{key}", study.lines.get(base, 0))
    return problem(code, CLAIMS, line, f"{at}.{key}", **words)
