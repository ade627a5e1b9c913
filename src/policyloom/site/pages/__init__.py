"""Which pages the site has: one module a kind, listed in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policyloom.site.page import Desk, Page
from policyloom.site.pages import (
    actors,
    analyses,
    cases,
    claims,
    indicators,
    overview,
    policies,
    regions,
    registers,
    sectors,
    sources,
    views,
)

Maker = Callable[[Desk], Iterable[Page]]

MAKERS: tuple[Maker, ...] = (
    overview.pages,
    views.pages,
    regions.pages,
    sectors.pages,
    cases.pages,
    indicators.pages,
    policies.pages,
    actors.pages,
    claims.pages,
    analyses.pages,
    sources.pages,
    registers.pages,
)


def all_pages(desk: Desk) -> Iterator[Page]:
    """Yield every page of the site; the overview comes first."""
    for maker in MAKERS:
        yield from maker(desk)
