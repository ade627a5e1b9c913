"""The scoreboard of the economies compared, and the borders of the sectors in statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.model.result import Figure, Text
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import TableView, table_views

PATH, BORDERS = "scoreboard.html", "borders.html"
_TRADE = "trade_comparison"


@dataclass(frozen=True)
class Drawn:
    """A figure with its analysis and name."""

    analysis: str
    name: str
    figure: Figure


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the scoreboard where anything was compared, and the borders where any are known."""
    result = desk.material.result("scoreboard")
    if result is not None and result.tables.get("indicators") is not None:
        title = Text("점수판", "Scoreboard")
        yield Page(PATH, "scoreboard.html", title, "scoreboard", _context, "", ("figures",))
    if desk.material.ids("concordance"):
        title = Text("분야 경계", "Borders of sectors")
        yield Page(BORDERS, "borders.html", title, "scoreboard", _borders)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    result = desk.material.result("scoreboard")
    assert result is not None, "a page is made for what there is"
    trade = desk.material.result(_TRADE)
    views = _views(desk, "scoreboard")
    return {
        "figures": {name: Drawn("scoreboard", name, f) for name, f in result.figures.items()},
        "facts": {name: value.value for name, value in result.values.items()},
        "tables": views,
        "notes": result.notes,
        "trade_figures": [
            Drawn(_TRADE, name, figure) for name, figure in trade.figures.items()
        ] if trade else [],
        "trade_tables": _chosen(_views(desk, _TRADE), ("cms", "shares")),
        "borders": bool(desk.material.ids("concordance")),
    }  # fmt: skip


def _borders(desk: Desk, _: str) -> dict[str, Any]:
    result = desk.material.result("concordance")
    views = _views(desk, "concordance")
    return {
        "matrix": views.get("matrix"),
        "rows": list(desk.material.table("concordance")),
        "notes": result.notes if result else (),
    }


def _views(desk: Desk, analysis: str) -> Mapping[str, TableView]:
    result = desk.material.result(analysis)
    return table_views(desk.references, result) if result else {}


def _chosen(views: Mapping[str, TableView], names: Sequence[str]) -> dict[str, TableView]:
    return {name: views[name] for name in names if name in views and views[name].rows}
