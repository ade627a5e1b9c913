"""What the terminal shows: progress bars, problem listings, the closing summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from policyloom.core.problem import Language, Problem, errors

if TYPE_CHECKING:
    from rich.progress import Progress

_SHOW_BAR_AFTER = 0.7
"""Seconds of work after which a bar appears; quicker work stays silent."""

_LEVEL = {
    "ko": {"error": "오류", "warning": "주의"},
    "en": {"error": "error", "warning": "warning"},
}
_CURE = {"ko": "고치는 법", "en": "cure"}


def prepare_streams() -> None:
    """Make standard output and error write UTF-8, also on a console of another code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str = "", stream: TextIO | None = None) -> None:
    """Write one line."""
    (stream or sys.stdout).write(text + "\n")


def say_aside(text: str = "") -> None:
    """Write one line beside the output, so that data printed for programs stay whole."""
    say(text, sys.stderr)


def problem_lines(problems: Iterable[Problem], language: Language) -> Iterator[str]:
    """Yield the listing of problems: place, level and code; message; cure."""
    for p in problems:
        place = p.file + (f":{p.line}" if p.line else "") + (f" [{p.column}]" if p.column else "")
        yield f"{place}  {_LEVEL[language][p.level]} {p.code}"
        yield f"    {p.message(language)}"
        yield f"    {_CURE[language]}: {p.cure(language)}"


OUTPUTS = {"html": "report/report.html", "pdf": "report/report.pdf", "site": "site/index.html"}
"""The outputs of a build by name, as paths under derived/."""

_OUTPUT_NAMES = {
    "ko": {"html": "보고서", "pdf": "PDF   ", "site": "사이트"},
    "en": {"html": "Report", "pdf": "PDF   ", "site": "Site  "},
}
_COUNTS = {
    "ko": {
        "sources": "출처", "facts": "등록된 사실", "values": "계산된 값", "figures": "그림",
        "claims": "주장", "numbers": "본문 수치", "gaps": "밝힌 결측",
    },
    "en": {
        "sources": "sources", "facts": "facts", "values": "values", "figures": "figures",
        "claims": "claims", "numbers": "numbers in prose", "gaps": "gaps shown",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """How a build went: its problems, what was counted, which outputs were made anew."""

    folder: Path
    problems: tuple[Problem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    seconds: float = 0.0

    def summary(self, language: Language) -> Iterator[str]:
        """Yield the closing lines: counts, problems and where the outputs lie."""
        ko = language == "ko"
        wrong = len(errors(self.problems))
        warned = len(self.problems) - wrong
        names = _COUNTS[language]
        if self.counts:
            yield " · ".join(f"{names[k]} {v:,}" for k, v in self.counts.items() if k in names)
        if wrong:
            yield (
                f"오류 {wrong}건. 앞서 만든 보고서가 있으면 그대로 두었다."
                if ko
                else f"{wrong} errors. The last good report, if any, stands."
            )
            return
        for name, path in OUTPUTS.items():
            same = "" if name in self.made else ("  (그대로)" if ko else "  (unchanged)")
            yield f"{_OUTPUT_NAMES[language][name]}  {self.folder / 'derived' / path}{same}"
        seconds = f"{self.seconds:.1f}" + ("초" if ko else " s")
        yield (f"주의 {warned}건 · " if ko else f"{warned} warnings · ") + seconds


@dataclass
class Steps:
    """Progress over named steps. Bars go to standard error, and only to a terminal.

    `shown` False keeps silent; the work is the same.
    """

    language: Language = "ko"
    shown: bool = True
    _bar: Progress | None = field(default=None, repr=False)
    _started: float = field(default=0.0, repr=False)
    _names: Sequence[str] = ()
    _at: int = 0

    @contextmanager
    def over(self, names: Sequence[str]) -> Iterator[Steps]:
        """Run a block of that many steps; call `step` at the start of each."""
        self._started = time.monotonic()
        self._names, self._at = list(names), 0
        try:
            yield self
        finally:
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def step(self, name: str) -> None:
        """Say that the next step begins."""
        self._at += 1
        if self.shown and sys.stderr.isatty():
            self._draw(name)

    def _draw(self, name: str) -> None:
        if self._bar is None:
            if time.monotonic() - self._started < _SHOW_BAR_AFTER:
                return
            self._bar = _progress()
            self._bar.start()
            self._task = self._bar.add_task(name, total=len(self._names))
        self._bar.update(self._task, completed=self._at - 1, description=name)


def _progress() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only long work pays for it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    return Progress(
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    )
