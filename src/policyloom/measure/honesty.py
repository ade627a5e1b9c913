"""The self-test of the promise: plant faults in a copy of a study and see which the build tells.

Each fault is planted alone, the copy is checked as `build` checks it, and the file is put back. A
fault is told where the build gives a problem that the clean study does not give; it is stopped
where one of these is an error. Only what the fault made stale is computed again: results of
analyses whose tables did not change are read back.

False alarms are what the clean study gives, and what harmless changes give: a byte-order mark,
other line ends, rows in another order, cells in quotation marks, numbers as Excel writes them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from policyloom.build import DERIVED, Woven, weave
from policyloom.core.memory import look_seldom
from policyloom.core.problem import Problem, errors
from policyloom.files.edit import cell_places, written_value
from policyloom.files.formats import BOM
from policyloom.files.load import load_study
from policyloom.measure.faults import Fault, Kind, draw

_KEPT = ("results", "texts")
Key = tuple[str, str, str, tuple[tuple[str, str], ...]]
Progress = Callable[[int], None]
"""Told how many more faults have been tried."""


@dataclass(frozen=True)
class Outcome:
    """A fault and the first problem that tells it, None where the build stays silent."""

    fault: Fault
    told_by: Problem | None
    stopped: bool


@dataclass(frozen=True)
class Honesty:
    """The whole self-test: each fault's outcome, the clean study's problems, false alarms."""

    outcomes: tuple[Outcome, ...]
    clean: tuple[Problem, ...]
    harmless: Mapping[str, tuple[Problem, ...]]

    def of(self, kind: Kind) -> list[Outcome]:
        """Return the outcomes of one kind."""
        return [outcome for outcome in self.outcomes if outcome.fault.kind == kind]

    @property
    def false_alarms(self) -> int:
        """Count the problems that no fault explains."""
        return len(self.clean) + sum(map(len, self.harmless.values()))


def test_honesty(
    folder: Path, count: int = 500, seed: int = 2018, progress: Progress | None = None
) -> Honesty | list[Problem]:
    """Run the self-test on a study; its problems where it cannot be loaded or has errors."""
    with tempfile.TemporaryDirectory(prefix="honesty-") as made:
        copy = Path(made) / "study"
        _copied(folder, copy)
        study, problems = load_study(copy)
        if study is None or errors(problems):
            return problems
        clean = _problems(copy, keep=True)
        if errors(clean):
            return list(clean)
        files = [table.spec.file for table in study.tables.values()]
        trial = _Trial(copy, frozenset(map(_key, clean)), progress)
        outcomes, harmless = trial.run(draw(study, count, seed), files)
    return Honesty(tuple(outcomes), tuple(clean), harmless)


test_honesty.__test__ = False  # type: ignore[attr-defined] # not a test for pytest


def _copied(folder: Path, copy: Path) -> None:
    """Copy a study without what can be made again, but with results and texts already made."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(DERIVED, ".*"))
    for name in _KEPT:
        if (folder / DERIVED / name).is_dir():
            shutil.copytree(folder / DERIVED / name, copy / DERIVED / name)


@dataclass(frozen=True)
class _Trial:
    """A copy of the study, the problems that it has by itself, and who is told of progress."""

    copy: Path
    known: frozenset[Key]
    progress: Progress | None

    def run(
        self, faults: Sequence[Fault], files: Sequence[str]
    ) -> tuple[list[Outcome], dict[str, tuple[Problem, ...]]]:
        """Try all faults, and what means nothing in the tables; in a process for each core."""
        batches = [list(faults[i : i + 8]) for i in range(0, len(faults), 8)]
        context, cores = get_context("spawn"), os.cpu_count() or 1
        with ProcessPoolExecutor(cores, context, _start, (str(self.copy),)) as pool:
            changes = {c: pool.submit(_harmless, c, files, self.known) for c in _CHANGES}
            waiting = [pool.submit(_batch, batch, self.known) for batch in batches]
            made: dict[Fault, Outcome] = {}
            for done in as_completed(waiting):
                tried = done.result()
                made |= {outcome.fault: outcome for outcome in tried}
                if self.progress is not None:
                    self.progress(len(tried))
            alarms = {change: told.result() for change, told in changes.items()}
        return [made[fault] for fault in faults], alarms


_mine: list[Path] = []
"""The copy of the study that belongs to this process."""


def _start(copy: str) -> None:
    own = Path(copy).with_name(f"study-{os.getpid()}")
    shutil.copytree(copy, own)
    _mine[:] = [own]
    look_seldom()


def _batch(faults: Sequence[Fault], known: frozenset[Key]) -> list[Outcome]:
    return [_tried(_mine[0], fault, known) for fault in faults]


def _tried(folder: Path, fault: Fault, known: frozenset[Key]) -> Outcome:
    path = folder / fault.file
    before = path.read_bytes()
    path.write_bytes(fault.planted(before))
    try:
        new = [p for p in _problems(folder) if _key(p) not in known]
    finally:
        path.write_bytes(before)
    first = next(iter(errors(new)), new[0] if new else None)
    return Outcome(fault, first, bool(errors(new)))


def _problems(folder: Path, *, keep: bool = False) -> list[Problem]:
    """Return what a build of the folder would tell, without writing report or site."""
    woven = weave(folder, keep=keep)
    return list(woven.problems if isinstance(woven, Woven) else woven)


def _key(p: Problem) -> Key:
    """Tell problems apart without their line: a removed row moves all below it."""
    return p.code, p.file, p.column, p.words


def _harmless(change: str, files: Sequence[str], known: frozenset[Key]) -> tuple[Problem, ...]:
    """Try a change that means nothing, all tables at once, and return what is told of it."""
    folder = _mine[0]
    before = {name: (folder / name).read_bytes() for name in files}
    try:
        for name, data in before.items():
            (folder / name).write_bytes(_CHANGES[change](data))
        return tuple(p for p in _problems(folder) if _key(p) not in known)
    finally:
        for name, data in before.items():
            (folder / name).write_bytes(data)


def _marked(data: bytes) -> bytes:
    return BOM + data.removeprefix(BOM)


def _line_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _quoted(data: bytes) -> bytes:
    """Put every cell of a table in quotation marks."""
    text = data.removeprefix(BOM).decode("utf-8")
    rows = [[written_value(text, place) for place in places] for _, places in cell_places(text)]
    lines = (",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _reordered(data: bytes) -> bytes:
    """Turn the rows of a table round, the header kept."""
    text = data.removeprefix(BOM).decode("utf-8")
    starts = [places[0].start for _, places in cell_places(text)]
    if len(starts) < 2:
        return data
    text = text if text.endswith("\n") else text + "\n"
    rows = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return "".join([rows[0], *reversed(rows[1:])]).encode("utf-8")


_CHANGES: Mapping[str, Callable[[bytes], bytes]] = {
    "byte-order mark": _marked,
    "line ends": _line_ends,
    "quotation marks": _quoted,
    "order of rows": _reordered,
}
