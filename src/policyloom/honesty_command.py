"""`policyloom measure honesty`: how many planted faults the build tells, kind by kind."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem
from policyloom.terminal import Steps, problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.measure.honesty import Honesty, Outcome

CANNOT_RUN = 2
_MOST = 40
"""Silent faults that are named."""

_WORDS = {
    "ko": {
        "head": ("종류", "심음", "알림", "멈춤", "알린 비율"),
        "digit": "숫자", "unit": "단위", "date": "날짜", "negation": "조건 뒤집기",
        "source": "틀린 출처", "caveat": "빠진 단서", "quotation": "고친 인용",
        "dead source": "없앤 출처", "all": "모두",
        "silent": "알리지 못한 잘못", "more": "… 그 밖에 {n}건",
        "clean": "깨끗한 연구의 문제 {n}건", "harmless": "무해한 변경 {k}가지의 거짓 경보 {n}건",
        "seal": "확정하지 않은 연구는 칸 하나의 변경을 알 길이 없다. "
        "'policyloom seal 폴더 --by 이름'으로 확정한 뒤 다시 재어 보라.",
        "folder": "잘못을 심을 연구 폴더를 적는다: policyloom measure honesty 폴더",
        "bar": "잘못을 심고 확인하는 중",
    },
    "en": {
        "head": ("kind", "planted", "told", "stopped", "share told"),
        "digit": "changed digit", "unit": "changed unit", "date": "changed date",
        "negation": "negated condition", "source": "wrong source", "caveat": "dropped caveat",
        "quotation": "altered quotation", "dead source": "dead source", "all": "all",
        "silent": "Faults that were not told", "more": "… and {n} more",
        "clean": "{n} problems of the clean study",
        "harmless": "{n} false alarms in {k} harmless changes",
        "seal": "A study that was never sealed cannot notice a changed cell. "
        "Confirm it with 'policyloom seal DIR --by NAME' and measure again.",
        "folder": "Name the study to plant faults in: policyloom measure honesty DIR",
        "bar": "planting faults",
    },
}  # fmt: skip


def run(options: argparse.Namespace, language: Language) -> int:
    """Print the self-test; 0 where every fault was told without false alarm, 1 otherwise."""
    words = _WORDS[language]
    if options.dir is None or not Path(options.dir).is_dir():
        say_aside(str(words["folder"]))
        return CANNOT_RUN
    from policyloom.measure.honesty import test_honesty  # noqa: PLC0415 - keeps --help fast

    steps = Steps(language)
    with steps.over([""] * options.faults):

        def progress(done: int) -> None:
            for _ in range(done):
                steps.step(str(words["bar"]))

        made = test_honesty(Path(options.dir), options.faults, options.seed, progress)
    if isinstance(made, list):
        for line in problem_lines(made, language):
            say_aside(line)
        return CANNOT_RUN
    if options.format == "json":
        say(json.dumps(_record(made), ensure_ascii=False, indent=1))
    else:
        for line in _lines(made, language):
            say(line)
    told = all(outcome.told_by is not None for outcome in made.outcomes)
    return 0 if told and not made.false_alarms else 1


def _lines(made: Honesty, language: Language) -> Iterator[str]:
    from policyloom.measure.faults import KINDS  # noqa: PLC0415

    words = _WORDS[language]
    yield _row(*words["head"])
    for kind in KINDS:
        yield _counted(str(words[kind]), made.of(kind))
    yield _counted(str(words["all"]), list(made.outcomes))
    yield ""
    yield str(words["clean"]).format(n=len(made.clean))
    alarms = sum(map(len, made.harmless.values()))
    yield str(words["harmless"]).format(n=alarms, k=len(made.harmless))
    for problems in (made.clean, *made.harmless.values()):
        yield from problem_lines(problems[:_MOST], language)
    silent = [outcome for outcome in made.outcomes if outcome.told_by is None]
    if silent:
        yield ""
        yield str(words["silent"])
        for outcome in silent[:_MOST]:
            yield "  " + _named(outcome, language)
        if len(silent) > _MOST:
            yield "  " + str(words["more"]).format(n=len(silent) - _MOST)
        yield str(words["seal"])


def _counted(name: str, outcomes: list[Outcome]) -> str:
    told = sum(o.told_by is not None for o in outcomes)
    stopped = sum(o.stopped for o in outcomes)
    share = f"{100 * told / len(outcomes):.1f}%" if outcomes else "–"
    return _row(name, str(len(outcomes)), str(told), str(stopped), share)


def _row(name: str, *cells: str) -> str:
    return f"{name:18}" + "".join(f"{cell:>12}" for cell in cells)


def _named(outcome: Outcome, language: Language) -> str:
    fault = outcome.fault
    kind = _WORDS[language][fault.kind]
    return f"{fault.file}:{fault.line} {kind}: {_short(fault.old)} → {_short(fault.new)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:40] + "…"


def _record(made: Honesty) -> dict[str, object]:
    """Return the self-test as one plain object."""
    return {
        "faults": [
            {
                "kind": o.fault.kind, "file": o.fault.file, "line": o.fault.line,
                "old": o.fault.old, "new": o.fault.new,
                "told_by": o.told_by.code if o.told_by else None, "stopped": o.stopped,
            }
            for o in made.outcomes
        ],
        "clean": _codes(made.clean),
        "harmless": {name: _codes(found) for name, found in made.harmless.items()},
    }  # fmt: skip


def _codes(problems: tuple[Problem, ...]) -> list[str]:
    return [p.code for p in problems]
