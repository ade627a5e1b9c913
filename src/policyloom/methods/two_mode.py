"""Two-mode networks: actors and the events that they share (documents, tasks, projects).

A projection ties two actors by the events that both take part in, or two events by their common
actors. Its weight counts them, or counts each by 1/(n-1) where n take part in it, so that a large
event makes no one close (Newman 2001, "Scientific collaboration networks II").
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from policyloom.methods.network import Pair

Mode = Literal["actors", "events"]
Weighting = Literal["count", "newman"]


@dataclass(frozen=True)
class OneMode:
    """A projection: sorted nodes, those without a tie included, and weights by sorted pair."""

    nodes: tuple[str, ...]
    weights: Mapping[Pair, float]


@dataclass(frozen=True)
class TwoMode:
    """Actors and events, sorted, and which actors take part in each event."""

    actors: tuple[str, ...]
    events: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]

    @property
    def ties(self) -> int:
        """Return how many pairs of an actor and its event there are."""
        return sum(map(len, self.parts.values()))

    @property
    def events_of(self) -> dict[str, tuple[str, ...]]:
        """Return the events of every actor."""
        found: dict[str, list[str]] = {actor: [] for actor in self.actors}
        for event in self.events:
            for actor in self.parts[event]:
                found[actor].append(event)
        return {actor: tuple(events) for actor, events in found.items()}


def two_mode(parts: Mapping[str, Iterable[str]]) -> TwoMode:
    """Build a two-mode network from the actors of each event; doubles count once."""
    known = {event: tuple(sorted(set(parts[event]))) for event in sorted(parts)}
    actors = sorted({actor for found in known.values() for actor in found})
    return TwoMode(tuple(actors), tuple(known), known)


def density(network: TwoMode) -> float | None:
    """Return ties over actors times events; None without an actor or without an event."""
    possible = len(network.actors) * len(network.events)
    return network.ties / possible if possible else None


def projection(network: TwoMode, onto: Mode = "actors", weighting: Weighting = "count") -> OneMode:
    """Tie actors by common events, or events by common actors.

    An event of one actor ties nobody, so Newman's weight is never divided by zero.
    """
    nodes = network.actors if onto == "actors" else network.events
    groups = network.parts if onto == "actors" else network.events_of
    weights: dict[Pair, float] = defaultdict(float)
    for members in groups.values():
        if len(members) > 1:
            share = 1 if weighting == "count" else 1 / (len(members) - 1)
            for pair in combinations(members, 2):
                weights[pair] += share
    return OneMode(nodes, {pair: weights[pair] for pair in sorted(weights)})


@dataclass(frozen=True)
class Breadth:
    """How an actor's work spreads over categories.

    `herfindahl` is the sum of squared shares, 1/k to 1; `entropy` is Shannon's in nats; `effective`
    is 1/herfindahl, the number of equally large categories that are as concentrated (Hill 1973).
    All are None for an actor without work.
    """

    amount: float
    categories: int
    herfindahl: float | None
    entropy: float | None
    effective: float | None
    largest: str | None
    largest_share: float | None


def breadth(amounts: Mapping[str, float]) -> Breadth:
    """Return how amounts of work spread over categories; of equal ones the first is the largest."""
    total = sum(amounts.values())
    shares = {name: amount / total for name, amount in amounts.items() if amount > 0}
    if not shares:
        return Breadth(0, 0, None, None, None, None, None)
    squared = sum(share**2 for share in shares.values())
    entropy = max(0.0, -sum(share * math.log(share) for share in shares.values()))
    largest = max(shares, key=lambda name: shares[name])
    return Breadth(
        total, len(shares), squared, entropy, 1 / squared, largest, shares[largest]
    )  # fmt: skip


def spread(categories: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return amounts by category of tasks of which each counts one, split over its categories."""
    amounts: dict[str, float] = defaultdict(float)
    for names in categories:
        for name in names:
            amounts[name] += 1 / len(names)
    return dict(amounts)
