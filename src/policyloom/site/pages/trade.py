"""Trade: the values of a product on one basis and in one direction, economies by years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.marks import exact, number, word
from policyloom.site.page import Desk, Page

_MILLION = 1e6
Key = tuple[str, str, str, str]
Cells = tuple[tuple[Row, ...], ...]


@dataclass(frozen=True)
class Flow:
    """One comparison: a line an economy (with its partner, if any), a column a year.

    A cell holds every row of the register for it: two where two sources speak.
    """

    product: str
    description: str
    basis: str
    flow: str
    years: tuple[str, ...]
    lines: tuple[tuple[Text, Text | None, Cells], ...]
    reporters: tuple[str, ...]
    count: int


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield the page."""
    yield Page("trade.html", "trade.html", Text("무역", "Trade"), "indicators", _context)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    groups: dict[Key, list[Row]] = {}
    for row in material.table("trade"):
        key = row.text("product"), row.text("description"), row.text("basis"), row.text("flow")
        groups.setdefault(key, []).append(row)
    return {
        "flows": [_flow(desk, key, rows) for key, rows in sorted(groups.items())],
        "millions": _millions,
        "bases": [(b, word("basis", b)) for b in material.words("trade", "basis")],
        "reporters": [(e, desk.references.economy(e)) for e in material.words("trade", "reporter")],
    }


def _flow(desk: Desk, key: Key, rows: Sequence[Row]) -> Flow:
    years = tuple(sorted({row.text("year") for row in rows}))
    ends: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        ends.setdefault((row.text("reporter"), row.text("partner")), []).append(row)
    economy = desk.references.economy
    lines = tuple(
        (economy(a), economy(b) if b else None, _cells(found, years))
        for (a, b), found in ends.items()
    )
    reporters = tuple(dict.fromkeys(a for a, _ in ends))
    return Flow(*key, years, lines, reporters, len(rows))


def _cells(rows: Sequence[Row], years: Sequence[str]) -> Cells:
    return tuple(tuple(row for row in rows if row.text("year") == year) for year in years)


def _millions(row: Row) -> str:
    """Return a value in millions of dollars to one digit; a smaller one with all its digits."""
    value = row.cells.get("value_usd")
    if not isinstance(value, int | float):
        return ""
    scaled = value / _MILLION
    return number(scaled, ",.1f") if abs(scaled) >= 1 else exact(round(scaled, 6))
