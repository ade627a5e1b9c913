"""Numbers, dates, quantities, citations, titles, sections: one form a line."""

import pytest

from policyloom.extract.citations import Register, Registered, find_citations
from policyloom.extract.dates import find_dates, read_date
from policyloom.extract.doc_numbers import find_numbers, parse_number, same_number
from policyloom.extract.instruments import propose_instruments
from policyloom.extract.quantities import find_quantities
from policyloom.extract.sections import find_sections, task_items
from policyloom.extract.targets import find_targets
from policyloom.extract.titles import clean_title, document_type
from policyloom.extract.tone import tone_counts
from policyloom.extract.validity import find_validity


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("国发〔2015〕40号", "国发〔2015〕40号"),
        ("国发[2015] 40 号", "国发〔2015〕40号"),
        ("国发（２０１５）４０号", "国发〔2015〕40号"),
        ("国办发【2017】第84号", "国办发〔2017〕84号"),
        ("人社部发〔2021)73号", "人社部发〔2021〕73号"),
        ("根据国发〔2015〕40号文件", "国发〔2015〕40号"),
        ("國發〔2015〕40號", "国发〔2015〕40号"),
        ("国务院令第559号", "国务院令第559号"),
        ("工业和信息化部公告2018年第3号", "工业和信息化部公告2018年第3号"),
        ("主席令第七号", "主席令第七号"),
    ],
)
def test_numbers_in_every_bracket_and_width(printed, normal):
    assert parse_number(printed).text == normal


@pytest.mark.parametrize(
    "text", ["GB/T 4754-2017", "第3号楼", "2015年40号", "一号文件", "〔2015〕号"]
)
def test_what_is_no_number(text):
    assert parse_number(text) is None


def test_same_number_across_forms():
    assert same_number("國發[2015]40號", "国发〔2015〕40 号")


@pytest.mark.parametrize(
    ("text", "iso"),
    [("２０１５年７月１日", "2015-07-01"), ("2015 年 7 月 1 日", "2015-07-01"),
     ("2015/7/1", "2015-07-01"), ("2015.07.01", "2015-07-01"), ("二零一五年七月", "2015-07"),
     ("二〇二〇年十月二十日", "2020-10-20"), ("2015년 7월 1일", "2015-07-01")],
)  # fmt: skip
def test_dates(text, iso):
    assert str(read_date(text)) == iso


@pytest.mark.parametrize(
    "text", ["2015年13月1日", "2015年2月30日", "民国104年7月1日", "2015", "版本1.2.3"]
)
def test_what_is_no_date(text):
    assert [d for d in find_dates(text) if d.value] == []


def test_quantities_with_scale_range_and_bound():
    text = "产值超过1.5万亿元，占比30%以上，培育2—3家企业，增速不超过6.5个百分点，5亿人次"
    found = find_quantities(text)
    assert [(str(q.value), q.unit, q.bound) for q in found] == [
        ("1500000000000", "元", "at least"), ("30", "%", "at least"), ("3", "家", ""),
        ("6.5", "个百分点", "at most"), ("500000000", "人次", ""),
    ]  # fmt: skip
    assert str(found[2].low) == "2"


def test_targets_take_the_deadline_before_them():
    text = "到2020年，普及率达到70%，建成100个平台；到2025年，普及率达到90%。"
    rows = [t.as_record() for t in find_targets(text)]
    assert [(r["value"], r["deadline"]) for r in rows] == [
        (70, "2020-12-31"), (100, "2020-12-31"), (90, "2025-12-31"),
    ]  # fmt: skip
    assert rows[0]["indicator"] == "普及率"


def test_citations_nest_and_resolve():
    text = "《国务院关于印发〈计划〉的通知》（国发〔2015〕40号）和《某某办法》"
    first, second = find_citations(text)
    assert first.doc_number == "国发〔2015〕40号"
    register = Register(
        [Registered("P1", "x", "国发〔2015〕40号"), Registered("P2", "某某办法", "")]
    )
    assert register.resolve(first.title, first.doc_number) == "P1"
    assert register.resolve("国家某某管理办法", None) is None
    assert second.title == "某某办法"


def test_a_number_of_two_policies_needs_the_title():
    register = Register([Registered("A", "某某平台建设方案", "国发〔2015〕1号"),
                         Registered("B", "某某产业发展规划", "国发〔2015〕1号")])  # fmt: skip
    assert register.resolve("其他文件的名称", "国发〔2015〕1号") is None
    assert register.resolve("某某产业发展规划", "国发〔2015〕1号") == "B"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("标题：国务院关于某事的意见", "国务院关于某事的意见"),
        ("国务院关于某事的意见（国发〔2015〕40号）", "国务院关于某事的意见"),
        ("国务院关于\n某事的意见_中国政府网", "国务院关于某事的意见"),
        ("国务院关于某事的意见 2015-07-04 09:00", "国务院关于某事的意见"),
    ],
)
def test_titles_lose_what_is_glued_to_them(given, title):
    assert clean_title(given) == title


def test_types_are_the_longest_at_the_end():
    assert document_type("国务院关于某事的指导意见") == "指导意见"
    assert document_type("某某管理办法（试行）") == "管理办法"
    assert document_type("意见") is None


def test_sections_form_a_tree():
    text = "一、总体\n（一）甲\n1.子一。做事。\n2.子二。\n（二）乙\n二、保障\n"
    sections = find_sections(text)
    assert [(s.label, s.depth, s.parent) for s in sections] == [
        ("一、", 1, None), ("（一）", 2, 0), ("1.", 3, 1), ("2.", 3, 1), ("（二）", 2, 0),
        ("二、", 1, None),
    ]  # fmt: skip
    assert [s.label for s in task_items(sections)] == ["1.", "2.", "（二）", "二、"]
    assert text[sections[1].start : sections[1].end].startswith("（一）甲")


def test_tone_instruments_and_validity():
    text = "企业应当备案，不得转让；鼓励设立产业投资基金。本办法自2015年7月1日起施行，有效期5年。"
    assert dict(tone_counts(text)) == {"mandatory": 1, "prohibiting": 1, "encouraging": 1}
    assert {h.tool for h in propose_instruments(text)} == {"regulation", "finance"}
    assert (str(find_validity(text).effective), find_validity(text).years) == ("2015-07-01", 5)


def test_numbers_come_in_order():
    text = "国发〔2015〕40号、国办发〔2016〕1号和国務院令第5号"
    assert [n.start for n in find_numbers(text)] == sorted(n.start for n in find_numbers(text))
