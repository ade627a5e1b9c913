import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.cox import cox
from policyloom.methods.interval_censoring import innermost, turnbull
from policyloom.methods.survival import (
    chi_square_tail,
    kaplan_meier,
    log_rank,
    quantile,
    quantile_interval,
    restricted_mean,
)

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "diffusion.json"
# The 6-MP and placebo arms of Freireich 1963.
MP6 = ([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
       [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])  # fmt: skip
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
BOTH = ([*MP6[0], *PLACEBO], [*MP6[1], *[1] * 21], [0] * 21 + [1] * 21)
SAMPLES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def known(name):
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return next(a for a in answers if a["id"] == name)


def test_kaplan_meier_of_a_textbook():
    curve = kaplan_meier(*MP6)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4
    )
    assert quantile(curve) == 23
    assert curve.at(5) == 1.0
    assert curve.at(35) == pytest.approx(0.448, abs=1e-3)
    assert math.isnan(curve.at(36)), "nothing is known beyond the last observation"


def test_kaplan_meier_known_answer():
    answer = known("km_freireich")
    curve = kaplan_meier(answer["inputs"]["time"], answer["inputs"]["event"])
    expected = answer["expected"]
    assert curve.times.tolist() == expected["time"]
    assert curve.at_risk.tolist() == expected["n.risk"]
    assert curve.events.tolist() == expected["n.event"]
    assert curve.survival == pytest.approx(expected["surv"], abs=1e-9)
    assert curve.error == pytest.approx(expected["se"], abs=1e-9)
    assert quantile(curve) == expected["median"]


@pytest.mark.parametrize(
    ("ties", "coefficient", "error"),
    [("breslow", 1.509191413, None), ("efron", 1.572125149, 0.412396718),
     ("exact", 1.628243952, None)],
)  # fmt: skip
def test_cox_with_each_way_of_ties(ties, coefficient, error):
    fit = cox(*BOTH, ties=ties)
    assert fit.converged
    assert fit.coefficients[0] == pytest.approx(coefficient, abs=2e-9)
    if error:
        assert fit.errors[0] == pytest.approx(error, abs=2e-9)


def test_log_rank_and_medians_known_answer():
    expected = known("cox_freireich_ties")["expected"]
    test = log_rank(*BOTH)
    assert test.chi_square == pytest.approx(expected["logrank_chi2"], abs=1e-8)
    assert quantile(kaplan_meier(*MP6)) == expected["medians"]["mp6"]
    assert quantile(kaplan_meier(PLACEBO, [1] * 21)) == expected["medians"]["placebo"]


@settings(max_examples=8, deadline=None)
@given(SAMPLES)
def test_kaplan_meier_agrees_with_lifelines(sample):
    from lifelines import KaplanMeierFitter

    time, event = [t for t, _ in sample], [e for _, e in sample]
    ours = kaplan_meier(time, event)
    peer = KaplanMeierFitter().fit(time, event)
    for t, value, low, high in zip(ours.times, ours.survival, ours.lower, ours.upper, strict=True):
        assert value == pytest.approx(peer.predict(t), abs=1e-9)
        band = peer.confidence_interval_.loc[t]
        if 0 < value < 1:
            assert (low, high) == pytest.approx(tuple(band), abs=1e-6)
    if np.isclose(ours.survival, 0.5).any():
        return  # there lifelines decides by the rounding of exp(sum(log))
    median = peer.median_survival_time_
    assert (quantile(ours) is None) == math.isinf(median)
    if not math.isinf(median):
        assert quantile(ours) == median


@settings(max_examples=15, deadline=None)
@given(SAMPLES, SAMPLES)
def test_log_rank_agrees_with_lifelines(one, two):
    from lifelines.statistics import logrank_test

    times = [[t for t, _ in s] for s in (one, two)]
    events = [[e for _, e in s] for s in (one, two)]
    ours = log_rank(times[0] + times[1], events[0] + events[1], [0] * len(one) + [1] * len(two))
    if ours.chi_square is None:
        return
    peer = logrank_test(*times, *events)
    assert ours.chi_square == pytest.approx(peer.test_statistic, abs=1e-8)
    assert ours.p == pytest.approx(peer.p_value, abs=1e-9)


def test_restricted_mean_by_hand_and_against_lifelines():
    from lifelines import KaplanMeierFitter
    from lifelines.utils import restricted_mean_survival_time

    curve = kaplan_meier([1, 2, 4], [1, 0, 1])
    assert restricted_mean(curve, 4).mean == pytest.approx(1 + 2 / 3 * 3)
    assert restricted_mean(kaplan_meier([3, 5], [1, 0]), 9) is None, "unknown beyond 5"
    peer = KaplanMeierFitter().fit(*MP6)
    mean = restricted_mean_survival_time(peer, t=30)
    assert restricted_mean(kaplan_meier(*MP6), 30).mean == pytest.approx(float(mean))


def test_restricted_mean_error_is_that_of_the_formula():
    # Without censoring the error is the ordinary one of the truncated mean, with divisor n.
    times = [1, 2, 3, 5, 8]
    found = restricted_mean(kaplan_meier(times, [1] * 5), 6)
    cut = np.minimum(times, 6)
    assert found.mean == pytest.approx(cut.mean())
    assert found.error == pytest.approx(cut.std() / math.sqrt(5))


def test_median_interval_and_no_median():
    curve = kaplan_meier(*MP6)
    assert quantile_interval(curve) == (13, None)
    assert quantile(kaplan_meier([1, 2, 3], [0, 0, 0])) is None
    assert kaplan_meier([], []) is None


@pytest.mark.parametrize("bad", [([1, -1], [1, 1]), ([1, math.nan], [1, 1]), ([1], [1, 0])])
def test_impossible_durations_are_refused(bad):
    with pytest.raises(ValueError, match="durations"):
        kaplan_meier(*bad)


@given(st.floats(0, 60), st.integers(1, 9))
def test_chi_square_tail_agrees_with_scipy(value, degrees):
    from scipy.stats import chi2

    assert chi_square_tail(value, degrees) == pytest.approx(chi2.sf(value, degrees), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(SAMPLES)
def test_turnbull_is_kaplan_meier_where_every_date_is_known(sample):
    curve = kaplan_meier([t for t, _ in sample], [e for _, e in sample])
    ours = turnbull((t, t) if e else (t + 0.5, math.inf) for t, e in sample)
    assert ours.gap < 1e-6
    for t, value in zip(curve.times, curve.survival, strict=True):
        least, most = ours.survival(t)
        assert least <= value + 1e-4
        assert most >= value - 1e-4


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12), st.booleans())


@settings(max_examples=20, deadline=None)
@given(st.lists(SPANS, min_size=3, max_size=25))
def test_turnbull_agrees_with_lifelines(sample):
    from lifelines.fitters.npmle import npmle

    # Firsts are whole, lasts end in .5: no bound is both, so open and closed ends do not matter.
    spans = [(float(a), math.inf if no_end else a + b + 0.5) for a, b, no_end in sample]
    ours = turnbull(spans)
    mass, places = npmle([a for a, _ in spans], [b for _, b in spans], tol=1e-9)

    def likelihood(left, right, mass):
        held = [
            sum(m for lo, hi, m in zip(left, right, mass, strict=True) if a <= lo and hi <= b)
            for a, b in spans
        ]
        return sum(math.log(h) for h in held)

    peer = likelihood([p.left for p in places], [p.right for p in places], mass)
    own = likelihood(ours.left, ours.right, ours.mass)
    assert ours.log_likelihood == pytest.approx(own, abs=1e-6)
    assert own == pytest.approx(peer, abs=1e-4)
    assert own >= peer - len(spans) * (ours.gap + 1e-9), "as Lindsay's bound says"
    assert ours.gap < 1e-6
    assert ours.mass.sum() == pytest.approx(1)


def test_turnbull_by_hand():
    # Two overlapping spans and one known day meet on [2, 3] and [5, 5].
    curve = turnbull([(0, 3), (2, 6), (5, 5)])
    assert curve.left.tolist() == [2, 5]
    assert curve.right.tolist() == [3, 5]
    # log L = log p + log 1 + log(1 - p), at its greatest for p = 1/2.
    assert curve.mass == pytest.approx([0.5, 0.5], abs=1e-6)
    assert curve.survival(2.5) == (pytest.approx(0.5), pytest.approx(1.0))
    assert curve.quantile(0.6) == (5, 5)


def test_turnbull_knows_what_it_does_not_know():
    curve = turnbull([(0, 1), (4, math.inf), (5, math.inf)])
    assert curve.quantile(0.5) is None
    assert turnbull([]) is None
    with pytest.raises(ValueError, match="first"):
        turnbull([(3, 1)])
    assert innermost(np.array([0.0, 3.0]), np.array([3.0, 5.0]))[0].tolist() == [3.0]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_cox_agrees_with_statsmodels(seed):
    from statsmodels.duration.hazard_regression import PHReg

    random = np.random.default_rng(seed)
    x = random.normal(size=(40, 2))
    time = np.ceil(random.exponential(np.exp(-0.5 * x[:, 0]) * 6))
    event = random.random(40) < 0.7
    for ties in ("breslow", "efron"):
        ours = cox(time, event, x, ties=ties)
        peer = PHReg(time, x, status=event.astype(int), ties=ties).fit()
        assert ours.converged
        assert ours.coefficients == pytest.approx(peer.params, abs=1e-5)
        assert ours.errors == pytest.approx(peer.bse, abs=1e-5)
        assert ours.log_likelihood == pytest.approx(peer.llf, abs=1e-6)


def test_exact_ties_are_the_conditional_logit_of_the_sets():
    from itertools import combinations

    time, event, x = [1, 1, 1, 2, 2, 3], [1, 1, 0, 1, 0, 0], [0.3, 1.2, -0.5, 0.8, 0.1, -1.0]
    fit = cox(time, event, x, ties="exact")

    def likelihood(b):
        first = math.log(sum(math.exp(b * (u + v)) for u, v in combinations(x, 2)))
        second = math.log(sum(math.exp(b * v) for v in x[3:]))
        return b * (0.3 + 1.2 + 0.8) - first - second

    b = float(fit.coefficients[0])
    # The covariates are centred inside, which leaves the likelihood as it is.
    assert fit.log_likelihood == pytest.approx(likelihood(b))
    assert likelihood(b) > max(likelihood(b - 1e-3), likelihood(b + 1e-3))


def test_an_endless_climb_is_said():
    fit = cox([1, 2, 3, 4], [1, 1, 1, 1], [4.0, 3.0, 2.0, 1.0])
    assert not fit.converged
    assert not cox([1, 2], [0, 0], [1.0, 2.0]).converged
