"""Figures of the trade indicators: specialisation over time, shares as slopes, parts of growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import PERCENT, Answer, Caption
from policyloom.analysis.charts.lines import Point, small_lines
from policyloom.analysis.charts.signed import Amount, signed_bars
from policyloom.analysis.charts.slope import slopes
from policyloom.analysis.pairs_trade import BASES
from policyloom.analysis.trade_comparison_cms import BILLION, PARTS, Split
from policyloom.analysis.trade_comparison_data import WORLD, Series
from policyloom.model.result import Text

_LEAST_YEARS = 4
_ONE = Text(
    "기준이 다른 그림끼리는 견줄 수 없다.", "Figures of different bases are not comparable."
)
_HONG_KONG = Text("NSF의 중국은 홍콩을 포함한다.", "NSF's China includes Hong Kong.")
_INDEX = Text("무역특화지수", "TSI")

Found = tuple[Sequence[Series], Mapping[str, Mapping[tuple[str, int], float]], Sequence[Split]]


def add_figures(
    answer: Answer, found: Found, economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    """Add `tsi`, `shares_<basis>` and `cms_<id>`, each where there is enough to draw."""
    series, balances, splits = found
    _tsi(answer, series, balances, economies, names)
    for basis in dict.fromkeys(s.basis for s in series):
        _slopes(answer, [s for s in series if s.basis == basis], economies, names)
    for key in dict.fromkeys(s.key for s in splits):
        _cms(answer, [s for s in splits if s.key == key], names)


def _tsi(
    answer: Answer,
    series: Sequence[Series],
    balances: Mapping[str, Mapping[tuple[str, int], float]],
    economies: Sequence[str],
    names: Mapping[str, Text],
) -> None:
    points, origins = [], []
    shown = []
    for s in series:
        known = balances.get(s.key, {})
        enough = [len([y for e, y in known if e == economy]) for economy in economies]
        if min(enough, default=0) < _LEAST_YEARS:
            continue
        shown.append(s)
        for (economy, year), value in known.items():
            points.append(Point(year, names[economy], round(value, 5), s.name))
            origins += s.refs(economy, year, "export", "import")
    if not points:
        return
    title = Text("무역특화지수의 추이", "Trade specialisation over time")
    alt = Text("품목마다 두 나라의 무역특화지수 꺾은선", "Lines of the TSI by product")
    notes = [
        Text("1은 수출만, -1은 수입만 있는 경우이다.", "1 is exports only, -1 imports only."),
        _ONE,
    ] + ([_HONG_KONG] if any(s.basis == "nsf" for s in shown) else [])
    columns = min(3, len(shown))
    spec = small_lines(points, [names[e] for e in economies], columns=columns, height=150)
    answer.figure("tsi", spec, Caption(title, alt, notes, _INDEX), origins)


def _slopes(
    answer: Answer, series: Sequence[Series], economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    points, origins = [], []
    spans: dict[tuple[int, int], list[Series]] = {}
    for s in series:
        years = s.shared(economies)
        if len(years) > 1 and years[-1] - years[0] >= _LEAST_YEARS:
            spans.setdefault((years[0], years[-1]), []).append(s)
    if not spans:
        return
    span = max(spans, key=lambda k: (len(spans[k]), k[1] - k[0]))
    for s in spans[span]:
        for economy in economies:
            for year in span:
                value = round(s.share(economy, year), 4)
                points.append(Point(year, names[economy], value, s.name))
                origins += [*s.refs(economy, year, "export"), *s.refs(WORLD, year, "export")]
    basis = BASES.get(series[0].basis, Text(series[0].basis, series[0].basis))
    title = Text(
        f"세계 수출 점유율 {span[0]}→{span[1]}({basis.ko})",
        f"Shares of world exports, {span[0]} to {span[1]} ({basis.en})",
    )
    alt = Text("품목마다 첫 해와 끝 해의 점유율을 이은 선", "Slopes of shares, first to last year")
    notes = [_ONE] + ([_HONG_KONG] if series[0].basis == "nsf" else [])
    columns = min(4, len(spans[span]))
    spec = slopes(points, PERCENT, [names[e] for e in economies], columns=columns)
    name = f"shares_{series[0].basis}"
    answer.figure(name, spec, Caption(title, alt, notes, PERCENT), origins)


def _cms(answer: Answer, splits: Sequence[Split], names: Mapping[str, Text]) -> None:
    data = []
    for split in splits:
        row = Text(
            f"{names[split.economy].ko} {split.first}–{split.last}",
            f"{names[split.economy].en} {split.first}–{split.last}",
        )
        data += [Amount(row, text, round(split.part(name), 4)) for name, text in PARTS]
    one = splits[0]
    title = Text(
        f"{one.title.ko}: 수출 증가의 분해", f"{one.title.en}: where export growth came from"
    )
    alt = Text("나라마다 수출 증가를 세 부분으로 나눈 막대", "Bars: parts of export growth")
    note = Text(
        "불변시장점유율(Leamer-Stern, 품목 먼저, 기준년 가중, 세계 기준). 경쟁력은 나머지이다.",
        "Constant market shares (Leamer and Stern, commodity first, base-year weights, world). "
        "Competitiveness is what remains.",
    )
    spec = signed_bars(data, BILLION, [text for _, text in PARTS])
    origins = [ref for s in splits for ref in s.origins]
    answer.figure(f"cms_{one.key}", spec, Caption(title, alt, [note], BILLION), origins)
