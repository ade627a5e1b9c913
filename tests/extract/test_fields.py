"""The record of a document: keys, languages, joint issuers, page over body."""

from policyloom.extract.citations import Register, Registered
from policyloom.extract.fields import KEYS, extract_fields
from policyloom.model.document import ReadDocument

LETTER = """工业和信息化部 国家发展改革委 科技部
关于印发《某某产业发展行动计划》的通知
工信部联科〔2017〕332号
各省、自治区、直辖市人民政府：
为贯彻落实《国务院关于某某的指导意见》（国发〔2015〕40号），现印发给你们。
到2020年，产值超过1000亿元。（工业和信息化部牵头，财政部参与）
工业和信息化部
国家发展改革委
科技部
二〇一七年十二月十四日
附件：某某方案
某某局
2016年1月1日
"""


def read(text, language="zh", **more):
    return ReadDocument(file="a.txt", format="text", text=text, language=language, **more)


def test_a_joint_letter_from_the_body_alone():
    record = extract_fields(read(LETTER), finder=lambda _: ())
    assert tuple(record) == KEYS
    assert record["doc_number"] == "工信部联科〔2017〕332号"
    assert record["issuers"] == ["工业和信息化部", "国家发展改革委", "科技部"]
    assert record["date_issued"] == "2017-12-14"
    assert record["type"] == "通知"
    assert record["addressee"] == "各省、自治区、直辖市人民政府"
    assert record["responsibilities"][0]["lead"] == ["工业和信息化部"]
    assert record["targets"][0]["deadline"] == "2020-12-31"
    assert record["date_published"] is None
    for kind in ("citations", "responsibilities", "targets"):
        for item in record[kind]:
            assert LETTER[item["start"] : item["end"]] == item["quote"]


def test_the_page_wins_over_the_body():
    metadata = {"索 引 号：": "000014349/2017-1", "发文机关": "国务院办公厅、中央军委办公厅",
                "成文日期": "2017年12月01日", "发布日期": "2017年12月20日"}  # fmt: skip
    record = extract_fields(read(LETTER, metadata=metadata), finder=lambda _: ())
    assert record["index_number"] == "000014349/2017-1"
    assert record["issuers"] == ["国务院办公厅", "中央军委办公厅"]
    assert (record["date_issued"], record["date_published"]) == ("2017-12-01", "2017-12-20")


def test_citations_resolve_to_the_register():
    register = Register([Registered("C001", "国务院关于某某的指导意见", "国发〔2015〕40号")])
    record = extract_fields(read(LETTER), finder=lambda _: (), register=register)
    assert "C001" in [c["policy"] for c in record["citations"]]


def test_a_korean_press_release():
    text = (
        "보도자료\n산업통상자원부\n2018. 5. 3.(목)\n반도체 산업 경쟁력 강화 방안 발표\n"
        "담당부서: 반도체디스플레이과\n안건 1. 인력 양성 방안\n안건 2. 기술 개발 방안\n"
    )
    record = extract_fields(read(text, "ko"), finder=lambda _: ())
    assert record["issuers"] == ["산업통상자원부"]
    assert record["date_issued"] == "2018-05-03"


def test_an_english_page():
    text = "Made in China 2025\nIssued by the State Council on May 8, 2015\nDocument No. 28/2015\n"
    record = extract_fields(read(text, "en"), finder=lambda _: ())
    assert (record["title"], record["issuers"]) == ("Made in China 2025", ["State Council"])
    assert record["date_issued"] == "2015-05-08"


def test_an_empty_document_has_nulls_and_empty_lists():
    record = extract_fields(read("", ""), finder=lambda _: ())
    assert record["title"] is None
    assert record["issuers"] == []
    assert record["chars"] == 0
