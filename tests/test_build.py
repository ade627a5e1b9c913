"""The main job, on a small study: build, incremental rebuild, and what must make it fail."""

import shutil
from pathlib import Path

import pytest

from policyloom.build import build
from policyloom.core.problem import errors
from policyloom.terminal import OUTPUTS, Built, Steps

TINY = Path(__file__).parent / "studies" / "tiny"
pytestmark = pytest.mark.slow


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "study"))


def made(folder: Path) -> Built:
    return build(folder, Steps(shown=False))


def html(folder: Path) -> str:
    return (folder / "derived" / OUTPUTS["html"]).read_text(encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def outputs(folder: Path) -> dict[str, bytes]:
    root = folder / "derived"
    kinds = ("report", "site")
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for kind in kinds
        for p in sorted((root / kind).rglob("*"))
        if p.is_file()
    }


def test_a_build_makes_report_pdf_and_site(study: Path) -> None:
    built = made(study)
    assert errors(built.problems) == []
    assert set(built.made) == set(OUTPUTS)
    assert (study / "derived" / OUTPUTS["pdf"]).read_bytes().startswith(b"%PDF")
    assert "9,600" in html(study)


def test_nothing_changed_means_nothing_done(study: Path) -> None:
    made(study)
    assert made(study).made == ()


def test_the_same_input_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    made(study)
    again = Path(shutil.copytree(TINY, tmp_path / "elsewhere"))
    made(again)
    assert outputs(study) == outputs(again)


def test_a_changed_cell_changes_its_sentence(study: Path) -> None:
    made(study)
    edit(study / "registers" / "figures.csv", "2017,9600", "2017,9700")
    assert errors(made(study).problems) == []
    assert "9,700" in html(study)


def test_a_changed_cell_stops_the_build_at_the_claim_that_no_longer_holds(study: Path) -> None:
    made(study)
    before = outputs(study)
    edit(study / "registers" / "figures.csv", "2017,9600", "2017,600")
    wrong = errors(made(study).problems)
    assert [(p.file, p.line, p.code) for p in wrong] == [
        ("claims.yaml", 11, "claim.fails"),
        ("claims.yaml", 26, "claim.rests_on_failed"),
    ]
    assert outputs(study) == before


def test_a_typed_number_stops_the_build_at_its_line(study: Path) -> None:
    made(study)
    before = outputs(study)
    edit(study / "report" / "01.md", "신호를 바꾸었다", "신호 12곳을 바꾸었다")
    wrong = errors(made(study).problems)
    assert [(p.file, p.line, p.code) for p in wrong] == [("report/01.md", 5, "report.bare_number")]
    assert outputs(study) == before


def test_an_unknown_role_is_a_problem_at_its_line(study: Path) -> None:
    edit(study / "report" / "01.md", "{term}", "{python}")
    assert ("report/01.md", 5) in [(p.file, p.line) for p in errors(made(study).problems)]
    assert not (study / "derived" / "report").exists()


def test_a_draft_is_written_with_its_problems_and_still_fails(study: Path) -> None:
    edit(study / "study.yaml", "nation: NUR", "nation: NUR\nreport: {draft: true}")
    edit(study / "report" / "01.md", "신호를 바꾸었다", "신호 12곳을 바꾸었다")
    built = made(study)
    assert [p.code for p in errors(built.problems)] == ["report.bare_number"]
    assert (study / "derived" / OUTPUTS["html"]).is_file()
    assert made(study).problems == built.problems


def test_a_damaged_cache_is_made_anew(study: Path) -> None:
    made(study)
    before = outputs(study)
    for kept in (study / "derived").rglob("*.json"):
        kept.write_bytes(b"\x00{")
    assert errors(made(study).problems) == []
    assert outputs(study) == before
