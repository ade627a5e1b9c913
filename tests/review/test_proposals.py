"""Proposals: rows and cells read from a held document, with place, rule and what is unsure."""

import json
from pathlib import Path

from desk_study import TEXT, made

from policyloom.files.load import load_study
from policyloom.held.proposals import Proposal, proposal_from, propose


def proposals(study: Path) -> list[Proposal]:
    return propose(load_study(study)[0])


def duties(study: Path) -> list[Proposal]:
    return [p for p in proposals(study) if p.table == "responsibilities"]


def test_a_clause_becomes_a_row_with_leads_supports_and_its_sentence(study: Path) -> None:
    first, second, _ = duties(study)
    assert first.cells["leads"] == "miit"
    assert first.cells["supports"] == "most"
    assert first.cells["supports_printed"] == "科技部"
    assert first.cells["policy"] == "K1"
    assert first.cells["task"].startswith("建设云帆试验区")
    start, end = int(first.cells["start"]), int(first.cells["end"])
    assert TEXT[start:end] == first.cells["quote"] == first.anchor.quote
    assert second.cells["leads"] == "most;mof"
    assert second.cells["supports"] == ""


def test_a_body_that_nobody_knows_is_left_to_a_person(study: Path) -> None:
    unknown = duties(study)[2]
    assert unknown.cells["leads"] == ""
    assert unknown.cells["leads_printed"] == "海雾协调中心"
    assert unknown.lacking == ("leads",)
    assert unknown.doubts == ("name:海雾协调中心",)


def test_cells_that_the_register_leaves_empty_are_proposed(study: Path) -> None:
    found = {next(iter(p.cells)): p for p in proposals(study) if p.row == "K1"}
    assert found["number"].cells["number"] == "工信部联信〔2016〕88号"
    assert found["date_issued"].cells["date_issued"] == "2016-05-18"
    assert found["date_issued"].anchor.quote == "2016年5月18日"
    assert found["implements"].cells["implements"] == "K0"
    assert "连接产业积极推进指导意见" in found["implements"].anchor.quote


def test_ids_come_from_the_content_and_stay(study: Path, tmp_path: Path) -> None:
    ids = [p.id for p in proposals(study)]
    assert len(set(ids)) == len(ids)
    assert ids == [p.id for p in proposals(study)]
    other = made(tmp_path / "other", TEXT.replace("十个", "九个"))
    assert not set(ids) & {p.id for p in proposals(other)}


def test_proposals_lie_in_derived_and_read_back(study: Path) -> None:
    found = proposals(study)
    lines = (study / "derived" / "proposals" / "S9.jsonl").read_text(encoding="utf-8").splitlines()
    assert [proposal_from(json.loads(line)) for line in lines] == found
    assert not (study / "evidence").exists()
