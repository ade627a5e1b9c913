"""One process that loads, checks and weaves a folder again and again sees every change of it."""

import shutil
from pathlib import Path

import pytest

from policyloom.build import DERIVED, Woven, weave
from policyloom.core.latest import Latest
from policyloom.files.check import check_study
from policyloom.files.load import load_study

TINY = Path(__file__).parent / "studies" / "tiny"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "study"
    shutil.copytree(TINY, made, ignore=shutil.ignore_patterns(DERIVED))
    return made


def afresh(folder, monkeypatch):
    """Load and check as a new process would: nothing is kept from before."""
    with monkeypatch.context() as patch:
        patch.setattr(Latest, "of", lambda self, name, source, make: make())  # noqa: ARG005
        study, problems = load_study(folder)
        return study, problems, check_study(study) if study is not None else []


@pytest.mark.slow
def test_what_is_kept_never_hides_a_change(folder, monkeypatch):
    """Each file changed, checked and put back in one process, against loading afresh."""
    load_study(folder)
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".csv", ".yaml", ".md"}):
        before = path.read_bytes()
        path.write_bytes(before.replace(b"1", b"3"))
        study, problems = load_study(folder)
        expected = afresh(folder, monkeypatch)
        assert (study, problems) == expected[:2], path
        assert study is None or check_study(study) == expected[2], path
        path.write_bytes(before)
    study, problems = load_study(folder)
    assert (study, problems) == afresh(folder, monkeypatch)[:2]


@pytest.mark.slow
def test_results_in_memory_follow_the_folder(folder):
    figures = folder / "registers" / "figures.csv"
    before = figures.read_bytes()
    first = weave(folder)
    assert isinstance(first, Woven)
    again = weave(folder)
    assert isinstance(again, Woven)
    assert again.facts.results == first.facts.results
    text = before.decode("utf-8-sig").splitlines()
    figures.write_bytes("\n".join(text[:-1]).encode() + b"\n")
    fewer = weave(folder, keep=False)
    assert isinstance(fewer, Woven)
    assert fewer.facts.results != first.facts.results
    figures.write_bytes(before)
    back = weave(folder)
    assert isinstance(back, Woven)
    assert back.facts.results == first.facts.results
    assert back.problems == first.problems


@pytest.mark.slow
def test_without_keep_nothing_is_written(folder):
    weave(folder, keep=False)
    assert not (folder / DERIVED / "results").exists()


@pytest.mark.slow
def test_a_result_that_somebody_removed_is_made_and_kept_again(folder):
    weave(folder)
    weave(folder)
    kept = sorted((folder / DERIVED / "results").glob("*.json"))
    contents = {path: path.read_bytes() for path in kept}
    assert kept
    for path in kept:
        path.unlink()
    weave(folder)
    assert {path: path.read_bytes() for path in kept} == contents
