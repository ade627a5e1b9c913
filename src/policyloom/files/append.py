"""Adding rows to a CSV table, and taking added rows out again; every other byte stays.

As with edits, the caller says which content it has read; a file that has changed since is left
alone. Columns of the dictionary that the file does not have yet are added at the end of its rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest
from policyloom.core.problem import Problem, problem
from policyloom.files.edit import cell_places, written_value
from policyloom.files.formats import BOM, TABLE_BYTES, csv_rows, decode, read_bytes, write_csv
from policyloom.model.tables import TableSpec


def append_rows(
    folder: Path, spec: TableSpec, expected: str, rows: Sequence[Mapping[str, str]]
) -> list[Problem]:
    """Add rows at the end of a table's file; make the file where the folder has none.

    `expected` is the SHA-256 of the content that was read, "" where there was no file. With any
    problem the file is left as it is.
    """
    if not expected and not (folder / spec.file).exists():
        write_file(folder / spec.file, _whole(spec, rows))
        return []
    text, data, problems = _read(folder, spec.file, expected)
    if problems:
        return problems
    made = with_rows(text, spec, rows)
    if made is None:
        return [problem("csv.empty", spec.file, 1)]
    _write(folder / spec.file, data, made)
    return []


def remove_row(
    folder: Path, spec: TableSpec, expected: str, cells: Mapping[str, str]
) -> tuple[bool, list[Problem]]:
    """Take out the row that has exactly these cells and no others; tell whether it was there."""
    text, data, problems = _read(folder, spec.file, expected)
    if problems:
        return False, problems
    rows = [places for _, places in cell_places(text)]
    header = [written_value(text, place) for place in rows[0]] if rows else []
    for number, places in enumerate(rows[1:], 1):
        found = dict(zip(header, (written_value(text, p) for p in places), strict=False))
        if {k: v for k, v in found.items() if v} == {k: v for k, v in cells.items() if v}:
            end = rows[number + 1][0].start if number + 1 < len(rows) else len(text)
            _write(folder / spec.file, data, text[: places[0].start] + text[end:])
            return True, []
    return False, []


def with_rows(text: str, spec: TableSpec, rows: Sequence[Mapping[str, str]]) -> str | None:
    """Return a table's text with rows added; None where it has not even a header."""
    if next(cell_places(text), None) is None:
        return None
    text = with_columns(text, spec, {name for row in rows for name, cell in row.items() if cell})
    header = [written_value(text, place).strip() for place in next(cell_places(text))[1]]
    line_end = "\r\n" if "\r\n" in text else "\n"
    body = text if text.endswith(("\n", "\r")) else text + line_end
    added = ([row.get(name, "") for name in header] for row in rows)
    return body + "".join(_line(cells, line_end) for cells in added)


def with_columns(text: str, spec: TableSpec, names: Collection[str]) -> str:
    """Return a table's text with those of the columns added that it does not have yet."""
    _, places = next(cell_places(text))
    header = [written_value(text, place).strip() for place in places]
    missing = [n for n in spec.column_names if n in names and n not in header]
    return _widened(text, missing) if missing else text


def put(folder: Path, name: str, expected: str, made: bytes) -> list[Problem]:
    """Write the whole content of a table that was made from what was read.

    `expected` is as for `append_rows`. With any problem the file is left as it is.
    """
    path = folder / name
    if len(made) > TABLE_BYTES:
        size, limit = (f"{n / 1_000_000:,.1f} MB" for n in (len(made), TABLE_BYTES))
        return [problem("file.too_large", name, size=size, limit=limit)]
    try:
        if (digest(path.read_bytes()) if path.exists() else "") != expected:
            return [problem("edit.stale", name)]
        write_file(path, made)
    except OSError as failure:
        return [problem("file.unreadable", name, why=failure.strerror or type(failure).__name__)]
    return []


def _widened(text: str, names: Sequence[str]) -> str:
    """Add columns: their names behind the header, an empty cell for each behind every row."""
    pieces: list[str] = []
    at = 0
    for number, (_, places) in enumerate(cell_places(text)):
        end = places[-1].end
        pieces += [text[at:end], "," + (",".join(names) if number == 0 else "," * (len(names) - 1))]
        at = end
    return "".join([*pieces, text[at:]])


def _line(cells: Sequence[str], line_end: str) -> str:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerow(cells)
    return made.getvalue().removesuffix("\r\n") + line_end


def _whole(spec: TableSpec, rows: Sequence[Mapping[str, str]]) -> bytes:
    names = list(spec.column_names)
    return write_csv([names, *([row.get(name, "") for name in names] for row in rows)])


def _read(folder: Path, name: str, expected: str) -> tuple[str, bytes, list[Problem]]:
    data, problems = read_bytes(folder, name, TABLE_BYTES)
    if data is None:
        return "", b"", problems
    if digest(data) != expected:
        return "", data, [problem("edit.stale", name)]
    text, problems = decode(data, name, "csv")
    if text is None:
        return "", data, problems
    return text, data, csv_rows(text, name)[1]


def _write(path: Path, before: bytes, text: str) -> None:
    mark = BOM if before.startswith(BOM) else b""
    write_file(path, mark + text.encode("utf-8"))
