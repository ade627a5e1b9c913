"""The plan's tables for the annex. Cells keep the plan's own Korean words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from policyloom.analysis.plan_checks import Checked, all_findings
from policyloom.analysis.plan_reading import BudgetLine, Plan, flag, plain
from policyloom.methods.budget import fraction
from policyloom.model.evidence import Record
from policyloom.model.result import ColumnKind, Plain, ResultColumn, ResultTable, Text
from policyloom.model.tables import dictionary

Cell = Callable[[Record], Plain]

NO_SHADING = Text(
    "계획서의 월별 음영을 읽을 수 없어 과제별 시작과 끝은 비어 있다.",
    "The shading of the months in the plan could not be read, so no task has its start and end.",
)
_YES = Text("○", "yes")
_OWN_ROUNDING = Text(
    "규칙: 반올림 단위가 있는 행은 그 단위로 반올림(사사오입)하고, “-”인 행은 반올림하지 않는다."
    " 잔차는 인쇄 금액에서 규칙에 따른 금액을 뺀 것이다.",
    "Rule: a line with a step is rounded half up to that step, a line with “-” is not rounded."
    " The residue is the printed amount minus the amount by the rule.",
)


def budget_unit(plan: Plan) -> Text:
    """Return the unit of the budget in both languages."""
    return Text(plan.settings.unit, plan.settings.unit_en)


def budget_table(plan: Plan) -> ResultTable:
    """Every budget line with its arithmetic, from the formula to the residue."""
    columns = (
        _text("id", "번호", "Line", kind="reference"),
        _text("section", "비목", "Section"),
        _text("item", "내용", "Item"),
        _text("formula", "산식", "Formula"),
        _number("exact", "반올림 전", "Before rounding"),
        _text("step", "반올림", "Step"),
        _number("by_rule", "규칙에 따른 금액", "By the rule"),
        _number("printed", "인쇄 금액", "Printed"),
        _number("residue", "잔차", "Residue"),
    )
    rule = plan.settings.rounding
    note = rule.note if rule else None
    notes = (_OWN_ROUNDING,) + ((Text(note.ko, note.en),) if note else ())
    return ResultTable(
        title=Text("예산 산식과 검산", "Budget lines and their arithmetic"),
        columns=columns,
        rows=tuple(_budget_row(line) for line in plan.lines),
        unit=budget_unit(plan),
        notes=notes,
        origins=tuple((line.reference, *plan.origins) for line in plan.lines),
    )


def _budget_row(line: BudgetLine) -> tuple[Plain, ...]:
    check = line.check
    step = "-" if line.step is None else f"{float(line.step):g}"
    return (
        line.reference,
        line.of("section"),
        line.name,
        line.of("formula"),
        plain(check.exact) if check else None,
        step,
        plain(check.by_rule) if check else None,
        plain(line.printed),
        plain(check.residue) if check else None,
    )


def sections_table(plan: Plan) -> ResultTable:
    """Each section: number of lines, sum of its printed lines, printed subtotal, share of all."""
    total = fraction(plan.settings.total_printed or 0)
    rows: list[tuple[Plain, ...]] = []
    origins: list[tuple[str, ...]] = []
    for section in plan.settings.sections:
        lines = plan.lines_of("section", section.ko)
        added = sum((line.printed for line in lines), Fraction(0))
        share = fraction(section.printed or 0) / total * 100 if total else None
        exact = sum((line.check.by_rule for line in lines if line.check), Fraction(0))
        numbers = (plain(added), plain(exact), plain(section.printed), _rounded(share))
        blank: tuple[Plain, ...] = (None, None, None, None)
        rows.append(
            (section.id, section.ko, section.en, len(lines), *(numbers if lines else blank))
        )
        origins.append((*(line.reference for line in lines), *plan.origins))
    return ResultTable(
        title=Text("비목별 예산", "Budget by section"),
        columns=(
            _text("id", "번호", "No."),
            _text("section_ko", "비목", "Section (Korean)"),
            _text("section_en", "비목(영어)", "Section"),
            _number("line_count", "산식 수", "Lines"),
            _number("lines_sum", "산식 금액의 합", "Sum of printed lines"),
            _number("by_rule", "규칙에 따른 합", "Sum by the rule"),
            _number("printed", "인쇄된 소계", "Printed subtotal"),
            _number("share_pct", "비중(%)", "Share (%)", ".1f"),
        ),
        rows=tuple(rows),
        unit=budget_unit(plan),
        notes=(Text("“-”는 해당사항이 없는 비목이다.", "“-” marks sections that do not apply."),),
        origins=tuple(origins),
    )


def trips_table(plan: Plan) -> ResultTable:
    """Each trip with grade, classes, people, nights, days and the sum of its printed lines."""
    costs: dict[str, Fraction] = {}
    for line in plan.lines:
        costs[line.of("trip")] = costs.get(line.of("trip"), Fraction(0)) + line.printed
    made = _register(plan, "trips", Text("국외출장", "Trips abroad"))
    rows = (
        (*row, plain(costs.get(str(record["id"]))))
        for row, record in zip(made.rows, plan.table("trips"), strict=True)
    )
    cost = _number(
        "printed", f"인쇄 금액({plan.settings.unit})", f"Printed ({plan.settings.unit_en})"
    )
    return ResultTable(
        title=made.title,
        columns=(*made.columns, cost),
        rows=tuple(rows),
        origins=tuple(
            (*origins, *(x.reference for x in plan.lines_of("trip", str(record["id"]))))
            for origins, record in zip(made.origins, plan.table("trips"), strict=True)
        ),
    )


def rates_table(plan: Plan) -> ResultTable:
    """Return the per-diem rates that the plan's formulas use, by grade and class."""
    settings = plan.settings
    money = settings.foreign_currency
    return ResultTable(
        title=Text("국외여비 단가", "Per-diem rates abroad"),
        columns=(
            _text("grade", "급지", "Grade"),
            _text("traveller_class", "여비 등급", "Traveller class"),
            _number("lodging", "숙박비(1박)", "Lodging a night"),
            _number("daily", "일비·식비(1일)", "Allowance and meals a day"),
        ),
        rows=tuple(
            (r.grade, r.traveller_class, plain(r.lodging), plain(r.daily)) for r in settings.rates
        ),
        unit=Text(money, money),
        origins=tuple(plan.origins for _ in settings.rates),
    )


def checks_table(plan: Plan, checked: Iterable[Checked]) -> ResultTable:
    """Return every cross-check with how many comparisons it made and how many were off."""
    rows = [
        (c.rule.code, c.rule.compares.ko, c.rule.compares.en, c.outcome.compared,
         c.outcome.compared - len(c.outcome.findings), len(c.outcome.findings))
        for c in checked
    ]  # fmt: skip
    return ResultTable(
        title=Text("계획서 대조 항목", "Cross-checks of the plan"),
        columns=(
            _text("code", "부호", "Code"),
            _text("compares_ko", "견준 것", "Compared (Korean)"),
            _text("compares_en", "견준 것(영어)", "Compared"),
            _number("compared", "견준 수", "Comparisons"),
            _number("agreed", "일치", "Agreed"),
            _number("off", "불일치", "Off"),
        ),
        rows=tuple(rows),
        origins=tuple(plan.origins for _ in rows),
    )


def findings_table(plan: Plan, checked: tuple[Checked, ...]) -> ResultTable:
    """Return everything that does not agree: code, sentence, both numbers, places."""
    found = all_findings(checked)
    return ResultTable(
        title=Text("계획서에서 서로 맞지 않는 것", "What does not agree in the plan"),
        columns=(
            _text("code", "부호", "Code"),
            _text("what_ko", "내용", "Finding (Korean)"),
            _text("what_en", "내용(영어)", "Finding"),
            _number("says", "계획서의 값", "The plan says"),
            _number("follows", "맞추어 본 값", "Compared with"),
            _text("places", "자리", "Places", kind="reference"),
        ),
        rows=tuple(
            (code, f.what.ko, f.what.en, f.says, f.follows, "; ".join(f.places))
            for code, f in found
        ),
        notes=(
            Text(
                "과제와 국정과제에서 1은 계획서의 한 곳에 있음, 0은 맞추어 볼 곳에 없음을 뜻한다.",
                "For tasks and agenda items, 1 means present in one part of the plan and 0 absent"
                " where it is compared.",
            ),
        ),
        origins=tuple((*f.rows, *plan.origins) for _, f in found),
    )


def register_tables(plan: Plan) -> dict[str, ResultTable]:
    """Return the plan's other tables as the annex prints them, with every column of the file."""
    return {
        "schedule": _register(plan, "schedule", Text("연구 추진일정", "Schedule"), NO_SHADING),
        "methods": _register(plan, "plan_methods", Text("연구추진방법", "Methods planned")),
        "agenda": _register(
            plan, "agenda", Text("국정과제와 관련 정책", "Agenda items and policies")
        ),
        "promises": _register(
            plan, "promises", Text("약속한 항목과 귀결", "Promises and their fate")
        ),
        "prior_studies": _register(
            plan, "prior_studies", Text("선행연구와 본 연구", "Prior studies and this one")
        ),
    }


def _register(plan: Plan, table: str, title: Text, gap: Text | None = None) -> ResultTable:
    """Show a register's rows under the dictionary's headings; the id links to the row."""
    spec = dictionary()[table]
    rows = plan.table(table)
    columns = tuple(
        ResultColumn(
            c.name, Text(c.ko, c.en), "reference" if c.type == "id" else _KINDS.get(c.type, "text")
        )
        for c in spec.columns
    )
    is_gap = gap is not None and any(not row.get("start") for row in rows)
    return ResultTable(
        title=title,
        columns=columns,
        rows=tuple(tuple(_cell(table, c.name, row) for c in spec.columns) for row in rows),
        notes=(gap,) if gap is not None and is_gap else (),
        origins=tuple(
            (f"{table}:{row['id']}", *(_named(row) or plan.origins)) for row in rows
        ),
    )  # fmt: skip


_KINDS: dict[str, ColumnKind] = {"int": "number", "number": "number", "date": "date"}


def _cell(table: str, column: str, row: Record) -> Plain:
    value = row.get(column)
    if column == "id":
        return f"{table}:{value}"
    if isinstance(value, bool):
        return _YES.ko if flag(value) else "-"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(str(part) for part in value)
    return value if isinstance(value, int | float) or value is None else str(value)


def _named(row: Record) -> tuple[str, ...]:
    """Return the sources that a row names itself."""
    return tuple(f"sources:{source}" for source in row.get("sources") or ())


def _rounded(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _text(name: str, ko: str, en: str, kind: str = "text") -> ResultColumn:
    return ResultColumn(name, Text(ko, en), "reference" if kind == "reference" else "text")


def _number(name: str, ko: str, en: str, form: str = ",") -> ResultColumn:
    return ResultColumn(name, Text(ko, en), "number", form)
