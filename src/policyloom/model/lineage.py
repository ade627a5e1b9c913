"""Lineage: what rests on what, from a sentence back to its sources and forward again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import condition_references
from policyloom.model.facts import Facts, row_sources
from policyloom.model.tables import dictionary

_Add = Callable[[str, str], None]


@dataclass(frozen=True)
class Lineage:
    """A directed graph of references: `rests_on[a]` holds what a uses, `carries[a]` who uses a."""

    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    carries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def back(self, reference: str) -> list[tuple[int, str]]:
        """Return all that a reference rests on, as (steps back, reference), nearest first."""
        return _walk(self.rests_on, reference)

    def forward(self, reference: str) -> list[tuple[int, str]]:
        """Return all that rests on a reference, as (steps forward, reference), nearest first."""
        return _walk(self.carries, reference)


@dataclass(frozen=True)
class Trail:
    """Who uses which evidence in a report, and the graph that this makes with the whole study.

    `uses` are (place in the report or claim, reference) pairs. The graph is built when it is first
    asked for, and once: the report's panel, the site and `explain` share it.
    """

    facts: Facts
    uses: tuple[tuple[str, str], ...] = ()

    @cached_property
    def lineage(self) -> Lineage:
        """Return what rests on what."""
        return lineage(self.facts, self.uses)


def lineage(facts: Facts, uses: Iterable[tuple[str, str]] = ()) -> Lineage:
    """Build the graph of a study; `uses` are the (place in the report, reference) pairs of prose.

    A place reads "document:report/03-ai.md:45". Cells ("policies:C001#number") rest on their row.
    """
    edges: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def add(user: str, used: str) -> None:
        edges[user][used] = None
        if "#" in used:
            edges[used][used.partition("#")[0]] = None

    for place, reference in uses:
        add(place, reference)
    for claim in facts.study.claims:
        for used in claim_references(claim):
            add(f"claim:{claim.id}", used)
    _result_edges(facts, add)
    _row_edges(facts, add)
    carries: defaultdict[str, list[str]] = defaultdict(list)
    for user, used_by in edges.items():
        for used in used_by:
            carries[used].append(user)
    return Lineage(
        {k: tuple(v) for k, v in edges.items()}, {k: tuple(v) for k, v in carries.items()}
    )


def claim_references(claim: Claim) -> tuple[str, ...]:
    """Return every reference that a claim's support and counter-evidence name."""
    found: list[str] = []
    for support in (*claim.support, *claim.against):
        found += support_references(support)
    return tuple(dict.fromkeys(found))


def support_references(support: Support) -> tuple[str, ...]:
    """Return the references of one support: the operands of a condition, or what it points to."""
    return condition_references(support.holds) if support.holds else (support.reference,)


def _result_edges(facts: Facts, add: _Add) -> None:
    for analysis, result in facts.results.items():
        for name, value in result.values.items():
            for origin in value.origins:
                add(f"{analysis}.{name}", origin)
        for name, figure in result.figures.items():
            for origin in figure.origins:
                add(f"figure:{analysis}.{name}", origin)
        for name, table in result.tables.items():
            for origin in dict.fromkeys(o for row in table.origins for o in row):
                add(f"table:{analysis}.{name}", origin)


def _row_edges(facts: Facts, add: _Add) -> None:
    named = {row.id: f"sources:{row.id}" for row in facts.study.table("sources")}
    for name, spec in dictionary().items():
        if name == "sources" or not spec.source_columns:
            continue
        for row in facts.study.table(name):
            sources = row_sources(spec, row)
            user = f"{name}:{row.id}" if sources else ""
            for source in sources:
                add(user, named.get(source) or f"sources:{source}")
    for row in facts.study.table("cell_sources"):
        cell = f"{row.text('table')}:{row.text('row')}#{row.text('column')}"
        add(cell, f"sources:{row.text('source')}")


def _walk(edges: Mapping[str, tuple[str, ...]], start: str) -> list[tuple[int, str]]:
    seen = {start}
    found: list[tuple[int, str]] = []
    frontier, depth = [start], 0
    while frontier:
        depth += 1
        following = []
        for node in frontier:
            for other in edges.get(node, ()):
                if other not in seen:
                    seen.add(other)
                    following.append(other)
                    found.append((depth, other))
        frontier = following
    return found
