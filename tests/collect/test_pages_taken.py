"""What a connector makes of the bytes that came: encoding, title, words, whether it is there."""

import time
from dataclasses import replace

import pytest
from loopback import govcn_page

from policyloom.collect.connector import Wanted
from policyloom.collect.download import take_file
from policyloom.collect.fetch import Answer
from policyloom.collect.page import page_words, take_page
from policyloom.collect.sniff import file_type

TITLE = "关于积极推进连接产业的指导意见"
BODY = "各单位要按照职责分工，认真落实本意见提出的各项任务。" * 20
WANTED = Wanted("S1", 2, "http://a.test/content_1.htm")


def answer(
    body: str | bytes, kind: str = "text/html", final: str = "http://a.test/x.htm"
) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return Answer(final, final, 200, {"content-type": kind}, data)


def test_a_page_of_govcn_has_its_title_and_words() -> None:
    taken = take_page(WANTED, answer(govcn_page(TITLE, BODY)))
    assert (taken.code, taken.charset) == ("", "utf-8")
    assert taken.title == f"{TITLE}_政府信息公开专栏"


def test_only_the_words_of_the_document_decide_about_a_change() -> None:
    plain = take_page(WANTED, answer(govcn_page(TITLE, BODY)))
    margin = take_page(WANTED, answer(govcn_page(TITLE, BODY, extra="<p>访问 12345 次</p>")))
    layout = take_page(WANTED, answer(govcn_page(TITLE, BODY.replace("，", "，\n <b>")) + "</b>"))
    other = take_page(WANTED, answer(govcn_page(TITLE, BODY.replace("认真", "切实"))))
    assert (
        plain.words == margin.words == layout.words == page_words(govcn_page(TITLE, BODY).encode())
    )
    assert plain.words != other.words


def test_scripts_and_comments_are_no_words() -> None:
    one = take_page(WANTED, answer("<p>글</p><script>var t=1</script><!-- <p>1 -->"))
    two = take_page(WANTED, answer("<p>글</p><script>var t='<p>2</p>'</script><style>p{}</style>"))
    assert one.words == two.words


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("gb18030", "gb2312", "text/html"),
        ("gb18030", "", "text/html; charset=GBK"),
        ("gb18030", "utf-8", "text/html"),
        ("utf-8", "gb2312", "text/html"),
        ("utf-8", "nonsense-8", "text/html; charset=alien"),
        ("utf-8-sig", "gb2312", "text/html; charset=gb2312"),
        ("utf-16", "", "text/html"),
    ],
)
def test_a_wrong_declaration_does_not_spoil_the_text(encoding, declared, header) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    page = f"<html><head>{meta}<title>{TITLE}</title></head><body>{BODY}</body></html>"
    taken = take_page(WANTED, answer(page.encode(encoding), header))
    assert taken.title == TITLE


def test_korean_pages_in_the_old_encoding_are_read() -> None:
    page = "<meta charset=euc-kr><title>연결산업 추진방안</title>똠방각하".encode("cp949")
    assert take_page(WANTED, answer(page)).title == "연결산업 추진방안"


@pytest.mark.parametrize(
    "page",
    [
        "<title>404 Not Found</title><h1>Not Found</h1>",
        "<title>页面不存在</title><p>返回首页</p>",
        "<title></title><p>您访问的页面不存在</p>",
        "<title>페이지를 찾을 수 없습니다</title>",
        "<title>Error 404</title>nginx",
    ],
)
def test_a_page_that_says_that_it_is_gone_is_gone(page) -> None:
    assert take_page(WANTED, answer(page)).code == "collect.says_gone"


def test_a_long_page_about_missing_pages_is_there() -> None:
    page = f"<title>404 号文件</title><p>{BODY}</p>"
    assert take_page(WANTED, answer(page)).code == ""


def test_an_empty_page_is_said_to_be_empty() -> None:
    assert take_page(WANTED, answer("<script>draw()</script>")).code == "collect.empty"


def test_attachments_are_listed_with_their_addresses() -> None:
    links = (
        '<a href="/files/P0201.pdf">附件</a><a href="b.docx">2</a><a href="page.htm">x</a>'
        '<a href="file:///c.pdf">y</a><a href="javascript:void(0)">z</a>'
    )
    taken = take_page(
        WANTED, answer(govcn_page(TITLE, BODY, extra=links), final="http://a.test/d/e")
    )
    assert taken.attachments == ("http://a.test/files/P0201.pdf", "http://a.test/d/b.docx")


@pytest.mark.parametrize(
    "page",
    ["<" * 1_000_000, "<a " * 300_000, "<!--" * 200_000, "<script>" * 100_000, "<p id='" * 100_000,
     "<div>" * 200_000, "&" * 500_000, '<a href="' + "x" * 1_000_000],
)  # fmt: skip
def test_hostile_pages_take_no_time(page) -> None:
    started = time.perf_counter()
    take_page(WANTED, answer(page))
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    ("data", "media", "address", "kind"),
    [
        (b"%PDF-1.7", "text/html", "http://a.test/x", ("pdf", ".pdf")),
        (b"PK\x03\x04..", "", "http://a.test/x.hwpx?d=1", ("zip", ".hwpx")),
        (b"PK\x03\x04..", "", "http://a.test/x.exe", ("zip", ".zip")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "http://a.test/x.hwp", ("ole", ".hwp")),
        (b"a,b\n1,2\n", "text/csv", "http://a.test/x.csv", ("text", ".csv")),
        (b"<!DOCTYPE html><p>", "application/pdf", "http://a.test/x.pdf", ("html", ".html")),
        (b"MZ\x90\x00", "text/html", "http://a.test/x.pdf", ("unknown", ".bin")),
    ],
)
def test_a_file_is_what_its_bytes_are(data, media, address, kind) -> None:
    made = file_type(data, media, address)
    assert (made.name, made.ending) == kind


def test_a_web_page_in_place_of_a_file_is_not_the_file() -> None:
    came = answer("<html><title>登录</title></html>", final="http://a.test/login")
    came = replace(came, asked="http://a.test/report.pdf")
    assert take_file(WANTED, came).code == "collect.not_the_file"
    assert take_file(WANTED, answer(b"%PDF-1.4", "application/pdf")).code == ""
