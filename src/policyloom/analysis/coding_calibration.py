"""Calibrations of a study: their anchors, the cases on the curve, scores that differ from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policyloom.analysis.answer import (
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.curve import curve
from policyloom.analysis.names import text_of
from policyloom.analysis.scores import Score, reading
from policyloom.methods.qca.calibration import LOG_ODDS, Anchors, crisp, direct, indirect
from policyloom.model.evidence import Evidence
from policyloom.model.result import Plain, Text
from policyloom.model.settings import Condition

_METHODS: Mapping[str, Text] = {
    "direct": Text("직접법", "Direct"),
    "indirect": Text("간접법", "Indirect"),
    "crisp": Text("문턱값", "Crisp"),
}
_NEAR = 0.005
"""Scores are written to two decimals."""
_STEPS = 60


@dataclass(frozen=True)
class Calibration:
    """One calibration as the register has it."""

    id: str
    condition: str
    what: str
    unit: str
    method: str
    out: float | None
    cross: float | None
    full: float | None
    log_odds: float | None
    why: str

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"calibrations:{self.id}"

    @property
    def anchors(self) -> list[tuple[Text, float]]:
        """Return the anchors that are given, with their names."""
        named = (
            (Text("완전 배제", "Full exclusion"), self.out),
            (Text("분기점", "Crossover"), self.cross),
            (Text("완전 포함", "Full inclusion"), self.full),
        )
        return [(name, value) for name, value in named if value is not None]


def calibrations(
    answer: Answer,
    evidence: Evidence,
    scores: Sequence[Score],
    book: Sequence[Condition],
    titles: Mapping[str, Text],
) -> None:
    """Add a table of the calibrations, one of their cases, and a curve each."""
    names = {c.id: text_of(c) for c in book}
    counted = reading(scores)
    rows: list[Line] = []
    placed: list[Line] = []
    differing: list[str] = []
    found = _read(evidence)
    for each in found:
        name = names.get(each.condition, Text(each.condition, each.condition))
        here = [s for s in counted.values() if s.condition == each.condition and s.raw is not None]
        here.sort(key=lambda s: (s.raw if s.raw is not None else 0.0, s.case))
        computed = memberships(each, [s.raw for s in here if s.raw is not None], here)
        apart = [s.ref for s, m in zip(here, computed, strict=True) if _differs(s, m)]
        differing += apart
        method = _METHODS.get(each.method, Text(each.method, each.method))
        cells: list[Plain] = [
            each.ref, name.ko, name.en, each.what, each.unit or None, method.ko, method.en,
            each.out, each.cross, each.full, each.log_odds, len(here), len(apart), each.why,
        ]  # fmt: skip
        rows.append((cells, [each.ref, *(s.ref for s in here)]))
        for s, m in zip(here, computed, strict=True):
            title = titles.get(s.case, Text(s.case, s.case))
            line: list[Plain] = [f"cases:{s.case}", title.ko, title.en, name.ko, name.en]
            placed.append(([*line, s.raw, s.score, m], [each.ref, s.ref]))
        _figure(answer, each, name, here)
    _tables(answer, rows, placed)
    refs = [each.ref for each in found]
    label = Text("보정한 조건", "Calibrations")
    answer.count("calibrations", label, refs, Text("건", "rows"), [s.ref for s in scores])
    label = Text("보정한 값과 다른 점수", "Scores that differ from their calibration")
    among = refs or [s.ref for s in scores]
    answer.count("calibration_differs", label, differing, Text("점", "scores"), among)


def _read(evidence: Evidence) -> list[Calibration]:
    rows = evidence.query(
        """
        SELECT id, condition, what, unit, method, "out", "cross", "full", log_odds, why
        FROM calibrations ORDER BY id
        """
    )
    return [
        Calibration(
            r["id"], r["condition"], r["what"], r["unit"] or "", r["method"],
            r["out"], r["cross"], r["full"], r["log_odds"], r["why"],
        )
        for r in rows
    ]  # fmt: skip


def memberships(
    each: Calibration, values: Sequence[float], cases: Sequence[Score]
) -> list[float | None]:
    """Return the scores that a calibration gives raw values; None where it cannot give any.

    The indirect method is fitted to the scores of `cases`, which are then a first grouping.
    """
    raw = np.asarray(values, dtype=np.float64)
    try:
        if each.method == "crisp" and each.cross is not None:
            return [float(m) for m in crisp(raw, [each.cross])]
        if each.method == "indirect":
            known = np.asarray([s.raw for s in cases], dtype=np.float64)
            groups = np.asarray([s.score for s in cases], dtype=np.float64)
            all_raw = np.concatenate([known, raw])
            empty = np.full(len(raw), np.nan)
            made = indirect(all_raw, np.concatenate([groups, empty]))
            return [float(m) for m in made[len(known) :]]
        if each.method == "direct" and None not in (each.out, each.cross, each.full):
            ends = [value for _, value in each.anchors]
            anchors = Anchors(ends[0], ends[1], ends[2], each.log_odds or LOG_ODDS)
            return [float(m) for m in direct(raw, anchors)]
    except ValueError:
        pass
    return [None] * len(raw)


def _differs(score: Score, computed: float | None) -> bool:
    return computed is not None and abs(score.score - computed) > _NEAR


def _figure(answer: Answer, each: Calibration, name: Text, here: Sequence[Score]) -> None:
    """Draw the curve over the anchors and cases; nothing where the curve is undefined."""
    known = [value for _, value in each.anchors] + [s.raw for s in here if s.raw is not None]
    if not known or (min(known) == max(known) and each.method != "crisp"):
        return
    room = 0.08 * (max(known) - min(known)) or 1.0
    low, high = min(known) - room, max(known) + room
    grid = [low + (high - low) * i / _STEPS for i in range(_STEPS + 1)]
    drawn = memberships(each, grid, here)
    line = [(x, m) for x, m in zip(grid, drawn, strict=True) if m is not None]
    if not line:
        return
    unit = f" ({each.unit})" if each.unit else ""
    raw = Text(f"{each.what}{unit}", f"{each.what}{unit}")
    places = [(Text(s.case, s.case), s.raw, s.score) for s in here if s.raw is not None]
    spec = curve(line, places, each.anchors, raw, step=each.method == "crisp")
    title = Text(f"{name.ko}의 보정", f"Calibration of {name.en}")
    alt = Text("원값에 따른 점수의 곡선과 사례의 점", "Curve of scores over raw values with cases")
    why = Text(f"까닭: {each.why}", f"Why: {each.why}")
    origins = [each.ref, *(s.ref for s in here)]
    answer.figure(f"calibration_{slug(each.id)}", spec, Caption(title, alt, [why]), origins)


def _tables(answer: Answer, rows: Sequence[Line], placed: Sequence[Line]) -> None:
    columns = [
        reference_column("calibration", "보정", "Calibration"),
        *text_columns("condition", "조건", "Condition"),
        text_column("what", "원값", "Raw value"),
        text_column("unit", "단위", "Unit"),
        *text_columns("method", "방법", "Method"),
        number_column("out", "완전 배제", "Full exclusion"),
        number_column("cross", "분기점", "Crossover"),
        number_column("full", "완전 포함", "Full inclusion"),
        number_column("log_odds", "로그 승산", "Log odds", ",.3f"),
        number_column("cases", "사례", "Cases"),
        number_column("differs", "다른 점수", "Scores that differ"),
        text_column("why", "까닭", "Why"),
    ]
    answer.table("calibrations", Text("보정 규칙", "Calibrations"), columns, rows)
    columns = [
        reference_column("case", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        *text_columns("condition", "조건", "Condition"),
        number_column("raw", "원값", "Raw value"),
        number_column("score", "적힌 점수", "Score given", ",.2f"),
        number_column("computed", "보정한 점수", "Score computed", ",.2f"),
    ]
    title = Text("보정한 사례", "Cases calibrated")
    answer.table("calibrated", title, columns, placed)
