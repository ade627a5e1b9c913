"""Communities of an undirected, weighted network by modularity, the same on every run.

Local moving and folding after Blondel and others (2008, "Fast unfolding of communities in large
networks"), from several fixed orders and first divisions of the nodes, of which the best is kept; a
community that is not connected is taken apart, as Traag and others (2019, "From Louvain to Leiden")
ask. Modularity is that of Newman and Girvan (2004) with a resolution (Reichardt and Bornholdt
2006).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.methods.centrality import Weighted
from policyloom.methods.network import components_of

_LEAST = 1e-12
_SEED = 20040226

Around = list[dict[int, float]]


@dataclass(frozen=True)
class Communities:
    """A division into communities, largest first, then by name.

    `modularity` is None in a network without a tie, where every node stands alone. `reached` tells
    from how many of the `starts` the same modularity came out: few say that others are as good.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float | None
    starts: int
    reached: int

    @property
    def of(self) -> dict[str, int]:
        """Return the place of each node's community, from zero."""
        return {node: i for i, group in enumerate(self.groups) for node in group}


def modularity(
    network: Weighted, groups: Iterable[Iterable[str]], *, resolution: float = 1.0
) -> float | None:
    """Return Q = sum over groups of L/m - resolution (d/2m)^2; None without a tie.

    L is the weight of ties within a group, d the strengths of its nodes, m the weight of all ties.
    """
    total = sum(network.weights.values())
    if not total:
        return None
    of = {node: i for i, group in enumerate(groups) for node in group}
    within: dict[int, float] = defaultdict(float)
    strength: dict[int, float] = defaultdict(float)
    for (a, b), weight in network.weights.items():
        strength[of[a]] += weight
        strength[of[b]] += weight
        within[of[a]] += weight if of[a] == of[b] else 0
    return sum(
        within[g] / total - resolution * (strength[g] / (2 * total)) ** 2 for g in sorted(strength)
    )


def communities(network: Weighted, *, resolution: float = 1.0, starts: int = 20) -> Communities:
    """Divide a network into communities of high modularity (a search, not a proof)."""
    if not network.weights:
        return Communities(tuple((node,) for node in network.nodes), None, 0, 0)
    around = _around(network)
    chance = random.Random(_SEED)  # noqa: S311 - a fixed order, no secret
    found = []
    for start in range(starts):
        order, first = list(range(len(network.nodes))), list(range(len(network.nodes)))
        if start:
            chance.shuffle(order)
        if start % 2:
            first = _named([chance.randrange(2 + start // 4) for _ in order])
        groups = _grouped(network, _unfold(around, first, order, resolution))
        found.append((modularity(network, groups, resolution=resolution) or 0.0, groups))
    best = max(value for value, _ in found)
    groups = next(groups for value, groups in found if value > best - _LEAST)
    reached = sum(value > best - 1e-9 for value, _ in found)
    return Communities(groups, best, starts, reached)


def _around(network: Weighted) -> Around:
    place = {node: i for i, node in enumerate(network.nodes)}
    around: Around = [{} for _ in network.nodes]
    for (a, b), weight in network.weights.items():
        around[place[a]][place[b]] = around[place[b]][place[a]] = weight
    return around


def _grouped(network: Weighted, of: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Return communities as nodes; one that is not connected falls into its connected parts."""
    ties: dict[int, list[tuple[str, str]]] = defaultdict(list)
    place = {node: i for i, node in enumerate(network.nodes)}
    for a, b in network.weights:
        if of[place[a]] == of[place[b]]:
            ties[of[place[a]]].append((a, b))
    members: dict[int, list[str]] = defaultdict(list)
    for node in network.nodes:
        members[of[place[node]]].append(node)
    parts = [part for g, nodes in members.items() for part in components_of(nodes, ties[g])]
    return tuple(sorted(parts, key=lambda part: (-len(part), part)))


def _unfold(
    around: Around, of: Sequence[int], order: Sequence[int], resolution: float
) -> list[int]:
    """Return a community for every node: move nodes, fold communities into nodes, and again.

    When nothing folds any more, single nodes are moved once more between the communities found
    (the refinement of Rotta and Noack 2011), and all begins anew if any moves.
    """
    alone = [0.0] * len(around)
    of = _named(of)
    while True:
        before = of
        of = _named(_move(around, alone, of, order, resolution))
        while True:
            level, loops = _fold(around, alone, of, max(of) + 1)
            every = range(len(level))
            merged = _named(_move(level, loops, list(every), every, resolution))
            of = [merged[g] for g in of]
            if max(merged) + 1 == len(level):
                break
        if _named(before) == _named(of):
            return of


def _named(of: Sequence[int]) -> list[int]:
    """Number communities in the order in which they come, so that equal divisions are equal."""
    names = {g: i for i, g in enumerate(dict.fromkeys(of))}
    return [names[g] for g in of]


def _fold(
    around: Around, loops: Sequence[float], of: Sequence[int], size: int
) -> tuple[Around, list[float]]:
    """Return the network of communities; `loops` hold the weight within each, counted twice."""
    folded: Around = [defaultdict(float) for _ in range(size)]
    inside = [0.0] * size
    for node, others in enumerate(around):
        inside[of[node]] += loops[node]
        for other, weight in others.items():
            if of[node] == of[other]:
                inside[of[node]] += weight
            else:
                folded[of[node]][of[other]] += weight
    return folded, inside


def _move(
    around: Around,
    loops: Sequence[float],
    of: Sequence[int],
    order: Iterable[int],
    resolution: float,
) -> list[int]:
    """Move nodes, in order, to where they gain most, until none gains.

    A node may join a community of a neighbour, or stand alone.
    """
    strength = [sum(around[i].values()) + loops[i] for i in range(len(around))]
    total = sum(strength)
    of, order = list(of), list(order)
    mass, size = [0.0] * len(around), [0] * len(around)
    for node, group in enumerate(of):
        mass[group] += strength[node]
        size[group] += 1
    empty = [g for g, n in enumerate(size) if not n]
    gained = True
    while gained:
        gained = False
        for node in order:
            own, share = of[node], resolution * strength[node] / total
            mass[own] -= strength[node]
            near = _near(around[node], of)
            best, most = own, near.get(own, 0.0) - share * mass[own]
            for group in [*sorted(near), *empty[-1:]]:
                gain = near.get(group, 0.0) - share * mass[group]
                if gain > most + _LEAST * total:
                    best, most = group, gain
            mass[best] += strength[node]
            if best != own:
                gained, of[node] = True, best
                size[own] -= 1
                size[best] += 1
                if empty and empty[-1] == best:
                    empty.pop()
                if not size[own]:
                    empty.append(own)
    return of


def _near(others: Mapping[int, float], of: Sequence[int]) -> dict[int, float]:
    near: dict[int, float] = defaultdict(float)
    for other, weight in others.items():
        near[of[other]] += weight
    return dict(near)
