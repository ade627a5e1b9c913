"""Measures of reuse and alignment, against published and derived answers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.reuse import measures as me
from policyloom.methods.reuse.alignment import align

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "textreuse.json"
A, B = "推动互联网与制造业深度融合发展", "深入推动互联网与制造业融合发展"


def known() -> dict[str, dict]:
    if not KNOWN.exists():
        pytest.skip("../shared/known-answers is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return {answer["id"]: answer for answer in answers}


def annotations() -> dict[str, me.Annotation]:
    rows = known()["pan_macro"]["inputs"]
    (key,) = [k for k in rows if k.startswith("annotations")]
    return {
        name: me.Annotation(r[0], r[1], r[2], r[3], r[4], r[5], r[6])
        for name, r in rows[key].items()
    }


def test_macro_recall_and_precision_of_pan() -> None:
    every, answer = annotations(), known()["pan_macro"]
    calls = answer["inputs"]
    for name, measure, expected in (
        ("recall_calls(cases,detections)", me.macro_recall, answer["expected"]["recall"]),
        ("precision_calls", me.macro_precision, answer["expected"]["precision"]),
    ):
        got = [measure([every[x] for x in c], [every[x] for x in d]) for c, d in calls[name]]
        assert got == pytest.approx(expected)


def test_granularity_of_pan() -> None:
    every, answer = annotations(), known()["pan_granularity"]
    got = [
        me.granularity([every[x] for x in c], [every[x] for x in d])
        for c, d in answer["inputs"]["calls"]
    ]
    assert got == pytest.approx(answer["expected"])


def test_every_other_known_answer() -> None:
    answers = known()
    grams = answers["shingle_zh"]
    a, b = grams["inputs"]["A"], grams["inputs"]["B"]
    for n in (2, 3):
        expected = grams["expected"][f"char_{n}gram"]
        x, y = me.shingles(a, n), me.shingles(b, n)
        assert (len(x & y), len(x), len(y)) == (expected["shared"], expected["A"], expected["B"])
        assert me.jaccard(x, y) == pytest.approx(expected["jaccard"])
        assert me.containment(x, y) == pytest.approx(expected["containment_A_in_B"])
        assert me.containment(y, x) == pytest.approx(expected["containment_B_in_A"])
        assert me.overlap_coefficient(x, y) == pytest.approx(expected["overlap_coefficient"])
        assert me.dice(x, y) == pytest.approx(expected["dice"])
    assert me.common_subsequence(a, b) == grams["expected"]["lcs_length"]
    assert me.common_substring(a, b) == grams["expected"]["longest_common_substring"]
    spans = answers["span_prf_chars"]
    gold, predicted = ([tuple(r) for r in spans["inputs"][k]] for k in ("gold", "pred"))
    agreed = me.span_agreement(gold, predicted)
    for name in ("precision", "recall", "f1"):
        assert getattr(agreed, name) == pytest.approx(spans["expected"][name])
    assert me.matched_spans(gold, predicted) == 1
    cosine = answers["cosine_small"]
    assert me.cosine(cosine["inputs"]["a"], cosine["inputs"]["b"]) == pytest.approx(
        cosine["expected"]["cosine"]
    )


def test_the_essential_answers_again_here() -> None:
    x, y = me.shingles(A, 2), me.shingles(B, 2)
    assert me.jaccard(x, y) == pytest.approx(11 / 17)
    assert me.containment(x, y) == pytest.approx(11 / 14)
    assert me.common_subsequence(A, B) == 13
    assert me.common_substring(A, B) == "推动互联网与制造业"
    case = me.Annotation("t", 0, 100, "s", 0, 100)
    wide = me.Annotation("t", 0, 200, "s", 0, 200)
    assert me.macro_precision([case], [wide]) == 0.5
    assert me.macro_recall([case], [wide]) == 1
    agreed = me.span_agreement([(0, 50), (100, 160)], [(10, 60), (90, 130), (140, 150), (200, 220)])
    assert (agreed.precision, agreed.recall) == pytest.approx((2 / 3, 8 / 11))


def test_undefined_is_none() -> None:
    empty = me.shingles("", 2)
    assert me.jaccard(empty, me.shingles("互联网", 2)) is None
    assert me.containment(empty, me.shingles("互联网", 2)) is None
    assert me.dice(empty, empty) is None
    assert me.cosine({}, {"a": 1}) is None
    assert me.span_agreement([], [(0, 1)]) == me.Agreement(0.0, None)
    assert me.Agreement(None, 0.5).f1 is None


def test_micro_measures_count_characters_once() -> None:
    cases = [me.Annotation("t", 0, 100, "s", 0, 100), me.Annotation("t", 200, 300, "s", 200, 300)]
    half = me.Annotation("t", 0, 50, "s", 0, 50)
    assert me.micro_recall(cases, [half, half]) == 100 / 800
    assert me.macro_recall(cases, [half, half]) == 0.25
    assert me.micro_precision(cases, [half, half]) == 1
    elsewhere = me.Annotation("t", 0, 100, "other", 0, 100)
    assert me.micro_recall(cases, [elsewhere]) == 0


def test_plagdet() -> None:
    assert me.plagdet(0.5, 1, 1) == pytest.approx(2 / 3)
    assert me.plagdet(1, 1, 3) == 0.5
    assert me.plagdet(0, 0, 1) == 0
    with pytest.raises(ValueError, match="granularity"):
        me.plagdet(1, 1, 0.5)


def test_alignment_keeps_numbers_and_words_whole() -> None:
    a, b = (
        "到2020年，建成20个示范区，投资3.5亿元，由工信部牵头。",
        "到２０２５年，我市建成5个示范区，投资3.5亿元。",
    )
    got = [(s.kind, a[s.a_start : s.a_end], b[s.b_start : s.b_end]) for s in align(a, b)]
    assert got == [
        ("equal", "到", "到"),
        ("changed", "2020", "２０２５"),
        ("equal", "年，", "年，"),
        ("inserted", "", "我市"),
        ("equal", "建成", "建成"),
        ("changed", "20", "5"),
        ("equal", "个示范区，投资3.5亿元", "个示范区，投资3.5亿元"),
        ("deleted", "，由工信部牵头", ""),
        ("equal", "。", "。"),
    ]


def test_width_and_line_breaks_are_no_changes() -> None:
    assert [s.kind for s in align("建立ＡＩ平台，\n  推进应用", "建立AI平台,推进应用")] == ["equal"]
    assert align("", "") == ()
    assert [s.kind for s in align("甲乙", "")] == ["deleted"]


@given(st.text("ab一二12. ", max_size=25), st.text("ab一二12. ", max_size=25))
def test_segments_make_up_both_texts(a, b) -> None:
    segments = align(a, b)
    assert "".join(a[s.a_start : s.a_end] for s in segments) == a
    assert "".join(b[s.b_start : s.b_end] for s in segments) == b
    for s in segments:
        x, y = a[s.a_start : s.a_end].replace(" ", ""), b[s.b_start : s.b_end].replace(" ", "")
        assert (s.kind == "equal") <= (x == y)
        assert (s.kind == "inserted") <= (x == "")
