"""The PMC analysis: the worked policy, uncoded cells, drafts, coders who differ, no codings."""

import pytest

from policyloom.analysis import pmc
from policyloom.model.settings import Codebook

WORKED = {
    "X1": [1, 1, 0, 1, 1], "X2": [0, 1, 1], "X3": [1, 0, 0], "X4": [1, 1, 1, 1, 0],
    "X5": [1, 1, 1, 0], "X6": [1, 1, 1, 1], "X7": [1, 0, 1, 1], "X8": [1, 1, 1], "X9": [1],
}  # fmt: skip
POLICIES = [{"id": "P1"}, {"id": "P2"}, {"id": "D", "status": "draft"}]


def book(cells):
    return Codebook.model_validate({"pmc_variables": [
        {"id": name, "ko": f"{name} 변수", "en": name, "cells": [
            {"id": f"{name}.{i}", "ko": f"{name} {i}", "en": f"{name} {i}"}
            for i, _ in enumerate(own, 1)
        ]}
        for name, own in cells.items()
    ]})  # fmt: skip


def codes(policy, cells, coder="a", standing=None):
    return [
        {"id": f"{policy}.{name}.{i}.{coder}", "policy": policy, "cell": f"{name}.{i}",
         "value": value, "evidence": "…", "coder": coder, "standing": standing}
        for name, own in cells.items()
        for i, value in enumerate(own, 1)
    ]  # fmt: skip


def run(evidence, options, rows, cells=WORKED, **own):
    store = evidence(policies=POLICIES, pmc_codes=rows)
    return pmc.run(store, options(codebook=book(cells), **own))


def table(result, name):
    found = result.tables[name]
    names = [c.name for c in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def test_the_worked_policy(evidence, options):
    result = run(evidence, options, codes("P1", WORKED))
    found = result.values
    assert found["policy_p1_index"].value == pytest.approx(7.1)
    assert found["policy_p1_grade"].value == "우수"
    assert found["mean"].value == pytest.approx(7.1)
    (row,) = table(result, "policies")
    assert row["concavity"] == pytest.approx(1.9)
    assert row["variable_x2"] == pytest.approx(2 / 3)
    assert (row["grade_en"], row["uncoded"]) == ("excellent", 0)
    data = result.figures["surface_p1"].spec["data"]["values"]
    worked = [0.8, 2 / 3, 1 / 3, 0.8, 0.75, 1, 0.75, 1, 1]
    assert [d["value"] for d in data] == pytest.approx(worked)
    assert {g["grade_en"]: g["policies"] for g in table(result, "grades")} == {
        "perfect": 0, "excellent": 1, "good": 0, "poor": 0,
    }  # fmt: skip
    assert "pmc_codes:P1.X1.1.a" in found["policy_p1_index"].origins


def test_the_worked_policy_of_the_known_answers(evidence, options, known_answer):
    known = known_answer("policytext.json", "pmc_worked")
    cells = {k.split()[0]: own for k, own in known["inputs"]["secondary_0_1"].items()}
    result = run(evidence, options, codes("P1", cells), cells, grades="estrada-points")
    expected = known["expected"]
    assert result.values["policy_p1_index"].value == pytest.approx(expected["PMC"], abs=1e-6)
    assert result.values["policy_p1_grade"].value == "양호"
    values = [d["value"] for d in result.figures["surface_p1"].spec["data"]["values"]]
    wanted = [v for row in expected["surface_3x3_row_major"] for v in row]
    assert values == pytest.approx(wanted, abs=1e-6)


def test_a_missing_row_and_an_empty_value_are_uncoded_not_zero(evidence, options):
    cells = {"X1": [1, None, 1, 0], "X2": [1]}
    missing = [r for r in codes("P1", cells) if r["value"] is not None]
    for rows in (codes("P1", cells), missing):
        result = run(evidence, options, rows, cells)
        assert result.values["policy_p1_index"].value is None
        assert "X1" in result.values["policy_p1_index"].reason.en
        assert result.values["mean"].value is None
        assert result.values["uncoded"].value == 1
        over = run(evidence, options, rows, cells, missing="over_coded")
        assert over.values["policy_p1_index"].value == pytest.approx(2 / 3 + 1)
        absent = run(evidence, options, rows, cells, missing="absent")
        assert absent.values["policy_p1_index"].value == 1.5
    whys = [c["why_en"] for c in table(run(evidence, options, codes("P1", cells), cells), "cells")]
    assert whys.count("looked at and could not be told") == 1
    whys = [c["why_en"] for c in table(run(evidence, options, missing, cells), "cells")]
    assert whys.count("not coded") == 1


def test_drafts_are_shown_and_in_no_mean(evidence, options):
    cells = {"X1": [1, 1], "X2": [0]}
    rows = codes("D", {"X1": [0, 0], "X2": [0]}) + codes("P2", cells)
    result = run(evidence, options, rows, cells)
    assert result.values["mean"].value == 1
    assert [(r["policy"], r["state_en"]) for r in table(result, "policies")] == [
        ("policies:D", "Draft"), ("policies:P2", None),
    ]  # fmt: skip
    assert sum(g["policies"] for g in table(result, "grades")) == 1


def test_coders_who_differ_and_their_adjudication(evidence, options):
    cells = {"X1": [1, 1], "X2": [0]}
    rows = codes("P1", cells) + codes("P1", {"X1": [1, 0]}, "b")
    result = run(evidence, options, rows, cells)
    assert result.values["policy_p1_index"].value is None
    assert result.values["disputed"].value == 1
    assert result.values["alpha"].value == pytest.approx(0)
    final = [{**codes("P1", {"X1": [1, 0]}, "c", "adjudicated")[1]}]
    settled = run(evidence, options, [*rows, *final], cells)
    assert settled.values["policy_p1_index"].value == 0.5
    assert settled.values["coders"].value == 2


def test_grades_of_the_studys_own_and_chosen_surfaces(evidence, options):
    cells = {f"X{i}": [1] for i in range(1, 11)}
    cuts = [{"ko": "가", "en": "A", "low": 9.5}, {"ko": "나", "en": "B", "low": 0}]
    own = {"id": "five", "scale": "points", "source": "이 연구", "top": 10, "cuts": cuts}
    rows = codes("P1", cells) + codes("P2", {"X1": [0]})
    result = run(evidence, options, rows, cells, grades=own, surfaces=["P1"])
    assert result.values["policy_p1_grade"].value == "가"
    assert set(result.figures) == {"variables", "surface_p1"}
    assert any("X10" in n.en for n in result.figures["surface_p1"].notes)


@pytest.mark.parametrize("cells", [{}, WORKED])
def test_nothing_coded_says_so(evidence, options, cells):
    result = run(evidence, options, [], cells)
    assert result.values["coded"].value == 0
    assert result.values["mean"].value is None
    assert result.values["mean"].reason.ko
    assert not result.tables
    assert not result.figures
    assert any("coded" in note.en for note in result.notes)
