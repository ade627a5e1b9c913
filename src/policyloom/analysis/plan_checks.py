"""The plan's cross-checks as a table of rules, and what they found."""

from __future__ import annotations

from dataclasses import dataclass

from policyloom.analysis import plan_money, plan_work
from policyloom.analysis.plan_reading import Check, Finding, Outcome, Plan
from policyloom.model.result import Text


@dataclass(frozen=True)
class Rule:
    """One cross-check: its code, what it compares, and the function that does it."""

    code: str
    compares: Text
    check: Check


RULES: tuple[Rule, ...] = (
    Rule(
        "line-amount",
        Text("산식을 규칙대로 계산한 값과 인쇄 금액", "Formula under the rule, and printed amount"),
        plan_money.check_lines,
    ),
    Rule(
        "section-subtotal",
        Text("비목 소계와 산식 금액의 합", "Subtotal of a section, and sum of its lines"),
        plan_money.check_sections,
    ),
    Rule(
        "total",
        Text("총액과 소계의 합", "Total, and sum of the subtotals"),
        plan_money.check_total,
    ),
    Rule(
        "trip-lines",
        Text("출장의 인원·박·일·등급과 산식", "People, days and classes of a trip, and lines"),
        plan_money.check_trip_lines,
    ),
    Rule(
        "trip-days",
        Text("출장의 박수와 일수", "Nights and days of a trip"),
        plan_money.check_nights,
    ),
    Rule(
        "trip-rates",
        Text("여비 단가표와 산식의 단가", "Rate table, and unit prices in the lines"),
        plan_money.check_rates,
    ),
    Rule(
        "exchange-rate",
        Text("계획 환율과 산식의 환율", "Exchange rate of the plan, and rates in the lines"),
        plan_money.check_exchange,
    ),
    Rule(
        "running-months",
        Text("산식의 개월 수와 연구기간", "Months in the lines, and the research period"),
        plan_work.check_months,
    ),
    Rule(
        "period",
        Text("연구기간의 개월 수와 시작일·종료일", "Number of months, and first and last day"),
        plan_work.check_period,
    ),
    Rule(
        "grid",
        Text("추진일정표의 칸과 연구기간", "Grid of the schedule, and the research period"),
        plan_work.check_grid,
    ),
    Rule(
        "task-ground",
        Text("추진일정의 과제와 연구방법·예산", "Scheduled tasks, and methods and budget"),
        plan_work.check_tasks,
    ),
    Rule(
        "activity-times",
        Text("같은 활동의 횟수", "Number of times of one activity"),
        plan_work.check_counts,
    ),
    Rule(
        "agenda-table",
        Text("본문의 국정과제와 국정과제 표", "Agenda items in the text, and the agenda table"),
        plan_work.check_agenda,
    ),
)


@dataclass(frozen=True)
class Checked:
    """A rule with what it gave."""

    rule: Rule
    outcome: Outcome


def run_checks(plan: Plan) -> tuple[Checked, ...]:
    """Run every cross-check, in the order of the rules."""
    return tuple(Checked(rule, rule.check(plan)) for rule in RULES)


def all_findings(checked: tuple[Checked, ...]) -> list[tuple[str, Finding]]:
    """Return every finding with the code of its rule, in the order of rules and files."""
    return [(item.rule.code, finding) for item in checked for finding in item.outcome.findings]
