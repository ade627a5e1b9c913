"""What is wrong with the cells of a trade table, with file, line and cure."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from policyloom.core.problem import Problem, problem
from policyloom.tradefile.columns import Columns

MOST = 20
"""So many problems are listed; whoever has more has one cause."""

_GROUPED = re.compile(r"[+-]?\d{1,3}([,.' \u00a0]\d{3})+([.,]\d+)?")
_MONEY = re.compile(r"[\u20a0-\u20cf$¢£¤¥원元]|\b(USD|EUR|KRW|CNY|JPY)\b", re.IGNORECASE)
_WORLD = frozenset(
    {"wld", "world", "w00", "all", "total", "세계", "전세계", "世界", "合计", "总计"}
)

Row = tuple[int, Mapping[str, str]]
"""A line number and the cells by meaning."""


def row_problems(file: str, rows: Iterable[Row], columns: Columns) -> Iterator[Problem]:
    """Yield the problems of single cells, row by row."""
    for line, cells in rows:
        year = cells["year"].strip()
        if not re.fullmatch(r"\d{4}(\.0*)?", year):
            yield problem("trade.year", file, line, columns.names["year"], value=year)
        for meaning in columns.keys[1:]:
            if not cells[meaning].strip():
                yield problem("trade.no_code", file, line, columns.names[meaning])
        for meaning in columns.amounts:
            code = amount_fault(cells[meaning])
            if code:
                value = cells[meaning].strip()
                yield problem(code, file, line, columns.names[meaning], value=value)


def amount_fault(text: str) -> str:
    """Return the code of what is wrong with an amount, "" where nothing is."""
    text = text.strip()
    if not text:
        return "trade.empty"
    if _MONEY.search(text):
        return "trade.currency"
    try:
        number = float(text)
    except ValueError:
        return "trade.thousands" if _GROUPED.fullmatch(text) else "trade.no_number"
    if "_" in text or not math.isfinite(number):
        return "trade.no_number"
    return "trade.negative" if number < 0 else ""


def csv_lines(path: Path, separator: str, columns: Columns) -> Iterator[Row]:
    """Yield the rows of a CSV with the line where each begins; only where something is wrong.

    A row with too few or too many cells gives what it has.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=separator)
        head = next(reader, [])
        at = {meaning: head.index(name) for meaning, name in columns.names.items()}
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield begins, {m: cells[i] if i < len(cells) else "" for m, i in at.items()}
            begins = reader.line_num + 1


def ragged_lines(path: Path, separator: str) -> Iterator[tuple[int, int, int]]:
    """Yield line, cells found and cells expected of rows that are too short or too long."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=separator)
        expected = len(next(reader, []))
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells) and len(cells) != expected:
                yield begins, len(cells), expected
            begins = reader.line_num + 1


def code_problems(products: Collection[str], file: str, column: str) -> tuple[Problem | None, str]:
    """Return the problem of product codes of different lengths, and one code of the rarer kind.

    Only where at least half of the codes are digits: names may have any length. Two lengths mean
    two revisions or levels in one table (and then sums count twice), a total among the products,
    or leading zeros that were lost.
    """
    digits = [code for code in products if code.isascii() and code.isdigit()]
    if 2 * len(digits) < len(products) or not digits:
        return None, ""
    kinds = Counter(len(code) if code.isascii() and code.isdigit() else 0 for code in products)
    if len(kinds) < 2:
        return None, ""
    usual = kinds.most_common(1)[0][0]
    rare = sorted(c for c in products if (len(c) if c.isascii() and c.isdigit() else 0) != usual)
    lengths = ", ".join(str(n) if n else "·" for n in sorted(kinds))
    found = problem("trade.mixed_codes", file, 0, column, value=rare[0], known=lengths)
    return found, rare[0]


def world_name(countries: Iterable[str]) -> str:
    """Return the country that is not one but the sum of all, "" where there is none."""
    return next((c for c in sorted(countries) if c.strip().lower() in _WORLD), "")


def first_line(rows: Iterable[Row], wanted: Mapping[str, str]) -> int:
    """Return the first line whose cells are these, 0 where there is none."""
    for line, cells in rows:
        if all(cells[m].strip() == value for m, value in wanted.items()):
            return line
    return 0


def repeated_lines(
    rows: Iterable[tuple[str, Row]], keys: Sequence[str], wanted: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    """Yield file and line of a row whose keys stood before, that earlier place, and the keys."""
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    for file, (line, cells) in rows:
        key = tuple(cells[m].strip() for m in keys)
        if key not in wanted:
            continue
        if key in seen:
            name, earlier = seen[key]
            yield file, line, str(earlier) if name == file else f"{name}:{earlier}", key
        seen.setdefault(key, (file, line))
