"""What tests of process tracing say together: necessity eliminates, sufficiency confirms."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.process_tracing import verdict

KINDS = ("straw-in-the-wind", "hoop", "smoking-gun", "doubly-decisive")
TESTS = st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), max_size=6)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([], "untested"),
        ([("straw-in-the-wind", True)], "undecided"),
        ([("straw-in-the-wind", False)], "undecided"),
        ([("smoking-gun", False)], "undecided"),
        ([("hoop", True)], "surviving"),
        ([("hoop", False)], "eliminated"),
        ([("smoking-gun", True)], "confirmed"),
        ([("doubly-decisive", True)], "confirmed"),
        ([("doubly-decisive", False)], "eliminated"),
        ([("hoop", True), ("smoking-gun", True)], "confirmed"),
        ([("hoop", True), ("smoking-gun", False)], "surviving"),
        ([("hoop", False), ("smoking-gun", True)], "contradictory"),
    ],
)
def test_verdicts(tests, expected) -> None:
    assert verdict(tests) == expected


@given(TESTS)
def test_the_order_of_tests_does_not_matter(tests) -> None:
    assert len({verdict(p) for p in itertools.islice(itertools.permutations(tests), 24)}) == 1


@given(TESTS)
def test_a_failed_hoop_never_leaves_a_cause_standing(tests) -> None:
    assert verdict([*tests, ("hoop", False)]) in {"eliminated", "contradictory"}


@given(TESTS)
def test_a_straw_changes_no_decision(tests) -> None:
    decided = verdict(tests)
    if decided not in {"untested"}:
        assert verdict([*tests, ("straw-in-the-wind", False)]) == decided
