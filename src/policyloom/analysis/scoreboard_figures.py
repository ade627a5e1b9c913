"""The figures of the scoreboard: a radar of the factors, intervals of leads and of ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from policyloom.analysis.answer import Answer, Caption
from policyloom.analysis.charts.intervals import Span, intervals, panels
from policyloom.analysis.charts.radar import radar
from policyloom.model.result import Text

if TYPE_CHECKING:
    from policyloom.analysis.scoreboard import Scope

_SCORE = Text("점수(0~1)", "Score (0 to 1)")
_KINDS: Mapping[str, Text] = {
    "overall": Text("전체", "Overall"),
    "factor": Text("요소", "Factors"),
    "sector": Text("분야", "Sectors"),
    "nature": Text("지표 성격", "Kinds of indicators"),
}


def add_figures(answer: Answer, scopes: Sequence[Scope], names: Mapping[str, Text]) -> None:
    """Add `radar`, `leads` and `ranks`, each where there is enough to draw."""
    _radar(answer, scopes, names)
    _leads(answer, scopes, names)
    _ranks(answer, scopes, names)


def _radar(answer: Answer, scopes: Sequence[Scope], names: Mapping[str, Text]) -> None:
    """Draw the factors' composites of the pair, and of every benchmark that has all of them."""
    factors = [s for s in scopes if s.kind == "factor"]
    drawn = [s for s in factors if s.standing and all(0 <= v <= 1 for v in s.standing.scores[:2])]
    if len(drawn) < 3:
        return
    values = {}
    for i, economy in enumerate(drawn[0].board.economies):
        numbers = [float(s.standing.scores[i]) for s in drawn if s.standing]
        if not any(math.isnan(n) for n in numbers):
            values[names[economy]] = numbers
    axes = [
        Text(f"{s.name.ko} ({len(s.standing.usable)})", f"{s.name.en} ({len(s.standing.usable)})")
        for s in drawn
        if s.standing
    ]
    absent = [s for s in factors if s not in drawn]
    notes = [
        Text(
            "견준 나라 가운데 가장 나은 값이 1, 가장 못한 값이 0이다. 괄호는 지표 수이다. 넓이에는 "
            "뜻이 없다.",
            "1 is the best and 0 the worst of the economies compared; in brackets the number of "
            "indicators. Areas mean nothing.",
        )
    ]
    if absent:
        ko, en = (", ".join(s.name[k] for s in absent) for k in ("ko", "en"))
        notes.append(
            Text(f"지표가 모자라 축이 없는 요소: {ko}", f"No axis, too few indicators: {en}")
        )
    title = Text("요소별 점수", "Scores by factor")
    alt = Text("요소를 축으로 한 나라별 방사형 그림", "Radar: scores of economies by factor")
    origins = [ref for s in drawn for ref in s.board.origins]
    answer.figure("radar", radar(axes, values, _SCORE), Caption(title, alt, notes, _SCORE), origins)


def _leads(answer: Answer, scopes: Sequence[Scope], names: Mapping[str, Text]) -> None:
    shown = [s for s in scopes if s.kind != "cell" and s.standing and s.standing.span]
    if len(shown) < 2:
        return
    first, second = (names[e] for e in shown[0].board.economies[:2])
    spans = []
    for s in shown:
        assert s.standing is not None
        assert s.standing.span is not None
        low, high = s.standing.span
        n = len(s.standing.usable)
        row = Text(f"{s.name.ko} ({n})", f"{s.name.en} ({n})")
        spans.append(Span(row, low, s.standing.lead, high, _KINDS[s.kind]))
    series = list(dict.fromkeys(span.series for span in spans))
    value = Text(
        f"{first.ko}의 우위(0의 오른쪽이면 {first.ko})",
        f"Lead of {first.en} (right of 0: {first.en})",
    )
    title = Text(
        f"{first.ko}의 {second.ko} 대비 우위와 구간", f"Lead of {first.en} over {second.en}"
    )
    alt = Text("범위마다 우위의 구간과 같은 무게의 값", "Intervals of the lead by scope")
    note = Text(
        "점은 같은 무게의 우위, 띠는 가중치와 결측을 바꾸어 뽑은 가운데 구간. 괄호는 지표 수.",
        "Dot: equal weights. Band: middle of the draws of weights and gaps. In brackets: "
        "indicators.",
    )
    origins = [ref for s in shown for ref in s.board.origins]
    spec = intervals(spans, value, series, rule=0)
    answer.figure("leads", spec, Caption(title, alt, [note], _SCORE), origins)


def _ranks(answer: Answer, scopes: Sequence[Scope], names: Mapping[str, Text]) -> None:
    shown = [s for s in scopes if s.kind in ("overall", "sector", "nature") and s.standing]
    if not shown:
        return
    spans = []
    for s in shown:
        assert s.standing is not None
        ranks = s.standing.ranks
        for i, economy in enumerate(s.board.economies):
            low, mean, high = (float(v[i]) for v in (ranks.low, ranks.mean, ranks.high))
            spans.append(Span(names[economy], low, mean, high, names[economy], s.name))
    economies = shown[0].board.economies
    series = [names[e] for e in economies]
    value = Text("순위", "Rank")
    title = Text("순위의 구간", "Intervals of ranks")
    alt = Text("나라마다 순위의 구간과 평균 순위", "Intervals and means of ranks by economy")
    note = Text(
        "점은 평균 순위, 띠는 추출한 순위의 가운데 구간. 값을 보지 못한 나라는 띠가 넓다.",
        "Dot: mean rank. Band: middle of the ranks drawn; wide where little was seen.",
    )
    spec = panels(spans, value, series, ranks=len(economies))
    origins = [ref for s in shown for ref in s.board.origins]
    answer.figure("ranks", spec, Caption(title, alt, [note]), origins)
