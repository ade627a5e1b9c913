"""How did the trade of the two economies move: specialisation, world shares, constant shares?

Everything stays within one basis, one source and one product: customs figures, reconciled figures
and the product groups of one body are never put together. For every product

    tsi      (X - M) / (X + M), where exports and imports of a year are both there
    share    of the exports of the basis's world total, percent
    cms      the change of exports from the first to the last year split by constant market shares

Constant market shares (`methods.trade.constant_market_share`, Leamer and Stern 1970, commodity
first, weights of the base year, the world as the standard) need parts that add up to a whole, so
they are taken over the groups that the option `groups` names, with whatever the option `total` has
beyond them as a group of its own. Without markets the market effect is zero and is not shown.

Options (study.yaml, analyses.trade_comparison):
    decompositions  [{id, ko, en, basis, groups: [product, ...], total: product}]
    products        names of products: {code: {ko, en}} (default: those of analyses.pairs)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import ValidationError

from policyloom.analysis.answer import PERCENT, Answer, Line, number_column, slug, text_columns
from policyloom.analysis.names import economy_names
from policyloom.analysis.pairs_trade import BASES
from policyloom.analysis.trade_comparison_cms import Split, add_decompositions
from policyloom.analysis.trade_comparison_data import WORLD, Series, read_series
from policyloom.analysis.trade_comparison_figures import add_figures
from policyloom.methods.trade import tsi
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text
from policyloom.model.scoreboard_settings import TradeComparisonOptions

INDEX = Text("지수(-1~1)", "index (-1 to 1)")
ONE_BASIS = Text(
    "기준과 출처가 같은 값끼리만 견준다. 기준이 다른 줄끼리는 견줄 수 없다.",
    "Only values of one basis and source are compared; rows of different bases are not comparable.",
)


def run(evidence: Evidence, options: Options) -> Result:
    """Compute specialisation, shares and decompositions from the trade register."""
    answer = Answer("trade_comparison", Text("무역 지표", "Trade indicators"))
    settings = options.settings
    if len(settings.economies) != 2:
        answer.note("견줄 두 나라가 study.yaml에 없다.", "study.yaml names no pair of economies.")
        return answer.done()
    try:
        own = TradeComparisonOptions.model_validate(dict(options.own))
    except ValidationError:
        answer.note("선택을 읽을 수 없어 세지 않았다.", "The options cannot be read.")
        return answer.done()
    economies = settings.economies
    names = economy_names(evidence)
    names |= {e: Text(e, e) for e in economies if e not in names}
    found = read_series(evidence, economies, _product_names(own, options))
    if not found:
        answer.note(
            "두 나라 값이 한 기준에 함께 있는 품목이 없다.",
            "No product has both economies on one basis.",
        )
    balances = _specialisation(answer, found, economies, names)
    _shares(answer, found, economies, names)
    splits: list[Split] = add_decompositions(answer, found, own.decompositions, economies, names)
    add_figures(answer, (found, balances, splits), economies, names)
    answer.notes += [
        ONE_BASIS,
        Text(
            "무역특화지수 = (수출-수입)/(수출+수입). 점유율은 같은 기준의 세계 합계로 나눈 것.",
            "TSI = (X - M)/(X + M). World shares are of the world total of the same basis.",
        ),
        Text(
            "불변시장점유율은 Leamer-Stern(품목 효과 먼저, 기준년 가중, 세계를 기준으로)이며 "
            "시장별 자료가 없어 시장 효과는 나누지 않는다.",
            "Constant market shares: Leamer and Stern, commodity first, base-year weights, the "
            "world as standard; without flows by market the market effect is not split off.",
        ),
    ]
    return answer.done()


def _product_names(
    own: TradeComparisonOptions, options: Options
) -> Mapping[str, Mapping[str, str]]:
    if own.products:
        return {code: {"ko": name.ko, "en": name.en} for code, name in own.products.items()}
    other: Any = options.settings.analyses.get("pairs", {}).get("products", {})
    return other if isinstance(other, Mapping) else {}


def _specialisation(
    answer: Answer, found: Sequence[Series], economies: Sequence[str], names: Mapping[str, Text]
) -> dict[str, dict[tuple[str, int], float]]:
    """Add TSI values of first and last year, table `tsi`, and return all of them by product."""
    rows: list[Line] = []
    made: dict[str, dict[tuple[str, int], float]] = {}
    for s in found:
        for economy in economies:
            years = s.balanced(economy)
            if not years:
                continue
            exports = np.array([s.at(economy, y, "export") for y in years])
            imports = np.array([s.at(economy, y, "import") for y in years])
            index = tsi(exports, imports)
            known = {y: float(v) for y, v in zip(years, index, strict=True) if not np.isnan(v)}
            made.setdefault(s.key, {}).update({(economy, y): v for y, v in known.items()})
            name = names[economy]
            for year, value in known.items():
                cells: list[Plain] = [
                    BASES.get(s.basis, Text(s.basis, s.basis)).ko, s.basis, s.name.ko, s.name.en,
                    name.ko, name.en, year, s.at(economy, year, "export") / 1e9,
                    s.at(economy, year, "import") / 1e9, value,
                ]  # fmt: skip
                rows.append((cells, s.refs(economy, year, "export", "import")))
            for tail, year in (("first", min(known, default=0)), ("last", max(known, default=0))):
                if year:
                    label = Text(
                        f"{s.name.ko} 무역특화지수, {name.ko} {year}",
                        f"{s.name.en}: TSI of {name.en}, {year}",
                    )
                    key = f"tsi_{s.key}_{slug(economy)}_{tail}"
                    value = round(known[year], 4)
                    origins = s.refs(economy, year, "export", "import")
                    answer.number(key, label, value, INDEX, origins)
                    answer.number(f"{key}_year", Text(f"{label.ko}: 해", f"{label.en}: year"),
                                  year, Text("년", ""), origins)  # fmt: skip
    columns = [
        *text_columns("basis", "기준", "Basis"),
        *text_columns("product", "품목", "Product"),
        *text_columns("economy", "국가", "Economy"),
        number_column("year", "연도", "Year", "d"),
        number_column("exports", "수출(십억 달러)", "Exports, USD billion", ",.1f"),
        number_column("imports", "수입(십억 달러)", "Imports, USD billion", ",.1f"),
        number_column("tsi", "무역특화지수", "TSI", "+.3f"),
    ]
    title = Text("무역특화지수", "Trade specialisation index")
    answer.table("tsi", title, columns, rows, [ONE_BASIS], INDEX)
    return made


def _shares(
    answer: Answer, found: Sequence[Series], economies: Sequence[str], names: Mapping[str, Text]
) -> None:
    """Add world shares of first and last common year, and table `shares`."""
    rows: list[Line] = []
    for s in found:
        years = s.shared(economies)
        if not years:
            continue
        first, last = years[0], years[-1]
        ends: list[Plain] = []
        origins: list[str] = []
        for economy in economies:
            for tail, year in (("first", first), ("last", last)):
                if tail == "first" and first == last:
                    ends.append(None)
                    continue
                share = s.share(economy, year)
                own = [*s.refs(economy, year, "export"), *s.refs(WORLD, year, "export")]
                origins += own
                ends.append(share)
                label = Text(
                    f"{s.name.ko} 세계 수출 점유율, {names[economy].ko} {year}",
                    f"{s.name.en}: share of world exports, {names[economy].en} {year}",
                )
                key = f"share_{s.key}_{slug(economy)}_{tail}"
                answer.number(key, label, round(share, 4), PERCENT, own)
        if first < last:
            label = Text(f"{s.name.ko}: 점유율의 첫 해", f"{s.name.en}: first year of shares")
            answer.number(f"share_{s.key}_first_year", label, first, Text("년", ""), origins)
        label = Text(f"{s.name.ko}: 점유율의 끝 해", f"{s.name.en}: last year of shares")
        answer.number(f"share_{s.key}_last_year", label, last, Text("년", ""), origins)
        basis = BASES.get(s.basis, Text(s.basis, s.basis))
        cells: list[Plain] = [
            basis.ko, basis.en, s.name.ko, s.name.en, first, last, *ends,
        ]  # fmt: skip
        rows.append((cells, origins))
    one, two = (names[e] for e in economies)
    columns = [
        *text_columns("basis", "기준", "Basis"),
        *text_columns("product", "품목", "Product"),
        number_column("first", "첫 해", "First year", "d"),
        number_column("last", "끝 해", "Last year", "d"),
        number_column("one_first", f"{one.ko} 첫 해(%)", f"{one.en}, first (%)", ",.2f"),
        number_column("one_last", f"{one.ko} 끝 해(%)", f"{one.en}, last (%)", ",.2f"),
        number_column("two_first", f"{two.ko} 첫 해(%)", f"{two.en}, first (%)", ",.2f"),
        number_column("two_last", f"{two.ko} 끝 해(%)", f"{two.en}, last (%)", ",.2f"),
    ]
    title = Text("세계 수출 점유율의 변화", "Shares of world exports")
    answer.table("shares", title, columns, rows, [ONE_BASIS], PERCENT)
