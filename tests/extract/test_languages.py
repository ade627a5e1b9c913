"""Clauses, citations and dates beyond simplified Chinese: traditional, Korean, English, tables."""

from pathlib import Path

import pytest

from policyloom.extract.citations import Register, Registered, find_citations
from policyloom.extract.english import read_english
from policyloom.extract.fields import extract_fields
from policyloom.extract.head import read_head
from policyloom.extract.korean import read_korean
from policyloom.extract.page import read_fields
from policyloom.extract.responsibility import find_clauses
from policyloom.extract.script import as_printed, simplified
from policyloom.extract.targets import find_targets
from policyloom.model.document import Passage, ReadDocument
from policyloom.reading.blocks import Block, Cell, Draft, assemble
from policyloom.reading.limits import Limits

TABLE = Path(__file__).parents[2] / "src/policyloom/extract/data/traditional.txt"


def table(*rows: tuple[str, ...]) -> ReadDocument:
    cells = [
        Block(words, cell=Cell(1, row, column))
        for row, line in enumerate(rows, 1)
        for column, words in enumerate(line, 1)
    ]
    return assemble(Draft(cells), "made", "docx", Limits())


def test_the_map_of_characters_keeps_lengths_and_simplified_texts():
    traditional, plain = TABLE.read_text(encoding="utf-8").split()
    assert len(traditional) == len(plain) > 2000
    assert not set("著乾瞭藉") & set(traditional)
    assert len(simplified("國務院辦公廳關於著作權")) == 11
    simple = "国务院办公厅关于推进的意见"
    assert simplified(simple) is simple


def test_words_are_given_back_as_printed():
    text = "由 國務院\n辦公廳 負責"
    assert as_printed("国务院办公厅", text, simplified(text)) == "國務院辦公廳"
    assert as_printed("国务院 办公厅", text, simplified(text)) == "國務院 辦公廳"
    assert as_printed("财政部", text, simplified(text)) == "财政部"


def test_traditional_clauses_keep_names_words_quotes_and_tasks():
    text = "一、建設平臺。（工業和信息化部牽頭，財政部、商務部參與）"
    (clause,) = find_clauses(text)
    assert (clause.lead, clause.support) == (["工業和信息化部"], ["財政部", "商務部"])
    assert (clause.words, clause.task) == (["牽頭", "參與"], "建設平臺。")
    assert (
        clause.quote
        == text[clause.start : clause.end]
        == "（工業和信息化部牽頭，財政部、商務部參與）"
    )


def test_traditional_citations_targets_and_fields():
    text = (
        "為貫徹落實《國務院關於發展雲計算的意見》（國發〔2015〕5號），到2020年，企業數量達到500家。"
    )
    (cited,) = find_citations(text)
    assert (cited.title, cited.doc_number) == ("國務院關於發展雲計算的意見", "国发〔2015〕5号")
    assert (cited.verb, cited.quote) == ("贯彻落实", text[cited.start : cited.end])
    register = Register([Registered("cloud", "国务院关于发展云计算的意见")])
    assert register.resolve(cited.title, None) == "cloud"
    (target,) = find_targets(text)
    assert (target.indicator, target.quote) == ("企業數量", "企業數量達到500家")
    fields = read_fields({"發文機關": "財政部、稅務總局", "標題": "關於減稅的通知"})
    assert (fields.issuers, fields.title) == (("財政部", "稅務總局"), "關於減稅的通知")


def test_a_column_of_bodies_gives_every_row_a_clause():
    document = table(
        ("序号", "工作任务", "牵头单位", "配合单位"),
        ("1", "建设平台", "科技厅", "财政厅、教育厅"),
        ("2", "培养人才", "教育厅", ""),
    )
    first, second = find_clauses(document.text, document.passages)
    assert (first.form, first.task, first.lead) == ("table", "建设平台", ["科技厅"])
    assert first.support == ["财政厅", "教育厅"]
    assert first.quote == document.text[first.start : first.end]
    assert (second.task, second.lead, second.support) == ("培养人才", ["教育厅"], [])


def test_the_first_of_a_cell_leads_where_the_document_says_so():
    document = table(("任务", "责任单位"), ("建设平台", "科技厅、财政厅"))
    (clause,) = find_clauses(document.text, document.passages)
    assert (clause.lead, clause.responsible) == ([], ["科技厅", "财政厅"])
    said = document.text + "\n责任单位列第一位者为牵头单位。"
    (clause,) = find_clauses(said, document.passages)
    assert (clause.lead, clause.responsible) == (["科技厅"], ["财政厅"])


def test_tables_without_such_a_column_and_empty_tables_give_nothing():
    document = table(("指标", "单位"), ("产量", "万吨"))
    assert find_clauses(document.text, document.passages) == []
    assert find_clauses("", (Passage(0, 0, "cell", table=1, row=1, column=1),)) == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("과제를 정한다. 산업부가 주관하고 환경부가 협조한다.", ("산업부", "", "환경부")),
        ("과기부와 산업부가 공동으로 추진한다.", ("", "과기부 산업부", "")),
        ("해양수산부는 시험해역 지정을 담당한다.", ("", "해양수산부", "")),
        ("○ 인증 개선 (주관부처: 산업부, 환경부)", ("산업부 환경부", "", "")),
        ("기업이 사업을 주관한다. 정책을 적극 추진한다.", None),
        ("기업들의 참여를 넓히고 협력을 다진다.", None),
    ],
)
def test_korean_clauses(text, roles):
    found = [
        tuple(" ".join(names) for names in (c.lead, c.responsible, c.support))
        for c in find_clauses(text)
    ]
    assert found == ([roles] if roles else [])


def test_korean_tables_and_tasks():
    document = table(("과제", "주관부처", "협조부처"), ("인증", "산업부", "환경부, 표준청"))
    (clause,) = find_clauses(document.text, document.passages)
    assert (clause.task, clause.lead, clause.support) == ("인증", ["산업부"], ["환경부", "표준청"])
    (clause,) = find_clauses("□ 해역을 지정한다. 산업부가 주관한다.")
    assert (clause.task, clause.quote) == ("해역을 지정한다", "산업부가 주관한다.")


def test_english_clauses():
    text = "Both agreed on a list. The Ministry of Shipping shall take the lead together with the Office of Statistics."  # noqa: E501
    (clause,) = find_clauses(text)
    assert (clause.lead, clause.support) == (["Ministry of Shipping"], ["Office of Statistics"])
    (clause,) = find_clauses("The Ministry of Trade is responsible for export rules.")
    assert (clause.responsible, clause.task) == (["Ministry of Trade"], "export rules")
    assert find_clauses("This leads to support for the plan.") == []


def test_korean_citations():
    text = "「해운법」에 따라 「해운 전략(国发〔2015〕7号)」을 보고 「우리의 꿈」을 말하였다."
    assert [(c.title, c.doc_number) for c in find_citations(text)] == [
        ("해운법", None),
        ("해운 전략", "国发〔2015〕7号"),
    ]


def test_a_month_stays_a_month_in_every_language():
    assert str(read_korean("보고서\n연구원 · 2017년 11월\n1. 처음\n").date) == "2017-11"
    assert str(read_korean("보고서\n연구원, 2017년 11월 9일\n").date) == "2017-11-09"
    assert (
        str(read_english("Report on ports\nHarbour Office, November 2017\n1. Text").date)
        == "2017-11"
    )
    assert (
        str(read_head("关于推进航运的意见\n一、总体要求。\n航运部\n2017年11月\n").date) == "2017-11"
    )


def test_a_copy_names_its_number_as_its_source():
    head = read_head("关于推进航运的意见（全文）\n来源：国发〔2015〕7号\n一、总体要求。\n")
    assert head.number is not None
    assert head.number.text == "国发〔2015〕7号"
    assert read_head("关于推进航运的意见\n来源：新华社 国发〔2015〕7号一文\n").number is None


def test_news_and_publications_are_published_not_issued():
    news = read_english("Plan follows\nHarbour Times, 2 May 2017\nThe Ministry of Trade said so.")
    assert (news.issuers, news.date, str(news.published)) == ((), None, "2017-05-02")
    minutes = read_english("Minutes\nBiwan, 2 May 2017\nThe Ministry of Trade of Garam met.")
    assert (str(minutes.date), minutes.published) == ("2017-05-02", None)
    assert minutes.issuers == ("Ministry of Trade of Garam",)


def test_tasks_of_sentences_begin_with_their_first_character():
    (clause,) = find_clauses("由科技部负责等级评定的推广工作。")
    assert clause.task == "等级评定的推广工作"
    (clause,) = find_clauses("由航运部牵头，会同工业部、科学部组织评审。")
    assert clause.task == "组织评审"


def test_a_body_under_two_labels_has_the_stronger_role():
    (clause,) = find_clauses("推进。（责任单位：科技局、教育局，牵头单位：科技局）")
    assert (clause.lead, clause.responsible) == (["科技局"], ["教育局"])


def test_groups_that_a_duty_is_handed_to_are_bodies():
    (clause,) = find_clauses("各港口企业负责数据的准确性，海务局负责抽查。")
    assert clause.responsible == ["各港口企业", "海务局"]
    assert find_clauses("支持各类企业牵头组建联合体。") == []


def test_titles_end_with_their_line():
    draft = Draft([Block("# 자료 조사 메모"), Block("첫째 문단은 길다.")])
    assert assemble(draft, "notes.md", "text", Limits()).title == "자료 조사 메모"
    record = extract_fields(assemble(Draft([Block("面談\n紀錄")]), "a", "text", Limits()))
    assert record["chars"] == 5
