"""`policyloom qca`: necessity, truth table, all solutions and their robustness, from a CSV."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem, errors, problem
from policyloom.terminal import problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.methods.qca import Comparison, Data
    from policyloom.methods.qca.robustness import Robustness
    from policyloom.qcafile.options import Told
    from policyloom.qcafile.reading import Ready

CANNOT_RUN = 2
MOST_UNASKED = 1_000, 6
"""Single changes of scores and conditions up to which robustness is tried without being asked."""

_HELP = {
    "data": ("소속 점수 표(CSV): 행은 사례, 열은 조건과 결과", "CSV of memberships: cases by sets"),
    "outcome": ("결과 열 (~Y는 그 부정)", "outcome column (~Y for its negation)"),
    "conditions": ("조건 열, 쉼표로", "condition columns, separated by commas"),
    "case": ("사례 이름의 열 (기본 첫 열)", "column of case names (default the first)"),
    "incl": ("행의 일관성 기준 (기본 0.8)", "consistency a row must reach (default 0.8)"),
    "pri": ("행의 PRI 기준 (기본 0)", "PRI a row must reach (default 0)"),
    "n": ("행의 사례 수 기준 (기본 1)", "cases a row must have (default 1)"),
    "expect": ("방향 기대: A=1,B=0 (중간해)", "directional expectations: A=1,B=0 (intermediate)"),
    "calibration": (
        "원자료를 소속 점수로 바꿀 기준점 표(CSV: set,out,cross,full)",
        "CSV of anchors that turn raw columns into sets: set,out,cross,full",
    ),
    "alternatives": (
        "조건 대신 써 볼 열: A=A2,B=B2 (강건성)",
        "columns to try in a condition's place: A=A2,B=B2",
    ),
    "scale": (
        "점수를 바꿔 볼 눈금: 0,0.33,0.67,1 (기본 자료의 눈금)",
        "scores that a score may be changed to (default those in the data)",
    ),
    "robust": (
        "강건성도 보인다 (기본: 금방 끝나면 보임)",
        "show robustness too (default: where it is quick)",
    ),
    "format": ("출력 형식 (기본 text)", "form of the output (default text)"),
}  # fmt: skip


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("data", metavar="DATA.csv", type=Path, help=text["data"])
    parser.add_argument("--outcome", metavar="Y", required=True, help=text["outcome"])
    parser.add_argument("--conditions", metavar="A,B,C", required=True, help=text["conditions"])
    parser.add_argument("--case", metavar="NAME", default="", help=text["case"])
    parser.add_argument("--incl-cut", type=float, default=0.8, help=text["incl"])
    parser.add_argument("--pri-cut", type=float, default=0.0, help=text["pri"])
    parser.add_argument("--n-cut", type=int, default=1, help=text["n"])
    parser.add_argument("--expect", metavar="A=1,B=0", default="", help=text["expect"])
    parser.add_argument("--calibration", metavar="FILE", type=Path, help=text["calibration"])
    parser.add_argument("--alternatives", metavar="A=A2", default="", help=text["alternatives"])
    parser.add_argument("--scale", metavar="0,…,1", default="", help=text["scale"])
    switch = argparse.BooleanOptionalAction
    parser.add_argument("--robust", action=switch, default=None, help=text["robust"])
    parser.add_argument("--format", choices=("text", "json"), default="text", help=text["format"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 with a comparison, 1 where the data forbid one, 2 without a file."""
    from policyloom.qcafile.options import read_options  # noqa: PLC0415
    from policyloom.qcafile.reading import read_data  # noqa: PLC0415 - keeps --help fast

    asked, told, problems = read_options(options)
    ready: Ready | None = None
    if not errors(problems):
        ready, found = read_data(options.data, asked)
        problems += found
    if ready is not None:
        problems += _beyond(told, ready.data, options.data.name)
    if ready is None or errors(problems):
        _list(problems, language)
        return CANNOT_RUN if not options.data.is_file() else 1
    return _compared(options, ready, told, (problems, language))


def _compared(
    options: argparse.Namespace,
    ready: Ready,
    told: Told,
    report: tuple[list[Problem], Language],
) -> int:
    from policyloom.methods.qca import Cuts, compare  # noqa: PLC0415
    from policyloom.qcafile.output import lines, record  # noqa: PLC0415
    from policyloom.qcafile.robust_output import robust_lines, robust_record  # noqa: PLC0415

    problems, language = report
    cuts = Cuts(options.incl_cut, options.pri_cut, options.n_cut)
    made = compare(ready.data, cuts, told.expectations)
    tried = _tried(options, made, ready, told)
    problems = [*problems, *_doubts(made, options.data.name)]
    _list(problems, language)
    if options.format == "json":
        found = record(made, problems, language)
        if tried is not None:
            found["robustness"] = robust_record(made, tried)
        say(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
        return 0
    for line in lines(made, language):
        say(line)
    if tried is not None:
        for line in robust_lines(made, tried, language):
            say(line)
    return 0


def _tried(
    options: argparse.Namespace, made: Comparison, ready: Ready, told: Told
) -> Robustness | None:
    """Try robustness where it is asked for, or not refused and quick."""
    from policyloom.methods.qca.changed import moves, scales  # noqa: PLC0415
    from policyloom.methods.qca.robustness import Asked, robustness  # noqa: PLC0415

    if options.robust is None:
        singles = len(moves(made.table.data, scales(made.table.data, told.scale)))
        few, narrow = MOST_UNASKED
        if singles > few or len(made.table.data.conditions) > narrow:
            return None
    elif not options.robust:
        return None
    asked = Asked(told.scale, ready.calibrated, ready.alternatives)
    return robustness(made.table, told.expectations, asked)


def _beyond(told: Told, data: Data, file: str) -> list[Problem]:
    """Tell expectations of values that a condition does not have."""
    return [
        problem("qca.expect", file, 0, "", value=f"{data.conditions[place]}={value}")
        for place, values in told.expectations.items()
        for value in sorted(values)
        if value >= data.levels[place]
    ]


def _doubts(made: Comparison, file: str) -> list[Problem]:
    """Tell what a reader of the solution must know."""
    table = made.table
    cuts = table.cuts
    found = [
        problem("qca.contradiction", file, 0, "", value=table.data.digits(row.config),
                cases=", ".join(row.cases))
        for row in table.rows
        if row.contradiction
    ]  # fmt: skip
    if not table.positive:
        words = {"incl": cuts.incl, "pri": cuts.pri, "n": cuts.n}
        found.append(problem("qca.no_positive", file, 0, "", **words))
    elif not table.negative:
        found.append(problem("qca.no_negative", file, 0))
    return found


def _list(problems: Sequence[Problem], language: Language) -> None:
    for line in problem_lines(problems, language):
        say_aside(line)
