"""Rules on identity and reference: ids, sources, codes and what points to what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.files.formats import inside
from policyloom.files.nearest import Nearest
from policyloom.model.facts import row_sources
from policyloom.model.lineage import claim_references
from policyloom.model.reference import parse_reference
from policyloom.model.study import Study
from policyloom.model.tables import Column, Row, dictionary

DANGLING = {
    "sources": "source.unknown",
    "regions": "region.unknown",
    "economies": "economy.unknown",
}
"""The code for a reference into a table that leads nowhere; "reference.dangling" for the rest."""

_ROLE_WORDS = re.compile(r"\{\w+\}`([^`]*)`")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_CODEBOOK = frozenset({"conditions", "risk_kinds", "instruments", "causes", "pmc_cells"})


def unread(study: Study, table: str) -> bool:
    """Tell whether a table's file exists but could not be read, so that its rows are unknown."""
    return study.inputs.get(dictionary()[table].file) == ""


def absent(study: Study, table: str) -> bool:
    """Tell whether the folder has no file for a table."""
    return table not in study.tables and not unread(study, table)


def duplicate_ids(study: Study) -> Iterator[Problem]:
    """An id stands for one row of its table."""
    for table in study.tables.values():
        for row in table:
            first = table.by_id[row.id]
            if first is not row and row.id:
                words = {"value": row.id, "first_line": first.line}
                yield problem("id.duplicate", table.spec.file, row.line, "id", **words)


def dangling(study: Study) -> Iterator[Problem]:
    """Each reference in a cell leads to a row."""
    nearest = Nearest()
    for table in study.tables.values():
        for column in table.spec.columns:
            if not column.to or unread(study, column.to) or absent(study, column.to):
                continue
            known = study.table(column.to).by_id
            code = DANGLING.get(column.to, "reference.dangling")
            for row, word in _words(table.rows, column):
                if word not in known:
                    words = {
                        "value": word,
                        "target": dictionary()[column.to].file,
                        "meant": nearest(word, known),
                    }
                    yield problem(code, table.spec.file, row.line, column.name, **words)


def missing_tables(study: Study) -> Iterator[Problem]:
    """A table that others point into is there."""
    counts: dict[str, int] = {}
    for table in study.tables.values():
        for column in table.spec.columns:
            if column.to and absent(study, column.to):
                uses = sum(1 for _ in _words(table.rows, column))
                counts[column.to] = counts.get(column.to, 0) + uses
    for name, count in counts.items():
        if count:
            yield problem("table.missing", dictionary()[name].file, count=count)


def unknown_codes(study: Study) -> Iterator[Problem]:
    """Each code is in its vocabulary; sectors are those in the scope of study.yaml."""
    nearest = Nearest()
    for table in study.tables.values():
        for column in table.spec.columns:
            if column.type not in ("code", "codes") or _vocabulary_unread(study, column):
                continue
            known = column.words or study.vocabulary(column.vocabulary)
            code = "sector.unknown" if column.vocabulary == "sectors" else "code.unknown"
            for row, word in _words(table.rows, column):
                if word not in known:
                    words = {
                        "value": word,
                        "known": ", ".join(known),
                        "meant": nearest(word, known),
                    }
                    yield problem(code, table.spec.file, row.line, column.name, **words)


def cell_sources(study: Study) -> Iterator[Problem]:
    """A cell with its own source exists: its row and its column."""
    table = study.table("cell_sources")
    nearest = Nearest()
    for row in table:
        name, target = row.text("table"), row.text("row")
        spec = dictionary().get(name)
        if spec is None or unread(study, name):
            continue
        known = study.table(name).by_id
        if target and target not in known:
            words = {"value": target, "target": spec.file, "meant": nearest(target, known)}
            yield problem("reference.dangling", table.spec.file, row.line, "row", **words)
        column = row.text("column")
        if column and column not in spec.column_names:
            words = {"value": column, "target": spec.file}
            yield problem("reference.column", table.spec.file, row.line, "column", **words)


def unused_sources(study: Study) -> Iterator[Problem]:
    """A source is there because something rests on it: a row, a claim, the plan or a chapter."""
    table = study.table("sources")
    if not len(table) or "" in study.inputs.values():
        return
    used = {*_used_by_rows(study), *_used_by_claims(study), *_used_in_prose(study)}
    if study.plan is not None:
        used.add(study.plan.source)
    if study.settings.map is not None:
        used.add(study.settings.map.source)
    for row in table:
        if row.id and row.id not in used:
            yield problem("source.unused", table.spec.file, row.line, "id", value=row.id)


def _used_by_rows(study: Study) -> Iterator[str]:
    for name, table in study.tables.items():
        for row in table if name != "sources" else ():
            yield from row_sources(table.spec, row)


def _used_by_claims(study: Study) -> Iterator[str]:
    for claim in study.claims:
        for used in claim_references(claim):
            reference = parse_reference(used)
            if reference is not None and reference.table == "sources":
                yield reference.name


def _used_in_prose(study: Study) -> Iterator[str]:
    for chapter in study.chapters:
        for words in _ROLE_WORDS.findall(chapter.text):
            yield from _WORD.findall(words)


def repeated_addresses(study: Study) -> Iterator[Problem]:
    """A page is one source, however often it is used."""
    table = study.table("sources")
    seen: dict[str, Row] = {}
    for row in table:
        address = row.text("address").partition("://")[2].rstrip("/")
        first = seen.setdefault(address, row) if address else row
        if first is not row:
            words = {"value": row.text("address"), "first": first.id, "first_line": first.line}
            yield problem("source.duplicate", table.spec.file, row.line, "address", **words)


def held_files(study: Study) -> Iterator[Problem]:
    """The file of a source lies in the study folder."""
    table = study.table("sources")
    for row in table:
        name = row.text("file")
        if name and inside(study.folder, name) is None:
            yield problem("path.outside", table.spec.file, row.line, "file", value=name)


def _words(rows: tuple[Row, ...], column: Column) -> Iterator[tuple[Row, str]]:
    """Yield the words of a column with their rows; empty cells have none."""
    name = column.name
    for row in rows:
        value = row.cells[name]
        if isinstance(value, tuple):
            for word in value:
                yield row, word
        elif value is not None:
            yield row, str(value)


def _vocabulary_unread(study: Study, column: Column) -> bool:
    return column.vocabulary in _CODEBOOK and study.inputs.get("codebook.yaml") == ""
