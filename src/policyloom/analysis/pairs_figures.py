"""Figures of the pairs: ratios, values of one unit side by side, and series over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import Answer, Caption, slug
from policyloom.analysis.charts.dots import dumbbell
from policyloom.analysis.charts.lines import Point, small_lines
from policyloom.analysis.pairs_data import Number, Pair
from policyloom.model.evidence import Options
from policyloom.model.result import Text

_MOST_PANELS, _LEAST_YEARS, _LEAST_ROWS, _MOST_ROWS = 9, 4, 3, 22
_OWN_SCALE = Text("칸마다 눈금이 다르다.", "Each panel has its own scale.")


def add_figures(
    answer: Answer,
    pairs: Sequence[Pair],
    numbers: Mapping[str, Sequence[Number]],
    names: Mapping[str, Text],
    factors: Mapping[str, Text],
    options: Options,
) -> None:
    """Add `ratios`, `factor_<factor>_<unit>`, `series` and `series_<sector>`."""
    economies = options.settings.economies
    _ratios(answer, pairs, names, economies)
    for code, text in factors.items():
        _same_unit(answer, [p for p in pairs if p.indicator.factor == code], code, text, names)
    wanted = options.own.get("series", ())
    by_id = {p.indicator.id: p for p in pairs}
    chosen = [by_id[i] for i in wanted if i in by_id] or _best_covered(pairs)
    title = Text("한국과 중국의 주요 지표 추이", "Main indicators over time")
    drawing = _Drawing(answer, numbers, names, options)
    drawing.series("series", title, chosen[:_MOST_PANELS])
    for sector in options.settings.sectors:
        here = _best_covered([p for p in pairs if p.indicator.sector == sector.id])
        title = Text(f"{sector.ko}: 한국과 중국의 지표 추이", f"{sector.en}: over time")
        drawing.series(f"series_{slug(sector.id)}", title, here[:_MOST_PANELS])


def _best_covered(pairs: Sequence[Pair]) -> list[Pair]:
    enough = [p for p in pairs if len(p.years) >= _LEAST_YEARS]
    return sorted(enough, key=lambda p: (-len(p.years), p.indicator.factor, p.indicator.id))


def _ratios(
    answer: Answer, pairs: Sequence[Pair], names: Mapping[str, Text], economies: Sequence[str]
) -> None:
    """Draw second over first on a log scale, for amounts, largest first."""
    known = [(p, p.ratio) for p in pairs if p.ratio and p.inside]
    known.sort(key=lambda pair: (-pair[1], pair[0].indicator.id))
    if len(known) < _LEAST_ROWS:
        return
    first, second = (names[e] for e in economies)
    which = Text(f"{second.ko}/{first.ko}", f"{second.en}/{first.en}")
    rows = [(_dated(p), which, ratio) for p, ratio in known]
    spec = dumbbell(
        rows,
        Text(f"{which.ko}(배, 로그 눈금)", f"{which.en} (log scale)"),
        [which],
        rule=1,
        log=True,
    )
    title = Text(f"{first.ko} 대비 {second.ko}의 배율", f"{second.en} over {first.en}")
    note = Text(
        "1보다 크면 중국 값이 더 크다는 뜻이며 우위와 같지 않다. 순위·지수·격차는 뺐다.",
        "Above 1 the second value is larger, which need not be better. No ranks or indices.",
    )
    alt = Text("지표별 배율을 로그 눈금의 점으로", "Dots: ratio by indicator, log scale")
    answer.figure(
        "ratios", spec, Caption(title, alt, [note]), [ref for p, _ in known for ref in p.origins]
    )


def _dated(pair: Pair) -> Text:
    i, year = pair.indicator, pair.first.year
    return Text(f"{i.name.ko} ({year})", f"{i.name.en} ({year})")


def _same_unit(
    answer: Answer, pairs: Sequence[Pair], code: str, factor: Text, names: Mapping[str, Text]
) -> None:
    """Draw both values side by side for the indicators of a factor that share a unit."""
    units = dict.fromkeys(p.indicator.unit for p in pairs)
    for unit in units:
        here = [p for p in pairs if p.indicator.unit == unit][:_MOST_ROWS]
        if len(here) < _LEAST_ROWS:
            continue
        rows = []
        for p in here:
            rows += [(_dated(p), names[n.economy], n.value) for n in (p.first, p.second)]
        series = [names[here[0].first.economy], names[here[0].second.economy]]
        spec = dumbbell(rows, unit, series)
        title = Text(f"{factor.ko}: 한국과 중국", f"{factor.en}: the two economies")
        alt = Text(
            f"{factor.ko} 지표의 두 나라 값을 두 점으로", f"Dots: {factor.en}, both economies"
        )
        origins = [ref for p in here for ref in p.origins]
        ways = {p.indicator.direction for p in here}
        notes = []
        if ways == {"lower"}:
            notes = [Text("값이 작을수록 좋다.", "Lower is better.")]
        name = f"factor_{slug(code)}_{slug(unit.en.split('(')[0])}"
        answer.figure(name, spec, Caption(title, alt, notes, unit), origins)


@dataclass(frozen=True)
class _Drawing:
    """What every figure of series needs."""

    answer: Answer
    numbers: Mapping[str, Sequence[Number]]
    names: Mapping[str, Text]
    options: Options

    def series(self, name: str, title: Text, pairs: Sequence[Pair]) -> None:
        """Add a figure of small line charts, one an indicator, over the period of the study."""
        if not pairs:
            return
        period, economies = self.options.settings.period, self.options.settings.economies
        points, origins = [], []
        for p in pairs:
            i = p.indicator
            panel = Text(f"{i.name.ko}|({i.unit.ko})", f"{i.name.en}|({i.unit.en})")
            best: dict[tuple[str, int], Number] = {}
            for n in self.numbers[i.id]:
                if period.start <= n.year <= period.end:
                    best.setdefault((n.economy, n.year), n)
            points += [Point(n.year, self.names[n.economy], n.value, panel) for n in best.values()]
            origins += [n.ref for n in best.values()]
        if not points:
            return
        alt = Text(f"{title.ko}를 작은 꺾은선그림 여럿으로", f"Small line charts: {title.en}")
        columns = min(3, len(pairs))
        spec = small_lines(points, [self.names[e] for e in economies], columns=columns)
        self.answer.figure(name, spec, Caption(title, alt, [_OWN_SCALE]), origins)
