"""Tables as they come: the rows of XLSX, CSV and JSON-lines files, as texts by column name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policyloom.files.formats import csv_rows, decode
from policyloom.intake.workbook import read_sheets
from policyloom.reading.limits import Limits, RefusedError

TABLES = frozenset({".xlsx", ".csv", ".jsonl"})


@dataclass(frozen=True)
class TableRow:
    """A row with its place: sheet ("" where the file has only one table) and number from 1."""

    sheet: str
    number: int
    cells: Mapping[str, str]


def read_table(path: Path, limits: Limits | None = None) -> Iterator[TableRow]:
    """Yield the rows below the header; RefusedError where the file is no such table."""
    limits = limits or Limits()
    with path.open("rb") as stream:
        data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        raise RefusedError("read.too_large", size=len(data), limit=limits.size)
    readers = {".xlsx": _workbook, ".csv": _csv, ".jsonl": _lines}
    yield from readers[path.suffix.lower()](data, limits)


def _csv(data: bytes, limits: Limits) -> Iterator[TableRow]:
    del limits
    text, problems = decode(data, "csv", "csv")
    rows, broken = csv_rows(text or "", "csv")
    if text is None or broken or not rows:
        why = (problems or broken)[0].message("en") if problems or broken else "no header"
        raise RefusedError("read.damaged", why=why)
    header = [cell.strip() for cell in rows[0].cells]
    for row in rows[1:]:
        yield TableRow("", row.line, dict(zip(header, row.cells, strict=False)))


def _lines(data: bytes, limits: Limits) -> Iterator[TableRow]:
    del limits
    for number, line in enumerate(data.splitlines(), 1):
        try:
            found = json.loads(line) if line.strip() else {}
        except ValueError as failure:
            raise RefusedError("read.damaged", why=f"JSON, line {number}") from failure
        if isinstance(found, dict) and found:
            cells = {str(k): str(v) for k, v in found.items() if v is not None}
            yield TableRow("", number, cells)


def _workbook(data: bytes, limits: Limits) -> Iterator[TableRow]:
    for sheet in read_sheets(data, limits):
        header: dict[int, str] = {}
        for number, cells in sheet.rows.items():
            if not header:
                header = {column: words.strip() for column, words in cells.items()}
            else:
                named = {name: cells.get(column, "") for column, name in header.items()}
                yield TableRow(sheet.name, number, named)
