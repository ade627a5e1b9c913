"""Networks of bodies that issue documents together.

Every pair of bodies that stand on one document is an undirected edge; its weight is the number of
such documents. A body that only ever issues alone is a node without edges, so it counts in the
number of nodes, in density and in components. Documents without a known issuer are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[str, str]


@dataclass(frozen=True)
class JointNetwork:
    """Bodies (sorted), weights by sorted pair, and how many documents had one or several issuers.

    `led` counts, for the first issuer of a document, the others on it (out-strength of the lead).
    """

    nodes: tuple[str, ...]
    weights: Mapping[Pair, int]
    documents: int
    joint: int
    led: Mapping[str, int]

    @property
    def neighbours(self) -> dict[str, set[str]]:
        """Return who each body has issued with."""
        found: dict[str, set[str]] = {node: set() for node in self.nodes}
        for a, b in self.weights:
            found[a].add(b)
            found[b].add(a)
        return found


def joint_network(documents: Iterable[Sequence[str]]) -> JointNetwork:
    """Build the network from the issuers of each document, in printed order; doubles count once."""
    weights: Counter[Pair] = Counter()
    led: Counter[str] = Counter()
    nodes: set[str] = set()
    total = joint = 0
    for issuers in documents:
        distinct = list(dict.fromkeys(issuers))
        if not distinct:
            continue
        total += 1
        joint += len(distinct) > 1
        nodes.update(distinct)
        led[distinct[0]] += len(distinct) - 1
        weights.update(combinations(sorted(distinct), 2))
    ordered = tuple(sorted(nodes))
    pairs = {pair: weights[pair] for pair in sorted(weights)}
    return JointNetwork(ordered, pairs, total, joint, {n: led[n] for n in ordered})


def density(network: JointNetwork) -> float | None:
    """Return edges over possible edges, 2m / n(n-1); None with fewer than two bodies."""
    n = len(network.nodes)
    return 2 * len(network.weights) / (n * (n - 1)) if n > 1 else None


def joint_rate(network: JointNetwork) -> float | None:
    """Return the share of documents with two issuers or more; None without documents."""
    return network.joint / network.documents if network.documents else None


def degree(network: JointNetwork) -> dict[str, int]:
    """Return with how many different bodies each has issued."""
    return {node: len(others) for node, others in network.neighbours.items()}


def strength(network: JointNetwork) -> dict[str, int]:
    """Return the sum of a body's edge weights."""
    total = dict.fromkeys(network.nodes, 0)
    for (a, b), weight in network.weights.items():
        total[a] += weight
        total[b] += weight
    return total


def clustering(network: JointNetwork) -> dict[str, float]:
    """Return the share of a body's pairs of partners that are partners too (unweighted).

    0 for a body with fewer than two partners, as Watts and Strogatz (1998) and networkx have it.
    """
    around = network.neighbours
    found: dict[str, float] = {}
    for node, others in around.items():
        pairs = len(others) * (len(others) - 1) / 2
        closed = sum(b in around[a] for a, b in combinations(sorted(others), 2))
        found[node] = closed / pairs if pairs else 0.0
    return found


def components(network: JointNetwork) -> list[tuple[str, ...]]:
    """Return the connected parts, largest first, then by name; a lone body is a part."""
    return connected(network.nodes, network.neighbours)


def components_of(nodes: Sequence[str], ties: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Return the connected parts of the network that some pairs make."""
    around: dict[str, set[str]] = {node: set() for node in nodes}
    for a, b in ties:
        around[a].add(b)
        around[b].add(a)
    return connected(nodes, around)


def connected(nodes: Sequence[str], neighbours: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Return the connected parts of any undirected graph, largest first, then by name."""
    seen: set[str] = set()
    parts: list[tuple[str, ...]] = []
    for start in nodes:
        if start in seen:
            continue
        part, stack = {start}, [start]
        while stack:
            fresh = neighbours[stack.pop()] - part
            part |= fresh
            stack += fresh
        seen |= part
        parts.append(tuple(sorted(part)))
    return sorted(parts, key=lambda part: (-len(part), part))
