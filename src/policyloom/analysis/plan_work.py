"""Cross-checks of the plan's time and work: months, grid, tasks, counts of meetings, agenda."""

from __future__ import annotations

from collections import Counter

from policyloom.analysis.plan_reading import (
    PLAN_FILE,
    Finding,
    Outcome,
    Plan,
    flag,
    gather,
    plain,
)
from policyloom.analysis.plan_reviews import rounds
from policyloom.model.evidence import Record
from policyloom.model.plan import Activity
from policyloom.model.result import Number, Text


def check_period(plan: Plan) -> Outcome:
    """Compare the printed number of months with first and last day of the research."""
    months, period = plan.settings.months, plan.settings.period
    if months is None or period is None:
        return Outcome(0)
    what = Text(
        "연구기간의 개월 수가 시작일·종료일과 다름",
        "The number of months differs from first and last day",
    )
    finding = Finding(what, months, period.months, (PLAN_FILE,))
    return gather([None if months == period.months else finding])


def check_grid(plan: Plan) -> Outcome:
    """Compare the months on the schedule's grid with the months of the research period."""
    grid, period = plan.settings.grid, plan.settings.period
    if grid is None or period is None:
        return Outcome(0)
    what = Text(
        f"추진일정표는 {grid.months}개월 칸({grid.start}~{grid.end})이나"
        f" 연구기간은 {period.months}개월({period.start}~{period.end})임",
        f"The schedule has a grid of {grid.months} months ({grid.start} to {grid.end}), but the"
        f" research period has {period.months} ({period.start} to {period.end})",
    )
    places = (PLAN_FILE, *_tasks(plan.table("schedule")))
    finding = Finding(what, grid.months, period.months, places)
    agrees = (grid.start, grid.end) == (f"{period.start:%Y-%m}", f"{period.end:%Y-%m}")
    return gather([None if agrees else finding])


def check_months(plan: Plan) -> Outcome:
    """Compare the months in the formulas of running costs with the length of the research."""
    found: list[Finding | None] = []
    for line in plan.lines:
        counted = line.count("월")
        if counted is None or plan.settings.months is None:
            continue
        what = Text(
            f"{line.name}: 산식의 개월 수가 연구기간과 다름",
            f"{line.name}: the months in the formula differ from the research period",
        )
        finding = Finding(what, plain(counted), plan.settings.months, (line.reference, PLAN_FILE))
        found.append(None if counted == plan.settings.months else finding)
    return gather(found)


def check_tasks(plan: Plan) -> Outcome:
    """Check that each scheduled task is a method of the plan or has a budget line."""
    methods = {str(row["id"]) for row in plan.table("plan_methods")}
    paid = {line.of("activity") for line in plan.lines} - {""}
    found: list[Finding | None] = []
    for task in plan.table("schedule"):
        is_grounded = task["method"] in methods or task["activity"] in paid
        what = Text(
            f"{task['task']}: 추진일정에는 있으나 연구추진방법과 예산 산식 어디에도 없음",
            f"{task['task_en']}: scheduled, but in no method and no budget line",
        )
        finding = Finding(what, 1, 0, (f"schedule:{task['id']}",))
        found.append(None if is_grounded else finding)
    return gather(found)


def check_counts(plan: Plan) -> Outcome:
    """Check that an activity takes place the same number of times wherever the plan counts it."""
    return gather([_count_finding(plan, a) for a in plan.settings.activities if a.counted_in])


def _count_finding(plan: Plan, activity: Activity) -> Finding | None:
    counts = activity_counts(plan, activity)
    if len(set(counts.values())) <= 1:
        return None
    # The usual number is taken as what the plan means; ties go to the first place that counts.
    usual = Counter(counts.values()).most_common(1)[0][0]
    odd = tuple(place for place, count in counts.items() if count != usual)
    what = Text(
        f"{activity.ko}: 횟수가 곳마다 다름",
        f"{activity.en}: the number of times differs from place to place",
    )
    return Finding(what, counts[odd[0]], usual, (*odd, *(p for p in counts if p not in odd)))


def activity_counts(plan: Plan, activity: Activity) -> dict[str, Number | None]:
    """Return how many times an activity takes place, by the place that says so."""
    counts: dict[str, Number | None] = {}
    if "budget" in activity.counted_in:
        for line in plan.lines_of("activity", activity.id):
            if (times := line.count("회")) is not None:
                counts[line.reference] = plain(times)
    if "schedule" in activity.counted_in:
        tasks = [row for row in plan.table("schedule") if row["activity"] == activity.id]
        counts |= {place: len(tasks) for place in _tasks(tasks)}
    if "reviews" in activity.counted_in:
        held = rounds(plan)
        counts |= {f"reviews:{rows[0]['id']}": len(held) for rows in held.values()}
    return counts


def check_agenda(plan: Plan) -> Outcome:
    """Check that each numbered agenda item that the text cites stands in the agenda table too."""
    found: list[Finding | None] = []
    for item in plan.table("agenda"):
        if not item["code"] or not flag(item["cited_in_text"]):
            continue
        what = Text(
            f"국정과제 {item['code']}: 본문에 인용되었으나 국정과제 관련성 표에 없음",
            f"Agenda item {item['code']}: cited in the text but absent from the agenda table",
        )
        finding = Finding(what, 1, 0, (f"agenda:{item['id']}",))
        found.append(None if flag(item["in_table"]) else finding)
    return gather(found)


def _tasks(rows: tuple[Record, ...] | list[Record]) -> tuple[str, ...]:
    return tuple(f"schedule:{row['id']}" for row in rows)
