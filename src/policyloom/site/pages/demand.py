"""Demand by sector and region: the matrix, each cell with its evidence, and risk by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.model.claim_cells import cell_name
from policyloom.model.result import Plain, Result, Text
from policyloom.site.addresses import anchor
from policyloom.site.material import host_of
from policyloom.site.page import Desk, Page
from policyloom.site.references import cell_address
from policyloom.site.result_tables import table_views

_SIGNS = {
    "Evidence for demand": "＋", "Evidence against": "－", "Evidence points both ways": "±",
    "Only claims with counter-evidence": "＋?",
}  # fmt: skip
"""What stands in the matrix for a reading, by its English words; a dot for the others."""
_TABLES = ("ranking", "criteria", "complementarity", "nation", "empty")
Line = Mapping[str, Plain]


@dataclass(frozen=True)
class Piece:
    """One piece of evidence of a cell, as shown."""

    reference: str
    kind: Text
    direction: Text
    own: Text | None
    confidence: Text | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Without:
    """How a cell reads without a source, the pieces that go with it and the proposals that fall."""

    source: str
    after: Text
    lost: tuple[str, ...]
    proposals: tuple[str, ...]


@dataclass(frozen=True)
class CellView:
    """A cell of the matrix with its evidence."""

    anchor: str
    region: str
    sector: str
    reading: Text
    sign: str
    pieces: tuple[Piece, ...]
    without: tuple[Without, ...]
    unmoved: tuple[str, ...]
    gaps: tuple[str, ...]
    question: Text


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield demand and clauses."""
    demand = Text("분야·지역별 협력 수요", "Demand by sector and region")
    yield Page("demand.html", "demand.html", demand, "claims", _demand, "", ("figures", "demand"))
    clauses = Text("조항별 리스크", "Risk by clause")
    yield Page("clauses.html", "clauses.html", clauses, "claims", _clauses, "", ("figures",))


def cell_of(desk: Desk, region: str, sector: str) -> str:
    """Return the address of a cell by the reference of its region and its sector's English name."""
    codes = {s.en: s.id for s in desk.material.study.settings.sectors}
    return cell_address(cell_name(codes.get(sector, sector), region.partition(":")[2]))


def _demand(desk: Desk, _: str) -> dict[str, Any]:
    shown = _shown(desk, "demand", _TABLES)
    result: Result | None = shown["result"]
    cells = _cells(desk, result) if result is not None else []
    sectors = desk.material.study.settings.sectors
    used = [(s.id, Text(s.ko, s.en)) for s in sectors if any(c.sector == s.id for c in cells)]
    readings = {c.reading.en: c.reading for c in cells}
    return {
        **shown,
        "cells": cells,
        "sectors": used,
        "regions": [r for r in desk.material.ids("regions") if any(c.region == r for c in cells)],
        "grid": {(c.region, c.sector): c for c in cells},
        "readings": [(anchor(en), text) for en, text in readings.items()],
        "reading_code": anchor,
        "publisher": lambda source: _publisher(desk, source),
        "id_of": lambda reference: reference.partition(":")[2],
    }


def _clauses(desk: Desk, _: str) -> dict[str, Any]:
    order = ("clauses", "stages", "reports", "concerns", "trade", "rules")
    return _shown(desk, "risk_clauses", order)


def _shown(desk: Desk, analysis: str, order: tuple[str, ...]) -> dict[str, Any]:
    material = desk.material
    known = analysis in material.analyses()
    result = material.result(analysis) if known else None
    views = table_views(desk.references, result) if result else {}
    return {
        "analysis": analysis,
        "result": result,
        "tables": {name: views[name] for name in order if name in views and views[name].rows},
    }


def _publisher(desk: Desk, reference: str) -> str:
    """Return who published a source, in a word or two, and its id."""
    row = desk.row("sources", reference.partition(":")[2])
    name = row.text("publisher") or host_of(row.text("address"))
    return f"{name} ({row.id})" if name else row.id


def _cells(desk: Desk, result: Result) -> list[CellView]:
    """Put together what three tables of the result say of each cell."""
    codes = {s.en: s.id for s in desk.material.study.settings.sectors}
    pieces = _by_place(_lines(result, "pieces"))
    without = _by_place(_lines(result, "removals"))
    made = []
    for line, _ in _lines(result, "cells"):
        place = _place(line)
        sector, region = codes.get(place[1], place[1]), place[0].partition(":")[2]
        reading = worded(line, "status")
        shown = tuple(_piece(of) for of, _ in pieces.get(place, ()))
        turning = tuple(_without(of, origins) for of, origins in without.get(place, ()))
        moving = {each.source for each in turning}
        below = dict.fromkeys(s for piece in shown for s in piece.sources)
        made.append(CellView(
            anchor=f"cell_{cell_name(sector, region)}",
            region=region,
            sector=sector,
            reading=reading,
            sign=_SIGNS.get(reading.en, "·"),
            pieces=shown,
            without=turning,
            unmoved=tuple(source for source in below if source not in moving),
            gaps=tuple(f"gaps:{gap}" for gap in _parts(line["gaps"])),
            question=worded(line, "ask"),
        ))  # fmt: skip
    return made


def _lines(result: Result, name: str) -> Iterator[tuple[Line, Sequence[str]]]:
    table = result.tables.get(name)
    if table is not None:
        names = [column.name for column in table.columns]
        for row, origins in zip(table.rows, table.origins, strict=True):
            yield dict(zip(names, row, strict=True)), origins


def _by_place(
    lines: Iterator[tuple[Line, Sequence[str]]],
) -> dict[tuple[str, str], list[tuple[Line, Sequence[str]]]]:
    found: dict[tuple[str, str], list[tuple[Line, Sequence[str]]]] = {}
    for line, origins in lines:
        found.setdefault(_place(line), []).append((line, origins))
    return found


def _place(line: Line) -> tuple[str, str]:
    return str(line["region"]), str(line["sector_en"])


def _piece(line: Line) -> Piece:
    return Piece(
        reference=str(line["evidence"]),
        kind=worded(line, "kind"),
        direction=worded(line, "direction"),
        own=worded(line, "own") if line["own_en"] else None,
        confidence=worded(line, "confidence") if line["confidence_en"] else None,
        sources=tuple(f"sources:{source}" for source in _parts(line["sources"])),
    )


def _without(line: Line, origins: Sequence[str]) -> Without:
    source, *lost = origins
    proposals = tuple(f"claim:{claim}" for claim in _parts(line["proposals"]))
    return Without(source, worded(line, "after"), tuple(lost), proposals)


def worded(line: Line, name: str) -> Text:
    """Return a pair of columns of a result's table as one text."""
    return Text(str(line[f"{name}_ko"] or ""), str(line[f"{name}_en"] or ""))


def _parts(cell: Plain) -> tuple[str, ...]:
    words = str(cell or "").replace(";", ",").split(",")
    return tuple(word.strip() for word in words if word.strip())
