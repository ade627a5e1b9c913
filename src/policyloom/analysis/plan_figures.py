"""The plan's two pictures: the schedule on its grid, and the budget by section."""

from __future__ import annotations

from datetime import date
from typing import Any

from policyloom.analysis.plan_reading import Plan, plain
from policyloom.analysis.plan_tables import NO_SHADING, budget_unit
from policyloom.core.dates import parse_date
from policyloom.model.evidence import Record
from policyloom.model.plan import Grid, ResearchPeriod
from policyloom.model.result import Figure, Text

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_STATES: dict[str, tuple[Text, str]] = {
    "planned": (Text("추진", "planned"), "#1f4e79"),
    "idle": (Text("추진하지 않음", "not planned"), "#eef2f6"),
    "unknown": (Text("연구기간(추진 여부를 읽을 수 없음)", "research period, not readable"), "#c3d3e3"),
    "outside": (Text("연구기간 밖", "outside the period"), "#ffffff"),
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
        spec=_schedule_spec(cells, [_name(task) for task in tasks]),
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
        f" The research period has {months} months; the months of {undated} tasks are not readable.",
    )


def _cell(task: Record, month: date, period: ResearchPeriod) -> dict[str, Any]:
    state = _state(task, month, period)
    return {
        "task": _name(task),
        "month": f"{month:%Y-%m}",
        "state": _both(_STATES[state][0]),
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


def _schedule_spec(cells: list[dict[str, Any]], tasks: list[dict[str, str]]) -> dict[str, Any]:
    present = {cell["state"]["en"] for cell in cells}
    shown = [(text, colour) for text, colour in _STATES.values() if text.en in present]
    scale = {"domain": [_both(text) for text, _ in shown], "range": [c for _, c in shown]}
    month = {
        "field": "month", "type": "ordinal", "title": {"ko": "월", "en": "Month"},
        "axis": {"labelAngle": 0, "orient": "top", "labelExpr": "slice(datum.value, 5)"},
    }  # fmt: skip
    task = {"field": "task", "type": "nominal", "title": None, "sort": tasks, "axis": {"labelLimit": 240}}
    state = {"field": "state", "type": "nominal", "title": None, "scale": scale}
    rect = {
        "mark": {"type": "rect", "stroke": "#8a94a0", "strokeWidth": 0.5},
        "encoding": {
            "color": {**state, "legend": {"orient": "bottom", "labelLimit": 320, "symbolStrokeColor": "#8a94a0"}},
            "tooltip": [{"field": f, "type": "nominal"} for f in ("task", "month", "state")],
        },
    }
    question = {
        "mark": {"type": "text", "color": "#3a4654"},
        "encoding": {"text": {"field": "mark", "type": "nominal"}},
    }
    return {
        "$schema": _SCHEMA,
        "data": {"values": cells},
        "width": 460,
        "height": {"step": 26},
        "encoding": {"x": month, "y": task},
        "layer": [rect, question],
    }


def budget_figure(plan: Plan) -> Figure | None:
    """Draw the printed subtotals as bars in the plan's order; None where none is printed."""
    sections = [s for s in plan.settings.sections if s.printed is not None]
    if not sections:
        return None
    values = [
        {"section": {"ko": s.ko, "en": s.en}, "amount": plain(s.printed)} for s in sections
    ]  # fmt: skip
    unit = budget_unit(plan)
    blank = [s for s in plan.settings.sections if s.printed is None]
    notes = (_not_applicable(Text("·".join(s.ko for s in blank), ", ".join(s.en for s in blank))),)
    largest = max(sections, key=lambda s: s.printed or 0)
    return Figure(
        title=Text("비목별 예산", "Budget by section"),
        spec=_budget_spec(values, unit),
        alt=Text(
            f"비목 {len(sections)}개의 인쇄된 소계를 견준 막대그래프. 가장 큰 것은 {largest.ko}"
            f"({largest.printed:,.10g}{unit.ko})이다.",
            f"Bars of the printed subtotals of {len(sections)} sections. The largest is {largest.en}"
            f" ({largest.printed:,.10g} {unit.en}).",
        ),
        unit=unit,
        notes=notes if blank else (),
        origins=plan.origins,
    )


def _not_applicable(names: Text) -> Text:
    return Text(f"{names.ko}: 해당사항 없음.", f"{names.en}: not applicable.")


def _budget_spec(values: list[dict[str, Any]], unit: Text) -> dict[str, Any]:
    order = [value["section"] for value in values]
    y = {"field": "section", "type": "nominal", "title": None, "sort": order, "axis": {"labelLimit": 240}}
    x = {"field": "amount", "type": "quantitative", "title": _both(unit), "axis": {"format": ","}}
    label = {"field": "amount", "type": "quantitative", "format": ","}
    return {
        "$schema": _SCHEMA,
        "data": {"values": values},
        "width": 460,
        "height": {"step": 26},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "color": "#1f4e79", "height": {"band": 0.7}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": "#222222"},
                "encoding": {"text": label},
            },
        ],
    }


def _name(task: Record) -> dict[str, str]:
    return {"ko": str(task["task"]), "en": str(task["task_en"])}


def _both(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}
