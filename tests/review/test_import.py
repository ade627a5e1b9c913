"""`policyloom import`: files and tables into a study, once, with all that was seen."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from desk_study import TEXT, added

from policyloom.cli import main
from policyloom.core.dates import PartialDate
from policyloom.core.problem import errors
from policyloom.files.check import check_study
from policyloom.files.load import load_study
from policyloom.files.new import new_study
from policyloom.intake.bring import Plan, bring
from policyloom.intake.columns import columns_of, date_of
from policyloom.intake.spreadsheet import read_table

UNDATED = "为推进云帆工程，工业和信息化部制定本方案。（科技部牵头）"
MINISTRY = "Ministry of Science and Technology"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    assert new_study(tmp_path / "study") == []
    return tmp_path / "study"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "derived").mkdir(parents=True)
    (folder / "yunfan.txt").write_text(TEXT, encoding="gb18030")
    (folder / "words.txt").write_text("的\n了\n和\n", encoding="utf-8")
    (folder / "README.md").write_text("about", encoding="utf-8")
    (folder / "derived" / "copy.txt").write_text(TEXT, encoding="utf-8")
    (folder / "locked.pdf").write_bytes(b"%PDF-1.7 nothing")
    return folder


def workbook(path: Path, rows: list[list[str]]) -> Path:
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{v}</t></is></c>'
            if not v.isdigit()
            else f'<c r="{chr(65 + c)}{r}"><v>{v}</v></c>'
            for c, v in enumerate(row)
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {space} xmlns:r="{kind}"><sheets>'
            '<sheet name="Shandong" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="worksheets/one.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/one.xml",
            f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>",
        )
    return path


def row_of(study: Path, table: str, id_: str):
    return load_study(study)[0].table(table).by_id[id_]


def rows(study: Path, table: str):
    loaded, problems = load_study(study)
    assert problems == []
    return [r for r in loaded.table(table) if r.id.startswith("D")]


def test_a_folder_of_files_is_entered_with_what_was_read(study: Path, papers: Path) -> None:
    done = bring(study, Plan((papers,), sector="ai"))
    assert done.ids == ["D0001"]
    codes = {p.file: p.code for p in done.problems}
    assert codes["words.txt"] == "import.unrecognised"
    assert codes["locked.pdf"].startswith("read.")
    (policy,) = rows(study, "policies")
    assert policy.text("number") == "工信部联信〔2016〕88号"
    assert policy.text("date_issued") == "2016-05-18"
    assert policy.many("issuers") == ("miit", "most")
    assert (policy.text("title_is"), policy.text("type")) == ("title", "指导意见")
    assert (policy.text("level"), policy.text("region")) == ("ministry", "CN")
    assert row_of(study, "regions", "CN").text("level") == "nation"
    assert policy.text("confidence") == "medium"
    assert "import-1" in policy.text("note")
    (source,) = rows(study, "sources")
    held = study / source.text("file")
    assert held.read_bytes() == (papers / "yunfan.txt").read_bytes()
    assert errors(check_study(load_study(study)[0])) == []


def test_bodies_that_only_the_study_knows_are_known(study: Path, tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    body = "海雾协调委员会关于印发连接产业方案的通知\n各港口：\n请认真执行。\n"
    paper.write_text(f"{body}海雾协调委员会\n2016年5月18日\n", encoding="utf-8")
    added(study / "registers" / "actors.csv", "haiwu,海雾协调委员会,해무위원회,,ministry,NUR,\n")
    bring(study, Plan((paper,)))
    (policy,) = rows(study, "policies")
    assert policy.many("issuers") == ("haiwu",)
    assert (policy.text("region"), policy.text("level")) == ("NUR", "ministry")


def test_a_table_without_texts_is_no_fault_of_a_folder(study: Path, papers: Path) -> None:
    (papers / "list.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    codes = {p.file: p.code for p in bring(study, Plan((papers,))).problems}
    assert codes["list.csv"] == "import.unrecognised"
    named = bring(study, Plan((papers / "list.csv",))).problems
    assert [p.code for p in named] == ["import.columns"]


def test_what_is_held_is_not_brought_twice(study: Path, papers: Path) -> None:
    bring(study, Plan((papers,)))
    before = {p: p.read_bytes() for p in study.rglob("*.csv")}
    done = bring(study, Plan((papers,)))
    assert (done.ids, done.held) == ([], 1)
    assert before == {p: p.read_bytes() for p in study.rglob("*.csv")}


def test_an_import_that_stopped_half_way_is_finished(study: Path, papers: Path) -> None:
    policies = study / "registers" / "policies.csv"
    before = policies.read_bytes()
    bring(study, Plan((papers,)))
    whole = policies.read_bytes()
    policies.write_bytes(before)
    assert bring(study, Plan((papers,))).ids == ["D0001"]
    assert policies.read_bytes() == whole
    assert len(rows(study, "sources")) == 1


def test_a_file_named_itself_is_taken_even_if_nothing_was_seen(study: Path, papers: Path) -> None:
    assert bring(study, Plan((papers / "words.txt",))).ids == ["D0001"]
    (policy,) = rows(study, "policies")
    assert policy.text("title_is") == "description"


def test_a_workbook_of_texts_is_entered_row_by_row(study: Path, tmp_path: Path) -> None:
    head = ["No.", "Release Time", "Policy Source", "Policy Release Department", "Policy Title",
            "Policy Content"]  # fmt: skip
    table = workbook(
        tmp_path / "texts.xlsx",
        [
            head,
            ["1", "42508", "https://gov.example/a", MINISTRY, "Yunfan Plan", UNDATED],
            ["2", "someday", "https://gov.example/a", "", "Draft of something", "另一份" + UNDATED],
            ["3", "42508", "", "", "Empty", ""],
        ],
    )  # fmt: skip
    done = bring(study, Plan((table,), sector="ai"))
    assert [p.code for p in done.problems] == ["import.date", "import.no_text"]
    first, second = rows(study, "policies")
    assert first.text("date_published") == "2016-05-18"
    assert first.text("title") == "Yunfan Plan (title not seen)"
    assert first.many("issuers") == ("most",)
    assert (second.text("status"), second.text("region")) == ("draft", "370000")
    one, two = rows(study, "sources")
    assert one.text("address") == "https://gov.example/a"
    assert two.text("address") == ""
    assert "address of another source" in two.text("note")
    assert "texts.xlsx [Shandong] row 2" in one.text("note")
    assert errors(check_study(load_study(study)[0])) == []


def test_a_date_before_the_text_s_own_is_told_and_not_taken(study: Path, tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    table.write_text(f'date,text\n2013-01-01,"{TEXT}"\n', encoding="utf-8")
    (found,) = bring(study, Plan((table,))).problems
    assert (found.code, dict(found.words)["date"]) == ("import.too_early", "2016-05-18")
    (policy,) = rows(study, "policies")
    assert (policy.text("date_issued"), policy.text("date_published")) == ("2016-05-18", "")


def test_named_columns_and_other_tables(study: Path, tmp_path: Path) -> None:
    table = tmp_path / "texts.jsonl"
    table.write_text(json.dumps({"body": UNDATED, "name": "云帆方案"}), encoding="utf-8")
    assert [p.code for p in bring(study, Plan((table,))).problems] == ["import.columns"]
    plan = Plan((table,), columns={"text": "body", "title": "name"})
    assert bring(study, plan).ids == ["D0001"]
    (policy,) = rows(study, "policies")
    assert (policy.text("title"), policy.text("title_is")) == ("云帆方案", "title")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>"])
def test_a_table_that_is_none_is_refused_with_a_code(
    study: Path, tmp_path: Path, data: bytes
) -> None:
    table = tmp_path / "texts.xlsx"
    table.write_bytes(data)
    assert [p.code for p in bring(study, Plan((table,))).problems] == ["read.damaged"]


def test_entities_in_a_workbook_are_refused(study: Path, tmp_path: Path) -> None:
    table = workbook(tmp_path / "texts.xlsx", [["text"], ["x"]])
    with ZipFile(table, "a") as archive:
        archive.writestr(
            "xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY b "c">]><sst><si><t>&b;</t></si></sst>'
        )
    assert [p.code for p in bring(study, Plan((table,))).problems] == ["read.damaged"]


def test_an_unknown_sector_is_told_before_anything_is_written(study: Path, papers: Path) -> None:
    done = bring(study, Plan((papers,), sector="space"))
    assert [p.code for p in done.problems] == ["import.sector"]
    assert not (study / "documents").exists()


def test_the_command_imports_accepts_and_says_what_is_next(
    study: Path, papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(study), str(papers), "--only", "*.txt", "--lang", "en"]
    assert main([*words, "--accept-all"]) == 2
    assert main([*words, "--accept-all", "--as", "Lee"]) == 0
    out = capsys.readouterr().out
    assert "1 documents brought in" in out
    assert "2 responsibilities entered" in out
    loaded, _ = load_study(study)
    duties = [r for r in loaded.table("responsibilities") if r.text("policy") == "D0001"]
    assert [d.many("leads") for d in duties] == [("miit",), ("most", "mof")]
    assert main(["import", str(study), str(papers), "--columns", "body"]) == 2


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("41507", PartialDate(2013, 8, 21)),
        ("2016-05", PartialDate(2016, 5)),
        ("2016年5月8日", PartialDate(2016, 5, 8)),
        ("2016/5/8 00:00:00", PartialDate(2016, 5, 8)),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_of_tables(words: str, date: PartialDate | None) -> None:
    assert date_of(words) == date


def test_headings_are_recognised_in_three_languages() -> None:
    assert columns_of(["正文", "标题"], {}) == {"text": "正文", "title": "标题"}
    assert columns_of(["본문", "제목"], {})["text"] == "본문"
    assert columns_of(["Full  Text", "body"], {"text": "Body"})["text"] == "body"


def test_csv_rows_keep_their_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('text,title\n"두\n줄",x\n나,y\n', encoding="utf-8-sig")
    assert [(r.number, r.cells["text"]) for r in read_table(path)] == [(2, "두\n줄"), (4, "나")]
