import json
from pathlib import Path

import pytest

from policyloom.methods.innovation import (
    ROGERS,
    Bass,
    Logistic,
    fit_bass,
    rogers_categories,
    rogers_cuts,
    walker_scores,
)

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "diffusion.json"
AVERAGE = Bass(0.03, 0.38, 100)


def known(name):
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    answer = next(a for a in answers if a["id"] == name)
    return answer["inputs"], answer["expected"]


def test_walker_by_hand_and_known():
    policies = {"p1": {"A": 2000, "B": 2005, "C": 2010, "D": None},
                "p2": {"A": 2001, "B": 2001, "C": 2003, "D": 2011}}  # fmt: skip
    assert walker_scores(policies) == pytest.approx({"A": 1.0, "B": 0.75, "C": 0.4, "D": 0.0})
    inputs, expected = known("walker_score")
    assert walker_scores(inputs["adoption"]) == pytest.approx(expected["scores"])


def test_unknown_is_not_never():
    with_none = walker_scores({"p": {"A": 1, "B": 3, "C": None}, "q": {"A": 1, "C": 1}})
    assert with_none == {"A": 1.0, "B": 0.0, "C": 0.5}
    assert walker_scores({"p": {"A": None}}) == {"A": None}


def test_bass_curve_known():
    assert AVERAGE.peak == pytest.approx(6.192619197703)
    assert AVERAGE.cumulative(1) == pytest.approx(3.575816425644)
    assert Bass(0.5, 0.1, 10).peak is None
    inputs, expected = known("bass_curve")
    curve = Bass(inputs["p"], inputs["q"], inputs["m"])
    assert [curve.cumulative(t) for t in inputs["t"]] == pytest.approx(expected["cumulative"])
    assert [curve.density(t) for t in inputs["t"]] == pytest.approx(expected["density"])
    assert curve.share(curve.peak) == pytest.approx(expected["peak_F"])
    assert curve.density(curve.peak) == pytest.approx(expected["peak_density"])


def test_bass_by_least_squares():
    fit = fit_bass([0.517, 1.169, 1.604, 2.044, 2.286])
    assert not fit.past_peak, "the series ends at its highest value"
    assert (fit.curve.p, fit.curve.q, fit.curve.m) == pytest.approx(
        (0.0626032, 0.73766359, 10.5036768), rel=1e-6
    )
    inputs, expected = known("bass_ols_course")
    fit = fit_bass(inputs["adoptions_million"])
    assert (fit.a, fit.b, fit.c) == pytest.approx([expected[k] for k in "abc"], abs=1e-9)


def test_bass_is_refused_where_there_is_no_curve():
    assert fit_bass([1, 2, 1]).reason
    assert fit_bass([5, 4, 4, 5, 9]).curve is None
    assert fit_bass([3, 0, 0, 0]).reason


def test_logistic_known():
    curve = Logistic(31, 0.9, 2015)
    assert curve.takeover == pytest.approx(4.882721282969)
    inputs, expected = known("logistic_takeover")
    curve = Logistic(inputs["K"], inputs["b"], inputs["t0"])
    assert [curve.at(y) for y in inputs["years"]] == pytest.approx(expected["adopters"])
    assert curve.reaches(0.1) == pytest.approx(expected["t10"])
    assert curve.reaches(0.9) == pytest.approx(expected["t90"])
    assert curve.takeover == pytest.approx(expected["takeover_10_90_years"])
    assert curve.steepest == pytest.approx(expected["slope_at_mid"])


def test_rogers_known():
    _, expected = known("rogers_categories")
    cuts = expected.pop("cut_points_pct")
    assert dict(ROGERS) == expected
    assert rogers_cuts() == cuts


def test_rogers_needs_nearly_complete_adoption_and_keeps_ties_together():
    times = {f"u{i:02d}": float(i) for i in range(40)}
    found = list(rogers_categories(times, 40).values())
    counts = [found.count(name) for name, _ in ROGERS]
    assert counts == [1, 5, 14, 14, 6]
    assert rogers_categories(times, 100) is None
    tied = rogers_categories(dict.fromkeys("abcd", 2015.0), 4)
    assert set(tied.values()) == {"early_majority"}
