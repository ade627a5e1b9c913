import pytest
from made_up_rows import HOSTILE

from policyloom.site import marks

MAKERS = (
    marks.one,
    marks.outward,
    lambda t: marks.both(t, t + "!"),
    lambda t: marks.attribute("text", t, t),
    lambda t: marks.evidence(t, t),
    lambda t: marks.link(t, t),
)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "file:///etc/passwd", "http://", "ftp://a/b",
     " javascript:alert(1)", "http://a\x01b/", "vbscript:x", "http://[broken"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str):
    assert "<a " not in marks.outward(address)


def test_a_web_address_opens_without_a_way_back():
    shown = marks.outward("https://www.gov.cn/a?b=1&c=2")
    assert 'rel="noopener noreferrer"' in shown
    assert "b=1&amp;c=2" in shown


@pytest.mark.parametrize("make", MAKERS)
def test_every_mark_escapes(make):
    assert "<script" not in make(HOSTILE)
    assert "<img" not in make(HOSTILE)
    assert '"><' not in make(HOSTILE).replace('"></', "")


def test_control_characters_and_lone_surrogates_do_not_reach_a_page():
    assert marks.one("a\x00b\ud800") == "a\ufffdb\ufffd"


def test_a_text_in_both_languages_names_them():
    assert marks.both("값", "value") == (
        '<span class="ko" lang="ko">값</span><span class="en" lang="en">value</span>'
    )
    assert marks.both("same", "same") == "same"


def test_the_language_of_a_register_text_is_marked():
    assert 'lang="zh"' in marks.one("关于推进")
    assert 'lang="ko"' in marks.one("추진")
    assert marks.one("plain") == "plain"


def test_numbers_keep_the_digits_of_the_register():
    assert marks.exact(1040.0) == "1,040"
    assert marks.exact(0.123456789) == "0.123456789"
    assert marks.exact(None) == ""


def test_a_format_that_does_not_suit_falls_back_to_the_plain_form():
    assert marks.number(1234.5, "nonsense") == "1,234.5"
    assert marks.number("word", ",") == "word"
