# ruff: noqa: E501
"""Chapters: numbers, quotations, roles and directives, each mistake at its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import composed, problems_of

from policyloom.report.document import NumberMark, QuoteMark, TermMark
from policyloom.report.walking import plain_text, walk


def _text(document, part=0):
    return " ".join(plain_text(getattr(b, "children", ())) for b in document.parts[part].blocks)


@pytest.mark.parametrize(
    "typed",
    [
        "12개",
        "２개",
        "① 하나",
        "x²",
        "½",
        "**3**",
        "`4`",
        "[5](https://x.kr)",
        "&#54;",
        "2025년",
        "٣",
    ],
)
def test_a_typed_number_is_a_problem(typed):
    found = problems_of(f"# 장\n\n글 {typed} 글\n")
    assert found
    assert all(p == ("report.bare_number", 3) for p in found)


@pytest.mark.parametrize(
    "where",
    ["# 장 2\n", "# 장\n\n## 절 2\n", "# 장\n\n- 항목 2\n", "# 장\n\n> 글 2\n",
     "# 장\n\n글[^a]\n\n[^a]: 각주 2\n", "# 장\n\n:::{figure} adoption.map\n:caption: 그림 2\n:::\n",
     "# 장\n\n:::{table}\n:caption: 표\n| 가 |\n|---|\n| 2 |\n:::\n",
     "# 장\n\n:::{box} 상자\n글 2\n:::\n"],
)  # fmt: skip
def test_numbers_are_found_wherever_prose_stands(where):
    assert "report.bare_number" in [code for code, _ in problems_of(where)]


@pytest.mark.parametrize(
    "fine",
    ["중국제조 2025", "中国制造2025", "Made in China 2025.", "5G와", "{plain}`제3자`",
     "[누리집](https://x.kr/2015)", "<https://x.kr/2015>", "세 번째", "Ⅳ"],
)  # fmt: skip
def test_numbers_that_are_names_are_fine(fine):
    assert problems_of(f"# 장\n\n글 {fine} 글\n") == []


@pytest.mark.parametrize("close", ["중국제조 20251", "15G", "5Ghz"])
def test_a_term_covers_only_itself(close):
    assert problems_of(f"# 장\n\n{close}\n")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="가나 다*_`[]{}():#>-\n7", max_size=60))
def test_no_digit_slips_through_markup(text):
    document, problems, _ = composed({"01.md": f"# 장\n\n{text}\n"})
    shown = "".join(n.text for n in walk(document.parts[0].blocks) if n.kind == "str")
    assert "7" not in shown or any(p.level == "error" for p in problems)


def test_numbers_come_from_the_evidence():
    document, problems, uses = composed(
        {
            "01.md": "# 장\n\n{n}`adoption.provinces_found`개,\n{n}`policies:C001#date_issued | date`\n"
        }
    )
    marks = [n for n in walk(document.parts[0].blocks) if isinstance(n, NumberMark)]
    assert [m.text for m in marks] == ["16", "2015년 7월 1일"]
    assert ("document:report/01.md:4", "policies:C001#date_issued") in uses
    assert problems == []


def test_a_number_inside_a_text_cell_must_stand_there_exactly_so():
    chapter = '# 장\n\n{n}`policies:C001#number "40"`호\n'
    document, problems, uses = composed({"01.md": chapter})
    marks = [n for n in walk(document.parts[0].blocks) if isinstance(n, NumberMark)]
    assert [m.text for m in marks] == ["40"]
    assert ("document:report/01.md:3", "policies:C001#number") in uses
    assert problems == []


@pytest.mark.parametrize("part", ["4", "0", "41", "201"])
def test_a_part_of_a_number_is_not_that_number(part):
    _, problems, _ = composed({"01.md": f'# 장\n\n{{n}}`policies:C001#number "{part}"`호\n'})
    assert [p.code for p in problems] == ["report.words_not_in_cell"]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("{n}`adoption.province_found`", "report.unknown_reference"),
        ("{n}`adoption.unknown`", "report.undefined"),
        ("{n}`adoption.provinces_found | zz`", "report.bad_format"),
        ("{n}`policies:C001#title_ko | .1`", "report.bad_format"),
        ("{q}`S1 no quotes`", "report.bad_quotation"),
        ('{q}`S9 "x"`', "report.unknown_source"),
        ("{cite}`S9`", "report.unknown_source"),
        ("{term}`internet`", "report.unknown_term"),
        ("{name}`sources:S1`", "report.unknown_reference"),
        ("{claim}`F-AI-02`", "report.unknown_claim"),
        ("{ref}`figure:adoption.map`", "report.unknown_target"),
        ("{nn}`x`", "report.unknown_role"),
        ("![a](https://x.kr/a.png)", "report.unsupported"),
        ("[a](javascript:alert)", None),
        ("[a](other.md)", "report.unsupported"),
        ("글[^x]", "report.unknown_footnote"),
    ],
)
def test_mistakes_in_roles_are_named_at_their_line(role, code):
    expected = [] if code is None else [(code, 4)]
    assert problems_of(f"# 장\n\n글\n{role}\n") == expected


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (":::{figur} adoption.map\n:::", "report.unknown_directive"),
        (":::{figure} adoption.mapp\n:::", "report.unknown_figure"),
        (":::{figure}\n:::", "report.no_argument"),
        (":::{figure} adoption.map\n:size: big\n:::", "report.unknown_option"),
        (":::{figure} adoption.map\n:width: wide\n:::", "report.bad_option"),
        (":::{table} adoption.ledgers\n:::", "report.unknown_table"),
        (":::{table} adoption.ledger\n:columns: x\n:::", "report.unknown_column"),
        (":::{table} adoption.ledger\n:where: ???\n:::", "report.bad_option"),
        (":::{table}\n:::", "report.own_table"),
        (":::{register} polices\n:::", "report.unknown_register"),
        (":::{case} AI1\n:::", "report.unknown_case"),
        (":::{case} AI01\n글\n:::", "report.no_body"),
        (":::{claims}\n:ids: F-AI-9\n:::", "report.unknown_claim"),
        ("```\ncode\n```", "report.unsupported"),
        ("---", "report.unsupported"),
        ("| 가 |\n|---|\n| 나 |", "report.unsupported"),
    ],
)
def test_mistakes_in_blocks_are_named_at_their_line(block, code):
    assert (code, 3) in problems_of(f"# 장\n\n{block}\n")


def test_problems_inside_a_directive_have_the_line_of_the_file():
    text = "# 장\n\n:::{box} 상자\n글\n\n여기 7\n:::\n"
    assert problems_of(text) == [("report.bare_number", 6)]


def test_quotations_are_compared_with_the_text_held(held):
    text = '# 장\n\n{q}`S1 "积极推进“互联网+”行动"` {q}`S1 "各省 […] 国发〔2015〕40号"` {q}`S2 "没有"`\n'
    document, problems, _ = composed({"01.md": text}, held)
    marks = [n for n in walk(document.parts[0].blocks) if isinstance(n, QuoteMark)]
    assert [m.verdict for m in marks] == ["found", "found", "not held"]
    assert problems == []


def test_a_wrong_quotation_shows_the_nearest_passage(held):
    _, problems, _ = composed({"01.md": '# 장\n\n{q}`S1 "积极推行互联网+行动"`\n'}, held)
    assert [p.code for p in problems] == ["report.quote_not_found"]
    assert "积极推进" in problems[0].cure()


def test_originals_stand_once_in_the_report():
    text = "# 장\n\n{name}`regions:510000` {name}`regions:510000` {term}`internet-plus`\n"
    document, _, _ = composed({"01.md": text, "02.md": text})
    names = [n.text for p in document.parts for n in walk(p.blocks) if isinstance(n, TermMark)]
    assert names == ["쓰촨(四川)", "쓰촨", "인터넷플러스(互联网+)", "쓰촨", "쓰촨", "인터넷플러스"]


def test_descriptions_are_not_quoted_as_titles():
    document, _, _ = composed({"01.md": "# 장\n\n{name}`policies:C001` {name}`policies:P001`\n"})
    text = _text(document)
    assert "「‘인터넷+’ 행동의 적극적 추진에 관한 지도의견(" in text
    assert "국发" not in text
    assert "「쓰촨성" not in text


def test_unused_footnotes_do_not_vanish():
    assert ("report.unused_footnote", 0) in problems_of("# 장\n\n글\n\n[^a]: 사라질 글\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [("글\n", "report.no_title"), ("# 장\n\n# 또\n", "report.second_title"),
     ("# 장\n\n> ## 절\n", "report.heading_place"), ("# 장\n\n" + "가" * 100_001, "report.oversized"),
     ("# 장\n\n" + "> " * 12 + "깊다\n", "report.too_deep"),
     ("# 장\n\n" + "".join(":" * n + "{note}\n" for n in range(40, 3, -1)), "report.too_deep"),
     ("# 장\n\n## 가 {#x}\n\n## 나 {#x}\n", "report.repeated_id")],
)  # fmt: skip
def test_the_shape_of_a_chapter_is_checked(text, code):
    assert code in [c for c, _ in problems_of(text)]


def test_a_line_of_ten_megabytes_is_refused_at_once():
    assert problems_of("# 장\n\n" + "*[`" * 3_500_000)[-1][0] in {
        "report.oversized",
        "report.no_title",
    }
