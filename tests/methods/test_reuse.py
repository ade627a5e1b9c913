"""Text reuse: what is found, where, and what is not."""

import json
import random
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.core.dates import parse_date
from policyloom.methods.reuse.alignment import align
from policyloom.methods.reuse.documents import Document, Text
from policyloom.methods.reuse.folding import fold
from policyloom.methods.reuse.index import Index
from policyloom.methods.reuse.search import find_reuse
from policyloom.methods.reuse.seeds import seeds_of
from policyloom.methods.reuse.spans_of import extend

PASSAGE = (
    "为深入贯彻落实国家关于智能网联汽车发展的决策部署，推动汽车智能化、网联化技术发展和产业应用，"
    "规范道路测试与示范应用管理工作，依据道路交通安全法等法律法规，制定本管理规范。"
)
KOREAN = (
    "인공지능 기술을 활용하여 제조업의 생산성을 높이고 "
    "지역 산업의 경쟁력을 강화하기 위하여 이 조례를 제정한다."
)
ENGLISH = "Testing on public roads requires a permit issued by the competent authority of the city."
POLICIES = (
    Path(__file__).parents[3]
    / "shared/corpora/cn-ai-policies-central-shandong/derived/policies.jsonl"
)


def filler(seed: int, length: int = 400) -> str:
    """Return text that repeats nothing."""
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(length))


def sided(*documents: tuple[str, str, str]) -> list[Document]:
    return [Document(i, t, s) for i, s, t in documents]


def test_a_verbatim_copy_is_found_to_the_character() -> None:
    a, b = filler(1) + PASSAGE + filler(2), filler(3) + PASSAGE + filler(4)
    (m,) = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert a[m.a_start : m.a_end] == PASSAGE == b[m.b_start : m.b_end]
    assert (m.a, m.b, m.score, m.boilerplate) == ("c", "l", 1.0, False)


@pytest.mark.parametrize("passage", [KOREAN, ENGLISH, PASSAGE[:30]])
def test_other_scripts_and_the_shortest_length(passage) -> None:
    a, b = filler(1) + passage + filler(2), filler(3) + passage + filler(4)
    (m,) = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert a[m.a_start : m.a_end] == passage == b[m.b_start : m.b_end]


def test_shorter_than_asked_for_is_not_reported() -> None:
    a, b = filler(1) + PASSAGE[:29] + filler(2), filler(3) + PASSAGE[:29] + filler(4)
    documents = sided(("c", "central", a), ("l", "local", b))
    assert find_reuse(documents) == []
    assert len(find_reuse(documents, min_length=29)) == 1


def test_width_case_and_line_breaks_do_not_hide_a_copy() -> None:
    broken = "\n　　".join(PASSAGE[k : k + 17] for k in range(0, len(PASSAGE), 17))
    changed = broken.replace("，", ",").replace("、", "､").replace("。", "｡")
    a, b = "\ufeff" + filler(1) + PASSAGE, filler(3) + changed + filler(4)
    (m,) = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert a[m.a_start : m.a_end] == PASSAGE
    assert b[m.b_start : m.b_end] == changed
    assert m.score == 1.0


@pytest.mark.parametrize(("every", "run"), [(20, 1), (10, 1), (11, 2)])
def test_edits_do_not_break_a_span(every, run) -> None:
    edited = "".join("甲乙丙丁"[k % 4] if k % every < run else c for k, c in enumerate(PASSAGE, 5))
    a, b = filler(1) + PASSAGE + filler(2), filler(3) + edited + filler(4)
    (m,) = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert abs(m.a_start - 400) < 4
    assert abs(m.a_end - 400 - len(PASSAGE)) < 4
    assert m.b_end - m.b_start >= len(PASSAGE) - 6
    assert m.score == pytest.approx(1 - run / every, abs=0.06)


def test_a_second_look_finds_what_was_edited_beyond_recognition() -> None:
    edited = "".join("甲乙丙丁"[k % 4] if k % 7 < 1 else c for k, c in enumerate(PASSAGE))
    alone = sided(("c", "central", PASSAGE + filler(2)), ("l", "local", edited + filler(4)))
    copied = filler(5, 60)
    both = sided(
        ("c", "central", PASSAGE + filler(2) + copied),
        ("l", "local", edited + filler(4) + copied),
    )
    assert find_reuse(alone) == []
    first, second = find_reuse(both)
    assert first.b_end - first.b_start > 0.9 * len(PASSAGE)
    assert second.score == 1.0


def test_reordered_sentences_are_one_span() -> None:
    sentences = [filler(50 + k, 22) + "。" for k in range(5)]
    moved = "".join(sentences[k] for k in (3, 1, 4, 0, 2))
    a, b = filler(1) + "".join(sentences) + filler(2), filler(3) + moved + filler(4)
    (m,) = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert (m.a_start, m.a_end, m.b_start, m.b_end) == (400, 515, 400, 515)


def test_passages_far_apart_stay_two_and_a_double_is_found_twice() -> None:
    a = filler(1) + PASSAGE + filler(2)
    b = PASSAGE + filler(3) + PASSAGE + filler(4)
    found = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert [(m.b_start, m.b_end - m.b_start) for m in found] == [
        (0, len(PASSAGE)),
        (len(PASSAGE) + 400, len(PASSAGE)),
    ]
    assert len(find_reuse(sided(("c", "central", b), ("l", "local", a)))) == 2


def test_what_five_hundred_copied_is_found_five_hundred_times() -> None:
    documents = sided(("c", "central", filler(1) + PASSAGE + filler(2)))
    documents += [Document(f"l{k}", filler(k + 10, 60) + PASSAGE, "local") for k in range(500)]
    found = find_reuse(documents)
    assert [m.b for m in found] == [f"l{k}" for k in range(500)]
    assert not any(m.boilerplate for m in found)
    loose = find_reuse([Document(d.id, d.text) for d in documents])
    assert len({(m.a, m.b) for m in loose}) == 501 * 500 // 2


def test_a_stock_phrase_is_kept_and_marked() -> None:
    phrase = "以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神和党中央决策部署，"
    documents = [
        Document(f"c{k}", filler(k) + phrase + filler(900 + k), "central") for k in range(40)
    ]
    documents.append(Document("l", filler(5000) + phrase + filler(5001) + PASSAGE, "local"))
    documents.append(Document("source", filler(5002) + PASSAGE, "central"))
    found = find_reuse(documents)
    marked = [m for m in found if m.boilerplate]
    assert marked
    assert all(phrase in documents[40].text[m.b_start : m.b_end] for m in marked)
    assert [m.a for m in found if not m.boilerplate] == ["source"]


def test_versions_of_one_source_do_not_make_a_passage_a_stock_phrase() -> None:
    source = filler(1) + PASSAGE[:50] + filler(2)
    documents = [Document(f"v{k}", source, "central") for k in range(5)]
    documents.append(Document("l", filler(9) + PASSAGE[:50] + filler(10), "local"))
    found = find_reuse(documents)
    assert len(found) == 5
    assert not any(m.boilerplate for m in found)


def test_without_sides_the_earlier_is_a() -> None:
    def dated(*dates: str) -> list[tuple[str, str]]:
        documents = [
            Document(f"d{k}", filler(k) + PASSAGE, date=parse_date(d) if d else None)
            for k, d in enumerate(dates)
        ]
        return [(m.a, m.b) for m in find_reuse(documents)]

    assert dated("2021-05-01", "2018") == [("d1", "d0")]
    assert dated("2018", "2021-05-01") == [("d0", "d1")]
    assert dated("2018-03", "2018") == [("d0", "d1")]
    assert dated("", "2018") == [("d0", "d1")]


def test_adding_texts_one_by_one_is_the_same_as_all_at_once() -> None:
    sources = [Text(f"c{k}", filler(k) + PASSAGE[k : k + 60] + filler(100 + k)) for k in range(12)]
    texts = [Text("l1", filler(200) + PASSAGE), Text("l2", "\n" + PASSAGE + filler(201))]
    whole = Index(jobs=1)
    whole.add(sources)
    grown = Index(jobs=2)
    for source in sources:
        grown.add([source])
    assert grown.match(texts) == whole.match(texts) != []
    assert grown.match(texts[1:]) == [m for m in whole.match(texts) if m.b == "l2"]
    with pytest.raises(ValueError, match="name"):
        grown.add([Text("c3", "x")])


def test_seeds_and_extension_on_plain_arrays_give_what_the_index_gives() -> None:
    a, b = (
        filler(1) + PASSAGE + "\n" + filler(2),
        "  " + filler(3) + PASSAGE[:40] + "甲" + PASSAGE[41:],
    )
    in_a, at_a = seeds_of(a)
    in_b, at_b = seeds_of(b)
    shared = [(p, q) for h, p in zip(in_a, at_a, strict=True) for q in at_b[in_b == h]]
    spans = extend(a, b, np.array(shared))
    (m,) = find_reuse(sided(("c", "central", a), ("l", "local", b)))
    assert spans.tolist() == [[m.a_start, m.a_end, m.b_start, m.b_end, round(m.score * 10_000)]]
    assert extend(a, b, np.array([[0, 0], [10**6, 3], [-1, 5]])).tolist() == []
    assert extend("", "", np.empty((0, 2))).tolist() == []


@pytest.mark.parametrize(
    "text",
    ["", " \n", "啊" * 3000, "ab" * 2000, "\ud800" * 200, "\x00" * 50, "😀" * 300, PASSAGE * 30],
    ids=["empty", "blank", "one", "two", "surrogates", "control", "astral", "repeated"],
)
def test_hostile_texts_end_and_stay_within_their_bounds(text) -> None:
    documents = [Document("x", text), Document("y", text + PASSAGE), Document("z", PASSAGE + text)]
    for m in find_reuse(documents):
        texts = {d.id: d.text for d in documents}
        assert 0 <= m.a_start < m.a_end <= len(texts[m.a])
        assert 0 <= m.b_start < m.b_end <= len(texts[m.b])
        assert 0 < m.score <= 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 3))
def test_folding_leads_back(before, after, cut) -> None:
    text = before + PASSAGE[cut:] + after
    folded = fold(["x", text])
    kept = folded.codes[folded.starts[1] : folded.starts[2] - 1]
    places = [folded.given(1, k, k + 1)[0] for k in range(len(kept))]
    assert places == sorted(set(places))
    dropped = set(range(len(text))) - set(places)
    assert all(
        text[k].isspace() or unicodedata.category(text[k]) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        for k in dropped
    )


@pytest.mark.skipif(not POLICIES.exists(), reason="../shared/corpora is not here")
def test_road_test_rules_of_qingdao_and_jinan_come_from_the_central_ones() -> None:
    rows = [json.loads(line) for line in POLICIES.read_text(encoding="utf-8").splitlines()]
    documents = [
        Document(
            f"{r['table']}-{r['no']}",
            r["content_zh"] or "",
            "central" if r["table"] == "central" else "local",
        )
        for r in rows
    ]
    texts = {d.id: d.text for d in documents}
    found = [m for m in find_reuse(documents) if not m.boilerplate]
    for local in ("shandong-36", "shandong-32"):
        mine = [m for m in found if m.b == local and m.a in ("central-70", "central-134")]
        covered = {k for m in mine for k in range(m.b_start, m.b_end)}
        assert len(mine) > 20
        assert len(covered) > 0.3 * len(texts[local])
        others = {m.a for m in found if m.b == local} - {"central-70", "central-134"}
        lengths = [
            sum(m.b_end - m.b_start for m in found if m.b == local and m.a == o) for o in others
        ]
        assert len(covered) > 1.5 * max(lengths, default=0)
        longest = max(mine, key=lambda m: m.b_end - m.b_start)
        passage = texts[local][longest.b_start : longest.b_end]
        source = texts[longest.a][longest.a_start : longest.a_end]
        same = sum(s.a_end - s.a_start for s in align(source, passage) if s.kind == "equal")
        assert same > 0.8 * len(source)
