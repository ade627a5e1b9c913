"""Which claims lean on sources that are gone or changed, read off the graph of references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyloom.model.lineage import Lineage
from policyloom.model.reference import parse_reference


@dataclass(frozen=True)
class Leaning:
    """The claims that lean on one source.

    `direct` claims get there by register rows and other claims alone; `computed` ones only through
    a computed value, which may rest on hundreds of sources.
    """

    source: str
    direct: tuple[str, ...]
    computed: tuple[str, ...]


def claims_leaning(graph: Lineage, sources: Sequence[str]) -> tuple[Leaning, ...]:
    """Return, for each source, the ids of the claims that lean on it, nearest first."""
    return tuple(_leaning(graph, source) for source in sources)


def _leaning(graph: Lineage, source: str) -> Leaning:
    start = f"sources:{source}"
    direct = _claims(_reached(graph, start))
    every = _claims(reference for _, reference in graph.forward(start))
    return Leaning(source, tuple(direct), tuple(c for c in every if c not in direct))


def _reached(graph: Lineage, start: str) -> list[str]:
    """Return what rests on a source by way of rows and claims only, nearest first."""
    seen = {start: None}
    frontier = [start]
    while frontier:
        following = []
        for node in frontier:
            for user in graph.carries.get(node, ()):
                if user not in seen and _is_row_or_claim(user):
                    seen[user] = None
                    following.append(user)
        frontier = following
    return list(seen)


def _is_row_or_claim(reference: str) -> bool:
    parsed = parse_reference(reference)
    return parsed is not None and parsed.kind in ("row", "claim")


def _claims(references: Iterable[str]) -> list[str]:
    return [r.removeprefix("claim:") for r in references if r.startswith("claim:")]
