import math

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from policyloom.methods.two_mode import breadth, density, projection, spread, two_mode

EVENTS = st.dictionaries(
    st.integers(0, 9).map(lambda i: f"e{i}"), st.lists(st.sampled_from("abcde"), max_size=5)
)


def test_three_events_by_hand():
    network = two_mode({"x": ["b", "a", "a"], "y": ["a", "b", "c"], "z": []})
    assert (network.actors, network.events, network.ties) == (("a", "b", "c"), ("x", "y", "z"), 5)
    assert density(network) == pytest.approx(5 / 9)
    assert projection(network).weights == {("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1}
    newman = projection(network, weighting="newman").weights
    assert newman == {("a", "b"): 1.5, ("a", "c"): 0.5, ("b", "c"): 0.5}
    assert projection(network, "events").weights == {("x", "y"): 2}
    assert projection(network, "events").nodes == ("x", "y", "z")
    assert density(two_mode({"z": []})) is None


@settings(deadline=None)
@given(EVENTS)
def test_projections_agree_with_networkx(events):
    network = two_mode(events)
    graph = networkx.Graph()
    graph.add_nodes_from(network.actors)
    graph.add_nodes_from(network.events)
    graph.add_edges_from((a, e) for e, actors in events.items() for a in actors)
    peers = {
        "count": bipartite.weighted_projected_graph,
        "newman": bipartite.collaboration_weighted_projected_graph,
    }
    if not network.ties:
        assert projection(network).weights == projection(network, "events").weights == {}
        return
    for mode, nodes in (("actors", network.actors), ("events", network.events)):
        for weighting, peer in peers.items():
            known = peer(graph, nodes)
            ours = projection(network, mode, weighting)
            edges = {tuple(sorted((a, b))): w for a, b, w in known.edges(data="weight")}
            assert dict(ours.weights) == pytest.approx(edges)
            assert set(ours.nodes) == set(known)


def test_breadth_by_hand():
    even = breadth({"a": 2, "b": 2, "c": 0})
    assert (even.categories, even.herfindahl, even.effective) == (2, 0.5, 2)
    assert even.entropy == pytest.approx(math.log(2))
    one = breadth({"a": 3})
    assert (one.herfindahl, one.entropy, one.largest, one.largest_share) == (1, 0, "a", 1)
    none = breadth({"a": 0})
    assert (none.herfindahl, none.entropy, none.effective, none.largest) == (None,) * 4


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True)))
def test_every_task_counts_one(tasks):
    amounts = spread(tasks)
    assert sum(amounts.values()) == pytest.approx(len(tasks))
    found = breadth(amounts)
    if tasks:
        assert 1 - 1e-9 <= found.effective <= found.categories + 1e-9
        assert found.entropy <= math.log(found.categories) + 1e-9
