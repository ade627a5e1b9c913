"""The tutorial's documents as read, against the texts they were made of and what was planted."""

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from policyloom.files.load import load_study

TESTS = Path(__file__).parent.parent
STUDY = TESTS.parent / "studies" / "tutorial"
PLANTED = json.loads((TESTS / "tutorial_planted.json").read_text(encoding="utf-8"))
GOLD = PLANTED["documents"]
READ = sorted(name for name, gold in GOLD.items() if "refused" not in gold)
REFUSED = sorted(set(GOLD) - set(READ))
LISTS = ("citations", "responsibilities", "targets")
BYTES_MOST = 1_000_000


@pytest.fixture(scope="module")
def documents() -> Mapping[str, Any]:
    reading = pytest.importorskip("policyloom.reading.read", reason="nothing reads documents yet")
    home = STUDY / "documents"
    paths = sorted(p for p in home.rglob("*") if p.is_file())
    return {d.file: d for d in reading.read_files(paths, root=home)}


def words(name: str) -> str:
    """Return what a document was made of, without marks of titles and cells, and without space."""
    text = (TESTS / "tutorial_texts" / GOLD[name]["text"]).read_text(encoding="utf-8")
    if not name.endswith(".md"):
        text = re.sub(r"^#+ ", "", text, flags=re.M).replace("|", "")
    return "".join(text.split())


def facts(name: str) -> list[dict[str, Any]]:
    return [fact for kind in LISTS for fact in GOLD[name][kind]]


def test_every_document_is_planted_and_small(documents) -> None:
    assert sorted(documents) == sorted(GOLD)
    sizes = [p.stat().st_size for p in (STUDY / "documents").rglob("*") if p.is_file()]
    assert sum(sizes) < BYTES_MOST


@pytest.mark.parametrize("name", READ)
def test_a_document_is_read_whole(name, documents) -> None:
    found, gold = documents[name], GOLD[name]
    assert "".join(found.text.split()) == words(name)
    assert (found.format, found.language) == (gold["format"], gold["language"])
    assert found.encoding.lower() == gold["encoding"]
    assert [p.code for p in found.problems] == gold["problems"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_that_cannot_be_read_says_why(name, documents) -> None:
    found = documents[name]
    if "pictured" in GOLD[name] and find_spec("rapidocr"):
        pytest.skip("the extra that recognises scans is installed")
    assert (found.text, found.passages) == ("", ())
    assert [p.code for p in found.problems] == [GOLD[name]["refused"]]


@pytest.mark.parametrize("name", READ)
def test_planted_quotes_stand_at_their_offsets(name, documents) -> None:
    text = documents[name].text
    assert [f["quote"] for f in facts(name) if text[f["start"] : f["end"]] != f["quote"]] == []
    twice = [f["quote"] for f in facts(name) if "nth" not in f and text.count(f["quote"]) > 1]
    assert twice == []


@pytest.mark.parametrize("name", READ)
def test_planted_fields_stand_in_the_text(name, documents) -> None:
    text, gold = "".join(documents[name].text.split()), GOLD[name]
    plain = (gold["title"], gold["addressee"], gold["date_printed"])
    assert [w for w in plain if w and "".join(w.split()) not in text] == []
    for value in (gold["date_issued"], gold["date_published"]):
        assert value is None or date.fromisoformat(f"{value}-01"[:10])


@pytest.mark.parametrize("kind", ["reuse", "ledger"])
def test_planted_passages_stand_on_both_sides(kind, documents) -> None:
    wrong = [
        (match[side], match[f"{side}_quote"])
        for match in PLANTED[kind]
        for side in ("a", "b")
        if match[f"{side}_quote"]
        and documents[match[side]].text[match[f"{side}_start"] : match[f"{side}_end"]]
        != match[f"{side}_quote"]
    ]
    assert wrong == []


def test_the_ledger_answers_every_task_for_every_province_held() -> None:
    study, _ = load_study(STUDY)
    tasks = [r["task"] for r in GOLD["opinion.html"]["responsibilities"] if r["form"] == "bracket"]
    lines = PLANTED["ledger"]
    for region in (row.id for row in study.table("regions") if row.text("level") == "region"):
        own = [m for m in lines if m["region"] == region]
        if own[0]["response"] == "unknown":
            assert len(own) == 1
        else:
            assert [m["task"] for m in own if m["response"] != "added"] == tasks


def test_the_registers_hold_what_is_planted() -> None:
    study, problems = load_study(STUDY)
    assert problems == []
    sources = study.table("sources").by_id
    for policy in study.table("policies"):
        name = sources[policy.many("sources")[0]].text("file").removeprefix("documents/")
        gold = GOLD[name]
        assert policy.text("title") == gold["title"]
        assert policy.text("number") == (gold["doc_number"] or "")
        assert gold["date_issued"] in (policy.text("date_issued"), policy.text("date_published"))
        assert policy.text("issuers_printed").split() == gold["issuers"]


def test_every_source_carries_the_hash_of_its_file() -> None:
    study, _ = load_study(STUDY)
    for source in study.table("sources"):
        data = (STUDY / source.text("file")).read_bytes()
        assert hashlib.sha256(data).hexdigest() == source.text("hash")


def test_the_maker_makes_the_same_documents(monkeypatch) -> None:
    """Only those that no library of another version would pack differently."""
    monkeypatch.setattr(sys, "path", [str(TESTS), *sys.path])
    import tutorial_maker

    plain = [n for n in tutorial_maker.FILES if n.endswith((".txt", ".html", ".md", "locked.pdf"))]
    stored = {n: (STUDY / "documents" / n).read_bytes() for n in plain}
    assert {n: tutorial_maker.FILES[n]() for n in plain} == stored
