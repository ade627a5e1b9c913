"""What was looked for and not seen? The list of gaps, and what can be counted of them.

The statements come from registers/gaps.csv; the counts beside them are computed from the registers,
so a gap that closes shows.
"""

from __future__ import annotations

from policyloom.analysis.answer import (
    ROWS,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    refs,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import bars
from policyloom.analysis.names import codebook, joined, region_name, regions, sector_names
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

_COUNTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("policies_undated", "policies", "날짜가 없는 정책 문건", "Policies without any date",
     "date_issued IS NULL AND date_published IS NULL"),
    ("policies_without_issue_date", "policies", "성문일이 없는 정책 문건",
     "Policies without a date of issue", "date_issued IS NULL"),
    ("policies_partial_date", "policies", "성문일이 일까지 없는 정책 문건",
     "Policies whose date of issue is partial", "length(date_issued) < 10"),
    ("policies_without_number", "policies", "문서번호가 없는 정책 문건",
     "Policies without a document number", "number IS NULL"),
    ("policies_without_issuer", "policies", "발령 기관이 없는 정책 문건",
     "Policies without an issuer", "issuers IS NULL"),
    ("policies_described", "policies", "제목이 설명뿐인 정책 문건",
     "Policies with a description for a title", "title_is = 'description'"),
    ("policies_low", "policies", "신뢰도가 낮은 정책 문건", "Policies of low confidence",
     "confidence = 'low'"),
    ("pilots_undated", "pilots", "지정일이 없는 시범", "Pilots without a date", "date IS NULL"),
    ("pilots_without_designator", "pilots", "지정 기관이 없는 시범",
     "Pilots without a designator", "designated_by IS NULL"),
    ("cases_without_start", "cases", "시작일이 없는 사례", "Cases without a start",
     "start IS NULL"),
    ("figures_low", "figures", "신뢰도가 낮은 수치", "Figures of low confidence",
     "confidence = 'low'"),
    ("figures_medium", "figures", "신뢰도가 중간인 수치", "Figures of medium confidence",
     "confidence = 'medium'"),
    ("indicators_without_factor", "indicators", "7대 요소에 넣지 않은 지표",
     "Indicators of no factor", "factor IS NULL"),
    ("risks_undated", "risks", "시점이 없는 리스크", "Risks without a date", "since IS NULL"),
    ("sources_without_address", "sources", "주소가 없는 출처", "Sources without an address",
     "address IS NULL"),
    ("sources_undated", "sources", "발행일이 없는 출처", "Sources without a date", "date IS NULL"),
    ("firms_without_founding", "firms", "설립 시점이 없는 기업", "Firms without a founding date",
     "founded IS NULL"),
)  # fmt: skip


def run(evidence: Evidence, options: Options) -> Result:
    """List the gaps and count what is missing from the registers."""
    answer = Answer("gaps", Text("결측과 한계", "Gaps and limits"))
    _counts(answer, evidence)
    _cells(answer, evidence, options)
    _list(answer, evidence, options)
    answer.note(
        "보지 못한 것은 없다는 증거가 아니다. 빈칸은 0이 아니다.",
        "Not seen is no proof of absence; a blank is not zero.",
    )
    return answer.done()


def _counts(answer: Answer, evidence: Evidence) -> None:
    rows: list[Line] = []
    shown = []
    for name, table, ko, en, test in _COUNTS:
        found = evidence.query(
            f'SELECT id, coalesce({test}, false) AS gap FROM "{table}" ORDER BY id'  # noqa: S608
        )
        every = refs(table, (r["id"] for r in found))
        missing = refs(table, (r["id"] for r in found if r["gap"]))
        label = Text(ko, en)
        answer.count(name, label, missing, ROWS, every)
        answer.share(f"{name}_share", Text(f"{ko}의 비중", f"Share: {en}"), missing, every)
        if not every:
            continue
        share = 100 * len(missing) / len(every)
        rows.append(([ko, en, len(missing), len(every), share], missing or every))
        shown.append((label, round(share, 1)))
    columns = [
        *text_columns("what", "빠진 것", "What is missing"),
        number_column("n", "행", "Rows"),
        number_column("of", "전체 행", "Of"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]
    title = Text("등록부에서 빠진 것", "What the registers lack")
    answer.table("counts", title, columns, rows)
    if shown:
        origins = [ref for _, refs_ in rows for ref in refs_]
        alt = Text("빠진 것의 비중 막대그림", "Bars: share missing")
        spec = bars(shown, Text("비중(%)", "Share (%)"), form=",.1f")
        answer.figure("counts", spec, Caption(title, alt, [], Text("%", "%")), origins)


def _cells(answer: Answer, evidence: Evidence, options: Options) -> None:
    """Count the scores that were not seen, out of all cases times conditions."""
    conditions = [c.id for c in codebook(options).conditions if c.role == "condition"]
    cases = [r["id"] for r in evidence.query("SELECT id FROM cases ORDER BY id")]
    rows = evidence.query('SELECT id, "case", condition FROM case_conditions ORDER BY id')
    seen = [r for r in rows if r["condition"] in conditions and r["case"] in cases]
    every = len(cases) * len(conditions)
    cells = {(r["case"], r["condition"]) for r in seen}
    origins = refs("case_conditions", (r["id"] for r in seen))
    label = Text("점수를 보지 못한 사례·조건 칸", "Case-by-condition cells not seen")
    answer.number("scores_missing", label, every - len(cells), Text("칸", "cells"), origins)
    label = Text("사례·조건 칸 전체", "All case-by-condition cells")
    answer.number("scores_cells", label, every, Text("칸", "cells"), origins)


def _list(answer: Answer, evidence: Evidence, options: Options) -> None:
    places, sectors = regions(evidence), sector_names(options)
    found = evidence.query(
        "SELECT id, about, what_ko, what_en, regions, sectors FROM gaps ORDER BY id"
    )
    answer.count(
        "gaps", Text("밝힌 결측", "Gaps stated"), refs("gaps", (r["id"] for r in found)), ROWS
    )
    rows: list[Line] = []
    for r in found:
        ref = f"gaps:{r['id']}"
        here = [code for code in r["regions"] or () if code in places]
        names = ", ".join(region_name(places, code).ko for code in here)
        label = Text(f"{r['id']}에 걸린 지역", f"Regions of {r['id']}")
        if here:
            answer.number(
                f"{slug(r['id'])}_regions", label, len(here), Text("개", "regions"), [ref]
            )
            label = Text(f"{r['id']}에 걸린 지역 이름", f"Names of the regions of {r['id']}")
            answer.number(f"{slug(r['id'])}_region_names", label, names, origins=[ref])
        cells: list[Plain] = [
            ref,
            r["about"],
            r["what_ko"],
            r["what_en"],
            names or None,
            len(here) or None,
        ]
        rows.append(([*cells, joined(sectors, r["sectors"]).ko or None], [ref]))
    columns = [
        reference_column("gap", "번호", "Gap"),
        text_column("about", "대상", "About"),
        *text_columns("what", "보지 못한 것", "What is missing"),
        text_column("regions", "지역", "Regions"),
        number_column("n", "지역 수", "Regions, count"),
        text_column("sectors", "분야", "Sectors"),
    ]
    answer.table("list", Text("결측과 한계", "Gaps and limits"), columns, rows)
