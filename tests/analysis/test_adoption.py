import random

import pytest

from policyloom.analysis import adoption

CENTRAL = {"id": "C1", "level": "central", "region": "CN", "date_issued": "2015-07-01"}
PLAN = {"id": "p", "ko": "계획", "en": "Plans", "central": "C1", "implements": ["C1"]}


def plan(code: str, region: str, **more):
    return {"id": code, "region": region, "implements": ["C1"], **more}


def run(evidence, options, *policies, **changes):
    made = options(plans=[{**PLAN, **changes}])
    return adoption.run(evidence(policies=[CENTRAL, *policies]), made)


def value(result, name):
    return result.values[name].value


def test_first_adopter_decides_and_lag_counts_days(evidence, options):
    result = run(
        evidence, options,
        plan("A1", "11", date_issued="2016-01-01"), plan("A0", "11", date_issued="2015-07-11"),
        plan("B1", "12", date_issued="2015"),
    )  # fmt: skip
    assert value(result, "p_lag_11") == 10
    assert value(result, "p_found") == 2
    assert value(result, "p_not_found") == 1
    assert value(result, "p_lag_n") == 1, "a year alone gives no lag"
    assert result.values["p_lag_11"].origins == ("policies:A0", "policies:C1")


def test_a_draft_or_a_kindred_document_is_no_plan(evidence, options):
    result = run(
        evidence, options,
        plan("A", "11", status="draft", date_issued="2015-08-01"), {"id": "K", "region": "12"},
        kin=["K"],
    )  # fmt: skip
    assert [value(result, f"p_{s}") for s in ("found", "draft", "kin", "not_found")] == [0, 1, 1, 1]
    assert value(result, "p_lag_mean") is None
    assert result.values["p_lag_mean"].reason.ko


def test_not_found_is_never_called_not_adopted(evidence, options):
    result = run(evidence, options)
    statuses = {row[3] for row in result.tables["p"].rows}
    assert statuses == {"Not found"}
    assert "뜻이 아니다" in result.tables["p"].notes[0].ko


def test_a_publication_date_gives_no_lag_and_an_interval(evidence, options):
    result = run(
        evidence, options,
        plan("A", "11", date_published="2016-02-01", published_is="upper-bound"),
    )  # fmt: skip
    assert value(result, "p_lag_n") == 0
    spec = result.figures["p_timeline"].spec
    event = spec["data"]["values"][0]
    assert (event["first"], event["last"]) == ("2015-07-01", "2016-02-01")


def test_undated_plans_widen_the_curve(evidence, options):
    result = run(evidence, options, plan("A", "11", date_issued="2016-01-01"), plan("B", "12"))
    assert value(result, "p_certain_by_end") == 1
    assert value(result, "p_possible_by_end") == 2


def test_known_lags_to_the_day(evidence, options, known_answer):
    known = known_answer("diffusion.json", "lag_internet_plus")
    dates = known["inputs"]["adopters"]
    regions = [
        {"id": n, "name": n, "short": n, "name_ko": n, "name_en": n, "level": "region"}
        for n in dates
    ]
    policies = [plan(n, n, date_issued=day) for n, day in dates.items()]
    source = {**CENTRAL, "date_issued": known["inputs"]["source_date"]}
    store = evidence(policies=[source, *policies], regions=regions)
    result = adoption.run(store, options(plans=[PLAN]))
    lags = {row[0]: row[8] for row in result.tables["p"].rows}
    assert lags == known["expected"]["lag_days"]
    assert value(result, "p_lag_mean") == pytest.approx(known["expected"]["mean"])
    assert value(result, "p_lag_median") == known["expected"]["median"]


def test_the_shipped_study_gives_the_known_lags(shipped_results, known_answer):
    known = known_answer("diffusion.json", "lag_internet_plus")["expected"]
    result = shipped_results["adoption"]
    assert value(result, "internet_plus_lag_430000") == known["lag_days"]["湖南"]
    assert value(result, "internet_plus_lag_mean") == pytest.approx(known["mean"])
    assert value(result, "internet_plus_not_found") == 15
    assert value(result, "ai_not_found") == 7


def test_the_order_of_rows_does_not_matter(evidence, options, square_map):
    policies = [CENTRAL, plan("A", "11", date_issued="2016-01-01"), plan("B", "12")]
    made = options(plans=[PLAN], geometry=square_map)
    first = adoption.run(evidence(policies=policies), made)
    random.Random(3).shuffle(policies)
    assert adoption.run(evidence(policies=policies), made) == first


def test_every_region_has_one_status(shipped_results):
    for plan_id in ("internet_plus", "ai"):
        statuses = ("found", "draft", "kin", "not_found")
        counts = [value(shipped_results["adoption"], f"{plan_id}_{s}") for s in statuses]
        assert sum(counts) == 31
