"""One year's flows in, columns of the output tables out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyloom.methods import trade
from policyloom.methods.complexity import Complexity, complexity, fitness
from policyloom.methods.complexity.conventions import Conventions
from policyloom.methods.trade.amounts import Floats, ratio, shares
from policyloom.tradefile.catalogue import CMS_COLUMNS, Indicator
from policyloom.tradefile.panel import Flows

Columns = dict[str, "NDArray[Any]"]
_COMPLEXITY = {"density", "cog", "diversity", "eci", "coi", "ubiquity", "pci"}


@dataclass(frozen=True)
class YearTables:
    """The columns of each output table for one year; codes are places of countries and products.

    `cells` has `c` and `p`, `pairs` `c` and `j`, `markets` `c`, `j` and `p`; countries and products
    are whole, in their order. `is_grid` says that `cells` has every country and product in order.
    """

    year: int
    cells: Columns
    countries: Columns
    products: Columns
    pairs: Columns = field(default_factory=dict)
    markets: Columns = field(default_factory=dict)
    is_grid: bool = False


class Calculator:
    """Computes year after year; keeps the last year's exports for the growth decomposition."""

    def __init__(
        self, indicators: Sequence[Indicator], conventions: Conventions,
        incomes: Mapping[int, Floats] | None = None,
    ) -> None:  # fmt: skip
        self.names = {i.name for i in indicators}
        self.imports_shown = any(i.needs in ("imports", "partner") for i in indicators)
        self.grid = any(i.dense for i in indicators)
        self.conventions = conventions
        self.incomes = incomes or {}
        self._before: Floats | None = None
        self._places: tuple[NDArray[Any], NDArray[Any]] | None = None

    def year(self, flows: Flows) -> YearTables:
        """Compute one year; years have to come in order."""
        dtype = np.float32 if self.conventions.precision == "single" else np.float64
        exports: Floats = flows.exports.astype(dtype, copy=False)
        imports: Floats | None = None
        if flows.imports is not None:
            imports = flows.imports.astype(dtype, copy=False)
        suite = self._complexity(exports)
        tables = YearTables(
            flows.year,
            self._cells(flows, exports, imports, suite),
            self._countries(exports, imports, suite, flows.year),
            self._products(exports, suite, flows.year),
            self._pairs(flows, exports, imports),
            self._markets(flows, imports),
            self.grid,
        )
        self._before = exports if "cms" in self.names else None
        return tables

    def _complexity(self, exports: Floats) -> Complexity | None:
        if not self.names & _COMPLEXITY or not exports.any():
            return None
        chosen = self.conventions
        return complexity(
            exports, include_self=chosen.include_self, threshold=chosen.threshold,
            pci_scaling=chosen.pci_scaling, outlook=chosen.outlook, dtype=exports.dtype.type,
        )  # fmt: skip

    def _cells(
        self, flows: Flows, exports: Floats, imports: Floats | None, suite: Complexity | None
    ) -> Columns:
        known = exports.copy()
        known[exports.sum(axis=1) == 0] = np.nan
        tables: Columns = {"exports": known}
        if imports is not None and self.imports_shown:
            known = imports.copy()
            known[(exports.sum(axis=1) == 0) & (imports.sum(axis=1) == 0)] = np.nan
            tables["imports"] = known
        advantage = suite.rca if suite is not None else None
        if self.names & {"rca", "rsca"}:
            advantage = trade.rca(exports) if advantage is None else advantage
            tables["rca"] = advantage
            tables["rsca"] = (advantage - 1) / (advantage + 1)
        for name in ("nrca", "world_share"):
            if name in self.names:
                tables[name] = getattr(trade, name)(exports)
        for name in ("tsi", "lafay", "grubel_lloyd"):
            if name in self.names and imports is not None:
                tables[name] = getattr(trade, name)(exports, imports)
        for name in ("density", "cog"):
            if name in self.names and suite is not None:
                tables[name] = getattr(suite, name)
            elif name in self.names:
                tables[name] = np.full_like(exports, np.nan)
        wanted = {n: t for n, t in tables.items() if n in {"exports", "imports"} | self.names}
        return self._picked(flows.cells, exports.shape, wanted)

    def _picked(self, cells: NDArray[Any], shape: tuple[int, ...], tables: Columns) -> Columns:
        """Return the whole grid, or the rows that the table has, with their places."""
        if self.grid:
            if self._places is None:
                c, p = np.indices(shape, dtype=np.int32)
                self._places = c.ravel(), p.ravel()
            c, p = self._places
            return {"c": c, "p": p, **{n: t.ravel() for n, t in tables.items()}}
        c, p = np.divmod(cells, shape[1])
        places = {"c": c.astype(np.int32), "p": p.astype(np.int32)}
        return {**places, **{n: t.ravel()[cells] for n, t in tables.items()}}

    def _countries(
        self, exports: Floats, imports: Floats | None, suite: Complexity | None, year: int
    ) -> Columns:
        total = exports.sum(axis=1, dtype=np.float64)
        columns: Columns = {"exports": np.where(total > 0, total, np.nan)}
        reasons = np.where(total > 0, "", "no_exports").astype(object)
        if imports is not None:
            bought = imports.sum(axis=1, dtype=np.float64)
            columns["imports"] = np.where((total > 0) | (bought > 0), bought, np.nan)
            for name in ("grubel_lloyd_weighted", "grubel_lloyd_balanced"):
                if name in self.names:
                    columns[name] = getattr(trade, name)(exports, imports)
        if suite is not None:
            reasons = suite.country_reason.astype(object)
        for name in ("diversity", "eci", "coi"):
            if name in self.names:
                empty = np.full(exports.shape[0], np.nan, dtype=exports.dtype)
                columns[name] = empty if suite is None else getattr(suite, name)
        if "fitness" in self.names:
            columns["fitness"] = fitness(exports, threshold=self.conventions.threshold).fitness
        if "expy" in self.names:
            columns["expy"] = trade.expy(exports, self._income(year, len(total)))
        if "cms" in self.names:
            columns.update(self._growth(exports))
        return {**columns, "reason": reasons}

    def _growth(self, exports: Floats) -> Columns:
        if self._before is None or not self._before.any():
            return {name: np.full(len(exports), np.nan) for name in CMS_COLUMNS}
        found = trade.constant_market_share_of_all(self._before, exports)
        parts = (found.change, found.growth, found.commodity, found.competitiveness)
        return dict(zip(CMS_COLUMNS, parts, strict=True))

    def _products(self, exports: Floats, suite: Complexity | None, year: int) -> Columns:
        total = exports.sum(axis=0, dtype=np.float64)
        columns: Columns = {"exports": np.where(total > 0, total, np.nan)}
        reasons = np.where(total > 0, "", "not_exported").astype(object)
        if suite is not None:
            reasons = suite.product_reason.astype(object)
        for name in ("ubiquity", "pci"):
            if name in self.names:
                empty = np.full(exports.shape[1], np.nan, dtype=exports.dtype)
                columns[name] = empty if suite is None else getattr(suite, name)
        if "product_fitness" in self.names:
            found = fitness(exports, threshold=self.conventions.threshold)
            columns["product_fitness"] = found.complexity
        if "prody" in self.names:
            columns["prody"] = trade.prody(exports, self._income(year, len(exports)))
        return {**columns, "reason": reasons}

    def _income(self, year: int, countries: int) -> Floats:
        return self.incomes.get(year, np.full(countries, np.nan))

    def _pairs(self, flows: Flows, exports: Floats, imports: Floats | None) -> Columns:
        wanted = self.names & {
            "export_similarity", "trade_intensity", "trade_intensity_other", "complementarity",
        }  # fmt: skip
        if flows.pairs is None or imports is None or not wanted:
            return {}
        tables: Columns = {"exports": flows.pairs}
        if "export_similarity" in wanted:
            tables["export_similarity"] = trade.export_similarity(exports)
        if "trade_intensity" in wanted:
            tables["trade_intensity"] = trade.trade_intensity(flows.pairs)
        if "trade_intensity_other" in wanted:
            other = trade.trade_intensity(flows.pairs, without_own_imports=True)
            tables["trade_intensity_other"] = other
        if "complementarity" in wanted:
            tables["complementarity"] = trade.complementarity(exports, imports)
        c, j = (at.ravel() for at in np.indices(flows.pairs.shape, dtype=np.int32))
        apart = c != j
        return {"c": c[apart], "j": j[apart], **{n: t.ravel()[apart] for n, t in tables.items()}}

    def _markets(self, flows: Flows, imports: Floats | None) -> Columns:
        if "mca" not in self.names or flows.pairs is None or imports is None:
            return {}
        c, j, p, value = flows.rows
        with np.errstate(invalid="ignore"):
            index = ratio(ratio(value, flows.pairs[c, j]), shares(imports)[j, p])
        return {"c": c, "j": j, "p": p, "exports": value, "mca": index}
