"""Facts: what references stand for."""

import pytest

from policyloom.model.facts import Facts, weakest
from policyloom.model.reference import parse_reference
from policyloom.model.result import Result, Text, Value
from policyloom.model.study import Study


@pytest.fixture
def facts(chips: Study) -> Facts:
    gap = Value(
        30,
        Text("차이", "gap"),
        Text("개", "units"),
        ("figures:chips.KOR.2017", "figures:chips.CHN.2017"),
    )
    return Facts(chips, {"pairs": Result("pairs", Text("쌍", "Pairs"), {"gap": gap})})


def test_a_row_of_figures_means_its_value_with_unit_and_source(facts: Facts) -> None:
    fact = facts.find("figures:chips.KOR.2017")
    assert fact is not None
    assert (fact.value, fact.unit.ko, fact.origins) == (40.0, "개", ("sources:S1",))
    assert fact.label.en == "Chips KOR 2017"


def test_a_named_value_rests_on_the_sources_of_its_rows(facts: Facts) -> None:
    assert facts.sources_of("pairs.gap") == ("S1", "S2")


def test_a_cell_read_elsewhere_has_its_own_source_and_confidence(facts: Facts) -> None:
    fact = facts.find("policies:P2#date_issued")
    assert fact is not None
    assert (fact.value, fact.origins, fact.confidence) == ("2016", ("sources:S4",), "low")


def test_an_empty_cell_is_undefined_with_a_reason(facts: Facts) -> None:
    fact = facts.find("policies:P1#date_issued")
    assert fact is not None
    assert fact.value is None
    assert fact.reason.ko


@pytest.mark.parametrize(
    "reference",
    [
        "figures:none",
        "figures:chips.KOR.2017#nothing",
        "pairs.none",
        "none.gap",
        "none:x",
        "",
        "a:",
    ],
)
def test_what_is_not_there_is_none(facts: Facts, reference: str) -> None:
    assert facts.find(reference) is None


def test_the_nearest_reference_is_offered(facts: Facts) -> None:
    assert facts.nearest("pairs.gpa") == "pairs.gap"
    assert facts.nearest("figures:chips.KOR.2071") == "figures:chips.KOR.2017"
    assert facts.nearest("figures:zzzzzzzz") == ""


def test_an_undefined_value_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        Value(None, Text("", "x"))


@pytest.mark.parametrize(
    "text",
    ["a.b", "t:row", "t:row.x#col", "sources:S1", "claim:F-1", "figure:a.b", "table:a.b"],
)
def test_references_are_written_as_read(text: str) -> None:
    assert str(parse_reference(text)) == text


def test_the_weakest_confidence_counts() -> None:
    assert weakest(("high", "", "medium")) == "medium"
    assert weakest(()) == ""
