"""Conditions of claims."""

import pytest

from policyloom.model.conditions import condition_references, judge_condition, parse_condition
from policyloom.model.facts import Facts
from policyloom.model.study import Study


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("figures:chips.KOR.2017 < figures:chips.CHN.2017", True),
        ("figures:chips.KOR.2017 >= 40", True),
        ("figures:chips.KOR.2017 == 40 and figures:chips.CHN.2017 > 70", False),
        ("1e2 > figures:chips.CHN.2017", True),
    ],
)
def test_conditions_are_judged_on_the_facts(chips: Study, text: str, holds: bool) -> None:
    assert judge_condition(text, Facts(chips, {})).holds is holds


def test_the_verdict_shows_the_numbers(chips: Study) -> None:
    verdict = judge_condition("figures:chips.KOR.2017 > 41", Facts(chips, {}))
    assert verdict.shown == "40 > 41"


def test_an_unknown_operand_is_named_and_neither_true_nor_false(chips: Study) -> None:
    verdict = judge_condition("figures:none < 3", Facts(chips, {}))
    assert (verdict.holds, verdict.missing) == (None, "figures:none")


@pytest.mark.parametrize("text", ["", "1", "a.b", "a.b = 3", "__import__('os') and 1", "a > b > c"])
def test_anything_else_does_not_parse(text: str) -> None:
    assert parse_condition(text) is None


def test_the_references_of_a_condition_leave_numbers_out() -> None:
    assert condition_references("a.b > 3 and c:d#e < a.b") == ("a.b", "c:d#e")
