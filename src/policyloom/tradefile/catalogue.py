"""The indicators that a trade table is turned into: name, place in the output, meaning, unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policyloom.model.result import Text

Level = Literal["cells", "countries", "products", "pairs", "markets"]
LEVELS: tuple[Level, ...] = ("cells", "countries", "products", "pairs", "markets")


@dataclass(frozen=True)
class Indicator:
    """A column of an output table and what it needs: imports, partners, incomes."""

    name: str
    level: Level
    about: Text
    needs: Literal["", "imports", "partner", "income"] = ""
    dense: bool = False
    by_name_only: bool = False


def _indicator(name: str, level: Level, ko: str, en: str, **more: object) -> Indicator:
    return Indicator(name, level, Text(ko, en), **more)  # type: ignore[arg-type]


INDICATORS = {i.name: i for i in (
    _indicator("rca", "cells", "현시비교우위 (X_ck/X_c)/(X_wk/X_w)",
               "revealed comparative advantage (X_ck/X_c)/(X_wk/X_w)"),
    _indicator("rsca", "cells", "대칭 현시비교우위 (RCA-1)/(RCA+1)",
               "symmetric RCA (RCA-1)/(RCA+1)"),
    _indicator("nrca", "cells", "정규화 현시비교우위 X_ck/X_w - X_c X_wk/X_w²",
               "normalised RCA X_ck/X_w - X_c X_wk/X_w²"),
    _indicator("world_share", "cells", "세계시장 점유율 X_ck/X_wk (0~1)",
               "share of world exports X_ck/X_wk (0 to 1)"),
    _indicator("tsi", "cells", "무역특화지수 (X-M)/(X+M)",
               "trade specialisation (X-M)/(X+M)", needs="imports"),
    _indicator("lafay", "cells", "라파이 지수 ×100", "Lafay index times 100", needs="imports"),
    _indicator("grubel_lloyd", "cells", "산업내무역 1-|X-M|/(X+M)",
               "intra-industry trade 1-|X-M|/(X+M)", needs="imports"),
    _indicator("density", "cells", "밀도 Σ_q M_cq φ_qp / Σ_q φ_qp (0~1)",
               "density S_q M_cq phi_qp / S_q phi_qp (0 to 1)", dense=True),
    _indicator("cog", "cells", "복잡성 전망 이득", "complexity outlook gain", dense=True),
    _indicator("diversity", "countries", "비교우위 품목 수", "products with an advantage"),
    _indicator("eci", "countries", "경제복잡성지수", "economic complexity index"),
    _indicator("coi", "countries", "복잡성 전망 지수", "complexity outlook index"),
    _indicator("fitness", "countries", "적합도 (평균 1)", "fitness (mean 1)", by_name_only=True),
    _indicator("expy", "countries", "수출 품목의 소득 수준", "income level of exports",
               needs="income"),
    _indicator("grubel_lloyd_weighted", "countries", "산업내무역 가중평균",
               "intra-industry trade, weighted", needs="imports"),
    _indicator("grubel_lloyd_balanced", "countries", "산업내무역, 무역수지 불균형 조정",
               "intra-industry trade, adjusted for imbalance", needs="imports"),
    _indicator("cms", "countries",
               "앞 연도 대비 불변시장점유율 분해: 변화, 세계 성장, 상품 구성, 경쟁력",
               "constant market share against the year before: change, growth, mix, rest"),
    _indicator("ubiquity", "products", "비교우위 국가 수", "countries with an advantage"),
    _indicator("pci", "products", "제품복잡성지수", "product complexity index"),
    _indicator("product_fitness", "products", "적합도 방식의 제품 복잡성 (평균 1)",
               "product complexity of the fitness method (mean 1)", by_name_only=True),
    _indicator("prody", "products", "품목의 소득 수준", "income level of the product",
               needs="income"),
    _indicator("export_similarity", "pairs", "수출경합도 100 Σ min(s_a, s_b)",
               "export similarity 100 S min(s_a, s_b)", needs="partner"),
    _indicator("trade_intensity", "pairs", "무역결합도 (X_ij/X_i)/(M_j/M_w)",
               "trade intensity (X_ij/X_i)/(M_j/M_w)", needs="partner"),
    _indicator("trade_intensity_other", "pairs", "무역결합도 (X_ij/X_i)/(M_j/(M_w-M_i))",
               "trade intensity (X_ij/X_i)/(M_j/(M_w-M_i))", needs="partner"),
    _indicator("complementarity", "pairs", "무역보완도 100(1 - Σ|m_jk - x_ik|/2)",
               "complementarity 100(1 - S|m_jk - x_ik|/2)", needs="partner"),
    _indicator("mca", "markets", "시장비교우위 (X_ijk/X_ij)/(M_jk/M_j)",
               "market comparative advantage (X_ijk/X_ij)/(M_jk/M_j)", needs="partner",
               by_name_only=True),
)}  # fmt: skip
"""Every indicator by name, in the order of the output's columns."""

SPREAD = ("diversity", "eci", "coi", "ubiquity", "pci")
"""Values of a country or product that also stand in every row of the main table, as economists
are used to from the Atlas's files."""

COUNTS = ("diversity", "ubiquity")
"""Values that are whole numbers."""

BALANCE = ("tsi", "grubel_lloyd")
"""Indicators that are empty where nothing is traded either way."""

CMS_COLUMNS = ("cms_change", "cms_growth", "cms_commodity", "cms_competitiveness")


def chosen(names: Sequence[str], have: frozenset[str]) -> tuple[Indicator, ...]:
    """Return the indicators named, or all usual ones, as far as the table has what they need."""
    wanted = set(names)
    everything = not wanted or "all" in wanted
    return tuple(
        i
        for i in INDICATORS.values()
        if (i.name in wanted or (everything and not i.by_name_only))
        and (not i.needs or i.needs in have)
    )


def lacking(names: Sequence[str], have: frozenset[str]) -> list[tuple[str, str]]:
    """Return the indicators named for which the table lacks something, and what it lacks."""
    return [
        (n, INDICATORS[n].needs)
        for n in names
        if n in INDICATORS and INDICATORS[n].needs and INDICATORS[n].needs not in have
    ]
