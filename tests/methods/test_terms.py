"""Term statistics: two rules of tf-idf with published values, and co-words."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.terms import CLASSIC, SMOOTH, co_words, document_frequency, tfidf

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), max_size=8)


def answer(name):
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return next(a for a in answers if a["id"] == name)


def test_two_documents_by_hand():
    documents = [["a", "a", "b", "c"], ["b"]]
    assert document_frequency(documents) == {"a": 1, "b": 2, "c": 1}
    assert tfidf(documents) == [
        {"a": math.log(2) / 2, "b": 0, "c": math.log(2) / 4},
        {"b": 0},
    ]
    rare, common = math.log(3 / 2) + 1, 1.0
    length = math.sqrt((2 * rare) ** 2 + common**2 + rare**2)
    assert tfidf(documents, SMOOTH)[0] == pytest.approx(
        {"a": 2 * rare / length, "b": common / length, "c": rare / length}
    )
    assert tfidf(documents, SMOOTH)[1] == {"b": 1.0}


def test_known_answers_of_both_rules():
    known = answer("tfidf_small")
    documents, expected = known["inputs"]["docs_tokens"], known["expected"]
    assert document_frequency(documents) == expected["df"]
    for found, wanted in zip(tfidf(documents), expected["classic_tf/len*ln(N/df)"], strict=True):
        assert found == pytest.approx(wanted, abs=1e-6)
    smooth = {f"doc{i}": found for i, found in enumerate(tfidf(documents, SMOOTH))}
    assert set(smooth) == set(expected["sklearn_smooth_l2"])
    for name, wanted in expected["sklearn_smooth_l2"].items():
        assert smooth[name] == pytest.approx(wanted, abs=1e-6)


def test_nothing_is_not_an_error():
    assert tfidf([]) == []
    assert tfidf([[], ["a"]], SMOOTH) == [{}, {"a": 1.0}]
    assert tfidf([["a"], ["a"]]) == [{"a": 0.0}, {"a": 0.0}]


def test_co_words_by_hand():
    found = co_words([["b", "a", "a"], ["a", "b", "c"], ["a"]])
    assert [(c.pair, c.both) for c in found] == [
        (("a", "b"), 2), (("a", "c"), 1), (("b", "c"), 1),
    ]  # fmt: skip
    pair = found[0]
    assert (pair.first, pair.second) == (3, 2)
    assert pair.likeness("equivalence") == 4 / 6
    assert pair.likeness("ochiai") == pytest.approx(2 / math.sqrt(6))
    assert pair.likeness("jaccard") == 2 / 3
    assert [c.pair for c in co_words([["a", "b"], ["a", "b"], ["a", "c"]], least=2)] == [("a", "b")]


@given(DOCUMENTS)
def test_weights_keep_their_promises(documents):
    for rule in (CLASSIC, SMOOTH):
        for tokens, weights in zip(documents, tfidf(documents, rule), strict=True):
            assert list(weights) == sorted(set(tokens))
            assert all(w >= 0 for w in weights.values())
    for weights in filter(None, tfidf(documents, SMOOTH)):
        assert sum(w * w for w in weights.values()) == pytest.approx(1)


@given(DOCUMENTS)
def test_likeness_is_between_nothing_and_one_and_ordered(documents):
    for found in co_words(documents):
        equivalence, ochiai, jaccard = map(found.likeness, ("equivalence", "ochiai", "jaccard"))
        assert 0 < equivalence <= ochiai <= 1 + 1e-12
        assert 0 < jaccard <= ochiai + 1e-12
        assert ochiai == pytest.approx(math.sqrt(equivalence))
