"""Changing cells of a CSV table and nothing else: every other byte stays as it was.

The byte-order mark, line ends, quoting, spaces and blank lines that a person or Excel wrote are
kept. An edit says which content it was made for; a file that has changed since is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest
from policyloom.core.problem import Problem, problem
from policyloom.files.formats import BOM, TABLE_BYTES, csv_rows, decode, read_bytes

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_PLAIN = re.compile(r"[^,\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[,"\r\n]|^\s|\s$')


@dataclass(frozen=True)
class RowEdit:
    """New texts for cells of the row that begins on a line, by column name."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where a cell stands in the text, quotation marks included."""

    start: int
    end: int


def edit_file(
    folder: Path, name: str, expected: str, edits: Sequence[RowEdit]
) -> tuple[int, list[Problem]]:
    """Change cells of a table in the study folder; return how many changed, and problems.

    `expected` is the SHA-256 of the content that the edits were made for. With any problem the
    file is left as it is.
    """
    data, problems = read_bytes(folder, name, TABLE_BYTES)
    if data is None:
        return 0, problems
    if digest(data) != expected:
        return 0, [problem("edit.stale", name)]
    made, count, problems = edited(data, name, edits)
    if not problems and made != data:
        write_file(folder / name, made)
    return (0 if problems else count), problems


def edited(data: bytes, name: str, edits: Sequence[RowEdit]) -> tuple[bytes, int, list[Problem]]:
    """Return the content with the cells changed, and how many; unchanged where there is a problem.

    A row that does not exist, a column that is missing and a row of the wrong width are problems.
    """
    text, problems = decode(data, name, "csv")
    if text is None:
        return data, 0, problems
    problems = csv_rows(text, name)[1]
    if problems:
        return data, 0, problems
    rows = dict(cell_places(text))
    if not rows:
        return data, 0, [problem("csv.empty", name, 1)]
    header = next(iter(rows.values()))
    columns = {written_value(text, cell).strip(): at for at, cell in enumerate(header)}
    changes: dict[Place, str] = {}
    for edit in edits:
        row = rows.get(edit.line)
        for column, value in edit.cells.items():
            if row is None or column not in columns or len(row) != len(header):
                return data, 0, [problem("edit.no_cell", name, edit.line, column)]
            cell = row[columns[column]]
            if written_value(text, cell) != value:
                quoted = text.startswith('"', cell.start)
                changes[cell] = written_cell(value, quoted=quoted)
    mark = BOM if data.startswith(BOM) else b""
    return mark + _spliced(text, changes).encode("utf-8"), len(changes), []


def _spliced(text: str, changes: Mapping[Place, str]) -> str:
    parts, at = [], 0
    for cell in sorted(changes, key=lambda c: c.start):
        parts += [text[at : cell.start], changes[cell]]
        at = cell.end
    return "".join([*parts, text[at:]])


def cell_places(text: str) -> Iterator[tuple[int, list[Place]]]:
    """Yield each row with the line where it begins, as `csv_rows` counts and skips them."""
    at, line = 0, 1
    while at < len(text):
        begins = line
        cells: list[Place] = []
        while True:
            pattern = _QUOTED if text.startswith('"', at) else _PLAIN
            match = pattern.match(text, at)
            assert match is not None  # csv_rows has read the text before
            cells.append(Place(at, match.end()))
            line += len(_LINE_END.findall(match.group()))
            at = match.end()
            if not text.startswith(",", at):
                break
            at += 1
        end = _LINE_END.match(text, at)
        if end is not None:
            at, line = end.end(), line + 1
        if any(written_value(text, cell) for cell in cells):
            yield begins, cells
        elif end is None:
            return


def written_value(text: str, cell: Place) -> str:
    """Return what a cell says, without its quotation marks."""
    written = text[cell.start : cell.end]
    return written[1:-1].replace('""', '"') if written.startswith('"') else written


def written_cell(value: str, *, quoted: bool = False) -> str:
    """Return a value as it is written in a cell; `quoted` keeps the marks of one that had them."""
    if quoted or _NEEDS_QUOTES.search(value):
        return '"' + value.replace('"', '""') + '"'
    return value
