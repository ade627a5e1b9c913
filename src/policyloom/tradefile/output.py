"""The output tables, written a year at a time beside the computing of the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyloom.store.bulk.engine import FileEngine
from policyloom.store.bulk.grid import GridFile
from policyloom.store.bulk.parts import CsvParts, ParquetParts
from policyloom.store.engine import literal, quoted
from policyloom.tradefile.catalogue import BALANCE, COUNTS, LEVELS, SPREAD, Level
from policyloom.tradefile.grid import grid_columns, side_columns
from policyloom.tradefile.indicators import Columns, YearTables

_SORTED_UP_TO = 100_000
"""Rows of a year that are put in order; larger tables come in the order of their grid."""

_DICTIONARY = 6_000
"""Distinct values a row group up to which a column is worth a dictionary: codes, not amounts."""
_GROUP = 245_760
"""Rows of a group: what is described once, and what a reader takes at a time."""


class Outputs:
    """Writes the tables of each year into files beside `out`, which take their places at the end.

    `add` returns as soon as the year before is written, so at most two years are in memory.
    """

    def __init__(self, engine: FileEngine, out: Path, notes: Mapping[str, Any]) -> None:
        self._engine = engine.beside()
        self._engine.keep("country_words", "SELECT DISTINCT place, country FROM countries")
        self._engine.keep("product_words", "SELECT DISTINCT place, product FROM products")
        self.out, self._folder = out, engine.folder
        self._parquet = out.suffix.lower() != ".csv"
        self._notes = json.dumps(notes, ensure_ascii=False)
        self._names: dict[Level, tuple[str, ...]] = {
            "countries": self._words("country"), "products": self._words("product"),
        }  # fmt: skip
        self._files: dict[Level, ParquetParts | CsvParts | GridFile] = {}
        self._pool = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None
        self.rows: dict[str, int] = dict.fromkeys(LEVELS, 0)

    def add(self, tables: YearTables) -> None:
        """Write a year."""
        self._wait()
        self._running = self._pool.submit(self._write_year, tables)

    def finish(self) -> list[Path]:
        """Put the files into place and return them, the main table first."""
        self._wait()
        made = []
        for level, parts in self._files.items():
            parts.close()
            target = self.path(level)
            self._temporary(level).replace(target)
            made.append(target)
        self.close()
        return made

    def close(self) -> None:
        """Stop writing; unfinished files are left in the working folder, which goes."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for parts in self._files.values():
            parts.abandon()
        self._engine.close()

    def path(self, level: Level) -> Path:
        """Return where the table of a level lies: OUT itself, OUT.countries and so on."""
        middle = "" if level == "cells" else f".{level}"
        return self.out.with_name(f"{self.out.stem}{middle}{self.out.suffix}")

    def _temporary(self, level: Level) -> Path:
        return self._folder / f"whole.{level}"

    def _words(self, name: str) -> tuple[str, ...]:
        sql = f"SELECT CAST({name} AS VARCHAR) AS word FROM {name}_words ORDER BY place"  # noqa: S608
        return tuple(str(row["word"]) for row in self._engine.query(sql))

    def _wait(self) -> None:
        if self._running is not None:
            running, self._running = self._running, None
            running.result()

    def _write_year(self, tables: YearTables) -> None:
        for level in LEVELS:
            columns: Columns = getattr(tables, level)
            if not columns:
                continue
            if self._parquet and (level in self._names or (level == "cells" and tables.is_grid)):
                self._write_whole(level, tables)
            else:
                self._write(level, tables, columns)

    def _write_whole(self, level: Level, tables: YearTables) -> None:
        """Write a table that has every country or product as it is, without making its rows."""
        countries, products = self._names["countries"], self._names["products"]
        if level == "cells":
            columns = grid_columns(tables, countries, products)
            outer, inner = len(countries), len(products)
        else:
            columns = side_columns(tables, level, self._names[level])
            outer, inner = 1, len(self._names[level])
        file = self._files.get(level)
        if file is None:
            file = GridFile(self._temporary(level), {"policyloom": self._notes})
            self._files[level] = file
        assert isinstance(file, GridFile)
        file.add(columns, outer, inner)
        self.rows[level] += outer * inner

    def _write(self, level: Level, tables: YearTables, columns: Columns) -> None:
        part = self._folder / f"part.{level}"
        given = {"t": columns}
        if level == "cells":
            given |= {"k": _with_places(tables.countries), "q": _with_places(tables.products)}
        elif level in ("countries", "products"):
            given = {"t": _with_places(columns)}
        rows = len(next(iter(given["t"].values())))
        sql = _statement(level, tables, given["t"])
        if rows <= _SORTED_UP_TO:
            sql += " ORDER BY ALL"
        self._engine.write(sql, part, given, self._options())
        file = self._files.get(level)
        if file is None:
            kind = ParquetParts if self._parquet else CsvParts
            file = self._files[level] = kind(self._temporary(level))
        assert not isinstance(file, GridFile)
        file.add(part)
        part.unlink()
        self.rows[level] += rows

    def _options(self) -> str:
        if not self._parquet:
            return "FORMAT csv, HEADER true"
        about = f"KV_METADATA {{policyloom: {literal(self._notes)}}}"
        sizes = f"DICTIONARY_SIZE_LIMIT {_DICTIONARY}, ROW_GROUP_SIZE {_GROUP}"
        return f"FORMAT parquet, {sizes}, {about}"


def _with_places(columns: Columns) -> Columns:
    size = len(next(iter(columns.values())))
    return {"place": np.arange(size, dtype=np.int32), **columns}


def _statement(level: Level, tables: YearTables, columns: Columns) -> str:
    """Return the SELECT that gives a year's table its names, its NULLs and its reasons."""
    head = [f"CAST({tables.year:d} AS SMALLINT) AS year"]
    places = {"c": ("country", "country_words"), "j": ("partner", "country_words"),
              "p": ("product", "product_words")}  # fmt: skip
    joins = []
    if level in ("countries", "products"):
        name = "country" if level == "countries" else "product"
        head.append(f"w.{name} AS {name}")
        joins.append(f"JOIN {name}_words w ON w.place = t.place")
    for place in [p for p in places if p in columns]:
        name, words = places[place]
        head.append(f"{place}_w.{words.removesuffix('_words')} AS {name}")
        joins.append(f"JOIN {words} {place}_w ON {place}_w.place = t.{place}")
    values = [
        f"{_cell('t', name, array)} AS {quoted(name)}"
        for name, array in columns.items()
        if name not in ("place", "c", "j", "p")
    ]
    if level == "cells":
        more, reason = _spread(tables)
        joins += ["JOIN k ON k.place = t.c", "JOIN q ON q.place = t.p"]
        values += [*more, f"{reason} AS reason"]
    return f"SELECT {', '.join(head + values)} FROM t {' '.join(joins)}"  # noqa: S608


def _spread(tables: YearTables) -> tuple[list[str], str]:
    """Return the columns of countries and products for the main table, and its reason."""
    cells = []
    for alias, columns in (("k", tables.countries), ("q", tables.products)):
        cells += [
            f"{_cell(alias, name, columns[name])} AS {name}" for name in SPREAD if name in columns
        ]
    reasons = [
        f"NULLIF({alias}.reason, '')"
        for alias, columns in (("k", tables.countries), ("q", tables.products))
        if (columns["reason"] != "").any()
    ]
    balance = next((n for n in BALANCE if n in tables.cells), "")
    if balance:
        empty = f"t.{balance} IS NULL OR isnan(t.{balance})"
        reasons.append(f"CASE WHEN {empty} THEN 'no_trade' END")
    if not reasons:
        return cells, "CAST(NULL AS VARCHAR)"
    return cells, f"NULLIF(concat_ws('; ', {', '.join(reasons)}), '')"


def _cell(alias: str, name: str, array: NDArray[Any]) -> str:
    column = f"{alias}.{quoted(name)}"
    if name == "reason":
        return f"NULLIF({column}, '')"
    if array.dtype.kind == "f" and np.isnan(array).any():
        column = f"NULLIF({column}, {_nan(array)})"
    return f"CAST({column} AS INTEGER)" if name in COUNTS else column


def _nan(array: NDArray[Any]) -> str:
    return "'NaN'::FLOAT" if array.dtype == np.float32 else "'NaN'::DOUBLE"
