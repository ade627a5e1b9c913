from itertools import combinations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.core_periphery import core_numbers, core_periphery, shells
from policyloom.methods.two_mode import OneMode

LETTERS = "abcdefg"
TIES = st.sets(st.sampled_from(list(combinations(LETTERS, 2))), min_size=1, max_size=15)


def network_of(ties):
    return OneMode(tuple(LETTERS), dict.fromkeys(sorted(ties), 1))


def mismatches(ties, core):
    wanted = sum(pair not in ties for pair in combinations(sorted(core), 2))
    return wanted + sum(not set(pair) & set(core) for pair in ties)


def test_the_ideal_network_fits_wholly():
    core = list(combinations("abc", 2))
    found = core_periphery(network_of([*core, ("a", "d"), ("b", "e")]))
    assert found is not None
    assert found.core == ("a", "b", "c")
    assert (found.mismatches, found.fit, found.tied) == (0, pytest.approx(1), ())
    assert (found.core_density, found.periphery_density) == (1, 0)
    assert found.between_density == pytest.approx(2 / 12)


def test_equal_nodes_on_both_sides_are_named():
    star = core_periphery(OneMode(("a", "b", "c"), {("a", "b"): 1, ("a", "c"): 1}))
    assert star is not None
    assert (star.core, star.tied) == (("a",), ())
    square = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    found = core_periphery(OneMode(("a", "b", "c", "d"), dict.fromkeys(square, 1)))
    assert found is not None
    assert (found.core, found.tied) == (("a", "b"), ("a", "b", "c", "d"))
    assert core_periphery(OneMode(("a",), {})) is None


@settings(deadline=None, max_examples=60)
@given(TIES)
def test_no_split_has_fewer_mismatches(ties):
    found = core_periphery(network_of(ties))
    assert found is not None
    assert found.mismatches == mismatches(ties, found.core)
    every = (core for k in range(len(LETTERS) + 1) for core in combinations(LETTERS, k))
    assert found.mismatches == min(mismatches(ties, core) for core in every)
    inside = set(found.core)
    pairs = [p for p in combinations(LETTERS, 2) if len(inside & set(p)) != 1]
    seen, ideal = [p in ties for p in pairs], [set(p) <= inside for p in pairs]
    if found.fit is None:
        assert len(set(seen)) < 2 or len(set(ideal)) < 2
    else:
        assert found.fit == pytest.approx(np.corrcoef(seen, ideal)[0, 1])


@settings(deadline=None)
@given(TIES)
def test_core_numbers_agree_with_networkx(ties):
    graph = networkx.Graph(list(ties))
    graph.add_nodes_from(LETTERS)
    numbers = core_numbers(network_of(ties))
    assert numbers == networkx.core_number(graph)
    layers = shells(numbers)
    assert [k for k, _ in layers] == sorted(set(numbers.values()), reverse=True)
    assert {node: k for k, nodes in layers for node in nodes} == numbers
