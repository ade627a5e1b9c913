"""The instrument scheme, the forms of clauses, and that every known answer on texts is held."""

import json
import re
from pathlib import Path

import pytest

from policyloom.extract.citations import find_citations
from policyloom.extract.clause_forms import clause_form, plain_forms, survey_forms
from policyloom.extract.dates import find_dates
from policyloom.extract.doc_numbers import parse_number
from policyloom.extract.instruments import (
    instrument_counts,
    original_tools,
    propose_instruments,
    rule_version,
    tools,
)
from policyloom.extract.responsibility import find_clauses

TESTS = Path(__file__).parents[1]
SHARED = TESTS.parents[1] / "shared"
ANSWERS = SHARED / "known-answers" / "policytext.json"
CORPUS = SHARED / "corpora" / "cn-ai-policies-central-shandong" / "derived" / "policies.jsonl"
UNKNOWN = re.compile(
    "各部门|残联|科协|办公室|合作社|集团|公司|大学|济南、青岛|“十强产业”|参加单位：.*，|下同"
)
"""Names that the plain search does not know; lists cut by commas; words behind the clause."""
GROUPS = {"供给型": "supply", "环境型": "environment", "需求型": "demand"}


def answers():
    if not ANSWERS.is_file():
        pytest.skip(f"{ANSWERS} is not here")
    return {a["id"]: a for a in json.loads(ANSWERS.read_text(encoding="utf-8"))["known_answers"]}


@pytest.fixture(scope="module")
def texts():
    if not CORPUS.is_file():
        pytest.skip(f"{CORPUS} is not here")
    with CORPUS.open(encoding="utf-8") as lines:
        return [json.loads(line)["content_zh"] or "" for line in lines]


def test_every_known_answer_is_asked_for_by_a_test():
    asked = "".join(p.read_text(encoding="utf-8") for p in TESTS.rglob("test_*.py"))
    assert [name for name in answers() if f'"{name}"' not in asked] == []


def test_the_scheme_has_all_tools_of_both_lists():
    known = answers()["rz_taxonomy"]["expected"]
    original = {}
    for tool in original_tools():
        original.setdefault(tool.group, []).append(tool.en)
    assert original == known["original_1981_12_tools"]
    chinese = {name: [t.zh for t in tools() if t.group == g] for name, g in GROUPS.items()}
    assert chinese == known["chinese_usage"]


def test_the_scheme_by_hand():
    groups = [t.group for t in original_tools()]
    assert {g: groups.count(g) for g in groups} == {"supply": 4, "environment": 4, "demand": 4}
    own = [t.group for t in tools()]
    assert {g: own.count(g) for g in own} == {"supply": 6, "environment": 7, "demand": 6}
    assert all(t.zh and t.ko and t.en and t.keywords for t in tools())
    assert len({(t.group, t.name) for t in tools()}) == len({t.zh for t in tools()}) == 19
    words = [word for t in tools() for word in t.keywords]
    assert len(words) == len(set(words))


def test_where_pilots_are_counted_is_in_the_name_of_the_rule():
    text = "开展试点，实施政府采购。"
    assert instrument_counts(text) == {("environment", "strategy"): 1, ("demand", "procurement"): 1}
    assert instrument_counts(text, "demand") == {
        ("demand", "demonstration"): 1, ("demand", "procurement"): 1,
    }  # fmt: skip
    assert {h.rule for h in propose_instruments(text)} == {rule_version()}
    assert {h.rule for h in propose_instruments(text, "demand")} == {
        f"{rule_version()}-pilots-demand"
    }


def test_counts_of_the_plain_search_are_the_known_ones(texts):
    known = answers()["resp_form_frequencies"]["expected"]
    (counted,) = (n for name, n in known.items() if name.startswith("parenthesised"))
    found = survey_forms(texts, "plain")
    assert len(texts) == 221
    assert found.clauses == counted
    assert {form: found.forms[form] for form in known["commonest_forms"]} == known[
        "commonest_forms"
    ]
    assert {label: found.labels[label] for label in known["labels"]} == known["labels"]


def test_what_is_read_differs_from_the_plain_search_for_known_reasons_only(texts):
    """Each counted clause is read in the same form; what is read beyond has a reason to be."""
    known = answers()["resp_form_frequencies"]["expected"]["commonest_forms"]
    false = re.compile("不含|联合体|作为核心单位")  # brackets that hand out no responsibility
    for text in texts:
        read = {c.start: c for c in find_clauses(text)}
        plain = dict(plain_forms(text))
        for start, form in plain.items():
            if form in known:
                assert clause_form(read[start]) == form, read[start].quote
            else:
                words = text[start : text.find("\n", start)]
                assert start in read or false.search(words), words
        for start, clause in read.items():
            if clause.form == "sentence" or clause_form(clause) not in known:
                continue
            assert plain.get(start) in known or UNKNOWN.search(clause.quote), clause.quote
    found = survey_forms(texts)
    assert all(found.forms[form] >= n for form, n in known.items())


@pytest.mark.parametrize(
    ("text", "read", "plain"),
    [
        ("（省教育厅、省财政厅负责）", "A负责", "A负责"),
        ("(财政部负责)", "A负责", "A负责"),
        ("（省教育厅、省残联负责）", "A负责", "省教育厅、省残联负责"),
        ("（各地区、各部门负责）", "A负责", "各地区、各部门负责"),
        ("（省科技厅牵头，各有关部门配合）", "A牵头，B配合", "A牵头，B配合"),
        ("（牵头单位：省商务厅，参加单位：省邮政管理局）", "牵头单位：A，参加单位：B",
         "牵头单位：A，参加单位：B"),
        ("（牵头单位：省商务厅；配合单位：省财政厅）", "牵头单位：A；配合单位：B",
         "牵头单位：A；配合单位：B"),
        ("（牵头单位：省商务厅）", "牵头单位：A", None),
        ("（应急部、公安部等部门及各地区按职责分工负责）", "A按职责分工负责", "A按职责分工负责"),
        ("（商务部会同财政部）", "A会同B", None),
        ("（不含任务或课题负责人）", None, "不含任务或课题负责人"),
        ("（见附件）", None, None),
    ],
)  # fmt: skip
def test_forms_by_both_conventions(text, read, plain):
    assert list(survey_forms([text]).forms) == ([read] if read else [])
    assert [form for _, form in plain_forms(text)] == ([plain] if plain else [])


def test_labels_behind_a_comma_belong_to_the_label_before():
    found = survey_forms(["（牵头单位：省科技厅，责任单位：省财政厅）", "责任单位：市商务局"])
    assert found.labels == {"牵头单位：": 1, "责任单位：": 1}
    assert found.clauses == 2


@pytest.mark.parametrize(
    "text", ["（" * 5000, "（" + "负责" * 20_000, "（负责" * 5000 + "）" * 5000]
)
def test_hostile_brackets_end(text):
    assert survey_forms([text], "plain").clauses <= 5000


@pytest.mark.parametrize(
    ("text", "code", "year", "number"),
    [
        ("国发〔2015〕40号", "国发", 2015, 40),
        ("发改高技[2016]1078号", "发改高技", 2016, 1078),
        ("銀發〔2015〕221號", "银发", 2015, 221),
        ("（人社部函〔2021〕14号）", "人社部函", 2021, 14),
        ("农办渔〔2023〕24 号", "农办渔", 2023, 24),
        ("主席令第七号", "主席令", None, 7),
    ],
)
def test_document_numbers_by_hand(text, code, year, number):
    found = parse_number(text)
    assert (found.agency_code, found.year, found.number) == (code, year, number)
    assert parse_number("《国民经济行业分类》（GB/T 4754-2017）") is None


def test_clauses_citations_and_dates_by_hand():
    (clause,) = find_clauses("（国家知识产权局牵头，工业和信息化部等按职责分工负责）")
    assert clause.lead == ["国家知识产权局"]
    assert clause.responsible == ["工业和信息化部"]
    assert clause.is_open
    assert find_clauses("（仅是铁道部负责修建的部分）") == []
    (citation,) = find_citations("贯彻落实《国务院关于推进“互联网+”的意见》（国发〔2015〕40号）")
    assert (citation.doc_number, citation.verb) == ("国发〔2015〕40号", "贯彻落实")
    assert [c.anaphoric for c in find_citations("按照《条例》")] == [True]
    forms = ["二○一六年十二月三十一日", "2017年12月", "“十三五”时期", "2018年底前"]
    dates = [find_dates(form)[0] for form in forms]
    assert [d.iso for d in dates] == ["2016-12-31", "2017-12", None, None]
    assert [str(d.last) for d in dates] == ["2016-12-31", "2017-12-31", "2020-12-31", "2018-12-31"]
