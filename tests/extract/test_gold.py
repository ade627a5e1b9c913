"""The figures that the program must reach on annotated clauses and on pages with known fields."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from policyloom.cli import main
from policyloom.measure.extraction import Annotated, judge, read_gold, scores
from policyloom.measure.pages import judge_pages

GOLD = Path(__file__).parent / "gold_responsibilities.jsonl"
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is absent")


@needs_corpora
def test_clauses_reach_the_goals():
    figures = {s.name: s for s in scores(judge(read_gold(GOLD), CORPORA))}
    for form, goal in (("bracket", 0.97), ("sentence", 0.90)):
        assert figures[form].clauses >= 150
        assert min(figures[form].precision, figures[form].recall) >= goal
    assert "sentence, unseen" in figures


def test_unseen_sentences_do_not_count_as_tuned():
    unseen = Annotated(
        "a", "", 0, 4, "sentence", "unseen", frozenset({("lead", "甲局")}), "甲局牵头"
    )
    tuned = replace(unseen, frame="random")
    figures = {s.name: s for s in scores(judge([unseen, tuned], CORPORA))}
    assert figures["sentence"].places == 1
    assert figures["sentence, unseen"].precision == 1


def test_sentences_of_statutes_reach_what_is_documented():
    """The sentences lie in the gold itself, so that this holds without the corpora."""
    statutes = [p for p in read_gold(GOLD) if p.text]
    figures = {s.name: s for s in scores(judge(statutes, CORPORA))}
    assert min(figures["sentence"].precision, figures["sentence"].recall) >= 0.90
    unseen = figures["sentence, unseen"]
    assert unseen.clauses >= 55
    assert unseen.precision >= 0.85
    assert unseen.recall >= 0.82
    second = figures["sentence, unseen-2"]
    assert second.clauses >= 55
    assert min(second.precision, second.recall) >= 0.90


def test_sentences_say_where_in_their_statute_they_stand():
    for name in ("gold_statutes.jsonl", "gold_development.jsonl"):
        rows = [json.loads(line) for line in (GOLD.parent / name).open(encoding="utf-8")]
        for row in rows:
            place = row["at"]
            assert row["source"] in place["file"]
            # Blanks may differ: the statute's own are not kept in the sentence.
            assert place["end"] - place["start"] >= len("".join(row["text"].split()))
            assert all(name in row["text"] for _, name in row["roles"])
    assert len({row["text"] for row in rows}) == len(rows)


def test_the_gold_holds_places_and_names_only():
    for place in read_gold(GOLD):
        assert place.start < place.end
        assert all(len(name) <= 60 for _, name in place.roles)


@needs_corpora
def test_pages_are_read_whole_and_from_the_body_alone():
    results = list(judge_pages(CORPORA / "cn-statecouncil-html"))
    assert len(results) == 15
    assert [r.wrong for r in results] == [{}] * 15
    assert sum(not r.wrong_in_body for r in results) >= 14


@needs_corpora
def test_the_command_prints_the_figures(capsys):
    assert main(["measure", "extraction", "--lang", "en"]) == 0
    assert "gov.cn pages: all fields right 15/15" in capsys.readouterr().out
