"""The tables of the scoreboard: standings, indicators, what decides, gaps in years, left out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from policyloom.analysis.answer import (
    Answer,
    Line,
    heat_column,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.scoreboard_data import Board, Entry
from policyloom.analysis.scoreboard_draws import Influence
from policyloom.model.result import Plain, ResultColumn, Text

if TYPE_CHECKING:
    from policyloom.analysis.scoreboard import Scope

_YEARS = Text("년", "years")
_ROBUST = Text(
    "‘앞서는 비중’은 가중치·정규화·결측 선택에 대한 견고함이다(50% 부근이면 가를 수 없다).",
    "The share ahead is robustness to weights, normalisation and gaps (near 50%: undecided).",
)
_DIRECTION = {"higher": Text("클수록", "higher"), "lower": Text("작을수록", "lower")}


def add_tables(
    answer: Answer,
    scopes: Sequence[Scope],
    found: Sequence[Influence],
    board: Board,
    names: Mapping[str, Text],
) -> None:
    """Add `standings`, `ranks`, `cells`, `indicators`, `decides` and `left`."""
    _standings(answer, scopes, board, names)
    _ranks(answer, scopes, names)
    _cells(answer, scopes, board, names)
    _entries(answer, board, names)
    _decides(answer, found, board, names)
    _left(answer, board)


def _standings(
    answer: Answer, scopes: Sequence[Scope], board: Board, names: Mapping[str, Text]
) -> None:
    first, second = board.economies[:2]
    rows: list[Line] = []
    for scope in scopes:
        s = scope.standing
        if scope.kind == "cell" or not scope.board.entries:
            continue
        cells: list[Plain] = [scope.name.ko, scope.name.en, len(scope.board.entries)]
        if s is None:
            cells += [None] * 6
        else:
            span = s.span or (None, None)
            cells += [_number(s.scores[0]), _number(s.scores[1]), s.lead, *span, 100 * s.ahead]
        rows.append((cells, scope.board.origins))
    columns = [
        *text_columns("scope", "범위", "Scope"),
        number_column("n", "지표", "Indicators"),
        number_column(slug(first), names[first].ko, names[first].en, ".3f"),
        number_column(slug(second), names[second].ko, names[second].en, ".3f"),
        number_column("lead", "우위", "Lead", "+.3f"),
        number_column("low", "아래 끝", "Lower end", "+.3f"),
        number_column("high", "위 끝", "Upper end", "+.3f"),
        heat_column(
            "ahead", f"{names[first].ko} 우위 비중(%)", f"{names[first].en} ahead (%)", ".1f"
        ),
    ]
    title = Text("요소·분야별 종합과 우위의 구간", "Composites and leads by factor and sector")
    few = Text("지표가 모자라면 종합을 내지 않는다.", "Too few indicators: no composite.")
    answer.table("standings", title, columns, rows, [_ROBUST, few])


def _ranks(answer: Answer, scopes: Sequence[Scope], names: Mapping[str, Text]) -> None:
    rows: list[Line] = []
    for scope in scopes:
        s = scope.standing
        if s is None or scope.kind == "cell":
            continue
        for i, economy in enumerate(scope.board.economies):
            cells: list[Plain] = [
                scope.name.ko, scope.name.en, names[economy].ko, names[economy].en, s.coverage(i),
                float(s.ranks.mean[i]), float(s.ranks.low[i]), float(s.ranks.high[i]),
                float(s.bounds[i, 0]), float(s.bounds[i, 1]), 100 * float(s.ranks.first[i]),
            ]  # fmt: skip
            own = [e.numbers[economy].ref for e in s.entries if economy in e.numbers]
            rows.append((cells, own or scope.board.origins))
    columns = [
        *text_columns("scope", "범위", "Scope"),
        *text_columns("economy", "국가", "Economy"),
        number_column("coverage", "값이 있는 지표(%)", "Coverage (%)", ".0f"),
        number_column("mean", "평균 순위", "Mean rank", ".2f"),
        number_column("low", "구간 아래", "Low", ".0f"),
        number_column("high", "구간 위", "High", ".0f"),
        number_column("best", "최선(같은 무게)", "Best (equal weights)", ".0f"),
        number_column("worst", "최악(같은 무게)", "Worst (equal weights)", ".0f"),
        number_column("first", "1위 비중(%)", "First (%)", ".1f"),
    ]
    title = Text("순위와 그 구간", "Ranks and their intervals")
    note = Text(
        "최선·최악은 결측이 양 끝 값일 때의 순위이다.",
        "Best and worst: with gaps at either end of what was seen.",
    )
    answer.table("ranks", title, columns, rows, [note])


def _cells(
    answer: Answer, scopes: Sequence[Scope], board: Board, names: Mapping[str, Text]
) -> None:
    """Cross factors with sectors: the share of draws with the first economy ahead."""
    sectors = [s for s in scopes if s.kind == "sector"]
    by_key = {s.key: s for s in scopes}
    rows: list[Line] = []
    for code, name in board.factors.items():
        whole = by_key[f"factor_{slug(code)}"]
        cells: list[Plain] = [name.ko, name.en, _ahead(whole)]
        origins = list(whole.board.origins)
        cells += [_ahead(by_key.get(f"{sector.key}_{slug(code)}")) for sector in sectors]
        if origins:
            rows.append((cells, origins))
    columns = [
        *text_columns("factor", "요소", "Factor"),
        heat_column("all", "모든 분야", "All sectors", ".1f"),
        *(heat_column(s.key, s.name.ko, s.name.en, ".1f") for s in sectors),
    ]
    first = names[board.economies[0]]
    title = Text(f"{first.ko}이 앞서는 추출의 비중(%)", f"Share of draws with {first.en} ahead (%)")
    note = Text("빈 칸은 지표가 모자란 곳이다.", "Blank: too few indicators.")
    answer.table("cells", title, columns, rows, [_ROBUST, note])


def _ahead(scope: Scope | None) -> float | None:
    return 100 * scope.standing.ahead if scope and scope.standing else None


def entry_columns(board: Board, names: Mapping[str, Text]) -> list[ResultColumn]:
    """Return the columns that say of an indicator what it is and what was seen."""
    return [
        reference_column("indicator", "지표", "Indicator"),
        text_column("name_ko", "지표 이름", "Indicator (Korean)"),
        text_column("name_en", "지표(영어)", "Indicator name"),
        *text_columns("factor", "요소", "Factor"),
        *text_columns("unit", "단위", "Unit"),
        *text_columns("better", "좋은 방향", "Better"),
        *text_columns("kind", "성격", "Kind"),
        text_column("year", "연도", "Year"),
        *(number_column(slug(e), names[e].ko, names[e].en, ",.6~g") for e in board.economies),
        number_column("sources", "출처 수", "Sources"),
    ]


def _entry_cells(entry: Entry, board: Board) -> list[Plain]:
    i = entry.indicator
    factor, better = board.factors[i.factor], _DIRECTION[i.direction]
    kind = Text("비율·순위", "rate") if entry.relative else Text("크기", "size")
    return [
        f"indicators:{i.id}", i.name.ko, i.name.en, factor.ko, factor.en, i.unit.ko, i.unit.en,
        better.ko, better.en, kind.ko, kind.en, str(entry.year),
        *(entry.numbers[e].value if e in entry.numbers else None for e in board.economies),
        len(entry.sources),
    ]  # fmt: skip


def _entries(answer: Answer, board: Board, names: Mapping[str, Text]) -> None:
    rows: list[Line] = [(_entry_cells(e, board), e.origins) for e in board.entries]
    title = Text("점수판의 지표와 값", "Indicators of the scoreboard and their values")
    notes = [
        Text(
            "빈 칸은 보지 못한 값이며 영이 아니다. 단위가 기준으로 삼는 "
            "나라(미국=100 등)의 값은 단위의 정의에서 온다.",
            "Blank: not seen, never zero. An economy that the unit is relative to (USA=100) has "
            "its value by definition.",
        ),
        Text(
            "출처가 둘 이상이면 나라마다 다른 자료에서 온 값이다.",
            "Two sources or more: values come from different publications.",
        ),
    ]
    answer.table("indicators", title, entry_columns(board, names), rows, notes)


def _decides(
    answer: Answer, found: Sequence[Influence], board: Board, names: Mapping[str, Text]
) -> None:
    whole = answer.values.get("overall_ahead")
    share = float(whole.value) if whole and isinstance(whole.value, float) else 0.0
    rows: list[Line] = []
    for item in found:
        i = item.entry.indicator
        cells: list[Plain] = [
            f"indicators:{i.id}", i.name.ko, i.name.en, board.factors[i.factor].ko,
            board.factors[i.factor].en, item.part, 100 * item.without,
            100 * item.without - share, item.correlation,
        ]  # fmt: skip
        rows.append((cells, item.entry.origins))
    first = names[board.economies[0]]
    columns = [
        reference_column("indicator", "지표", "Indicator"),
        text_column("name_ko", "지표 이름", "Indicator (Korean)"),
        text_column("name_en", "지표(영어)", "Indicator name"),
        *text_columns("factor", "요소", "Factor"),
        number_column("part", "우위에 보탠 몫", "Part of the lead", "+.4f"),
        number_column(
            "without", f"뺐을 때 {first.ko} 우위(%)", f"{first.en} ahead without (%)", ".1f"
        ),
        number_column("change", "달라진 폭(%p)", "Change (pp)", "+.1f"),
        number_column("correlation", "무게와 우위의 상관", "Weight with lead", "+.2f"),
    ]
    title = Text("무엇이 결과를 가르는가", "Which indicators decide")
    note = Text(
        "우위에 보탠 몫은 같은 무게일 때이며 모두 더하면 우위가 된다.",
        "Parts are at equal weights and add up to the lead.",
    )
    answer.table("decides", title, columns, rows, [note])


def _left(answer: Answer, board: Board) -> None:
    rows: list[Line] = []
    for item in sorted(board.left, key=lambda e: (e.why.ko, e.indicator.id)):
        i = item.indicator
        cells: list[Plain] = [f"indicators:{i.id}", i.name.ko, i.name.en, item.why.ko, item.why.en]
        rows.append((cells, item.origins or [f"indicators:{i.id}"]))
    columns = [
        reference_column("indicator", "지표", "Indicator"),
        text_column("name_ko", "지표 이름", "Indicator (Korean)"),
        text_column("name_en", "지표(영어)", "Indicator name"),
        *text_columns("why", "까닭", "Why"),
    ]
    answer.table("left", Text("점수판에 들지 못한 지표", "Indicators left out"), columns, rows)


def add_gaps(
    answer: Answer,
    found: Sequence[Mapping[str, Any]],
    economies: Sequence[str],
    names: Mapping[str, Text],
) -> None:
    """Add technology gaps in years as the sources state them: values and table `gaps_years`."""
    rows: list[Line] = []
    first, second = (names[e] for e in economies)
    for r in found:
        origins = [f"figures:{r['first_id']}", f"figures:{r['second_id']}"]
        apart = round(r["second"] - r["first"], 6)
        cells: list[Plain] = [
            f"indicators:{r['indicator']}", r["name_ko"], r["name_en"], r["year"], r["first"],
            r["second"], apart,
        ]  # fmt: skip
        rows.append((cells, origins))
        label = Text(
            f"{r['name_ko']}: {second.ko}이 {first.ko}에 뒤진 햇수({r['year']})",
            f"{r['name_en']}: years of {second.en} behind {first.en} ({r['year']})",
        )
        answer.number(f"gap_{slug(r['indicator'])}_{r['year']}", label, apart, _YEARS, origins)
    if not rows:
        return
    columns = [
        reference_column("indicator", "지표", "Indicator"),
        text_column("name_ko", "지표 이름", "Indicator (Korean)"),
        text_column("name_en", "지표(영어)", "Indicator name"),
        number_column("year", "연도", "Year", "d"),
        number_column(slug(economies[0]), first.ko, first.en, ".1f"),
        number_column(slug(economies[1]), second.ko, second.en, ".1f"),
        number_column("apart", f"{second.ko}이 뒤진 햇수", f"{second.en} behind by", "+.1f"),
    ]
    title = Text("기술격차(선도국 대비 햇수)", "Technology gaps in years behind the leader")
    note = Text(
        "조사 기관의 전문가 평가이다. 조사끼리는 견주지 않는다.",
        "Experts' assessments; surveys are not comparable with one another.",
    )
    answer.table("gaps_years", title, columns, rows, [note], _YEARS)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
