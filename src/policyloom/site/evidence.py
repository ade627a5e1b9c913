"""The evidence behind every reference, as data for the panel, in files that are loaded on demand.

A record says what a reference is, what it rests on and what rests on it. Records lie in files by
table and by a hash of their reference that the script computes as well, so no index is needed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from policyloom.model.claims import Claim
from policyloom.model.facts import row_sources
from policyloom.model.lineage import claim_references, support_references
from policyloom.model.result import Figure, ResultTable, Value
from policyloom.model.tables import Cell, Column, Row, dictionary
from policyloom.site.addresses import ROOT
from policyloom.site.cells import cell_parts
from policyloom.site.marks import clean, number
from policyloom.site.material import Material, main_columns
from policyloom.site.references import References

Record = dict[str, Any]
PER_FILE = 120
RESULTS = "results"
_MOST_ORIGINS = 200
_USERS = {"claim": 40, "document": 40, "figure": 12, "table": 12, "value": 12, "row": 12}
"""How many users of each kind the panel names; their whole number is always given."""


def fnv(text: str) -> int:
    """Return the 32-bit FNV-1a hash of a text's UTF-8 bytes, as evidence.js computes it."""
    value = 0x811C9DC5
    for byte in text.encode("utf-8", "replace"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


class Evidence:
    """Records of everything that a reference can name in one study."""

    def __init__(self, material: Material, references: References) -> None:
        self._material = material
        self._references = references
        self._seen: dict[tuple[str, ...], tuple[list[str], dict[str, int]]] = {}

    def groups(self) -> dict[str, dict[str, Record]]:
        """Return the records by group (a table's name, or "results") and reference."""
        found = {name: self._rows(name) for name in dictionary() if name != "cell_sources"}
        found[RESULTS] = dict(self._results())
        return {name: records for name, records in found.items() if records}

    def names(self) -> dict[str, list[str]]:
        """Return name and address of every reference that is not a register row."""
        wanted = dict.fromkeys(ref for ref, _ in self._results())
        for used_by in self._material.lineage.carries.values():
            wanted.update(dict.fromkeys(u for u in used_by if u.startswith("document:")))
        return {ref: self._named(ref) for ref in wanted}

    def _named(self, reference: str) -> list[str]:
        name = self._references.name(reference)
        return [clean(name.ko), clean(name.en), plain(self._references.address(reference))]

    def _rows(self, table: str) -> dict[str, Record]:
        columns = [dictionary()[table].column(name) for name in main_columns(table)]
        read = {column.name: self._reader(table, column) for column in columns}
        own = self._own_sources(table)
        return {
            f"{table}:{row.id}": self._row(table, row, read, own.get(row.id, {}))
            for row in self._material.study.table(table)
        }

    def _reader(self, table: str, column: Column) -> Callable[[Cell], list[Any]]:
        """Return what turns a cell of a column into its parts, once for each value."""
        known: dict[Cell, list[Any]] = {}

        def read(value: Cell) -> list[Any]:
            if value not in known:
                parts = cell_parts(self._material, self._references, table, column, value)
                known[value] = parts
            return known[value]

        return read

    def _own_sources(self, table: str) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for row in self._material.rows("cell_sources", "table", table):
            cell = [row.text("source"), row.text("confidence"), row.text("note")]
            found.setdefault(row.text("row"), {})[row.text("column")] = cell
        return found

    def _row(
        self,
        table: str,
        row: Row,
        read: Mapping[str, Callable[[Cell], list[Any]]],
        own: Mapping[str, list[str]],
    ) -> Record:
        name = self._references.row_name(table, row)
        cells = [[column, parts(row.cells.get(column))] for column, parts in read.items()]
        made: Record = {
            "n": [clean(name.ko), clean(name.en)],
            "a": plain(self._references.row_address(table, row)),
            "ln": row.line,
            "c": [cell for cell in cells if cell[1]],
            "s": list(row_sources(dictionary()[table], row)),
            "own": dict(own),
            "cf": row.text("confidence"),
        }
        return filled(made | self._users(f"{table}:{row.id}"))

    def _results(self) -> Iterator[tuple[str, Record]]:
        for analysis, result in self._material.facts.results.items():
            for name, value in result.values.items():
                yield f"{analysis}.{name}", self._value(f"{analysis}.{name}", analysis, value)
            for name, figure in result.figures.items():
                yield f"figure:{analysis}.{name}", self._drawn("figure", analysis, name, figure)
            for name, table in result.tables.items():
                made = self._drawn("table", analysis, name, table)
                yield f"table:{analysis}.{name}", made | {"ro": [list(o) for o in table.origins]}
        for claim in self._material.study.claims:
            yield f"claim:{claim.id}", self._claim(claim)

    def _value(self, reference: str, analysis: str, value: Value) -> Record:
        made: Record = {
            "n": [value.label.ko, value.label.en],
            "v": number(value.value),
            "un": [value.unit.ko, value.unit.en] if value.unit.ko else [],
            "why": value.reason,
        }
        return self._computed(made, reference, analysis, value.origins)

    def _drawn(self, kind: str, analysis: str, name: str, shown: Figure | ResultTable) -> Record:
        reference = f"{kind}:{analysis}.{name}"
        origins: Sequence[str] = (
            shown.origins
            if isinstance(shown, Figure)
            else tuple(dict.fromkeys(o for row in shown.origins for o in row))
        )
        made: Record = {
            "n": [shown.title.ko, shown.title.en],
            "un": [shown.unit.ko, shown.unit.en] if shown.unit.ko else [],
            "no": [[note.ko, note.en] for note in shown.notes],
        }
        return self._computed(made, reference, analysis, origins)

    def _computed(
        self, made: Record, reference: str, analysis: str, origins: Sequence[str]
    ) -> Record:
        result = self._material.facts.results[analysis]
        sources, trust = self._below(tuple(origins))
        made |= {
            "a": plain(self._references.address(reference)),
            "an": [result.title.ko, result.title.en, plain(self._analysis(analysis))],
            "o": list(origins[:_MOST_ORIGINS]),
            "oc": len(origins),
            "s": sources,
            "tr": trust,
        }
        return filled(made | self._users(reference))

    def _below(self, origins: tuple[str, ...]) -> tuple[list[str], dict[str, int]]:
        """Return the sources below some origins, and how often each confidence occurs there."""
        if origins not in self._seen:
            sources = dict.fromkeys(s for o in origins for s in self._material.sources_of(o))
            trust = Counter(c for o in origins if (c := self._material.confidence_of(o)))
            self._seen[origins] = (list(sources), dict(trust))
        return self._seen[origins]

    def _analysis(self, analysis: str) -> str:
        return self._material.addresses.link("analyses", analysis)

    def _claim(self, claim: Claim) -> Record:
        name = self._references.name(f"claim:{claim.id}")
        sources = dict.fromkeys(
            s for o in claim_references(claim) for s in self._material.sources_of(o)
        )
        made: Record = {
            "n": [clean(name.ko), clean(name.en)],
            "a": plain(self._references.address(f"claim:{claim.id}")),
            "o": [r for s in claim.support for r in support_references(s)],
            "ag": [r for s in claim.against for r in support_references(s)],
            "s": list(sources),
        }
        return filled(made | self._users(f"claim:{claim.id}"))

    def _users(self, reference: str) -> Record:
        users = self._material.users(reference)
        few = [ref for kind, most in _USERS.items() for ref in users.get(kind, ())[:most]]
        return {"u": few, "uc": sum(len(found) for found in users.values())}


def filled(record: Record) -> Record:
    """Return a record without its empty entries."""
    return {key: value for key, value in record.items() if value not in ("", [], {}, None, 0)}


def plain(address: str) -> str:
    """Return an address from the site's root, without the mark that pages replace."""
    return address.removeprefix(ROOT)


def files(groups: Mapping[str, Mapping[str, Record]]) -> Iterator[tuple[str, dict[str, Record]]]:
    """Yield each data file's name and its records."""
    for group, records in groups.items():
        count = file_count(len(records))
        parts: list[dict[str, Record]] = [{} for _ in range(count)]
        for reference, record in records.items():
            parts[fnv(reference) % count][reference] = record
        yield from ((f"{group}-{i}", part) for i, part in enumerate(parts))


def file_count(records: int) -> int:
    """Return how many files a number of records is spread over."""
    return max(1, math.ceil(records / PER_FILE))
