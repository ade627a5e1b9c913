"""`policyloom review`: listing and deciding from the command line."""

import json
from pathlib import Path

import pytest

from policyloom.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([*map(str, words), "--lang", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def listed(capsys: pytest.CaptureFixture[str], study: Path, *more: str) -> list[dict]:
    status, out, _ = run(capsys, "review", study, "--format", "json", *more)
    assert status == 0
    return json.loads(out)


def test_listing_shows_words_cells_and_doubts(study: Path, capsys) -> None:
    status, out, _ = run(capsys, "review", study)
    assert status == 0
    assert "（工业和信息化部牵头，科技部配合）" in out
    assert "leads=miit" in out
    assert "! must be filled: leads" in out
    assert "not in the registry of names: 海雾协调中心" in out
    assert "proposals open in 1 documents" in out


def test_json_says_the_same_to_programs(study: Path, capsys) -> None:
    found = listed(capsys, study)
    assert {p["table"] for p in found} == {"policies", "responsibilities"}
    assert all(p["state"] == "open" and p["decisions"] == [] for p in found)
    assert listed(capsys, study, "--document", "S1") == []


def test_accepting_moves_a_proposal_from_open_to_accepted(study: Path, capsys) -> None:
    first, *rest = [p["id"] for p in listed(capsys, study)]
    status, out, _ = run(capsys, "review", study, "--accept", first, "--as", "Lee")
    assert (status, out) == (0, "1 decisions recorded; 1 rows of registers changed.\n")
    assert [p["id"] for p in listed(capsys, study)] == rest
    (taken,) = listed(capsys, study, "--state", "accepted")
    assert taken["decisions"][0]["by"] == "Lee"


def test_a_decision_needs_a_name_and_a_correction_pairs(study: Path, capsys) -> None:
    id_ = listed(capsys, study)[0]["id"]
    assert run(capsys, "review", study, "--accept", id_)[0] == 2
    assert run(capsys, "review", study, "--correct", id_, "leads", "--as", "Lee")[0] == 2
    assert not (study / "evidence").exists()


def test_a_decision_that_cannot_stand_is_told(study: Path, capsys) -> None:
    status, _, err = run(capsys, "review", study, "--accept", "p404", "--as", "Lee")
    assert status == 1
    assert "review.unknown" in err


def test_a_folder_that_is_no_study_cannot_be_reviewed(tmp_path: Path, capsys) -> None:
    assert run(capsys, "review", tmp_path / "none")[0] == 2
    assert not (tmp_path / "none").exists()


def test_bulk_acceptance_from_the_command_line(study: Path, capsys) -> None:
    status, out, _ = run(capsys, "review", study, "--accept-all", "--as", "Lee")
    assert status == 0
    assert out.splitlines() == [
        "2 decisions recorded; 2 rows of registers changed.",
        "1 proposals lack cells and were left.",
    ]
