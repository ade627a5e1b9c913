"""Held sources are read once, kept by content, and compared with quotations in every format."""

from pathlib import Path

import docx
from desk_study import TEXT, added

from policyloom.build import check_folder, weave
from policyloom.core.ids import digest
from policyloom.files.check import check_study
from policyloom.files.held import HeldText, HeldTexts
from policyloom.files.load import load_study
from policyloom.held.about import cut, sketch
from policyloom.held.proposals import propose
from policyloom.held.texts import hold_texts, made_by, text_of


def test_a_content_is_read_once_and_again_when_it_changes(study: Path) -> None:
    loaded = load_study(study)[0]
    assert hold_texts(loaded) == 0
    path = study / "documents" / "yunfan.txt"
    path.write_text(TEXT + "附则。\n", encoding="utf-8")
    assert hold_texts(loaded) == 1
    assert (study / "derived" / "texts" / f"{digest(path.read_bytes())}.json").is_file()
    assert text_of(loaded)(loaded.table("sources").by_id["S9"]).endswith("附则。")


def test_what_a_text_says_of_itself_is_kept_with_its_places(study: Path) -> None:
    loaded = load_study(study)[0]
    held = HeldTexts(study).of(loaded.table("sources").by_id["S9"])
    assert held.about["number"] == "工信部联信〔2016〕88号"
    assert held.about["date_issued"] == "2016-05-18"
    assert held.about["issuer_ids"] == ["miit", "most"]
    assert held.quote("number") == "工信部联信〔2016〕88号"
    assert held.quote("date_issued") == "2016年5月18日"


def test_a_quotation_from_a_word_file_is_compared_with_its_text(study: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("구름배 사업은 열 곳에서 시작한다.")
    paper.save(study / "documents" / "paper.docx")
    added(study / "sources.csv", "S10,report,구름배,,,,ko,,,documents/paper.docx,,,\n")
    chapter = study / "report" / "01.md"
    before = chapter.read_text(encoding="utf-8")
    chapter.write_text(before + '\n{q}`S10 "열 곳에서 시작한다"`\n', encoding="utf-8")
    assert "report.quote_not_found" not in codes(study)
    chapter.write_text(before + '\n{q}`S10 "백 곳에서 시작한다"`\n', encoding="utf-8")
    assert "report.quote_not_found" in codes(study)
    assert "report.quote_not_found" in {p.code for p in check_folder(study)}


def test_a_refused_file_is_told_at_its_row(study: Path) -> None:
    (study / "documents" / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    added(study / "sources.csv", "S10,report,스캔,,,,ko,,,documents/scan.pdf,,,\n")
    found = weave(study)
    problems = found if isinstance(found, tuple) else found.problems
    told = [p for p in problems if p.code == "text.unread"]
    assert [(p.file, p.column, dict(p.words)["value"]) for p in told] == [
        ("sources.csv", "file", "documents/scan.pdf")
    ]


def test_files_outside_documents_are_never_read(study: Path) -> None:
    added(study / "sources.csv", "S10,web,x,,,,ko,,,documents/../study.yaml,,,\n")
    assert HeldTexts(study).hash_of("documents/../study.yaml") == ""
    assert HeldTexts(study).hash_of("study.yaml") == ""


def test_a_broken_record_is_made_anew(study: Path) -> None:
    for path in (study / "derived" / "texts").glob("*.json"):
        path.write_bytes(b"{")
    assert hold_texts(load_study(study)[0]) == 1


def test_texts_that_break_off_are_told_from_whole_ones() -> None:
    long = "加快推进智能制造，构建集研发、生产、服务于一体的完整产业体系，"
    assert cut(long + "形成集智", 0)[0] == "sentence"
    assert cut(long + "形成体系（责任单位：工业和信息化部", 0)
    assert cut(long + "形成体系。", 0) == []
    assert cut("第一条\n附件：1.名单", 0) == []
    assert cut(long + "形成体系。", 32_767)[0] == "limit"


def test_a_sketch_does_not_heed_spaces_and_marks() -> None:
    assert sketch("甲乙丙丁戊己庚辛壬癸") == sketch("甲乙，丙丁 戊己\n庚辛壬癸。")


def codes(study: Path) -> list[str]:
    found = weave(study)
    return [p.code for p in (found if isinstance(found, tuple) else found.problems)]


def test_a_text_whose_search_broke_off_is_told_and_still_quoted(study: Path) -> None:
    loaded = load_study(study)[0]
    held = HeldTexts(study)
    content = digest((study / "documents" / "yunfan.txt").read_bytes())
    remarks = {"remarks": ["read.searched"]}
    held.keep(HeldText(content, held.by_hash(content).text, remarks, made_by=made_by()))
    told = [p for p in check_study(loaded) if p.code == "text.unsearched"]
    assert [(p.file, p.column, p.level) for p in told] == [("sources.csv", "file", "warning")]
    assert propose(loaded) == []
    assert "建设云帆试验区" in text_of(loaded)(loaded.table("sources").by_id["S9"])
