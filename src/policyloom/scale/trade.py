"""Trade tables beyond one machine: Spark sums the rows, this machine computes year by year.

What no machine holds are the rows of a bilateral table. What every indicator needs of them is
small: exports and imports by country and product, and totals by pair of countries. So Spark checks
and sums, and a year of sums (225 x 5,000) comes here, where the same kernels work on it as on a
table read here. Statements are those of the panel, in Spark's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from policyloom.core.problem import Problem, problem
from policyloom.methods.trade.amounts import Floats
from policyloom.model.settings import EngineSettings
from policyloom.store.bulk.engine import FileEngine
from policyloom.store.engine import Limits, Record, StatementError, literal
from policyloom.store.spark_files import SparkFiles
from policyloom.tradefile.columns import Columns, find_columns
from policyloom.tradefile.opening import Opened, check_opened, head_of
from policyloom.tradefile.panel import FaultyRowsError, Flows, Panel

if TYPE_CHECKING:
    from policyloom.store.bulk.engine import Tables

_FEW = 5
_PLAIN_NUMBER = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"


def open_on_spark(
    addresses: Sequence[str],
    told: Mapping[str, str],
    folder: Path,
    engine: EngineSettings,
    limits: Limits | None = None,
) -> tuple[Opened | None, list[Problem]]:
    """Open Parquet or CSV files that every worker can read; None with problems where not.

    Args:
        addresses: paths or addresses (hdfs://, s3a://); of one shape.
        told: columns by meaning, where their names do not say it.
        folder: where this machine may write.
        engine: master and settings.
        limits: threads and memory of the driver, where the settings do not say.

    Raises:
        ProblemsError: Spark cannot be used here.
    """
    here = [Path(a) for a in addresses if "://" not in a]
    missing = [problem("file.missing", f.as_posix()) for f in here if not f.exists()]
    if missing:
        return None, missing
    spark = SparkFiles(engine, limits)
    try:
        if _is_parquet(addresses[0]):
            spark.open_parquet("source", addresses)
        else:
            head = head_of(here[0]) if here else (",", [])
            if isinstance(head, Problem):
                return None, [head]
            spark.open_csv("source", addresses, head[0])
        found = [n for n in spark.columns("source") if n not in ("filename", "file_row_number")]
    except StatementError as failure:
        why = str(failure).partition("\n")[0]
        return None, [problem("trade.unreadable", addresses[0], why=why)]
    columns, problems = find_columns(found, told, addresses[0])
    if columns is None:
        return None, problems
    panel = SparkPanel(spark, addresses, columns, FileEngine([], folder))
    panel.open_typed()
    return check_opened(panel, "", [])


def _is_parquet(address: str) -> bool:
    path = Path(address)
    if "://" not in address and path.is_file():
        with path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    return not address.lower().split("?")[0].endswith((".csv", ".tsv", ".txt", ".gz"))


class SparkPanel(Panel):
    """A trade table on Spark, read year by year as sums."""

    def __init__(
        self, engine: SparkFiles, addresses: Sequence[str], columns: Columns, local: FileEngine
    ) -> None:
        super().__init__(local, [Path(a) for a in addresses], columns)
        self._spark, self._addresses = engine, tuple(addresses)
        self._counts: dict[int | None, int] = {}

    @property
    def rows_engine(self) -> Tables:
        """Return the engine that has the rows."""
        return self._spark

    def open_typed(self) -> None:
        """Make `flows` of `source`."""
        self._type(self._spark.columns("source"))

    def _amount(self, column: str) -> str:
        # Spark reads "1d" and "1f" as numbers, which no file means.
        text = f"trim(CAST({column} AS VARCHAR))"
        plain = f"regexp_matches({text}, {literal(_PLAIN_NUMBER)})"
        return f"CASE WHEN {plain} THEN TRY_CAST({text} AS DOUBLE) END"

    def years(self) -> list[int | None]:
        """Return the years; None where rows have none that can be read."""
        sql = "SELECT year, count(*) AS n FROM flows GROUP BY year"
        self._counts = {row["year"]: int(row["n"]) for row in self._spark.query(sql)}
        return list(self._counts)

    def count(self) -> int:
        """Return how many rows the table has."""
        return sum(self._counts.values())

    def number_codes(self) -> None:
        """Give countries and products their places, here and on Spark."""
        sides = ["country", *(["partner"] if self.columns.bilateral else [])]
        width = self._width
        self._place("countries", "country", sides, 0)
        self._place("products", "product", ["product"], width)

    def _place(self, table: str, name: str, columns: Sequence[str], width: int) -> None:
        raws = " UNION ".join(
            f"SELECT DISTINCT trim(CAST({c} AS VARCHAR)) AS raw FROM flows"  # noqa: S608
            for c in columns
        )
        found = [str(row["raw"]) for row in self._spark.query(raws) if row["raw"]]
        names = {raw: raw.rjust(width, "0") for raw in found}
        places = {text: place for place, text in enumerate(sorted(set(names.values())))}
        self._spark.keep_places(table, {raw: places[names[raw]] for raw in found})
        given = {"place": np.arange(len(places), dtype=np.int32),
                 "text": np.array(list(places), dtype=object)}  # fmt: skip
        picked = f"SELECT place, text AS {name} FROM given"  # noqa: S608 - a name of ours
        self.engine.keep_arrays(table, picked, given)

    def in_turn(self, years: Sequence[int]) -> Iterator[tuple[Flows, int]]:
        """Check the rows, have them summed once, and yield the sums of each year."""
        if self.bad_rows(1):
            raise FaultyRowsError
        keys = ", ".join(self.columns.keys)
        repeated = self._spark.query(
            f"SELECT {keys} FROM flows GROUP BY {keys} HAVING count(*) > 1 "  # noqa: S608
            f"ORDER BY {keys} LIMIT {_FEW}"
        )
        if repeated:
            raise FaultyRowsError(
                tuple(str(row[key]).strip() for key in self.columns.keys) for row in repeated
            )
        self._sum()
        yield from ((self._year(year), self._counts[year]) for year in years)

    def _sum(self) -> None:
        """Have Spark keep the sums, one row a year and country."""
        placed = ["f.year AS year", "c.place AS c", "p.place AS p", "f.exports AS exports"]
        joins = [_join("countries", "c", "country"), _join("products", "p", "product")]
        if self.columns.bilateral:
            placed.append("j.place AS j")
            joins.append(_join("countries", "j", "partner"))
        elif "imports" in self.columns.names:
            placed.append("f.imports AS imports")
        picked = f"SELECT {', '.join(placed)} FROM flows f {' '.join(joins)}"  # noqa: S608
        self._spark.view("placed", picked)
        if self.columns.bilateral:
            wanted = {"exports": ("c", "p"), "imports": ("j", "p"), "pairs": ("c", "j")}
            for table, (row, column) in wanted.items():
                self._spark.keep_lists(table, "placed", row, column, "exports")
            return
        for amount in self.columns.amounts:
            self._spark.keep_lists(amount, "placed", "c", "p", amount)

    def _year(self, year: int) -> Flows:
        size = len(self.countries), len(self.products)
        exports, cells = self._table("exports", year, size)
        if not self.columns.bilateral:
            imports = None
            if "imports" in self.columns.names:
                imports, _ = self._table("imports", year, size)
            return Flows(year, exports, imports, cells)
        imports, _ = self._table("imports", year, size)
        pairs, _ = self._table("pairs", year, (size[0], size[0]))
        cells = np.flatnonzero((exports > 0) | (imports > 0))
        return Flows(year, exports, imports, cells, pairs)

    def _table(
        self, name: str, year: int, shape: tuple[int, int]
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Return a year of sums as a table, and the places of its rows."""
        table, found = np.zeros(shape), []
        for row, columns, values in self._spark.lists(name, year):
            places = np.asarray(columns, dtype=np.int64) + row * shape[1]
            table.ravel()[places] = values
            found.append(places)
        return table, np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)

    def _source_rows(self, test: str, most: int) -> list[Record]:
        """Return rows as they stand, under the names of the files as they were given."""
        names = {_path(Path(a).resolve().as_uri()): a for a in self._addresses if "://" not in a}
        found = super()._source_rows(test, most)
        for record in found:
            path = _path(str(record["file"]))
            record["file"] = names.get(path, str(record["file"]))
        return found

    def close(self) -> None:
        """Let go of both engines' memory."""
        self._spark.close()
        super().close()


def _join(table: str, alias: str, column: str) -> str:
    return f"JOIN {table} {alias} ON trim(CAST(f.{column} AS VARCHAR)) = {alias}.raw"


def _path(address: str) -> str:
    return unquote(urlsplit(address).path)
