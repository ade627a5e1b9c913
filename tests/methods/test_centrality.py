import json
import math
from itertools import combinations
from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.centrality import (
    NO_LARGEST,
    OUTSIDE,
    betweenness,
    centralities,
    closeness,
    eigenvector,
    pagerank,
)
from policyloom.methods.network import joint_network
from policyloom.methods.two_mode import OneMode

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
LETTERS = "abcdefghij"
TIES = st.dictionaries(
    st.sampled_from(list(combinations(LETTERS, 2))), st.integers(1, 6), max_size=24
)


def network_of(weights):
    return OneMode(tuple(LETTERS), dict(sorted(weights.items())))


def graph_of(network):
    """The same network for networkx; a length is a whole number in proportion to 1/weight."""
    graph = networkx.Graph()
    graph.add_nodes_from(network.nodes)
    top = math.lcm(*network.weights.values()) if network.weights else 1
    for (a, b), w in network.weights.items():
        graph.add_edge(a, b, weight=w, whole=top // w, length=1 / w)
    return graph


def test_a_path_and_a_lone_node_by_hand():
    path = OneMode(("a", "b", "c", "d"), {("a", "b"): 2, ("b", "c"): 1})
    found = centralities(path)
    assert found.degree == {"a": 1, "b": 2, "c": 1, "d": 0}
    assert found.strength == {"a": 2, "b": 3, "c": 1, "d": 0}
    # One of the three pairs that leave b out, a and c, goes through b.
    assert found.betweenness == {"a": 0, "b": pytest.approx(1 / 3), "c": 0, "d": 0}
    # b reaches two of three at distance one each: 2/3 of 2/2.
    assert found.closeness == {
        "a": pytest.approx(4 / 9),
        "b": pytest.approx(2 / 3),
        "c": pytest.approx(4 / 9),
        "d": None,
    }
    assert closeness(path, distance="inverse")["a"] == pytest.approx(2 / 3 * 2 / (0.5 + 1.5))
    assert found.eigenvector["d"] is None
    assert found.reasons["eigenvector"] == OUTSIDE
    assert found.eigenvector["b"] == pytest.approx(1 / math.sqrt(2))
    assert sum(x or 0 for x in found.pagerank.values()) == pytest.approx(1)


def test_undefined_is_none_with_a_reason():
    pair = OneMode(("a", "b"), {("a", "b"): 1})
    assert betweenness(pair) == {"a": None, "b": None}
    twins = OneMode(("a", "b", "c", "d"), {("a", "b"): 1, ("c", "d"): 1})
    found = centralities(twins)
    assert set(found.eigenvector.values()) == {None}
    assert found.reasons["eigenvector"] == NO_LARGEST
    nothing = OneMode((), {})
    assert pagerank(nothing) == eigenvector(nothing) == closeness(nothing) == {}
    assert eigenvector(OneMode(("a",), {})) == {"a": None}
    assert pagerank(OneMode(("a", "b"), {})) == {"a": 0.5, "b": 0.5}


def test_a_strong_tie_is_a_short_way():
    detour = OneMode(("a", "b", "c"), {("a", "b"): 4, ("a", "c"): 1, ("b", "c"): 4})
    assert betweenness(detour)["b"] == 0
    assert betweenness(detour, distance="inverse")["b"] == 1
    tie = OneMode(("a", "b", "c"), {("a", "b"): 6, ("a", "c"): 3, ("b", "c"): 6})
    assert betweenness(tie, distance="inverse")["b"] == 0.5
    thirds = {("a", "b"): 0.3, ("a", "c"): 0.15, ("b", "c"): 0.3}
    assert betweenness(OneMode(("a", "b", "c"), thirds), distance="inverse")["b"] == 0.5


def test_known_answer():
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    known = next(a for a in answers if a["id"] == "joint_network")
    network = joint_network(known["inputs"]["docs_issuers_in_printed_order"])
    assert betweenness(network) == pytest.approx(known["expected"]["betweenness_normalised"])


@settings(max_examples=60, deadline=None)
@given(TIES)
def test_agrees_with_networkx(weights):
    network = network_of(weights)
    graph = graph_of(network)
    reached = {node for pair in weights for node in pair}
    for distance, whole, length in (("steps", None, None), ("inverse", "whole", "length")):
        between = networkx.betweenness_centrality(graph, weight=whole)
        assert betweenness(network, distance=distance) == pytest.approx(between, abs=1e-12)
        near = networkx.closeness_centrality(graph, distance=length)
        assert closeness(network, distance=distance) == pytest.approx(
            {node: near[node] if node in reached else None for node in LETTERS}
        )
    for weighted in (True, False):
        rank = networkx.pagerank(
            graph, tol=1e-14, max_iter=10_000, weight="weight" if weighted else None
        )
        assert pagerank(network, weighted=weighted) == pytest.approx(rank, abs=1e-11)


@settings(max_examples=60, deadline=None)
@given(TIES)
def test_eigenvector_is_that_of_the_largest_part(weights):
    network = network_of(weights)
    graph = graph_of(network)
    found = eigenvector(network)
    parts = sorted(networkx.connected_components(graph), key=len, reverse=True)
    if len(parts[0]) < 2 or (len(parts) > 1 and len(parts[0]) == len(parts[1])):
        assert set(found.values()) == {None}
        return
    part = graph.subgraph(parts[0])
    if len(part) > 2:
        theirs = networkx.eigenvector_centrality_numpy(part, weight="weight")
    else:
        theirs = dict.fromkeys(part, 1 / math.sqrt(2))
    assert found == pytest.approx({node: theirs.get(node) for node in LETTERS}, abs=1e-9)


def test_large_networks_agree_and_repeat():
    graph = networkx.barabasi_albert_graph(1700, 3, seed=5)
    names = [f"n{i:04}" for i in graph]
    network = OneMode(tuple(names), {(names[a], names[b]): 1 for a, b in sorted(graph.edges)})
    first = betweenness(network)
    assert betweenness(network) == first
    scores = eigenvector(network)
    known = networkx.eigenvector_centrality_numpy(graph)
    assert scores == pytest.approx({names[i]: x for i, x in known.items()}, abs=1e-8)
