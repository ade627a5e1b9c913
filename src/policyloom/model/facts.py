"""Facts: every number, word and row that prose and claims may name, under one roof.

A Facts object looks up references (see `reference.py`) in a study and its results. It is what the
report, the site, the claim tests and `explain` share, so a number means the same everywhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from policyloom.model.reference import KINDS, MAIN_CELL, Reference, parse_reference
from policyloom.model.result import NO_REASON, Figure, Plain, Result, ResultTable, Text
from policyloom.model.study import Study
from policyloom.model.tables import Row, TableSpec, dictionary

_CONFIDENCE = ("high", "medium", "low")
_NOT_SEEN = Text("보지 못함", "not seen")


@dataclass(frozen=True)
class Fact:
    """What a reference stands for: its value with unit, and what it rests on.

    `origins` are references one step back: register rows for a result value, sources for a row.
    `confidence` is the row's ("" where the table has none); `reason` says why a value is None.
    """

    reference: str
    value: Plain
    label: Text
    unit: Text
    origins: tuple[str, ...] = ()
    confidence: str = ""
    reason: Text = NO_REASON

    @property
    def reason_in_both(self) -> str:
        """Return the reason in both languages, for problems, whose words are one for both."""
        return f"{self.reason.ko} / {self.reason.en}"


@dataclass(frozen=True)
class Facts:
    """A study and its results, addressed by reference."""

    study: Study
    results: Mapping[str, Result]

    def find(self, reference: str) -> Fact | None:
        """Return the fact that a reference names, or None where there is no such thing."""
        parsed = parse_reference(reference)
        if parsed is None:
            return None
        if parsed.kind == "value":
            return self._value(parsed)
        return self._cell(parsed) if parsed.kind == "row" else None

    def row(self, table: str, row_id: str) -> Row | None:
        """Return a register row."""
        found = self.study.tables.get(table)
        return None if found is None else found.by_id.get(row_id)

    def figure(self, name: str) -> Figure | None:
        """Return the figure named "analysis.figure"."""
        analysis, _, rest = name.partition(".")
        result = self.results.get(analysis)
        return result.figures.get(rest) if result else None

    def result_table(self, name: str) -> ResultTable | None:
        """Return the result table named "analysis.table"."""
        analysis, _, rest = name.partition(".")
        result = self.results.get(analysis)
        return result.tables.get(rest) if result else None

    def nearest(self, reference: str) -> str:
        """Return the known reference most like a mistaken one, or "" where none comes near."""
        parsed = parse_reference(reference)
        pool: list[str] = list(self.value_names())
        if parsed and parsed.kind == "row" and parsed.table in dictionary():
            pool = [f"{parsed.table}:{i}" for i in self.study.table(parsed.table).by_id]
        matches = difflib.get_close_matches(reference, pool, n=1, cutoff=0.6)
        return matches[0] if matches else ""

    def value_names(self) -> Iterator[str]:
        """Yield the reference of every named value of every result."""
        for analysis, result in self.results.items():
            for name in result.values:
                yield f"{analysis}.{name}"

    def sources_of(self, reference: str) -> tuple[str, ...]:
        """Return the ids of all sources that a reference rests on in the end, in order, once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        stack = [reference]
        while stack:
            current = stack.pop()
            if current.startswith("sources:"):
                found[current.removeprefix("sources:").partition("#")[0]] = None
            elif current not in seen:
                seen.add(current)
                stack += reversed(self.origins_of(current))
        return tuple(found)

    def origins_of(self, reference: str) -> tuple[str, ...]:
        """Return what a reference rests on one step back, as `find` does without its words."""
        parsed = parse_reference(reference)
        if parsed is None or parsed.kind in KINDS:
            return ()
        if parsed.kind == "value":
            result = self.results.get(parsed.table)
            value = result.values.get(parsed.name) if result else None
            return value.origins if value else ()
        row = self.row(parsed.table, parsed.name)
        spec = dictionary().get(parsed.table)
        column = parsed.column or MAIN_CELL.get(parsed.table, "id")
        if row is None or spec is None or column not in spec.column_names:
            return ()
        return self._below(spec, row, column)

    def value_of(self, reference: str) -> Plain:
        """Return the value of the fact that a reference names, as `find` does without its words.

        None where there is no such thing or its value is undefined.
        """
        parsed = parse_reference(reference)
        if parsed is None or parsed.kind in KINDS:
            return None
        if parsed.kind == "value":
            result = self.results.get(parsed.table)
            value = result.values.get(parsed.name) if result else None
            return value.value if value else None
        row = self.row(parsed.table, parsed.name)
        cell = row.cells.get(parsed.column or MAIN_CELL.get(parsed.table, "id")) if row else None
        return "; ".join(cell) if isinstance(cell, tuple) else cell

    def confidence_of(self, reference: str) -> str:
        """Return the confidence of a row or cell, "" where it has none or is no row."""
        parsed = parse_reference(reference)
        row = self.row(parsed.table, parsed.name) if parsed and parsed.kind == "row" else None
        if parsed is None or row is None:
            return ""
        column = parsed.column or MAIN_CELL.get(parsed.table, "id")
        if column not in dictionary()[parsed.table].column_names:
            return ""
        own = self._cell_sources.get((parsed.table, parsed.name, column))
        return (own or row).text("confidence")

    def _below(self, spec: TableSpec, row: Row, column: str) -> tuple[str, ...]:
        own = self._cell_sources.get((spec.name, row.id, column))
        sources = (own.text("source"),) if own else row_sources(spec, row)
        return tuple(f"sources:{s}" for s in sources if s)

    @cached_property
    def _cell_sources(self) -> dict[tuple[str, str, str], Row]:
        rows = self.study.table("cell_sources")
        return {(r.text("table"), r.text("row"), r.text("column")): r for r in rows}

    def _value(self, reference: Reference) -> Fact | None:
        result = self.results.get(reference.table)
        value = result.values.get(reference.name) if result else None
        if value is None:
            return None
        return Fact(
            str(reference), value.value, value.label, value.unit, value.origins, "", value.reason
        )

    def _cell(self, reference: Reference) -> Fact | None:
        row = self.row(reference.table, reference.name)
        if row is None:
            return None
        spec = dictionary()[reference.table]
        column = reference.column or MAIN_CELL.get(reference.table, "id")
        if column not in spec.column_names:
            return None
        value = row.cells.get(column)
        own = self._cell_sources.get((reference.table, reference.name, column))
        return Fact(
            reference=str(reference),
            value="; ".join(value) if isinstance(value, tuple) else value,
            label=self._label(spec, row, column),
            unit=self._unit(spec, row, column),
            origins=self._below(spec, row, column),
            confidence=(own or row).text("confidence"),
            reason=NO_REASON if value is not None else _NOT_SEEN,
        )

    def _label(self, spec: TableSpec, row: Row, column: str) -> Text:
        heading = spec.column(column)
        is_figure = spec.name == "figures"
        indicator = self.row("indicators", row.text("indicator")) if is_figure else None
        if indicator is None:
            name = row.text("title_ko") or row.text("name_ko") or row.text("title") or row.id
            name_en = row.text("title_en") or row.text("name_en") or name
            return Text(f"{name} · {heading.ko}", f"{name_en} · {heading.en}")
        tail = f"{row.text('economy')} {row.text('year')}"
        return Text(f"{indicator.text('name_ko')} {tail}", f"{indicator.text('name_en')} {tail}")

    def _unit(self, spec: TableSpec, row: Row, column: str) -> Text:
        if spec.name == "figures" and column == "value":
            indicator = self.row("indicators", row.text("indicator"))
            korean = indicator.text("unit_ko") if indicator else row.text("unit")
            return Text(korean, row.text("unit"))
        if spec.name == "trade" and column == "value_usd":
            return Text("달러", "USD")
        return Text("", "")


def row_sources(spec: TableSpec, row: Row) -> tuple[str, ...]:
    """Return the ids of the sources that a register row names, in the order of its columns."""
    columns = spec.source_columns
    if len(columns) == 1 and not columns[0].many:
        only = row.text(columns[0].name)
        return (only,) if only else ()
    named: list[str] = []
    for column in columns:
        named += row.many(column.name) if column.many else [row.text(column.name)]
    return tuple(dict.fromkeys(s for s in named if s))


def weakest(confidences: tuple[str, ...]) -> str:
    """Return the lowest of some confidences ("" where none is given)."""
    known = [c for c in confidences if c in _CONFIDENCE]
    return max(known, key=_CONFIDENCE.index) if known else ""
