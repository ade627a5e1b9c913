"""Tables as they come from anywhere: workbooks, CSV, JSON lines, and tables inside documents.

Every table becomes a grid of texts by row and column. Cells merged downwards keep their head; the
rows below see its text and that it was repeated, for a number that stands for several rows is not
each row's own.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from policyloom.core.problem import Problem, problem
from policyloom.files.formats import csv_rows, decode, guess_encoding
from policyloom.intake.workbook import Row, read_sheets
from policyloom.model.document import Passage, ReadDocument
from policyloom.reading.detect import detect
from policyloom.reading.limits import Limits, RefusedError, megabytes

PLAIN = frozenset({".csv", ".tsv", ".jsonl"})
"""Endings of text tables; workbooks and documents are known by their content."""

_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ENCODINGS = {"CP949 (EUC-KR)": "cp949", "GB18030 (GBK)": "gb18030"}
_DELIMITERS = ",\t;"
_ITEM = re.compile(r"(?:[-·•○●□■◦ㅇ*※]|\d{1,2}[.)]|[①-⑳]|[가-하][.)])\s*\S")
_HAN = re.compile("[\u3400-\u9fff\u3001-\u303f\uff00-\uffef]")
_ZIP = b"PK\x03\x04"

Spans = Mapping[int, tuple[tuple[int, int], ...]]
"""By column, the first and last rows of cells merged downwards, in order, none over another."""


@dataclass(frozen=True)
class Grid:
    """A table: its file, its place in it ("" where it is the only one), its rows from 1.

    `down` are the cells merged downwards, `across` how many columns a cell covers. `order` numbers
    the tables of a document, 0 elsewhere.
    """

    file: str
    place: str
    rows: Mapping[int, Row]
    down: Spans = field(default_factory=dict)
    across: Mapping[tuple[int, int], int] = field(default_factory=dict)
    order: int = 0
    columns: int = 0
    """Columns of the table where the format tells, empty ones counted."""

    @property
    def name(self) -> str:
        """Return how problems name the table."""
        return f"{self.file} [{self.place}]" if self.place else self.file

    @property
    def width(self) -> int:
        """Return the number of the last column that holds anything."""
        if self.columns:
            return self.columns
        ends = (c + self.across.get((n, c), 1) - 1 for n, row in self.rows.items() for c in row)
        return max(ends, default=0)

    def at(self, row: int, column: int) -> tuple[str, bool]:
        """Return the text of a cell, and whether it is that of a merged cell begun further up."""
        own = self.rows.get(row, {}).get(column, "")
        first, last = self.merged(row, column)
        if own or not first < row <= last:
            return own, False
        return self.rows.get(first, {}).get(column, ""), True

    def merged(self, row: int, column: int) -> tuple[int, int]:
        """Return the first and last row of the cell that a place belongs to."""
        spans = self.down.get(column, ())
        at = bisect_right(spans, (row, 1 << 30)) - 1
        if at >= 0 and spans[at][0] <= row <= spans[at][1]:
            return spans[at]
        return row, row


@dataclass
class Found:
    """The tables of some files, and what was refused or doubtful."""

    grids: list[Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_grids(paths: Iterable[Path], limits: Limits | None = None) -> Found:
    """Read every table of the files, in order; what cannot be read becomes a problem."""
    limits = limits or Limits()
    found = Found()
    for path in paths:
        try:
            found.grids += _tables(path, limits, found.problems)
        except RefusedError as refusal:
            found.problems.append(problem(refusal.code, path.name, 0, "", **refusal.words))
        except OSError as failure:
            why = failure.strerror or type(failure).__name__
            found.problems.append(problem("file.unreadable", path.name, why=why))
    return found


def is_document(path: Path, limits: Limits | None = None) -> bool:
    """Tell whether a file is neither a workbook nor a text table, so that a reader is needed."""
    if path.suffix.lower() in PLAIN:
        return False
    try:
        return not _is_workbook(_bytes(path, limits or Limits()))
    except (RefusedError, OSError):
        return False


def _tables(path: Path, limits: Limits, problems: list[Problem]) -> list[Grid]:
    kind = path.suffix.lower()
    data = _bytes(path, limits)
    if _is_workbook(data):
        return list(_from_workbook(path.name, data, limits, problems))
    if kind == ".jsonl":
        return [_from_lines(path.name, data)]
    if kind in PLAIN:
        return [_from_csv(path.name, data, problems)]
    detect(data, limits)
    return list(_from_document(path, limits, problems))


def _bytes(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        shown = f"> {megabytes(limits.size)}"
        raise RefusedError("read.too_large", size=shown, limit=megabytes(limits.size))
    return data


def _is_workbook(data: bytes) -> bool:
    return data.startswith(_ZIP) and b"xl/workbook.xml" in data


def _from_workbook(
    name: str, data: bytes, limits: Limits, problems: list[Problem]
) -> Iterator[Grid]:
    sheets = list(read_sheets(data, limits))
    for sheet in sheets:
        grid = Grid(
            name,
            sheet.name if len(sheets) > 1 else "",
            sheet.rows,
            _spans((first, last, left) for first, last, left, _ in sheet.merged),
            {(top, left): right - left + 1 for top, _, left, right in sheet.merged},
        )
        if sheet.hidden and sheet.rows:
            problems.append(problem("import.hidden", grid.name))
        elif sheet.rows:
            yield grid


def _spans(areas: Iterable[tuple[int, int, int]]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return the areas of more than one row by column; one that lies over another is left out."""
    found: dict[int, list[tuple[int, int]]] = {}
    for first, last, column in sorted(areas):
        kept = found.setdefault(column, [])
        if last > first and (not kept or kept[-1][1] < first):
            kept.append((first, last))
    return {column: tuple(spans) for column, spans in found.items()}


def _from_csv(name: str, data: bytes, problems: list[Problem]) -> Grid:
    text = _decoded(name, data, problems)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows, broken = csv_rows(text, name, delimiter)
    if broken:
        raise RefusedError("read.damaged", why=f"CSV, line {broken[0].line}")
    grid = {row.line: {c: w for c, w in enumerate(row.cells, 1) if w.strip()} for row in rows}
    return Grid(name, "", grid)


def _decoded(name: str, data: bytes, problems: list[Problem]) -> str:
    """Decode UTF-8, else what Excel writes in Korea and China, which is told."""
    text, faults = decode(data, name, "csv")
    if text is not None:
        return text
    wide = _WIDE.get(data[:2], "")
    encoding = wide or _ENCODINGS.get(guess_encoding(data), "")
    if not encoding:
        raise RefusedError("read.damaged", why=faults[0].message("en") if faults else "?")
    try:
        text = data[2 if wide else 0 :].decode(encoding)
    except UnicodeDecodeError as failure:
        raise RefusedError("read.damaged", why=encoding) from failure
    problems.append(problem("import.encoding", name, 0, "", value=encoding.upper()))
    return text


def _from_lines(name: str, data: bytes) -> Grid:
    """Read JSON lines: the keys are the headings, row 0."""
    heads: dict[str, int] = {}
    rows: dict[int, Row] = {}
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
            cells = {heads.setdefault(k, len(heads) + 1): _plain(v) for k, v in found.items()}
        except (ValueError, RecursionError, AttributeError) as failure:
            raise RefusedError("read.damaged", why=f"JSON, line {number}") from failure
        rows[number] = {column: words for column, words in cells.items() if words.strip()}
    return Grid(name, "", {0: {column: head for head, column in heads.items()}, **rows})


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever stands in the file
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(_plain(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _from_document(path: Path, limits: Limits, problems: list[Problem]) -> Iterator[Grid]:
    from policyloom.reading.read import read_files  # noqa: PLC0415 - starts processes

    for document in read_files([path], limits, root=path.parent):
        problems += [p for p in document.problems if p.level == "error" or not document.text]
        for grid in document_grids(document):
            if document.format == "pdf" and _has_lines(grid):
                problems.append(problem("import.lines", grid.name))
                yield _unwrapped(grid)
            else:
                yield grid


def document_grids(document: ReadDocument) -> Iterator[Grid]:
    """Yield the tables of a document that was read, numbered as they come in it."""
    cells: dict[int, list[Passage]] = {}
    for passage in document.passages:
        if passage.kind == "cell":
            cells.setdefault(passage.table, []).append(passage)
    for number, own in cells.items():
        rows: dict[int, Row] = {}
        for cell in own:
            words = document.words(cell)
            if words.strip():
                rows.setdefault(cell.row, {})[cell.column] = words
        yield Grid(
            document.file,
            f"#{number}",
            dict(sorted(rows.items())),
            _spans((c.row, c.row + c.row_span - 1, c.column) for c in own),
            {(c.row, c.column): c.column_span for c in own if c.column_span > 1},
            number,
            max(c.column + c.column_span - 1 for c in own),
        )


def _has_lines(grid: Grid) -> bool:
    return any("\n" in words for row in grid.rows.values() for words in row.values())


def _unwrapped(grid: Grid) -> Grid:
    """Join the lines of cells, which a PDF breaks where its columns end and not where words do."""
    rows = {
        number: {column: _joined(words) for column, words in row.items()}
        for number, row in grid.rows.items()
    }
    return replace(grid, rows=rows)


def _joined(words: str) -> str:
    made = ""
    for line in words.split("\n"):
        if not made or _ITEM.match(line):
            made += f"\n{line}" if made else line
        elif made.endswith("-") or (_HAN.match(made[-1]) and _HAN.match(line)):
            made += line
        else:
            made += f" {line}"
    return made
