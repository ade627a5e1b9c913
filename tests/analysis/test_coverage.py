from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyloom.analysis import coverage, pilots
from policyloom.analysis.adoption import adopt, plans_of
from policyloom.analysis.coverage_curves import corrected
from policyloom.analysis.diffusion_spells import spread
from policyloom.analysis.documents import documents
from policyloom.analysis.names import regions

CENTRAL = {"id": "C1", "level": "central", "region": "CN", "date_issued": "2015-07-01",
           "sectors": ["ai"], "number": "1号", "issuers": ["gov"]}  # fmt: skip
PLAN = {"id": "p", "ko": "계획", "en": "Plans", "central": "C1", "implements": ["C1"]}
DATES = st.sampled_from([None, "2015-06-01", "2015", "2016-02", "2016-05-03", "2018", "2019-01-01"])


def plan(code, region, **more):
    return {"id": code, "region": region, "implements": ["C1"], **more}


def value(result, name):
    return result.values[name].value


def spread_of(evidence, *policies):
    store = evidence(policies=[CENTRAL, *policies])
    everything = documents(store)
    made = plans_of({"plans": [PLAN]}, everything)[0]
    found = [adopt(made, r, everything) for r in regions(store).values()]
    return spread(made, found, date(2018, 12, 31))


def test_what_was_seen_of_documents(evidence, options):
    store = evidence(
        policies=[
            CENTRAL,
            plan("A", "11", date_issued="2016", sources=["S1"], sectors=["o2o"]),
            plan("B", "12", title_is="description", sources=["S2"], sectors=["ai"]),
            plan("D", "13", status="draft"),
        ],
        sources=[{"id": "S1", "file": "documents/a.pdf"}, {"id": "S2"}],
    )
    result = coverage.run(store, options(plans=[PLAN]))
    assert value(result, "all") == 3, "drafts are not issued documents"
    assert [value(result, f"all_{s}") for s in coverage.STEPS] == [2, 1, 1, 2, 1, 1]
    assert value(result, "all_text_share") == pytest.approx(100 / 3)
    assert value(result, "referred") == 1
    assert value(result, "referred_text_share") == 0
    assert value(result, "sectors_o2o_text_share") == 100
    assert value(result, "levels_province_day_share") == 0
    assert {row[0] for row in result.tables["years"].rows} == {"2015", "2016", "날짜 미상"}
    assert value(result, "p_known_share") == pytest.approx(200 / 3)


def test_bounds_and_corrections_by_hand(evidence):
    made = spread_of(evidence, plan("A", "11", date_issued="2016-01-01"),
                     plan("B", "12", date_issued="2019-01-01"))  # fmt: skip
    before, after = (corrected(made, date(*day)) for day in ((2015, 12, 31), (2018, 12, 31)))
    assert (before.least, before.most) == (0, 1)
    assert (after.least, after.most) == (1, 2), "12 is known to come later; 13 is unknown"
    assert after.at_random == pytest.approx(3 * 1 / 2)


def test_an_undated_plan_widens_the_bounds_and_is_no_pace(evidence):
    made = spread_of(evidence, plan("A", "11"))
    found = corrected(made, date(2016, 12, 31))
    assert (found.least, found.most) == (0, 3)
    assert found.at_random is None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(DATES, min_size=3, max_size=3), st.lists(st.booleans(), min_size=3, max_size=3))
def test_bounds_hold_the_corrections_and_only_grow(evidence, dates, found):
    seen = [(i, day) for i, (day, kept) in enumerate(zip(dates, found, strict=True)) if kept]
    policies = [plan(f"P{i}", str(11 + i), date_issued=day) for i, day in seen]
    made = spread_of(evidence, *policies)
    path = [corrected(made, date(year, 12, 31)) for year in range(2015, 2019)]
    for c in path:
        assert 0 <= c.least <= c.most <= 3
        if c.at_random is not None:
            undated = sum(s.kind == "undated" for s in made.spells)
            assert c.least - 1e-9 <= c.at_random <= c.most + undated + 1e-9
    for a, b in pairwise(path):
        assert a.least <= b.least
        assert a.most <= b.most


def test_our_count_against_another(evidence, options):
    store = evidence(
        policies=[CENTRAL, plan("A", "11", date_issued="2016-01-01")],
        figures=[{"id": "f", "indicator": "i", "economy": "CHN", "year": 2017, "value": 2.0}],
    )
    own = {"plans": [PLAN], "outside": [{"plan": "p", "figure": "f"}, {"plan": "no"}]}
    result = coverage.run(store, options(**own))
    assert value(result, "p_outside") == 2
    assert value(result, "p_outside_share") == 50
    assert "figures:f" in result.values["p_outside_share"].origins


def test_a_corpus_without_documents(evidence, options):
    result = coverage.run(evidence(policies=[]), options())
    assert value(result, "all") == 0
    assert value(result, "all_text_share") is None
    assert result.values["all_text_share"].reason.ko
    assert not result.figures


def test_the_life_of_pilots(evidence, options):
    store = evidence(
        pilots=[
            {"id": "A", "date": "2016-01-01", "designated_by": ["most"]},
            {"id": "B", "designated_by": ["city"]},
            {"id": "C"},
        ],
        pilot_events=[
            {"id": "E1", "pilot": "A", "event": "extended", "date": "2016-03-01"},
            {"id": "E2", "pilot": "A", "event": "extended", "date": "2016-02-01"},
            {"id": "E3", "pilot": "C", "event": "stopped"},
        ],
        actors=[{"id": "most", "kind": "ministry"}, {"id": "city", "kind": "city-government"}],
    )
    result = pilots.run(store, options())
    states = ("named", "designated", "extended", "national", "stopped")
    assert [value(result, f"life_{s}") for s in states] == [0, 2, 1, 1, 1]
    assert [value(result, f"life_{s}_dated") for s in states] == [0, 1, 1, 1, 0]
    assert value(result, "life_extension_median") == 31
    rows = {row[0]: row[1:] for row in result.tables["life"].rows}
    assert rows["pilots:A"] == (None, "2016-01-01", "2016-02-01, 2016-03-01", "2016-01-01", None)
    assert rows["pilots:C"][-1] == "○", "stopped, at a time not seen"
    assert "pilots:B" not in rows


def test_the_shipped_study(shipped_results):
    result = shipped_results["coverage"]
    for base in ("internet_plus", "ai"):
        least, most = value(result, f"{base}_least"), value(result, f"{base}_most")
        assert least == shipped_results["adoption"].values[f"{base}_certain_by_end"].value
        assert least <= value(result, f"{base}_at_random") <= most
