"""How long the main job takes, and how much of a full build an incremental one saves.

    python -m benchmarks.builds [STUDY]

Whole processes, several runs, medians; every figure stands beside its ratio to a full rebuild of
the same run, because absolute times depend on the machine.
"""

from __future__ import annotations

import csv
import io
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
GOALS = {"--help": 0.3, "check": 2.0, "cold build": 60.0, "nothing changed": 0.5}
"""Seconds on two cores; a build after any of the edits has ONE_CELL."""
ONE_CELL = 3.0


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
        *(timed(edit.name, RUNS, partial(rebuild, study, edit)) for edit in EDITS),
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


def first_match(pattern: str, new: str) -> Callable[[str], str]:
    """Return a change of the first place where a pattern matches."""
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.MULTILINE)


def one_more(row: str) -> Callable[[str], str]:
    """Return a change of the value in a row of figures.csv: one more than it is."""

    def change(text: str) -> str:
        head, *rows = csv.reader(io.StringIO(text))
        place, number = next((r for r in rows if r[0] == row), rows[-1]), head.index("value")
        place[number] = f"{float(place[number]) + 1:g}"
        made = io.StringIO()
        csv.writer(made, lineterminator="\n").writerows([head, *rows])
        return made.getvalue()

    return change


RUNS = 3
EDITS = (
    Edit("value in prose", "registers/figures.csv", one_more("ai-firms-caict.CHN.2018")),
    Edit("value not in prose", "registers/figures.csv", one_more("doing-business-rank.KOR.2016")),
    Edit(
        "date of a policy", "registers/policies.csv", first_match(r",(2016-\d\d)-11,", r",\1-12,")
    ),
    Edit("score of a case", "registers/case_conditions.csv", first_match(r",0\.33,", ",0.67,")),
    Edit("title of a source", "sources.csv", first_match(r"^(S0003,[^,]*,[^,]*)", r"\1·")),
    Edit("statement of a claim", "claims.yaml", first_match(r"(ko: .*)이다", r"\1인 것이다")),
    Edit("word in a chapter", "report/3-ai.md", first_match(r"먼저 적는다", "먼저 쓴다")),
)
"""The edits timed: of all kinds, and none that makes the shipped study fail."""


def main(arguments: list[str]) -> None:
    """Print the table."""
    given = Path(arguments[0]) if arguments else ROOT / "studies" / "china-internet-plus"
    with tempfile.TemporaryDirectory() as place:
        study = Path(place) / "study"
        shutil.copytree(given, study, ignore=shutil.ignore_patterns("derived"))
        timings = jobs(study)
    full = timings[0].median
    print(f"{'job':22}{'median s':>10}{'min':>8}{'max':>8}{'of a full build':>18}{'goal s':>9}")
    for t in timings:
        low, high = min(t.seconds), max(t.seconds)
        share, goal = f"{t.median / full:.1%}", GOALS.get(t.name, ONE_CELL)
        print(f"{t.name:22}{t.median:10.2f}{low:8.2f}{high:8.2f}{share:>18}{goal:9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
