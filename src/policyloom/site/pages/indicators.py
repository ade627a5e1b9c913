"""Indicators: the list by factor with the pair of economies, and a page each with its series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.chart import COLOURS, Point, Series, bar_chart, series_chart
from policyloom.site.marks import exact
from policyloom.site.material import row_title
from policyloom.site.page import Desk, Page, pages_of_rows


@dataclass(frozen=True)
class Pair:
    """An indicator with the latest value of each of the two economies compared."""

    indicator: Row
    values: tuple[Row | None, ...]
    count: int

    @property
    def same_year(self) -> bool:
        """Tell whether all values are there and of one year."""
        return (
            len({v.text("year") if v else "" for v in self.values}) == 1 and None not in self.values
        )


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the list of indicators and each indicator's page."""
    title = Text("지표", "Indicators")
    yield Page("indicators.html", "indicators.html", title, "indicators", _list)
    yield from pages_of_rows(desk, "indicators", "indicator.html", "indicators", _context)


def _list(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    known = pairs(desk, list(material.table("indicators")))
    settings = material.study.settings
    groups = [
        (Text(f.ko, f.en), [p for p in known if p.indicator.text("factor") == f.id])
        for f in settings.factors
    ]
    rest = [p for p in known if p.indicator.text("factor") not in {f.id for f in settings.factors}]
    groups.append((Text("요소를 정하지 않은 지표", "Indicators without a factor"), rest))
    return {
        "groups": [group for group in groups if group[1]],
        "economies": [desk.references.economy(e) for e in settings.economies],
        "sectors": [(s, material.sector_name(s)) for s in material.words("indicators", "sector")],
    }


def pairs(desk: Desk, indicators: Sequence[Row]) -> list[Pair]:
    """Return the indicators with the values of the study's pair of economies.

    Values of the latest year that all of them have; else each one's latest.
    """
    economies = desk.material.study.settings.economies
    return [
        _pair(desk.material.rows("figures", "indicator", row.id), row, economies)
        for row in indicators
    ]


def _pair(figures: Sequence[Row], indicator: Row, economies: Sequence[str]) -> Pair:
    by_economy = {e: {_year(f): f for f in figures if f.text("economy") == e} for e in economies}
    shared = set.intersection(*(set(v) for v in by_economy.values())) if by_economy else set()
    values = tuple(
        by_economy[e].get(max(shared) if shared else max(by_economy[e], default=0))
        for e in economies
    )
    return Pair(indicator, values, len(figures))


def _year(row: Row) -> int:
    year = row.cells.get("year")
    return year if isinstance(year, int) else 0


def _context(desk: Desk, row_id: str) -> dict[str, Any]:
    row = desk.row("indicators", row_id)
    figures = desk.material.rows("figures", "indicator", row.id)
    ordered = sorted(figures, key=lambda f: (f.text("economy"), _year(f), f.id))
    return {
        "indicator": row,
        "figures": ordered,
        "chart": _chart(desk, row, figures),
        "users": _users(desk, figures),
        "definitions": len({f.text("definition") for f in figures if f.text("definition")}),
    }


def _users(desk: Desk, figures: Sequence[Row]) -> list[str]:
    """Return what rests on any value of an indicator, once."""
    users = [desk.material.users(f"figures:{f.id}") for f in figures]
    kinds = ("claim", "document", "figure", "table", "value")
    return list(
        dict.fromkeys(ref for kind in kinds for found in users for ref in found.get(kind, ()))
    )


def _chart(desk: Desk, row: Row, figures: Sequence[Row]) -> object:
    series = _series(desk, figures)
    if not series:
        return None
    title = row_title("indicators", row).ko
    years = {p.year for s in series for p in s.points}
    return (
        series_chart(series, title)
        if len(years) > 2 and len(series) <= 14
        else bar_chart(series, title)
    )


def _series(desk: Desk, figures: Sequence[Row]) -> list[Series]:
    """Group values by economy and definition; the pair compared comes first in colour."""
    settings = desk.material.study.settings
    wanted = [*settings.economies, *settings.benchmarks]
    order = {
        e: i for i, e in enumerate(dict.fromkeys([*wanted, *(f.text("economy") for f in figures)]))
    }
    groups: dict[tuple[str, str], list[Row]] = {}
    for figure in figures:
        groups.setdefault((figure.text("economy"), figure.text("definition")), []).append(figure)
    made = []
    for (economy, _), rows in sorted(groups.items(), key=lambda g: order[g[0][0]]):
        name = desk.references.economy(economy)
        points = tuple(_point(f, name) for f in sorted(rows, key=_year))
        made.append(Series(name, COLOURS[min(order[economy], len(COLOURS) - 1)], points))
    return made


def _point(figure: Row, economy: Text) -> Point:
    value = figure.cells.get("value")
    number = float(value) if isinstance(value, int | float) else 0.0
    name = f"{economy.ko} {_year(figure)}: {exact(number)}"
    return Point(
        _year(figure), number, f"figures:{figure.id}", name, figure.text("confidence") == "low"
    )
