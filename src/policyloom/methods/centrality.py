"""Who stands where in an undirected, weighted network, with every convention stated.

Weights say how strong a tie is (documents issued together), so a strong tie is a short way:

- degree and strength count ties and their weights (`policyloom.methods.network` for those alone);
- betweenness and closeness go along shortest ways. A tie is as long as one step, or 1/weight
  (Newman 2001, "Scientific collaboration networks II"; Brandes 2001 for the algorithm);
- eigenvector centrality and PageRank take the weights as they are, or all as one.

Parts that are not connected: closeness carries the correction of Wasserman and Faust (1994, p. 201)
and is undefined for a node that reaches nobody; eigenvector centrality is that of the largest part
alone and undefined outside it, or everywhere where no part is the largest. Undefined is None.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from rustworkx import (
    PyGraph,
    graph_betweenness_centrality,
    graph_closeness_centrality,
    graph_newman_weighted_closeness_centrality,
)

from policyloom.methods.network import Pair, components_of
from policyloom.model.result import Text

Vector = NDArray[np.float64]
Distance = Literal["steps", "inverse"]
Scores = dict[str, float | None]
UNREACHED = Text("닿는 곳이 없음", "reaches no other node")
OUTSIDE = Text("가장 큰 연결 덩어리의 밖에 있음", "outside the largest connected part")
NO_LARGEST = Text("가장 큰 연결 덩어리가 여럿임", "several connected parts are equally large")
TOO_SMALL = Text("마디가 셋보다 적음", "fewer than three nodes")

_DENSE = 1000
_ROUNDS = 200_000
_PARALLEL = 1500
_DIGITS = 12


class Weighted(Protocol):
    """Any undirected network: sorted nodes, and weights above zero by sorted pair."""

    @property
    def nodes(self) -> tuple[str, ...]:
        """Return the nodes."""
        ...

    @property
    def weights(self) -> Mapping[Pair, float]:
        """Return the weight of every tie."""
        ...


@dataclass(frozen=True)
class Centralities:
    """All measures by node; `reasons` says by measure why some nodes have none."""

    degree: Scores
    strength: Scores
    betweenness: Scores
    closeness: Scores
    eigenvector: Scores
    pagerank: Scores
    reasons: Mapping[str, Text]


def centralities(
    network: Weighted, *, distance: Distance = "steps", weighted: bool = True
) -> Centralities:
    """Return every measure at once; `weighted` is for eigenvector centrality and PageRank."""
    degree: Scores = dict.fromkeys(network.nodes, 0)
    strength: Scores = dict.fromkeys(network.nodes, 0)
    for pair, weight in network.weights.items():
        for node in pair:
            degree[node] = (degree[node] or 0) + 1
            strength[node] = (strength[node] or 0) + weight
    sizes = [len(part) for part in components_of(network.nodes, network.weights)]
    tied = len(sizes) > 1 and sizes[0] == sizes[1]
    reasons = {
        "betweenness": TOO_SMALL,
        "closeness": UNREACHED,
        "eigenvector": NO_LARGEST if tied else OUTSIDE,
    }
    return Centralities(
        degree,
        strength,
        betweenness(network, distance=distance),
        closeness(network, distance=distance),
        eigenvector(network, weighted=weighted),
        pagerank(network, weighted=weighted),
        reasons,
    )


def betweenness(network: Weighted, *, distance: Distance = "steps") -> Scores:
    """Return the share of shortest ways between other nodes that lead through each node.

    c(v) = sum over s < t of sigma(s,t|v) / sigma(s,t), over (n-1)(n-2)/2 (Freeman 1977; Brandes
    2001). Pairs without a way add nothing. None with fewer than three nodes. By steps this is
    compiled; along 1/weight it is not, and lengths are whole numbers where weights are, so that
    equally long ways are found equal.
    """
    n = len(network.nodes)
    if n < 3:
        return dict.fromkeys(network.nodes)
    if distance == "steps":
        threshold = _PARALLEL if n >= _PARALLEL else n + 1
        found = graph_betweenness_centrality(_compiled(network), parallel_threshold=threshold)
        # Threads add in any order: the last digits are cut so that runs agree.
        return {node: _cut(found[i]) for i, node in enumerate(network.nodes)}
    passed = _passed(_lengths(network), n)
    scale = 1.0 / ((n - 1) * (n - 2))
    return {node: passed[i] * scale for i, node in enumerate(network.nodes)}


def closeness(network: Weighted, *, distance: Distance = "steps") -> Scores:
    """Return r/(n-1) times r over the summed distances to the r nodes that are reached.

    The first factor is the correction of Wasserman and Faust (1994) for parts that are not
    connected. None for a node that reaches nobody.
    """
    graph, n = _compiled(network), len(network.nodes)
    if distance == "steps":
        found = graph_closeness_centrality(graph, wf_improved=True, parallel_threshold=_PARALLEL)
    else:
        found = graph_newman_weighted_closeness_centrality(
            graph, weight_fn=float, wf_improved=True, parallel_threshold=_PARALLEL
        )
    reached = {node for pair in network.weights for node in pair}
    return {
        node: float(found[i]) if n > 1 and node in reached else None
        for i, node in enumerate(network.nodes)
    }


def eigenvector(network: Weighted, *, weighted: bool = True) -> Scores:
    """Return the leading eigenvector of the largest connected part, of length one and positive.

    Bonacich (1972). None outside that part, everywhere where no part is the largest or has a tie,
    and everywhere where the iteration does not settle (parts of more than 1,000 nodes).
    """
    scores: Scores = dict.fromkeys(network.nodes)
    parts = components_of(network.nodes, network.weights)
    if not parts or len(parts[0]) < 2 or (len(parts) > 1 and len(parts[1]) == len(parts[0])):
        return scores
    part = parts[0]
    place = {node: i for i, node in enumerate(part)}
    ties = [(pair, w) for pair, w in network.weights.items() if pair[0] in place]
    a = np.array([place[x] for (x, _), _ in ties])
    b = np.array([place[y] for (_, y), _ in ties])
    w = np.array([float(w) if weighted else 1.0 for _, w in ties])
    if len(part) <= _DENSE:
        matrix = np.zeros((len(part), len(part)))
        matrix[a, b] = matrix[b, a] = w
        vector: Vector | None = np.abs(np.linalg.eigh(matrix)[1][:, -1])
    else:
        vector = _leading(np.concatenate([a, b]), np.concatenate([b, a]), np.tile(w, 2), len(part))
    if vector is not None:
        scores.update(zip(part, (_cut(x) for x in vector), strict=True))
    return scores


def pagerank(network: Weighted, *, damping: float = 0.85, weighted: bool = True) -> Scores:
    """Return the share of time that a random walker along the ties spends at each node.

    x = (1 - damping)/n + damping (W x + s/n), W by columns of one, s the share at nodes without a
    tie, from where the walker goes anywhere (Brin and Page 1998). Sums to one.
    """
    n = len(network.nodes)
    if not n:
        return {}
    place = {node: i for i, node in enumerate(network.nodes)}
    pairs = list(network.weights.items())
    a = np.array([place[x] for (x, _), _ in pairs], dtype=np.intp)
    b = np.array([place[y] for (_, y), _ in pairs], dtype=np.intp)
    w = np.tile(np.array([float(w) if weighted else 1.0 for _, w in pairs]), 2)
    source, target = np.concatenate([a, b]), np.concatenate([b, a])
    out = np.bincount(source, w, n)
    lost = out == 0
    flow = w / out[source]
    x = np.full(n, 1 / n)
    for _ in range(_ROUNDS):
        after = np.bincount(target, flow * x[source], n) + x[lost].sum() / n
        after = (1 - damping) / n + damping * after
        gap = float(np.abs(after - x).sum())
        x = after
        if gap < 1e-14 * n or gap < 1e-13:
            break
    return {node: _cut(x[i]) for i, node in enumerate(network.nodes)}


def _compiled(network: Weighted) -> Any:  # noqa: ANN401 - rustworkx states no type of payloads
    place = {node: i for i, node in enumerate(network.nodes)}
    graph: Any = PyGraph(multigraph=False)
    graph.add_nodes_from(list(network.nodes))
    graph.add_edges_from([(place[a], place[b], float(w)) for (a, b), w in network.weights.items()])
    return graph


def _cut(number: float) -> float:
    """Return a number with twelve significant digits."""
    return float(f"{number:.{_DIGITS}g}")


def _leading(source: Any, target: Any, w: Any, n: int) -> Vector | None:  # noqa: ANN401
    """Return the leading eigenvector by iteration of A + I, which never swings; None if slow."""
    x: Vector = np.full(n, 1 / math.sqrt(n))
    for _ in range(_ROUNDS // 10):
        after = x + np.bincount(target, w * x[source], n)
        after /= np.linalg.norm(after)
        if float(np.abs(after - x).max()) < 1e-14:
            return after
        x = after
    return None


Ways = Sequence[Sequence[tuple[int, float]]]


def _lengths(network: Weighted) -> Ways:
    """Return each node's neighbours with their distance, in whole numbers where weights are."""
    place = {node: i for i, node in enumerate(network.nodes)}
    whole = all(float(w).is_integer() for w in network.weights.values())
    top = math.lcm(*{int(w) for w in network.weights.values()}) if whole else 1
    found: list[list[tuple[int, float]]] = [[] for _ in network.nodes]
    for (a, b), w in network.weights.items():
        length = top // int(w) if whole else 1.0 / w
        found[place[a]].append((place[b], length))
        found[place[b]].append((place[a], length))
    return found


def _passed(around: Ways, n: int) -> list[float]:
    """Return by node how many shortest ways pass it, each pair of ends counted from both sides."""
    passed = [0.0] * n
    for start in range(n):
        order, ways, before = _tree(start, around, n)
        leaning = [0.0] * n
        for node in reversed(order):
            share = (1 + leaning[node]) / ways[node]
            for previous in before[node]:
                leaning[previous] += ways[previous] * share
            if node != start:
                passed[node] += leaning[node]
    return passed


def _tree(start: int, around: Ways, n: int) -> tuple[list[int], list[int], list[list[int]]]:
    """Return nodes by distance from `start`, ways to each, and who stands before each on them."""
    far: list[float] = [math.inf] * n
    ways, before = [0] * n, [[] for _ in range(n)]  # type: tuple[list[int], list[list[int]]]
    order: list[int] = []
    settled = [False] * n
    far[start], ways[start] = 0, 1
    queue: list[tuple[float, int]] = [(0, start)]
    while queue:
        at, node = heappop(queue)
        if settled[node]:
            continue
        settled[node] = True
        order.append(node)
        for other, length in around[node]:
            way = at + length
            if settled[other]:
                continue
            if _same(way, far[other]):
                ways[other] += ways[node]
                before[other].append(node)
            elif way < far[other]:
                far[other], ways[other], before[other] = way, ways[node], [node]
                heappush(queue, (way, other))
    return order, ways, before


def _same(a: float, b: float) -> bool:
    """Tell whether two lengths are equal: exactly in whole numbers, else but for rounding."""
    return a == b or (isinstance(a, float) and abs(a - b) <= 1e-12 * abs(a))
