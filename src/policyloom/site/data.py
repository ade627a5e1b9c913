"""Data behind the interactive pages: map, timeline, network, figures and search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from policyloom.model.reference import MAIN_CELL
from policyloom.model.tables import Row, dictionary
from policyloom.site.dates import dating, year_of
from policyloom.site.evidence import RESULTS, Evidence, file_count, plain, spread
from policyloom.site.marks import clean
from policyloom.site.material import Material, row_title
from policyloom.site.page import Desk
from policyloom.site.promotion import promotion_data

_SEARCHED = ("policies", "cases", "regions", "indicators", "actors", "firms", "pilots", "sources")
_OTHER_NAMES = {
    "policies": ("title", "number"), "cases": ("region_printed", "city"), "regions": ("name",),
    "indicators": ("definition",), "actors": ("name",), "firms": ("name", "city"),
    "pilots": ("name", "city"), "sources": ("publisher", "id"),
}  # fmt: skip


@dataclass(frozen=True)
class DataFile:
    """A data file: what makes its value; `key` tells apart what it is made for."""

    name: str
    make: Callable[[], Any]
    key: str = ""


def data_files(desk: Desk) -> Iterator[DataFile]:
    """Yield every data file."""
    yield DataFile("map", partial(map_data, desk.material))
    yield DataFile("timeline", partial(timeline_data, desk))
    yield DataFile("network", partial(network_data, desk))
    yield DataFile("promotion", partial(promotion_data, desk))
    yield DataFile("search", partial(search_data, desk))
    for analysis in desk.material.analyses():
        for part in desk.material.parts(analysis):
            kind, _, name = part.rpartition(":")
            if kind == "figure":
                yield DataFile(f"figures/{name}", partial(_figure_spec, desk.material, name))
    yield from _evidence_files(desk)


def _figure_spec(material: Material, name: str) -> Any:  # noqa: ANN401 - JSON
    figure = material.figure(name)
    return figure.spec if figure else None


def _evidence_files(desk: Desk) -> Iterator[DataFile]:
    evidence = Evidence(desk.material, desk.references)
    groups = evidence.references()
    groups.setdefault(RESULTS, [])
    yield DataFile("evidence/index", partial(_evidence_index, evidence))
    for group, references in groups.items():
        for i, part in enumerate(spread(references, file_count(len(references)))):
            make = partial(_records, evidence, tuple(part))
            yield DataFile(f"evidence/{group}-{i}", make, " ".join(part))


def _records(evidence: Evidence, references: tuple[str, ...]) -> dict[str, Any]:
    return {reference: evidence.record(reference) for reference in references}


def _evidence_index(evidence: Evidence) -> dict[str, Any]:
    groups = evidence.references()
    groups.setdefault(RESULTS, [])
    counts = {group: file_count(len(references)) for group, references in groups.items()}
    tables = {
        name: {
            "n": [spec.ko, spec.en],
            "f": spec.file,
            "c": {column.name: [column.ko, column.en] for column in spec.columns},
        }
        for name, spec in dictionary().items()
    }
    return {"files": counts, "tables": tables, "main": MAIN_CELL, "names": evidence.names()}


def map_data(material: Material) -> dict[str, Any]:
    """Return regions, and place, year (0 for none) and sectors of what lies in each."""
    regions = [r for r in material.table("regions") if r.text("level") == "region"]
    names = {r.id: [row_title("regions", r).ko, row_title("regions", r).en] for r in regions}
    issued = [r for r in material.table("policies") if r.text("status") != "draft"]
    return {
        "regions": names,
        "p": [_placed("policies", r) for r in issued if r.text("region") in names],
        "l": [_placed("pilots", r) for r in material.table("pilots") if r.text("region") in names],
        "c": [_placed("cases", r) for r in material.table("cases") if r.text("region") in names],
    }


def _placed(table: str, row: Row) -> list[Any]:
    sectors = list(row.many("sectors")) or [row.text("sector")]
    return [row.text("region"), year_of(table, row), sectors]


def timeline_data(desk: Desk) -> list[list[Any]]:
    """Return every dated policy: name, page, level, first and last day, kind of date, sectors."""
    made = []
    for row in desk.material.table("policies"):
        found = dating(row)
        if found.date is None:
            continue
        made.append([
            clean(row.text("title_ko")), clean(row.text("title")),
            plain(desk.references.row_address("policies", row)), row.text("level"),
            found.date.first.isoformat(), found.date.last.isoformat(), str(found.date),
            found.kind, list(row.many("sectors")), row.text("status"),
        ])  # fmt: skip
    return sorted(made, key=lambda entry: (entry[4], entry[5], entry[2]))


def network_data(desk: Desk) -> dict[str, Any]:
    """Return bodies that issued together, and each joint document with its issuers."""
    joint = [
        row
        for row in desk.material.table("policies")
        if len(row.many("issuers")) > 1 and row.text("status") != "draft"
    ]
    ids = sorted({actor for row in joint for actor in row.many("issuers")})
    actors = [desk.material.row("actors", i) for i in ids]
    place = {actor: i for i, actor in enumerate(ids)}
    nodes = [
        [*_pair(row), plain(desk.references.row_address("actors", row)), row.text("kind")]
        if row
        else [i, i, "", ""]
        for i, row in zip(ids, actors, strict=True)
    ]
    documents = [
        [
            clean(row.text("title_ko")), clean(row.text("title")), year_of("policies", row),
            list(row.many("sectors")), [place[a] for a in row.many("issuers")],
            plain(desk.references.row_address("policies", row)),
        ]
        for row in joint
    ]  # fmt: skip
    return {"nodes": nodes, "documents": documents}


def _pair(row: Row) -> list[str]:
    name = row_title("actors", row)
    return [clean(name.ko), clean(name.en)]


def search_data(desk: Desk) -> dict[str, Any]:
    """Return what the search looks through: kind, names, other names and page."""
    kinds = [[dictionary()[name].ko, dictionary()[name].en] for name in _SEARCHED]
    entries = [
        [i, *_searched(table, row), plain(desk.references.row_address(table, row))]
        for i, table in enumerate(_SEARCHED)
        for row in desk.material.table(table)
    ]
    return {"kinds": kinds, "entries": entries}


def _searched(table: str, row: Row) -> list[str]:
    name = row_title(table, row)
    other = " · ".join(row.text(c) for c in _OTHER_NAMES[table] if row.text(c))
    return [clean(name.ko), clean(name.en), clean(other[:200])]
