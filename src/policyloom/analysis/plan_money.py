"""Cross-checks of the plan's money: lines, subtotals, total, trips, rates, exchange rate."""

from __future__ import annotations

from fractions import Fraction

from policyloom.analysis.plan_reading import (
    PLAN_FILE,
    BudgetLine,
    Finding,
    Outcome,
    Plan,
    gather,
    plain,
)
from policyloom.methods.budget import Fault, fraction
from policyloom.model.evidence import Record
from policyloom.model.result import Text


def check_lines(plan: Plan) -> Outcome:
    """Compare each printed amount with its formula under the plan's own rounding."""
    return gather([_line_finding(line) for line in plan.lines])


def _line_finding(line: BudgetLine) -> Finding | None:
    if line.check is None:
        return _unreadable(line)
    if line.check.agrees:
        return None
    exact = f"{float(line.check.exact):,.10g}"
    if line.step is None:
        ko, en = "산식의 값", "its formula gives"
    else:
        ko, en = f"반올림 전 {exact}, 규칙대로", f"{exact} before rounding, and its own rule gives"
    rule, printed = f"{float(line.check.by_rule):,.10g}", f"{float(line.printed):,.10g}"
    what = Text(
        f"{line.name}: {ko} {rule}이나 {printed}로 인쇄됨",
        f"{line.name}: {en} {rule}, but {printed} is printed",
    )
    return Finding(what, plain(line.printed), plain(line.check.by_rule), (line.reference,))


def _unreadable(line: BudgetLine) -> Finding:
    at = line.reading.at if isinstance(line.reading, Fault) else 0
    what = Text(
        f"{line.name}: 산식을 읽을 수 없음({at}번째 글자)",
        f"{line.name}: the formula cannot be read (character {at})",
    )
    return Finding(what, plain(line.printed), None, (line.reference,))


def check_sections(plan: Plan) -> Outcome:
    """Compare each subtotal with the sum of its printed lines; every line must have a section."""
    names = {section.ko for section in plan.settings.sections}
    strays = [_stray(line) for line in plan.lines if names and line.of("section") not in names]
    found: list[Finding | None] = [*strays]
    for section in plan.settings.sections:
        lines = plan.lines_of("section", section.ko)
        total = sum((line.printed for line in lines), Fraction(0))
        printed = fraction(section.printed or 0)
        what = Text(
            f"{section.ko}: 소계와 산식 금액의 합이 다름",
            f"{section.en}: the subtotal differs from the sum of its lines",
        )
        places = (PLAN_FILE, *(line.reference for line in lines))
        finding = Finding(what, plain(printed), plain(total), places)
        found.append(finding if total != printed else None)
    return gather(found)


def _stray(line: BudgetLine) -> Finding:
    what = Text(
        f"{line.name}: 비목 ‘{line.of('section')}’이 plan.yaml에 없음",
        f"{line.name}: section “{line.of('section')}” is not in plan.yaml",
    )
    return Finding(what, None, None, (line.reference, PLAN_FILE))


def check_total(plan: Plan) -> Outcome:
    """Compare the printed total with the sum of the printed subtotals."""
    if plan.settings.total_printed is None:
        return Outcome(0)
    printed = fraction(plan.settings.total_printed)
    total = sum((fraction(s.printed or 0) for s in plan.settings.sections), Fraction(0))
    what = Text("총액과 소계의 합이 다름", "The total differs from the sum of the subtotals")
    finding = Finding(what, plain(printed), plain(total), (PLAN_FILE,))
    return gather([finding if printed != total else None])


def check_trip_lines(plan: Plan) -> Outcome:
    """Compare nights, days, people and classes of each trip with those in its budget lines."""
    found: list[Finding | None] = []
    for trip in plan.table("trips"):
        lines = plan.lines_of("trip", str(trip["id"]))
        found += [_trip_line(trip, line) for line in lines]
        found += [_head_count(trip, lines, kind) for kind in ("lodging", "daily")]
    return gather(found)


_TRIP_COUNTS = {
    "airfare": ("people", "인원", "people", ("인", "명")),
    "reserve": ("people", "인원", "people", ("인", "명")),
    "lodging": ("nights", "박", "nights", ("박",)),
    "daily": ("days", "일", "days", ("일",)),
}
"""For each kind of travel cost: the column of the trip it must match, and the counters it uses."""


def _trip_line(trip: Record, line: BudgetLine) -> Finding | None:
    if line.of("kind") not in _TRIP_COUNTS:
        return None
    column, ko, en, units = _TRIP_COUNTS[line.of("kind")]
    counted = line.count(*units)
    if counted is None or counted == trip[column]:
        return None
    what = Text(
        f"{line.name}: 산식의 {ko} 수가 출장 계획과 다름",
        f"{line.name}: the number of {en} differs from the trip",
    )
    return Finding(what, plain(counted), trip[column], (line.reference, f"trips:{trip['id']}"))


def _head_count(trip: Record, lines: tuple[BudgetLine, ...], kind: str) -> Finding | None:
    """Compare the travellers of all lodging (or daily) lines, one line a class, with the trip's."""
    chosen = [line for line in lines if line.of("kind") == kind]
    classes = {line.of("traveller_class") for line in chosen}
    people = sum((line.count("인", "명") or Fraction(0) for line in chosen), Fraction(0))
    if not chosen or (people == trip["people"] and classes == set(trip["classes"] or ())):
        return None
    what = Text(
        f"{trip['place']} 출장: 산식의 인원이나 여비 등급이 출장 계획과 다름",
        f"Trip to {trip['place']}: people or classes in the lines differ from the trip",
    )
    places = (f"trips:{trip['id']}", *(line.reference for line in chosen))
    return Finding(what, plain(people), trip["people"], places)


def check_nights(plan: Plan) -> Outcome:
    """Check that each trip has one day more than it has nights."""
    found: list[Finding | None] = []
    for trip in plan.table("trips"):
        what = Text(
            f"{trip['place']} 출장: 일수가 박수보다 하루 많지 않음",
            f"Trip to {trip['place']}: days are not nights plus one",
        )
        finding = Finding(what, trip["days"], trip["nights"] + 1, (f"trips:{trip['id']}",))
        found.append(None if trip["days"] == trip["nights"] + 1 else finding)
    return gather(found)


def check_rates(plan: Plan) -> Outcome:
    """Compare the foreign unit prices in the lines with the rate table (grade by class)."""
    trips = {str(trip["id"]): trip for trip in plan.table("trips")}
    found: list[Finding | None] = []
    for line in plan.lines:
        trip = trips.get(line.of("trip"))
        if trip is not None and line.of("kind") in {"lodging", "daily"}:
            found.append(_rate_finding(plan, line, str(trip["grade"])))
    return gather(found)


def _rate_finding(plan: Plan, line: BudgetLine, grade: str) -> Finding | None:
    rate = plan.settings.rate(grade, line.of("traveller_class"))
    if isinstance(line.reading, Fault):
        return None
    wanted = None
    if rate is not None:
        wanted = fraction(rate.lodging if line.of("kind") == "lodging" else rate.daily)
    if wanted is not None and line.reading.dollars == (wanted,):
        return None
    used = line.reading.dollars[0] if line.reading.dollars else None
    what = Text(
        f"{line.name}: 단가가 여비 단가표와 다름",
        f"{line.name}: the unit price differs from the rate table",
    )
    return Finding(what, plain(used), plain(wanted), (line.reference, PLAN_FILE))


def check_exchange(plan: Plan) -> Outcome:
    """Check that every line with a foreign price is converted at the plan's exchange rate."""
    if plan.settings.exchange_rate is None:
        return Outcome(0)
    rate = fraction(plan.settings.exchange_rate)
    found: list[Finding | None] = []
    for line in plan.lines:
        if isinstance(line.reading, Fault) or not line.reading.dollars:
            continue
        used = line.reading.bare
        what = Text(
            f"{line.name}: 환율이 계획 환율과 다름",
            f"{line.name}: the exchange rate differs from the plan's",
        )
        finding = Finding(what, plain(used[-1] if used else None), plain(rate), (line.reference,))
        found.append(None if used == (rate,) else finding)
    return gather(found)
