"""The complexity suite of one year: from a table of exports to ECI, PCI, density, COI and COG."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from policyloom.methods.complexity.conventions import Conventions, Outlook, Scaling, check
from policyloom.methods.complexity.eigen import Second, second_eigenvector
from policyloom.methods.complexity.nearness import ProductSpace, product_space
from policyloom.methods.trade.amounts import Floats, amounts, ratio
from policyloom.methods.trade.specialisation import rca


@dataclass(frozen=True)
class Complexity:
    """What `complexity` found. NaN is undefined; `country_reason` and `product_reason` say why.

    One value a country: `eci`, `diversity`, `coi`, `country_reason` (codes of `REASONS`).
    One a product: `pci`, `ubiquity`, `product_reason`.
    Countries x products: `rca`, `density` (0 to 1), `cog`.
    `eigenvalue` is the second one, `components` how many groups of countries share no product.
    `conventions` says what was chosen, and printing the result prints it.
    """

    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats
    rca: Floats
    density: Floats
    coi: Floats
    cog: Floats
    country_reason: NDArray[np.str_]
    product_reason: NDArray[np.str_]
    eigenvalue: float
    components: int
    conventions: Conventions = field(default_factory=Conventions)

    def lines(self, language: str = "ko") -> list[str]:
        """Return the size, what is undefined, and the conventions."""
        countries, products = self.density.shape
        empty = int(np.isnan(self.eci).sum()), int(np.isnan(self.pci).sum())
        ko = language == "ko"
        head = (
            f"나라 {countries} × 품목 {products}, 둘째 고윳값 {self.eigenvalue:.6g}, "
            f"정해지지 않은 ECI {empty[0]} · PCI {empty[1]}"
            if ko
            else f"{countries} countries x {products} products, second eigenvalue "
            f"{self.eigenvalue:.6g}, undefined: ECI {empty[0]}, PCI {empty[1]}"
        )
        return [head, *self.conventions.lines(language)]

    def __str__(self) -> str:
        return "\n".join(self.lines("en"))

    def proximity(self) -> Floats:
        """Return the product-by-product proximities under the same conventions."""
        return _proximity(self.rca >= self.conventions.threshold, self.conventions.include_self)


def complexity(
    exports: ArrayLike,
    *,
    include_self: bool = True,
    threshold: float = 1.0,
    pci_scaling: Scaling = "growth_lab",
    outlook: Outlook = "growth_lab",
    dtype: type[np.floating[Any]] = np.float64,
) -> Complexity:
    """Compute the complexity suite of one year (Hidalgo and Hausmann 2009; Hausmann et al. 2014).

    Formulas, with M_cp = 1 where RCA_cp >= threshold: diversity S_p M_cp; ubiquity k_p = S_c M_cp;
    ECI the standardised second eigenvector of Dc^-1 M Dp^-1 M', signed as diversity; PCI its
    product side; proximity phi_pq = S_c M_cp M_cq / max(k_p, k_q); density S_q M_cq phi_qp /
    S_q phi_qp; COI S_p density_cp (1 - M_cp) PCI_p; COG (1 - M_cp) S_q phi_pq / w_q (1 - M_cq)
    PCI_q with w_q = S_r phi_qr. Means and standard deviations are those of the population.

    Args:
        exports: countries x products, one year and currency, all countries of the world.
        include_self: whether phi_pp is 1 or 0; ecomplexity has 1, econcomplex and Stata 0.
        threshold: of RCA; `>=` counts as an advantage.
        pci_scaling: "growth_lab" by ECI's mean and sd, "own" by PCI's.
        outlook: form of COI and COG; see `conventions.OUTLOOKS`.
        dtype: np.float64, or np.float32 for twice the speed and a relative error about 1e-6.

    Returns:
        A `Complexity`. A country without exports and a product that nobody exports are NaN with a
        reason and change nothing for the others.

    Raises:
        ValueError: as `trade.rca`, and for a convention that does not exist.
    """
    check(threshold, pci_scaling, outlook)
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"dtype must be numpy.float64 or numpy.float32, not {dtype}")
    table = amounts(exports, "exports", 2).astype(dtype, copy=False)
    advantage = rca(table)
    chosen = Conventions(
        threshold, include_self, pci_scaling, outlook, "double" if dtype == np.float64 else "single"
    )
    return _Suite(table, advantage, chosen).result()


def proximity(exports: ArrayLike, *, include_self: bool = True, threshold: float = 1.0) -> Floats:
    """Return proximities phi_pq = S_c M_cp M_cq / max(k_p, k_q) (Hidalgo et al. 2007).

    Products x products, symmetric, 0 to 1; the diagonal is 1, or 0 without `include_self`. NaN for
    a product in which no country has an advantage. Arguments and errors as `complexity`.
    """
    check(threshold, "own", "atlas")
    return _proximity(rca(exports) >= threshold, include_self)


def _proximity(made: NDArray[np.bool_], include_self: bool) -> Floats:
    sizes = made.sum(axis=0).astype(np.float64)
    table = made.astype(np.float64)
    near = ratio(table.T @ table, np.maximum(sizes[:, np.newaxis], sizes[np.newaxis, :]))
    near[sizes == 0, :] = near[:, sizes == 0] = np.nan
    if not include_self:
        np.fill_diagonal(near, np.where(sizes == 0, np.nan, 0))
    return near


class _Suite:
    """The steps of `complexity`; holds the trimmed table between them."""

    def __init__(self, table: Floats, advantage: Floats, chosen: Conventions) -> None:
        self.rca, self.chosen = advantage, chosen
        with np.errstate(invalid="ignore"):
            self.made = advantage >= chosen.threshold
        self.trading = table.sum(axis=1) > 0
        self.traded = table.sum(axis=0) > 0
        self.diversity = self.made.sum(axis=1).astype(table.dtype)
        self.ubiquity = self.made.sum(axis=0).astype(table.dtype)
        self.countries = self.diversity > 0
        self.products = self.ubiquity > 0

    def result(self) -> Complexity:
        second = self._second()
        eci, pci, raw = self._scaled(second)
        country, product = self._reasons(second)
        density, coi, cog = self._outlook(pci, raw)
        # Outside the connected group PCI is undefined, and nothing there is near the rest.
        coi[country != ""] = np.nan
        cog[country != "", :] = np.nan
        cog[:, product != ""] = np.nan
        if self.chosen.outlook == "growth_lab":
            coi, country = _standardised(coi, country)
        self.diversity[~self.trading] = np.nan
        self.ubiquity[~self.traded] = np.nan
        dtype = self.rca.dtype
        return Complexity(
            eci.astype(dtype), pci.astype(dtype), self.diversity, self.ubiquity, self.rca,
            density, coi, cog, country, product,
            second.eigenvalue, second.components, self.chosen,
        )  # fmt: skip

    def _second(self) -> Second:
        inner = self.made
        if not (self.countries.all() and self.products.all()):
            inner = inner[np.ix_(self.countries, self.products)]
        return second_eigenvector(inner.astype(self.rca.dtype))

    def _scaled(self, second: Second) -> tuple[Floats, Floats, Floats]:
        """Return ECI, PCI and PCI in units of ECI's sd that is not centred, for all."""
        mean, sd = np.nan, np.nan
        if (~np.isnan(second.eci)).any():
            mean, sd = float(np.nanmean(second.eci)), float(np.nanstd(second.eci))
        raw = _put(second.pci / sd, self.products)
        eci = _put((second.eci - mean) / sd, self.countries)
        if self.chosen.pci_scaling == "growth_lab" or np.isnan(sd):
            return eci, raw - mean / sd, raw
        return eci, (raw - np.nanmean(raw)) / np.nanstd(raw), raw

    def _outlook(self, pci: Floats, raw: Floats) -> tuple[Floats, Floats, Floats]:
        """Return density, COI and COG."""
        dtype = self.rca.dtype.type
        space = product_space(self.made[:, self.products], self.ubiquity[self.products], dtype)
        total = space.total()
        near = space.spread(space.made)
        if not self.chosen.include_self:
            total = total - 1
            near -= space.made
        # A product that shares no maker with any other has no neighbours to weigh.
        total = np.where(total > total.dtype.type(1e-6), total, np.nan)[:, np.newaxis]
        near /= total
        kept = raw if self.chosen.outlook == "growth_lab" else pci
        level = kept[self.products][space.order].astype(dtype)[:, np.newaxis]
        missing = 1 - space.made
        found = np.nan_to_num(near * level)
        found *= missing
        coi = found.sum(axis=0)
        cog = self._gain(space, np.nan_to_num(level), missing, total)
        if self.chosen.outlook == "atlas":
            cog = cog - found
        return self._back(near, space), coi, self._back(cog, space)

    def _gain(self, space: ProductSpace, level: Floats, missing: Floats, total: Floats) -> Floats:
        by_target = self.chosen.outlook == "by_target"
        weight = level if by_target else np.nan_to_num(level / total)
        weights = missing * weight
        gain = space.spread(weights)
        if not self.chosen.include_self:
            gain -= weights
        if by_target:
            gain = gain / total
        return gain * missing

    def _back(self, found: Floats, space: ProductSpace) -> Floats:
        """Put sorted products x countries back as countries x products; NaN where undefined."""
        places = np.flatnonzero(self.products)[space.order]
        rows = np.full((len(self.products), len(self.trading)), np.nan, dtype=found.dtype)
        rows[places] = found
        rows[:, ~self.trading] = np.nan
        return np.ascontiguousarray(rows.T)

    def _reasons(self, second: Second) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
        country = np.where(self.trading, "no_advantage", "no_exports").astype("U12")
        product = np.where(self.traded, "no_exporter", "not_exported").astype("U12")
        country[self.countries] = second.country_reason
        product[self.products] = second.product_reason
        return country, product


def _standardised(values: Floats, reasons: NDArray[np.str_]) -> tuple[Floats, NDArray[np.str_]]:
    """Return values of mean 0 and sd 1; where they do not differ, NaN and that as the reason."""
    known = ~np.isnan(values)
    if not known.any():
        return values, reasons
    mean, sd = values[known].mean(), values[known].std()
    if sd > 1e-9 * max(abs(float(mean)), 1e-30):
        return (values - mean) / sd, reasons
    return np.full_like(values, np.nan), np.where(known, "no_spread", reasons).astype("U12")


def _put(values: Floats, places: NDArray[np.bool_]) -> Floats:
    """Return values at the True places, NaN elsewhere."""
    found = np.full(len(places), np.nan)
    found[places] = values
    return found
