"""How fast network measures are, against networkx, in the same run.

    python -m benchmarks.networks [nodes]

Networks grow by preferential attachment, five ties a node, weights 1 to 9. Peers take turns;
medians of elapsed time. Betweenness of networkx from every node of 5,000 takes minutes, so it runs
from a sample of nodes and is scaled up: its cost is the same from each.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

import networkx

from policyloom.methods.centrality import betweenness, closeness, eigenvector, pagerank
from policyloom.methods.communities import communities
from policyloom.methods.core_periphery import core_numbers
from policyloom.methods.two_mode import OneMode

GOALS = {"betweenness": 20.0}
"""Their time as a multiple of ours, at least."""
RUNS, SAMPLE = 3, 60

Job = Callable[[], object]


def grown(nodes: int) -> tuple[networkx.Graph, OneMode]:
    """Make one network for both: theirs, and ours."""
    graph = networkx.barabasi_albert_graph(nodes, 5, seed=11)
    chance = random.Random(7)
    names = [f"n{i:06}" for i in range(nodes)]
    weights = {}
    for a, b in sorted((min(e), max(e)) for e in graph.edges):
        weight = chance.randint(1, 9)
        graph[a][b].update(weight=weight, length=1 / weight)
        weights[names[a], names[b]] = weight
    return graph, OneMode(tuple(names), weights)


def turns(ours: Job, theirs: Job) -> tuple[float, float]:
    """Run both in turns; return the median time of each."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for job, times in zip((ours, theirs), taken, strict=True):
            started = time.perf_counter()
            job()
            times.append(time.perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])


def main(nodes: int = 5000) -> None:
    """Print times and ratios."""
    graph, network = grown(nodes)
    few, small = grown(max(nodes // 10, 10))
    sample = min(SAMPLE, nodes)
    nx = networkx
    jobs: dict[str, tuple[Job, Job, float]] = {
        "betweenness": (
            lambda: betweenness(network),
            lambda: nx.betweenness_centrality(graph, k=sample, seed=1),
            nodes / sample,
        ),
        f"betweenness along 1/weight, {len(few):,} nodes": (
            lambda: betweenness(small, distance="inverse"),
            lambda: nx.betweenness_centrality(few, weight="length"),
            1,
        ),
        f"closeness, {len(few):,} nodes": (
            lambda: closeness(small),
            lambda: nx.closeness_centrality(few),
            1,
        ),
        "eigenvector": (
            lambda: eigenvector(network),
            lambda: nx.eigenvector_centrality(graph, weight="weight", tol=1e-12, max_iter=9999),
            1,
        ),
        "PageRank": (lambda: pagerank(network), lambda: nx.pagerank(graph, tol=1e-14), 1),
        "k-cores": (lambda: core_numbers(network), lambda: nx.core_number(graph), 1),
        "communities, one order each": (
            lambda: communities(network, starts=1),
            lambda: nx.community.louvain_communities(graph, seed=1),
            1,
        ),
    }
    print(f"{len(graph):,} nodes, {graph.number_of_edges():,} ties")
    for name, (ours, theirs, scale) in jobs.items():
        mine, peer = turns(ours, theirs)
        peer *= scale
        goal = f" (goal {GOALS[name]:.0f} or more)" if name in GOALS else ""
        print(f"{name:38} {mine:8.3f} s  networkx {peer:8.3f} s  ratio {peer / mine:6.1f}{goal}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
