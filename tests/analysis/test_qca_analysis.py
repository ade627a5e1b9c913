"""The comparison of cases: which sets are chosen, what is lost, and what is said of it."""

import pytest

from policyloom.analysis import qca
from policyloom.analysis.qca_data import candidates, material
from policyloom.model.settings import Codebook, Condition

BOOK = Codebook(
    conditions=(
        Condition(id="base", ko="기반", en="Base"),
        Condition(id="data", ko="데이터", en="Data"),
        Condition(id="fund", ko="기금", en="Fund"),
        Condition(id="overall", ko="종합", en="Overall", role="outcome"),
    )
)
SCORES = {
    "A": {"base": 1, "data": 0.67, "overall": 1, "fund": 1},
    "B": {"base": 0.67, "data": 1, "overall": 0.67},
    "C": {"base": 1, "data": 0, "overall": 0.33},
    "D": {"base": 0, "data": 0.33, "overall": 0},
    "E": {"base": 0.33, "data": 1, "overall": 0, "fund": 0},
    "F": {"base": 1, "overall": 1},
    "G": {"overall": 0.67, "data": 1},
}


def rows(scores=None):
    return [
        {"id": f"{case}.{code}", "case": case, "condition": code, "score": float(score),
         "evidence": f"{case} {code} 근거", "coder": "r"}
        for case, own in (scores or SCORES).items()
        for code, score in own.items()
    ]  # fmt: skip


@pytest.fixture
def answer(evidence, options):
    def run(scores=None, **own):
        given = scores or SCORES
        cases = [{"id": case, "sector": "o2o" if case == "G" else "ai"} for case in given]
        found = evidence(cases=cases, case_conditions=rows(given))
        return qca.run(found, options(codebook=BOOK, **own))

    return run


def values(result):
    return {name: value.value for name, value in result.values.items()}


def test_the_choice_looks_at_which_scores_are_there_alone(answer):
    result = answer()
    chosen = [row for row in result.tables["choice"].rows if row[7] == "✓"]
    assert [(row[1], row[3], row[5], row[8]) for row in chosen] == [
        ("All cases", 2, 5, "기반, 데이터"), ("AI", 2, 5, "기반, 데이터"),
    ]  # fmt: skip
    turned = {c: {k: 1 - v for k, v in own.items()} for c, own in SCORES.items()}
    assert answer(turned).tables["choice"].rows == result.tables["choice"].rows
    sizes = [row[3] for row in result.tables["choice"].rows if row[1] == "All cases"]
    assert sizes == [2, 3], "every size that was looked at is listed"


def test_cases_that_lack_scores_are_left_out_and_named(answer):
    result = answer()
    (first, _) = result.tables["sets"].rows
    assert first[:3] == ("all_1", "전체", "All cases")
    assert first[5:] == (5, "A, B, C, D, E", 2, "F, G")
    found = values(result)
    assert (found["cases"], found["cases_complete"], found["all_1_yes_left_out"]) == (7, 2, 2)


def test_fit_and_flips_of_a_solution(answer):
    found = values(answer(pri_cut=0))
    # base*data = .67 .67 0 0 .33; with the outcome it shares .67 .67 0 0 0; the outcome sums to 2.
    assert found["all_1_yes_conservative_formula"] == "base*data"
    assert found["all_1_yes_conservative_formula_ko"] == "기반 * 데이터"
    assert found["all_1_yes_conservative_incl"] == pytest.approx(1.34 / 1.67)
    assert found["all_1_yes_conservative_cov"] == pytest.approx(1.34 / 2)
    assert found["all_1_yes_conservative_flip"] == 1
    assert found["all_1_yes_rows"] + found["all_1_yes_remainders"] == 4
    assert found["all_1_yes_necessity_base"] == pytest.approx((1 + 0.67 + 0.33) / 2)
    assert found["all_1_yes_conservative_verdict"] in ("fragile", "cannot_carry")


def test_every_row_names_the_scores_it_rests_on(answer):
    result = answer(pri_cut=0)
    table = result.tables["truth_table"]
    for cells, origins in zip(table.rows, table.origins, strict=True):
        cases = str(cells[12]).split(", ")
        codes = ("base", "data", "overall")
        assert set(origins) == {f"case_conditions:{case}.{c}" for case in cases for c in codes}
    fragile = result.tables["fragile_scores"]
    assert fragile.rows
    for cells, origins in zip(fragile.rows, fragile.origins, strict=True):
        assert origins == (cells[0],)
        case, code = str(cells[0]).removeprefix("case_conditions:").split(".")
        assert cells[5] == f"{case} {code} 근거"
        assert cells[4] == SCORES[case][code]


def test_both_sides_of_the_outcome_and_the_plot(answer):
    result = answer(pri_cut=0)
    assert {row[4] for row in result.tables["truth_table"].rows} == {
        "outcome present", "outcome absent",
    }  # fmt: skip
    spec = result.figures["xy_all_1_yes"].spec
    spots = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "circle")
    placed = {name for spot in spots["data"]["values"] for name in spot["cases"].split(", ")}
    assert placed == {"A", "B", "C", "D", "E"}


def test_the_author_names_sets_and_expectations(answer):
    wanted = [{"id": "mine", "conditions": ["base", "fund", "nowhere"], "sector": "ai"}]
    result = answer(sets=wanted, expect={"base": 1}, pri_cut=0)
    found = values(result)
    assert (found["sets"], found["mine_yes_cases"]) == (1, 2)
    assert "mine_yes_intermediate_verdict" in found
    types = {row[6] for row in result.tables["solutions"].rows if row[4] == "outcome absent"}
    assert "Intermediate" in types


def test_options_that_cannot_be_read_leave_the_defaults_and_are_told(answer):
    wrong = {"incl_cut": "high", "pri_cut": 7, "n_cut": True, "sets": "all", "expect": {"base": 3}}
    result = answer(**wrong, cases_per_condition=None)
    assert result.tables == answer().tables
    told = next(note.en for note in result.notes if "could not be read" in note.en)
    assert all(name in told for name in (*wrong, "cases_per_condition"))


def test_where_coders_differ_the_main_reading_counts_until_somebody_adjudicates(evidence, options):
    found = [*rows(), {"id": "A.base2", "case": "A", "condition": "base", "score": 0.33,
                       "evidence": "둘째", "coder": "s"}]  # fmt: skip
    cases = [{"id": case, "sector": "ai"} for case in SCORES]
    given = material(evidence(cases=cases, case_conditions=found), options(codebook=BOOK))
    case = given.cases[0]
    assert case.scores["base"] == SCORES["A"]["base"]
    assert case.rows["base"] == ("case_conditions:A.base",)
    assert [c.size for c in candidates(given, 2) if c.chosen] == [2, 2]


def test_solutions_are_computed_again_under_each_coder(evidence, options):
    second = [
        {"id": f"{case}.{code}.s", "case": case, "condition": code, "score": score,
         "evidence": "둘째 읽기", "coder": "s"}
        for case, code, score in (("A", "base", 0.33), ("B", "base", 0.67))
    ]  # fmt: skip
    cases = [{"id": case, "sector": "ai"} for case in SCORES]
    found = evidence(cases=cases, case_conditions=[*rows(), *second])
    result = qca.run(found, options(codebook=BOOK, pri_cut=0))
    main = {(r[0], r[4], r[8]): r for r in result.tables["readings"].rows if r[5] == "r"}
    other = {(r[0], r[4], r[8]): r for r in result.tables["readings"].rows if r[5] == "s"}
    assert main.keys() == other.keys()
    assert all(row[13] == "✓" for row in main.values())
    key = ("all_1", "outcome present", "Conservative")
    # Under s base*data is .33 .67 0 0 .33 and shares .33 .67 with the outcome: 1 / 1.33 < 0.8.
    assert main[key][11] == pytest.approx(1.34 / 1.67)
    assert (main[key][10], other[key][10]) == ("Base * Data", None)
    changed = {k for k in main if main[k][10] != other[k][10]}
    assert (
        values(result)["readings_changed"]
        == len(changed)
        == sum(row[13] == "" for row in other.values())
    )
    origins = dict(zip(other, result.tables["readings"].origins[len(main) :], strict=True))
    assert "case_conditions:A.base.s" in origins[key]


def test_one_reading_leaves_the_change_undefined(answer):
    result = answer()
    assert values(result)["readings"] == 1
    assert result.values["readings_changed"].value is None
    assert "readings" not in result.tables


def test_a_constant_outcome_is_not_compared_and_said(answer):
    same = {case: {**own, "overall": 1} for case, own in SCORES.items()}
    result = answer(same)
    assert values(result)["runs"] == 0
    assert any("all_1" in note.en for note in result.notes)
    assert result.tables["solutions"].rows == ()


@pytest.mark.parametrize("scores", [{}, {"A": {"overall": 1}}, {"A": {"base": 1}}])
def test_without_scores_nothing_is_compared(evidence, options, scores):
    found = evidence(cases=[{"id": "A"}], case_conditions=rows(scores) if scores else [])
    result = qca.run(found, options(codebook=BOOK))
    assert values(result)["sets"] == 0
    assert values(result)["cases"] == 1


def test_the_shipped_study_says_plainly_what_its_cases_cannot_carry(shipped_results):
    result = shipped_results["qca"]
    found = values(result)
    judged = sum(found[f"verdicts_{w}"] for w in ("holds", "fragile", "cannot_carry", "no_model"))
    assert judged == found["solutions"] > 0
    if found["verdicts_holds"] == 0:
        assert any("cannot carry" in n.en or "can carry none" in n.en for n in result.notes)
    for row in result.tables["sets"].rows:
        if row[2] == "All cases":
            assert row[5] + row[7] == found["cases"]
        assert row[5] == len(row[6].split(", "))
