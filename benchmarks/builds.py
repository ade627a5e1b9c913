"""How long the main job takes, and how much of a full build an incremental one saves.

    python -m benchmarks.builds [STUDY]

Whole processes, several runs, medians; every figure stands beside its ratio to a full rebuild of
the same run, because absolute times depend on the machine.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
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


def jobs(study: Path) -> list[Timing]:
    """Time every job on a copy of a study."""

    def cold() -> float:
        shutil.rmtree(study / "derived", ignore_errors=True)
        return policyloom("build", study)

    def one_cell() -> float:
        change_a_cell(study / "registers" / "figures.csv")
        return policyloom("build", study)

    return [
        timed("cold build", 3, cold),
        timed("--help", 7, lambda: policyloom("--help")),
        timed("check", 5, lambda: policyloom("check", study)),
        timed("nothing changed", 5, lambda: policyloom("build", study)),
        timed("one cell", 5, one_cell),
    ]


def change_a_cell(register: Path) -> None:
    """Change the value of the last row of figures.csv, and back the next time."""
    head, _, last = register.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")
    cells = last.split(",")
    place = next(i for i, c in enumerate(cells) if i > 4 and c.replace(".", "", 1).isdigit())
    cells[place] = f"{float(cells[place]) + 1:g}"
    register.write_text(f"{head}\n{','.join(cells)}\n", encoding="utf-8")


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
