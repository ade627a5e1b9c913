"""Which score counts, how far coders agree, and what a calibration gives."""

import pytest

from policyloom.analysis import cases, coding
from policyloom.analysis.scores import Score, coders, disputed, reading, readings
from policyloom.model.settings import Codebook, Condition

BOOK = Codebook(
    conditions=(
        Condition(id="base", ko="기반", en="Base"),
        Condition(id="overall", ko="종합", en="Overall", role="outcome"),
    )
)
CASES = [{"id": case} for case in "ABC"]


def score(case, condition, value, coder, settles=False, raw=None):
    name = f"{case}.{condition}.{coder}.{settles}"
    return Score(name, case, condition, value, coder, settles, raw)


SCORES = [
    score("A", "base", 1.0, "r1"), score("A", "base", 0.67, "r2"),
    score("A", "overall", 1.0, "r1"), score("A", "overall", 0.0, "r2"),
    score("A", "overall", 0.33, "both", settles=True),
    score("B", "base", 0.0, "r1"), score("B", "base", 0.0, "r2"),
    score("B", "overall", 0.67, "r1"), score("C", "overall", 0.33, "r1"),
    score("C", "base", 1.0, "r2"),
]  # fmt: skip


def rows(scores):
    return [
        {
            "id": s.id,
            "case": s.case,
            "condition": s.condition,
            "score": s.score,
            "evidence": "…",
            "coder": s.coder,
            "standing": "adjudicated" if s.adjudicated else None,
            "raw": s.raw,
        }
        for s in scores
    ]


def run(evidence, options, scores=SCORES, **tables):
    found = evidence(cases=CASES, case_conditions=rows(scores), **tables)
    return coding.run(found, options(codebook=BOOK))


def test_an_adjudicated_score_counts_then_the_coder_s_own_then_the_only_one() -> None:
    main, second = reading(SCORES), reading(SCORES, "r2")
    assert main["A", "overall"].score == second["A", "overall"].score == 0.33
    assert (main["A", "base"].score, second["A", "base"].score) == (1.0, 0.67)
    assert main["C", "base"].coder == "r2", "the only coding of the cell"
    assert coders(SCORES) == ["r1", "r2"], "who only adjudicates is no coder"


def test_without_adjudication_both_readings_stand() -> None:
    assert list(disputed(SCORES)) == [("A", "base")]
    assert list(readings(SCORES)) == ["r1", "r2"]
    settled = [*SCORES, score("A", "base", 1.0, "both", settles=True)]
    assert not disputed(settled)
    assert list(readings(settled)) == ["r1"], "alike once everything is settled"


def test_alpha_is_that_of_the_cells_scored_twice(evidence, options) -> None:
    """Cells (1, .67), (1, 0), (0, 0): Do = 2.2178 / 6 and De by hand from the six codes."""
    values = run(evidence, options).values
    assert (values["coders"].value, values["cells_twice"].value) == (2, 3)
    codes = [1, 0.67, 1, 0, 0, 0]
    observed = 2 * ((1 - 0.67) ** 2 + 1) / 6
    expected = sum((a - b) ** 2 for a in codes for b in codes) / (6 * 5)
    assert values["alpha_interval"].value == pytest.approx(1 - observed / expected)
    assert values["alpha_interval_low"].value <= values["alpha_interval"].value


def test_alpha_is_undefined_with_a_reason_where_one_coder_scored(evidence, options) -> None:
    values = run(evidence, options, [s for s in SCORES if s.coder == "r1"]).values
    assert values["alpha_ordinal"].value is None
    assert values["alpha_ordinal"].reason.en == "no unit was coded twice"
    assert values["alpha_ordinal_low"].value is None


def test_alpha_is_undefined_not_one_where_all_scores_are_alike(evidence, options) -> None:
    alike = [score("A", "base", 1.0, "r1"), score("A", "base", 1.0, "r2")]
    table = run(evidence, options, alike).tables["agreement"]
    names = [c.name for c in table.columns]
    first = dict(zip(names, table.rows[0], strict=True))
    assert (first["ordinal"], first["reason_en"]) == (None, "all pairable codes are alike")


def test_disputes_show_codings_and_what_was_settled(evidence, options) -> None:
    found = run(evidence, options).tables["disputes"].rows
    assert [(row[0], row[5], row[6]) for row in found] == [
        ("cases:A", "r1 1; r2 0.67", None), ("cases:A", "r1 1; r2 0", 0.33),
    ]  # fmt: skip


def test_cases_count_every_cell_once_whoever_scored_it(evidence, options) -> None:
    found = evidence(cases=CASES, case_conditions=rows(SCORES))
    values = cases.run(found, options(codebook=BOOK)).values
    assert values["all_mean"].value == pytest.approx((0.33 + 0.67 + 0.33) / 3)
    assert values["condition_base_n"].value == 3


CALIBRATION = {
    "id": "base", "condition": "base", "what": "비율", "unit": "%", "method": "direct",
    "out": 0.0, "cross": 30.0, "full": 60.0, "log_odds": 3.0, "why": "…",
}  # fmt: skip


def calibrated(*raws):
    return [score(case, "base", s, "r1", raw=raw) for case, (raw, s) in zip("ABC", raws)]  # noqa: B905


def test_a_calibration_gives_its_anchors_and_finds_scores_that_differ(evidence, options) -> None:
    found = calibrated((0.0, 0.05), (30.0, 0.5), (60.0, 0.67))
    result = run(evidence, options, found, calibrations=[CALIBRATION])
    computed = [row[-1] for row in result.tables["calibrated"].rows]
    assert computed == pytest.approx([0.0474, 0.5, 0.9526], abs=1e-4)
    assert result.values["calibration_differs"].value == 1
    assert "calibration_base" in result.figures


@pytest.mark.parametrize(
    "broken", [{"cross": 90.0}, {"out": None}, {"method": "crisp", "cross": None}]
)
def test_a_broken_calibration_gives_nothing_rather_than_a_wrong_curve(
    evidence, options, broken
) -> None:
    found = calibrated((0.0, 0.05), (30.0, 0.5), (60.0, 0.95))
    result = run(evidence, options, found, calibrations=[{**CALIBRATION, **broken}])
    assert [row[-1] for row in result.tables["calibrated"].rows] == [None] * 3
    assert not result.figures


def test_crisp_and_indirect_calibrations(evidence, options) -> None:
    found = calibrated((0.0, 0.0), (30.0, 0.5), (60.0, 1.0))
    crisp = {**CALIBRATION, "method": "crisp", "out": None, "full": None}
    result = run(evidence, options, found, calibrations=[crisp])
    assert [row[-1] for row in result.tables["calibrated"].rows] == [0, 1, 1]
    indirect = {**CALIBRATION, "method": "indirect", "out": None, "cross": None, "full": None}
    made = run(evidence, options, found, calibrations=[indirect]).tables["calibrated"].rows
    assert [row[-1] for row in made] == sorted(row[-1] for row in made)


def test_a_study_without_scores_has_a_result(evidence, options) -> None:
    values = coding.run(evidence(cases=CASES), options(codebook=BOOK)).values
    assert (values["coders"].value, values["alpha_interval"].value) == (0, None)
