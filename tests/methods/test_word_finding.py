"""Words found in texts: accessor variety by hand, cutting, edges, and properties."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.word_finding import accessor_variety, words_of

TEXTS = st.lists(st.text("甲乙丙丁，\nab가나", max_size=60), max_size=5)
SENTENCES = [
    "门把手弄坏了",
    "小明修好了门把手",
    "这个门把手很漂亮",
    "这个门把手坏了",
    "小明弄坏了门把手",
]
"""Door handles broken and mended."""


def by_hand(texts, run):
    """Count the neighbours of a run one by one."""
    sides = []
    for step in (-1, len(run)):
        seen, edges = set(), 0
        for text in texts:
            for at in range(len(text) - len(run) + 1):
                if text.startswith(run, at):
                    place = at + step
                    inside = (
                        0 <= place < len(text)
                        and text[place] in "甲乙丙丁가나门把手弄坏了小明修好这个很漂亮"
                    )
                    seen |= {text[place]} if inside else set()
                    edges += not inside
        sides.append(len(seen) + edges)
    return min(sides)


def test_door_handles_by_hand():
    found = accessor_variety(SENTENCES, 2)
    assert found["门把手"] == 3, "before: edge, 了, 个; behind: 弄, edge, 很, 坏, edge"
    assert found["小明"] == 2, "behind: 修, 弄"
    assert "门把" not in found, "only 手 follows"
    assert "把手" not in found, "only 门 stands before"
    assert words_of(SENTENCES, 2) == [
        ["门把手"], ["小明", "门把手"], ["这个门把手"], ["这个门把手"], ["小明", "门把手"],
    ]  # fmt: skip


def test_long_words_are_not_taken_apart_by_their_parts():
    sides = list(zip("发建推试管改东西南北上下", "展设进点理造左右前后大小", strict=True))
    texts = [f"{a}智能航运{b}，{b}智能{a}，{a}航运{b}" for a, b in sides]
    counts = Counter(w for words in words_of(texts, 4) for w in words)
    assert counts == {"智能航运": 12, "智能": 12, "航运": 12}


def test_latin_words_and_numbers():
    assert words_of(["o2o与ai平台, c++ 5g 2017 gpt-4"]) == [["o2o", "ai", "c++", "5g", "gpt-4"]]
    assert words_of(["x, o2o. end."]) == [["x", "o2o", "end"]]


def test_empty_input_and_a_variety_that_cannot_be():
    assert words_of([]) == []
    assert words_of(["", "，。"]) == [[], []]
    assert accessor_variety([]) == {}
    with pytest.raises(ValueError, match="least"):
        words_of(["文"], 1)


@given(TEXTS, st.integers(2, 4))
def test_variety_is_what_counting_by_hand_gives(texts, least):
    for run, variety in accessor_variety(texts, least).items():
        assert variety == by_hand(texts, run) >= least


@given(TEXTS, st.integers(2, 4))
def test_cuts_are_words_in_the_order_of_the_text(texts, least):
    known = accessor_variety(texts, least)
    cut = words_of(texts, least)
    assert len(cut) == len(texts)
    for text, words in zip(texts, cut, strict=True):
        at = 0
        for word in (w for w in words if not w.isascii()):
            assert word in known
            at = text.index(word, at) + len(word)


def test_order_of_texts_changes_no_cut():
    texts = [f"{a}{b}{c}，" * 3 for a in "甲乙丙" for b in "丁戊" for c in "己庚辛壬"]
    shuffled = texts.copy()
    random.Random(7).shuffle(shuffled)
    assert dict(zip(texts, words_of(texts, 3), strict=True)) == dict(
        zip(shuffled, words_of(shuffled, 3), strict=True)
    )
