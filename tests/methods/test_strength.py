"""Policy strength and effect: the scale by issuer and type, and sums and means by year."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.strength import (
    Scored,
    effects,
    read_scale,
    scales,
    score,
    unscored_types,
)

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
PENG = scales()["peng-2008"]
POINTS = st.one_of(st.none(), st.integers(1, 5))


def answer(name):
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return next(a for a in answers if a["id"] == name)


def test_effects_by_hand():
    found = effects([Scored(2016, 5, 5, 5), Scored(2015, 4, 5, 3), Scored(2015, 2, 3, 4)])
    assert list(found) == [2015, 2016]
    assert (found[2015].total, found[2015].mean, found[2015].documents) == (46, 23.0, 2)
    assert found[2016].total == 50


def test_effects_of_the_known_answers():
    known = answer("peng_effect")
    found = effects(
        Scored(d["year"], d["P"], d["goal"], d["measure"]) for d in known["inputs"]["docs"]
    )
    expected = known["expected"]
    assert {str(y): e.total for y, e in found.items()} == expected["TMG_by_year"]
    assert {str(y): e.mean for y, e in found.items()} == pytest.approx(
        expected["mean_by_year"], abs=1e-6
    )


def test_unscored_documents_are_counted_not_zero():
    found = effects([Scored(2015, None, 5, 5), Scored(2015, 1, 1, 1), Scored(2016, 2, None, 1)])
    assert (found[2015].total, found[2015].documents, found[2015].unscored) == (2, 1, 1)
    assert (found[2016].total, found[2016].mean, found[2016].unscored) == (None, None, 1)
    assert effects([]) == {}


@pytest.mark.parametrize(
    ("issuer", "document_type", "expected"),
    [
        ("npc", "法律", 5),
        ("state_council", "条例", 4),
        ("state_council", "部令", 4),
        ("ministry", "部令", 4),
        ("state_council", "暂行条例", 3),
        ("state_council", "规定", 3),
        ("ministry", "条例", 3),
        ("ministry", "规定", 3),
        ("ministry", "意见", 2),
        ("ministry", "办法", 2),
        ("ministry", "暂行规定", 2),
        ("ministry", "通知", 1),
        ("state_council", "通知", 1),
        ("province", "规划", 1),
        ("state_council", "意见", None),
        ("state_council", "决定", None),
        ("province", "条例", None),
        ("ministry", "", None),
    ],
)
def test_scale_scores_what_it_names_and_nothing_else(issuer, document_type, expected):
    assert score(PENG, issuer, document_type) == expected


def test_scale_says_what_the_published_one_says():
    assert {str(s): words for s, words in PENG.wording.items()} == answer("strength_scale")[
        "expected"
    ]
    assert set(PENG.labels) == {1, 2, 3, 4, 5}
    assert all(text.ko and text.en for text in PENG.labels.values())


def test_a_study_states_its_own_scale():
    own = read_scale(
        "own",
        {
            "source": "this study",
            "rule": [{"score": 3, "issuers": ["state_council"], "types": ["意见"]}],
            "score": {"3": {"zh": "意见", "ko": "의견", "en": "opinions"}},
        },
    )
    assert (own.id, score(own, "state_council", "意见"), score(own, "x", "意见")) == (
        "own",
        3,
        None,
    )
    with pytest.raises(ValueError, match="no wording"):
        read_scale("own", {"source": "", "rule": [{"score": 1, "types": ["函"]}], "score": {}})


def test_what_a_scale_does_not_cover_is_listed():
    documents = [("state_council", "意见"), ("ministry", "通知"), ("state_council", "意见"),
                 ("province", "条例")]  # fmt: skip
    assert unscored_types(PENG, documents) == {"state_council 意见": 2, "province 条例": 1}


@given(st.lists(st.builds(Scored, st.integers(2013, 2016), POINTS, POINTS, POINTS)))
def test_effects_add_up(documents):
    found = effects(documents)
    assert sum(e.documents + e.unscored for e in found.values()) == len(documents)
    for year, effect in found.items():
        assert (effect.total is None) == (effect.documents == 0), year
        if effect.mean is not None:
            assert 2 <= effect.mean <= 50
            assert effect.mean * effect.documents == pytest.approx(effect.total)
