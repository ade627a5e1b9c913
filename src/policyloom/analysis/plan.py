"""Does the research plan agree with itself? Its arithmetic, its cross-checks and its annex.

Disagreements are results, not problems of the study: the plan is evidence, printed as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from policyloom.analysis.plan_checks import Checked, all_findings, run_checks
from policyloom.analysis.plan_distinct import distinct_tables, distinct_values
from policyloom.analysis.plan_figures import budget_figure, schedule_figure
from policyloom.analysis.plan_reading import Plan, flag, plain, read_plan
from policyloom.analysis.plan_reviews import review_tables, review_values
from policyloom.analysis.plan_tables import (
    budget_table,
    budget_unit,
    checks_table,
    findings_table,
    rates_table,
    register_tables,
    sections_table,
    trips_table,
)
from policyloom.analysis.plan_work import activity_counts
from policyloom.model.evidence import Evidence, Options
from policyloom.model.plan import Activity, PlanSettings
from policyloom.model.result import NO_REASON, Number, Plain, Result, ResultTable, Text, Value

TITLE = Text("연구계획과 예산의 검산", "The research plan and its arithmetic")
_NO_PLAN = Text(
    "이 연구에는 plan/plan.yaml이 없어 계획을 검산하지 않았다.",
    "This study has no plan/plan.yaml, so no plan was checked.",
)
_COUNT = Text("개", "")
_TIMES = Text("회", "times")
_MONTHS = Text("개월", "months")
_NO_UNIT = Text("", "")
_NOTHING = Text("계획에 없음", "not in the plan")
_BLANK = Text("해당하지 않음", "not applicable")


def run(evidence: Evidence, options: Options) -> Result:
    """Recompute the budget, cross-check the plan and lay out its annex.

    Needs `options.extra["plan"]` (PlanSettings); without it the result is empty and says so.
    """
    settings = options.extra.get("plan")
    if not isinstance(settings, PlanSettings):
        return Result("plan", TITLE, notes=(_NO_PLAN,))
    plan = read_plan(evidence, settings)
    chapters = options.extra.get("chapters") or ()
    checked = run_checks(plan)
    figures = {"schedule": schedule_figure(plan), "budget": budget_figure(plan)}
    return Result(
        analysis="plan",
        title=TITLE,
        values={**_values(plan, checked), **distinct_values(plan, chapters)},
        tables={**_tables(plan, checked), **distinct_tables(plan, chapters)},
        figures={name: figure for name, figure in figures.items() if figure is not None},
    )


def _tables(plan: Plan, checked: tuple[Checked, ...]) -> dict[str, ResultTable]:
    return {
        "budget": budget_table(plan),
        "sections": sections_table(plan),
        "trips": trips_table(plan),
        "rates": rates_table(plan),
        "checks": checks_table(plan, checked),
        "findings": findings_table(plan, checked),
        **register_tables(plan),
        **review_tables(plan),
    }


def _values(plan: Plan, checked: tuple[Checked, ...]) -> dict[str, Value]:
    return {
        **_money_values(plan),
        **_section_values(plan),
        **_line_values(plan),
        **_check_values(plan, checked),
        **_time_values(plan),
        **_work_values(plan),
        **_agenda_values(plan),
        **_promise_values(plan),
        **review_values(plan),
    }


def _money_values(plan: Plan) -> dict[str, Value]:
    unit, lines = budget_unit(plan), tuple(line.reference for line in plan.lines)
    printed = plain(plan.settings.total_printed)
    checks = [line.check for line in plan.lines if line.check]
    money = plan.settings.foreign_currency
    per = Text(f"{unit.ko}/{money}", f"{unit.en} per {money}")
    is_whole = bool(checks) and len(checks) == len(plan.lines)

    def total(amounts: list[Fraction], ko: str, en: str) -> Value:
        value = plain(sum(amounts, Fraction(0))) if is_whole else None
        reason = (
            NO_REASON
            if is_whole
            else Text("읽지 못한 줄이 있거나 줄이 없음", "a line cannot be read, or there is none")
        )
        return Value(value, Text(ko, en), unit, (*lines, *plan.origins), reason)

    return {
        "total_printed": _value(plan, printed, Text("인쇄된 총액", "Printed total"), unit),
        "total_lines": total(
            [line.printed for line in plan.lines], "인쇄 금액의 합", "Sum of the printed amounts"
        ),
        "total_computed": total(
            [c.by_rule for c in checks], "규칙대로 다시 계산한 총액", "Total recomputed by the rule"
        ),
        "total_exact": total([c.exact for c in checks], "반올림 전 총액", "Total before rounding"),
        "total_residue": total(
            [c.residue for c in checks], "인쇄 금액과 규칙의 차", "Printed amounts minus the rule"
        ),
        "exchange_rate": _value(
            plan, plan.settings.exchange_rate, Text("계획 환율", "Planning exchange rate"), per
        ),
    }


def _section_values(plan: Plan) -> dict[str, Value]:
    unit = budget_unit(plan)
    trips = [line for line in plan.lines if line.of("trip")]
    cost = plain(sum((line.printed for line in trips), Fraction(0))) if trips else None
    made = {
        f"section_{s.id}": _value(
            plan, plain(s.printed), Text(f"{s.ko} 소계", f"Subtotal: {s.en}"), unit, _BLANK
        )
        for s in plan.settings.sections
    }
    made["trips_cost"] = Value(
        value=cost,
        label=Text("국외출장 인쇄 금액", "Printed cost of the trips"),
        unit=unit,
        origins=(*(line.reference for line in trips), *plan.origins),
        reason=NO_REASON if trips else _NOTHING,
    )
    return made


def _line_values(plan: Plan) -> dict[str, Value]:
    checks = [line.check for line in plan.lines if line.check]
    origins = tuple(line.reference for line in plan.lines)
    exact = sum(1 for c in checks if c.residue == 0 and c.exact == c.by_rule)
    rounded = sum(1 for c in checks if c.residue == 0 and c.exact != c.by_rule)
    count = _counter(plan, origins)
    return {
        "lines": count(len(plan.lines), "예산 산식", "Budget lines"),
        "lines_exact": count(exact, "산식 값 그대로 인쇄된 산식", "Lines printed as they compute"),
        "lines_rounded": count(rounded, "규칙대로 반올림된 산식", "Lines rounded by the rule"),
        "lines_off": count(
            len(plan.lines) - exact - rounded, "규칙에 어긋난 산식", "Lines off the rule"
        ),
        "sections": count(len(plan.settings.sections), "비목", "Sections"),
        "sections_used": count(
            sum(1 for s in plan.settings.sections if s.printed is not None),
            "금액이 있는 비목", "Sections with an amount",
        ),
    }  # fmt: skip


def _check_values(plan: Plan, checked: tuple[Checked, ...]) -> dict[str, Value]:
    found = all_findings(checked)
    places = tuple(dict.fromkeys(p for _, finding in found for p in finding.rows))
    compared = sum(c.outcome.compared for c in checked)
    count = _counter(plan, places)
    by_code = Counter(code for code, _ in found)
    made = {
        "checks": count(len(checked), "대조 항목", "Cross-checks"),
        "comparisons": count(compared, "견준 수", "Comparisons"),
        "agreements": count(compared - len(found), "일치한 수", "Comparisons that agreed"),
        "findings": count(len(found), "맞지 않는 것", "Findings"),
    }
    for item in checked:
        code, compares = item.rule.code, item.rule.compares
        label = (f"맞지 않는 것: {compares.ko}", f"Findings: {compares.en}")
        made[f"findings_{code.replace('-', '_')}"] = count(by_code[code], *label)
    return made


def _time_values(plan: Plan) -> dict[str, Value]:
    period, grid = plan.settings.period, plan.settings.grid
    tasks = plan.table("schedule")
    origins = tuple(f"schedule:{task['id']}" for task in tasks)
    dated = sum(1 for task in tasks if task["start"] and task["end"])
    count = _counter(plan, origins)
    printed = Text("연구기간(인쇄)", "Months as printed")
    dates = Text("연구기간(시작일·종료일)", "Months from first to last day")
    cells = Text("추진일정표의 칸", "Months on the grid")
    first, last = (str(period.start), str(period.end)) if period else (None, None)
    return {
        "months": _value(plan, plan.settings.months, printed, _MONTHS),
        "period_months": _value(plan, period.months if period else None, dates, _MONTHS),
        "grid_months": _value(plan, grid.months if grid else None, cells, _MONTHS),
        "start": _value(plan, first, Text("시작일", "First day")),
        "end": _value(plan, last, Text("종료일", "Last day")),
        "tasks": count(len(tasks), "추진일정의 과제", "Scheduled tasks"),
        "tasks_dated": count(dated, "추진 월을 읽은 과제", "Tasks with readable months"),
        "tasks_undated": count(
            len(tasks) - dated, "추진 월을 읽을 수 없는 과제", "Tasks without readable months"
        ),
    }


def _work_values(plan: Plan) -> dict[str, Value]:
    made = {
        name: _counter(plan, tuple(f"{table}:{row['id']}" for row in plan.table(table)))(
            len(plan.table(table)), ko, en
        )
        for name, table, ko, en in (
            ("methods", "plan_methods", "연구추진방법", "Methods planned"),
            ("trips", "trips", "국외출장", "Trips abroad"),
        )
    }
    for activity in plan.settings.activities:
        if activity.counted_in:
            made[f"times_{activity.id.replace('-', '_')}"] = _times(plan, activity)
    prior = [row for row in plan.table("prior_studies") if not flag(row["is_this_study"])]
    origins = tuple(f"prior_studies:{row['id']}" for row in prior)
    made["prior_studies"] = _counter(plan, origins)(len(prior), "선행연구", "Prior studies")
    return made


def _times(plan: Plan, activity: Activity) -> Value:
    """Return how many times an activity takes place; undefined where its places disagree."""
    counts = activity_counts(plan, activity)
    agreed = set(counts.values())
    return Value(
        value=agreed.pop() if len(agreed) == 1 else None,
        label=Text(f"{activity.ko} 횟수", f"{activity.en}: number of times"),
        unit=_TIMES,
        origins=(*counts, *plan.origins),
        reason=NO_REASON
        if len(set(counts.values())) == 1
        else Text("적힌 곳마다 다름", "its places disagree"),
    )


def _agenda_values(plan: Plan) -> dict[str, Value]:
    rows = plan.table("agenda")
    cited = [r for r in rows if r["code"] and flag(r["cited_in_text"])]
    listed = [r for r in rows if flag(r["in_table"])]
    absent = [r for r in cited if not flag(r["in_table"])]
    groups = (
        ("agenda_items", rows, "의제와 관련 정책", "Agenda items and policies"),
        ("agenda_cited", cited, "본문에 인용된 국정과제", "Agenda items cited in the text"),
        ("agenda_in_table", listed, "표에 있는 국정과제", "Agenda items in the table"),
        ("agenda_absent", absent, "표에 없는 국정과제", "Agenda items absent from the table"),
    )
    return {
        name: _counter(plan, tuple(f"agenda:{row['id']}" for row in chosen or rows))(
            len(chosen), ko, en
        )
        for name, chosen, ko, en in groups
    }


def _promise_values(plan: Plan) -> dict[str, Value]:
    rows = plan.table("promises")
    words = {
        "delivered": ("이행한 약속", "Promises delivered"),
        "changed": ("바뀐 약속", "Promises changed"),
        "dropped": ("이행하지 않은 약속", "Promises dropped"),
        "open": ("아직 열린 약속", "Promises still open"),
    }
    every = tuple(f"promises:{row['id']}" for row in rows)
    made = {"promises": _counter(plan, every)(len(rows), "약속한 항목", "Promised items")}
    for fate, (ko, en) in words.items():
        chosen = tuple(f"promises:{row['id']}" for row in rows if row["fate"] == fate)
        made[f"promises_{fate}"] = _counter(plan, chosen or every)(len(chosen), ko, en)
    return made


@dataclass(frozen=True)
class _Counted:
    """Makes counted values that share their origins."""

    origins: tuple[str, ...]

    def __call__(self, number: Number, ko: str, en: str) -> Value:
        return Value(number, Text(ko, en), _COUNT, self.origins)


def _counter(plan: Plan, origins: tuple[str, ...]) -> Callable[[Number, str, str], Value]:
    """Return a maker of counts; a zero rests on all rows that were looked through."""
    return _Counted((*origins, *plan.origins))


def _value(
    plan: Plan, value: Plain, label: Text, unit: Text = _NO_UNIT, reason: Text = _NOTHING
) -> Value:
    """Make a value of what the plan prints; undefined where the plan does not print it."""
    return Value(value, label, unit, plan.origins, reason if value is None else NO_REASON)
