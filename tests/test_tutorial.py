"""The tutorial: its study is clean, and every command and edit of its pages does what they say."""

import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from policyloom.build import build, check_folder
from policyloom.cli import main
from policyloom.core.problem import catalogue
from policyloom.terminal import OUTPUTS, Steps

ROOT = Path(__file__).parent.parent
STUDY = ROOT / "studies" / "tutorial"
PLANTED = json.loads((ROOT / "tests" / "tutorial_planted.json").read_text(encoding="utf-8"))
PAGES = {"ko": "tutorial.ko.md", "en": "tutorial.md"}
FENCE = re.compile(r"^```(console|diff)\n(.*?)^```$", re.M | re.S)
COPY = "xcopy studies\\tutorial my-tutorial /E /I /Q"
COMPARED = "text.number" in catalogue()
"""Whether this program compares registers with held texts."""

UNTOLD = (
    *([] if COMPARED else ["text.number"]),
    *(["read.no_text_layer"] if find_spec("rapidocr") else []),
)
"""Codes on the pages that this installation does not print."""


@dataclass
class Step:
    """A command with the lines that must appear in what it prints."""

    command: str
    expected: list[str]


@dataclass
class Edit:
    """Lines taken from a file of the study and put into it."""

    file: str
    old: list[str]
    new: list[str]


def steps(page: str) -> Iterator[Step | Edit]:
    for kind, body in FENCE.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        yield from _commands(body) if kind == "console" else _edits(body)


def _commands(body: str) -> Iterator[Step]:
    for part in re.split(r"^> ", body, flags=re.M)[1:]:
        command, *expected = part.splitlines()
        yield Step(command, expected)


def _edits(body: str) -> Iterator[Edit]:
    for part in re.split(r"^--- ", body, flags=re.M)[1:]:
        file, *lines = part.splitlines()
        marked = {mark: [x[2:] for x in lines if x[0] == mark] for mark in "-+"}
        yield Edit(file, marked["-"], marked["+"])


def apply(edit: Edit, folder: Path) -> None:
    path = folder / edit.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    new = "".join(f"{line}\n" for line in edit.new)
    old = "".join(f"{line}\n" for line in edit.old)
    if old:
        assert text.count(old) == 1, old
    path.write_bytes((text.replace(old, new) if old else text + new).encode("utf-8"))


def appears(line: str, printed: list[str]) -> bool:
    parts = [re.escape(part.strip()) for part in line.split("…") if part.strip()]
    words = re.compile(r"\s+".join(re.sub(r"(\\ )+", r"\\s+", p) for p in parts))
    loose = re.compile(".*".join(re.sub(r"(\\ )+", r"\\s+", p) for p in parts))
    return any((loose if "…" in line else words).search(x) for x in printed)


def served(folder: str, cwd: Path) -> None:
    """Start the server as the page says, look at the site, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", folder, "--no-browser", "--port", str(port)]
    command = [sys.executable, "-m", "policyloom.cli", *words]
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=cwd, stdout=silent, stderr=silent)
    try:
        assert _page(f"http://127.0.0.1:{port}/site/index.html") == 200
    finally:
        process.kill()
        process.wait()


def _page(address: str) -> int:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    return 0


def run(step: Step, cwd: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(step.command.replace("\\", "/"))
    if step.command == COPY:
        made = cwd / "my-tutorial"
        shutil.copytree(STUDY, made, ignore=shutil.ignore_patterns("derived"))
    elif words[0] == "start":
        assert (cwd / words[1]).is_file()
    elif words[:2] == ["policyloom", "serve"]:
        served(words[2], cwd)
    elif words[0] == "policyloom":
        capsys.readouterr()
        main(words[1:])
        out, err = capsys.readouterr()
        printed = (out + err).replace("\\", "/").splitlines()
        expected = [line for line in step.expected if not any(code in line for code in UNTOLD)]
        assert [line for line in expected if not appears(line, printed)] == [], printed
    else:
        assert step.command in (".venv\\Scripts\\activate", "set POLICYLOOM_LANG=en")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_can_be_followed(language, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICYLOOM_LANG", language)
    for step in steps(PAGES[language]):
        if isinstance(step, Edit):
            apply(step, tmp_path / "my-tutorial")
        else:
            run(step, tmp_path, capsys)
    assert check_folder(tmp_path / "my-tutorial") == []


def test_both_pages_show_the_same_steps() -> None:
    korean, english = (
        [s.command if isinstance(s, Step) else s for s in steps(PAGES[language])]
        for language in ("ko", "en")
    )
    assert korean == [s for s in english if s != "set POLICYLOOM_LANG=en"]


@pytest.mark.parametrize("page", PAGES.values())
def test_links_of_the_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [t for t in targets if not (ROOT / "docs" / t).exists()] == []


def test_the_tutorial_checks_clean() -> None:
    assert check_folder(STUDY) == []


@pytest.mark.slow
def test_the_tutorial_builds_without_a_problem(tmp_path: Path) -> None:
    folder = Path(
        shutil.copytree(STUDY, tmp_path / "study", ignore=shutil.ignore_patterns("derived"))
    )
    built = build(folder, Steps(shown=False))
    assert built.problems == ()
    assert set(built.made) == set(OUTPUTS)
    assert check_folder(folder) == []


def disagreement(wrong: dict) -> object:
    return pytest.param(wrong, id=f"{wrong['row']}-{wrong['column']}")


@pytest.mark.slow
@pytest.mark.skipif(not COMPARED, reason="registers are not compared with held texts yet")
@pytest.mark.parametrize("wrong", [disagreement(w) for w in PLANTED["disagreements"]])
def test_a_planted_disagreement_is_told_at_its_cell(wrong, tmp_path: Path) -> None:
    folder = Path(
        shutil.copytree(STUDY, tmp_path / "study", ignore=shutil.ignore_patterns("derived"))
    )
    build(folder, Steps(shown=False))
    path = folder / wrong["file"]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith(f"{wrong['row']},"))
    assert wrong["right"] in lines[at]
    lines[at] = lines[at].replace(wrong["right"], wrong["wrong"], 1)
    path.write_text("".join(lines), encoding="utf-8")
    told = [(p.file, p.line, p.column, p.code.partition(".")[0]) for p in check_folder(folder)]
    assert (wrong["file"], at + 1, wrong["column"], "text") in told
