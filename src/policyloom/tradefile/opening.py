"""Opening a trade table: which files, which columns, which codes, and what is wrong with them."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from policyloom.core.problem import Problem, errors, problem
from policyloom.files.formats import guess_encoding
from policyloom.store.bulk.engine import FileEngine
from policyloom.store.engine import StatementError
from policyloom.tradefile.columns import Columns, find_columns
from policyloom.tradefile.faults import (
    MOST,
    Row,
    code_problems,
    csv_lines,
    first_line,
    ragged_lines,
    repeated_lines,
    row_problems,
    world_name,
)
from policyloom.tradefile.panel import MOST_CELLS, FaultyRowsError, Panel

_BLOCK = 1 << 20
_MIXED = {"unit": "trade.mixed_units", "revision": "trade.mixed_revisions"}


@dataclass(frozen=True)
class Opened:
    """A table ready to be read year by year; `separator` is "" for Parquet."""

    panel: Panel
    separator: str
    years: tuple[int, ...]
    problems: tuple[Problem, ...] = ()

    def faults(self, failure: FaultyRowsError) -> list[Problem]:
        """Return what is wrong with the rows of the table, at most `MOST`."""
        if failure.repeated:
            return list(islice(self._repeated(failure.repeated), MOST))
        return _row_faults(self.panel, self.separator)

    def _repeated(self, keys: Sequence[tuple[str, ...]]) -> Iterator[Problem]:
        names = self.panel.columns.keys
        if self.panel.restores_zeros:
            keys = [(*key[:-1], key[-1].lstrip("0")) for key in keys]
        rows = _rows_with(self.panel, self.separator, keys)
        found = False
        for file, line, earlier, key in repeated_lines(rows, names, frozenset(keys)):
            found = True
            value = ", ".join(key)
            yield problem("trade.duplicate", file, line, value=value, earlier=earlier)
        if not found:  # written in two ways, such as 2015 and 2015.0
            value = ", ".join(keys[0])
            file = _name(self.panel.files[-1])
            yield problem("trade.duplicate", file, value=value, earlier="?")


def open_table(
    files: Sequence[Path], told: Mapping[str, str], folder: Path
) -> tuple[Opened | None, list[Problem]]:
    """Open Parquet or CSV files of one shape; None with problems where they cannot be used."""
    missing = [problem("file.missing", _name(f)) for f in files if not f.is_file()]
    if missing:
        return None, missing
    kinds = {_is_parquet(f) for f in files}
    if len(kinds) > 1:
        return None, [problem("trade.mixed_files", _name(files[0]))]
    engine = FileEngine(files, folder)
    open_one = _open_parquet if kinds == {True} else _open_csv
    return check_opened(*open_one(engine, files, told))


def _open_parquet(
    engine: FileEngine, files: Sequence[Path], told: Mapping[str, str]
) -> tuple[Panel | None, str, list[Problem]]:
    try:
        engine.open_parquet("source", files)
    except StatementError as failure:
        return None, "", [problem("trade.unreadable", _name(files[0]), why=_words(failure))]
    found = [n for n in engine.columns("source") if n not in ("filename", "file_row_number")]
    columns, problems = find_columns(found, told, _name(files[0]))
    if columns is None:
        return None, "", problems
    panel = Panel(engine, files, columns)
    panel.open_parquet()
    return panel, "", []


def _open_csv(
    engine: FileEngine, files: Sequence[Path], told: Mapping[str, str]
) -> tuple[Panel | None, str, list[Problem]]:
    heads = [head_of(file) for file in files]
    for file, head in zip(files, heads, strict=True):
        if isinstance(head, Problem):
            return None, "", [head]
        if head != heads[0]:
            return None, "", [problem("trade.other_columns", _name(file), 1, value=_name(files[0]))]
    separator, names = heads[0]  # type: ignore[misc]
    columns, problems = find_columns(names, told, _name(files[0]))
    if columns is None:
        return None, separator, problems
    panel = Panel(engine, files, columns)
    try:
        panel.open_csv(separator)
    except StatementError as failure:
        return None, separator, _broken(files, separator, failure)
    return panel, separator, []


def head_of(file: Path) -> tuple[str, list[str]] | Problem:
    """Return the separator and the column names, or why the first line is of no use."""
    with file.open("rb") as stream:
        sample = stream.read(_BLOCK)
    if not sample.strip():
        return problem("csv.empty", _name(file), 1)
    lines = sample.removeprefix(codecs.BOM_UTF8).splitlines()
    try:
        first = lines[0].decode("utf-8")
    except UnicodeDecodeError:
        seems = guess_encoding(lines[0]) or "?"
        return problem("csv.encoding", _name(file), 1, seems=seems)
    separator = max(",;\t|", key=first.count)
    return separator, next(csv.reader([first], delimiter=separator), [])


def _broken(files: Sequence[Path], separator: str, failure: StatementError) -> list[Problem]:
    """Find what kept CSV files from being read: their encoding, or rows of another length."""
    for file in files:
        wrong = _encoding(file)
        if wrong is not None:
            return [wrong]
        ragged = [
            problem("trade.ragged", _name(file), line, found=found, expected=expected)
            for line, found, expected in islice(ragged_lines(file, separator), MOST)
        ]
        if ragged:
            return ragged
    return [problem("trade.unreadable", _name(files[0]), why=_words(failure))]


def _encoding(file: Path) -> Problem | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as failure:
                line += block.count(b"\n", 0, failure.start)
                seems = guess_encoding(block) or "?"
                return problem("csv.encoding", _name(file), line, seems=seems)
            line += block.count(b"\n")
    return None


def check_opened(
    panel: Panel | None, separator: str, problems: list[Problem]
) -> tuple[Opened | None, list[Problem]]:
    """Check years, codes and units, which need no pass over the amounts."""
    if panel is None:
        return None, problems
    years = panel.years()
    if not years:
        return None, [problem("trade.no_rows", _name(panel.files[0]))]
    if any(year is None or not 1000 <= year <= 2999 for year in years):
        return None, _row_faults(panel, separator)
    panel.number_codes()
    found = list(_code_faults(panel, separator))
    if errors(found):
        return None, found
    known = tuple(sorted(year for year in years if year is not None))
    return Opened(panel, separator, known, tuple(found)), []


def _code_faults(panel: Panel, separator: str) -> Iterator[Problem]:
    file, names = _name(panel.files[0]), panel.columns.names
    countries, products = len(panel.countries), len(panel.products)
    if countries * products > MOST_CELLS:
        size = f"{countries:,} × {products:,}"
        yield problem("trade.too_wide", file, value=size, limit=f"{MOST_CELLS:,}")
        return
    if not countries or not products:
        yield from _row_faults(panel, separator)
        return
    if panel.restores_zeros:
        lengths = ", ".join(map(str, panel.product_lengths))
        yield problem("trade.padded", file, 0, names["product"], known=lengths)
    elif (mixed := code_problems(panel.products, file, names["product"]))[0] is not None:
        yield _placed(mixed[0], panel, separator, "product", mixed[1])
    if world := world_name(panel.countries):
        made = problem("trade.world", file, 0, names["country"], value=world)
        yield _placed(made, panel, separator, "country", world)
    if countries == 1:
        yield problem("trade.one_country", file, 0, names["country"], value=panel.countries[0])
    for meaning, code in _MIXED.items():
        if meaning in names and len(values := panel.distinct(meaning)) > 1:
            listed = ", ".join(values[:5])
            made = problem(code, file, 0, names[meaning], known=listed)
            yield _first_other(made, panel, separator, meaning)


def _placed(made: Problem, panel: Panel, separator: str, meaning: str, value: str) -> Problem:
    """Return the problem at the first line with this value."""
    for file, rows in _all_rows(panel, separator, {meaning: value}):
        if line := first_line(rows, {meaning: value}):
            return Problem(file, line, made.column, made.code, made.words)
    return made


def _first_other(made: Problem, panel: Panel, separator: str, meaning: str) -> Problem:
    """Return the problem at the first line whose value differs from the first line's."""
    first = None
    for file, rows in _all_rows(panel, separator, {}):
        for line, cells in rows:
            value = cells[meaning].strip()
            first = value if first is None else first
            if value != first:
                return Problem(file, line, made.column, made.code, made.words)
    return made


def _row_faults(panel: Panel, separator: str) -> list[Problem]:
    found: list[Problem] = []
    if separator:
        for file in panel.files:
            rows = csv_lines(file, separator, panel.columns)
            found += islice(row_problems(_name(file), rows, panel.columns), MOST - len(found))
    else:
        for record in panel.bad_rows(MOST):
            row = (int(record["line"]), _texts(record, panel.columns))
            found += row_problems(str(record["file"]), [row], panel.columns)
    why = "?"
    return found[:MOST] or [problem("trade.unreadable", _name(panel.files[0]), why=why)]


def _rows_with(
    panel: Panel, separator: str, keys: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, Row]]:
    """Yield the rows that may have one of the keys, with their files."""
    if separator:
        for file in panel.files:
            for row in csv_lines(file, separator, panel.columns):
                yield _name(file), row
        return
    for record in panel.rows_with(keys, 1000):
        yield str(record["file"]), (int(record["line"]), _texts(record, panel.columns))


def _all_rows(
    panel: Panel, separator: str, wanted: Mapping[str, str]
) -> Iterator[tuple[str, Iterator[Row]]]:
    if separator:
        for file in panel.files:
            yield _name(file), csv_lines(file, separator, panel.columns)
        return
    for record in panel.rows_like(wanted):
        yield str(record["file"]), iter([(int(record["line"]), _texts(record, panel.columns))])


def _texts(record: Mapping[str, object], columns: Columns) -> dict[str, str]:
    return {m: "" if record[m] is None else str(record[m]) for m in columns.names}


def _is_parquet(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"PAR1"


def _name(file: Path) -> str:
    return file.as_posix()


def _words(failure: StatementError) -> str:
    return str(failure).partition("\n")[0]
