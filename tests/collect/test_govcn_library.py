"""The policy library of gov.cn: what is asked, and what counts as found."""

import pytest
from loopback import Reply, library_answer, library_entry

from policyloom.collect.connector import Wanted
from policyloom.collect.govcn import can_search, matching, parse_entries, search

TITLE = "关于积极推进连接产业的指导意见"
NUMBER = "测发〔2030〕40号"
PAGE = "http://www.gov.test/zhengce/content_1.htm"
WANTED = Wanted("S1", 2, title=TITLE, kind="policy", language="zh", numbers=(NUMBER,))


def entries(*items):
    return parse_entries(library_answer(gongwen=list(items)).encode())


def test_an_answer_is_read_in_the_order_of_the_libraries_lists() -> None:
    answer = library_answer(
        otherfile=[library_entry("三", "", PAGE)],
        gongwen=[library_entry(TITLE, NUMBER, PAGE), {"title": "无地址"}, "bad"],
        bumenfile=[library_entry("二", "", PAGE), library_entry("坏", "", "file:///x")],
    )
    made = parse_entries(answer.encode())
    assert [e.title for e in made] == [TITLE, "二", "三"]
    assert (made[0].number, made[0].date, made[0].issuer) == (NUMBER, "2030-02-03", "测试部")


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b"[" * 9_000, b'{"code":500}', b"null"])
def test_what_is_no_answer_of_the_library_is_told_apart_from_nothing_found(data) -> None:
    assert parse_entries(data) is None
    assert parse_entries(library_answer().encode()) == ()


@pytest.mark.parametrize(
    "number", [NUMBER, "测发[2030]40号", "测发（2030）40号", "测发〔２０３０〕40号"]
)
def test_a_number_is_recognised_in_all_its_brackets(number) -> None:
    assert matching(WANTED, entries(library_entry("别的题目", number, PAGE))).address == PAGE


def test_a_title_must_agree_as_a_whole() -> None:
    loose = Wanted("S1", 2, title=f"《{TITLE}》", kind="policy", language="zh")
    assert matching(loose, entries(library_entry(TITLE, NUMBER, PAGE))) is not None
    assert matching(loose, entries(library_entry(f"{TITLE}解读", "", PAGE))) is None


def test_the_same_title_under_another_number_is_another_document() -> None:
    assert matching(WANTED, entries(library_entry(TITLE, "测发〔2031〕9号", PAGE))) is None


def test_several_documents_of_one_title_are_no_answer() -> None:
    wanted = Wanted("S1", 2, title=TITLE, kind="policy", language="zh")
    two = (
        library_entry(TITLE, "测发〔2030〕1号", PAGE),
        library_entry(TITLE, "测发〔2031〕1号", PAGE),
    )
    assert matching(wanted, entries(*two)) is None


def test_only_chinese_policies_with_a_name_are_searched() -> None:
    assert can_search(WANTED)
    assert not can_search(Wanted("S1", 2, title=TITLE, kind="web", language="zh"))
    assert not can_search(Wanted("S1", 2, title=TITLE, kind="policy", language="ko"))
    assert not can_search(Wanted("S1", 2, title="意见", kind="policy", language="zh"))


def test_the_library_is_asked_by_title_and_then_by_number(site, client) -> None:
    def data(path, headers):
        found = [library_entry("题名不同", NUMBER, PAGE)] if "searchfield=pcode" in path else []
        return Reply(library_answer(gongwen=found), headers={"Content-Type": "application/json"})

    site.pages["/search-gov/data"] = data
    found = search(client, WANTED, site.url("/search-gov/data"))
    assert found.entry.address == PAGE
    assert len(site.asked("/search-gov/data")) == 2
    assert "q=%E5%85%B3%E4%BA%8E" in site.seen[1][1]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(library_answer()), "collect.unfound"),
        (Reply("<html>验证</html>"), "collect.library"),
        (Reply("", 403), "collect.forbidden"),
    ],
)
def test_where_nothing_is_found_the_reason_is_given(site, client, reply, code) -> None:
    site.pages["/data"] = reply
    found = search(client, WANTED, site.url("/data"))
    assert (found.entry, found.answer.code) == (None, code)
