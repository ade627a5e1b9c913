"""What do the dossiers of the cases hold, which claims conflict, and what was not seen?

A section counts as seen with one row; a participant counts once what they did is known. Claims on
one matter in one case conflict and are listed side by side; none of them is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.analysis.answer import (
    Answer,
    Caption,
    Line,
    date_column,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.names import CONFIDENCE, sector_names
from policyloom.model.dossier import EVENTS, ROLES, SECTIONS, SUPPORT, Dossier, sections
from policyloom.model.dossier import dossier as put_together
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text
from policyloom.model.tables import Row

CASES = Text("건", "cases")
ROWS = Text("행", "rows")
_SEEN = Text(
    "빈칸은 보지 못한 것이며, 없었다는 증거가 아니다.", "A blank was not seen, not proven absent."
)
_EITHER = Text(
    "규제는 문을 연 것과 막은 것을 모두 센다.", "Regulation counts what opened and what barred."
)
_BESIDE = Text(
    "서로 다른 주장을 나란히 두며, 어느 쪽도 고르지 않는다.",
    "Claims that differ stand side by side; none is chosen.",
)


@dataclass(frozen=True)
class Case:
    """A case with its dossier."""

    id: str
    title: Text
    sector: str
    dossier: Dossier

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"cases:{self.id}"


def run(evidence: Evidence, options: Options) -> Result:
    """Say what the dossiers hold and what they lack."""
    cases = _cases(evidence)
    sectors = sector_names(options)
    answer = Answer("dossiers", Text("사례의 기록", "Dossiers of cases"))
    _totals(answer, cases)
    _coverage(answer, cases, sectors)
    _disputes(answer, cases)
    _support(answer, cases, sectors)
    _timeline(answer, cases)
    answer.notes.append(_SEEN)
    return answer.done()


def _cases(evidence: Evidence) -> list[Case]:
    roles, events = _grouped(evidence, ROLES), _grouped(evidence, EVENTS)
    found = evidence.query("SELECT id, title_ko, title_en, sector FROM cases ORDER BY id")
    return [
        Case(
            id=r["id"],
            title=Text(r["title_ko"], r["title_en"]),
            sector=r["sector"],
            dossier=put_together(r["id"], roles.get(r["id"], ()), events.get(r["id"], ())),
        )
        for r in found
    ]


_COLUMNS: Mapping[str, str] = {
    ROLES: 'id, "case", kind, name, role, confidence',
    EVENTS: 'id, "case", "date", kind, what, reported_by, matter, confidence',
}


def _grouped(evidence: Evidence, table: str) -> dict[str, list[Row]]:
    """Return the rows of a register by case, in the order of their ids."""
    grouped: dict[str, list[Row]] = {}
    for r in evidence.query(f"SELECT {_COLUMNS[table]} FROM {table} ORDER BY id"):  # noqa: S608
        cells: dict[str, Any] = dict(r)
        grouped.setdefault(r["case"], []).append(Row(cells, 0))
    return grouped


def _ref(row: Row) -> str:
    return f"{EVENTS if 'what' in row.cells else ROLES}:{row.id}"


def _totals(answer: Answer, cases: Sequence[Case]) -> None:
    every = [c.ref for c in cases]
    events = [r for c in cases for found in c.dossier.events.values() for r in found]
    roles = [r for c in cases for found in c.dossier.roles.values() for r in found]
    answer.count("cases", Text("사례", "Cases"), every, CASES)
    answer.count("events", Text("사실", "Facts"), [_ref(r) for r in events], ROWS, every)
    dated = [_ref(r) for c in cases for r in c.dossier.timeline]
    answer.count("dated", Text("날짜가 있는 사실", "Facts with a date"), dated, ROWS, every)
    answer.count("roles", Text("참여자", "Participants"), [_ref(r) for r in roles], ROWS, every)
    known = [_ref(r) for r in roles if r.text("role")]
    label = Text("한 일이 확인된 참여자", "Participants whose part is known")
    answer.count("roles_known", label, known, ROWS, every)
    outcomes = [r for c in cases for r in c.dossier.of("outcome")]
    said = [_ref(r) for r in outcomes if r.text("reported_by")]
    label = Text("밝힌 이가 적힌 성과", "Outcomes with their reporter")
    answer.count("outcomes_reported", label, said, ROWS, [_ref(r) for r in outcomes] or every)
    answer.count("outcomes", Text("성과", "Outcomes"), [_ref(r) for r in outcomes], ROWS, every)
    gaps = sum(len(c.dossier.gaps) for c in cases)
    label = Text("비어 있는 항목", "Sections not seen")
    answer.number("gaps", label, gaps, Text("칸", "cells"), every)


def _coverage(answer: Answer, cases: Sequence[Case], sectors: Mapping[str, Text]) -> None:
    """Show case x section with the number of rows, and how many cases lack each section."""
    rows: list[Line] = []
    cells: list[tuple[Text, Text, float | None, str]] = []
    for case in sorted(cases, key=lambda c: (c.sector, c.id)):
        told = sections(case.dossier)
        counts: list[Plain] = [len(told[name]) or None for name in SECTIONS]
        sector = sectors.get(case.sector, Text(case.sector, case.sector))
        line: list[Plain] = [case.ref, case.title.ko, case.title.en, sector.ko, sector.en]
        refs = [_ref(r) for found in told.values() for r in found]
        rows.append(([*line, *counts, len(case.dossier.gaps)], [case.ref, *refs]))
        name = Text(f"{case.id} {_clip(case.title.ko)}", f"{case.id} {_clip(case.title.en)}")
        for section, text in SECTIONS.items():
            n = len(told[section])
            cells.append((name, text, float(n) if n else None, str(n) if n else ""))
    for section, text in SECTIONS.items():
        lacking = [c.ref for c in cases if section in c.dossier.gaps]
        label = Text(f"{text.ko}: 보지 못한 사례", f"{text.en}: cases where it was not seen")
        answer.count(f"without_{section}", label, lacking, CASES, [c.ref for c in cases])
    columns = [
        reference_column("case", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        *text_columns("sector", "분야", "Sector"),
        *(number_column(name, text.ko, text.en) for name, text in SECTIONS.items()),
        number_column("gaps", "비어 있는 항목", "Sections not seen"),
    ]
    title = Text("사례별로 확인된 항목", "What was seen of each case")
    answer.table("coverage", title, columns, rows, [_SEEN], ROWS)
    if cells:
        most = max(c[2] or 0.0 for c in cells) or 1.0
        alt = Text("사례와 항목의 표에 확인된 사실의 수", "Facts seen by case and section")
        spec = heat(cells, Text("사실", "Facts"), domain=(0, most), step=18, angle=-40)
        origins = [ref for _, refs in rows for ref in refs]
        answer.figure("coverage", spec, Caption(title, alt, [_SEEN], ROWS), origins)


def _clip(title: str, most: int = 26) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"


def _disputes(answer: Answer, cases: Sequence[Case]) -> None:
    """List claims that differ about one matter, side by side."""
    rows: list[Line] = []
    matters: list[str] = []
    for case in cases:
        for matter, found in case.dossier.disputes.items():
            matters += [_ref(found[0])]
            for row in found:
                trust = CONFIDENCE.get(row.text("confidence"), Text("", ""))
                cells: list[Plain] = [
                    case.ref, case.title.ko, case.title.en, matter, row.text("date") or None,
                    row.text("what"), row.text("reported_by") or None, trust.ko, trust.en,
                ]  # fmt: skip
                rows.append((cells, [_ref(row)]))
    label = Text("주장이 갈리는 쟁점", "Matters on which claims differ")
    answer.count("disputes", label, matters, CASES, [c.ref for c in cases])
    columns = [
        reference_column("case", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        text_column("matter", "쟁점", "Matter"),
        date_column("date", "날짜", "Date"),
        text_column("what", "주장", "Claim"),
        text_column("reported_by", "밝힌 이", "Reported by"),
        *text_columns("confidence", "신뢰도", "Confidence"),
    ]
    title = Text("출처마다 다른 주장", "Claims that differ between sources")
    answer.table("disputes", title, columns, rows, [_BESIDE])


def _support(answer: Answer, cases: Sequence[Case], sectors: Mapping[str, Text]) -> None:
    """Count the cases with each kind of measure, by sector."""
    groups = {"": [*cases]} | {s: [c for c in cases if c.sector == s] for s in sectors}
    rows: list[Line] = []
    for code, here in groups.items():
        if not here:
            continue
        text = sectors[code] if code else Text("전체", "All")
        line: list[Plain] = [text.ko, text.en, len(here)]
        origins: list[str] = []
        for kind, name in SUPPORT.items():
            having = [c for c in here if c.dossier.of(kind)]
            found = [_ref(r) for c in having for r in c.dossier.of(kind)]
            line.append(len(having))
            origins += found
            base = f"{slug(code)}_{kind}" if code else kind
            label = Text(f"{name.ko}이 확인된 {text.ko} 사례", f"{text.en}: cases with {name.en}")
            refs = found or [c.ref for c in here]
            answer.number(f"{base}_cases", label, len(having), CASES, refs)
        rows.append((line, origins or [c.ref for c in here]))
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("cases", "사례", "Cases"),
        *(number_column(kind, text.ko, text.en) for kind, text in SUPPORT.items()),
    ]
    title = Text("지정·규제·재정·조세 조치가 확인된 사례", "Cases with measures seen, by kind")
    answer.table("support", title, columns, rows, [_SEEN, _EITHER], CASES)


def _timeline(answer: Answer, cases: Sequence[Case]) -> None:
    rows: list[Line] = []
    for case in cases:
        for row in case.dossier.timeline:
            kind = SECTIONS[row.text("kind")]
            cells: list[Plain] = [case.ref, case.title.ko, case.title.en, row.text("date")]
            said = row.text("reported_by") or None
            rows.append(([*cells, kind.ko, kind.en, row.text("what"), said], [_ref(row)]))
    columns = [
        reference_column("case", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        date_column("date", "날짜", "Date"),
        *text_columns("kind", "종류", "Kind"),
        text_column("what", "내용", "What"),
        text_column("reported_by", "밝힌 이", "Reported by"),
    ]
    answer.table("timeline", Text("사례의 연표", "Timeline of the cases"), columns, rows)
