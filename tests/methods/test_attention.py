"""Attention to a term: three figures with their denominators."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.attention import Mentions, attention, attention_by, mentions

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
TEXTS = st.lists(st.integers(0, 50).flatmap(
    lambda hits: st.builds(Mentions, st.integers(hits, 9000), st.just(hits))))  # fmt: skip


def answer(name):
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return next(a for a in answers if a["id"] == name)


def test_two_documents_by_hand():
    found = attention([Mentions(1000, 1), Mentions(3000, 0)])
    assert (found.documents, found.mentioning, found.hits, found.chars) == (2, 1, 1, 4000)
    assert (found.share, found.pooled_rate, found.mean_rate) == (0.5, 2.5, 5.0)
    assert found.share_of_chars == 0.25


def test_known_answers():
    known = answer("attention")
    found = attention_by(
        (str(d["year"]), Mentions(d["chars"], d["hits"])) for d in known["inputs"]["docs"]
    )
    expected = known["expected"]
    for name, figure in (
        ("doc_share", "share"),
        ("hits_per_10k_chars_pooled", "pooled_rate"),
        ("mean_of_doc_rates_per_10k", "mean_rate"),
    ):
        values = {year: getattr(own, figure) for year, own in found.items()}
        assert values == pytest.approx(expected[name], abs=1e-6), name


def test_undefined_is_none_and_empty_texts_are_told():
    nothing = attention([])
    assert (nothing.share, nothing.pooled_rate, nothing.mean_rate) == (None, None, None)
    found = attention([Mentions(0, 0), Mentions(10_000, 4)])
    assert (found.share, found.mean_rate, found.empty) == (0.5, 4.0, 1)
    blank = attention([Mentions(0, 0)])
    assert (blank.share, blank.pooled_rate, blank.mean_rate) == (0.0, None, None)


def test_counting_in_a_text():
    assert mentions("人工\n智能与人工智能", "人工智能") == Mentions(9, 2)
    assert mentions("중중중중", "중중") == Mentions(4, 2)
    assert mentions("CHAIN of AI, ai-based; AI2 与AI产业", "AI") == Mentions(27, 3)
    assert mentions("“互联网＋”行动", '"互联网+"行动') == Mentions(8, 1)
    assert mentions("", "人") == Mentions(0, 0)
    with pytest.raises(ValueError, match="a character"):
        mentions("人", " ")


@pytest.mark.parametrize(("chars", "hits"), [(-1, 0), (5, -1), (0, 1), (2, 3)])
def test_impossible_counts_are_refused(chars, hits):
    with pytest.raises(ValueError, match="cannot"):
        Mentions(chars, hits)


@given(TEXTS)
def test_pooled_lies_between_the_rates_of_the_documents(documents):
    found = attention(documents)
    rates = [10_000 * d.hits / d.chars for d in documents if d.chars]
    if rates:
        for figure in (found.pooled_rate, found.mean_rate):
            assert min(rates) - 1e-9 <= figure <= max(rates) + 1e-9
    assert found.mentioning <= found.documents
    assert found.mentioning_chars <= found.chars
    split = attention_by((i % 2, d) for i, d in enumerate(documents))
    assert sum(own.hits for own in split.values()) == found.hits
