"""The tables and figures of the PMC index: policies, variables, cells, grades and surfaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    DOCUMENTS,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.heat import Heat, heat
from policyloom.analysis.codings import Settled
from policyloom.analysis.documents import Document
from policyloom.analysis.names import text_of, words
from policyloom.methods.pmc import GradeTable, Pmc, aggregate, grade, surface
from policyloom.model.result import Plain, Text
from policyloom.model.settings import PmcVariable

POINTS = Text("점", "points")
_DRAWN = 6
_VALUE = Text("변수의 값(0~1)", "Value of the variable (0 to 1)")
_BLANK = Text("빈칸은 값이 없는 변수이다.", "A blank is a variable without a value.")
_DRAFT = Text("초안", "Draft")
_NOT_CODED = Text("매기지 않음", "not coded")


@dataclass(frozen=True)
class Coded:
    """A policy that somebody coded: its cells by variable, and its index."""

    document: Document
    cells: Mapping[str, tuple[Settled | None, ...]]
    pmc: Pmc

    @property
    def ref(self) -> str:
        """Return the reference of the policy's row."""
        return self.document.ref

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the row and every coding of it."""
        found = [s for several in self.cells.values() for s in several if s]
        return (self.ref, *(ref for s in found for ref in s.origins))


def add_tables(
    answer: Answer,
    coded: Sequence[Coded],
    variables: Sequence[PmcVariable],
    table: GradeTable,
    asked: Sequence[str],
) -> None:
    """Add every table and figure; where nothing is coded there is none to add."""
    if not coded:
        return
    _policies(answer, coded, variables, table)
    _grades(answer, coded, table)
    _cells(answer, coded, variables)
    _variables_figure(answer, coded, variables)
    chosen = [c for c in coded if c.document.id in asked] if asked else list(coded)[:_DRAWN]
    for own in chosen:
        _surface(answer, own, variables)


def _policies(
    answer: Answer, coded: Sequence[Coded], variables: Sequence[PmcVariable], table: GradeTable
) -> None:
    """Add index, grade and variables of each policy, as values and as a table."""
    rows: list[Line] = []
    for own in coded:
        name, found = own.document.name, own.pmc
        mark = grade(found.index, found.maximum, table)
        base = f"policy_{slug(own.document.id)}"
        why = Text(f"값이 없는 변수: {found.reason}", f"variables without a value: {found.reason}")
        label = Text(f"{name.ko}: PMC 지수", f"{name.en}: PMC index")
        answer.number(f"{base}_index", label, found.index, POINTS, own.origins, why)
        label = Text(f"{name.ko}: 등급", f"{name.en}: grade")
        answer.number(f"{base}_grade", label, mark.label.ko if mark else None,
                      origins=own.origins, reason=why)  # fmt: skip
        cells: list[Plain] = [own.ref, name.ko, name.en]
        cells += [_DRAFT.ko, _DRAFT.en] if own.document.draft else [None, None]
        cells += [found.index, found.maximum, found.concavity]
        cells += [mark.label.ko, mark.label.en] if mark else [None, None]
        cells += [found.uncoded, *(v.value for v in found.variables)]
        rows.append((cells, own.origins))
    columns = [
        reference_column("policy", "문건", "Document"),
        text_column("title_ko", "제목", "Title (Korean)"),
        text_column("title_en", "원제", "Title"),
        *text_columns("state", "상태", "State"),
        number_column("index", "PMC 지수", "PMC index", ",.2f"),
        number_column("maximum", "최댓값", "Maximum"),
        number_column("concavity", "오목도", "Concavity", ",.2f"),
        *text_columns("grade", "등급", "Grade"),
        number_column("uncoded", "매기지 않은 칸", "Cells not coded"),
        *(number_column(f"variable_{slug(v.id)}", v.ko, v.en, ",.2f") for v in variables),
    ]
    title = Text("정책별 PMC 지수", "PMC index by policy")
    answer.table("policies", title, columns, rows, [_graded(table)])


def _graded(table: GradeTable) -> Text:
    return Text(
        f"등급은 {table.id} 표에 따른다({table.source}).",
        f"Grades by the table {table.id} ({table.source}).",
    )


def _grades(answer: Answer, coded: Sequence[Coded], table: GradeTable) -> None:
    """Count the policies of each grade, drafts left out."""
    out = [c for c in coded if not c.document.draft]
    every = [c.ref for c in out] or [c.ref for c in coded]
    whole = aggregate([c.pmc for c in out], table)
    rows: list[Line] = []
    for own in table.grades:
        found = [c.ref for c in out if grade(c.pmc.index, c.pmc.maximum, table) == own]
        label = Text(f"‘{own.label.ko}’ 등급의 정책", f"Policies graded {own.label.en}")
        answer.count(f"grade_{slug(own.label.en)}", label, found, DOCUMENTS, every)
        share = whole.shares.get(own.label.en)
        cells: list[Plain] = [own.label.ko, own.label.en, own.low, own.high, len(found), share]
        rows.append((cells, found or every))
    columns = [
        *text_columns("grade", "등급", "Grade"),
        number_column("low", "이상", "From", ",.3~g"),
        number_column("high", "미만", "Below", ",.3~g"),
        number_column("policies", "정책", "Policies"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]
    title = Text("등급별 정책", "Policies by grade")
    unit = {"points": Text("점", "points"), "share": Text("최댓값에 대한 비율", "of the maximum")}
    note = Text(f"경계의 단위: {unit[table.scale].ko}", f"Cuts in: {unit[table.scale].en}")
    answer.table("grades", title, columns, rows, [_graded(table), note], DOCUMENTS)


def _cells(answer: Answer, coded: Sequence[Coded], variables: Sequence[PmcVariable]) -> None:
    """List every cell of every policy, with why it has no value where it has none."""
    rows: list[Line] = []
    for own in coded:
        for variable in variables:
            for cell, found in zip(variable.cells, own.cells[variable.id], strict=True):
                why = found.reason if found else _NOT_CODED
                value = found.value if found else None
                cells: list[Plain] = [own.ref, variable.id, variable.ko, variable.en]
                cells += [cell.id, cell.ko, cell.en, value, why.ko or None, why.en or None]
                rows.append((cells, found.origins if found else [own.ref]))
    columns = [
        reference_column("policy", "문건", "Document"),
        text_column("variable_code", "변수", "Code of variable"),
        text_column("variable_ko", "변수 이름", "Variable (Korean)"),
        text_column("variable_en", "변수(영어)", "Variable"),
        text_column("cell_code", "이차 변수", "Code"),
        text_column("cell_ko", "이차 변수 이름", "Secondary variable (Korean)"),
        text_column("cell_en", "이차 변수(영어)", "Secondary variable"),
        number_column("value", "값", "Value"),
        *text_columns("why", "값이 없는 까닭", "Why none"),
    ]
    answer.table("cells", Text("이차 변수의 부호화", "Codings of the secondary variables"),
                 columns, rows)  # fmt: skip


def _variables_figure(
    answer: Answer, coded: Sequence[Coded], variables: Sequence[PmcVariable]
) -> None:
    """Draw policies by variables."""
    names = {v.id: text_of(v) for v in variables}
    cells: list[Heat] = [
        (c.document.name, names[v.name], v.value, "" if v.value is None else f"{v.value:.2f}")
        for c in coded
        for v in c.pmc.variables
    ]
    spec = heat(cells, _VALUE, domain=(0, 1), angle=-35 if len(variables) > 5 else 0)
    title = Text("정책과 변수", "Policies by variables")
    alt = Text("정책마다 변수의 값을 색으로 나타낸 표", "Matrix: value of each variable by policy")
    origins = [ref for c in coded for ref in c.origins]
    answer.figure("variables", spec, Caption(title, alt, [_BLANK]), origins)


def _surface(answer: Answer, own: Coded, variables: Sequence[PmcVariable]) -> None:
    """Draw the surface of a policy as a square of three by three, row by row."""
    shape = surface(own.pmc)
    if shape is None:
        return
    names = words(variables)
    order = [v.name for v in own.pmc.variables if v.name != shape.dropped]
    cells: list[Heat] = []
    notes = [_BLANK]
    for at, value in enumerate(value for row in shape.rows for value in row):
        line, column = (Text(str(n + 1), str(n + 1)) for n in divmod(at, 3))
        shown = "–" if value is None else f"{value:.2f}"
        word = f"{order[at]} {shown}" if at < len(order) else ""
        cells.append((line, column, value, word))
    listed = "; ".join(f"{code} {names[code].ko}" for code in order)
    listed_en = "; ".join(f"{code} {names[code].en}" for code in order)
    notes.append(Text(listed, listed_en))
    if shape.dropped:
        notes.append(Text(
            f"변수가 열 개이므로 {names[shape.dropped].ko}은(는) 곡면에서 뺐다.",
            f"With ten variables {names[shape.dropped].en} is left off the surface.",
        ))  # fmt: skip
    if shape.padded:
        notes.append(Text(
            f"변수가 아홉 개보다 적어 {shape.padded}칸이 비어 있다.",
            f"With fewer than nine variables {shape.padded} cells stay empty.",
        ))  # fmt: skip
    name = own.document.name
    title = Text(f"PMC 곡면: {name.ko}", f"PMC surface: {name.en}")
    alt = Text("변수의 값을 3×3 격자의 색으로 나타낸 그림", "Grid of three by three variables")
    spec = heat(cells, _VALUE, domain=(0, 1), step=64)
    caption = Caption(title, alt, notes)
    answer.figure(f"surface_{slug(own.document.id)}", spec, caption, own.origins)
