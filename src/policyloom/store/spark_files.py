"""Files as tables on Spark: the counterpart of `store/bulk/engine.py` for what no machine holds.

Statements are ours, in the DuckDB dialect, over files that a user names on the command line; only
the names of columns come from outside, and they are quoted. A user's own statements go through
`store/spark.py`, which lets only listed functions through.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from policyloom.model.settings import EngineSettings
from policyloom.store.engine import Limits, Record, StatementError
from policyloom.store.spark import java_error, open_session, told

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_KINDS = {"string": "VARCHAR", "int": "INTEGER"}


class SparkFiles:
    """Files that every worker can read as tables of one session."""

    def __init__(self, settings: EngineSettings, limits: Limits | None = None) -> None:
        self._session = open_session(settings, limits or Limits())
        self._kept: list[DataFrame] = []

    def open_parquet(self, name: str, addresses: Sequence[str]) -> None:
        """Make Parquet files of one shape a table, with `filename` and `file_row_number`."""
        with _failing(name):
            frame = self._session.read.option("mergeSchema", "true").parquet(*addresses)
            self._with_places(frame, "_metadata.row_index").createOrReplaceTempView(name)

    def open_csv(self, name: str, addresses: Sequence[str], separator: str) -> None:
        """Make CSV files a table whose columns are all text; rows have no number (-1)."""
        with _failing(name):
            reader = self._session.read.option("header", "true").option("sep", separator)
            # Cells of another length than the first line's are a fault, and none is passed over.
            reader = reader.option("escape", '"').option("mode", "FAILFAST")
            frame = reader.option("enforceSchema", "false").csv(list(addresses))
            self._with_places(frame, "-1").createOrReplaceTempView(name)

    def _with_places(self, frame: DataFrame, row: str) -> DataFrame:
        return frame.selectExpr(
            "*", "_metadata.file_path AS filename", f"CAST({row} AS BIGINT) AS file_row_number"
        )

    def view(self, name: str, sql: str) -> None:
        """Give a SELECT a name."""
        self._frame(sql).createOrReplaceTempView(name)

    def columns(self, name: str) -> dict[str, str]:
        """Return the columns of a table and their types, as DuckDB calls them."""
        with _failing(name):
            fields = self._session.table(name).dtypes
        return {column: _KINDS.get(kind, kind.upper()) for column, kind in fields}

    def query(self, sql: str) -> list[Record]:
        """Return the rows of a SELECT; for small answers. StatementError where it fails."""
        with _failing(sql):
            return [row.asDict() for row in self._frame(sql).collect()]

    def keep_places(self, name: str, places: Mapping[str, int]) -> None:
        """Make a table of texts (`raw`) and their places, small enough for every worker."""
        from pyspark.sql.functions import broadcast  # noqa: PLC0415 - an extra, slow to load

        with _failing(name):
            rows = list(places.items())
            frame = self._session.createDataFrame(rows, "raw STRING, place INT")
            broadcast(frame).createOrReplaceTempView(name)

    def keep_lists(self, name: str, table: str, row: str, column: str, amount: str) -> None:
        """Sum an amount by year, row and column; keep one list of columns and sums a row."""
        sums = (
            f"SELECT year, {row} AS r, {column} AS k, sum({amount}) AS v FROM {table} "  # noqa: S608
            f"GROUP BY year, {row}, {column}"
        )
        lists = (
            "SELECT year, r, collect_list(k) AS ks, collect_list(v) AS vs "  # noqa: S608
            f"FROM ({sums}) GROUP BY year, r"
        )
        with _failing(lists):
            frame = self._session.sql(lists).persist()
            self._kept.append(frame)
            frame.createOrReplaceTempView(f"{name}_lists")

    def lists(self, name: str, year: int) -> Iterator[tuple[int, list[int], list[float]]]:
        """Yield row, columns and sums of what `keep_lists` keeps, one year of it."""
        sql = f"SELECT r, ks, vs FROM {name}_lists WHERE year = {year:d}"  # noqa: S608
        with _failing(sql):
            for row in self._session.sql(sql).collect():
                yield row["r"], row["ks"], row["vs"]

    def _frame(self, sql: str) -> DataFrame:
        import sqlglot  # noqa: PLC0415 - an extra

        with _failing(sql):
            return self._session.sql(sqlglot.transpile(sql, read="duckdb", write="spark")[0])

    def close(self) -> None:
        """Let go of what is kept; the application stays for the next engine of the process."""
        with contextlib.suppress(OSError, java_error()):
            for frame in self._kept:
                frame.unpersist()
        self._kept.clear()


@contextlib.contextmanager
def _failing(sql: str) -> Iterator[None]:
    """Turn what Spark says into a StatementError."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra, and slow to load

    try:
        yield
    except (PySparkException, java_error()) as error:
        raise StatementError(sql, ValueError(told(error))) from error
