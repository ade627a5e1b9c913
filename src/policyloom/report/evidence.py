"""What a reader sees behind a mark: records for the panel of the HTML report.

A record is plain data in both languages. Records cover everything that the document names and, one
step after another, what that rests on, down to the sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policyloom.core.text import FormatError, format_value
from policyloom.model.facts import Fact, Facts, row_sources
from policyloom.model.lineage import Lineage, claim_references
from policyloom.model.reference import Reference, parse_reference
from policyloom.model.result import Text
from policyloom.model.tables import Row, dictionary
from policyloom.report.citations import short_name, web_address
from policyloom.report.claims import STRENGTHS, ClaimOutcome
from policyloom.report.document import Document
from policyloom.report.names import cell_text, row_words
from policyloom.report.places import Place, named_in
from policyloom.report.walking import plain_text

Record = dict[str, Any]
_BOTH = ("ko", "en")
_MOST_USERS = 40


def evidence_of(
    facts: Facts,
    outcomes: Mapping[str, ClaimOutcome],
    graph: Lineage,
    document: Document,
) -> dict[str, Record]:
    """Return a record for every reference of a document and for all below, sorted.

    `graph` is the lineage of the study with its report.
    """
    found: dict[str, Record] = {}
    waiting = sorted(set(_named(document)))
    while waiting:
        reference = waiting.pop()
        if reference in found:
            continue
        record = _record(facts, outcomes, document, reference)
        if record is not None:
            found[reference] = record | _users(graph, reference)
            waiting += _below(record)
    for record in found.values():
        if record["kind"] == "place":  # a view of rows or claims has no record of its own
            record["origins"] = [r for r in record.get("origins", ()) if r in found]
    for reference in sorted({u for record in found.values() for u in record.get("users", ())}):
        record = None if reference in found else _record(facts, outcomes, document, reference)
        if record is not None:
            found[reference] = {k: v for k, v in record.items() if k not in {"origins", "sources"}}
    return dict(sorted(found.items()))


def _named(document: Document) -> Iterator[str]:
    """Yield the references that marks and sentences of a document open."""
    for part in document.parts:
        yield from named_in(part.title + part.blocks)


def _record(
    facts: Facts, outcomes: Mapping[str, ClaimOutcome], document: Document, reference: str
) -> Record | None:
    parsed = parse_reference(reference)
    if parsed is None:
        return None
    if parsed.kind == "claim":
        return _claim(outcomes.get(parsed.name), document)
    return _of_study(facts, parsed, reference) or _place(document.places.get(reference))


def _of_study(facts: Facts, parsed: Reference, reference: str) -> Record | None:
    if parsed.kind in {"figure", "table"}:
        return _drawn(facts, parsed.kind, parsed.name)
    if parsed.table == "sources":
        return _source(facts.row("sources", parsed.name))
    row = facts.row(parsed.table, parsed.name) if parsed.kind == "row" else None
    if row is not None and not parsed.column:
        return _row(facts, parsed.table, row)
    return _value(facts.find(reference), f"{parsed.table}:{parsed.name}" if row else "")


def _value(fact: Fact | None, row: str) -> Record | None:
    """Return the record of a named value, or of a cell of a row."""
    if fact is None:
        return None
    return _fact(fact) | ({"kind": "cell", "origins": [row]} if row else {})


def _fact(fact: Fact) -> Record:
    try:
        value = format_value(fact.value)
    except FormatError:
        value = str(fact.value)
    made: Record = {
        "kind": "value",
        "name": _pair(fact.label),
        "value": value,
        "unit": _pair(fact.unit),
        "confidence": fact.confidence,
        "reason": _pair(fact.reason),
        "origins": [o for o in fact.origins if not o.startswith("sources:")],
        "sources": [o.removeprefix("sources:") for o in fact.origins if o.startswith("sources:")],
    }
    return _full(made)


def _row(facts: Facts, table: str, row: Row) -> Record:
    spec = dictionary()[table]
    cells = [
        [*[c.label(lang) for lang in _BOTH], *_cell(facts, table, row, c.name)]
        for c in spec.columns
        if row.cells.get(c.name) not in (None, ()) and c.to != "sources"
    ]
    made: Record = {
        "kind": "row",
        "name": [row_words(table, row, lang) for lang in _BOTH],
        "table": [spec.label(lang) for lang in _BOTH],
        "file": f"{spec.file}:{row.line}",
        "cells": cells,
        "confidence": row.text("confidence"),
        "sources": list(row_sources(spec, row)),
    }
    fact = facts.find(f"{table}:{row.id}")
    if fact is not None and fact.value is not None and table in {"figures", "trade", "budget"}:
        made |= _full({"name": _pair(fact.label), "unit": _pair(fact.unit)})
        made["value"] = format_value(fact.value)
    return _full(made)


def _cell(facts: Facts, table: str, row: Row, name: str) -> list[str]:
    """Return a cell's text in both languages, once where they are equal."""
    column = dictionary()[table].column(name)
    texts = [cell_text(facts, column, row.cells.get(name), lang) for lang in _BOTH]
    return texts if texts[0] != texts[1] else texts[:1]


def _source(row: Row | None) -> Record | None:
    if row is None:
        return None
    made: Record = {
        "kind": "source",
        "name": [row.text("title") or short_name(row)] * 2,
        "publisher": row.text("publisher"),
        "date": row.text("date"),
        "accessed": row.text("accessed"),
        "address": web_address(row),
        "note": row.text("note"),
        "held": bool(row.text("file")),
    }
    return _full(made)


def _claim(outcome: ClaimOutcome | None, document: Document) -> Record | None:
    if outcome is None:
        return None
    claim = outcome.claim
    below = claim_references(claim)
    made: Record = {
        "kind": "claim",
        "name": [claim.id, claim.id],
        "says": [plain_text(document.statements.get((claim.id, lang), ())) for lang in _BOTH],
        "strength": _pair(STRENGTHS[outcome.strength]),
        "remarks": [_pair(r) for r in outcome.remarks],
        "tests": [v.shown for v in outcome.verdicts if v is not None],
        "origins": [r for r in below if not r.startswith("sources:")],
        "sources": list(outcome.sources),
    }
    return _full(made)


def _drawn(facts: Facts, kind: str, name: str) -> Record | None:
    figure = facts.figure(name) if kind == "figure" else None
    table = facts.result_table(name) if kind == "table" else None
    result = facts.results.get(name.partition(".")[0])
    shown = figure or table
    if shown is None or result is None:
        return None
    rows = figure.origins if figure else (o for row in table.origins for o in row) if table else ()
    made: Record = {
        "kind": kind,
        "name": _pair(shown.title),
        "unit": _pair(shown.unit),
        "analysis": _pair(result.title),
        "notes": [_pair(n) for n in (*shown.notes, *result.notes)],
        "origins": list(dict.fromkeys(rows)),
    }
    return _full(made)


def _place(place: Place | None) -> Record | None:
    """Return the record of a place of the report: what shows there."""
    if place is None:
        return None
    rests_on = [r for r in place.references if not r.startswith("sources:")]
    sources = [r.removeprefix("sources:") for r in place.references if r.startswith("sources:")]
    made: Record = {
        "kind": "place", "name": [place.name] * 2, "place": place.id,
        "origins": rests_on, "sources": sources,
    }  # fmt: skip
    return _full(made)


def _users(graph: Lineage, reference: str) -> Record:
    users = [user for _, user in graph.forward(reference) if not user.startswith("document:")]
    return {"users": users[:_MOST_USERS]} if users else {}


def _below(record: Record) -> list[str]:
    return [*record.get("origins", ()), *(f"sources:{s}" for s in record.get("sources", ()))]


def _pair(text: Text) -> list[str]:
    return [text.ko, text.en] if text.ko or text.en else []


def _full(record: Record) -> Record:
    return {k: v for k, v in record.items() if v not in ("", [], None, False)}
