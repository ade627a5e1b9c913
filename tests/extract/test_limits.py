"""Offsets hold for any text, and no text takes more than time in proportion to its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.extract.citations import find_citations
from policyloom.extract.dates import find_dates
from policyloom.extract.doc_numbers import find_numbers
from policyloom.extract.duties import _of_bounded_length
from policyloom.extract.duty_words import LONGEST_SENTENCE
from policyloom.extract.head import read_head
from policyloom.extract.instruments import propose_instruments
from policyloom.extract.korean import read_korean
from policyloom.extract.quantities import find_quantities
from policyloom.extract.responsibility import find_clauses
from policyloom.extract.sections import find_sections
from policyloom.extract.targets import find_targets
from policyloom.extract.tone import find_tone
from policyloom.extract.validity import find_validity

FINDERS = (find_numbers, find_dates, find_quantities, find_citations, find_clauses, find_targets,
           find_tone, propose_instruments)  # fmt: skip
PIECES = st.sampled_from(
    [*"（）()《》、，。\n　 由和及令家自é𠀀", "牵头", "负责", "会同", "配合", "等部门", "省财政厅",
     "工业和信息化部", "各市政府", "责任单位：", "牵头单位：", "国发", "〔2015〕", "40号",
     "第七号", "2015年7月1日", "到2020年", "30%", "3亿元", "2—3", "一、", "1.", "有效期",
     "起施行", "推进工作", "정부", "列第一位者为牵头单位"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
BLOCK = 400_000


@pytest.mark.parametrize("find", FINDERS, ids=lambda f: f.__name__)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_a_quote_is_the_text_at_its_place(find, text):
    before = 0
    for hit in find(text):
        assert hit.quote == text[hit.start : hit.end]
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.start >= before
        before = hit.start


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_bodies_lie_inside_the_text_and_have_one_role_each(text):
    for clause in find_clauses(text):
        names = [s.body.name for s in clause.shares]
        assert len(names) == len(set(names))
        for share in clause.shares:
            printed = "".join(text[share.body.start : share.body.end].split())
            assert printed.replace("\x00", "") == share.body.name


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_head_and_sections_take_any_text(text):
    read_head(text)
    find_validity(text)
    for section in find_sections(text):
        assert 0 <= section.start < section.end <= len(text)


HOSTILE = {
    "one line": "推进互联网与制造业融合发展" * (BLOCK // 13),
    "deep brackets": "（" * BLOCK + "牵头" + "）" * BLOCK,
    "nested cues": "（牵头" * (BLOCK // 3) + "）" * (BLOCK // 3),
    "title marks": "《" * BLOCK,
    "titles": "《甲" * (BLOCK // 2) + "》" * (BLOCK // 2),
    "verbs": "由部牵头会同" * (BLOCK // 6),
    "lists": "财政部、" * (BLOCK // 4) + "负责",
    "ands": "和部" * (BLOCK // 2) + "牵头",
    "labels": "责任单位：" * (BLOCK // 5),
    "numbers": "国发〔2015〕1号" * (BLOCK // 10),
    "marks": "1号" * (BLOCK // 2),
    "years": "2015年" * (BLOCK // 5),
    "digits": "9" * BLOCK + "%",
    "commas": "9，" * (BLOCK // 2) + "亿元",
    "percents": "9%" * (BLOCK // 2),
    "numbering": "1.\n（一）\n" * (BLOCK // 8),
    "aims": "到2020年力争达到9%，" * (BLOCK // 13),
    "adverbs": "积极" * (BLOCK // 2) + "配合",
    "asides": "（简称" * (BLOCK // 3),
    "spaces": " " * BLOCK + "负责",
    "lines": "部\n" * (BLOCK // 2),
    "validity": "有效期自执行" * (BLOCK // 6),
    "etc": "等部门" * (BLOCK // 3) + "负责",
    "quotes": "“由" * (BLOCK // 2) + "牵头",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_linear_time(name):
    text = HOSTILE[name]
    started = time.perf_counter()
    for find in (*FINDERS, find_sections, find_validity, read_head):
        began = time.perf_counter()
        list(find(text) if find is find_sections else [find(text)])
        assert time.perf_counter() - began < 10, find.__name__
    assert time.perf_counter() - started < 40


def test_a_line_without_end_is_read_in_pieces_of_bounded_length():
    text = "由科技部牵头，会同财政部制定政策，" * 60_000
    assert len(text) > 1_000_000
    pieces = list(_of_bounded_length(text, [(0, len(text))]))
    assert max(end - start for start, end in pieces) <= LONGEST_SENTENCE
    assert [start for start, _ in pieces] == [0, *(end for _, end in pieces[:-1])]
    assert len(pieces) <= len(text) // (LONGEST_SENTENCE // 2)


@pytest.mark.slow
def test_a_line_of_ten_megabytes():
    text = (
        "由科技部牵头，会同财政部制定政策，到2020年达到30%，见《某某规划》（国发〔2015〕1号）"
        * 230_000
    )
    assert len(text.encode()) > 10_000_000
    started = time.perf_counter()
    for find in FINDERS:
        find(text)
    assert time.perf_counter() - started < 120


@pytest.mark.parametrize("unit", ["部门负责", "市局会同县局配合，", "民政部门牵头、"])
def test_a_line_saturated_with_role_verbs_is_no_sentence(unit):
    """Ten megabytes of it are given up in about a second; here a tenth, with room to spare."""
    line = unit * (1_000_000 // 3 // len(unit))
    begun = time.process_time()
    assert find_clauses(line) == []
    assert time.process_time() - begun < 2
    # A sentence behind it is read all the same.
    assert find_clauses(line + "。\n由省财政厅负责。")[-1].responsible == ["省财政厅"]


@pytest.mark.parametrize("text", [" " * 60_000, "\n \n " * 20_000, ("안건" + " " * 2000) * 8])
def test_korean_heads_are_read_in_proportion_to_their_length(text):
    begun = time.process_time()
    read_korean(text)
    assert time.process_time() - begun < 1
