"""From trade tables in files to one dense table of exports a year, every row accounted for.

Statements are in the DuckDB dialect over the tables `source` (as the files have it) and `flows`
(typed). One year is in memory at a time. Nothing is scanned only to be checked: rows that cannot
be read are missed when a year's rows are counted, and then they are looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.trade.amounts import Floats
from policyloom.store.bulk.engine import FileEngine, Tables
from policyloom.store.engine import Record, quoted
from policyloom.tradefile.columns import Columns

MOST_CELLS = 20_000_000
"""Countries times products of the largest table that is taken into memory a year."""

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_CODES = "INTEGER"


@dataclass(frozen=True)
class Flows:
    """One year: `exports` and `imports` (None where unknown), countries x products.

    `cells` are the flat places of the rows that the table has, and `pairs` the bilateral totals,
    exporters x importers, where flows are by partner. `rows` are exporter, importer, product and
    amount of each bilateral row.
    """

    year: int
    exports: Floats
    imports: Floats | None
    cells: NDArray[np.int64]
    pairs: Floats | None = None
    rows: tuple[NDArray[Any], ...] = ()


class FaultyRowsError(Exception):
    """Rows of a year that cannot be used; `repeated` are keys that occur more than once."""

    def __init__(self, repeated: Iterable[tuple[str, ...]] = ()) -> None:
        super().__init__("rows that cannot be used")
        self.repeated = tuple(repeated)


class Panel:
    """A trade table opened for reading year by year."""

    def __init__(self, engine: FileEngine, files: Sequence[Path], columns: Columns) -> None:
        self.engine, self.files, self.columns = engine, files, columns
        self._typed: dict[str, str] = {}

    @property
    def rows_engine(self) -> Tables:
        """Return the engine that has the rows; `engine` has the names and writes."""
        return self.engine

    def close(self) -> None:
        """Let go of memory and files."""
        self.engine.close()

    def open_parquet(self) -> None:
        """Open Parquet files; staged by year where their columns are text."""
        self.engine.open_parquet("source", self.files)
        kinds = self.engine.columns("source")
        self._type(kinds)
        texts = [kinds[self.columns.names[m]] for m in ("year", *self.columns.amounts)]
        if "VARCHAR" in texts:
            self._stage()

    def open_csv(self, separator: str) -> None:
        """Open CSV files and stage them by year as typed columns in the working folder."""
        self.engine.open_csv("source", self.files, separator)
        self._type(self.engine.columns("source"))
        self._stage()

    def _type(self, kinds: dict[str, str]) -> None:
        """Make `flows`: years as numbers, amounts as doubles, codes as they are; NULL if not so."""
        for meaning, name in self.columns.names.items():
            kind, column = kinds[name], quoted(name)
            if meaning in self.columns.amounts and kind == "VARCHAR":
                column = self._amount(column)
            elif meaning in self.columns.amounts and kind != "DOUBLE":
                column = f"TRY_CAST({column} AS DOUBLE)"
            elif meaning == "year" and kind not in _WHOLE:
                column = f"TRY_CAST(trim(CAST({column} AS VARCHAR)) AS DOUBLE)"
                column = (
                    f"CASE WHEN {column} = floor({column}) THEN TRY_CAST({column} AS INTEGER) END"
                )
            elif kind == "VARCHAR":
                column = f"NULLIF({column}, '')"
            self._typed[meaning] = column
        picked = [f"{column} AS {quoted(meaning)}" for meaning, column in self._typed.items()]
        self.rows_engine.view("flows", f"SELECT {', '.join(picked)} FROM source")  # noqa: S608

    def _amount(self, column: str) -> str:
        """Return the words that read a text as a number."""
        return f"TRY_CAST(trim({column}) AS DOUBLE)"

    def _stage(self) -> None:
        staged = self.engine.folder / "staged"
        statement = f"SELECT {', '.join(map(quoted, self.columns.names))} FROM flows"  # noqa: S608
        options = "FORMAT parquet, PARTITION_BY (year), WRITE_PARTITION_COLUMNS true"
        self.engine.write(statement, staged, {}, options)
        parts = sorted(staged.glob("*/*.parquet"))
        if not parts:
            self.engine.keep("staged", f"{statement} LIMIT 0")
        else:
            self.engine.open_parquet("staged", parts)
        self.engine.view("flows", "SELECT * FROM staged")

    def number_codes(self) -> None:
        """Give countries and products their places, in the order of their names."""
        raw = "SELECT DISTINCT country AS raw FROM flows"
        if self.columns.bilateral:
            raw += " UNION SELECT DISTINCT partner FROM flows"
        self.engine.keep("countries", _numbered(raw, "country"), ("country",))
        raw = "SELECT DISTINCT product AS raw FROM flows"
        text = "trim(CAST(raw AS VARCHAR))"
        if self.product_is_number:
            text = f"lpad({text}, {self._width}, '0')"
        self.engine.keep("products", _numbered(raw, "product", text), ("product",))

    @cached_property
    def product_is_number(self) -> bool:
        """Tell whether product codes came as numbers, which have no leading zeros."""
        return self.rows_engine.columns("flows")["product"] in _WHOLE

    @cached_property
    def product_lengths(self) -> tuple[int, ...]:
        """Return the lengths of product codes as they came."""
        sql = "SELECT DISTINCT length(CAST(product AS VARCHAR)) AS n FROM flows"
        rows = self.rows_engine.query(f"{sql} WHERE product IS NOT NULL ORDER BY n")
        return tuple(int(row["n"]) for row in rows)

    @property
    def restores_zeros(self) -> bool:
        """Tell whether product numbers lack exactly the one leading zero of HS chapters 1 to 9."""
        lengths = self.product_lengths
        pair = len(lengths) == 2 and lengths[0] == lengths[1] - 1 and lengths[1] % 2 == 0
        return self.product_is_number and pair

    @property
    def _width(self) -> int:
        return max(self.product_lengths, default=0) if self.restores_zeros else 0

    def count(self) -> int:
        """Return how many rows the table has."""
        return int(self.rows_engine.query("SELECT count(*) AS n FROM flows")[0]["n"])

    def distinct(self, meaning: str) -> list[str]:
        """Return the values of a column, as texts."""
        column = quoted(meaning)
        sql = f"SELECT DISTINCT trim(CAST({column} AS VARCHAR)) AS v FROM flows"  # noqa: S608
        return [str(row["v"]) for row in self.rows_engine.query(f"{sql} WHERE v <> '' ORDER BY v")]

    def years(self) -> list[int | None]:
        """Return the years; None where rows have none that can be read."""
        return [row["year"] for row in self.engine.query(
            "SELECT DISTINCT year FROM flows ORDER BY year"
        )]  # fmt: skip

    @cached_property
    def countries(self) -> list[str]:
        """Return the countries in their places."""
        return self._names("countries", "country")

    @cached_property
    def products(self) -> list[str]:
        """Return the products in their places."""
        return self._names("products", "product")

    def _names(self, table: str, column: str) -> list[str]:
        sql = f"SELECT DISTINCT place, CAST({column} AS VARCHAR) AS name FROM {table}"  # noqa: S608
        return [str(row["name"]) for row in self.engine.query(f"{sql} ORDER BY place")]

    def in_turn(self, years: Sequence[int]) -> Iterator[tuple[Flows, int]]:
        """Yield years as `flows` does, each read while the one before is worked on.

        Where flows are by partner a year is large, so only one is in memory.
        """
        if self.columns.bilateral:
            yield from map(self.flows, years)
            return
        with ThreadPoolExecutor(1) as pool:
            following = [pool.submit(self.flows, year) for year in years[:1]]
            for year in [*years[1:], None]:
                found = following.pop().result()
                if year is not None:
                    following.append(pool.submit(self.flows, year))
                yield found

    def flows(self, year: int) -> tuple[Flows, int]:
        """Return a year and how many rows it was made of; FaultyRowsError where some are bad."""
        found = self._rows(year)
        for meaning in self.columns.amounts:
            values = found[meaning]
            if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
                raise FaultyRowsError
            if len(values) and not (values.min() >= 0 and values.max() < np.inf):
                raise FaultyRowsError
        make = self._bilateral if self.columns.bilateral else self._single
        return make(year, {name: np.asarray(values) for name, values in found.items()})

    def _rows(self, year: int) -> dict[str, NDArray[Any]]:
        picked = ["c.place AS c", "p.place AS p", *(f"f.{m}" for m in self.columns.amounts)]
        joins = "JOIN countries c ON f.country = c.raw JOIN products p ON f.product = p.raw"
        if self.columns.bilateral:
            picked.append("j.place AS j")
            joins += " JOIN countries j ON f.partner = j.raw"
        sql = f"SELECT {', '.join(picked)} FROM flows f {joins} WHERE f.year = {year:d}"  # noqa: S608
        return self.engine.arrays(sql)

    def _single(self, year: int, rows: dict[str, NDArray[Any]]) -> tuple[Flows, int]:
        shape = (len(self.countries), len(self.products))
        cells = rows["c"].astype(np.int64) * shape[1] + rows["p"]
        seen = np.zeros(shape[0] * shape[1], dtype=bool)
        seen[cells] = True
        if np.count_nonzero(seen) != len(cells):
            raise FaultyRowsError(self._repeated(year, cells, shape[1:]))
        tables = {}
        for meaning in self.columns.amounts:
            tables[meaning] = np.zeros(shape)
            tables[meaning].ravel()[cells] = rows[meaning]
        made = Flows(year, tables["exports"], tables.get("imports"), cells)
        return made, len(cells)

    def _bilateral(self, year: int, rows: dict[str, NDArray[Any]]) -> tuple[Flows, int]:
        """Sum exports over partners, imports over exporters, and pairs over products."""
        n, width = len(self.countries), len(self.products)
        c, j, p, value = rows["c"], rows["j"], rows["p"], rows["exports"]
        keys = (c.astype(np.int64) * n + j) * width + p
        if len(keys) > 1 and not (np.diff(keys) > 0).all():
            ordered = np.sort(keys)
            if (ordered[1:] == ordered[:-1]).any():
                raise FaultyRowsError(self._repeated(year, keys, (n, width)))
        # Out of the key, so that one array of wide numbers serves all three sums.
        pairs = _sums(keys // width, value, n * n).reshape(n, n)
        keys -= (c.astype(np.int64) * n + j - c) * width
        exports = _sums(keys, value, n * width).reshape(n, width)
        keys += (j.astype(np.int64) - c) * width
        imports = _sums(keys, value, n * width).reshape(n, width)
        cells = np.flatnonzero((exports > 0) | (imports > 0))
        return Flows(year, exports, imports, cells, pairs, (c, j, p, value)), len(value)

    def _repeated(
        self, year: int, keys: NDArray[np.int64], sizes: tuple[int, ...]
    ) -> Iterator[tuple[str, ...]]:
        """Yield the first keys that occur more than once, as texts in the order of the columns."""
        values, counts = np.unique(keys, return_counts=True)
        names = [self.countries, *([self.countries] if len(sizes) > 1 else []), self.products]
        shape = (len(self.countries), *sizes)
        for key in values[counts > 1][:5]:
            at = np.unravel_index(int(key), shape)
            yield (str(year), *(n[int(i)] for n, i in zip(names, at, strict=True)))

    def bad_rows(self, most: int) -> list[Record]:
        """Return rows of Parquet files that cannot be used, as they stand, with file and row."""
        tests = [f"NOT coalesce({_filled(m)}, false)" for m in self.columns.keys]
        tests.append("year NOT BETWEEN 1000 AND 2999")
        bad = "{0} IS NULL OR {0} < 0 OR {0} >= 'inf'::DOUBLE"
        tests += [bad.format(meaning) for meaning in self.columns.amounts]
        return self._source_rows(" OR ".join(tests), most)

    def rows_with(self, wanted: Sequence[tuple[str, ...]], most: int) -> list[Record]:
        """Return the rows of Parquet files that have one of these keys."""
        tests = []
        for key in wanted:
            pairs = zip(self.columns.keys, key, strict=True)
            tests.append(" AND ".join(f"{_as_text(m)} = {_literal(v)}" for m, v in pairs))
        return self._source_rows(" OR ".join(f"({t})" for t in tests), most)

    def rows_like(self, wanted: Mapping[str, str]) -> list[Record]:
        """Return a few rows of Parquet files: those with a value, or where units change."""
        if wanted:
            tests = [f"{_as_text(m)} = {_literal(v)}" for m, v in wanted.items()]
            return self._source_rows(" AND ".join(tests), 1)
        found: list[Record] = []
        for meaning in ("unit", "revision"):
            if meaning in self.columns.names:
                for value in self.distinct(meaning):
                    test = f"{_as_text(meaning)} = {_literal(value)}"
                    found += self._source_rows(test, 1)
        return sorted(found, key=lambda record: (record["file"], record["line"]))

    def _source_rows(self, test: str, most: int) -> list[Record]:
        names = self.columns.names
        raw = [f"CAST({quoted(n)} AS VARCHAR) AS {quoted('raw ' + m)}" for m, n in names.items()]
        typed = [f"{column} AS {quoted(meaning)}" for meaning, column in self._typed.items()]
        inner = f"SELECT filename, file_row_number, {', '.join(raw + typed)} FROM source"  # noqa: S608
        cells = ", ".join(f"{quoted('raw ' + m)} AS {quoted(m)}" for m in names)
        return self.rows_engine.query(
            f"SELECT filename AS file, file_row_number + 1 AS line, {cells} "  # noqa: S608
            f"FROM ({inner}) WHERE {test} ORDER BY file, line LIMIT {most:d}"
        )


def _numbered(raw: str, name: str, text: str = "trim(CAST(raw AS VARCHAR))") -> str:
    return (
        f"SELECT CAST(dense_rank() OVER (ORDER BY {text}) - 1 AS {_CODES}) AS place, raw, "  # noqa: S608
        f"{text} AS {name} FROM ({raw}) WHERE {_filled('raw')}"
    )


def _sums(keys: NDArray[np.int64], values: Floats, size: int) -> Floats:
    """Return the sum of the values of each key."""
    return np.bincount(keys, values, size).astype(np.float64, copy=False)


def _filled(meaning: str) -> str:
    return f"{_as_text(meaning)} <> ''"


def _as_text(meaning: str) -> str:
    return f"trim(CAST({quoted(meaning)} AS VARCHAR))"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
