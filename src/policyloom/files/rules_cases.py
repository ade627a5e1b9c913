"""Rules on what is told of cases: scores, their calibration, dossiers and causes."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.model.study import Study
from policyloom.model.tables import Row

SCORES, CALIBRATIONS, EVENTS = "case_conditions", "calibrations", "case_events"


def scored_twice(study: Study) -> Iterator[Problem]:
    """One coder scores a case on a condition once, and a cell is adjudicated once."""
    table = study.table(SCORES)
    seen: dict[tuple[str, ...], Row] = {}
    for row in table:
        settles = row.text("standing") == "adjudicated"
        who = "" if settles else row.text("coder")
        key = (row.text("case"), row.text("condition"), row.text("standing") or "coding", who)
        first = seen.setdefault(key, row) if key[0] and key[1] else row
        if first is not row and first.id != row.id:
            words = {"value": row.id, "first": first.id, "first_line": first.line}
            yield problem("score.twice", table.spec.file, row.line, "coder", **words)


def calibration_anchors(study: Study) -> Iterator[Problem]:
    """Anchors rise or fall from exclusion over crossover to inclusion; log odds are above 0."""
    table = study.table(CALIBRATIONS)
    for row in table:
        out, cross, full = (_number(row, name) for name in ("out", "cross", "full"))
        method = row.text("method")
        if method == "direct" and not _ordered(out, cross, full):
            words = {"out": _shown(out), "cross": _shown(cross), "full": _shown(full)}
            yield problem("calibration.order", table.spec.file, row.line, "cross", **words)
        if method == "crisp" and cross is None:
            yield problem("calibration.threshold", table.spec.file, row.line, "cross")
        odds = _number(row, "log_odds")
        if odds is not None and odds <= 0:
            place = (table.spec.file, row.line, "log_odds")
            yield problem("calibration.odds", *place, value=f"{odds:g}")


def calibrated_once(study: Study) -> Iterator[Problem]:
    """A condition has one calibration."""
    table = study.table(CALIBRATIONS)
    seen: dict[str, Row] = {}
    for row in table:
        code = row.text("condition")
        first = seen.setdefault(code, row) if code else row
        if first is not row and first.id != row.id:
            words = {"value": code, "first": first.id, "first_line": first.line}
            yield problem("calibration.twice", table.spec.file, row.line, "condition", **words)


def lone_claims(study: Study) -> Iterator[Problem]:
    """A matter in dispute has at least two claims in its case."""
    table = study.table(EVENTS)
    counts: dict[tuple[str, str], int] = {}
    for row in table:
        key = (row.text("case"), row.text("matter"))
        counts[key] = counts.get(key, 0) + 1
    for row in table:
        matter = row.text("matter")
        if matter and counts[row.text("case"), matter] == 1:
            yield problem("event.lone_claim", table.spec.file, row.line, "matter", value=matter)


def _number(row: Row, column: str) -> float | None:
    value = row.cells.get(column)
    return float(value) if isinstance(value, int | float) else None


def _ordered(out: float | None, cross: float | None, full: float | None) -> bool:
    if out is None or cross is None or full is None:
        return False
    return out < cross < full or out > cross > full


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
