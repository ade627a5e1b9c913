"""Where sentences end, in Korean and English."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.report.sentences import NOTE, OBJECT, sentence_spans


def _cut(text):
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["하나이다.", "둘인가?", "셋이다!", "넷"],
        ["비율은 3.5배이다.", "다음은 4.0배이다."],
        ["“좋다.”라고 하였다.", "그는 ‘간다. 온다.’고 썼다."],
        ["“말하였다.”", "그리고 갔다."],
        ["(이것은 사실이다. 다만 조심한다.)", "그렇다."],
        [f"출처가 있다.{NOTE}", f"둘째 출처{NOTE}.", f"{OBJECT}개이다."],
        ["가. 첫째 항목이다.", "나. 둘째 항목이다."],
        ["열린 괄호( 뒤에도 끝난다.", "다음 문장."],
        ["中央发布了意见。", "地方没有。"],
        ["정말인가?!", "그렇다……."],
        ["첫째 문장이다.]", "둘째."],
        ["The U.S. and China vs. Korea, e.g. in AI.", "It grew by 3.5 percent."],
        ["Mr. Kim of Alibaba Inc. said so.", "Then he left."],
        ['He asked "Why?" and left.', '"Indeed."', "Yes."],
        ["See Fig. 3 and No. 5 of the plan.", "Firms etc. were asked."],
        ["It is led by J. Smith.", "Of 19 in O2O.", "No other."],
    ],
)
def test_sentences_are_told_apart(sentences):
    assert _cut(" ".join(sentences)) == sentences
    assert _cut(f"  {'  '.join(sentences)}\n") == sentences


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_nothing_is_no_sentence(words):
    assert sentence_spans(words) == []


def test_wide_stops_need_no_space():
    assert _cut("中央发布了意见。地方没有。《规划。》也是") == [
        "中央发布了意见。",
        "地方没有。",
        "《规划。》也是",
    ]


def test_what_holds_no_word_belongs_to_the_sentence_before():
    assert _cut("이다. … 다음이다.") == ["이다.", "… 다음이다."]
    assert _cut("이다. — .") == ["이다. — ."]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='가나 A.b?!。()“”’"\n1' + NOTE + OBJECT, max_size=60))
def test_sentences_cover_a_text_and_leave_only_spaces(text):
    spans = sentence_spans(text)
    at, left = 0, []
    for span in spans:
        assert at <= span.start < span.end
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        left.append(text[at : span.start])
        at = span.end
    left.append(text[at:])
    assert not "".join(left).strip()


@pytest.mark.parametrize(
    "crafted", ["(" * 200_000, ". " * 100_000, "“" * 50_000 + "”" * 50_000, "A.", "(.) " * 50_000]
)
def test_crafted_texts_take_little_time(crafted):
    begun = time.process_time()
    sentence_spans(crafted * (1 if len(crafted) > 2 else 100_000))
    assert time.process_time() - begun < 3
