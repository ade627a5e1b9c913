"""Do coders agree on the scores of cases, which scores count, and how were raw values calibrated?

Options (study.yaml, analyses.coding):
    outcome   the code of the overall outcome (default: the first outcome of codebook.yaml)

Krippendorff's alpha (2011) is ordinal and interval over case-by-condition cells that two coders or
more have scored; adjudicated scores are no codings. Its interval is a bootstrap over cells. It is
undefined where nobody scored a cell twice or all scores are alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    Answer,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.coding_calibration import calibrations
from policyloom.analysis.names import codebook, text_of
from policyloom.analysis.scores import (
    Cell,
    Score,
    by_cell,
    coders,
    disputed,
    read_scores,
    readings,
)
from policyloom.methods.agreement import bootstrap_interval, krippendorff_alpha
from policyloom.methods.agreement.alpha import NOT_TWICE
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text
from policyloom.model.settings import Condition

CELLS = Text("칸", "cells")
_DRAWS = 1000
_FEW = Text(
    "겹쳐 매긴 칸이 적으면 구간이 넓다. "
    "알파는 한 사람만 매겼거나 점수가 모두 같으면 정의되지 않는다.",
    "Few cells scored twice leave a wide interval; alpha needs two coders and some variation.",
)
_RULE = Text(
    "조정된 점수가 있으면 그것을, 없으면 한 사람의 점수를 쓴다. "
    "조정 없이 갈린 칸은 두 점수가 모두 남고, 부호화자마다 따로 계산한다.",
    "An adjudicated score counts, else the only coder's; where codings differ unadjudicated, both "
    "stand and results are given under each coder.",
)


def run(evidence: Evidence, options: Options) -> Result:
    """Measure agreement by condition, list what is disputed, and draw the calibrations."""
    book = codebook(options).conditions
    outcomes = [c.id for c in book if c.role == "outcome"]
    overall = str(options.own.get("outcome") or (outcomes[0] if outcomes else ""))
    scores = read_scores(evidence)
    titles = {
        r["id"]: Text(r["title_ko"], r["title_en"])
        for r in evidence.query("SELECT id, title_ko, title_en FROM cases ORDER BY id")
    }
    answer = Answer("coding", Text("점수의 부호화와 보정", "Coding and calibration"))
    _totals(answer, scores)
    _agreement(answer, scores, book)
    _disputes(answer, scores, book, titles)
    _readings(answer, scores, overall)
    calibrations(answer, evidence, scores, book, titles)
    answer.notes.append(_RULE)
    return answer.done()


def _totals(answer: Answer, scores: Sequence[Score]) -> None:
    every = [s.ref for s in scores]
    cells, people = by_cell(scores), coders(scores)
    twice = [s.ref for found in cells.values() if len(found) > 1 for s in found]
    people_label = Text("부호화한 사람", "Coders")
    answer.number("coders", people_label, len(people), Text("명", "people"), every)
    double = sum(1 for found in cells.values() if len(found) > 1)
    answer.number("cells", Text("점수가 있는 칸", "Cells scored"), len(cells), CELLS, every)
    label = Text("두 사람 이상이 매긴 칸", "Cells scored by two or more")
    answer.number("cells_twice", label, double, CELLS, twice or every)
    label = Text("조정한 점수", "Scores adjudicated")
    settled = [s.ref for s in scores if s.adjudicated]
    answer.count("adjudicated", label, settled, Text("점", "scores"), every)
    split = disputed(scores)
    label = Text("조정 없이 갈린 칸", "Cells disputed and not adjudicated")
    refs = [s.ref for found in split.values() for s in found]
    answer.number("disputed", label, len(split), CELLS, refs or every)


def _codes(scores: Sequence[Score], condition: str = "") -> list[list[float | None]]:
    """Return coders x cells, None where a coder did not score a cell."""
    cells = {c: f for c, f in by_cell(scores).items() if condition in ("", c[1])}
    return [
        [next((s.score for s in found if s.coder == name), None) for found in cells.values()]
        for name in coders(scores)
    ]


def _agreement(answer: Answer, scores: Sequence[Score], book: Sequence[Condition]) -> None:
    """Add alpha of all cells, and of every condition."""
    every = [s.ref for s in scores]
    whole = _measured(_codes(scores))
    for metric, ko, en in (("ordinal", "서열", "ordinal"), ("interval", "등간", "interval")):
        alpha, low, high, reason = whole[metric]
        label = Text(f"크리펜도르프 알파({ko})", f"Krippendorff's alpha ({en})")
        answer.number(f"alpha_{metric}", label, alpha, Text("", ""), every, reason)
        for name, bound, end in (("low", low, ("아래", "low")), ("high", high, ("위", "high"))):
            label = Text(f"알파({ko})의 구간 {end[0]}", f"Interval of alpha ({en}), {end[1]}")
            why = (
                reason
                if alpha is None
                else Text(
                    "알파가 정의되는 칸이나 추출이 적음", "too few cells or draws have an alpha"
                )
            )
            answer.number(f"alpha_{metric}_{name}", label, bound, Text("", ""), every, why)
    rows: list[Line] = []
    for condition in (None, *book):
        code = condition.id if condition else ""
        here = [s for s in scores if code in ("", s.condition)]
        if here:
            rows.append((_row(condition, here, scores), [s.ref for s in here]))
    columns = [
        *text_columns("condition", "조건", "Condition"),
        number_column("coders", "부호화자", "Coders"),
        number_column("cells", "칸", "Cells"),
        number_column("twice", "겹친 칸", "Scored twice"),
        number_column("ordinal", "알파(서열)", "Alpha, ordinal", ",.3f"),
        number_column("low", "구간 아래", "Low", ",.3f"),
        number_column("high", "구간 위", "High", ",.3f"),
        number_column("interval", "알파(등간)", "Alpha, interval", ",.3f"),
        *text_columns("reason", "정의되지 않은 까닭", "Why undefined"),
    ]
    title = Text("조건별 부호화 일치도", "Agreement of coders by condition")
    answer.table("agreement", title, columns, rows, [_FEW])


Measured = tuple[float | None, float | None, float | None, Text]


def _measured(codes: list[list[float | None]]) -> dict[str, Measured]:
    """Return alpha with its interval under both metrics; None with a reason where undefined."""
    made: dict[str, Measured] = {}
    for metric in ("ordinal", "interval"):
        if not codes:
            made[metric] = (None, None, None, NOT_TWICE)
            continue
        alpha = krippendorff_alpha(codes, "ordinal" if metric == "ordinal" else "interval")
        ends = None
        if alpha.value is not None and alpha.units > 1:
            ends = bootstrap_interval(codes, alpha.metric, draws=_DRAWS)
        low, high = ends or (None, None)
        made[metric] = (alpha.value, low, high, alpha.reason)
    return made


def _row(
    condition: Condition | None, here: Sequence[Score], scores: Sequence[Score]
) -> list[Plain]:
    name = text_of(condition) if condition else Text("전체", "All")
    cells = by_cell(here)
    found = _measured(_codes(scores, condition.id if condition else ""))
    alpha, low, high, why = found["ordinal"]
    twice = sum(1 for codings in cells.values() if len(codings) > 1)
    return [
        name.ko, name.en, len(coders(here)), len(cells), twice,
        alpha, low, high, found["interval"][0], why.ko or None, why.en or None,
    ]  # fmt: skip


def _disputes(
    answer: Answer, scores: Sequence[Score], book: Sequence[Condition], titles: Mapping[str, Text]
) -> None:
    """List every cell whose codings differ, with what was adjudicated."""
    names = {c.id: text_of(c) for c in book}
    settled = {(s.case, s.condition): s for s in scores if s.adjudicated}
    rows: list[Line] = []
    for cell, found in sorted(by_cell(scores).items()):
        final = settled.get(cell)
        if len({s.score for s in found}) < 2 and final is None:
            continue
        name = names.get(cell[1], Text(cell[1], cell[1]))
        said = "; ".join(f"{s.coder} {s.score:g}" for s in found)
        title = titles.get(cell[0], Text(cell[0], cell[0]))
        cells: list[Plain] = [
            f"cases:{cell[0]}", title.ko, title.en, name.ko, name.en, said or None,
            final.score if final else None, final.coder if final else None,
        ]  # fmt: skip
        rows.append((cells, [s.ref for s in (*found, *([final] if final else ()))]))
    columns = [
        reference_column("case", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        *text_columns("condition", "조건", "Condition"),
        text_column("codings", "부호화", "Codings"),
        number_column("adjudicated", "조정", "Adjudicated", ",.2f"),
        text_column("by", "조정한 이", "By"),
    ]
    title = Text("부호화가 갈린 칸과 조정", "Cells on which codings differ, and adjudication")
    answer.table("disputes", title, columns, rows, [_RULE])


def _readings(answer: Answer, scores: Sequence[Score], overall: str) -> None:
    """Show the overall outcome under every coder's reading."""
    rows: list[Line] = []
    for coder, counted in readings(scores).items():
        scored = [s for cell, s in counted.items() if cell[1] == overall]
        low = [s for s in scored if s.score < 0.5]
        average = sum(s.score for s in scored) / len(scored) if scored else None
        rows.append(([coder, len(counted), len(scored), average, len(low)], _refs(counted)))
        base = f"reading_{slug(coder)}"
        label = Text(f"{coder}의 읽기: 평균 성과", f"Reading of {coder}: mean outcome")
        refs = [s.ref for s in scored] or _refs(counted)
        why = Text("그 점수가 있는 사례가 없음", "no case carries the score")
        answer.number(f"{base}_mean", label, average, Text("점", "score"), refs, why)
        label = Text(f"{coder}의 읽기: 성과 0.5 미만", f"Reading of {coder}: outcome under 0.5")
        answer.number(f"{base}_setbacks", label, len(low), Text("건", "cases"), refs)
    columns = [
        text_column("coder", "부호화자", "Coder"),
        number_column("cells", "칸", "Cells"),
        number_column("cases", "성과 점수가 있는 사례", "Cases with an outcome"),
        number_column("mean", "평균 성과", "Mean outcome", ",.3f"),
        number_column("setbacks", "0.5 미만", "Under 0.5"),
    ]
    title = Text("부호화자에 따른 종합 성과", "Overall outcome under each coder")
    answer.table("readings", title, columns, rows, [_RULE])


def _refs(counted: Mapping[Cell, Score]) -> list[str]:
    return [s.ref for s in counted.values()]
