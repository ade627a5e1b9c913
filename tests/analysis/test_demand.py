"""Demand by sector and region, its ranking, and the questions that empty cells ask."""

from dataclasses import replace

import numpy as np
import pytest

from policyloom.analysis.demand import run
from policyloom.analysis.demand_evidence import Cell, Piece
from policyloom.analysis.demand_questions import ORDER, TEMPLATES, ask, next_question
from policyloom.analysis.demand_ranking import criteria_of, rank_cells
from policyloom.model.claims import Claim, Support
from policyloom.model.result import Text
from policyloom.model.settings import Bilingual


def claim(id_, kind="demand", **more):
    text = Bilingual(ko="가", en="A")
    given = {"support": (Support(row="risks:R1"),), **more}
    return Claim(id=id_, kind=kind, statement=text, **given)


POLICY = {"id": "P", "region": "11", "sectors": ["ai"], "sources": ["S1"]}
CASE = {"id": "K", "region": "12", "sector": "ai", "sources": ["S2"]}
SCORES = [
    {"id": "K.p", "case": "K", "condition": "part", "score": 1.0, "evidence": "x", "coder": "r"},
    {"id": "K.o", "case": "K", "condition": "went", "score": 0.67, "evidence": "x", "coder": "r"},
]
SOURCES = [{"id": s} for s in ("S1", "S2", "S3")]


def cells(result):
    rows = result.tables["cells"].rows
    names = [c.name for c in result.tables["cells"].columns]
    return {(r[0], r[2]): dict(zip(names, r, strict=True)) for r in rows}


def test_an_empty_cell_is_empty_and_asks_for_a_plan(evidence, options):
    result = run(evidence(policies=[POLICY], sources=SOURCES), options())
    assert result.values["cells"].value == 6
    assert result.values["cells_seen"].value == 1
    assert result.values["cells_empty"].value == 5
    empty = result.tables["empty"].rows
    assert len(empty) == 5 and {row[3] for row in empty} == {"ask-policy"}
    drawn = result.figures["matrix"].spec
    blanks = [d for d in drawn["data"]["values"] if d["value"] is None]
    assert len(blanks) == 2, "blank, not zero"
    assert not [d for d in drawn["data"]["values"] if d["value"] == 0]


def test_a_case_points_as_its_two_conditions_say(evidence, options):
    store = evidence(cases=[CASE], case_conditions=SCORES, sources=SOURCES)
    told = cells(run(store, options(participation="part", outcome="went")))
    assert told["regions:12", "AI"]["for"] == 1
    silent = cells(run(store, options()))
    assert silent["regions:12", "AI"]["for"] == 0, "without the options no direction is read"
    failed = [SCORES[0], {**SCORES[1], "score": 0.33}]
    store = evidence(cases=[CASE], case_conditions=failed, sources=SOURCES)
    found = cells(run(store, options(participation="part", outcome="went")))
    assert found["regions:12", "AI"]["against"] == 1


def test_a_claim_counts_while_its_rows_are_there(evidence, options):
    one = claim("D-1", sectors=("ai",), regions=("11",))
    risk = {"id": "R1", "sources": ["S1"]}
    given = replace(options(), extra={"claims": (one,)})
    found = cells(run(evidence(risks=[risk], sources=SOURCES), given))
    assert found["regions:11", "AI"]["claim"] == 1
    assert cells(run(evidence(sources=SOURCES), given)) == {}
    above = claim("D-2", support=(Support(claim="D-1"),), sectors=("ai",), regions=("12",))
    given = replace(options(), extra={"claims": (one, above)})
    assert cells(run(evidence(sources=SOURCES), given)) == {}, "it rests on one that fell"


def test_rows_of_demand_say_their_direction_and_contradictions_ask_why(evidence, options):
    row = {"sectors": ["o2o"], "regions": ["13"], "kind": "survey", "what_ko": "가", "what_en": "A",
           "sources": ["S3"]}  # fmt: skip
    rows = [{"id": "1", "direction": "for", **row}, {"id": "2", "direction": "against", **row}]
    result = run(evidence(demands=rows, sources=SOURCES), options())
    cell = cells(result)["regions:13", "O2O"]
    assert (cell["survey"], cell["for"], cell["against"]) == (2, 1, 1)
    assert cell["template"] == "ask-why"
    assert result.values["cells_contradicted"].value == 1


def test_evidence_without_a_region_stands_apart(evidence, options):
    row = {"id": "1", "sectors": ["ai"], "kind": "survey", "direction": "for", "what_ko": "가",
           "what_en": "A", "sources": ["S3"]}  # fmt: skip
    result = run(evidence(demands=[row], sources=SOURCES), options())
    assert cells(result) == {}
    assert [r[1] for r in result.tables["nation"].rows] == ["AI"]
    assert result.values["cells_seen"].value == 0


def test_nothing_at_all_is_a_result_and_no_crash(evidence, options):
    result = run(evidence(), options())
    assert result.values["cells_empty"].value == 6
    assert "ranking" not in result.tables and "matrix" not in result.figures
    assert result.values["complementarity_ai"].value is None
    assert result.values["complementarity_ai"].reason


def test_complementarity_counts_who_leads_in_one_year_unit_and_definition(evidence, options):
    names = [("a", "higher"), ("b", "lower"), ("c", "higher")]
    indicators = [{"id": i, "direction": d} for i, d in names]
    values = {("a", "KOR"): 2, ("a", "CHN"): 1, ("b", "KOR"): 2, ("b", "CHN"): 1,
              ("c", "KOR"): 9, ("c", "CHN"): 1}  # fmt: skip
    figures = [
        {"id": f"{i}.{e}", "indicator": i, "economy": e, "year": 2017, "value": float(v),
         "definition": "x" if i != "c" else e}
        for (i, e), v in values.items()
    ]  # fmt: skip
    result = run(evidence(indicators=indicators, figures=figures), options())
    assert result.values["complementarity_ai"].value == 1.0
    row = result.tables["complementarity"].rows[0]
    assert row[2:5] == (1, 1, 0), "c has two definitions and is not compared; b is better when low"


def piece(kind, direction="unclear", ref="policies:1"):
    return Piece(kind, direction, ref, ("S1",), "high")


@pytest.mark.parametrize(("seen", "asked"), [([], "policy"), (["policy"], "pilot"),
    (["policy", "pilot"], "case"), (["policy", "pilot", "case", "company"], "statistic"),
    (["pilot"], "policy")])  # fmt: skip
def test_the_question_asks_for_the_first_kind_that_is_missing(seen, asked):
    cell = Cell("ai", "11", [piece(kind) for kind in seen])
    assert next_question(cell) == f"ask-{asked}"


def test_every_question_can_be_asked_in_both_languages():
    assert next_question(Cell("ai", "11", [piece(k) for k in ORDER])) == "ask-now"
    for name in TEMPLATES:
        asked = ask(name, Text("베이징", "Beijing"), Text("인공지능", "AI"))
        assert "베이징" in asked.ko and "인공지능" in asked.ko and "{" not in asked.ko
        assert "Beijing" in asked.en and "AI" in asked.en and "{" not in asked.en


def ranked(rows, top=1, draws=300):
    made = [Cell("ai", str(i)) for i in range(len(rows))]
    return rank_cells(made, np.array(rows, dtype=float), top=top, draws=draws, seed=1)


def test_what_is_best_on_every_criterion_holds_under_all_weights():
    found = ranked([[3, 3, 1], [2, 2, 0.5], [1, 1, 0]])
    assert found is not None
    assert [found.verdict(i) for i in range(3)] == ["holds", "behind", "behind"]
    assert found.interval(0) == (1.0, 1.0) and found.share(0) == 1.0


def test_what_wins_on_one_criterion_only_depends_on_taste():
    found = ranked([[1, 0], [0, 1]])
    assert found is not None
    assert [found.verdict(i) for i in range(2)] == ["taste", "taste"]
    assert abs(found.chance(0) - 0.5) < 0.15


def test_a_gap_widens_the_interval_and_is_no_low_score():
    nan = float("nan")
    known = ranked([[1, 0.0], [1, 0.3], [1, 1.0], [1, 0.6], [1, 0.0]])
    unknown = ranked([[1, nan], [1, 0.3], [1, 1.0], [1, 0.6], [1, 0.0]])
    assert known is not None and unknown is not None
    low, high = unknown.interval(0)
    assert high - low >= 2 and unknown.middle(0) < known.middle(0)


def test_there_is_no_ranking_of_one_cell_or_of_cells_that_are_alike():
    assert ranked([[1, 2]]) is None
    assert ranked([[1, 2], [1, 2]]) is None


def test_the_same_seed_gives_the_same_ranks():
    rows = [[1, 2], [2, 1], [0, float("nan")]]
    one, other = ranked(rows), ranked(rows)
    assert one is not None and other is not None and np.array_equal(one.places, other.places)


def test_a_cell_without_direction_has_no_balance():
    found = criteria_of(Cell("ai", "11", [piece("policy")]), None)
    assert np.isnan(found[2]) and np.isnan(found[4]) and found[5] == 1.0
    found = criteria_of(Cell("ai", "11", [piece("survey", "for"), piece("case", "against")]), 0.5)
    assert found[2] == 0.0 and found[4] == 0.5
