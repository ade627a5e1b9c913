"""Constant market shares of the trade register: which part of export growth is competitiveness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policyloom.analysis.answer import Answer, Line, number_column, slug, text_columns
from policyloom.analysis.pairs_trade import BASES
from policyloom.analysis.trade_comparison_data import WORLD, Series
from policyloom.methods.trade import ConstantMarketShare, constant_market_share
from policyloom.model.result import Plain, Text
from policyloom.model.scoreboard_settings import Decomposition

BILLION = Text("십억 달러", "USD billion")
PARTS = (
    ("growth", Text("세계 수요 증가", "World growth")),
    ("commodity", Text("품목 구성", "Product mix")),
    ("competitiveness", Text("경쟁력(잔차)", "Competitiveness (rest)")),
)


@dataclass(frozen=True)
class Split:
    """A decomposition of one economy's change of exports between two years, in dollars."""

    key: str
    title: Text
    economy: str
    first: int
    last: int
    found: ConstantMarketShare
    origins: Sequence[str]

    def part(self, name: str) -> float:
        """Return one of the parts, or the change itself, in billions of dollars."""
        return float(getattr(self.found, name)) / 1e9


def add_decompositions(
    answer: Answer,
    found: Sequence[Series],
    asked: Sequence[Decomposition],
    economies: Sequence[str],
    names: Mapping[str, Text],
) -> list[Split]:
    """Add `cms_<id>_<economy>_<part>` and table `cms` for what the options ask for."""
    made: list[Split] = []
    rows: list[Line] = []
    for wanted in asked:
        series = _series(found, wanted)
        if series is None:
            answer.note(
                f"불변시장점유율 {wanted.id}: 품목이 등록부에 없어 나누지 않았다.",
                f"Constant market shares {wanted.id}: a product is not in the register.",
            )
            continue
        for economy in economies:
            split = _split(series, wanted, economy)
            if split is not None:
                made.append(split)
                _values(answer, split, names)
                rows.append(_row(split, series, names))
    columns = [
        *text_columns("basis", "기준", "Basis"),
        *text_columns("title", "대상", "Of"),
        *text_columns("economy", "국가", "Economy"),
        number_column("first", "첫 해", "First year", "d"),
        number_column("last", "끝 해", "Last year", "d"),
        number_column("change", "증가", "Change", "+,.1f"),
        *(number_column(name, text.ko, text.en, "+,.1f") for name, text in PARTS),
    ]
    title = Text("수출 증가의 불변시장점유율 분해", "Constant market shares of export growth")
    note = Text(
        "Leamer-Stern, 품목 효과 먼저, 기준년 가중, 세계 기준. 경쟁력은 나머지이며 "
        "값·질·환율·해외생산을 모두 담는다.",
        "Leamer and Stern, commodity first, base-year weights, the world as standard. "
        "Competitiveness is what remains: prices, quality, exchange rates, production abroad.",
    )
    if rows:
        answer.table("cms", title, columns, rows, [note], BILLION)
    return made


def _series(found: Sequence[Series], wanted: Decomposition) -> list[Series] | None:
    """Return the groups (and the total last, where one is named), None where one is missing."""
    by_product = {s.product: s for s in found if s.basis == wanted.basis}
    codes = [*wanted.groups] + ([wanted.total] if wanted.total else [])
    if not codes or any(code not in by_product for code in codes):
        return None
    return [by_product[code] for code in codes]


def _split(series: Sequence[Series], wanted: Decomposition, economy: str) -> Split | None:
    years = set.intersection(*(set(s.shared([economy])) for s in series))
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    total = bool(wanted.total)
    base, end = (
        (_column(series, economy, y, total=total), _column(series, WORLD, y, total=total))
        for y in (first, last)
    )
    if any((column < 0).any() for pair in (base, end) for column in pair):
        return None
    origins = [
        ref for s in series for e in (economy, WORLD) for y in (first, last)
        for ref in s.refs(e, y, "export")
    ]  # fmt: skip
    title = Text(wanted.ko, wanted.en)
    found = constant_market_share(base, end)
    return Split(slug(wanted.id), title, economy, first, last, found, origins)


def _column(
    series: Sequence[Series], economy: str, year: int, *, total: bool
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return exports by group as one market; what a total has beyond the groups comes last."""
    amounts = [s.at(economy, year, "export") for s in series]
    if total:
        amounts[-1] -= sum(amounts[:-1])
    return np.array(amounts, dtype=np.float64).reshape(-1, 1)


def _values(answer: Answer, split: Split, names: Mapping[str, Text]) -> None:
    name = names[split.economy]
    base = f"cms_{split.key}_{slug(split.economy)}"
    span = f"{split.first}–{split.last}"
    parts = (("change", Text("수출 증가", "change of exports")), *PARTS)
    for part, text in parts:
        label = Text(
            f"{split.title.ko} {name.ko} {span}: {text.ko}",
            f"{split.title.en}, {name.en} {span}: {text.en}",
        )
        value = round(split.part(part), 4)
        answer.number(f"{base}_{part}", label, value, BILLION, split.origins)
    for part, text in PARTS:
        label = Text(
            f"{split.title.ko} {name.ko} {span}: 증가 가운데 {text.ko} 몫",
            f"{split.title.en}, {name.en} {span}: share of {text.en}",
        )
        change = split.part("change")
        share = round(100 * split.part(part) / change, 3) if change else None
        percent = Text("%", "%")
        key = f"{base}_{part}_share"
        answer.number(
            key,
            label,
            share,
            percent,
            split.origins,
            Text("수출이 달라지지 않음", "exports did not change"),
        )


def _row(split: Split, series: Sequence[Series], names: Mapping[str, Text]) -> Line:
    basis = BASES.get(series[0].basis, Text(series[0].basis, series[0].basis))
    name = names[split.economy]
    cells: list[Plain] = [
        basis.ko, basis.en, split.title.ko, split.title.en, name.ko, name.en, split.first,
        split.last, split.part("change"), *(split.part(part) for part, _ in PARTS),
    ]  # fmt: skip
    return cells, split.origins
