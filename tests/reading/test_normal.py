"""The stored text: stated normalisation, applied once, with a map back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.reading.language import language_of
from policyloom.reading.normal import clean, clean_line, clean_mapped

MIXED = st.text(
    st.one_of(
        st.sampled_from(" \t\r\n\u00a0\u3000\u200b\ufeff\ue000\u0301\u1161\u11a8\u1100가각中〔２"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("国发〔2015〕\u300028号", "国发〔2015〕 28号"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("첫째 \t\n\n\n\n \u3000둘째", "첫째\n\n둘째"),
        ("\ufeff정\u200b책\u00ad\ue0a1", "정책"),
        ("e\u0301 \u1112\u1161\u11ab", "é 한"),
        ("ＡＢ１２（）", "ＡＢ１２（）"),
        ("  \n \u00a0", ""),
    ],
)
def test_the_stated_rules(given_text, stored) -> None:
    assert clean(given_text) == stored


@given(MIXED)
def test_cleaning_twice_changes_nothing_more(text) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(MIXED)
def test_the_map_gives_the_same_text_and_leads_back(text) -> None:
    mapped = clean_mapped(text)
    assert mapped.text == clean(text)
    assert len(mapped.origins) == len(mapped.text)
    assert all(0 <= place < len(text) for place in mapped.origins)
    assert list(mapped.origins) == sorted(mapped.origins)


def test_a_run_leads_back_to_where_it_stood() -> None:
    text = "\ufeff一、 \u3000\r\n　　国务院\u200b办公厅"
    mapped = clean_mapped(text)
    start = mapped.text.index("国务院")
    first, last = mapped.original(start, start + 6)
    assert text[first:last] == "国务院\u200b办公厅"


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" a \n\n b\u3000 c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("国务院办公厅关于AI的通知", "zh"),
        ("문화체육관광부 보도자료 AI 推進", "ko"),
        ("デジタル島の政策について", "ja"),
        ("A strategy for the island", "en"),
        ("2015 — 100%", ""),
    ],
)
def test_the_language_is_told_by_script(text, language) -> None:
    assert language_of(text) == language
