"""The plan's two pictures: the schedule on its grid, and the budget by section."""

from __future__ import annotations

from datetime import date

from policyloom.analysis.charts.bars import bars
from policyloom.analysis.charts.style import (
    LINE,
    PALETTE,
    RAMP,
    SOFT,
    Datum,
    Spec,
    both,
    frame,
    legend,
    nominal,
    tip,
)
from policyloom.analysis.plan_reading import Plan
from policyloom.analysis.plan_tables import NO_SHADING, budget_unit
from policyloom.core.dates import parse_date
from policyloom.model.evidence import Record
from policyloom.model.plan import Grid, ResearchPeriod
from policyloom.model.result import Figure, Text

_STATES: dict[str, tuple[Text, str]] = {
    "planned": (Text("추진", "planned"), PALETTE[0]),
    "idle": (Text("추진하지 않음", "not planned"), RAMP[0]),
    "unknown": (
        Text("연구기간(추진 월 판독 불가)", "research period, months not readable"),
        RAMP[1],
    ),
    "outside": (Text("연구기간 밖", "outside the research period"), "white"),
}
"""State of a task in a month: its name and its colour, told apart in grey by lightness."""


def schedule_figure(plan: Plan) -> Figure | None:
    """Draw the tasks on the schedule's grid; None where the plan has no grid, period or task.

    A task without dates is drawn as "not readable" in every month of the research period, never
    as running through it.
    """
    grid, period = plan.settings.grid, plan.settings.period
    tasks = plan.table("schedule")
    if grid is None or period is None or not tasks:
        return None
    cells = [_cell(task, month, period) for task in tasks for month in _grid_months(grid)]
    undated = sum(1 for task in tasks if not task["start"] or not task["end"])
    return Figure(
        title=Text("연구 추진일정(간트 차트)", "Schedule of the research (Gantt chart)"),
        spec=_schedule_spec(cells, grid),
        alt=_schedule_alt(plan, len(tasks), undated, grid),
        notes=(NO_SHADING,) if undated else (),
        origins=(*(f"schedule:{task['id']}" for task in tasks), *plan.origins),
    )


def _schedule_alt(plan: Plan, tasks: int, undated: int, grid: Grid) -> Text:
    period = plan.settings.period
    months = period.months if period else 0
    return Text(
        f"과제 {tasks}개를 {grid.start}부터 {grid.end}까지 {grid.months}개월 칸에 놓은 표."
        f" 연구기간은 {months}개월이며, {undated}개 과제는 추진 월을 읽을 수 없다.",
        f"A grid of {grid.months} months from {grid.start} to {grid.end} with {tasks} tasks."
        f" The research period has {months} months; those of {undated} tasks are not readable.",
    )


def _cell(task: Record, month: date, period: ResearchPeriod) -> Datum:
    state = _state(task, month, period)
    return {
        "task": both(Text(str(task["task"]), str(task["task_en"]))),
        "month": f"{month:%Y-%m}",
        "state": both(_STATES[state][0]),
        "mark": "?" if state == "unknown" else "",
    }


def _state(task: Record, month: date, period: ResearchPeriod) -> str:
    first, last = parse_date(task["start"] or ""), parse_date(task["end"] or "")
    if first is not None and last is not None:
        is_planned = first.first.replace(day=1) <= month <= last.last
        if is_planned:
            return "planned"
    is_inside = period.start.replace(day=1) <= month <= period.end
    if not is_inside:
        return "outside"
    return "unknown" if first is None or last is None else "idle"


def _grid_months(grid: Grid) -> list[date]:
    year, month = (int(part) for part in grid.start.split("-"))
    return [
        date(year + (month - 1 + i) // 12, (month - 1 + i) % 12 + 1, 1) for i in range(grid.months)
    ]


def _schedule_spec(cells: list[Datum], grid: Grid) -> Spec:
    present = {cell["state"]["en"] for cell in cells}
    shown = [(text, colour) for text, colour in _STATES.values() if text.en in present]
    scale = {"domain": [both(text) for text, _ in shown], "range": [c for _, c in shown]}
    first, last = grid.start[:4], grid.end[:4]
    is_one_year = first == last
    title = Text(f"{first}년(월)", f"Month of {first}") if is_one_year else None
    label = {"labelExpr": "slice(datum.value, 5)"} if is_one_year else {}
    above = {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False, **label}
    return frame(
        {
            "height": {"step": 26},
            "data": {"values": cells},
            "encoding": {
                "x": nominal("month", title, axis=above),
                "y": nominal("task", axis={"domain": False, "ticks": False}),
            },
            "layer": [_squares(scale), _QUESTION_MARKS],
        }
    )


def _squares(scale: Spec) -> Spec:
    key = legend(orient="bottom", symbolStrokeColor=LINE)
    return {
        "mark": {"type": "rect", "stroke": LINE, "strokeWidth": 0.7},
        "encoding": {
            "color": nominal("state", scale=scale, legend=key),
            "tooltip": [
                tip("task", Text("연구내용", "Task")),
                tip("month", Text("월", "Month")),
                tip("state", Text("상태", "State")),
            ],
        },
    }


_QUESTION_MARKS: Spec = {
    "mark": {"type": "text", "color": SOFT},
    "encoding": {"text": {"field": "mark", "type": "nominal"}},
}


def budget_figure(plan: Plan) -> Figure | None:
    """Draw the printed subtotals as bars in the plan's order; None where none is printed."""
    printed = {s.id: s.printed for s in plan.settings.sections if s.printed is not None}
    if not printed:
        return None
    unit = budget_unit(plan)
    data = [(Text(s.ko, s.en), printed[s.id]) for s in plan.settings.sections if s.id in printed]
    blank = [s for s in plan.settings.sections if s.id not in printed]
    names = Text("·".join(s.ko for s in blank), ", ".join(s.en for s in blank))
    largest, amount = max(data, key=lambda bar: bar[1])
    return Figure(
        title=Text("비목별 예산", "Budget by section"),
        spec=bars(data, Text(f"소계({unit.ko})", f"Subtotal, {unit.en}"), form=",.0f"),
        alt=Text(
            f"비목 {len(data)}개의 인쇄된 소계를 견준 막대그래프. 가장 큰 것은 {largest.ko}"
            f"({amount:,.10g}{unit.ko})이다.",
            f"Bars of the printed subtotals of {len(data)} sections. The largest is {largest.en}"
            f" ({amount:,.10g} {unit.en}).",
        ),
        unit=unit,
        notes=(_not_applicable(names),) if blank else (),
        origins=plan.origins,
    )


def _not_applicable(names: Text) -> Text:
    return Text(f"{names.ko}: 해당사항 없음.", f"{names.en}: not applicable.")
