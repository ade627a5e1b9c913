"""Options of the scoreboard and of the trade indicators, and amounts that contradict their unit."""

from pathlib import Path

import pytest
from seeding import TINY, copy_of

from policyloom.analysis import concordance, scoreboard, trade_comparison
from policyloom.core.problem import Problem
from policyloom.files.check import check_study
from policyloom.files.load import load_study
from policyloom.files.new import new_study
from policyloom.model.evidence import Options
from policyloom.store.evidence import open_evidence

OLD = "analyses:\n"
TRADE = "registers/trade.csv"


def check(folder: Path) -> list[Problem]:
    study, problems = load_study(folder)
    assert study is not None
    return [p for p in [*problems, *check_study(study)] if p.code != "source.unused"]


def with_options(tmp_path: Path, new: str) -> list[tuple[str, str]]:
    folder = copy_of(TINY, tmp_path)
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(OLD, OLD + new), encoding="utf-8")
    return [(p.code, p.column) for p in check(folder)]


@pytest.mark.parametrize(
    ("new", "code", "column"),
    [
        ("  scoreboard: {draws: many}\n", "option.form", "scoreboard.draws"),
        ("  scoreboard: {draws: 10}\n", "option.form", "scoreboard.draws"),
        ("  scoreboard: {normalisation: percentile}\n", "option.form", "scoreboard.normalisation"),
        ("  scoreboard: {wheights: equal}\n", "option.form", "scoreboard.wheights"),
        ("  scoreboard:\n    leave_out: [{indicator: ai-paper, why: {ko: 겹침, en: same}}]\n",
         "reference.dangling", "scoreboard.leave_out.0.indicator"),
        ("  trade_comparison:\n    decompositions: [{id: x, ko: 가, en: A, basis: customs}]\n",
         "option.form", "trade_comparison.decompositions.0.groups"),
        ("  trade_comparison:\n    decompositions:\n"
         "      - {id: x, ko: 가, en: A, basis: nsf, groups: ['8542']}\n",
         "reference.dangling", "trade_comparison.decompositions.0.groups.0"),
        ("  trade_comparison:\n    decompositions:\n"
         "      - {id: x, ko: 가, en: A, basis: customs, groups: ['8542'], total: all}\n",
         "reference.dangling", "trade_comparison.decompositions.0.total"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_place(tmp_path, new, code, column) -> None:
    assert with_options(tmp_path, new) == [(code, f"analyses.{column}")]


def test_options_that_are_right_raise_nothing(tmp_path) -> None:
    good = (
        "  scoreboard:\n    reference_year: 2017\n    draws: 500\n"
        "    leave_out: [{indicator: ai-papers, why: {ko: 겹침, en: same}}]\n"
        "  trade_comparison:\n    decompositions:\n"
        "      - {id: x, ko: 가, en: A, basis: customs, groups: ['8542']}\n"
    )
    assert with_options(tmp_path, good) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("m.a,NUR,,8542,integrated circuits,2017,export,67200000,customs,S5,high",
         "value.magnitude_report"),
        ("m.b,NUR,,8542,integrated circuits,2015,export,60000000,customs,S3,high",
         "value.magnitude_jump"),
    ],
)  # fmt: skip
def test_an_amount_a_thousand_times_off_is_caught_in_a_register(tmp_path, row, code) -> None:
    folder = copy_of(TINY, tmp_path)
    path = folder / TRADE
    text = path.read_text(encoding="utf-8")
    assert not check(folder)
    path.write_text(text + row + "\n", encoding="utf-8")
    found = [(p.code, p.file, p.line) for p in check(folder)]
    assert found == [(code, TRADE, text.count("\n") + 1)]


@pytest.mark.parametrize("which", ["tiny", "template"])
def test_any_study_can_be_scored(tmp_path, which) -> None:
    folder = tmp_path / "study"
    if which == "template":
        assert not new_study(folder)
    else:
        folder = copy_of(TINY, tmp_path)
    study, _ = load_study(folder)
    assert study is not None
    store = open_evidence(study)
    for analysis in (scoreboard, trade_comparison, concordance):
        result = analysis.run(store, Options(study.settings, {}, {}, None))
        for name, value in result.values.items():
            assert value.origins, f"{name} rests on nothing"
        for table in result.tables.values():
            assert all(table.origins)
