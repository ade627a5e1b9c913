"""Tables as they come: the rows of XLSX, CSV and JSON-lines files, as texts by column name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from policyloom.files.formats import csv_rows, decode
from policyloom.reading.archive import open_zip, unpack
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.xml_tree import parse_xml

TABLES = frozenset({".xlsx", ".csv", ".jsonl"})
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


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
    archive = open_zip(data, limits)
    members = {member.filename: member for member in archive.infolist()}

    def part(name: str) -> Element | None:
        member = members.get(name)
        return parse_xml(unpack(archive, member, limits.size), limits) if member else None

    book, relations = part("xl/workbook.xml"), part("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        raise RefusedError("read.damaged", why="no workbook")
    shared = part("xl/sharedStrings.xml")
    texts = [_words(item) for item in shared.iter(f"{_NS}si")] if shared is not None else []
    targets = {r.get("Id"): (r.get("Target") or "").lstrip("/") for r in relations}
    for sheet in book.iter(f"{_NS}sheet"):
        target = targets.get(sheet.get(_REL), "")
        root = part(target if target.startswith("xl/") else f"xl/{target}")
        if root is not None:
            yield from _sheet(root, sheet.get("name") or "", texts)


def _sheet(root: Element, name: str, texts: list[str]) -> Iterator[TableRow]:
    header: dict[str, str] = {}
    for row in root.iter(f"{_NS}row"):
        cells = dict(_cells(row, texts))
        if not header:
            header = {column: words.strip() for column, words in cells.items() if words.strip()}
        elif any(words.strip() for words in cells.values()):
            named = {name: cells.get(column, "") for column, name in header.items()}
            yield TableRow(name, int(row.get("r") or 0), named)


def _cells(row: Element, texts: list[str]) -> Iterator[tuple[str, str]]:
    for cell in row.iter(f"{_NS}c"):
        place = _CELL.fullmatch(cell.get("r") or "")
        value = cell.find(f"{_NS}v")
        words = value.text or "" if value is not None else ""
        if cell.get("t") == "s" and words.isdigit() and int(words) < len(texts):
            words = texts[int(words)]
        elif cell.get("t") == "inlineStr":
            words = _words(cell)
        if place:
            yield place[1], words


def _words(item: Element) -> str:
    """Join the runs of a text; phonetic hints (rPh) are left out."""
    runs = [t.text or "" for child in item for t in _texts(child)]
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), "".join(runs))


def _texts(child: Element) -> Iterator[Element]:
    if child.tag == f"{_NS}t":
        yield child
    elif child.tag in (f"{_NS}r", f"{_NS}is"):
        yield from child.iter(f"{_NS}t")
