"""`policyloom import DIR FILE... --into TABLE`: rows of foreign tables into a register."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem, errors
from policyloom.terminal import Steps, problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.intake.entering import Entered

DONE, SOME_LEFT, CANNOT_RUN = 0, 1, 2
_ALIKE = 3
"""Warnings of one code that are shown in full; more are counted."""
_MOST_ERRORS = 60

_WORDS = {
    "ko": {
        "pair": "이름=값으로 적어야 한다: {value}",
        "read": "읽음 {name}: {rows}행 ({columns})",
        "added": "{table}({file})에 {n}행을 더했다: {ids}",
        "would": "{table}({file})에 {n}행이 더해질 것이다: {ids}",
        "filled": "이미 있는 행의 빈 칸을 채웠다: {ids}",
        "would_fill": "이미 있는 행의 빈 칸이 채워질 것이다: {ids}",
        "held": "이미 있어 건너뛴 행 {n}개.",
        "left": "문제가 있어 들여오지 않은 행 {n}개 (위 목록).",
        "none": "아무것도 적지 않았다: 오류 {n}건. 문제가 있는 행만 빼려면 --only-good.",
        "same": "더할 것이 없다.",
        "more": "    … 같은 주의({code}) {n}건 더",
        "more_errors": "    … 오류 {n}건 더",
        "next": "다음: policyloom check {dir}",
        "libraries": "문서를 읽는 라이브러리가 없다: pip install 'policyloom[documents]'",
        "steps": ("읽기", "견주기", "점검", "적기"),
    },
    "en": {
        "pair": "Write name=value, not: {value}",
        "read": "Read {name}: {rows} rows ({columns})",
        "added": "{n} rows added to {table} ({file}): {ids}",
        "would": "{n} rows would be added to {table} ({file}): {ids}",
        "filled": "Empty cells filled in rows that were there: {ids}",
        "would_fill": "Empty cells would be filled in rows that are there: {ids}",
        "held": "{n} rows were there already and were skipped.",
        "left": "{n} rows were left out (problems above).",
        "none": "Nothing was written: {n} errors. To leave out only rows at fault: --only-good.",
        "same": "Nothing to add.",
        "more": "    … {n} more of the same warning ({code})",
        "more_errors": "    … {n} more errors",
        "next": "Next: policyloom check {dir}",
        "libraries": "The reading libraries are missing: pip install 'policyloom[documents]'",
        "steps": ("reading", "comparing", "checking", "writing"),
    },
}


def run_table(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where all was taken in, 1 where some was not, 2 where it cannot run."""
    from policyloom.intake.entering import Order, enter  # noqa: PLC0415 - keeps --help fast

    words = _WORDS[language]
    pairs = (*options.columns, *options.set)
    wrong = [pair for pair in pairs if not pair.partition("=")[0].strip() or "=" not in pair]
    if wrong:
        say_aside(str(words["pair"]).format(value=" ".join(wrong)))
        return CANNOT_RUN
    if _lacks_readers(options.files):
        say_aside(str(words["libraries"]))
        return CANNOT_RUN
    order = Order(
        options.into,
        tuple(options.files),
        options.only,
        _pairs(options.columns),
        _pairs(options.set),
        options.only_good,
        options.trial,
    )
    steps = Steps(language)
    with steps.over(words["steps"]):
        names = iter(words["steps"])
        done = enter(options.dir, order, lambda _: steps.step(next(names)))
    for line in _listing(done.problems, language):
        say_aside(line)
    for line in _summary(done, options, language):
        say(line)
    return _code(done)


def _pairs(given: Iterable[str]) -> dict[str, str]:
    parted = (pair.partition("=") for pair in given)
    return {name.strip(): value.strip() for name, _, value in parted}


def _lacks_readers(paths: Sequence[Path]) -> bool:
    """Tell whether a document is among the files and the libraries that read it are not there."""
    from policyloom.held.texts import NEEDED  # noqa: PLC0415
    from policyloom.intake.grids import is_document  # noqa: PLC0415

    if all(find_spec(name) is not None for name in NEEDED):
        return False
    return any(path.is_file() and is_document(path) for path in paths)


def _code(done: Entered) -> int:
    if not done.taken and not done.written:
        return CANNOT_RUN
    return SOME_LEFT if errors(done.problems) or done.left else DONE


def _listing(problems: Sequence[Problem], language: Language) -> Iterator[str]:
    """Yield every error, and of the warnings of one code the first few."""
    words = _WORDS[language]
    wrong = errors(problems)
    yield from problem_lines(wrong[:_MOST_ERRORS], language)
    if len(wrong) > _MOST_ERRORS:
        yield str(words["more_errors"]).format(n=len(wrong) - _MOST_ERRORS)
    warnings: dict[str, list[Problem]] = {}
    for found in problems:
        if found.level == "warning":
            warnings.setdefault(found.code, []).append(found)
    for code, some in warnings.items():
        yield from problem_lines(some[:_ALIKE], language)
        if len(some) > _ALIKE:
            yield str(words["more"]).format(code=code, n=len(some) - _ALIKE)


def _summary(done: Entered, options: argparse.Namespace, language: Language) -> Iterator[str]:
    words = {name: str(text) for name, text in _WORDS[language].items()}
    for taken in done.taken:
        columns = ", ".join(f"{' '.join(h.split())}→{n}" for h, n in taken.columns.items())
        yield words["read"].format(name=taken.name, rows=taken.rows, columns=columns)
    if done.spec is None:
        return
    if done.ids:
        about = {"table": done.spec.label(language), "file": done.spec.file}
        form = words["would" if options.trial else "added"]
        yield form.format(n=len(done.ids), ids=_shown(done.ids), **about)
    if done.filled:
        form = words["would_fill" if options.trial else "filled"]
        yield form.format(ids=_shown(done.filled))
    if done.held:
        yield words["held"].format(n=done.held)
    wrong = len(errors(done.problems))
    if done.written and done.left:
        yield words["left"].format(n=done.left)
    elif wrong and not done.written:
        yield words["none"].format(n=wrong)
    elif not done.written:
        yield words["same"]
    if done.written and not options.trial:
        yield words["next"].format(dir=options.dir)


def _shown(ids: Sequence[str]) -> str:
    """Name a few ids, or the first and the last."""
    return ", ".join(ids) if len(ids) <= 6 else f"{ids[0]} … {ids[-1]}"
