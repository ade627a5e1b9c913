"""The PMC index: known answers, missing cells, grades by table, published aggregates."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.pmc import (
    GRADE_TABLES,
    aggregate,
    grade,
    grade_table,
    mean_range,
    pmc,
    surface,
    variable,
    whole_counts,
)
from policyloom.model.result import Text

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
WORKED = {
    "X1 nature": [1, 1, 0, 1, 1],
    "X2 timeliness": [0, 1, 1],
    "X3 issuing level": [1, 0, 0],
    "X4 field": [1, 1, 1, 1, 0],
    "X5 content": [1, 1, 1, 0],
    "X6 function": [1, 1, 1, 1],
    "X7 target group": [1, 0, 1, 1],
    "X8 tools": [1, 1, 1],
    "X9 openness": [1],
}
CELLS = st.lists(st.sampled_from([0, 1, None]), min_size=1, max_size=6)
ESTRADA, SHARE, NINTHS = GRADE_TABLES.values()


def answer(name):
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return next(a for a in answers if a["id"] == name)


def test_worked_policy_by_hand():
    found = pmc(WORKED)
    assert found.index == pytest.approx(7.1)
    assert found.concavity == pytest.approx(1.9)
    assert [v.value for v in found.variables] == pytest.approx(
        [0.8, 2 / 3, 1 / 3, 0.8, 0.75, 1, 0.75, 1, 1]
    )
    assert [grade(found.index, 9, t).label.en for t in GRADE_TABLES.values()] == [
        "good", "good", "excellent",
    ]  # fmt: skip


def test_worked_policy_of_the_known_answers():
    known = answer("pmc_worked")
    expected = known["expected"]
    found = pmc(known["inputs"]["secondary_0_1"])
    assert [v.value for v in found.variables] == pytest.approx(expected["X"], abs=1e-6)
    assert found.index == pytest.approx(expected["PMC"], abs=1e-6)
    shape = surface(found)
    assert (shape.dropped, shape.padded) == ("", 0)
    for row, wanted in zip(shape.rows, expected["surface_3x3_row_major"], strict=True):
        assert row == pytest.approx(wanted, abs=1e-6)
    assert found.concavity == pytest.approx(expected["concavity_9_minus_PMC"], abs=1e-6)
    points = grade(found.index, found.maximum, GRADE_TABLES["estrada-points"])
    printed = f"{points.label.en} ({points.low:g}-{points.high - 0.01:g})"
    assert printed == expected["grade_estrada_10_scale"]
    share = expected["grade_ratio_0.9/0.7/0.5"]
    assert found.index / found.maximum == pytest.approx(share["ratio"], abs=1e-6)
    by_share = grade(found.index, found.maximum, GRADE_TABLES["estrada-share"])
    assert by_share.label.en == share["grade"]
    ninths = grade(found.index, found.maximum, GRADE_TABLES["ninths"])
    assert ninths.label.en == expected["grade_4/9_2/3_8/9"]


def test_missing_cell_of_the_known_answers():
    known = answer("pmc_missing_cell")
    ((name, cells),) = known["inputs"].items()
    expected = known["expected"]
    over = variable(name, cells, "over_coded")
    assert over.value == pytest.approx(expected["X1_over_coded"], abs=1e-6)
    assert variable(name, cells, "absent").value == expected["X1_missing_as_absent"]
    assert variable(name, cells).value is None
    assert {variable(name, cells, m).uncoded for m in ("refuse", "over_coded", "absent")} == {1}


def test_an_uncoded_cell_is_reported_and_never_silently_zero():
    cells = {"a": [1, None, 1, 0], "b": [1, 1]}
    refused = pmc(cells)
    assert (refused.index, refused.reason, refused.uncoded) == (None, "a", 1)
    assert refused.variables[0].reason == "1 of 4 not coded"
    assert refused.concavity is None
    assert pmc(cells, "over_coded").index == pytest.approx(2 / 3 + 1)
    assert pmc(cells, "absent").index == 1.5
    assert pmc(cells, "absent").uncoded == 1
    assert pmc({"a": [None], "b": []}, "over_coded").reason == "a, b"
    assert pmc({"a": [None]}, "absent").index is None
    assert pmc({}).index is None


@pytest.mark.parametrize("cells", [[2], [0.5, 1], [-1], ["1"]])
def test_other_cells_are_refused(cells):
    with pytest.raises(ValueError, match="0, 1 or None"):
        variable("a", cells)


def test_surface_tells_what_was_dropped_or_padded():
    ten = surface(pmc({f"X{i}": [1] for i in range(1, 11)}))
    assert (ten.dropped, ten.padded) == ("X10", 0)
    seven = surface(pmc({f"X{i}": [0, 1] for i in range(1, 8)}))
    assert seven.padded == 2
    assert seven.rows == ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), (0.5, None, None))
    assert surface(pmc({f"X{i}": [1] for i in range(11)})) is None
    hole = surface(pmc({"a": [None], "b": [1]}))
    assert hole.rows[0] == (None, 1.0, None)


def test_grades_at_their_cuts():
    names = {i: grade(i, 9, NINTHS).label.en for i in (9, 8, 7.99, 6, 5.99, 4, 3.99, 0)}
    assert names == {
        9: "perfect", 8: "perfect", 7.99: "excellent", 6: "excellent", 5.99: "good", 4: "good",
        3.99: "poor", 0: "poor",
    }  # fmt: skip
    thirds = 1 / 3 + 1 / 3 + 1 / 3 + 0.1 * 3 + 0.7 + 4
    assert grade(thirds, 9, NINTHS).label.en == "excellent"
    assert grade(0.7 * 9, 9, SHARE).label.en == "good"
    assert grade(10.5, 11, ESTRADA) is None
    assert grade(None, 9, SHARE) is None


def test_a_study_makes_its_own_table():
    cuts = [(Text("", name), low) for name, low in zip("abcde", (8, 6, 4, 2, 0), strict=True)]
    own = grade_table("five", "points", cuts, 9, "this study")
    assert [grade(i, 9, own).label.en for i in (8.5, 6, 5, 3, 1)] == list("abcde")
    for broken in ([], [*cuts[:4]], [cuts[1], cuts[0], cuts[4]]):
        with pytest.raises(ValueError, match="must fall"):
            grade_table("broken", "points", broken, 9, "")


def test_aggregate_of_several_policies():
    policies = [pmc(WORKED), pmc({f"X{i}": [0, 1] for i in range(9)}), pmc({"a": [None]})]
    found = aggregate(policies, NINTHS)
    assert (found.policies, found.undefined) == (2, 1)
    assert found.mean == pytest.approx((7.1 + 4.5) / 2)
    assert found.counts == {"perfect": 0, "excellent": 1, "good": 1, "poor": 0}
    assert found.shares["good"] == 50
    nothing = aggregate([], NINTHS)
    assert (nothing.mean, nothing.shares) == (None, {})


def test_what_published_aggregates_prove_about_grade_tables():
    """The printed means and grades of four papers: evidence on cuts, for no cell was printed."""
    # Yang, Mao and Cui 2022: 39 policies, five grades in percent.
    assert whole_counts([12.82, 41.03, 33.33, 12.82, 0], 39) == [5, 16, 13, 5, 0]
    assert whole_counts([12.82, 41.03, 33.33, 12.82, 0], 40) is None
    # Ma and Ruan 2023: 21 policies, 1 perfect, 8 excellent, 10 good, 2 lower; nine variables.
    least, most = mean_range([1, 8, 10, 2], 9, NINTHS)
    assert least <= 6.59 <= most
    # Xu 2025: nine variables, 1 excellent, 4 good, 2 unsatisfactory: too high a mean for ninths.
    assert mean_range([0, 1, 4, 2], 9, NINTHS)[1] < 6.03
    # Zhao et al. 2021: ten variables and 7.243 is only acceptable there; by Estrada it is good.
    assert grade(7.243, 10, ESTRADA).label.en == "good"
    assert grade(7.243, 10, SHARE).label.en == "good"
    with pytest.raises(ValueError, match="4 grades"):
        mean_range([1, 2], 9, NINTHS)


def test_published_aggregates_are_the_ones_examined_here():
    expected = answer("pmc_published_aggregates")["expected"]
    quoted = {
        "Ma & Ruan 2023": ("21", "mean PMC 6.59", "1 perfect, 8 excellent, 10 good", "(2) lower"),
        "Xu 2025": ("7 samples, 9 primary", "mean 6.03", "1 excellent 4 good 2 unsatisfactory"),
        "Zhao et al. 2021": ("10 primary", "mean 7.243 graded acceptable"),
        "Yang, Mao & Cui 2022": ("39 policies", "12.82/41.03/33.33/12.82/0 %"),
    }
    assert len(expected) == len(quoted)
    for paper, words in quoted.items():
        (text,) = (t for key, t in expected.items() if key.startswith(paper))
        assert all(word in text for word in words), (paper, text)


@given(st.dictionaries(st.text("abc", min_size=1), CELLS, min_size=1, max_size=10))
def test_missing_choices_enclose_each_other(cells):
    absent, over = pmc(cells, "absent"), pmc(cells, "over_coded")
    assert (absent.index is None) == (over.index is None)
    if over.index is not None:
        assert 0 <= absent.index <= over.index + 1e-12 <= over.maximum + 2e-12
        assert grade(over.index, over.maximum, NINTHS) is not None
    refused = pmc(cells)
    assert (refused.index is None) == any(None in own for own in cells.values())
    if refused.index is not None:
        assert refused.index == absent.index == over.index


@given(st.lists(st.lists(st.sampled_from([0, 1]), min_size=9, max_size=9), min_size=1, max_size=8))
def test_means_lie_in_the_range_that_their_grades_allow(policies):
    results = [pmc({f"X{i}": [cell] for i, cell in enumerate(own)}) for own in policies]
    for table in (SHARE, NINTHS, ESTRADA):
        found = aggregate(results, table)
        least, most = mean_range(list(found.counts.values()), 9, table)
        assert least - 1e-9 <= found.mean <= most + 1e-9
