"""How long the main job takes, and how much of a full build an incremental one saves.

    python -m benchmarks.builds [STUDY]

Whole processes, several runs, medians; every figure stands beside its ratio to a full rebuild of
the same run, because absolute times depend on the machine.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOALS = {"--help": 0.3, "check": 2.0, "cold build": 60.0, "one cell": 3.0, "nothing changed": 0.5}
"""Seconds on two cores."""


@dataclass(frozen=True)
class Timing:
    """The runs of one job."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the middle run."""
        return statistics.median(self.seconds)


def policyloom(*words: str | Path) -> float:
    """Run the command as a whole process; return the seconds it took."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "policyloom.cli", *map(str, words)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def timed(name: str, runs: int, once: Callable[[], float]) -> Timing:
    """Time a job several times."""
    return Timing(name, tuple(once() for _ in range(runs)))


@dataclass(frozen=True)
class Edit:
    """A change of one cell, word or line: in which file, and how its text changes."""

    name: str
    file: str
    change: Callable[[str], str]

    def on(self, study: Path) -> None:
        """Change the file; it must come out different."""
        path = study / self.file
        before = path.read_text(encoding="utf-8")
        after = self.change(before)
        if after == before:
            raise ValueError(f"{self.name}: {self.file} has nothing to change")
        path.write_text(after, encoding="utf-8")


def jobs(study: Path) -> list[Timing]:
    """Time every job on a copy of a study; cold builds stand on both sides of the edits."""

    def cold() -> float:
        shutil.rmtree(study / "derived", ignore_errors=True)
        return policyloom("build", study)

    first = timed("cold build", 2, cold)
    found = [
        timed("--help", 7, lambda: policyloom("--help")),
        timed("check", 5, lambda: policyloom("check", study)),
        timed("nothing changed", 5, lambda: policyloom("build", study)),
        *(timed(f"one cell: {edit.name}", RUNS, partial(rebuild, study, edit)) for edit in EDITS),
    ]
    last = timed("cold build", 1, cold)
    return [Timing(first.name, first.seconds + last.seconds), *found]


def rebuild(study: Path, edit: Edit) -> float:
    """Time a build after an edit; the text is put back, and built again, untimed."""
    path = study / edit.file
    before = path.read_bytes()
    edit.on(study)
    seconds = policyloom("build", study)
    path.write_bytes(before)
    policyloom("build", study)
    return seconds


def in_row(start: str, old: str, new: str) -> Callable[[str], str]:
    """Return a change of the first row that begins with some words and holds others."""

    def change(text: str) -> str:
        lines = text.split("\n")
        for i, line in enumerate(lines):
            if line.startswith(start) and old in line[len(start) :]:
                lines[i] = start + line[len(start) :].replace(old, new, 1)
                break
        return "\n".join(lines)

    return change


def first_match(pattern: str, new: str) -> Callable[[str], str]:
    """Return a change of the first place where a pattern matches."""
    return lambda text: re.sub(pattern, new, text, count=1)


RUNS = 3
EDITS = (
    Edit("a value nothing in prose uses", "registers/figures.csv", last_number),
    Edit("a date of a policy", "registers/policies.csv", first_match(r",2016-(\d\d)-11,", r",2016-\1-12,")),
    Edit("a score of a case", "registers/case_conditions.csv", first_match(r",0\.33,", ",0.67,")),
    Edit("a title of a source", "sources.csv", first_match(r"中国", "我国")),
    Edit("a statement of a claim", "claims.yaml", first_match(r"(ko: .*)이다", r"\1인 것이다")),
    Edit("a word in a chapter", "report/3-ai.md", first_match(r"그러나 ", "다만 ")),
)
"""The edits timed. Each leaves the shipped study without errors."""


def main(arguments: list[str]) -> None:
    """Print the table."""
    given = Path(arguments[0]) if arguments else ROOT / "studies" / "china-internet-plus"
    with tempfile.TemporaryDirectory() as place:
        study = Path(place) / "study"
        shutil.copytree(given, study, ignore=shutil.ignore_patterns("derived"))
        timings = jobs(study)
    full = timings[0].median
    print(f"{'job':18}{'median s':>10}{'min':>8}{'max':>8}{'of a full build':>18}{'goal s':>9}")
    for t in timings:
        low, high = min(t.seconds), max(t.seconds)
        share = f"{t.median / full:.1%}"
        print(f"{t.name:18}{t.median:10.2f}{low:8.2f}{high:8.2f}{share:>18}{GOALS[t.name]:9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
