"""Demand by sector and region, its ranking, and the questions that empty cells ask."""

from dataclasses import replace

import numpy as np
import pytest

from policyloom.analysis.demand import run
from policyloom.analysis.demand_evidence import Cell, Piece
from policyloom.analysis.demand_questions import ORDER, TEMPLATES, ask, next_question
from policyloom.analysis.demand_ranking import Ranking, criteria_of, rank_cells
from policyloom.analysis.demand_turns import turned_cells
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
    assert result.values["complementarity_ai"].reason.ko


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


BOTH = {"sectors": ("ai", "o2o"), "regions": ("11", "12")}
AI_CASE = {**CASE, "id": "KA", "region": "11", "sector": "ai"}
O2O_CASE = {**CASE, "id": "KO", "region": "12", "sector": "o2o"}


def places(result):
    """Return (region, sector) of the cells in which a claim is counted."""
    return {place for place, cell in cells(result).items() if cell["claim"]}


def test_a_claim_of_several_sectors_and_regions_stands_only_where_its_rows_do(evidence, options):
    rows = (Support(row="cases:KA"), Support(row="cases:KO"))
    given = replace(options(), extra={"claims": (claim("D-1", support=rows, **BOTH),)})
    result = run(evidence(cases=[AI_CASE, O2O_CASE], sources=SOURCES), given)
    assert places(result) == {("regions:11", "AI"), ("regions:12", "O2O")}
    assert any("D-1" in note.en and "one of their rows" in note.en for note in result.notes)


def test_a_score_places_a_claim_where_its_case_is(evidence, options):
    scores = [{**SCORES[0], "case": "KA"}]
    held = (Support(holds="case_conditions:K.p >= 0.5"),)
    given = replace(options(), extra={"claims": (claim("D-1", support=held, **BOTH),)})
    result = run(evidence(cases=[AI_CASE], case_conditions=scores, sources=SOURCES), given)
    assert places(result) == {("regions:11", "AI")}
    assert [r[1] for r in result.tables["nation"].rows] == ["O2O"], "no row says where O2O is"


def test_a_claim_may_name_its_cells(evidence, options):
    rows = (Support(row="cases:KA"), Support(row="cases:KO"))
    named = claim("D-1", support=rows, cells=("ai@12", "o2o@CN"), **BOTH)
    given = replace(options(), extra={"claims": (named,)})
    result = run(evidence(cases=[AI_CASE, O2O_CASE], sources=SOURCES), given)
    assert places(result) == {("regions:12", "AI")}
    assert [r[1] for r in result.tables["nation"].rows] == ["O2O"]


def test_a_claim_of_one_sector_or_one_region_stands_in_all_that_it_names(evidence, options):
    for shape in ({"sectors": ("ai",), "regions": ("11", "12")},
                  {"sectors": ("ai", "o2o"), "regions": ("11",)}):  # fmt: skip
        one = claim("D-1", support=(Support(row="cases:KA"),), **shape)
        given = replace(options(), extra={"claims": (one,)})
        result = run(evidence(cases=[AI_CASE], sources=SOURCES), given)
        assert len(places(result)) == 2
        assert not any("D-1" in note.en for note in result.notes)


def test_a_claim_whose_rows_say_no_cell_stands_in_none(evidence, options):
    risk = {"id": "R1", "sources": ["S1"]}
    given = replace(options(), extra={"claims": (claim("D-1", **BOTH),)})
    result = run(evidence(risks=[risk], sources=SOURCES), given)
    assert places(result) == set()
    assert [r[1] for r in result.tables["nation"].rows] == ["AI", "O2O"]
    assert any("stand in no cell: D-1" in note.en for note in result.notes)


def figure(value):
    return {"id": "a.CHN.2018", "indicator": "a", "economy": "CHN", "year": 2018, "value": value}


@pytest.mark.parametrize(
    ("figures", "stands"), [([figure(40.0)], True), ([figure(20.0)], False), ([], False)]
)
def test_a_claim_counts_while_its_conditions_over_rows_hold(evidence, options, figures, stands):
    held = (Support(holds="figures:a.CHN.2018 >= 30 and corpus.all > 3"),)
    one = claim("D-1", support=held, sectors=("ai",), regions=("11",))
    given = replace(options(), extra={"claims": (one,)})
    result = run(evidence(figures=figures, sources=SOURCES), given)
    assert bool(places(result)) is stands


COMPANY = {"id": "M", "sectors": ["ai"], "regions": ["12"], "kind": "company", "direction": "for",
           "what_ko": "가", "what_en": "A", "sources": ["S3"]}  # fmt: skip
FOUR = {
    "policies": [{**POLICY, "region": "12"}],
    "pilots": [{"id": "L", "region": "12", "sectors": ["ai"], "sources": ["S1", "S2"]}],
    "cases": [CASE],
    "demands": [COMPANY],
    "sources": SOURCES,
}


def test_removing_the_one_source_that_speaks_for_demand_turns_the_cell(evidence, options):
    falling = claim("D-1", support=(Support(row="demands:M"),), sectors=("o2o",))
    advice = claim("P-1", kind="proposal", support=(Support(claim="D-1"),))
    given = replace(options(), extra={"claims": (falling, advice)})
    result = run(evidence(**FOUR), given)
    pieces = result.tables["pieces"]
    names = [c.name for c in pieces.columns]
    own = [r[names.index("evidence")] for r in pieces.rows if r[names.index("own_en")]]
    assert len(pieces.rows) == 4 and own == ["demands:M"], "one is a firm's own word"
    rows = {r[3]: r for r in result.tables["removals"].rows}
    assert rows["sources:S3"][6] == "Evidence for demand"
    assert rows["sources:S3"][8] == "Not enough evidence (direction unclear)"
    assert rows["sources:S3"][9] == "P-1"
    assert list(rows) == ["sources:S3"], "without any other the cell reads as before"
    assert result.values["cells_at_stake"].value == 1


def test_what_a_removal_tells_is_what_computing_anew_gives(evidence, options):
    """The structure's answer is held to a run without the source."""
    before = run(evidence(**FOUR), options())
    told = {r[3]: r[8] for r in before.tables["removals"].rows}
    left = {**FOUR, "demands": [], "sources": SOURCES[:2]}
    after = cells(run(evidence(**left), options()))["regions:12", "AI"]
    assert after["status_en"].lower() in told["sources:S3"].lower()
    turned = list(turned_cells(before, run(evidence(**left), options())))
    assert [(t.region, t.before, t.after) for t in turned] == [("regions:12", "for", "unclear")]
    assert turned[0].told("en") == "Evidence for demand → Not enough evidence (direction unclear)"
    gone = list(turned_cells(before, run(evidence(sources=SOURCES), options())))
    assert [t.after for t in gone] == ["empty"]
    assert list(turned_cells(before, before)) == []


def test_a_case_without_the_source_of_its_score_has_no_direction(evidence, options):
    scores = [{**s, "sources": ["S3"]} for s in SCORES]
    store = evidence(cases=[CASE], case_conditions=scores, sources=SOURCES)
    result = run(store, options(participation="part", outcome="went"))
    rows = {r[3]: r for r in result.tables["removals"].rows}
    assert (rows["sources:S3"][4], rows["sources:S3"][8]) == (
        0, "Not enough evidence (direction unclear)",
    )  # fmt: skip


def test_an_adjudicated_score_settles_the_direction(evidence, options):
    read = [*SCORES, {**SCORES[1], "id": "K.o2", "score": 0.0, "standing": "adjudicated"}]
    store = evidence(cases=[CASE], case_conditions=read, sources=SOURCES)
    found = cells(run(store, options(participation="part", outcome="went")))
    assert found["regions:12", "AI"]["against"] == 1


def test_cells_have_values_that_are_undefined_where_nothing_was_seen(evidence, options):
    values = run(evidence(**FOUR), options()).values
    assert (values["cell_ai_12"].value, values["for_ai_12"].value) == (4, 1)
    assert values["reading_ai_12_en"].value == "Evidence for demand"
    assert values["cell_o2o_12"].value is None and values["cell_o2o_12"].reason.ko
    assert values["reading_o2o_12_en"].value == "No evidence seen"
    assert values["where_for_en"].value == "AI in B"
    assert values["where_for_ko"].value == "나의 인공지능"
    assert values["where_against_ko"].value is None


def test_claims_are_no_further_kind_or_source_and_speak_with_one_voice():
    said = [Piece("claim", "for", f"claim:D{i}", ("S8", "S9"), disputed=True) for i in range(3)]
    cell = Cell("ai", "11", [piece("case", "against"), *said])
    kinds, sources, balance, *_ = criteria_of(cell, None)
    assert (kinds, sources, balance) == (1.0, 1.0, 0.0)
    alone = criteria_of(Cell("ai", "11", said), None)
    assert alone[:3] == [1.0, 2.0, 1.0]


THREE = [[1.0, 0.0], [0.0, 1.0], [0.4, 0.7]]
"""Two criteria; with w the first weight, uniform on 0..1, all shares of ranks are known."""


def share_of_ranks(found, method, cell):
    """Return the shares of draws in which a cell is first, second and third by a method."""
    return [float((found.places[:, method, cell] == place).mean()) for place in (1, 2, 3)]


def test_the_weighted_sum_gives_the_known_shares_of_ranks():
    """A leads C while w > 7/13, A leads B while w > 1/2, C leads B while w > 3/7."""
    found = ranked(THREE, draws=6000)
    assert found is not None
    known = [
        (6 / 13, 7 / 13 - 1 / 2, 1 / 2),
        (3 / 7, 1 / 2 - 3 / 7, 1 / 2),
        (7 / 13 - 3 / 7, 6 / 13 + 3 / 7, 0),
    ]
    for cell, shares in enumerate(known):
        np.testing.assert_allclose(share_of_ranks(found, 0, cell), shares, atol=0.025)


def test_outranking_gives_the_known_shares_of_ranks():
    """With two criteria, who wins the heavier leads: flows are 2w - 1, 1 - 2w and 0."""
    found = ranked(THREE, draws=6000)
    assert found is not None
    np.testing.assert_allclose(share_of_ranks(found, 2, 0), (0.5, 0, 0.5), atol=0.025)
    np.testing.assert_allclose(share_of_ranks(found, 2, 2), (0, 1, 0), atol=1e-12)


def closeness(w):
    """TOPSIS of THREE written out by hand: vector lengths sqrt(1.16) and sqrt(1.49)."""
    scaled = [(a * w / 1.16**0.5, b * (1 - w) / 1.49**0.5) for a, b in THREE]
    best = [max(column) for column in zip(*scaled, strict=True)]
    worst = [min(column) for column in zip(*scaled, strict=True)]
    found = []
    for row in scaled:
        away = sum((x - y) ** 2 for x, y in zip(row, best, strict=True)) ** 0.5
        near = sum((x - y) ** 2 for x, y in zip(row, worst, strict=True)) ** 0.5
        found.append(near / (near + away))
    return found


def test_topsis_gives_the_shares_of_a_fine_grid_of_weights():
    found = ranked(THREE, draws=6000)
    assert found is not None
    grid = [closeness((i + 0.5) / 4000) for i in range(4000)]
    for cell in range(3):
        first = sum(max(each) == each[cell] for each in grid) / len(grid)
        assert abs(share_of_ranks(found, 1, cell)[0] - first) < 0.025


def test_the_verdict_asks_every_method_to_hold_and_any_to_depend():
    drawn = [[[1, 2, 3]] * 3] * 80 + [[[2, 1, 3], [1, 2, 3], [1, 3, 2]]] * 20
    places = np.array(drawn, dtype=float)
    found = Ranking((Cell("a", "1"), Cell("a", "2"), Cell("a", "3")), places, places, 1)
    assert found.share(0) == 0.8 and found.verdict(0) == "taste", "one method puts it second"
    assert found.chance(1) == 0.2 and found.verdict(1) == "taste"
    assert found.verdict(2) == "behind" and found.interval(2) == (2.0, 3.0)
    assert replace(found, places=places[:80]).verdict(0) == "holds"


def test_a_share_at_the_border_is_no_verdict():
    """Of 1000 draws, 906 lie too near nine tenths to say so; 925 do not, and 90 not below one."""
    for first, verdict in ((906, "taste"), (925, "holds"), (90, "taste"), (75, "behind")):
        places = np.array([[[1.0, 2.0]]] * first + [[[2.0, 1.0]]] * (1000 - first))
        found = Ranking((Cell("a", "1"), Cell("a", "2")), places, places, 1)
        assert found.verdict(0) == verdict, first


def test_the_interval_is_the_middle_nine_tenths_of_all_ranks():
    places = np.arange(1, 101, dtype=float).reshape(100, 1, 1)
    found = Ranking((Cell("a", "1"),), places, places, 1)
    assert found.interval(0) == (5.0, 95.0) and found.middle(0) == 50.5


def test_of_few_cells_few_are_first(evidence, options):
    seen = {"11": ["S1"], "12": ["S1", "S2"], "13": ["S1", "S2", "S3"]}
    rows = [
        {"id": f"P{region}", "region": region, "sectors": ["ai"], "sources": sources}
        for region, sources in seen.items()
    ]
    result = run(evidence(policies=rows, sources=SOURCES), options())
    assert result.values["top"].value == 1 and result.values["ranked"].value == 3
    assert result.values["rank_holds"].value == 1
    assert result.values["holding_en"].value == "C · AI"
