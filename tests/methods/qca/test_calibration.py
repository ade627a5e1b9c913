"""Calibration: the published memberships, and what holds for any anchors."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.qca.calibration import Anchors, crisp, direct, indirect

KNOWN = Path(__file__).parents[4] / "shared" / "known-answers" / "qca.json"
FINITE = st.floats(-1000, 1000).map(lambda v: round(v, 3))


@pytest.mark.skipif(not KNOWN.exists(), reason="../shared is not there")
def test_the_published_fuzzy_scores_come_out_to_two_decimals():
    known = {k["id"]: k for k in json.loads(KNOWN.read_text())["known_answers"]}
    entry = known["qca_data_lipset_raw_fs"]
    raw, told = entry["inputs"]["raw_LR"], entry["expected"]["fuzzy_LF"]
    odds = entry["inputs"]["log_odds_anchor"]
    for name, three in entry["inputs"]["thresholds_full_out_cross_full_in"].items():
        found = direct(np.array([row[name] for row in raw], float), Anchors(*three, odds))
        expected = [row[name] for row in told]
        assert np.abs(found - expected).max() <= 0.0051, name


def test_the_anchors_have_the_stated_memberships():
    anchors = Anchors(20, 30, 40)
    found = direct(np.array([20, 30, 40, np.nan]), anchors)
    assert found[:3] == pytest.approx([0.0474259, 0.5, 0.9525741])
    assert np.isnan(found[3])
    falling = direct(np.array([15, 9.5, 5]), Anchors(15, 9.5, 5, np.log(0.95 / 0.05)))
    assert falling == pytest.approx([0.05, 0.5, 0.95])


@given(st.lists(FINITE, min_size=2), st.tuples(FINITE, FINITE, FINITE))
def test_memberships_keep_the_order_of_values(values, three):
    if len(set(three)) < 3:
        return
    anchors = Anchors(*sorted(three))
    found = direct(np.array(sorted(values)), anchors)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found) >= -1e-12).all()


@pytest.mark.parametrize("three", [(1, 1, 2), (1, 3, 2), (2, 1, 3)])
def test_anchors_out_of_order_are_refused(three):
    with pytest.raises(ValueError, match="rise or fall"):
        Anchors(*three)


def test_thresholds_make_crisp_and_multi_value_sets():
    values = np.array([1, 5, 10, np.nan])
    assert list(crisp(values, [5])[:3]) == [0, 1, 1]
    assert list(crisp(values, [5, 10])[:3]) == [0, 1, 2]
    with pytest.raises(ValueError, match="must rise"):
        crisp(values, [5, 5])


def test_the_indirect_method_follows_its_groups():
    values = np.array([1, 2, 3, 4, 5, 6.0, 7, 8])
    groups = np.array([0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1])
    found = indirect(values, groups)
    assert (np.diff(found) > 0).all()
    assert np.abs(found - groups).max() < 0.12
    with pytest.raises(ValueError, match="three different"):
        indirect(np.array([1, 1, 2.0]), np.array([0, 0, 1.0]))


@pytest.mark.slow
def test_the_indirect_method_is_a_fractional_logit():
    import statsmodels.api as sm

    rng = np.random.default_rng(4)
    x = rng.normal(10, 3, 40)
    groups = np.clip(np.round((x - 4) / 12 * 5) / 5, 0, 1)
    z = (x - x.mean()) / x.std()
    design = np.column_stack([np.ones(40), z, z**2])
    theirs = sm.GLM(groups, design, family=sm.families.Binomial()).fit().fittedvalues
    assert np.abs(indirect(x, groups) - theirs).max() < 1e-6
