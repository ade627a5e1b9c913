"""The figures that the program must reach on annotated clauses and on pages with known fields."""

from pathlib import Path

import pytest

from policyloom.cli import main
from policyloom.measure.extraction import judge, read_gold, scores
from policyloom.measure.pages import judge_pages

GOLD = Path(__file__).parent / "gold_responsibilities.jsonl"
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is absent")


def test_clauses_reach_the_goals():
    figures = {s.name: s for s in scores(judge(read_gold(GOLD), CORPORA))}
    for form, goal in (("bracket", 0.97), ("sentence", 0.90)):
        assert figures[form].clauses >= 150
        assert min(figures[form].precision, figures[form].recall) >= goal


def test_the_gold_holds_places_and_names_only():
    for place in read_gold(GOLD):
        assert place.start < place.end
        assert all(len(name) <= 45 for _, name in place.roles)


def test_pages_are_read_whole_and_from_the_body_alone():
    results = list(judge_pages(CORPORA / "cn-statecouncil-html"))
    assert len(results) == 15
    assert [r.wrong for r in results] == [{}] * 15
    assert sum(not r.wrong_in_body for r in results) >= 14


def test_the_command_prints_the_figures(capsys):
    assert main(["measure", "extraction", "--lang", "en"]) == 0
    assert "gov.cn pages: all fields right 15/15" in capsys.readouterr().out
