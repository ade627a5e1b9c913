"""Which regulatory and market risks were reported, of what kind, in which sector, since when?

A risk is a row of `risks`: a rule, a concern or a survey answer that was reported. Their number
says how much was found, not how likely or how heavy a risk is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from policyloom.analysis.charts.bars import stacked_bars
from policyloom.analysis.charts.dots import Event, timeline
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.names import codebook, sector_names, words
from policyloom.core.dates import PartialDate, parse_date
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

RISKS = Text("건", "risks")
_REPORTED = Text(
    "건수는 찾은 기록의 수이며, 위험의 크기나 확률이 아니다.",
    "Counts are records found, not the size or likelihood of a risk.",
)


@dataclass(frozen=True)
class Risk:
    """A reported risk."""

    id: str
    kind: str
    sector: str
    what: str
    affected: str
    since: PartialDate | None
    sources: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"risks:{self.id}"


def run(evidence: Evidence, options: Options) -> Result:
    """Count risks by kind, sector and year, and list them."""
    risks = _risks(evidence)
    every = [r.ref for r in risks]
    kinds = words(codebook(options).risk_kinds)
    kinds |= {r.kind: Text(r.kind, r.kind) for r in risks if r.kind not in kinds}
    sectors = sector_names(options)
    answer = Answer("risks", Text("규제·시장 리스크", "Regulatory and market risks"))
    answer.count("risks", Text("확인한 리스크", "Risks found"), every, RISKS)
    undated = [r.ref for r in risks if r.since is None]
    answer.count(
        "undated", Text("시점을 보지 못한 리스크", "Risks without a date"), undated, RISKS, every
    )
    _kinds(answer, risks, kinds, sectors)
    _years(answer, risks, kinds)
    _list(answer, risks, kinds, sectors)
    answer.notes.append(_REPORTED)
    return answer.done()


def _risks(evidence: Evidence) -> list[Risk]:
    rows = evidence.query(
        "SELECT id, kind, sector, what, affected, since, sources FROM risks ORDER BY id"
    )
    return [
        Risk(
            id=r["id"],
            kind=r["kind"],
            sector=r["sector"],
            what=r["what"],
            affected=r["affected"] or "",
            since=parse_date(r["since"] or ""),
            sources=tuple(r["sources"] or ()),
        )
        for r in rows
    ]


def _kinds(
    answer: Answer, risks: Sequence[Risk], kinds: Mapping[str, Text], sectors: Mapping[str, Text]
) -> None:
    every = [r.ref for r in risks]
    used = {code: text for code, text in sectors.items() if any(r.sector == code for r in risks)}
    for code, text in used.items():
        refs = [r.ref for r in risks if r.sector == code]
        answer.count(
            f"sector_{slug(code)}", Text(f"{text.ko} 리스크", f"Risks: {text.en}"), refs, RISKS
        )
    ranked = sorted(
        (k for k in kinds if any(r.kind == k for r in risks)),
        key=lambda k: (-len([r for r in risks if r.kind == k]), k),
    )
    answer.number(
        "kinds", Text("리스크 종류", "Kinds of risk"), len(ranked), Text("종", "kinds"), every
    )
    rows: list[Line] = []
    cells, parts = [], []
    for code in ranked:
        here = [r for r in risks if r.kind == code]
        refs = [r.ref for r in here]
        text = kinds[code]
        answer.count(
            f"kind_{slug(code)}", Text(f"{text.ko} 리스크", f"Risks: {text.en}"), refs, RISKS
        )
        counts = [len([r for r in here if r.sector == s]) for s in used]
        rows.append(([text.ko, text.en, len(here), *counts], refs))
        for sector, n in zip(used.values(), counts, strict=True):
            cells.append((text, sector, n or None, str(n) if n else ""))
            parts.append((text, sector, float(n)))
    if ranked:
        top = [r.ref for r in risks if r.kind == ranked[0]]
        label = Text("가장 많은 리스크 종류", "Most frequent kind of risk")
        answer.number("kind_most", label, kinds[ranked[0]].ko, origins=top)
    columns = [
        *text_columns("kind", "종류", "Kind"),
        number_column("n", "건수", "Count"),
        *(number_column(slug(code), text.ko, text.en) for code, text in used.items()),
    ]
    title = Text("종류·분야별 리스크", "Risks by kind and sector")
    answer.table("kinds", title, columns, rows, [_REPORTED], RISKS)
    if not cells:
        return
    most = max(c[2] or 0 for c in cells)
    alt = Text("리스크 종류와 분야의 표에 건수를 색으로", "Heat: risks by kind and sector")
    spec = heat(cells, Text("리스크(건)", "Risks"), domain=(0, most), step=20)
    answer.figure("heat", spec, Caption(title, alt, [_REPORTED], RISKS), every)
    alt = Text("리스크 종류별 건수를 분야별로 쌓은 막대그림", "Stacked bars: risks by kind")
    spec = stacked_bars(parts, Text("리스크(건)", "Risks"), list(used.values()))
    answer.figure("kinds", spec, Caption(title, alt, [_REPORTED], RISKS), every)


def _years(answer: Answer, risks: Sequence[Risk], kinds: Mapping[str, Text]) -> None:
    dated = [(r, r.since) for r in risks if r.since]
    if not dated:
        return
    for year in sorted({since.year for _, since in dated}):
        refs = [r.ref for r, since in dated if since.year == year]
        label = Text(f"{year}년에 시작된 리스크", f"Risks since {year}")
        answer.count(f"year_{year}", label, refs, RISKS)
    seen = sorted(dated, key=lambda pair: (pair[1].first, pair[0].id))
    order = list(dict.fromkeys(r.kind for r, _ in seen))
    what = Text("시작 시점", "Since")
    events = [
        Event(kinds[kind], d.first.isoformat(), d.last.isoformat(), what, Text(r.what, r.what))
        for kind in order
        for r, d in seen
        if r.kind == kind
    ]
    title = Text("리스크가 시작된 때", "When risks began")
    n = len(risks) - len(dated)
    left_out = Text(f"시점을 보지 못한 {n}건은 뺐다.", f"{n} risks without a date are left out.")
    bar = Text(
        "막대는 그 사이 어느 날, 속이 빈 점은 그 달 어느 날임을 뜻한다.",
        "A bar means some day within it, a hollow mark some day of that month.",
    )
    alt = Text("리스크 종류별 시작 시점", "When risks of each kind began")
    spec = timeline(events, [what])
    answer.figure(
        "timeline", spec, Caption(title, alt, [bar, left_out], RISKS), [r.ref for r, _ in seen]
    )


def _list(
    answer: Answer, risks: Sequence[Risk], kinds: Mapping[str, Text], sectors: Mapping[str, Text]
) -> None:
    rows: list[Line] = []
    order = list(kinds)
    for r in sorted(risks, key=lambda r: (order.index(r.kind), r.id)):
        sector = sectors.get(r.sector, Text(r.sector, r.sector))
        since = str(r.since) if r.since else None
        cells: list[Plain] = [r.ref, kinds[r.kind].ko, sector.ko, r.what, r.affected or None, since]
        rows.append((cells, [r.ref]))
    columns = [
        reference_column("row", "리스크", "Risk"),
        text_column("kind", "종류", "Kind"),
        text_column("sector", "분야", "Sector"),
        text_column("what", "내용", "What"),
        text_column("affected", "영향받는 주체", "Affected"),
        date_column("since", "시점", "Since"),
    ]
    answer.table("list", Text("리스크 목록", "List of risks"), columns, rows, [_REPORTED])
