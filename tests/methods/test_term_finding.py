"""Terms in texts: every place, whole Latin words, and the longest term at each place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.term_finding import as_terms, folded, places

LETTERS = st.text("智能航运ab ,", max_size=40)


def found(text, term):
    return list(places(folded(text), folded(term)))


def test_every_place_without_overlap():
    assert found("智能航运与智能航标", "智能") == [0, 5]
    assert found("中中中", "中中") == [0]
    assert found("智能\n航运", "智能航运") == [0]
    assert found("ＡＩ产业", "ai") == [0]


@pytest.mark.parametrize(
    ("text", "term", "hits"),
    [
        ("chain, ai. AI", "AI", 2),
        ("AI2 2AI", "AI", 0),
        ("O2O模式和O2O", "o2o", 2),
        ("O2O2O", "O2O", 0),
        ("互联网+行动", "互联网+", 1),
        ("“互联网＋”行动", "“互联网+”行动", 1),
        ("Internet  Plus", "internet plus", 1),
    ],
)
def test_words_quotes_and_widths(text, term, hits):
    assert len(found(text, term)) == hits


def test_an_empty_term_is_refused():
    with pytest.raises(ValueError, match="a character"):
        list(places("text", ""))


def test_the_longest_term_counts():
    terms = {"ai": "人工智能", "new-ai": "新一代人工智能", "smart": "智能", "none": ""}
    text = folded("新一代人工智能与智能航运，人工智能")
    assert as_terms(text, terms) == ["new-ai", "smart", "ai"]


@given(LETTERS, st.text("智能航运ab", min_size=1, max_size=3))
def test_places_are_places(text, term):
    text, term = folded(text), folded(term)
    starts = list(places(text, term))
    assert all(text[at : at + len(term)] == term for at in starts)
    assert all(b - a >= len(term) for a, b in pairwise(starts))
    if not term[0].isascii() and not term[-1].isascii():
        assert len(starts) == text.count(term)


@given(LETTERS)
def test_terms_never_cover_more_than_the_text(text):
    terms = {"a": "智能", "b": "智能航运", "c": "航", "d": "ab"}
    text = folded(text)
    assert sum(len(terms[t]) for t in as_terms(text, terms)) <= len(text)
