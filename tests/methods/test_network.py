import json
from pathlib import Path

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.layout import stress_layout
from policyloom.methods.network import (
    clustering,
    components,
    degree,
    density,
    joint_network,
    joint_rate,
    strength,
)

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=5), max_size=12)


def test_two_documents_by_hand():
    network = joint_network([["a", "b"], ["b", "a", "c"], ["d"], []])
    assert network.nodes == ("a", "b", "c", "d")
    assert network.weights == {("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1}
    assert (network.documents, network.joint) == (3, 2)
    assert network.led == {"a": 1, "b": 2, "c": 0, "d": 0}
    assert density(network) == 0.5
    assert components(network) == [("a", "b", "c"), ("d",)]
    assert strength(network) == {"a": 3, "b": 3, "c": 2, "d": 0}


def test_undefined_is_none_not_zero():
    assert density(joint_network([["a"]])) is None
    assert joint_rate(joint_network([[]])) is None


def test_known_answer():
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    known = next(a for a in answers if a["id"] == "joint_network")
    network = joint_network(known["inputs"]["docs_issuers_in_printed_order"])
    expected = known["expected"]
    weights = {frozenset(pair): w for pair, w in network.weights.items()}
    assert len(network.nodes) == expected["n_nodes"]
    assert len(weights) == expected["n_edges"]
    assert weights == {frozenset(k.split("|")): w for k, w in expected["edge_weights"].items()}
    assert density(network) == pytest.approx(expected["density"])
    assert degree(network) == expected["degree"]
    assert strength(network) == expected["strength"]
    assert clustering(network) == pytest.approx(expected["clustering"])
    assert len(components(network)) == expected["components"]
    assert network.led == expected["lead_out_strength(first issuer leads)"]
    assert joint_rate(network) == pytest.approx(expected["joint_rate"])
    assert network.documents - network.joint == expected["solo_docs"]


@given(DOCUMENTS)
def test_agrees_with_networkx(documents):
    network = joint_network(documents)
    graph = networkx.Graph()
    graph.add_nodes_from(network.nodes)
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in network.weights.items())
    assert degree(network) == dict(graph.degree())
    assert strength(network) == dict(graph.degree(weight="weight"))
    assert clustering(network) == pytest.approx(networkx.clustering(graph))
    assert len(components(network)) == networkx.number_connected_components(graph)
    if len(network.nodes) > 1:
        assert density(network) == pytest.approx(networkx.density(graph))


@given(DOCUMENTS, st.randoms())
def test_order_of_documents_does_not_matter(documents, chance):
    shuffled = list(documents)
    chance.shuffle(shuffled)
    assert joint_network(shuffled) == joint_network(documents)


def test_layout_is_stable_and_keeps_distances():
    path = {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}, "d": set()}
    first = stress_layout("abcd", path)
    assert stress_layout("abcd", path) == first
    (ax, ay), (bx, by), (cx, cy) = first["a"], first["b"], first["c"]
    assert ((ax - cx) ** 2 + (ay - cy) ** 2) ** 0.5 == pytest.approx(2, abs=0.05)
    assert ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 == pytest.approx(1, abs=0.05)
    assert first["d"][1] > max(ay, by, cy)
    assert stress_layout("", {}) == {}
