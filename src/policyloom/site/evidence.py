"""The evidence behind every reference, as data for the panel, in files that are loaded on demand.

A record says what a reference is, what it rests on and what rests on it. Records lie in files by
table and by a hash of their reference that the script computes as well, so no index is needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from policyloom.model.facts import row_sources
from policyloom.model.lineage import claim_references, support_references
from policyloom.model.result import Text
from policyloom.model.tables import Cell, Column, dictionary
from policyloom.site.addresses import ROOT
from policyloom.site.cells import cell_parts
from policyloom.site.marks import clean, number
from policyloom.site.material import Material, main_columns
from policyloom.site.references import References
from policyloom.site.watch import Memo

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
        self._cells: Memo[tuple[str, str, Cell], list[Any]] = Memo(material.watch)
        self._columns = {
            name: tuple(map(spec.column, main_columns(name))) for name, spec in dictionary().items()
        }

    def references(self) -> dict[str, list[str]]:
        """Return the references that have a record by group: a table's name, or "results"."""
        material = self._material
        found = {
            name: [f"{name}:{row_id}" for row_id in material.ids(name)]
            for name in dictionary()
            if name != "cell_sources"
        }
        found[RESULTS] = [r for a in material.analyses() for r in material.parts(a)]
        found[RESULTS] += [f"claim:{claim.id}" for claim in material.claims()]
        return {name: references for name, references in found.items() if references}

    def groups(self) -> dict[str, dict[str, Record]]:
        """Return the records by group and reference."""
        found = self.references().items()
        return {name: {ref: self.record(ref) for ref in references} for name, references in found}

    def names(self) -> dict[str, list[str]]:
        """Return name and address of every reference that is not a register row."""
        wanted = dict.fromkeys(self.references().get(RESULTS, ()))
        wanted.update(dict.fromkeys(self._material.places()))
        return {ref: self._named(ref) for ref in wanted}

    def record(self, reference: str) -> Record:
        """Return the record of a reference that `references` gives."""
        kind, colon, name = reference.partition(":")
        if kind == "claim":
            return self._claim(name)
        if kind in ("figure", "table") or not colon:
            return self._computed(kind if colon else "value", reference, name or reference)
        return self._row(kind, name)

    def _named(self, reference: str) -> list[str]:
        name = self._references.name(reference)
        return [clean(name.ko), clean(name.en), plain(self._references.address(reference))]

    def _parts(self, table: str, column: Column, value: Cell) -> list[Any]:
        """Return a cell's parts, made once for each value of a column."""
        return self._cells.get(
            (table, column.name, value),
            lambda: cell_parts(self._material, self._references, table, column, value),
        )

    def _own_sources(self, table: str, row_id: str) -> dict[str, list[str]]:
        return {
            row.text("column"): [row.text("source"), row.text("confidence"), row.text("note")]
            for row in self._material.rows("cell_sources", "row", row_id)
            if row.text("table") == table
        }

    def _row(self, table: str, row_id: str) -> Record:
        row = self._material.row(table, row_id)
        assert row is not None, "a record is made for what there is"
        name = self._references.row_name(table, row)
        cells = [
            [column.name, self._parts(table, column, row.cells.get(column.name))]
            for column in self._columns[table]
        ]
        made: Record = {
            "n": [clean(name.ko), clean(name.en)],
            "a": plain(self._references.row_address(table, row)),
            "ln": row.line,
            "c": [cell for cell in cells if cell[1]],
            "s": list(row_sources(dictionary()[table], row)),
            "own": self._own_sources(table, row_id),
            "cf": row.text("confidence"),
        }
        return filled(made | self._users(f"{table}:{row_id}"))

    def _value(self, name: str) -> tuple[Record, Sequence[str]]:
        value = self._material.value(name)
        assert value is not None, "a record is made for what there is"
        made: Record = {
            "n": [value.label.ko, value.label.en],
            "v": number(value.value),
            "un": _pair(value.unit),
            "why": _pair(value.reason),
        }
        return made, value.origins

    def _drawn(self, kind: str, name: str) -> tuple[Record, Sequence[str]]:
        figure = self._material.figure(name) if kind == "figure" else None
        table = self._material.result_table(name) if kind == "table" else None
        shown = figure or table
        assert shown is not None, "a record is made for what there is"
        made: Record = {
            "n": [shown.title.ko, shown.title.en],
            "un": _pair(shown.unit),
            "no": [[note.ko, note.en] for note in shown.notes],
        }
        if table is not None:
            made["ro"] = [list(origins) for origins in table.origins]
            return made, list(dict.fromkeys(o for row in table.origins for o in row))
        return made, figure.origins if figure else ()

    def _computed(self, kind: str, reference: str, name: str) -> Record:
        analysis = name.partition(".")[0]
        made, origins = self._value(name) if kind == "value" else self._drawn(kind, name)
        title = self._material.result_title(analysis)
        sources, trust = self._material.sources_below(reference)
        found = filled({
            **{key: value for key, value in made.items() if key != "ro"},
            "a": plain(self._references.address(reference)),
            "an": [title.ko, title.en, plain(self._material.link("analyses", analysis))],
            "o": list(origins[:_MOST_ORIGINS]),
            "oc": len(origins),
            "s": list(sources),
            "tr": dict(trust),
            **self._users(reference),
        })  # fmt: skip
        return found | {key: made[key] for key in ("ro",) if key in made}

    def _claim(self, claim_id: str) -> Record:
        claim = self._material.claim(claim_id)
        assert claim is not None, "a record is made for what there is"
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


def spread(references: Iterable[str], count: int) -> list[list[str]]:
    """Return references by the file, of so many, that holds their records."""
    parts: list[list[str]] = [[] for _ in range(count)]
    for reference in references:
        parts[fnv(reference) % count].append(reference)
    return parts


def file_count(records: int) -> int:
    """Return how many files a number of records is spread over."""
    return max(1, math.ceil(records / PER_FILE))


def _pair(text: Text) -> list[str]:
    """Return a text in both languages, nothing where it is empty."""
    return [text.ko, text.en] if text.ko else []
