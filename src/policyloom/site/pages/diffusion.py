"""Adoption: how each central plan reached the regions, who carried out what, and who is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policyloom.model.result import Figure, Plain, Result, Text
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import TableView, table_views

PATH = "diffusion.html"
_PICTURES = (
    ("adoption", ("map", "tiles")),
    ("diffusion", ("survival",)),
    ("coverage", ("bounds",)),
    ("adoption", ("timeline",)),
    ("diffusion", ("hazard",)),
)
"""Figures of a plan in the order shown; of several names the first that there is."""
_TABLES = (
    ("diffusion", "survival"),
    ("coverage", "bounds"),
    ("diffusion", "years"),
    ("diffusion", "hazard"),
)


@dataclass(frozen=True)
class Drawn:
    """A figure with its analysis and name."""

    analysis: str
    name: str
    figure: Figure


@dataclass(frozen=True)
class PlanView:
    """What the page shows of one plan."""

    id: str
    name: Text
    facts: Mapping[str, Plain]
    figures: tuple[Drawn, ...]
    tables: Mapping[str, TableView]
    unknown: TableView | None


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the page where the study follows any plan or any document that carries out another."""
    result = desk.material.result("diffusion")
    if result is not None and (result.tables["plans"].rows or result.tables["links"].rows):
        title = Text("확산", "Diffusion")
        yield Page(PATH, "diffusion.html", title, "diffusion", _context, "", ("figures",))


def _context(desk: Desk, _: str) -> dict[str, Any]:
    result = desk.material.result("diffusion")
    assert result is not None, "a page is made for what there is"
    found = {name: desk.material.result(name) for name in ("adoption", "diffusion", "coverage")}
    results = {name: made for name, made in found.items() if made is not None}
    views = {name: table_views(desk.references, made) for name, made in results.items()}
    plans = result.tables["plans"]
    names = [column.name for column in plans.columns]
    rows = [dict(zip(names, row, strict=True)) for row in plans.rows]
    return {
        "plans": [_plan(row, results, views) for row in rows],
        "summary": _without_first(views["diffusion"]["plans"]) if plans.rows else None,
        "central": views["diffusion"]["central"],
        "links": views["diffusion"]["links"],
        "leaders": views["diffusion"]["leaders"],
        "directions": views["diffusion"]["directions"],
        "directions_figure": result.figures.get("directions"),
        "notes": result.notes,
    }


def _without_first(view: TableView) -> TableView:
    """Leave out the first column: the id by which values are named, of no use to readers here."""
    rows = tuple(row[1:] for row in view.rows)
    return TableView(view.table, view.columns[1:], rows)


def _plan(
    row: Mapping[str, Plain],
    results: Mapping[str, Result],
    views: Mapping[str, Mapping[str, TableView]],
) -> PlanView:
    base = str(row["plan"])
    figures = []
    for analysis, tails in _PICTURES:
        names = [f"{base}_{tail}" for tail in tails]
        made = results[analysis].figures if analysis in results else {}
        found = next((n for n in names if n in made), None)
        if found is not None:
            figures.append(Drawn(analysis, found, made[found]))
    tables = {
        f"{analysis}.{base}_{tail}": views[analysis][f"{base}_{tail}"]
        for analysis, tail in _TABLES
        if f"{base}_{tail}" in views.get(analysis, {}) and views[analysis][f"{base}_{tail}"].rows
    }
    name = Text(str(row["plan_ko"]), str(row["plan_en"]))
    unknown = views["diffusion"].get(f"{base}_unknown")
    return PlanView(base, name, row, tuple(figures), tables, unknown)
