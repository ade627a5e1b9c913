"""Causes: cases for and against, strength, process tracing, and the frame of theory."""

import pytest

from policyloom.analysis import causes
from policyloom.model.settings import Cause, Codebook

BOOK = Codebook(
    causes=(
        Cause(id="platform", ko="플랫폼", en="Platform", element="actors", function="resources"),
        Cause(id="law", ko="법", en="Law", element="institutions", function="legitimacy"),
        Cause(id="luck", ko="운", en="Luck"),
    )
)
CASES = [{"id": case, "sector": "o2o" if case == "D" else "ai"} for case in "ABCD"]


def mark(case, cause, direction="success", stance="for", test=None):
    return {
        "id": f"{case}.{cause}.{direction}.{stance}.{test}",
        "case": case,
        "cause": cause,
        "direction": direction,
        "stance": stance,
        "evidence": "문장",
        "test": test,
        "coder": "r1",
        "sources": ["S1"],
        "confidence": "medium",
    }


MARKS = [
    mark("A", "platform"), mark("B", "platform"), mark("D", "platform"),
    mark("C", "platform", stance="against"),
    mark("A", "law", test="hoop"), mark("A", "law", test="smoking-gun"),
    mark("B", "law", stance="against", test="hoop"),
    mark("C", "luck", "failure"), mark("D", "law", "limit"),
]  # fmt: skip


def run(evidence, options, marks=MARKS):
    return causes.run(evidence(cases=CASES, case_causes=marks), options(codebook=BOOK))


def table(result, name):
    found = result.tables[name]
    return [dict(zip([c.name for c in found.columns], row, strict=True)) for row in found.rows]


def test_each_cause_has_the_cases_on_both_sides(evidence, options) -> None:
    result = run(evidence, options)
    tree = {(r["direction_en"], r["cause_en"]): r for r in table(result, "tree")}
    platform = tree["Success", "Platform"]
    assert (platform["backing"], platform["backing_cases"]) == (3, "A, B, D")
    assert (platform["opposing"], platform["opposing_cases"]) == (1, "C")
    assert result.values["success_platform"].value == 3
    assert result.values["success_platform_against"].value == 1
    assert all(o.startswith("case_causes:") for o in result.values["success_platform"].origins)


def test_strength_is_said_by_a_stated_rule(evidence, options) -> None:
    tree = {(r["direction_en"], r["cause_en"]): r for r in table(run(evidence, options), "tree")}
    assert tree["Success", "Law"]["strength_en"].startswith("confirmed")
    assert tree["Success", "Platform"]["strength_en"].startswith("several")
    assert tree["Failure", "Luck"]["strength_en"] == "few cases"
    contested = run(evidence, options, [mark("A", "law"), mark("B", "law", stance="against")])
    assert table(contested, "tree")[0]["strength_en"].startswith("as many")


def test_a_failed_hoop_eliminates_and_a_smoking_gun_confirms(evidence, options) -> None:
    result = run(evidence, options)
    said = {(r["case"], r["cause_en"]): r["verdict_en"] for r in table(result, "verdicts")}
    assert said == {("cases:A", "Law"): "confirmed", ("cases:B", "Law"): "eliminated"}
    assert result.values["verdict_confirmed"].value == 1
    assert result.values["verdict_eliminated"].value == 1


def test_sectors_name_their_most_frequent_cause(evidence, options) -> None:
    result = run(evidence, options)
    assert result.values["ai_success_top_en"].value == "Platform"
    assert result.values["ai_success_top_n"].value == 2
    assert result.values["o2o_limit_top_en"].value == "Law"
    assert "o2o_failure_top" not in result.values
    by_sector = {(r["direction_en"], r["cause_en"]): r for r in table(result, "by_sector")}
    assert by_sector["Success", "Platform"]["ai_cases"] == "A, B"


def test_ties_are_all_named(evidence, options) -> None:
    result = run(evidence, options, [mark("A", "law"), mark("B", "platform")])
    assert result.values["ai_success_top_en"].value == "Platform, Law"


def test_elements_and_functions_count_cases_once(evidence, options) -> None:
    values = run(evidence, options).values
    assert values["element_actors_success"].value == 3
    assert values["element_institutions_success"].value == 1
    assert values["function_legitimacy_limit"].value == 1
    assert values["element_none_failure"].value == 1, "a cause outside the frame is shown"


def test_figures_carry_one_mark_a_case(evidence, options) -> None:
    figures = run(evidence, options).figures
    marks = figures["tree_success"].spec["layer"][-1]["data"]["values"]
    assert len([m for m in marks if m["side"]["en"] == "Cases for"]) == 4
    assert len([m for m in marks if m["side"]["en"] == "Cases against"]) == 2
    assert set(figures) == {"tree_success", "tree_failure", "tree_limit", "matrix"}


def test_many_cases_stay_inside_the_figure(evidence, options) -> None:
    cases = [{"id": f"K{i}", "sector": "ai"} for i in range(60)]
    marks = [mark(c["id"], "law") for c in cases]
    result = causes.run(evidence(cases=cases, case_causes=marks), options(codebook=BOOK))
    places = result.figures["tree_success"].spec["layer"][-1]["data"]["values"]
    assert max(p["x"] for p in places) < 608


@pytest.mark.parametrize("marks", [[], [mark("Z", "law")]])
def test_a_study_without_coded_causes_has_a_result(evidence, options, marks) -> None:
    result = run(evidence, options, marks)
    assert result.values["rows"].value == 0
    assert result.values["rows"].origins, "a zero rests on the cases looked through"
    assert not result.figures


def test_a_cause_that_the_codebook_lacks_is_shown_by_its_code(evidence, options) -> None:
    result = run(evidence, options, [mark("A", "unlisted")])
    assert table(result, "tree")[0]["cause_en"] == "unlisted"
