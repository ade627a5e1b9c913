import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.hazard import (
    fit_hazard,
    hazard_by_period,
    person_periods,
    profile_interval,
    ratio_test,
    separated_columns,
)

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "diffusion.json"
# Twelve regions on a ring, 2013 to 2018 (None: not by the end), and their incomes.
UNITS = [f"R{i:02d}" for i in range(1, 13)]
WHEN = [2013, 2014, 2014, 2015, 2015, 2015, 2016, 2016, 2017, 2018, None, None]
YEARS = dict(zip(UNITS, WHEN, strict=True))
GDP = dict(zip(YEARS, [9.8, 9.1, 6.2, 8.4, 5.5, 7.3, 6.8, 4.9, 5.1, 4.2, 3.9, 4.4], strict=True))


def panel(years, gdp, first, last):
    names = list(years)
    rows = person_periods(years, first, last)
    design = []
    for r in rows:
        i = names.index(r.unit)
        near = [years[names[i - 1]], years[names[(i + 1) % len(names)]]]
        before = [y is not None and y < r.period for y in near]
        design.append([1.0, r.period - first, gdp[r.unit], sum(before)])
    return rows, np.array(design), [r.event for r in rows]


def test_the_table_of_a_ring_of_regions():
    rows, x, y = panel(YEARS, GDP, 2013, 2018)
    assert len(rows) == 45
    assert sum(y) == 10
    table = {h.period: (h.at_risk, h.events) for h in hazard_by_period(rows)}
    assert table == {2013: (12, 1), 2014: (11, 2), 2015: (9, 3), 2016: (6, 2), 2017: (4, 1),
                     2018: (3, 1)}  # fmt: skip
    fit = fit_hazard(x, y)
    assert fit.converged
    assert fit.coefficients == pytest.approx([-10.4611, 1.0228, 1.1439, 0.8697], abs=1e-4)
    assert fit.log_likelihood == pytest.approx(-15.360613734, abs=1e-8)
    assert fit.events_per_variable == pytest.approx(10 / 3)


def test_known_answer_of_the_panel():
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    answer = next(a for a in answers if a["id"] == "eha_person_period")
    given_, expected = answer["inputs"], answer["expected"]
    rows, x, y = panel(given_["adoption_year"], given_["gdp"], *given_["window"])
    life = hazard_by_period(rows)
    assert len(rows) == expected["n_person_periods"]
    assert sum(y) == expected["events"]
    assert {str(h.period): h.at_risk for h in life} == expected["risk_set_by_year"]
    hazards = {str(h.period): h.hazard for h in life}
    assert hazards == pytest.approx(expected["hazard_by_year"])
    assert np.cumsum([h.events for h in life]).tolist() == expected["cumulative_adopters"]
    fit, model = fit_hazard(x, y), expected["logit(year linear)+gdp+neighbour_lag"]
    names = ["(Intercept)", "year_c", "gdp", "neighbor"]
    assert fit.coefficients == pytest.approx([model["logit_linear"][n] for n in names], abs=1e-8)
    assert fit.errors == pytest.approx([model["se"][n] for n in names], abs=1e-4)
    assert fit.log_likelihood == pytest.approx(model["loglik"], abs=1e-8)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_both_links_agree_with_statsmodels(seed):
    import statsmodels.api as sm

    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(80), random.normal(size=(80, 2))])
    y = random.random(80) < 1 / (1 + np.exp(1 - x[:, 1]))
    links = {"logit": sm.families.links.Logit(), "cloglog": sm.families.links.CLogLog()}
    for link, peer_link in links.items():
        ours = fit_hazard(x, y, link=link)
        model = sm.GLM(y.astype(float), x, family=sm.families.Binomial(peer_link))
        peer = model.fit(tol=1e-12, maxiter=1000)
        assert ours.converged
        assert ours.coefficients == pytest.approx(peer.params, abs=1e-5)
        assert ours.errors == pytest.approx(peer.bse, rel=1e-4)
        assert ours.log_likelihood == pytest.approx(peer.llf, abs=1e-8)


def test_separation_is_found_and_said():
    x = np.array([[1.0, t, g] for t in range(4) for g in (0.0, 1.0)])
    y = x[:, 2] > 0
    fit = fit_hazard(x, y)
    assert 2 in fit.separated
    assert not fit.converged
    assert np.isnan(fit.coefficients).all()
    assert separated_columns(x, np.array([0, 1, 1, 0, 0, 1, 1, 0.0])) == ()
    quasi = y.copy()
    quasi[0] = True  # one event among the others: separation is quasi-complete
    assert 2 in separated_columns(x, quasi.astype(float))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_separation_is_found_where_and_only_where_there_is_no_maximum(seed):
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(9), random.integers(0, 3, size=(9, 2))]).astype(float)
    y = random.random(9) < 0.5
    if np.linalg.matrix_rank(x) < 3:
        return
    fit = fit_hazard(x, y)
    if fit.separated:
        pushed = fit_hazard(x, y, firth=True)
        assert pushed.converged, "the penalty keeps estimates finite"
        return
    assert fit.converged
    assert np.abs(fit.coefficients).max() < 50


def test_firth_by_hand_for_a_constant():
    # With a constant alone Jeffreys' prior adds half an event and half a non-event.
    y = np.array([1, 0, 0, 0, 0])
    fit = fit_hazard(np.ones((5, 1)), y, firth=True)
    assert fit.coefficients[0] == pytest.approx(math.log(1.5 / 4.5))
    none = fit_hazard(np.ones((5, 1)), np.zeros(5), firth=True)
    assert none.coefficients[0] == pytest.approx(math.log(0.5 / 5.5))


def test_firth_in_a_two_by_two_table_adds_a_half_to_each_cell():
    cells = {(0, 0): 7, (0, 1): 0, (1, 0): 2, (1, 1): 5}
    x = np.array([[1.0, g] for (g, _), n in cells.items() for _ in range(n)])
    y = np.array([e for (_, e), n in cells.items() for _ in range(n)])
    fit = fit_hazard(x, y, firth=True)
    assert fit.coefficients[1] == pytest.approx(math.log(5.5 * 7.5 / (2.5 * 0.5)))
    low, high = profile_interval(x, y, fit, 1)
    assert low < fit.coefficients[1] < high
    value, p = ratio_test(x, y, fit, 1)
    assert p < 0.05
    assert value > 3.84
    assert low > 0, "the profile interval and the test agree"


@pytest.mark.parametrize("link", ["logit", "cloglog"])
@pytest.mark.parametrize("firth", [False, True])
def test_the_climb_ends_on_the_summit(link, firth):
    _, x, y = panel(YEARS, GDP, 2013, 2018)
    fit = fit_hazard(x, y, link=link, firth=firth)
    assert fit.converged
    from scipy.optimize import minimize

    def below(b):
        eta = x @ b
        p = 1 / (1 + np.exp(-eta)) if link == "logit" else -np.expm1(-np.exp(eta))
        slope = p * (1 - p) if link == "logit" else np.exp(eta - np.exp(eta))
        weight = slope**2 / (p * (1 - p))
        value = np.where(y, np.log(p), np.log1p(-p)).sum()
        if firth:
            value += np.linalg.slogdet((x * weight[:, None]).T @ x)[1] / 2
        return -value

    peer = minimize(below, fit.coefficients * 0.9, method="Nelder-Mead",
                    options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20000})  # fmt: skip
    assert fit.penalised == pytest.approx(-peer.fun, abs=1e-6)
    assert fit.coefficients == pytest.approx(peer.x, abs=2e-3)


def test_profile_interval_ends_where_the_ratio_test_says():
    _, x, y = panel(YEARS, GDP, 2013, 2018)
    fit = fit_hazard(x, y)
    low, high = profile_interval(x, y, fit, 2)
    for end in (low, high):
        # Shift the column's effect into an offset-free test: at the end the drop is 3.84 / 2.
        from statsmodels.api import GLM, families

        rest = np.delete(x, 2, axis=1)
        peer = GLM(np.array(y, float), rest, family=families.Binomial(), offset=x[:, 2] * end).fit()
        assert 2 * (fit.log_likelihood - peer.llf) == pytest.approx(3.8415, abs=1e-3)


def test_dependent_columns_and_empty_tables_are_refused():
    with pytest.raises(ValueError, match="dependent"):
        fit_hazard([[1, 2], [1, 2], [1, 2]], [0, 1, 0])
    with pytest.raises(ValueError, match="row"):
        fit_hazard(np.empty((0, 2)), [])


def test_units_leave_the_table_when_they_adopt_and_those_before_it_never_enter():
    rows = person_periods({"early": 2012, "mid": 2014, "late": 2020, "never": None}, 2013, 2015)
    assert [(r.unit, r.period) for r in rows if r.event] == [("mid", 2014)]
    assert {r.unit for r in rows} == {"mid", "late", "never"}
    assert len(rows) == 2 + 3 + 3
    own = person_periods({"a": None, "b": None}, 2013, {"a": 2013, "b": 2014})
    assert [(r.unit, r.period) for r in own] == [("a", 2013), ("b", 2013), ("b", 2014)]
