# ruff: noqa: E501
"""Footing: what sentences rest on, as written, checked, counted and shown."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import CHAPTER, EVERYTHING, composed, make_facts, problems_of

from policyloom.build import compose
from policyloom.model.settings import ReportStyle
from policyloom.model.without import without_sources
from policyloom.report.claims import test_claims as tested
from policyloom.report.compose import compose_report, proofread
from policyloom.report.document import Paragraph, TableBlock
from policyloom.report.footing import kind_of, paragraphs, references, sentences
from policyloom.report.html import render_chapters
from policyloom.report.pdf import write_pdf
from policyloom.report.walking import plain_text, walk
from policyloom.sentence_trail import fallen_sentences, place_of, sentence_lines


def _sentences(text):
    document, problems, _ = composed({"01.md": f"# 장\n\n{text}\n"})
    assert problems == []
    return [(plain_text(s.children), s.rests_on, s.view) for s in sentences(document.parts[0])]


def _paragraph(text):
    document, _, _ = composed({"01.md": f"# 장\n\n{text}\n"})
    return next(n for n in walk(document.parts[0].blocks) if isinstance(n, Paragraph))


def test_a_footing_belongs_to_the_sentence_it_stands_in_or_follows():
    assert _sentences(
        "하나이다{on}`F-AI-01`. 둘이다.{view}`cases:AI01, gaps:G1` 셋이다 {on}`S1`."
    ) == [
        ("하나이다.", ("claim:F-AI-01",), False),
        ("둘이다.", ("cases:AI01", "gaps:G1"), True),
        ("셋이다.", ("sources:S1",), False),
    ]


def test_several_footings_of_a_sentence_are_one():
    assert _sentences("하나이다{on}`F-AI-01, claim:F-AI-01`{view}`S1`.") == [
        ("하나이다.", ("claim:F-AI-01", "sources:S1"), True)
    ]


def test_a_footing_written_first_holds_for_all_that_have_none():
    text = "{view}`F-AI-01` 하나이다. 둘은 {n}`adoption.provinces_found`이다. 셋이다{on}`S3`."
    assert _sentences(text) == [
        ("하나이다.", ("claim:F-AI-01",), True),
        ("둘은 16이다.", (), False),
        ("셋이다.", ("sources:S3",), False),
    ]


def test_a_footing_behind_the_last_stop_belongs_to_the_last_sentence():
    assert _sentences("하나이다. 둘이다. {on}`S1`")[1] == ("둘이다.", ("sources:S1",), False)


def test_lists_boxes_and_emphasis_have_sentences_too():
    text = "- 가지다 {on}`S1`\n- **굵다. 그리고{on}`S3` 길다.** 끝\n\n:::{box} 글\n안이다{on}`S4`.\n:::"
    assert _sentences(text) == [
        ("가지다", ("sources:S1",), False),
        ("굵다.", (), False),
        ("그리고 길다.", ("sources:S3",), False),
        ("끝", (), False),
        ("안이다.", ("sources:S4",), False),
    ]


def test_lines_are_those_of_the_file():
    document, _, uses = composed(
        {"01.md": "# 장\n\n하나이다. 둘은\n길다{on}`F-AI-01,\nS1`. 셋이다.\n넷이다{on}`S3`.\n"}
    )
    found = [(plain_text(s.children), s.line) for s in sentences(document.parts[0])]
    assert found == [("하나이다.", 3), ("둘은 길다.", 3), ("셋이다.", 5), ("넷이다.", 6)]
    assert ("document:report/01.md:4", "claim:F-AI-01") in uses
    assert ("document:report/01.md:6", "sources:S3") in uses


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("P-01", "claim:P-01"),
        ("claim:P-01", "claim:P-01"),
        ("S1", "sources:S1"),
        ("policies:C001", "policies:C001"),
        ("policies:C001#number", "policies:C001#number"),
        ("adoption.provinces_found", "adoption.provinces_found"),
        ("adoption.unknown", "adoption.unknown"),
        ("figure:adoption.map", "figure:adoption.map"),
        ("table:adoption.ledger", "table:adoption.ledger"),
        ("table:mine", "table:mine"),
        ("section:here", "section:here"),
        ("chapter:01", "chapter:01"),
        ("box:one", "box:one"),
    ],
)
def test_whatever_can_be_opened_can_be_named(reference, meant):
    places = (
        "\n\n## 절 {#here}\n\n:::{table}\n:id: mine\n:caption: 표\n| 가 |\n|---|\n| 나 |\n:::\n"
        "\n:::{box} 글\n:id: one\n글\n:::"
    )
    assert _sentences(f"하나이다{{on}}`{reference}`.{places}")[0] == ("하나이다.", (meant,), False)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("F-AI-02", "F-AI-01"),
        ("claim:F-AI-99", "claim:F-AI-01"),
        ("policies:C002", "policies:C001"),
        ("policies:C001#nothing", ""),
        ("adoption.provinces_fond", "adoption.provinces_found"),
        ("table:nothing", ""),
        ("section:nowhere", ""),
        ("glossary", ""),
        ("document:report/01.md:3", ""),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_problem_at_its_line(wrong, nearest):
    _, problems, _ = composed({"01.md": f"# 장\n\n하나이다.\n둘이다{{on}}`S1, {wrong}`.\n"})
    assert [(p.code, p.line, dict(p.words)["value"]) for p in problems] == [
        ("report.unknown_reference", 4, wrong)
    ]
    assert nearest in dict(problems[0].words)["nearest"]


def test_unknown_figures_and_tables_are_told_with_what_is_near():
    _, problems, _ = composed(
        {"01.md": "# 장\n\n{on}`figure:adoption.mop, table:adoption.leger` 글.\n"}
    )
    assert [(p.code, dict(p.words)["nearest"]) for p in problems] == [
        ("report.unknown_figure", "adoption.map"),
        ("report.unknown_table", "adoption.ledger"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("하나이다. {on}`S1` 둘이다.", "report.footing_place"),
        ("## 절 {on}`S1`", "report.footing_place"),
        ("글[^a].\n\n[^a]: 각주 {on}`S1`", "report.footing_place"),
        (":::{table}\n:caption: 표\n| 가 |\n|---|\n| 나 {on}`S1` |\n:::", "report.footing_place"),
        (":::{figure} adoption.map\n주이다{on}`S1`.\n:::", "report.footing_place"),
        ("{on}`S1`", "report.footing_place"),
        ("하나이다{view}` `.", "report.footing_empty"),
        ("하나이다{on}`,`.", "report.footing_empty"),
    ],
)
def test_a_footing_out_of_place_or_empty_is_a_problem(text, code):
    assert code in [found for found, _ in problems_of(f"# 장\n\n{text}\n")]


PIECES = ["하나이다", ". ", "{on}`S1`", "{view}`F-AI-01`", " ", "**굵다. 또**", "\n", "{cite}`S3`",
          "{n}`adoption.provinces_found`", "(가. 나)", "“다.”", "? ", "{claim}`F-AI-01`", "`"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_sentences_are_the_paragraph_once_more(pieces):
    document, _, _ = composed({"01.md": f"# 장\n\n가{''.join(pieces)}\n"})
    for paragraph in paragraphs(document.parts[0]):
        once_more = "".join(
            plain_text(s.children) + plain_text(s.space) for s in paragraph.sentences
        )
        assert once_more == plain_text(paragraph.children)
        assert all(plain_text(s.space).strip() == "" for s in paragraph.sentences)
        marks = [n for n in walk(paragraph.children) if n.kind in ("cite", "number", "claim")]
        split = [
            n
            for s in paragraph.sentences
            for n in walk(s.children + s.space)
            if n.kind in ("cite", "number", "claim")
        ]
        assert split == marks


@pytest.mark.parametrize(
    ("footed", "plain"),
    [
        ("하나이다{on}`S1`. 둘이다.{view}`S1` 셋.", "하나이다. 둘이다. 셋."),
        ("{on}`S1` 하나이다 {on}`S1`. 둘이다. {on}`S1`", "하나이다. 둘이다."),
        ("**하나이다{on}`S1`.** 둘\n셋{on}`S1`.", "**하나이다.** 둘\n셋."),
        ("하나 {on}`S1` 둘이다.", "하나 둘이다."),
        ("하나이다 {on}`S1`{cite}`S1`.", "하나이다 {cite}`S1`."),
    ],
)
def test_a_footing_prints_nothing(footed, plain):
    one, _, _ = composed({"01.md": f"# 장\n\n{footed}\n"})
    other, _, _ = composed({"01.md": f"# 장\n\n{plain}\n"})
    assert repr(one.parts) == repr(other.parts)
    assert write_pdf(one, {}) == write_pdf(other, {})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{n}`adoption.provinces_found`개이다.", "shown"),
        ("이다{cite}`S1`.", "shown"),
        ("이다[^a].\n\n[^a]: {cite}`S1`", "shown"),
        ("{claim}`F-AI-01`", "claim"),
        ("이다{on}`F-AI-01, S1`.", "claim"),
        ("이다{on}`policies:C001`.", "named"),
        ("{name}`policies:C001`이다.", "named"),
        ("{ref}`chapter:01`을 보라.", "named"),
        ("{n}`adoption.provinces_found`개이다{view}`S1`.", "view"),
        ("그냥이다.", "none"),
        ("{term}`internet-plus`이다.", "none"),
        ("{plain}`제3자`이다. [누리집](https://a.kr)", "none"),
    ],
)
def test_kinds_of_footing(text, kind):
    assert kind_of(_paragraph(text).sentences[0]) == kind


def _with_style(text, **style):
    facts = make_facts({"01.md": text})
    settings = facts.study.settings.model_copy(update={"report": ReportStyle(**style)})
    object.__setattr__(facts.study, "settings", settings)
    return facts


UNFOOTED = "# 장\n\n하나는 {n}`adoption.provinces_found`이다. 둘은 없다. 셋이다{on}`S1`.\n- 넷\n\n:::{note}\n다섯이다.\n:::\n\n:::{claims}\n:as: list\n:::\n"


def test_unfooted_sentences_of_chosen_chapters_are_warned_of():
    facts = _with_style(UNFOOTED, footed=["01"])
    outcomes, _ = tested(facts.study, facts)
    _, problems, _ = compose_report(facts.study, facts, outcomes)
    told = [(p.code, p.level, p.line, dict(p.words)) for p in problems]
    assert told == [
        ("report.unfooted", "warning", 3, {"nth": "2", "words": "둘은 없다."}),
        ("report.unfooted", "warning", 4, {"nth": "1", "words": "넷"}),
        ("report.unfooted", "warning", 7, {"nth": "1", "words": "다섯이다."}),
    ]
    facts = _with_style(UNFOOTED, footed=["02"])
    assert compose_report(facts.study, facts, outcomes)[1] == []


def test_the_table_of_footing_names_the_chapters_that_are_footed():
    facts = _with_style(
        "# 첫 장\n\n하나이다{on}`S1`.\n\n:::{footing}\n덧붙인 주.\n:::\n", footed=["01"]
    )
    outcomes, _ = tested(facts.study, facts)
    document, problems, _ = compose_report(facts.study, facts, outcomes)
    assert problems == []
    table = next(n for n in walk(document.parts[0].blocks) if isinstance(n, TableBlock))
    _, required, own = (plain_text(note) for note in table.notes)
    assert required == "모든 문장에 근거를 대도록 정한 장: 제1장."
    assert own == "덧붙인 주."


def test_values_not_yet_computed_count_as_footing_when_proofread():
    text = "# 장\n\n하나는 {n}`adoption.provinces_found`이다. 둘이다{on}`adoption.other`. 셋이다{on}`figure:adoption.map, table:adoption.ledger`.\n"
    facts = _with_style(text, footed=["01"])
    assert proofread(facts.study, {"adoption"}) == []


def test_the_table_of_footing_counts_every_chapter():
    chapters = {"01.md": CHAPTER, "annex:90.md": "# 부록\n\n:::{footing}\n:id: sentences\n:::\n\n{ref}`table:sentences`.\n",
                "summary-en:99.md": "# Summary\n\nOne{view}`S1`. Two.\n\n:::{footing}\n:::\n"}  # fmt: skip
    document, problems, _ = composed(chapters)
    assert [p.code for p in problems if p.code != "report.quote_not_found"] == []
    tables = [
        n
        for p in document.parts
        for n in walk(p.blocks)
        if isinstance(n, TableBlock) and n.name == "footing"
    ]
    korean, english = (
        [[plain_text(c.children) for c in row.cells] for row in t.rows] for t in tables
    )
    assert korean[-1][0] == "합계"
    assert english[-1][0] == "Total"
    assert [row[1:] for row in korean] == [row[1:] for row in english]
    assert english[2] == ["Summary", "2", "0", "0", "0", "1", "1"]
    for row in korean:
        assert int(row[1]) == sum(map(int, row[2:]))
    assert [sum(int(row[i]) for row in korean[:-1]) for i in range(1, 7)] == [
        int(n) for n in korean[-1][1:]
    ]
    assert tables[0].columns[0].label == "장"


SHOWN = "# 장\n\n하나이다{on}`table:mine, gaps:G1`. 둘은 {n}`adoption.provinces_found`개 {name}`policies:C001`이다. 셋이다.{view}`P-01` 넷은 {n}`adoption.provinces_found`이다.\n\n:::{table}\n:id: mine\n:caption: 표\n| 가 |\n|---|\n| {n}`policies:P001#title_ko` |\n:::\n"


def test_the_html_opens_sentences_as_wholes():
    document, problems, _ = composed({"01.md": SHOWN})
    assert problems == []
    html = str(render_chapters(document, {})[0].html)
    spans = re.findall(r'<span class="(st[^"]*)" data-refs="([^"]*)">(.*?)</span>', html)
    named = [json.loads(refs.replace("&#34;", '"')) for _, refs, _ in spans]
    assert named == [
        ["table:mine", "gaps:G1"],
        ["adoption.provinces_found", "policies:C001"],
        ["claim:P-01"],
    ]
    assert [kind for kind, _, _ in spans] == ["st", "st", "st view"]
    assert [words.count('class="m f"') for _, _, words in spans] == [1, 0, 1]
    assert 'aria-label="글쓴이의 해석: 무엇에 기대었나"' in spans[2][2]
    for reference in (r for refs in named for r in refs):
        assert reference in document.evidence


def test_a_place_of_the_report_leads_on_to_what_shows_there():
    document, _, _ = composed({"01.md": SHOWN})
    record = document.evidence["table:mine"]
    assert record["name"][0] == "표 1-1. 표"
    assert record["place"] == "table-1-1"
    assert record["origins"] == ["policies:P001#title_ko"]
    assert "policies:P001" in document.evidence
    assert document.evidence["gaps:G1"]["name"] == [
        "15개 성의 계획을 찾지 못했다",
        "Plans of 15 provinces were not found",
    ]
    assert document.evidence["claim:F-AI-01"]["says"][0] == "16개 성이 계획을 냈다."


def test_html_without_footing_is_as_before():
    document, _, _ = composed({"02.md": EVERYTHING["02.md"]})
    html = str(render_chapters(document, {})[0].html)
    assert "<p>본문이 이어진다.</p>" in html


def _woven(chapters, without=()):
    facts = make_facts(chapters)
    study = without_sources(facts.study, set(without)) if without else facts.study
    return compose(study, facts.results)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("report/01.md:3", ("report/01.md", 3)),
        ("document:report/01.md:12", ("report/01.md", 12)),
        ("report\\01.md:3", ("report/01.md", 3)),
        ("policies:C001", None),
        ("report/01.md", None),
        ("", None),
    ],
)
def test_places_are_told_from_references(text, place):
    assert place_of(text) == place


def test_a_sentence_is_followed_down_to_sources_and_gaps():
    woven = _woven({"01.md": SHOWN})
    lines, found = sentence_lines(woven, ("01.md", 3), "ko", lambda reference: reference)
    assert found
    text = "\n".join(lines)
    assert "report/01.md:3  1번째 문장 [그 밖의 근거]" in text
    assert "report/01.md:3  3번째 문장 [글쓴이의 해석]" in text
    assert "  table:mine  표 1-1. 표" in lines
    assert "  gaps:G1  15개 성의 계획을 찾지 못했다  (registers/gaps.csv:2)" in lines
    down = lines.index("    policies:P001#title_ko  (registers/policies.csv:3)")
    assert lines[down + 1 : down + 3] == [
        "      policies:P001  (registers/policies.csv:3)",
        "        sources:S3  (sources.csv:4)",
    ]
    assert any(line.startswith("  claim:P-01") and "claims.yaml:20" in line for line in lines)
    english, _ = sentence_lines(woven, ("report/01.md", 3), "en", str)
    assert "report/01.md:3  sentence 4 [Number, quotation or source]" in english


def test_a_line_without_a_sentence_is_told_with_its_neighbours():
    woven = _woven({"01.md": SHOWN})
    lines, found = sentence_lines(woven, ("01.md", 4), "ko", str)
    assert not found
    assert "3" in lines[1]
    lines, found = sentence_lines(woven, ("report/02.md", 4), "ko", str)
    assert not found
    assert "report/01.md" in lines[1]


FALLING = "# 장\n\n하나이다{on}`figures:ai-papers.KOR.2017`. 둘이다{on}`S2, S1`. 셋이다{on}`P-01`. 넷은 {n}`figures:ai-fund.CHN.2017`이다. 다섯이다{on}`table:mine`. 여섯.\n\n:::{table}\n:id: mine\n:caption: 표\n| 가 |\n|---|\n| {n}`figures:ai-papers.KOR.2017` |\n:::\n"


def test_sentences_fall_when_all_falls_that_they_lead_to():
    chapters = {"01.md": FALLING}
    before = _woven(chapters)
    assert fallen_sentences(before, before) == []
    assert fallen_sentences(before, _woven(chapters, ["S2"])) == [
        ("report/01.md:3", "하나이다."),
        ("report/01.md:3", "넷은 312,000,000,000이다."),
        ("report/01.md:3", "다섯이다."),
    ]
    assert fallen_sentences(before, _woven(chapters, ["S1"])) == [("report/01.md:3", "셋이다.")]
    fallen = fallen_sentences(before, _woven(chapters, ["S1", "S2"]))
    assert [words for _, words in fallen][:3] == ["하나이다.", "둘이다.", "셋이다."]


def test_references_of_a_sentence_are_named_once():
    sentence = _paragraph(
        "{n}`policies:C001`과 {n}`policies:C001`이다{on}`S1, policies:C001`."
    ).sentences[0]
    assert references(sentence) == ("sources:S1", "policies:C001")
