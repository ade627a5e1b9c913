"""The published and annotated answers of policytext.json, held in full."""

import json
import re
from pathlib import Path

import pytest

from policyloom.extract.citations import find_citations
from policyloom.extract.dates import find_dates
from policyloom.extract.doc_numbers import parse_number
from policyloom.extract.instruments import tools
from policyloom.extract.responsibility import find_clauses

SHARED = Path(__file__).parents[3] / "shared"
ANSWERS = SHARED / "known-answers" / "policytext.json"
pytestmark = pytest.mark.skipif(not ANSWERS.exists(), reason="../shared/known-answers is absent")


def answer(name):
    answers = json.loads(ANSWERS.read_text(encoding="utf-8"))["known_answers"]
    return next(a for a in answers if a["id"] == name)


def test_document_numbers():
    for case in answer("docno_open")["expected"]["parsed"]:
        number, expected = parse_number(case["raw"]), case["expected"]
        if number is None:
            assert expected["kind"] == "none", case["raw"]
        else:
            assert {key: getattr(number, key) for key in expected} == expected


def test_responsibility_clauses():
    known = answer("resp_open")
    for text, expected in zip(known["inputs"]["clauses"], known["expected"]["parsed"], strict=True):
        clauses = find_clauses(text)
        if expected is None:
            assert clauses == [], text
            continue
        (clause,) = clauses
        with_ = expected.get("with", [])
        assert clause.lead == expected.get("lead", [])
        assert clause.responsible == expected.get("responsible", [])
        assert clause.with_ == with_
        assert clause.support == with_
        assert clause.is_open == expected.get("open_list", False)
        assert clause.generic == expected.get("generic", [])


def test_citations():
    known = answer("cite_open")
    for text, expected in zip(
        known["inputs"]["texts"], known["expected"]["citations"], strict=True
    ):
        found = find_citations(text)
        assert len(found) == len(expected)
        for citation, wanted in zip(found, expected, strict=True):
            assert {key: getattr(citation, key) for key in wanted} == wanted
            assert citation.implements == wanted.get("implements", False)
            assert citation.anaphoric == wanted.get("anaphoric", False)


def test_dates():
    known = answer("date_open")
    rows = zip(known["inputs"]["texts"], known["expected"]["iso"], known["expected"]["interval"],
               strict=True)  # fmt: skip
    for text, iso, interval in rows:
        (mention,) = find_dates(text)
        assert mention.iso == iso, text
        if isinstance(interval, list):
            assert [str(mention.first), str(mention.last)] == interval
        elif interval:
            assert mention.kind == re.match("[a-z]+", interval)[0]
            assert str(mention.last) == re.search(r"[\d-]+$", interval)[0]


def test_the_instruments_cover_the_chinese_use_of_the_scheme():
    known = answer("rz_taxonomy")["expected"]["chinese_usage"]
    groups = {"供给型": "supply", "环境型": "environment", "需求型": "demand"}
    for chinese, group in groups.items():
        assert sum(t.group == group for t in tools()) >= len(known[chinese]) - 1


def test_clauses_are_found_in_the_numbers_that_were_counted():
    known = answer("resp_form_frequencies")["expected"]
    path = SHARED / "corpora" / "cn-ai-policies-central-shandong" / "derived" / "policies.jsonl"
    texts = [json.loads(line)["content_zh"] or "" for line in path.open(encoding="utf-8")]
    behind_no_comma = {
        label: sum(len(re.findall(f"(?<!，){label}", t)) for t in texts)
        for label in known["labels"]
    }
    assert behind_no_comma == known["labels"]
    clauses = [c for t in texts for c in find_clauses(t) if c.form in ("bracket", "label")]
    counted = known["parenthesised clauses with 牵头/负责/配合/参加/分工 (raw regex, a few false)"]
    assert len(clauses) >= counted
