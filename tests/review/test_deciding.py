"""Decisions: recorded append-only, entered in registers byte for byte, withdrawn by another."""

import json
from pathlib import Path

import pytest
from desk_study import added

from policyloom.build import build
from policyloom.core.problem import errors
from policyloom.files.check import check_study
from policyloom.files.load import load_study
from policyloom.review import entering
from policyloom.review.deciding import Desk, accept_all, decide, open_desk
from policyloom.review.decisions import Decision, file_name, now, read_all, record
from policyloom.review.entering import catch_up
from policyloom.terminal import Steps

REGISTER = Path("registers", "responsibilities.csv")


def desk(study: Path) -> Desk:
    found, problems = open_desk(study)
    assert found is not None
    assert problems == []
    return found


def duty(study: Path, number: int = 0) -> str:
    return [p for p in desk(study).proposals.values() if p.table == "responsibilities"][number].id


def row(study: Path, table: str, id_: str):
    loaded, problems = load_study(study)
    assert not errors(problems)
    return loaded.table(table).by_id.get(id_)


def test_an_accepted_row_is_appended_and_every_byte_before_it_stays(study: Path) -> None:
    before = (study / REGISTER).read_bytes()
    id_ = duty(study)
    assert decide(study, desk(study), "accept", [id_], "김검토") == (1, [])
    after = (study / REGISTER).read_bytes()
    assert after.startswith(before)
    entered = row(study, "responsibilities", id_)
    assert entered.many("leads") == ("miit",)
    assert entered.many("sources") == ("S9",)
    assert entered.text("note") == "responsibility-1; reviewed: 김검토"
    assert entered.text("quote").startswith("（工业和信息化部牵头")
    assert row(study, "actors", "miit").text("name") == "工业和信息化部"
    assert errors(check_study(load_study(study)[0])) == []


def test_the_record_names_person_document_proposal_and_words(study: Path) -> None:
    id_ = duty(study)
    decide(study, desk(study), "accept", [id_], "김검토")
    path = study / "evidence" / "reviews" / "김검토" / "S9.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["decision"] for line in lines] == ["accept", "entered"]
    assert lines[0]["proposal"]["id"] == id_
    assert lines[0]["proposal"]["anchor"]["quote"].startswith("（工业和信息化部牵头")
    assert len(lines[0]["proposal"]["hash"]) == 64


def test_a_correction_fills_what_is_lacking(study: Path) -> None:
    id_ = duty(study, 2)
    _, problems = decide(study, desk(study), "accept", [id_], "이")
    assert [p.code for p in problems] == ["review.lacking"]
    assert not (study / "evidence").exists()
    _, problems = decide(study, desk(study), "correct", [id_], "이", {"leads": "nobody"})
    assert [p.code for p in problems] == ["review.no_word"]
    _, problems = decide(study, desk(study), "correct", [id_], "이", {"lead": "nuri-industry"})
    assert [p.code for p in problems] == ["review.column"]
    cells = {"leads": "nuri-industry", "task_ko": "항만 조정"}
    assert decide(study, desk(study), "correct", [id_], "이", cells) == (1, [])
    entered = row(study, "responsibilities", id_)
    assert entered.many("leads") == ("nuri-industry",)
    assert entered.text("task_ko") == "항만 조정"


def test_cells_of_a_policy_are_filled_and_emptied_again(study: Path) -> None:
    ids = [p.id for p in desk(study).proposals.values() if p.row == "K1"]
    before = (study / "registers" / "policies.csv").read_bytes()
    assert decide(study, desk(study), "accept", ids, "이")[1] == []
    filled = row(study, "policies", "K1")
    assert filled.text("number") == "工信部联信〔2016〕88号"
    assert filled.text("date_issued") == "2016-05-18"
    assert filled.many("implements") == ("K0",)
    assert decide(study, desk(study), "undo", ids, "이")[1] == []
    assert (study / "registers" / "policies.csv").read_bytes() == before


def test_undoing_takes_the_row_out_and_keeps_both_decisions(study: Path) -> None:
    added(study / REGISTER, "T9,C1,다른 일,다른 일,nuri-industry,,,,S1,high,,,,\n")
    id_ = duty(study)
    decide(study, desk(study), "accept", [id_], "이")
    assert decide(study, desk(study), "undo", [id_], "이") == (1, [])
    assert row(study, "responsibilities", id_) is None
    assert row(study, "responsibilities", "T9") is not None
    kinds = [d.kind for d in read_all(study)[0]]
    assert kinds == ["accept", "entered", "undo", "removed"]
    assert desk(study).state(desk(study).proposals[id_]) == "open"


def test_a_row_that_a_person_changed_since_is_left_alone(study: Path) -> None:
    id_ = duty(study)
    decide(study, desk(study), "accept", [id_], "이")
    path = study / REGISTER
    path.write_bytes(path.read_bytes().replace("十个试验区".encode(), "九个试验区".encode(), 1))
    rows, problems = decide(study, desk(study), "undo", [id_], "이")
    assert rows == 0
    assert [p.code for p in problems] == ["review.row_changed"]
    assert row(study, "responsibilities", id_) is not None


def test_two_people_may_differ_and_both_stand(study: Path) -> None:
    id_ = duty(study)
    decide(study, desk(study), "accept", [id_], "이")
    decide(study, desk(study), "reject", [id_], "박")
    found = desk(study)
    assert found.state(found.proposals[id_]) == "disputed"
    assert row(study, "responsibilities", id_) is not None
    decide(study, found, "undo", [id_], "이")
    found = desk(study)
    assert found.state(found.proposals[id_]) == "rejected"
    assert row(study, "responsibilities", id_) is None


def test_a_second_thought_replaces_the_row(study: Path) -> None:
    id_ = duty(study)
    decide(study, desk(study), "accept", [id_], "이")
    assert decide(study, desk(study), "correct", [id_], "이", {"task_ko": "시험구"})[1] == []
    assert row(study, "responsibilities", id_).text("task_ko") == "시험구"


def test_what_a_crash_left_undone_is_entered_the_next_time(study: Path) -> None:
    proposal = desk(study).proposals[duty(study)]
    record(study, [Decision(now(), "이", "accept", proposal, proposal.cells)])
    assert row(study, "responsibilities", proposal.id) is None
    desk(study)
    assert row(study, "responsibilities", proposal.id) is not None


def test_a_crash_between_register_and_record_adds_no_second_row(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = duty(study)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    proposal = desk(study).proposals[id_]
    record(study, [Decision(now(), "이", "accept", proposal, proposal.cells)])
    with monkeypatch.context() as patch:
        patch.setattr(entering, "record", stop)
        with pytest.raises(KeyboardInterrupt):
            catch_up(study)
    after = (study / REGISTER).read_bytes()
    assert id_.encode() in after
    assert catch_up(study) == (1, [])
    assert (study / REGISTER).read_bytes() == after
    assert catch_up(study) == (0, [])


def test_a_line_that_broke_off_loses_nothing_else(study: Path) -> None:
    first, second = duty(study), duty(study, 1)
    decide(study, desk(study), "reject", [first], "이")
    path = study / "evidence" / "reviews" / "이" / "S9.jsonl"
    path.write_bytes(path.read_bytes() + b'{"at": "2018')
    found, problems = open_desk(study)
    assert [p.code for p in problems] == ["review.log"]
    decide(study, found, "reject", [second], "이")
    assert {d.proposal.id for d in read_all(study)[0]} == {first, second}


def test_decisions_outlive_derived(study: Path) -> None:
    id_ = duty(study)
    decide(study, desk(study), "reject", [id_], "이")
    for path in (study / "derived").rglob("*.json*"):
        path.unlink()
    found = desk(study)
    assert found.state(found.proposals[id_]) == "rejected"
    assert found.listed(state="rejected")[0].id == id_


def test_accepting_all_says_so_and_leaves_what_lacks_cells(study: Path) -> None:
    assert accept_all(study, desk(study), "이", ("responsibilities",)) == (2, 1)
    assert catch_up(study) == (2, [])
    entered = row(study, "responsibilities", duty(study))
    assert entered.text("confidence") == "low"
    assert "accepted in bulk" in entered.text("note")


def test_an_unknown_proposal_is_told_and_nothing_recorded(study: Path) -> None:
    _, problems = decide(study, desk(study), "accept", [duty(study), "p0"], "이")
    assert [p.code for p in problems] == ["review.unknown"]
    assert not (study / "evidence").exists()


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("김 검토", "김-검토"),
        ("../..", "person"),
        ("CON", "p-CON"),
        ("a/b\\c", "a-b-c"),
        ("", "person"),
    ],
)
def test_a_person_s_name_makes_a_safe_folder(name: str, folder: str) -> None:
    assert file_name(name) == folder


@pytest.mark.slow
def test_an_accepted_row_is_in_the_matrix_down_to_its_sentence(study: Path) -> None:
    decide(study, desk(study), "accept", [duty(study)], "이")
    built = build(study, Steps(shown=False))
    assert errors(built.problems) == []
    result = (study / "derived" / "results" / "responsibility.json").read_text(encoding="utf-8")
    assert f"responsibilities:{duty(study)}" in result
    data = "".join(
        p.read_text(encoding="utf-8") for p in (study / "derived" / "site").rglob("*.js")
    )
    assert "工业和信息化部牵头，科技部配合" in data
