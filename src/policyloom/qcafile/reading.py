"""A CSV of set memberships read as data of a comparison, with every fault in its place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Problem, errors, problem
from policyloom.files.formats import CsvRow, read_csv
from policyloom.qcafile.anchors import NO_CALIBRATION, Calibration

if TYPE_CHECKING:
    from policyloom.methods.qca import Data
    from policyloom.methods.qca.leaving_out import Alternative
    from policyloom.methods.qca.ranges import Calibrated

_HALF = 0.5
_MISSING = frozenset({"", "NA", "na", "-", "?"})
_CASE_COLUMNS = frozenset({"case", "cases", "id", "name", "사례"})


@dataclass(frozen=True)
class Asked:
    """What is to be compared: the outcome ("~Y" for its negation), conditions, the case column.

    `alternatives` are (condition, column to put in its place); columns of `calibration` are raw.
    """

    outcome: str
    conditions: tuple[str, ...]
    case: str = ""
    alternatives: tuple[tuple[str, str], ...] = ()
    calibration: Calibration = NO_CALIBRATION

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of memberships, the outcome last."""
        return (*self.conditions, self.outcome.removeprefix("~"))

    @property
    def spare(self) -> tuple[str, ...]:
        """Return the columns of alternative sets, which may lack scores."""
        return tuple(dict.fromkeys(column for _, column in self.alternatives))


@dataclass(frozen=True)
class Ready:
    """Data that can be compared, and what their robustness is tried on."""

    data: Data
    calibrated: Calibrated | None
    alternatives: tuple[Alternative, ...]


@dataclass
class _Reading:
    file: str
    header: list[str]
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: str, line: int, column: str = "", **words: object) -> None:
        """Note a problem at a cell."""
        self.problems.append(problem(code, self.file, line, column, **words))


def read_data(path: Path, asked: Asked) -> tuple[Ready | None, list[Problem]]:
    """Read memberships from a CSV; None where an error stands in the way of any comparison.

    Cases with a missing cell are left out and named. A membership of exactly 0.5 is told: the case
    belongs to no row of the truth table.
    """
    _, rows, problems = read_csv(path.parent, path.name)
    if rows is None or not rows:
        return None, problems or [problem("csv.empty", path.name, 1)]
    reading = _Reading(path.name, [cell.strip() for cell in rows[0].cells], problems)
    _columns(reading, rows[0].line, asked)
    if errors(reading.problems):
        return None, reading.problems
    cases, columns = _memberships(reading, rows[1:], asked)
    raw = {} if errors(reading.problems) else _calibrate(reading, cases, columns, asked)
    if not errors(reading.problems):
        _whole(reading, rows[0].line, cases, columns, asked)
    if errors(reading.problems):
        return None, sorted(set(reading.problems))
    return _ready(cases, columns, raw, asked), sorted(set(reading.problems))


def _calibrate(
    reading: _Reading, cases: Sequence[str], columns: dict[str, list[float]], asked: Asked
) -> dict[str, list[float]]:
    """Put memberships in the place of raw values, which are returned."""
    import numpy as np  # noqa: PLC0415 - only where it is needed

    raw = {name: values for name, values in columns.items() if name in asked.calibration}
    for name, values in raw.items():
        columns[name] = [float(v) for v in asked.calibration.made(name, np.array(values))]
        for case, value in zip(cases, columns[name], strict=True):
            if value == _HALF and name in asked.conditions:
                reading.tell("qca.half", 0, name, value=case)
    return raw


def _ready(
    cases: Sequence[str],
    columns: Mapping[str, Sequence[float]],
    raw: Mapping[str, Sequence[float]],
    asked: Asked,
) -> Ready:
    import numpy as np  # noqa: PLC0415

    from policyloom.methods.qca import make_data  # noqa: PLC0415
    from policyloom.methods.qca.leaving_out import Alternative  # noqa: PLC0415
    from policyloom.methods.qca.ranges import Calibrated  # noqa: PLC0415

    data = make_data(cases, {name: columns[name] for name in asked.columns}, asked.outcome)
    anchors = {n: a for n, a in asked.calibration.fuzzy.items() if n in asked.columns}
    values = {name: np.array(raw[name]) for name in anchors}
    calibrated = Calibrated(data, values, anchors) if anchors else None
    others = tuple(Alternative(c, n, np.array(columns[n])) for c, n in asked.alternatives)
    return Ready(data, calibrated, others)


def _columns(reading: _Reading, line: int, asked: Asked) -> None:
    known = ", ".join(c for c in reading.header if c)
    for name, count in Counter(asked.columns).items():
        if reading.header.count(name) != 1:
            reading.tell("qca.column", line, name, value=name, known=known)
        elif count > 1:
            reading.tell("qca.column_twice", line, name, value=name)
    for name in (*asked.spare, *filter(None, [asked.case])):
        if reading.header.count(name) != 1:
            reading.tell("qca.column", line, name, value=name, known=known)
    if not asked.conditions:
        reading.tell("qca.no_conditions", line)


def _case_column(reading: _Reading, asked: Asked) -> int | None:
    if asked.case:
        return reading.header.index(asked.case)
    for place, name in enumerate(reading.header):
        if name not in asked.columns and (name.lower() in _CASE_COLUMNS or place == 0):
            return place
    return None


def _memberships(
    reading: _Reading, rows: Sequence[CsvRow], asked: Asked
) -> tuple[list[str], dict[str, list[float]]]:
    every = (*asked.columns, *asked.spare)
    places = {name: reading.header.index(name) for name in every}
    named = _case_column(reading, asked)
    cases: list[str] = []
    columns: dict[str, list[float]] = {name: [] for name in places}
    for number, row in enumerate(rows, 1):
        if len(row.cells) != len(reading.header):
            found, wanted = len(row.cells), len(reading.header)
            reading.tell("csv.cells", row.line, "", found=found, wanted=wanted)
            continue
        case = row.cells[named].strip() if named is not None else ""
        values = _row(reading, row, places, case or str(number), asked)
        if case and case in cases:
            reading.tell("qca.duplicate_case", row.line, reading.header[named or 0], value=case)
        if values is None:
            continue
        cases.append(case or str(number))
        for name, value in values.items():
            columns[name].append(value)
    return cases, columns


def _row(
    reading: _Reading, row: CsvRow, places: Mapping[str, int], case: str, asked: Asked
) -> dict[str, float] | None:
    texts = {name: row.cells[place].strip() for name, place in places.items()}
    missing = [name for name in asked.columns if texts[name] in _MISSING]
    if missing:
        reading.tell("qca.missing", row.line, missing[0], value=case, columns=", ".join(missing))
        return None
    values: dict[str, float] = {}
    for name, text in texts.items():
        value = math.nan if text in _MISSING else _number(text)
        if value is None:
            reading.tell("qca.value", row.line, name, value=text)
            continue
        if name not in asked.calibration:
            _check_score(reading, row.line, name, (value, text, case), asked)
        values[name] = value
    return values if len(values) == len(texts) else None


def _check_score(
    reading: _Reading, line: int, name: str, cell: tuple[float, str, str], asked: Asked
) -> None:
    """Tell a score outside 0..1 that is no value of a multi-value set, and one of exactly 0.5."""
    value, text, case = cell
    outcome = name == asked.columns[-1]
    if value < 0 or (value > 1 and (outcome or value != round(value) or value > 9)):
        reading.tell("qca.range", line, name, value=text)
    elif value == _HALF and name in asked.conditions:
        reading.tell("qca.half", line, name, value=case)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _whole(
    reading: _Reading,
    line: int,
    cases: Sequence[str],
    columns: Mapping[str, Sequence[float]],
    asked: Asked,
) -> None:
    """Tell what cannot be compared, or only with care, once all memberships are known."""
    *conditions, outcome = asked.columns
    y = columns[outcome]
    if not cases:
        reading.tell("qca.no_cases", line)
        return
    if len(set(y)) == 1:
        reading.tell("qca.constant_outcome", line, outcome, value=outcome, constant=f"{y[0]:g}")
    for name in conditions:
        x = columns[name]
        mixed = max(x) > 1 and any(v != round(v) for v in x)
        if mixed:
            reading.tell("qca.range", line, name, value=f"{max(x):g}")
        elif list(x) == list(y) or [1 - v for v in x] == list(y):
            reading.tell("qca.is_outcome", line, name, value=name, outcome=outcome)
        elif len(set(x)) == 1:
            reading.tell("qca.constant_condition", line, name, value=name, constant=f"{x[0]:g}")
    if len(conditions) >= len(cases):
        count = len(conditions)
        reading.tell("qca.too_few_cases", line, "", conditions=count, cases=len(cases))
