import random
from itertools import combinations

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.communities import communities, modularity
from policyloom.methods.two_mode import OneMode

LETTERS = "abcdef"
TIES = st.dictionaries(
    st.sampled_from(list(combinations(LETTERS, 2))), st.integers(1, 5), max_size=12
)


def network_of(graph, weight=None):
    names = {node: f"{node:04}" for node in graph}
    ties = {
        tuple(sorted((names[a], names[b]))): data.get("weight", 1) if weight else 1
        for a, b, data in graph.edges(data=True)
    }
    return OneMode(tuple(sorted(names.values())), dict(sorted(ties.items())))


def partitions(items):
    if not items:
        yield []
        return
    first, *rest = items
    for parts in partitions(rest):
        yield [[first], *parts]
        for i, part in enumerate(parts):
            yield [*parts[:i], [first, *part], *parts[i + 1 :]]


def test_two_triangles_and_a_bridge():
    ties = [*combinations("abc", 2), ("c", "d"), *combinations("def", 2)]
    found = communities(OneMode(tuple(LETTERS), dict.fromkeys(sorted(ties), 1)))
    assert found.groups == (("a", "b", "c"), ("d", "e", "f"))
    assert found.modularity == pytest.approx(6 / 7 - 2 * (7 / 14) ** 2)
    assert found.starts == 20
    assert 15 <= found.reached <= 20
    assert found.of["e"] == 1


def test_without_a_tie_there_is_nothing_to_divide():
    found = communities(OneMode(("a", "b"), {}))
    assert (found.groups, found.modularity) == ((("a",), ("b",)), None)
    assert communities(OneMode((), {})).groups == ()


def test_the_karate_club_reaches_the_known_optimum():
    """0.4198 is the proven maximum of the unweighted network (Brandes and others 2008)."""
    found = communities(network_of(networkx.karate_club_graph()))
    assert found.modularity == pytest.approx(0.41979, abs=1e-5)
    assert len(found.groups) == 4


@settings(deadline=None, max_examples=40)
@given(TIES, st.sampled_from([0.5, 1.0, 1.7]))
def test_modularity_agrees_and_groups_are_connected(ties, resolution):
    network = OneMode(tuple(LETTERS), dict(sorted(ties.items())))
    found = communities(network, resolution=resolution)
    if not ties:
        assert found.modularity is None
        return
    graph = networkx.Graph()
    graph.add_nodes_from(LETTERS)
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in ties.items())
    theirs = networkx.community.modularity(graph, found.groups, resolution=resolution)
    assert found.modularity == pytest.approx(theirs)
    for group in found.groups:
        assert networkx.is_connected(graph.subgraph(group))


def test_small_networks_reach_the_best_of_all_divisions():
    missed = 0
    for seed in range(60):
        graph = networkx.gnp_random_graph(7, 0.4, seed=seed)
        chance = random.Random(seed)
        for a, b in graph.edges:
            graph[a][b]["weight"] = chance.randint(1, 4)
        network = network_of(graph, "weight")
        found = communities(network).modularity
        if found is not None:
            best = max(modularity(network, p) or 0.0 for p in partitions(list(network.nodes)))
            assert found <= best + 1e-9
            missed += found < best - 1e-9
    assert missed <= 1


def test_planted_groups_come_out_at_least_as_well_as_from_the_peer():
    graph = networkx.planted_partition_graph(6, 25, 0.3, 0.02, seed=4)
    found = communities(network_of(graph), starts=5)
    peer = max(
        networkx.community.modularity(graph, networkx.community.louvain_communities(graph, seed=s))
        for s in range(5)
    )
    assert found.modularity is not None
    assert found.modularity >= peer - 1e-3
    assert communities(network_of(graph), starts=5) == found
