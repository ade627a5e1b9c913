"""Incremental builds: whatever was edited, the outputs are those of a fresh build."""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.builds import EDITS as SHIPPED_EDITS

from policyloom.build import build
from policyloom.report import pdf
from policyloom.report.document import Document
from policyloom.report.figures import Pictures
from policyloom.terminal import OUTPUTS, Built, Steps

TINY = Path(__file__).parent / "studies" / "tiny"
SHIPPED = Path(__file__).parents[1] / "studies" / "china-internet-plus"
Edit = Callable[[Path], None]
pytestmark = pytest.mark.slow


def made(folder: Path) -> Built:
    return build(folder, Steps(shown=False))


def outputs(folder: Path) -> dict[str, bytes]:
    root = folder / "derived"
    files = (p for kind in ("report", "site") for p in (root / kind).rglob("*") if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(files)}


def fresh(folder: Path, place: Path) -> dict[str, bytes]:
    """Build a copy of a study with nothing kept from before, except drawings."""
    copy = place / "fresh"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("derived"))
    if (folder / "derived" / "figures").is_dir():
        shutil.copytree(folder / "derived" / "figures", copy / "derived" / "figures")
    made(copy)
    return outputs(copy)


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def write_table(path: Path, rows: list[list[str]]) -> None:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    path.write_text(made.getvalue(), encoding="utf-8")


def other_cell(cell: str, chance: random.Random) -> str:
    """Return another cell of the same kind, as far as a cell tells its kind."""
    if cell.replace(".", "", 1).isdecimal():
        return str(round(float(cell) * chance.choice((1.01, 0.99, 2)), 3)).removesuffix(".0")
    return chance.choice((f"{cell} 덧", cell[:-1], ""))


def edit_at_random(folder: Path, chance: random.Random) -> None:
    """Change a cell, drop a row, repeat a row under another id, or swap two rows."""
    path = chance.choice(sorted([*folder.glob("*.csv"), *folder.glob("registers/*.csv")]))
    head, *rows = table(path)
    if not rows:
        return
    row = chance.choice(rows)
    match chance.choice(("cell", "cell", "cell", "cell", "drop", "add", "swap")):
        case "cell":
            at = chance.randrange(1, len(head))
            row[at] = other_cell(row[at], chance)
        case "drop":
            rows.remove(row)
        case "add":
            rows.insert(chance.randrange(len(rows) + 1), [f"{row[0]}-b", *row[1:]])
        case _:
            other = chance.randrange(len(rows))
            at = rows.index(row)
            rows[at], rows[other] = rows[other], rows[at]
    write_table(path, [head, *rows])


def record_instead_of_pdf(document: Document, pictures: Pictures) -> bytes:
    record, images = pdf._Recorder(document, pictures).record()
    return repr((record, images)).encode("utf-8")


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_of_registers_come_out_as_in_a_fresh_build(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "write_pdf", record_instead_of_pdf)
    chance = random.Random(seed)
    study = Path(shutil.copytree(TINY, tmp_path / "study"))
    made(study)
    done = 0
    for _ in range(60):
        good = {p: p.read_bytes() for p in study.rglob("*.csv") if "derived" not in p.parts}
        edit_at_random(study, chance)
        if made(study).made:
            done += 1
            assert different(outputs(study), fresh(study, tmp_path)) == []
        else:
            for path, data in good.items():
                path.write_bytes(data)
        if done == 6:
            break
    assert done == 6


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


EDITS: dict[str, Edit] = {
    "a value in prose": replaced("registers/figures.csv", "2017,9600", "2017,9700"),
    "a word in a chapter": replaced("report/01.md", "신호를 바꾸었다", "신호를 고쳤다"),
    "a line more in a chapter": replaced("report/01.md", "\n\n", "\n\n\n"),
    "a title of the study": replaced("study.yaml", "누리국 연결산업", "누리국의 연결산업"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_comes_out_as_in_a_fresh_build(name: str, tmp_path: Path) -> None:
    study = Path(shutil.copytree(TINY, tmp_path / "study"))
    made(study)
    EDITS[name](study)
    made(study)
    assert different(outputs(study), fresh(study, tmp_path)) == []


def test_every_kind_of_edit_of_the_shipped_study_comes_out_as_in_a_fresh_build(
    tmp_path: Path,
) -> None:
    left_out = shutil.ignore_patterns("derived")
    study = Path(shutil.copytree(SHIPPED, tmp_path / "study", ignore=left_out))
    made(study)
    for edit in SHIPPED_EDITS:
        edit.on(study)
        assert "site" in made(study).made, edit.name
    assert different(outputs(study), fresh(study, tmp_path)) == []


def test_a_file_of_the_site_that_somebody_changed_is_made_anew(tmp_path: Path) -> None:
    study = Path(shutil.copytree(TINY, tmp_path / "study"))
    made(study)
    page = study / "derived" / OUTPUTS["site"]
    page.write_text("gone", encoding="utf-8")
    replaced("registers/figures.csv", "2017,9600", "2017,9700")(study)
    made(study)
    assert different(outputs(study), fresh(study, tmp_path)) == []
