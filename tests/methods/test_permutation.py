from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, permutation_test
from scipy.stats import fisher_exact as scipy_fisher

from policyloom.methods.permutation import (
    arrangements,
    difference_of_profiles,
    fisher_exact,
    holm,
    wilson,
)


def test_a_complete_difference_between_three_and_three():
    profiles = [[1, 0]] * 3 + [[0, 1]] * 3
    members = [[True, False]] * 3 + [[False, True]] * 3
    found = difference_of_profiles(profiles, members)
    assert (found.statistic, found.p, found.tried, found.exact) == (1, 2 / 20, 20, True)
    assert found.least == 1 / 20


def test_no_difference_has_a_p_of_one():
    members = [[True, False], [False, True], [True, False], [False, True]]
    found = difference_of_profiles([[0.5, 0.5]] * 4, members)
    assert (found.statistic, found.p) == (0, 1)


def test_nothing_to_test_is_none_with_a_reason():
    assert difference_of_profiles([[1.0]], [[True, False]]).reason.en == "a group has no unit"
    same = difference_of_profiles([[1.0], [0.0]], [[True, True], [True, True]])
    assert (same.p, same.reason.en) == (None, "every unit is in the same groups")
    assert difference_of_profiles([], []).p is None
    assert fisher_exact(0, 0, 1, 2).p is None
    with pytest.raises(ValueError, match="parts of wholes"):
        fisher_exact(3, 2, 0, 1)


def test_drawn_arrangements_come_close_repeat_and_are_never_zero():
    chance = np.random.default_rng(8)
    profiles = chance.dirichlet([1, 1, 1], size=16)
    members = [[i < 8, i >= 8] for i in range(16)]
    exact = difference_of_profiles(profiles, members)
    assert exact.exact and exact.tried == arrangements([8, 8]) == 12_870
    drawn = difference_of_profiles(profiles, members, exact_up_to=0, draws=4000, seed=5)
    assert drawn == difference_of_profiles(profiles, members, exact_up_to=0, draws=4000, seed=5)
    assert drawn.p == pytest.approx(exact.p, abs=0.03)
    apart = [[float(i < 8), float(i >= 8)] for i in range(16)]
    none_as_extreme = difference_of_profiles(apart, members, exact_up_to=0, draws=99, seed=1)
    assert none_as_extreme.p == none_as_extreme.least == 1 / 100


def test_the_exact_test_agrees_with_scipy():
    chance = np.random.default_rng(2)
    values = chance.random(9)
    profiles = np.column_stack([values, 1 - values])
    members = [[i < 4, i >= 4] for i in range(9)]
    ours = difference_of_profiles(profiles, members)
    theirs = permutation_test(
        (values[:4], values[4:]), lambda a, b: abs(a.mean() - b.mean()), alternative="greater"
    )
    assert ours.statistic == pytest.approx(theirs.statistic)
    assert ours.p == pytest.approx(theirs.pvalue)


def test_units_of_several_groups_are_exchanged_whole():
    profiles = [[1, 0], [0, 1], [0.5, 0.5]]
    members = [[True, False], [False, True], [True, True]]
    found = difference_of_profiles(profiles, members)
    gaps = []
    for order in permutations(members):
        m = np.array(order, dtype=float)
        means = m.T @ np.array(profiles) / m.sum(axis=0)[:, None]
        gaps.append(0.5 * abs(means[0] - means[1]).sum())
    assert found.statistic == pytest.approx(gaps[0])
    assert found.p == pytest.approx(np.mean(np.array(gaps) >= gaps[0] - 1e-9))


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(1, 12), st.integers(0, 12), st.integers(1, 12))
def test_fisher_agrees_with_scipy(a, n, b, m):
    a, b = min(a, n), min(b, m)
    ours = fisher_exact(a, n, b, m)
    assert ours.p == pytest.approx(scipy_fisher([[a, n - a], [b, m - b]]).pvalue)
    assert ours.statistic == pytest.approx(a / n - b / m)
    assert 0 < ours.least <= ours.p + 1e-12


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.02]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert holm([0.9, 0.001]) == pytest.approx([0.9, 0.002])
    assert holm([0.6, 0.7]) == [1, 1]
    assert holm([]) == []


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 40))
def test_wilson_agrees_with_scipy(part, whole):
    part = min(part, whole)
    known = binomtest(part, whole).proportion_ci(method="wilson")
    assert wilson(part, whole) == pytest.approx((known.low, known.high), abs=1e-12)
    assert wilson(0, 0) is None
