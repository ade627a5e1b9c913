"""Clauses of tables reach the desk; proposals are kept, and made again when anything changed."""

import json
from pathlib import Path

import docx
from desk_study import POLICY, TEXT, added, made

from policyloom.core.ids import digest
from policyloom.files.held import HeldTexts
from policyloom.files.load import load_study
from policyloom.held.proposals import Proposal, propose
from policyloom.held.texts import hold_texts

TASKS = (
    ("重点任务", "牵头单位", "配合单位"),
    ("建设云帆数据中心", "工业和信息化部", "科技部、财政部"),
    ("培训港务人员", "科技部", "教育部"),
)


def with_a_table(folder: Path) -> Path:
    """Make the study with a second policy, whose division of work stands in a table."""
    study = made(folder)
    paper = docx.Document()
    paper.add_paragraph("云帆工程重点任务分工方案")
    table = paper.add_table(rows=len(TASKS), cols=3)
    for row, words in zip(table.rows, TASKS, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    path = study / "documents" / "tasks.docx"
    paper.save(path)
    source = "S10,policy,云帆工程重点任务分工方案,,,,zh,,,documents/tasks.docx,"
    added(study / "sources.csv", f"{source}{digest(path.read_bytes())},,\n")
    row = POLICY.replace("K1", "K2").replace("S9", "S10")
    added(study / "registers" / "policies.csv", row)
    hold_texts(load_study(study)[0])
    return study


def proposals(study: Path) -> list[Proposal]:
    return propose(load_study(study)[0])


def test_rows_of_a_table_of_responsibilities_are_proposed(tmp_path: Path) -> None:
    study = with_a_table(tmp_path)
    found = [p for p in proposals(study) if p.document == "S10" and not p.row]
    assert [(p.cells["task"], p.cells["leads"], p.cells["supports"]) for p in found] == [
        ("建设云帆数据中心", "miit", "most;mof"),
        ("培训港务人员", "most", "moe"),
    ]
    held = HeldTexts(study).of(load_study(study)[0].table("sources").by_id["S10"])
    for proposal in found:
        words = held.text[proposal.anchor.start : proposal.anchor.end]
        assert words == proposal.anchor.quote == proposal.cells["quote"]
        assert held.passage_at(proposal.anchor.start).kind == "cell"
        assert proposal.paragraph > 1


def test_passages_are_stored_as_they_were_read(tmp_path: Path) -> None:
    study = with_a_table(tmp_path)
    source = load_study(study)[0].table("sources").by_id["S10"]
    passages = HeldTexts(study).of(source).passages
    assert [(p.row, p.column) for p in passages if p.table][:4] == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert passages[0].start == 0
    assert [p.start for p in passages[1:3]] == [passages[1].start, passages[2].start]


def test_what_was_proposed_is_kept_until_something_changes(study: Path) -> None:
    first = proposals(study)
    rewrite(study, lambda records: records[:1])
    assert proposals(study) == first[:1]
    actors = study / "registers" / "actors.csv"
    actors.write_bytes(actors.read_bytes().replace(b"\n", b"\n", 1) + b"fog,%s,,,other,,,\n" % b"X")
    assert proposals(study) == first


def test_an_entered_row_is_no_longer_proposed(study: Path) -> None:
    first = [p for p in proposals(study) if p.table == "responsibilities"]
    cells = first[0].cells
    row = {"id": "R1", "confidence": "high", **cells}
    path = study / "registers" / "responsibilities.csv"
    header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    added(path, ",".join(f'"{row.get(name, "")}"' for name in header) + "\n")
    left = [p for p in proposals(study) if p.table == "responsibilities"]
    assert left == first[1:]


def test_damaged_keeping_is_made_again(study: Path) -> None:
    first = proposals(study)
    kept = study / "derived" / "proposals" / "S9.jsonl"
    index = study / "derived" / "proposals" / "index.json"
    good = kept.read_bytes()
    kept.write_bytes(good[: len(good) // 2])
    assert proposals(study) == first
    assert kept.read_bytes() == good
    for wrong in (b"", b"[]", b'{"S9": 3}', b'{"S9": ["x"]}', b"\xff"):
        index.write_bytes(wrong)
        assert proposals(study) == first
    kept.unlink()
    assert proposals(study) == first


def test_a_changed_document_is_proposed_from_anew(study: Path) -> None:
    first = proposals(study)
    path = study / "documents" / "yunfan.txt"
    path.write_text(TEXT.replace("科技部配合", "财政部配合"), encoding="utf-8")
    hold_texts(load_study(study)[0])
    assert {p.cells.get("supports") for p in proposals(study)} >= {"mof"}
    assert proposals(study) != first


def test_a_stored_text_that_lost_a_part_is_read_again(study: Path) -> None:
    loaded = load_study(study)[0]
    (path,) = [p for p in (study / "derived" / "texts").glob("*.json") if p.stem != "index"]
    record = json.loads(path.read_bytes())
    del record["clauses"]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert hold_texts(loaded) == 1
    assert "clauses" in json.loads(path.read_bytes())


def rewrite(study: Path, change) -> None:
    """Change what is kept of a document's proposals in a way that still looks whole."""
    folder = study / "derived" / "proposals"
    path, index = folder / "S9.jsonl", folder / "index.json"
    records = change([json.loads(line) for line in path.read_bytes().splitlines()])
    data = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode("utf-8")
    path.write_bytes(data)
    stated = json.loads(index.read_bytes())
    index.write_text(json.dumps(stated | {"S9": [stated["S9"][0], digest(data)]}))
