"""Normalising, weighting, aggregating and ranking: known answers and what must always hold."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from policyloom.methods import composite as c
from policyloom.methods.composite.normalisation import band, descending_ranks
from policyloom.methods.mcda import net_flows, topsis

KNOWN = Path(__file__).parents[4] / "shared" / "known-answers" / "synthesis.json"
VALUES = np.array([10, 20, 20, 40, 60, np.nan])


def close(found, expected, tolerance=1e-9):
    given_ = np.array([np.nan if v is None else v for v in expected], dtype=float)
    np.testing.assert_allclose(found, given_, rtol=0, atol=tolerance)


@pytest.mark.skipif(not KNOWN.exists(), reason="../shared is not there")
def test_every_known_answer_holds():
    entries = {k["id"]: k for k in json.loads(KNOWN.read_text())["known_answers"]}
    asked, told = entries["topsis_opricovic"]["inputs"], entries["topsis_opricovic"]["expected"]
    matrix, weights = np.array(asked["matrix"], float), np.array(asked["weights"])
    costs = [t < 0 for t in asked["types"]]
    close(topsis(matrix, weights, costs, "minmax"), told["closeness_minmax_normalisation"])
    close(topsis(matrix, weights, costs), told["closeness_vector_normalisation"])
    critic = entries["critic_weights"]
    close(c.critic_weights(np.array(critic["inputs"]["matrix"])), critic["expected"]["weights"])
    units = np.array([entries["oecd_compensability"]["inputs"][u] for u in "AB"], float)
    told = entries["oecd_compensability"]["expected"]
    equal = np.full(4, 0.25)
    close(c.weighted_sum(units, equal), [told["linear"][u] for u in "AB"])
    close(c.geometric(units, equal), [told["geometric"][u] for u in "AB"])
    told = entries["normalisation"]["expected"]
    close(descending_ranks(VALUES), told["rank_desc_average_ties"])
    close(c.normalise(VALUES, "zscore"), told["zscore_population"])
    close(c.normalise(VALUES, "minmax"), told["minmax"])
    close(c.normalise(VALUES, "distance_to_max"), told["distance_to_max"])
    close(band(VALUES, 0.2), told["above_below_mean_band_0.2"])
    pair = entries["rank_robustness_exact2"]
    shares = c.first_shares_of_two(np.array(pair["inputs"]["scores"], float))
    close(shares, pair["expected"]["p_first"].values())
    both = entries["rank_correlation"]["inputs"]
    a, b = np.array(both["rank_a"], float), np.array(both["rank_b"], float)
    told = entries["rank_correlation"]["expected"]
    assert c.spearman(a, b) == pytest.approx(told["spearman"])
    assert c.kendall_tau_b(a, b) == pytest.approx(told["kendall_tau_b"])
    assert c.mean_abs_shift(a, b) == told["mean_abs_shift"]


def test_topsis_depends_on_its_scaling():
    matrix, weights = np.array([[1, 3000], [2, 3750], [5, 4500.0]]), np.array([0.5, 0.5])
    close(topsis(matrix, weights, [True, False], "minmax"), [0.5, 0.617217781463, 0.5])
    close(topsis(matrix, weights, [True, False]), [0.762140580124, 0.722177833229, 0.237859419876])


def test_the_geometric_mean_compensates_less():
    units, equal = np.array([[21, 1, 1, 1], [6, 6, 6, 6.0]]), np.full(4, 0.25)
    close(c.weighted_sum(units, equal), [6, 6])
    close(c.geometric(units, equal), [2.140695142928, 6])


@pytest.mark.parametrize("how", sorted(c.NORMALISATIONS))
def test_what_is_missing_stays_missing_and_costs_turn_the_order(how):
    benefit, cost = c.normalise(VALUES, how), c.normalise(VALUES, how, cost=True)
    assert np.isnan(benefit[-1])
    assert np.isnan(cost[-1])
    close(descending_ranks(-benefit), descending_ranks(cost))


@pytest.mark.parametrize("how", ["minmax", "zscore"])
def test_an_indicator_that_does_not_vary_has_no_scale(how):
    assert np.isnan(c.normalise(np.array([3.0, 3.0, np.nan]), how)).all()


def test_weights_sum_to_one_and_groups_count_alike():
    close(c.equal_weights([0, 0, 1]), [0.25, 0.25, 0.5])
    drawn = c.simplex_weights([0, 0, 1, 2], 5000, np.random.default_rng(1))
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    assert (drawn >= 0).all()
    np.testing.assert_allclose(drawn[:, :2].sum(axis=1).mean(), 1 / 3, atol=0.02)


def test_two_units_that_trade_places_are_first_as_often_as_the_weights_say():
    scores = np.array([[1, 0], [0.4, 0.7]])
    close(c.first_shares_of_two(scores), [6 / 13, 7 / 13])
    drawn = c.draw_ranks(scores, [False, False], [0, 1], normalisations=["minmax"], draws=4000)
    assert drawn.first.sum() == pytest.approx(1)


def test_a_dominating_unit_is_first_and_gaps_widen_the_interval():
    values = np.array([[9, 9, 9], [1, np.nan, np.nan], [5, 4, 4.0]])
    drawn = c.draw_ranks(values, [False] * 3, [0, 1, 2], draws=2000, seed=3)
    assert drawn.before[0, 2] == 1
    assert drawn.low[0] == 1
    assert drawn.high[1] - drawn.low[1] >= 1
    again = c.draw_ranks(values, [False] * 3, [0, 1, 2], draws=2000, seed=3)
    np.testing.assert_array_equal(drawn.acceptability, again.acceptability)
    np.testing.assert_allclose(drawn.acceptability.sum(axis=1), 1)


def test_bounds_hold_every_filling():
    values = np.array([[9, 1], [5, np.nan], [1, 3.0]])
    weights = np.array([0.5, 0.5])
    bounds = c.rank_bounds(values, [False, False], weights)
    for filling in np.linspace(1, 3, 9):
        filled = np.where(np.isnan(values), filling, values)
        scaled = np.column_stack([c.normalise(column) for column in filled.T])
        found = c.ranks(scaled @ weights)
        assert (bounds[:, 0] - 0.5 <= found).all()
        assert (found <= bounds[:, 1] + 0.5).all()


def test_nothing_to_rank_is_said():
    with pytest.raises(ValueError, match="nothing to rank"):
        c.draw_ranks(np.array([[1.0], [1.0]]), [False], [0])
    with pytest.raises(ValueError, match="missing"):
        topsis(np.array([[1.0, np.nan]]), np.ones(2), [False, False])


MATRICES = arrays(
    float, st.tuples(st.integers(2, 6), st.integers(1, 4)), elements=st.integers(0, 20).map(float)
)


@settings(deadline=None)
@given(MATRICES)
def test_outranking_flows_sum_to_zero_and_ignore_the_unit(matrix):
    weights = np.full(matrix.shape[1], 1 / matrix.shape[1])
    costs = [False] * matrix.shape[1]
    flows = net_flows(matrix, weights, costs)
    assert abs(flows.sum()) < 1e-9
    np.testing.assert_allclose(net_flows(matrix * 7 + 1, weights, costs), flows)
    np.testing.assert_allclose(net_flows(matrix, weights, [True] * len(costs)), -flows)


@settings(deadline=None)
@given(MATRICES)
def test_closeness_lies_between_none_and_all(matrix):
    weights = np.full(matrix.shape[1], 1 / matrix.shape[1])
    found = topsis(matrix, weights, [False] * matrix.shape[1], "minmax")
    seen = found[~np.isnan(found)]
    assert ((seen >= -1e-12) & (seen <= 1 + 1e-12)).all()


@settings(deadline=None)
@given(arrays(float, 6, elements=st.integers(0, 5).map(float)),
       arrays(float, 6, elements=st.integers(0, 5).map(float)))  # fmt: skip
def test_rank_correlations_are_those_of_scipy(a, b):
    from scipy import stats

    if len(set(a)) < 2 or len(set(b)) < 2:
        assert c.spearman(a, b) is None
        assert c.kendall_tau_b(a, b) is None
        return
    assert c.spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic)
    assert c.kendall_tau_b(a, b) == pytest.approx(stats.kendalltau(a, b).statistic)


@settings(deadline=None)
@given(arrays(float, (3, 5, 4), elements=st.integers(-3, 9).map(float)),
       st.lists(st.booleans(), min_size=4, max_size=4),
       st.sampled_from(sorted(c.NORMALISATIONS)))  # fmt: skip
def test_many_tables_at_once_are_normalised_as_one_by_one(tables, costs, how):
    found = c.normalise_tables(tables, how, costs)
    for table, made in zip(tables, found, strict=True):
        for j, cost in enumerate(costs):
            close(made[:, j], c.normalise(table[:, j], how, cost=cost))


def test_the_parts_of_a_lead_add_up_to_it():
    values = np.array([[9, 2, np.nan, 4], [1, 7, 3, 4], [5, 4, 4, 4.0]])
    drawn = c.draw_scores(values, [False, True, False, False], [0, 0, 1, 1], draws=300, seed=5)
    lead = drawn.scores[:, 0] - drawn.scores[:, 1]
    np.testing.assert_allclose(drawn.leads(0, 1).sum(axis=1), lead, atol=1e-12)
    assert drawn.usable == (0, 1, 2), "what does not vary decides nothing"
    assert (drawn.weights[:, 3] == 0).all()
    np.testing.assert_allclose(drawn.weights.sum(axis=1), 1)


def test_ten_thousand_draws_over_sixty_indicators_take_no_time():
    import time

    values = np.random.default_rng(2).random((5, 60))
    values[2:, ::3] = np.nan
    started = time.perf_counter()
    c.draw_ranks(values, [False] * 60, [j % 7 for j in range(60)], draws=10_000)
    assert time.perf_counter() - started < 10, "two seconds on a quiet machine"


@settings(deadline=None)
@given(MATRICES, st.randoms(use_true_random=False))
def test_closeness_and_flows_are_their_definitions_written_out(matrix, chance):
    """Both in plain loops, from Hwang and Yoon (1981) and Brans and Vincke (1985)."""
    rows, columns = matrix.shape
    weights = np.array([chance.random() + 0.01 for _ in range(columns)])
    weights /= weights.sum()
    costs = [chance.random() < 0.5 for _ in range(columns)]
    lengths = [sum(x * x for x in matrix[:, j]) ** 0.5 for j in range(columns)]
    scaled = [
        [
            w * x / length if length else 0.0
            for x, w, length in zip(row, weights, lengths, strict=True)
        ]
        for row in matrix.tolist()
    ]
    ends = [(min(c), max(c)) for c in zip(*scaled, strict=True)]
    best = [low if cost else high for (low, high), cost in zip(ends, costs, strict=True)]
    worst = [high if cost else low for (low, high), cost in zip(ends, costs, strict=True)]
    told = topsis(matrix, weights, costs)
    for i, row in enumerate(scaled):
        away, near = math.dist(row, best), math.dist(row, worst)
        if away + near > 1e-12:
            assert abs(told[i] - near / (away + near)) < 1e-9
    flows = net_flows(matrix, weights, costs)
    for a in range(rows):
        net = 0.0
        for b in range(rows):
            for j in range(columns):
                ahead = (matrix[b, j] - matrix[a, j]) if costs[j] else (matrix[a, j] - matrix[b, j])
                net += weights[j] * (int(ahead > 0) - int(ahead < 0))
        assert abs(flows[a] - net / (rows - 1)) < 1e-9


def test_outranking_of_a_case_worked_by_hand():
    """Weights 0.6 and 0.4: A beats both on the first, B both on the second, C stands between."""
    matrix = np.array([[1.0, 0.0], [0.0, 1.0], [0.4, 0.7]])
    close(net_flows(matrix, np.array([0.6, 0.4]), [False, False]), [0.2, -0.2, 0.0])
