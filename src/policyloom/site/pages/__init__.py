"""Which pages the site has: one module a kind, listed in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policyloom.site.page import Desk, Page
from policyloom.site.pages import (
    actors,
    analyses,
    cases,
    causes,
    claim_graph,
    claims,
    demand,
    diffusion,
    firms,
    indicators,
    ledger,
    overview,
    policies,
    promotion,
    regions,
    registers,
    scoreboard,
    sectors,
    sources,
    strategy,
    trade,
    views,
)

Maker = Callable[[Desk], Iterable[Page]]

MAKERS: tuple[Maker, ...] = (
    overview.pages,
    views.pages,
    promotion.pages,
    diffusion.pages,
    ledger.pages,
    regions.pages,
    sectors.pages,
    cases.pages,
    causes.pages,
    firms.pages,
    indicators.pages,
    scoreboard.pages,
    policies.pages,
    actors.pages,
    claims.pages,
    claim_graph.pages,
    demand.pages,
    strategy.pages,
    analyses.pages,
    sources.pages,
    registers.pages,
    trade.pages,
)


def all_pages(desk: Desk) -> Iterator[Page]:
    """Yield every page of the site; the overview comes first."""
    for maker in MAKERS:
        yield from maker(desk)
