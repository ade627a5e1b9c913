import pytest

from policyloom.analysis import cases
from policyloom.model.settings import Codebook, Condition

BOOK = Codebook(
    conditions=(
        Condition(id="base", ko="기반", en="Base"),
        Condition(id="data", ko="데이터", en="Data"),
        Condition(id="overall", ko="종합", en="Overall", role="outcome"),
    )
)
CASES = [
    {"id": "A", "sector": "ai", "region": "11"},
    {"id": "B", "sector": "ai", "region": "11"},
    {"id": "C", "sector": "o2o", "region": "12"},
]
SCORES = [("A", "overall", 1.0), ("B", "overall", 0.33), ("A", "base", 1.0), ("B", "base", 0.0),
          ("C", "data", 0.67)]  # fmt: skip


def run(evidence, options):
    rows = [
        {"id": f"{c}.{k}", "case": c, "condition": k, "score": s, "evidence": "…", "coder": "r"}
        for c, k, s in SCORES
    ]
    return cases.run(evidence(cases=CASES, case_conditions=rows), options(codebook=BOOK))


def test_outcomes_by_sector_leave_missing_scores_out(evidence, options):
    found = {name: v.value for name, v in run(evidence, options).values.items()}
    assert (found["cases"], found["scored"], found["setbacks"], found["successes"]) == (3, 2, 1, 1)
    assert found["ai_mean"] == pytest.approx(0.665)
    assert found["o2o_mean"] is None
    assert (found["ai_total"], found["o2o_total"], found["regions"]) == (2, 1, 2)
    assert found["setbacks_share"] == 50


def test_conditions_compare_good_and_bad_with_their_numbers(evidence, options):
    result = run(evidence, options)
    found = {name: v.value for name, v in result.values.items()}
    assert (found["condition_base_mean"], found["condition_base_n"]) == (0.5, 2)
    assert (found["condition_base_good_mean"], found["condition_base_bad_mean"]) == (1, 0)
    assert found["condition_data_good_mean"] is None, "the only scored case has no outcome"
    assert (found["cells_scored"], found["cells_missing"]) == (3, 3)
    assert result.values["condition_base_mean"].origins == (
        "case_conditions:A.base", "case_conditions:B.base",
    )  # fmt: skip


def test_the_heat_figure_leaves_unseen_cells_blank(evidence, options):
    cells = run(evidence, options).figures["heat"].spec["data"]["values"]
    blanks = [c for c in cells if c["value"] is None]
    assert len(cells) == 9
    assert len(blanks) == 4
    assert all(c["word"] == "" for c in blanks)


def test_setbacks_are_listed(evidence, options):
    assert [row[0] for row in run(evidence, options).tables["setbacks"].rows] == ["cases:B"]
