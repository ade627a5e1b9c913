"""Who leads on the factors of competitiveness, how surely, and which indicators decide it?

Options (study.yaml, analyses.scoreboard): `model.scoreboard_settings`. How values are chosen:
`scoreboard_data`. How composites, leads and ranks are drawn: `scoreboard_draws`.

The steps are those of the handbook of composite indicators (OECD and JRC 2008), and each is said in
the notes: framework, selection, missing values, normalisation, weights and aggregation, uncertainty
and sensitivity, back to the details.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from policyloom.analysis.answer import NO_UNIT, PERCENT, Answer, refs, slug
from policyloom.analysis.names import economy_names, text_of
from policyloom.analysis.scoreboard_data import Board, gaps_in_years, read_board
from policyloom.analysis.scoreboard_draws import Standing, influences, opposite, stand
from policyloom.analysis.scoreboard_figures import add_figures
from policyloom.analysis.scoreboard_tables import add_gaps, add_tables
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Result, Text
from policyloom.model.scoreboard_settings import ScoreboardOptions

INDICATORS = Text("개", "indicators")
POINTS = Text("점(0~1)", "points (0 to 1)")
_HOW: Mapping[str, Text] = {
    "minmax": Text("최소-최대(0~1)", "min-max (0 to 1)"),
    "zscore": Text("표준점수", "z-scores"),
    "rank": Text("순위", "ranks"),
}


@dataclass(frozen=True)
class Scope:
    """A part of the indicators that is ranked by itself: its name in values, its words, standing.

    `kind` is overall, factor, sector, cell (a factor within a sector) or nature (sizes, rates).
    """

    key: str
    name: Text
    kind: str
    board: Board
    standing: Standing | None


def run(evidence: Evidence, options: Options) -> Result:
    """Score the two economies and the benchmarks."""
    answer = Answer("scoreboard", Text("경쟁력 점수판", "Scoreboard of competitiveness"))
    settings = options.settings
    if len(settings.economies) != 2:
        answer.note("견줄 두 나라가 study.yaml에 없다.", "study.yaml names no pair of economies.")
        return answer.done()
    try:
        own = ScoreboardOptions.model_validate(dict(options.own))
    except ValidationError:
        answer.note("선택을 읽을 수 없어 세지 않았다.", "The options cannot be read.")
        return answer.done()
    names = economy_names(evidence)
    board = read_board(evidence, options, own)
    names |= {e: Text(e, e) for e in board.economies if e not in names}
    every = refs("indicators", [e.indicator.id for e in board.entries])
    every += refs("indicators", [e.indicator.id for e in board.left])
    _counts(answer, board, names, every)
    scopes = _scopes(board, options, own)
    for scope in scopes:
        _values(answer, scope, names, own)
    whole = scopes[0].standing
    _hidden(answer, whole, names, settings.economies)
    found = influences(whole, own) if whole else []
    add_tables(answer, scopes, found, board, names)
    add_gaps(answer, gaps_in_years(evidence, settings.economies), settings.economies, names)
    add_figures(answer, scopes, names)
    answer.notes += _steps(board, own, options)
    return answer.done()


def _counts(answer: Answer, board: Board, names: Mapping[str, Text], every: Sequence[str]) -> None:
    used = refs("indicators", [e.indicator.id for e in board.entries])
    label = Text("점수판에 든 지표", "Indicators on the scoreboard")
    answer.count("indicators", label, used, INDICATORS, every)
    label = Text("점수판에 들지 못한 지표", "Indicators left out")
    left = refs("indicators", [e.indicator.id for e in board.left])
    answer.count("left_out", label, left, INDICATORS, every)
    for kind, ko, en in (
        ("size", "크기", "of size"),
        ("rate", "비율·순위·점수", "of rate or rank"),
    ):
        these = [e.indicator.id for e in board.entries if e.relative == (kind == "rate")]
        label = Text(f"{ko} 지표", f"Indicators {en}")
        answer.count(f"{kind}_indicators", label, refs("indicators", these), INDICATORS, every)
    for economy in board.economies:
        rows = [e.numbers[economy].ref for e in board.entries if economy in e.numbers]
        share = 100 * len(rows) / len(board.entries) if board.entries else None
        name = names[economy]
        label = Text(f"{name.ko} 값이 있는 지표의 비중", f"Share of indicators with {name.en}")
        reason = Text("점수판에 지표가 없음", "no indicator on the scoreboard")
        answer.number(f"coverage_{slug(economy)}", label, share, PERCENT, rows or every, reason)


def _scopes(board: Board, options: Options, own: ScoreboardOptions) -> list[Scope]:
    """Return the whole, each factor, each sector in focus, their cells, and sizes and rates."""
    made = [_scope("overall", Text("전체", "Overall"), "overall", board, own)]
    for code, name in board.factors.items():
        part = board.only([e for e in board.entries if e.indicator.factor == code])
        made.append(_scope(f"factor_{slug(code)}", name, "factor", part, own))
    for sector in options.settings.focus:
        here = board.only([e for e in board.entries if e.indicator.sector == sector.id])
        key, name = f"sector_{slug(sector.id)}", text_of(sector)
        made.append(_scope(key, name, "sector", here, own))
        for code, factor in board.factors.items():
            part = board.only([e for e in here.entries if e.indicator.factor == code])
            if part.entries:
                words = Text(f"{name.ko}: {factor.ko}", f"{name.en}: {factor.en}")
                made.append(_scope(f"{key}_{slug(code)}", words, "cell", part, own))
    for kind, ko, en in (
        ("size", "크기 지표만", "Sizes only"),
        ("rate", "비율·순위만", "Rates only"),
    ):
        part = board.only([e for e in board.entries if e.relative == (kind == "rate")])
        made.append(_scope(kind, Text(ko, en), "nature", part, own))
    return made


def _scope(key: str, name: Text, kind: str, board: Board, own: ScoreboardOptions) -> Scope:
    return Scope(key, name, kind, board, stand(board, own) if board.entries else None)


def _values(
    answer: Answer, scope: Scope, names: Mapping[str, Text], own: ScoreboardOptions
) -> None:
    """Add the lead, its interval, who is ahead how often, and the ranks of a scope."""
    standing = scope.standing
    if standing is None:
        return
    base, origins, title = scope.key, scope.board.origins, scope.name
    first, second = (names[e] for e in scope.board.economies[:2])
    label = Text(f"{title.ko}: 지표 수", f"{title.en}: indicators")
    answer.number(f"{base}_n", label, len(standing.usable), INDICATORS, origins)
    label = Text(
        f"{title.ko}: {first.ko}의 {second.ko} 대비 우위", f"{title.en}: lead of {first.en}"
    )
    answer.number(f"{base}_lead", label, round(standing.lead, 4), POINTS, origins)
    for place, end in enumerate(("low", "high")):
        value = round(standing.span[place], 4) if standing.span else None
        words = Text(f"{label.ko}({'위' if place else '아래'} 끝)", f"{label.en}, {end} end")
        answer.number(
            f"{base}_lead_{end}",
            words,
            value,
            POINTS,
            origins,
            Text("그것을 뽑은 추출이 없음", "no draw of it"),
        )
    label = Text(
        f"{title.ko}: {first.ko}이 앞서는 추출의 비중", f"{title.en}: draws with {first.en} ahead"
    )
    answer.number(f"{base}_ahead", label, round(100 * standing.ahead, 2), PERCENT, origins)
    for i, economy in enumerate(scope.board.economies):
        name = names[economy]
        numbers = {"rank": standing.ranks.mean, "rank_low": standing.ranks.low,
                   "rank_high": standing.ranks.high}  # fmt: skip
        for tail, values in numbers.items():
            words = Text(f"{title.ko}: {name.ko} 순위", f"{title.en}: {name.en}, {tail}")
            value = round(float(values[i]), 3)
            answer.number(f"{base}_{slug(economy)}_{tail}", words, value, NO_UNIT, origins)
    if scope.kind in ("overall", "sector"):
        score = {e: float(standing.scores[i]) for i, e in enumerate(scope.board.economies)}
        for economy in scope.board.economies[:2]:
            words = Text(
                f"{title.ko}: {names[economy].ko} 점수", f"{title.en}: {names[economy].en}"
            )
            value = None if math.isnan(score[economy]) else round(score[economy], 4)
            unit = _HOW[own.normalisation]
            key = f"{base}_{slug(economy)}_score"
            answer.number(
                key,
                words,
                value,
                unit,
                origins,
                Text("빠진 지표가 있음", "an indicator is missing"),
            )


def _hidden(
    answer: Answer,
    standing: Standing | None,
    names: Mapping[str, Text],
    economies: Sequence[str],
) -> None:
    """Say what the composite hides: compensation, opposite indicators, sizes."""
    if standing is None:
        return
    origins = standing.board.origins
    first, second = (float(v) for v in standing.geometric[:2])
    label = Text("기하평균으로 낸 우위(1~100)", "Lead by the geometric mean (1 to 100)")
    lead = None if math.isnan(first - second) else round(first - second, 3)
    why = Text("그 정규화에 영보다 작은 값이 있음", "the named normalisation has values below zero")
    answer.number("geometric_lead", label, lead, Text("점", "points"), origins, why)
    label = Text("산술평균으로 낸 우위(1~100)", "Lead by the arithmetic mean (1 to 100)")
    answer.number("linear_lead", label, round(99 * standing.lead, 3), Text("점", "points"), origins)
    against = opposite(standing, economies)
    leader = names[economies[0] if standing.lead > 0 else economies[1]]
    label = Text(
        f"종합에서 앞선 {leader.ko}이 뒤지는 지표", f"Indicators on which {leader.en} is behind"
    )
    rows = refs("indicators", [e.indicator.id for e in against])
    every = refs("indicators", [e.indicator.id for e in standing.entries])
    answer.count("opposite", label, rows, INDICATORS, every)
    answer.number(
        "leader", Text("종합에서 앞선 나라", "Who leads the composite"), leader.ko, NO_UNIT, origins
    )


def _steps(board: Board, own: ScoreboardOptions, options: Options) -> list[Text]:
    """Return the handbook's steps as they were taken here."""
    year = own.reference_year or options.settings.period.end
    how = _HOW[own.normalisation]
    drawn_ko = ", ".join(_HOW[n].ko for n in own.normalisations)
    drawn_en = ", ".join(_HOW[n].en for n in own.normalisations)
    n, draws, cover = len(board.entries), f"{own.draws:,}", f"{100 * own.cover:g}"
    return [
        Text(
            f"1) 틀: study.yaml의 {len(board.factors)}대 요소. 2) 선택: 방향과 요소가 정해지고 두 "
            f"나라 값이 같은 해에 있는 지표 {n}개. 연구 기간에서 {year}년에 가장 가까운 해를 쓰고, "
            "거리가 같으면 앞선 해를 쓴다. 겹치는 지표는 이유를 적어 뺐다.",
            f"1) Framework: the {len(board.factors)} factors of study.yaml. 2) Selection: the {n} "
            "indicators with a direction, a factor and both economies in one year; of the period's "
            f"years the nearest to {year}, of two as near the earlier. Overlapping ones are left "
            "out with their reason.",
        ),
        Text(
            "3) 결측: 채우지 않는다. 값이 없는 나라는 종합점수가 없고, 순위 구간에서만 그 지표의 "
            "관측 범위 안 아무 값이나 될 수 있다고 본다. 그래서 아는 것이 적은 나라는 구간이 넓다.",
            "3) Missing values are not filled: an economy with a gap has no composite, and only in "
            "the intervals of ranks may the gap be anything within the range seen. An economy of "
            "which little is known has a wide interval.",
        ),
        Text(
            f"4) 다변량 검토: 지표가 {n}개, 나라가 {len(board.economies)}개뿐이어서 상관·"
            "주성분으로 가중치를 정하지 않았다.",
            f"4) Multivariate analysis: {n} indicators on {len(board.economies)} economies do not "
            "carry correlations or components, so no weight is taken from them.",
        ),
        Text(
            f"5) 정규화: {how.ko}. 작을수록 좋은 지표는 뒤집는다. 6) 가중·결합: 요소마다 같은 "
            "무게, 요소 안에서 지표마다 같은 무게, 산술평균.",
            f"5) Normalisation: {how.en}, turned where less is better. 6) Weights and aggregation: "
            "equal for factors and within them, arithmetic mean.",
        ),
        Text(
            f"7) 불확실성: {draws}번 추출(씨앗 {own.seed}). 추출마다 가중치(단체 위 균등), 정규화"
            f"({drawn_ko}), 결측값을 새로 뽑는다. 구간은 가운데 {cover}%이다. 우위의 구간은 대표 "
            "정규화의 추출만 쓴다. ‘앞서는 비중’은 선택에 대한 견고함이며 확률이 아니다.",
            f"7) Uncertainty: {draws} draws (seed {own.seed}) of weights (uniform on the simplex), "
            f"normalisation ({drawn_en}) and gaps. Intervals hold the middle {cover}%; those of "
            "leads use the draws of the named normalisation. The share of draws ahead is "
            "robustness to these choices, not a probability of sampling error.",
        ),
        Text(
            "8~10) 자세히 보기: 지표마다 값과 출처, 빼 보았을 때의 결과, 종합과 반대인 지표를 표에 "
            "싣는다. 종합은 크기 지표와 비율 지표를 섞으므로 둘을 따로도 낸다.",
            "8 to 10) Back to the details: values and sources of every indicator, the outcome "
            "without each, and those that point the other way are in the tables. The composite "
            "mixes sizes with rates, so each is also given alone.",
        ),
    ]
