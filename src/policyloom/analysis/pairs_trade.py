"""Trade of the two economies side by side, never mixing bases.

A comparison takes one basis (customs as reported, reconciled, product groups of one body) and one
source; where several sources of a basis have both economies, the one with most common years is
taken. The option `products` names products ({code: {ko, en}}). World shares use the world total of
the same basis, source, product and year, if there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    PERCENT,
    Answer,
    Caption,
    Line,
    number_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.dots import dumbbell
from policyloom.analysis.charts.lines import Point, lines, small_lines
from policyloom.analysis.names import product_name
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, ResultColumn, Text

USD = Text("달러", "USD")
_WORLD = "WLD"
_BILLION = 1e9
BASES: Mapping[str, Text] = {
    "customs": Text("통관 신고", "Customs as reported"),
    "reconciled": Text("조정(대칭 보정)", "Reconciled"),
    "nsf": Text("NSF 품목군", "NSF groups"),
    "wto": Text("WTO 품목군", "WTO groups"),
    "worldbank": Text("세계은행", "World Bank"),
    "ministry": Text("부처 품목", "Ministry items"),
    "press": Text("언론·민간 집계", "Press"),
}
FLOWS: Mapping[str, Text] = {"export": Text("수출", "Exports"), "import": Text("수입", "Imports")}
_ONE_BASIS = Text(
    "기준과 출처가 같은 값끼리만 견준다. 기준이 다른 줄끼리는 견줄 수 없다.",
    "Only values of one basis and source are compared; rows of different bases are not comparable.",
)


@dataclass(frozen=True)
class Trade:
    """One product and flow, on one basis and from one source: values by economy and year."""

    basis: str
    product: str
    description: str
    flow: str
    source: str
    name: Text
    values: Mapping[tuple[str, int], tuple[float, str]]

    @property
    def key(self) -> str:
        """Return the name that its values carry."""
        return slug(f"{self.basis}_{self.product}_{self.flow}")

    @property
    def title(self) -> Text:
        """Return product, flow and basis for readers."""
        basis = BASES.get(self.basis, Text(self.basis, self.basis))
        flow = FLOWS[self.flow]
        return Text(
            f"{self.name.ko} {flow.ko}({basis.ko})",
            f"{self.name.en}, {flow.en.lower()} ({basis.en})",
        )

    def years(self, economies: Sequence[str]) -> list[int]:
        """Return the years in which all of some economies have a value."""
        sets = [{year for e, year in self.values if e == economy} for economy in economies]
        return sorted(set.intersection(*sets))

    def at(self, economy: str, year: int) -> float:
        """Return a value in dollars."""
        return self.values[economy, year][0]

    def share(self, economy: str, year: int) -> float | None:
        """Return a percentage of the world's value, None where that is not known."""
        world = self.values.get((_WORLD, year))
        return 100 * self.at(economy, year) / world[0] if world and world[0] else None

    def refs(self, economies: Sequence[str], year: int) -> list[str]:
        """Return the rows of some economies in a year."""
        return [f"trade:{self.values[e, year][1]}" for e in economies if (e, year) in self.values]


def add_trade(
    answer: Answer, evidence: Evidence, names: Mapping[str, Text], options: Options
) -> None:
    """Add trade values (`trade_<basis>_<product>_<flow>_...`), table `trade` and figures."""
    economies = options.settings.economies
    found = _comparable(evidence, economies, options.own.get("products", {}))
    for trade in found:
        _values(answer, trade, economies, names)
    _table(answer, found, economies, names)
    _figures(answer, found, economies, names)


def _comparable(
    evidence: Evidence, economies: Sequence[str], names: Mapping[str, Mapping[str, str]]
) -> list[Trade]:
    rows = evidence.query(
        """
        SELECT basis, product, min(description) AS description, flow, source,
               list({'e': reporter, 'y': year, 'v': value_usd, 'i': id} ORDER BY id) AS cells
        FROM trade WHERE partner IS NULL
        GROUP BY basis, product, flow, source
        ORDER BY basis, product, flow, source
        """
    )
    best: dict[tuple[str, str, str], Trade] = {}
    for r in rows:
        values: dict[tuple[str, int], tuple[float, str]] = {}
        for cell in r["cells"]:
            values.setdefault((cell["e"], cell["y"]), (cell["v"], cell["i"]))
        name = product_name(r["product"], r["description"], names)
        trade = Trade(
            r["basis"], r["product"], r["description"], r["flow"], r["source"], name, values
        )
        key = (trade.basis, trade.product, trade.flow)
        years = len(trade.years(economies))
        if years and (key not in best or years > len(best[key].years(economies))):
            best[key] = trade
    return list(best.values())


def _values(
    answer: Answer, trade: Trade, economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    years = trade.years(economies)
    ends = [("", years[-1])] + ([("first_", years[0])] if len(years) > 1 else [])
    base = f"trade_{trade.key}"
    for prefix, year in ends:
        for economy in economies:
            name, own = names[economy], trade.refs([economy], year)
            label = Text(
                f"{trade.title.ko} {name.ko} {year}", f"{trade.title.en}, {name.en} {year}"
            )
            tail = f"{prefix}{slug(economy)}"
            answer.number(f"{base}_{tail}", label, trade.at(economy, year), USD, own)
            share = trade.share(economy, year)
            if share is not None:
                world = trade.refs([economy, _WORLD], year)
                label = Text(f"{label.ko} 세계 비중", f"{label.en}, world share")
                answer.number(f"{base}_{tail}_share", label, share, PERCENT, world)
        both = trade.refs(economies, year)
        label = Text(f"{trade.title.ko}: 견준 해", f"{trade.title.en}: year")
        answer.number(f"{base}_{prefix}year", label, year, Text("년", ""), both)
        first, second = (trade.at(e, year) for e in economies)
        label = Text(
            f"{trade.title.ko}: {names[economies[1]].ko}/{names[economies[0]].ko} {year}",
            f"{trade.title.en}: {names[economies[1]].en}/{names[economies[0]].en} {year}",
        )
        ratio = second / first if first else None
        reason = Text("앞의 값이 영임", "the first value is zero")
        answer.number(f"{base}_{prefix}ratio", label, ratio, Text("배", "times"), both, reason)


def _table(
    answer: Answer, found: Sequence[Trade], economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    rows: list[Line] = []
    for t in found:
        year = t.years(economies)[-1]
        values = [t.at(e, year) / _BILLION for e in economies]
        shares: list[Plain] = [t.share(e, year) for e in economies]
        basis = BASES.get(t.basis, Text(t.basis, t.basis))
        span = t.years(economies)
        years = f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0])
        cells: list[Plain] = [
            basis.ko,
            basis.en,
            t.product,
            t.name.ko,
            t.name.en,
            FLOWS[t.flow].ko,
            year,
            *values,
        ]
        ratio = values[1] / values[0] if values[0] else None
        rows.append(([*cells, ratio, *shares, years], t.refs([*economies, _WORLD], year)))
    columns = [
        *text_columns("basis", "기준", "Basis"),
        text_column("product", "품목", "Product"),
        text_column("name_ko", "품목 이름", "Product (Korean)"),
        text_column("name_en", "품목(영어)", "Product name"),
        text_column("flow", "흐름", "Flow"),
        number_column("year", "연도", "Year", "d"),
        *(number_column(slug(e), names[e].ko, names[e].en, ",.2f") for e in economies),
        number_column("ratio", "배율", "Ratio", ",.2f"),
        *(_share_column(e, names[e]) for e in economies),
        text_column("years", "있는 해", "Years"),
    ]  # fmt: skip
    title = Text("품목·기준별 무역: 한국과 중국", "Trade by product and basis")
    answer.table("trade", title, columns, rows, [_ONE_BASIS], Text("십억 달러", "USD billion"))


def _share_column(economy: str, name: Text) -> ResultColumn:
    ko, en = f"{name.ko} 세계 비중(%)", f"{name.en}, world share (%)"
    return number_column(f"{slug(economy)}_share", ko, en, ",.1f")


def _figures(
    answer: Answer, found: Sequence[Trade], economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    series = [names[e] for e in economies]
    value = Text("십억 달러", "USD billion")
    for t in found:
        years = t.years(economies)
        if t.basis != "customs" or len(years) < 4:
            continue
        points = [Point(y, names[e], t.at(e, y) / _BILLION) for e in economies for y in years]
        origins = [ref for y in years for ref in t.refs(economies, y)]
        alt = Text(f"{t.title.ko}의 연도별 꺾은선그림", f"Lines: {t.title.en} by year")
        spec = lines(points, value, series)
        answer.figure(f"trade_{t.key}", spec, Caption(t.title, alt, [_ONE_BASIS], value), origins)
    _shares(answer, found, economies, names)
    _reconciled(answer, found, economies, names)


def _shares(
    answer: Answer, found: Sequence[Trade], economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    """Draw world export shares of the product groups that have a world total in several years."""
    points, origins = [], []
    for t in found:
        years = [y for y in t.years(economies) if t.share(economies[0], y) is not None]
        if t.flow != "export" or t.basis != "nsf" or len(years) < 4:
            continue
        for e in economies:
            for y in years:
                points.append(Point(y, names[e], t.share(e, y) or 0.0, t.name))
                origins += t.refs([e, _WORLD], y)
    if not points:
        return
    title = Text("세계 수출에서 차지하는 비중(NSF 품목군)", "Shares of world exports (NSF groups)")
    alt = Text("품목군별 세계 수출 비중의 작은 꺾은선그림", "Small lines: shares of world exports")
    notes = [_ONE_BASIS, Text("NSF의 중국은 홍콩을 포함한다.", "NSF's China includes Hong Kong.")]
    spec = small_lines(points, [names[e] for e in economies])
    answer.figure("trade_shares", spec, Caption(title, alt, notes, PERCENT), origins)


def _reconciled(
    answer: Answer, found: Sequence[Trade], economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    """Draw the exports of all products of the reconciled basis in their latest year."""
    here = [t for t in found if t.basis == "reconciled" and t.flow == "export"]
    rows = []
    origins = []
    for t in sorted(here, key=lambda t: -t.at(economies[1], t.years(economies)[-1])):
        if t.product.startswith("total"):
            continue
        year = t.years(economies)[-1]
        rows += [(t.name, names[e], t.at(e, year) / _BILLION) for e in economies]
        origins += t.refs(economies, year)
    if len(rows) < 6:
        return
    title = Text("HS 4단위 품목의 수출(조정값)", "Exports by HS4 product (reconciled)")
    value = Text("십억 달러(로그 눈금)", "USD billion (log scale)")
    alt = Text(
        "품목별 두 나라 수출액을 로그 눈금의 두 점으로", "Dots: exports by product, log scale"
    )
    spec = dumbbell(rows, value, [names[e] for e in economies], log=True)
    answer.figure(
        "trade_hs4",
        spec,
        Caption(title, alt, [_ONE_BASIS], Text("십억 달러", "USD billion")),
        origins,
    )
