"""Reading the bytes, texts and CSV tables of a study folder, within limits and with line numbers.

Nothing here raises for what an author or a hostile file does: every function returns what it could
read and a list of problems.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from policyloom.core.problem import Problem, problem

BOM = b"\xef\xbb\xbf"
TABLE_BYTES = 50_000_000
TEXT_BYTES = 5_000_000
YAML_BYTES = 1_000_000
MOST_PROBLEMS = 1_000
"""Problems of one file after which its reading stops: a wrong file need not be listed in full."""
TABLE_ROWS = 1_000_000
CELL_LENGTH = 100_000

_WIDE_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_HANGUL = re.compile("[가-힣]")
_HAN = re.compile("[\u3400-\u9fff]")
_NO_NAME = re.compile(r'[\x00-\x1f:*?"<>|]')


@dataclass(frozen=True)
class CsvRow:
    """One record of a CSV file: its cells as written, and the line where it begins."""

    line: int
    cells: list[str]


def inside(folder: Path, name: str) -> Path | None:
    """Return the path that a name written in a study means, or None where it leaves the folder.

    Names use forward slashes. Absolute paths, drive letters, network shares, "..", and links that
    lead out of the folder are all refused, on every operating system alike.
    """
    parts = PurePosixPath(name).parts
    if not parts or "\\" in name or _NO_NAME.search(name) or ".." in parts or name[0] in "/~":
        return None
    path = folder.joinpath(*parts)
    try:
        real = path.resolve()
        home = folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return path if real.is_relative_to(home) else None


def read_bytes(folder: Path, name: str, limit: int) -> tuple[bytes | None, list[Problem]]:
    """Read a file of the study folder; one larger than `limit` is refused without being read."""
    path = inside(folder, name)
    if path is None:
        return None, [problem("path.outside", name, value=name)]
    try:
        if not path.is_file():
            return None, [problem("file.missing", name)]
        size = path.stat().st_size
        if size > limit:
            return None, [problem("file.too_large", name, size=_mb(size), limit=_mb(limit))]
        with path.open("rb") as stream:
            return stream.read(limit), []
    except OSError as failure:
        return None, [problem("file.unreadable", name, why=failure.strerror or "?")]


def decode(data: bytes, name: str, kind: str = "text") -> tuple[str | None, list[Problem]]:
    """Decode UTF-8 with or without BOM; `kind` ("csv" or "text") picks the advice given.

    Bytes of another encoding are a problem at the line of the first undecodable byte, naming the
    encoding that they seem to be in; they are never decoded by guess.
    """
    seems = _WIDE_BOMS.get(data[:2])
    if seems:
        return None, [problem(f"{kind}.encoding", name, 1, seems=seems)]
    body = data.removeprefix(BOM)
    nul = body.find(b"\0")
    if nul >= 0:
        return None, [_binary(body, nul, name, kind)]
    try:
        return body.decode("utf-8"), []
    except UnicodeDecodeError as failure:
        seems = guess_encoding(body)
        if not seems:
            return None, [_binary(body, failure.start, name, kind)]
        line = line_of(body, failure.start)
        return None, [problem(f"{kind}.encoding", name, line, seems=seems)]


def guess_encoding(data: bytes) -> str:
    """Name the East Asian encoding that bytes seem to be in, or "" where none fits.

    CP949 where nearly all letters come out as Hangul, GB18030 where they come out as Han; Chinese
    read as CP949 is a mixture of both, so the share of Hangul tells them apart.
    """
    korean = _try_decode(data, "cp949")
    if korean is not None:
        hangul, han = len(_HANGUL.findall(korean)), len(_HAN.findall(korean))
        if hangul and hangul >= 0.8 * (hangul + han):
            return "CP949 (EUC-KR)"
    chinese = _try_decode(data, "gb18030")
    if chinese is not None and _HAN.search(chinese):
        return "GB18030 (GBK)"
    return "CP949 (EUC-KR)" if korean is not None and _HANGUL.search(korean) else ""


def line_of(data: bytes, offset: int) -> int:
    """Return the line, counted from 1, on which a byte stands."""
    return data.count(b"\n", 0, offset) + 1


def csv_rows(text: str, name: str, delimiter: str = ",") -> tuple[list[CsvRow], list[Problem]]:
    """Split a CSV text into rows with the line where each begins; blank lines are skipped.

    Quoted newlines, CRLF and CR are understood. A quote out of place ends the reading, with a
    problem at the row it is in, and the rows before it are returned.
    """
    rows: list[CsvRow] = []
    limit = csv.field_size_limit(CELL_LENGTH)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cells):
                rows.append(CsvRow(begins, cells))
            begins = reader.line_num + 1
            if len(rows) > TABLE_ROWS:
                return rows, [problem("csv.too_many_rows", name, begins, limit=f"{TABLE_ROWS:,}")]
    except csv.Error as failure:
        code = "csv.too_long" if "limit" in str(failure) else "csv.broken"
        return rows, [problem(code, name, begins, limit=f"{CELL_LENGTH:,}")]
    finally:
        csv.field_size_limit(limit)
    return rows, []


def read_csv(folder: Path, name: str) -> tuple[bytes | None, list[CsvRow] | None, list[Problem]]:
    """Read a CSV file of the study: its bytes, its rows with lines (None if unread), problems."""
    data, problems = read_bytes(folder, name, TABLE_BYTES)
    return (None, None, problems) if data is None else (data, *csv_content(data, name))


def csv_content(data: bytes, name: str) -> tuple[list[CsvRow] | None, list[Problem]]:
    """Return the rows of a CSV file's bytes with their lines (None if unread), and problems."""
    text, problems = decode(data, name, "csv")
    if text is None:
        return None, problems
    rows, problems = csv_rows(text, name)
    return None if problems else rows, problems


def write_csv(rows: Iterable[list[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with BOM, so that Excel shows Korean and Chinese right."""
    return BOM + "".join(map(_csv_line, rows)).encode("utf-8")


def _csv_line(cells: list[str]) -> str:
    """Write one row; the writer quotes a lone carriage return only where it ends its lines so."""
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerow(cells)
    return made.getvalue().removesuffix("\r\n") + "\n"


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _binary(data: bytes, offset: int, name: str, kind: str) -> Problem:
    return problem(f"{kind}.binary", name, line_of(data, offset), byte=f"{data[offset]:02X}")


def _mb(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
