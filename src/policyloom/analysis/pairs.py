"""How do the two economies of the study compare, indicator by indicator, on the seven factors?

Options (study.yaml, analyses.pairs):
    series     ids of indicators to draw over time (default: those with most common years)
    products   names of traded products: {code: {ko, en}}

A pair is made of two values of one indicator in one year: the latest common year within the period
of the study, else the one nearest to it. Where a year has several values of different definitions,
those of one source are preferred, then the better confidence. The ratio is second economy over
first, for amounts above zero; ranks, indices and gaps have a difference only. Who leads follows the
indicator's direction and is left open where it has none. Trade: `pairs_trade`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    NO_UNIT,
    Answer,
    Line,
    number_column,
    reference_column,
    refs,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.names import economy_names, text_of, words
from policyloom.analysis.pairs_data import (
    Indicator,
    Number,
    Pair,
    common_years,
    make_pair,
    read_indicators,
    read_numbers,
)
from policyloom.analysis.pairs_figures import add_figures
from policyloom.analysis.pairs_trade import add_trade
from policyloom.model.evidence import Evidence, Options
from policyloom.model.facts import weakest
from policyloom.model.result import Plain, Result, ResultColumn, Text

INDICATORS = Text("개", "indicators")
_OUTSIDE = Text(
    "연도에 *가 붙은 것은 연구 기간 밖의 해이다.", "An asterisk marks a year outside the period."
)
_LEADS = Text(
    "우위는 지표의 좋은 방향에 따른다. 방향이 없으면 비워 둔다.",
    "Who leads follows the indicator's direction; blank where it has none.",
)


def run(evidence: Evidence, options: Options) -> Result:
    """Pair every indicator that both economies have."""
    answer = Answer("pairs", Text("한국과 중국의 비교", "The two economies compared"))
    economies = options.settings.economies
    if len(economies) != 2:
        answer.note("견줄 두 나라가 study.yaml에 없다.", "study.yaml names no pair of economies.")
        return answer.done()
    names = economy_names(evidence)
    names |= {e: Text(e, e) for e in economies if e not in names}
    indicators = read_indicators(evidence)
    numbers = read_numbers(evidence, economies)
    pairs = [p for i in indicators if (p := make_pair(i, numbers.get(i.id, []), options))]
    _coverage(answer, indicators, numbers, pairs, economies, names)
    for pair in pairs:
        _values(answer, pair, names)
    factors = words(options.settings.factors)
    _factors(answer, pairs, factors, economies, names)
    _tables(answer, pairs, names, options)
    _single(answer, indicators, numbers, economies, names)
    add_figures(answer, pairs, numbers, names, factors, options)
    add_trade(answer, evidence, names, options)
    answer.notes += [_LEADS, _OUTSIDE]
    return answer.done()


def _coverage(
    answer: Answer,
    indicators: Sequence[Indicator],
    numbers: Mapping[str, Sequence[Number]],
    pairs: Sequence[Pair],
    economies: Sequence[str],
    names: Mapping[str, Text],
) -> None:
    every = refs("indicators", (i.id for i in indicators))
    paired = {p.indicator.id for p in pairs}
    answer.count("indicators", Text("지표", "Indicators"), every, INDICATORS)
    label = Text(
        "두 나라를 같은 해로 견줄 수 있는 지표", "Indicators with both economies in one year"
    )
    answer.count("paired", label, refs("indicators", sorted(paired)), INDICATORS, every)
    label = Text("견줄 수 있는 지표의 비중", "Share of indicators that pair")
    answer.share("paired_share", label, sorted(paired), every)
    for economy in economies:
        only = [
            i.id
            for i in indicators
            if i.id not in paired and {n.economy for n in numbers.get(i.id, ())} == {economy}
        ]
        label = Text(
            f"{names[economy].ko} 값만 있는 지표", f"Indicators with {names[economy].en} only"
        )
        answer.count(f"only_{slug(economy)}", label, refs("indicators", only), INDICATORS, every)
    neither = [i.id for i in indicators if not numbers.get(i.id)]
    label = Text("두 나라 값이 모두 없는 지표", "Indicators with neither economy")
    answer.count("neither", label, refs("indicators", neither), INDICATORS, every)
    apart = [
        i.id
        for i in indicators
        if i.id not in paired and len({n.economy for n in numbers.get(i.id, ())}) == 2
    ]
    label = Text("두 나라 값이 있으나 같은 해가 없는 지표", "Both economies, but no common year")
    answer.count("no_common_year", label, refs("indicators", apart), INDICATORS, every)
    outside = [p.indicator.id for p in pairs if not p.inside]
    label = Text("연구 기간 밖의 해로만 견주는 지표", "Pairs only outside the period")
    answer.count("outside_period", label, refs("indicators", outside), INDICATORS, every)


def _values(answer: Answer, pair: Pair, names: Mapping[str, Text]) -> None:
    i, year = pair.indicator, pair.first.year
    base = slug(i.id)
    for number in (pair.first, pair.second):
        name = names[number.economy]
        label = Text(f"{i.name.ko}, {name.ko} {year}", f"{i.name.en}, {name.en} {year}")
        answer.number(f"{base}_{slug(number.economy)}", label, number.value, i.unit, [number.ref])
    label = Text(f"{i.name.ko}: 견준 해", f"{i.name.en}: year compared")
    answer.number(f"{base}_year", label, year, Text("년", ""), pair.origins)
    first, second = names[pair.first.economy], names[pair.second.economy]
    if i.has_ratio:
        label = Text(
            f"{i.name.ko}: {second.ko}/{first.ko} ({year})", f"{i.name.en}: {second.en}/{first.en}"
        )
        reason = Text("영보다 크지 않은 값이 있음", "one of the values is not above zero")
        answer.number(f"{base}_ratio", label, pair.ratio, Text("배", "times"), pair.origins, reason)
    label = Text(
        f"{i.name.ko}: {second.ko}-{first.ko} ({year})", f"{i.name.en}: {second.en} less {first.en}"
    )
    gap = round(pair.second.value - pair.first.value, 10)
    unit = Text("%p", "pp") if i.unit.en.lower() == "percent" else i.unit
    answer.number(f"{base}_gap", label, gap, unit, pair.origins)
    if pair.leader:
        leader = names.get(pair.leader, Text("같음", "tie"))
        label = Text(f"{i.name.ko}: 앞선 나라({year})", f"{i.name.en}: who leads")
        answer.number(f"{base}_leader", label, leader.ko, NO_UNIT, pair.origins)


def _factors(
    answer: Answer,
    pairs: Sequence[Pair],
    factors: Mapping[str, Text],
    economies: Sequence[str],
    names: Mapping[str, Text],
) -> None:
    rows: list[Line] = []
    for code, text in {**factors, "": Text("요소 미지정", "No factor")}.items():
        here = [p for p in pairs if p.indicator.factor == code]
        if not here and not code:
            continue
        origins = [ref for p in here for ref in p.origins]
        base = f"factor_{slug(code) or 'none'}"
        label = Text(f"{text.ko}: 견준 지표", f"{text.en}: pairs")
        fallback = [ref for p in pairs for ref in p.origins]
        answer.number(f"{base}_paired", label, len(here), INDICATORS, origins or fallback)
        leads = []
        for economy in economies:
            led = [p for p in here if p.leader == economy]
            name = names[economy]
            label = Text(f"{text.ko}: {name.ko} 우위 지표", f"{text.en}: {name.en} leads")
            own = [ref for p in led for ref in p.origins] or origins or fallback
            answer.number(f"{base}_{slug(economy)}_leads", label, len(led), INDICATORS, own)
            leads.append(len(led))
        ties = len([p for p in here if p.leader == "tie"])
        open_ = len([p for p in here if not p.leader])
        rows.append(([text.ko, text.en, len(here), *leads, ties, open_], origins or fallback))
    for economy in economies:
        led = [p for p in pairs if p.leader == economy]
        label = Text(f"{names[economy].ko} 우위 지표", f"{names[economy].en} leads")
        origins = [ref for p in led for ref in p.origins]
        answer.number(f"{slug(economy)}_leads", label, len(led), INDICATORS, origins)
    columns = [
        *text_columns("factor", "요소", "Factor"),
        number_column("n", "견준 지표", "Pairs"),
        *(number_column(slug(e), f"{names[e].ko} 우위", f"{names[e].en} leads") for e in economies),
        number_column("tie", "같음", "Tie"),
        number_column("open", "방향 없음", "No direction"),
    ]
    note = Text(
        "지표의 수는 중요도가 아니다. 겹치는 지표(STRI 분야별 등)가 많다.",
        "Numbers of indicators are not weights; many overlap (STRI by service).",
    )
    title = Text("7대 요소별 우위 지표의 수", "Who leads on how many indicators, by factor")
    answer.table("factors", title, columns, rows, [_LEADS, note], INDICATORS)


def _columns(economies: Sequence[str], names: Mapping[str, Text]) -> list[ResultColumn]:
    return [
        reference_column("indicator", "지표", "Indicator"),
        text_column("name_ko", "지표 이름", "Indicator (Korean)"),
        text_column("name_en", "지표(영어)", "Indicator name"),
        text_column("unit", "단위", "Unit (Korean)"),
        text_column("year", "연도", "Year"),
        *(number_column(slug(e), names[e].ko, names[e].en, ",.6~g") for e in economies),
        number_column("ratio", "배율", "Ratio", ",.2f"),
        text_column("leader", "우위", "Leads"),
        text_column("confidence", "신뢰도", "Confidence"),
        number_column("others", "다른 값", "Other values"),
    ]


def _row(pair: Pair, names: Mapping[str, Text]) -> tuple[list[Plain], list[str]]:
    i = pair.indicator
    year = f"{pair.first.year}{'' if pair.inside else '*'}"
    leader = names[pair.leader].ko if pair.leader in names else ("같음" if pair.leader else None)
    grade = weakest((pair.first.confidence, pair.second.confidence))
    cells: list[Plain] = [
        f"indicators:{i.id}", i.name.ko, i.name.en, i.unit.ko, year, pair.first.value,
        pair.second.value, pair.ratio, leader, grade, pair.others,
    ]  # fmt: skip
    return cells, pair.origins


def _tables(
    answer: Answer, pairs: Sequence[Pair], names: Mapping[str, Text], options: Options
) -> None:
    """Add the pairs of each factor, of each sector, and all of them."""
    columns = _columns(options.settings.economies, names)
    groups = [
        (f"factor_{slug(f.id)}", text_of(f), [p for p in pairs if p.indicator.factor == f.id])
        for f in options.settings.factors
    ]
    groups += [
        (f"sector_{slug(s.id)}", text_of(s), [p for p in pairs if p.indicator.sector == s.id])
        for s in options.settings.sectors
    ]
    groups.append(("all", Text("모든 지표", "all indicators"), list(pairs)))
    for name, text, found in groups:
        if found:
            title = Text(f"두 나라 비교: {text.ko}", f"The two economies: {text.en}")
            rows = [_row(p, names) for p in found]
            answer.table(name, title, columns, rows, [_LEADS, _OUTSIDE])


def _single(
    answer: Answer,
    indicators: Sequence[Indicator],
    numbers: Mapping[str, Sequence[Number]],
    economies: Sequence[str],
    names: Mapping[str, Text],
) -> None:
    """List the indicators that only one of the two has, or that share no year."""
    rows: list[Line] = []
    for i in indicators:
        mine = numbers.get(i.id, ())
        if not mine or common_years(mine, economies):
            continue
        latest = max(mine, key=lambda n: (n.year, n.id))
        have = {n.economy for n in mine}
        who = names[latest.economy].ko if len(have) == 1 else "같은 해 없음"
        cells: list[Plain] = [
            f"indicators:{i.id}",
            i.name.ko,
            i.name.en,
            i.unit.ko,
            who,
            latest.year,
            latest.value,
        ]
        rows.append((cells, [n.ref for n in mine]))
    columns = [
        reference_column("indicator", "지표", "Indicator"),
        text_column("name_ko", "지표 이름", "Indicator (Korean)"),
        text_column("name_en", "지표(영어)", "Indicator name"),
        text_column("unit", "단위", "Unit (Korean)"),
        text_column("economy", "값이 있는 나라", "Economy seen"),
        number_column("year", "최근 연도", "Latest year", "d"),
        number_column("value", "값", "Value", ",.6~g"),
    ]
    title = Text("한 나라 값만 있어 견주지 못한 지표", "Indicators seen for one of the two only")
    answer.table("single", title, columns, rows)
