"""A study without some of its sources."""

from policyloom.model.study import Study
from policyloom.model.without import without_sources


def ids(study: Study, table: str) -> list[str]:
    return [row.id for row in study.table(table)]


def test_rows_with_another_source_stay_and_lose_only_the_name(chips: Study) -> None:
    left = without_sources(chips, {"S1"})
    assert ids(left, "sources") == ["S2", "S3", "S4"]
    assert ids(left, "figures") == ["chips.CHN.2017"]
    assert left.table("policies").by_id["P1"]["sources"] == ("S3",)


def test_what_needs_a_fallen_row_falls_too(chips: Study) -> None:
    left = without_sources(chips, {"S3"})
    assert ids(left, "policies") == ["P1"]
    assert ids(left, "responsibilities") == []


def test_a_cell_with_its_own_source_becomes_empty_and_its_row_stays(chips: Study) -> None:
    left = without_sources(chips, {"S4"})
    assert left.table("policies").by_id["P2"]["date_issued"] is None
    assert ids(left, "cell_sources") == []


def test_a_row_loses_what_it_may_lack(chips: Study) -> None:
    left = without_sources(chips, {"S1", "S3"})
    assert ids(left, "policies") == []
    assert without_sources(chips, set()).table("policies") == chips.table("policies")
