"""A dossier is its rows, sorted; what has no row is a gap."""

from policyloom.model.dossier import SECTIONS, dossier, sections
from policyloom.model.tables import Row


def row(**cells) -> Row:
    return Row(cells, 0)


ROLES = [
    row(id="r1", kind="authority", name="정부", role="조례를 냈다"),
    row(id="r2", kind="firm", name="회사", role=None),
    row(id="r3", kind="university", name="대학", role="시험하였다"),
    row(id="r4", kind="institute", name="연구원", role=None),
]
EVENTS = [
    row(id="e1", kind="outcome", what="나중", date=None),
    row(id="e2", kind="outcome", what="5위에서 57위로", date="2018", matter="순위"),
    row(id="e3", kind="outcome", what="3위에서 35위로", date=None, matter="순위", reported_by="시"),
    row(id="e4", kind="step", what="시작", date="2016-04"),
    row(id="e5", kind="regulation", what="조례", date="2016-04-02"),
    row(id="e6", kind="problem", what="혼자인 쟁점", date=None, matter="다른 쟁점"),
]


def test_participants_are_grouped_and_the_silent_ones_leave_a_gap() -> None:
    found = dossier("A", ROLES, EVENTS)
    assert [r.id for r in found.roles["science"]] == ["r3", "r4"]
    assert "firm" in found.gaps, "the firm is named, but what it did was not seen"
    assert "authority" not in found.gaps


def test_the_timeline_is_in_order_and_holds_only_dates() -> None:
    found = dossier("A", ROLES, EVENTS)
    assert [r.id for r in found.timeline] == ["e4", "e5", "e2"]


def test_claims_on_one_matter_stand_side_by_side_and_a_lone_one_is_no_dispute() -> None:
    found = dossier("A", ROLES, EVENTS)
    assert {m: [r.id for r in rows] for m, rows in found.disputes.items()} == {"순위": ["e2", "e3"]}
    assert [r.id for r in found.undisputed] == ["e1"]


def test_gaps_are_the_sections_without_a_row() -> None:
    found = dossier("A", ROLES, EVENTS)
    assert set(found.gaps) == {"firm", "designation", "finance", "tax", "response"}
    assert set(sections(found)) == set(SECTIONS)


def test_a_case_of_which_nothing_is_told_is_all_gaps() -> None:
    assert dossier("A", [], []).gaps == tuple(SECTIONS)


def test_a_date_that_is_none_is_no_place_in_the_order() -> None:
    odd = [row(id="x", kind="step", what="?", date="not a date"), *EVENTS]
    assert dossier("A", [], odd).timeline[-1].id == "x"
