"""Register against text: each difference at its cell with both wordings."""

import shutil
import time
from pathlib import Path

import pytest
from seeding import SHIPPED, copy_of

from policyloom.core.ids import digest
from policyloom.core.problem import Problem
from policyloom.files import rules_texts
from policyloom.files.check import check_study
from policyloom.files.held import HeldText, HeldTexts
from policyloom.files.load import load_study
from policyloom.files.new import new_study

SOURCES, POLICIES = "sources.csv", "registers/policies.csv"
ABOUT = {
    "title": "关于推进云帆工程的指导意见",
    "type": "指导意见",
    "number": "工信部联信〔2016〕88号",
    "issuers": ["工业和信息化部"],
    "issuer_ids": ["moi"],
    "date_issued": "2016-05-18",
    "places": {"number": [3, 18]},
    "cut": [],
    "cites": [],
    "plan": [],
    "no_dates": [],
    "sketch": [1, 2, 3, 4],
}
TEXT = (
    "编号：工信部联信〔2016〕88号。关于推进云帆工程的指导意见。"
    "根据国发〔2018〕9号，落实“十二五”规划。"
)
GOOD = {
    "id": "K1", "title": "关于推进云帆工程的指导意见", "title_is": "title", "title_ko": "운범",
    "level": "ministry", "region": "NUR", "region_printed": "", "issuers": "moi",
    "issuers_printed": "工业部", "number": "工信部联信〔2016〕88号", "date_issued": "2016-05-18",
    "date_published": "2016-05-20", "published_is": "publication", "type": "指导意见",
    "status": "issued", "sectors": "ai", "implements": "", "sources": "S9",
    "confidence": "high", "note": "",
}  # fmt: skip


def study(folder: Path, row: dict[str, str], about: dict, text: str = TEXT) -> Path:
    made = folder / "study"
    if not made.exists():
        assert new_study(made) == []
    hold(made, "S9", text, ABOUT | about)
    append(made / POLICIES, ",".join((GOOD | row).values()))
    return made


def hold(made: Path, source: str, text: str, about: dict, date: str = "2016-05-20") -> None:
    data = f"{source}{text}".encode()
    path = made / "documents" / f"{source}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    address = f"https://gov.example/{source}"
    append(made / SOURCES, f"{source},policy,{source} 문서,,,{date},zh,{address},,"
           f"documents/{source}.txt,{digest(data)},,")  # fmt: skip
    refused = tuple(about.get("refused", ()))
    HeldTexts(made).keep(HeldText(digest(data), text, about, refused, "test"))


def append(path: Path, line: str) -> None:
    path.write_bytes(path.read_bytes() + line.encode("utf-8") + b"\n")


def texts(made: Path) -> list[Problem]:
    loaded, problems = load_study(made)
    assert problems == []
    return [p for p in check_study(loaded) if p.code.startswith("text.")]


def test_a_row_that_says_what_the_text_says_has_no_problem(tmp_path: Path) -> None:
    assert texts(study(tmp_path, {}, {})) == []


@pytest.mark.parametrize(
    ("row", "about", "told", "words"),
    [
        ({"title": "关于推进云海工程的意见"}, {}, ("text.title", "title"), ("云海", "云帆")),
        ({"number": "工信部联信〔2016〕89号"}, {}, ("text.number", "number"), ("89号", "88号")),
        ({"issuers": "most"}, {}, ("text.issuers", "issuers"), ("工业部", "工业和信息化部")),
        (
            {"date_issued": "2016-05-19"},
            {},
            ("text.date", "date_issued"),
            ("2016-05-19", "2016-05-18"),
        ),
        (
            {"date_issued": "", "date_published": "2016-05-01"},
            {},
            ("text.published_before", "date_published"),
            ("2016-05-01", "2016-05-18"),
        ),
        (
            {"date_published": "2018-01-01"},
            {},
            ("text.published_late", "date_published"),
            ("2018-01-01", "2016-05-18"),
        ),
        (
            {},
            {"cites": [2018, "国发〔2018〕9号", 35]},
            ("text.cites_later", "date_issued"),
            ("2016-05-18", "国发〔2018〕9号"),
        ),
        (
            {"date_issued": ""},
            {"date_issued": None, "plan": [2010, "十二五", 47]},
            ("text.old_plan", "date_published"),
            ("2016-05-20", "十二五"),
        ),
    ],
)
def test_each_difference_is_told_with_both_wordings(
    tmp_path: Path, row: dict, about: dict, told: tuple[str, str], words: tuple[str, str]
) -> None:
    made = study(tmp_path, row, about)
    (found,) = texts(made)
    line = (made / POLICIES).read_bytes().count(b"\n")
    assert (found.code, found.column) == told
    assert (found.file, found.line) == (POLICIES, line)
    assert words[0] in dict(found.words)["value"]
    assert words[1] in dict(found.words)["quote"]
    assert words[0] in found.message("ko")
    assert words[1] in found.message("en")


@pytest.mark.parametrize(
    "row",
    [
        {"number": "工信部联信[2016] 88 号"},
        {"title": "工业和信息化部关于推进云帆工程的指导意见"},
        {"title": "云帆工程（题名未见）", "title_is": "description"},
        {"date_issued": "2016-05"},
        {"issuers": "", "number": "", "date_issued": ""},
    ],
)
def test_other_ways_of_writing_the_same_are_no_difference(tmp_path: Path, row: dict) -> None:
    assert texts(study(tmp_path, row, {})) == []


def test_a_text_about_a_document_is_not_taken_for_it(tmp_path: Path) -> None:
    made = study(tmp_path, {"number": "工信部联信〔2016〕89号"}, {})
    path = made / SOURCES
    path.write_bytes(path.read_bytes().replace(b"S9,policy", b"S9,news"))
    assert texts(made) == []


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"cut": ["sentence", "形成集智"]}, "text.cut"),
        ({"cut": ["limit", "2.促进"]}, "text.cut_at_limit"),
        ({"no_dates": [["2016年2月30日", 4]]}, "text.no_such_date"),
    ],
)
def test_broken_texts_are_told_at_their_source(tmp_path: Path, about: dict, code: str) -> None:
    made = study(tmp_path, {}, about)
    (found,) = texts(made)
    assert (found.code, found.file, found.column) == (code, SOURCES, "file")


def test_a_file_without_text_is_told(tmp_path: Path) -> None:
    made = study(tmp_path, {}, {})
    hold(made, "S10", "", {"refused": ["read.encrypted"]})
    (found,) = texts(made)
    assert (found.code, dict(found.words)["why"]) == ("text.unread", "read.encrypted")


def test_the_same_document_under_two_titles_is_told_once(tmp_path: Path) -> None:
    made = study(tmp_path, {}, {"number": None, "sketch": list(range(100))})
    hold(made, "S10", TEXT, {"sketch": list(range(3, 103))}, "2024-01-01")
    hold(made, "S11", TEXT, {"sketch": list(range(60, 160))})
    (found,) = texts(made)
    words = dict(found.words)
    assert (found.code, found.column, words["first"]) == ("text.same", "title", "S9")
    assert (words["date"], words["first_date"]) == ("2024-01-01", "2016-05-20")


def test_the_same_number_twice_is_told(tmp_path: Path) -> None:
    made = study(tmp_path, {}, {})
    hold(made, "S10", "别的文本", ABOUT | {"sketch": [50, 60, 70, 80]})
    assert [p.code for p in texts(made)] == ["text.same_number"]


def test_texts_of_other_contents_do_not_count(tmp_path: Path) -> None:
    made = study(tmp_path, {"number": "工信部联信〔2016〕89号"}, {})
    (made / "documents" / "S9.txt").write_text("다른 글", encoding="utf-8")
    assert texts(made) == []


def test_a_study_without_texts_pays_nothing(tmp_path: Path) -> None:
    loaded, _ = load_study(copy_of(SHIPPED, tmp_path))
    shutil.rmtree(tmp_path / "study" / "derived", ignore_errors=True)
    rules = (rules_texts.differing_fields, rules_texts.doubtful_dates, rules_texts.broken_texts,
             rules_texts.same_documents)  # fmt: skip
    started = time.perf_counter()
    assert [p for rule in rules for p in rule(loaded)] == []
    assert time.perf_counter() - started < 0.2
