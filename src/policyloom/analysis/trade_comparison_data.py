"""Series of trade: one product on one basis from one source, exports and imports by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import slug
from policyloom.analysis.names import product_name
from policyloom.model.evidence import Evidence
from policyloom.model.result import Text

WORLD = "WLD"
Cell = tuple[str, int, str]
"""Economy, year and flow."""


@dataclass(frozen=True)
class Series:
    """A product on one basis and from one source: value and row of each economy, year and flow."""

    basis: str
    product: str
    source: str
    name: Text
    cells: Mapping[Cell, tuple[float, str]]

    @property
    def key(self) -> str:
        """Return the name that its values carry."""
        return slug(f"{self.basis}_{self.product}")

    def at(self, economy: str, year: int, flow: str) -> float:
        """Return a value in dollars."""
        return self.cells[economy, year, flow][0]

    def refs(self, economy: str, year: int, *flows: str) -> list[str]:
        """Return the rows of an economy in a year."""
        keys = ((economy, year, flow) for flow in flows)
        return [f"trade:{self.cells[k][1]}" for k in keys if k in self.cells]

    def years(self, economy: str, flow: str) -> set[int]:
        """Return the years that an economy has a value of a flow for."""
        return {y for e, y, f in self.cells if e == economy and f == flow}

    def balanced(self, economy: str) -> list[int]:
        """Return the years with exports and imports of an economy."""
        return sorted(self.years(economy, "export") & self.years(economy, "import"))

    def shared(self, economies: Sequence[str]) -> list[int]:
        """Return the years with exports of all of some economies and of the world."""
        sets = [self.years(e, "export") for e in (*economies, WORLD)]
        common = sorted(set.intersection(*sets))
        return [y for y in common if self.at(WORLD, y, "export") > 0]

    def share(self, economy: str, year: int) -> float:
        """Return a percentage of the world's exports."""
        return 100 * self.at(economy, year, "export") / self.at(WORLD, year, "export")


def read_series(
    evidence: Evidence, economies: Sequence[str], names: Mapping[str, Mapping[str, str]]
) -> list[Series]:
    """Return the series that have exports of both economies in some year, without partners.

    Where several sources of a basis have a product, the one with most common years is taken. Rows
    of low confidence are left aside.
    """
    rows = evidence.query(
        """
        SELECT basis, product, source, min(description) AS description,
               list({'e': reporter, 'y': year, 'f': flow, 'v': value_usd, 'i': id} ORDER BY id)
                   AS cells
        FROM trade WHERE partner IS NULL AND coalesce(confidence, '') <> 'low'
        GROUP BY basis, product, source
        ORDER BY basis, product, source
        """
    )
    best: dict[tuple[str, str], Series] = {}
    for r in rows:
        cells: dict[Cell, tuple[float, str]] = {}
        for c in r["cells"]:
            cells.setdefault((c["e"], c["y"], c["f"]), (c["v"], c["i"]))
        name = product_name(r["product"], r["description"], names)
        made = Series(r["basis"], r["product"], r["source"], name, cells)
        common = _common(made, economies)
        known = best.get((made.basis, made.product))
        if common and (known is None or common > _common(known, economies)):
            best[made.basis, made.product] = made
    return list(best.values())


def _common(series: Series, economies: Sequence[str]) -> int:
    return len(set.intersection(*(series.years(e, "export") for e in economies)))
