"""Files as tables, by column: the one engine that may touch the disk, and only where it was told.

A study's statements run on `policyloom.store.engine`, which can open no file. This engine is for
tables of millions of rows that a user names on the command line: it reads those files and one
working folder, writes into that folder, and nothing else. Statements are in the DuckDB dialect and
name tables, never files.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from policyloom.store.engine import Limits, Record, StatementError, literal, quoted

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

Arrays = Mapping[str, "NDArray[Any]"]


class Tables(Protocol):
    """What a table of any size is asked: its columns, a name for a SELECT, small answers."""

    def view(self, name: str, sql: str) -> None:
        """Give a SELECT a name."""
        ...

    def columns(self, name: str) -> dict[str, str]:
        """Return the columns of a table and their types."""
        ...

    def query(self, sql: str) -> list[Record]:
        """Return the rows of a SELECT."""
        ...


class FileEngine:
    """DuckDB in memory over the named files; `folder` is where it may write and spill."""

    def __init__(self, files: Sequence[Path], folder: Path, limits: Limits | None = None) -> None:
        import duckdb  # noqa: PLC0415 - heavy, and needed only here

        limits = limits or Limits(memory="400MB")
        self._connection: duckdb.DuckDBPyConnection = duckdb.connect(
            ":memory:",
            config={
                "threads": limits.threads,
                "memory_limit": limits.memory,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self.folder = folder
        for statement in (
            f"SET temp_directory = {literal((folder / 'spill').as_posix())}",
            f"SET allowed_paths = {_names(files)}",
            f"SET allowed_directories = {_names([folder])}",
            "SET enable_progress_bar = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self._connection.execute(statement)

    def open_parquet(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files of one shape a table, with `filename` and `file_row_number`."""
        options = "filename = true, file_row_number = true, union_by_name = true"
        self.view(name, f"FROM read_parquet({_names(files)}, {options})")

    def open_csv(self, name: str, files: Sequence[Path], separator: str) -> None:
        """Make CSV files of one shape a table whose columns are all text."""
        options = (
            f"delim = {literal(separator)}, header = true, quote = '\"', escape = '\"', "
            f"auto_detect = false, columns = {self._columns(files[0], separator)}"
        )
        self.view(name, f"FROM read_csv({_names(files)}, {options})")

    def view(self, name: str, sql: str) -> None:
        """Give a SELECT a name."""
        self._run(f"CREATE OR REPLACE VIEW {quoted(name)} AS {sql}")

    def keep(self, name: str, sql: str, words: Sequence[str] = ()) -> None:
        """Make a table of a SELECT; `words` are text columns with few values, kept as numbers."""
        self._run(f"CREATE OR REPLACE TABLE {quoted(name)} AS {sql}")
        for word in words:
            kind = quoted(f"{name}_{word}")
            distinct = f"SELECT DISTINCT {quoted(word)} FROM {quoted(name)} ORDER BY 1"  # noqa: S608
            self._run(f"CREATE TYPE {kind} AS ENUM ({distinct})")
            self._run(f"ALTER TABLE {quoted(name)} ALTER {quoted(word)} TYPE {kind}")

    def keep_arrays(self, name: str, sql: str, given: Arrays) -> None:
        """Make a table of a SELECT over `given`, a table made of arrays."""
        self._connection.register("given", dict(given))
        try:
            self.keep(name, sql)
        finally:
            self._connection.unregister("given")

    def columns(self, name: str) -> dict[str, str]:
        """Return the columns of a table and their types."""
        rows = self._run(f"DESCRIBE {quoted(name)}").fetchall()
        return {str(row[0]): str(row[1]) for row in rows}

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Record]:
        """Return the rows of a SELECT; for small answers. StatementError where it fails."""
        cursor = self._run(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def arrays(self, sql: str, parameters: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
        """Return the columns of a SELECT as arrays; for large answers without empty cells."""
        return dict(self._run(sql, parameters).fetchnumpy())

    def write(self, sql: str, path: Path, given: Mapping[str, Arrays], options: str) -> None:
        """Write a SELECT to a file in the folder; `given` are tables made of arrays.

        OSError where the disk does not take it, StatementError where the statement is wrong.
        """
        for name, columns in given.items():
            self._connection.register(name, dict(columns))
        try:
            self._run(f"COPY ({sql}) TO {literal(path.as_posix())} ({options})")
        finally:
            for name in given:
                self._connection.unregister(name)

    def beside(self) -> FileEngine:
        """Return the same engine for use in another thread."""
        other = object.__new__(FileEngine)
        other._connection, other.folder = self._connection.cursor(), self.folder
        return other

    def close(self) -> None:
        """Let go of memory and files."""
        self._connection.close()

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        import duckdb  # noqa: PLC0415 - heavy, and needed only here

        try:
            return self._connection.execute(sql, list(parameters))
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(errno.EIO, str(error).partition("\n")[0], str(self.folder)) from error
        except duckdb.Error as error:
            raise StatementError(sql, error) from error

    def _columns(self, file: Path, separator: str) -> str:
        import csv  # noqa: PLC0415 - only tables in CSV need it

        with file.open(encoding="utf-8-sig", newline="") as stream:
            head = next(csv.reader(stream, delimiter=separator), [])
        pairs = (f"{literal(name)}: 'VARCHAR'" for name in head)
        return "{" + ", ".join(pairs) + "}"


def _names(paths: Sequence[Path]) -> str:
    return "[" + ", ".join(literal(p.resolve().as_posix()) for p in paths) + "]"
