import contextlib

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.store.bulk.engine import FileEngine
from policyloom.store.bulk.grid import Column, GridFile
from policyloom.store.bulk.parts import CsvParts, ParquetParts
from policyloom.store.bulk.thrift import Part, Reader, write_structure
from policyloom.store.engine import StatementError

NUMBERS = st.integers(-(2**62), 2**62)
FIELDS = st.recursive(
    st.one_of(
        st.tuples(st.just(1), st.booleans()),
        st.tuples(st.sampled_from([4, 5, 6]), NUMBERS),
        st.tuples(st.just(7), st.floats(allow_nan=False)),
        st.tuples(st.just(8), st.binary(max_size=200)),
        st.tuples(st.just(9), st.tuples(st.just(6), st.lists(NUMBERS, max_size=40))),
        st.tuples(st.just(9), st.tuples(st.just(1), st.lists(st.booleans(), max_size=20))),
    ),
    lambda inner: st.tuples(
        st.just(12),
        st.dictionaries(st.integers(1, 400), inner, max_size=4).map(
            lambda d: [Part(n, k, v) for n, (k, v) in sorted(d.items())]
        ),
    ),
)


def parts(fields):
    return [Part(n, kind, value) for n, (kind, value) in sorted(fields.items())]


def plain(fields):
    """Return fields without the kind of truth values, which their value decides."""
    return [
        (p.number, 1 if p.kind == 2 else p.kind, plain(p.value) if p.kind == 12 else p.value)
        for p in fields
    ]


@given(st.dictionaries(st.integers(1, 400), FIELDS, max_size=6))
def test_structures_survive_writing_and_reading(fields):
    made = parts(fields)
    data = write_structure(made)
    assert plain(Reader(data).structure()) == plain(made)


@given(st.binary(max_size=60))
def test_arbitrary_bytes_end_in_a_structure_or_a_value_error(data):
    with contextlib.suppress(ValueError, RecursionError):
        Reader(data).structure()


def write(path, sql, options=""):
    target = str(path).replace("'", "''")
    duckdb.sql(f"COPY ({sql}) TO '{target}' (FORMAT parquet{options})")
    return path


def test_parts_become_one_file_that_other_programs_read(tmp_path):
    pieces = [
        write(
            tmp_path / f"{n}.parquet",
            f"SELECT range + {n} AS i, 'word' || (range % 7) AS w, "
            "CASE WHEN range % 3 = 0 THEN NULL ELSE range * 0.5 END AS v FROM range(5000)",
            ", ROW_GROUP_SIZE 2048, KV_METADATA {made: 'here'}",
        )
        for n in (1, 2, 3)
    ]
    whole = tmp_path / "whole.parquet"
    joined = ParquetParts(whole)
    for piece in pieces:
        joined.add(piece)
    joined.close()
    sums = "SELECT count(*), sum(i), count(v), sum(v), min(w), max(w) FROM"
    assert (
        duckdb.sql(f"{sums} '{whole}'").fetchall()
        == duckdb.sql(f"{sums} read_parquet({[str(p) for p in pieces]})").fetchall()
    )
    assert duckdb.sql(f"SELECT count(*) FROM '{whole}' WHERE w = 'word3' AND i = 4").fetchall() == [
        (1,)
    ]
    assert duckdb.sql(f"SELECT count(*) FROM '{whole}' WHERE w = 'none'").fetchall() == [(0,)]
    kept = duckdb.sql(f"SELECT decode(value) FROM parquet_kv_metadata('{whole}')").fetchall()
    assert ("here",) in kept
    polars = pytest.importorskip("polars")
    assert (
        polars.read_parquet(whole)["i"].sum()
        == duckdb.sql(f"SELECT sum(i) FROM '{whole}'").fetchall()[0][0]
    )


def test_other_columns_and_other_files_are_refused(tmp_path):
    joined = ParquetParts(tmp_path / "whole.parquet")
    joined.add(write(tmp_path / "a.parquet", "SELECT 1 AS i"))
    with pytest.raises(ValueError, match="other columns"):
        joined.add(write(tmp_path / "b.parquet", "SELECT 'x' AS i"))
    text = tmp_path / "c.parquet"
    text.write_bytes(b"PAR1 no parquet")
    with pytest.raises(ValueError, match="no Parquet"):
        joined.add(text)
    joined.abandon()
    with pytest.raises(ValueError, match="one part"):
        ParquetParts(tmp_path / "none.parquet").close()


def test_csv_parts_have_one_head(tmp_path):
    for n in (1, 2):
        (tmp_path / f"{n}.csv").write_text(f"a,b\n{n},x\n", encoding="utf-8")
    joined = CsvParts(tmp_path / "whole.csv")
    for n in (1, 2):
        joined.add(tmp_path / f"{n}.csv")
    joined.close()
    assert (tmp_path / "whole.csv").read_text(encoding="utf-8") == "a,b\n1,x\n2,x\n"


def test_only_the_named_files_and_the_folder_can_be_touched(tmp_path):
    mine = write(tmp_path / "it's mine.parquet", "SELECT 1 AS i")
    other = write(tmp_path / "other.parquet", "SELECT 2 AS i")
    folder = tmp_path / "work"
    folder.mkdir()
    engine = FileEngine([mine], folder)
    engine.open_parquet("t", [mine])
    assert engine.query("SELECT i FROM t") == [{"i": 1}]
    for statement in (
        f"SELECT * FROM read_parquet('{other}')",
        "SELECT * FROM read_text('pyproject.toml')",
        "SET enable_external_access = true",
        "SET memory_limit = '9GB'",
        "INSTALL httpfs",
    ):
        with pytest.raises((StatementError, OSError)):
            engine.query(statement)
    with pytest.raises((StatementError, OSError)):
        engine.write("SELECT 1 AS i", tmp_path / "outside.parquet", {}, "FORMAT parquet")
    engine.close()


def grid_rows(columns, outer, inner):
    """Return what the rows of a grid should be, cell by cell."""
    for o in range(outer):
        for i in range(inner):
            row = []
            for column in columns:
                place = {"outer": o, "inner": i, "cells": o * inner + i}[column.by]
                value = column.values.reshape(-1)[place]
                if column.kind == "text":
                    row.append(None if value < 0 else column.words[value])
                else:
                    row.append(None if np.isnan(value) else float(value))
            yield tuple(row)


@given(st.integers(1, 9), st.integers(1, 21), st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_grids_are_read_as_written(tmp_path_factory, outer, inner, seed, most):
    chance = np.random.default_rng(seed)
    target = tmp_path_factory.mktemp("grid") / "grid.parquet"
    file, wanted = GridFile(target, {"made": "여기"}, most_rows=most), []
    for _ in range(2):

        def numbers(size, empty=0.3):
            found = chance.integers(0, 5, size).astype(float) / 2
            found[chance.random(size) < empty] = np.nan
            return found

        codes = chance.integers(-1, 3, outer * inner)
        columns = [
            Column("year", "outer", np.full(outer, 2001), "int16"),
            Column("c", "outer", np.arange(outer), "text", tuple("abcdefghi")),
            Column("p", "inner", np.arange(inner), "text", tuple(f"{i}é" for i in range(inner))),
            Column("v", "cells", numbers(outer * inner).astype("f4"), "float32"),
            Column("w", "cells", numbers(outer * inner, 0), "float64"),
            Column("k", "outer", numbers(outer), "float64"),
            Column("n", "inner", np.floor(numbers(inner)), "int32"),
            Column("why", "cells", codes, "text", ("x", "y", "z")),
            Column("none", "outer", np.full(outer, -1), "text"),
        ]
        file.add(columns, outer, inner)
        wanted += grid_rows(columns, outer, inner)
    file.close()
    assert duckdb.sql(f"FROM '{target}'").fetchall() == wanted
    few = duckdb.sql(f"SELECT count(*) FROM '{target}' WHERE v = 1 AND c = 'a'").fetchall()
    assert few == [(sum(row[3] == 1 and row[1] == "a" for row in wanted),)]
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(target).rows() == wanted


def test_grids_of_other_columns_are_refused(tmp_path):
    file = GridFile(tmp_path / "grid.parquet", {})
    file.add([Column("v", "cells", np.zeros(4), "float64")], 2, 2)
    with pytest.raises(ValueError, match="other columns"):
        file.add([Column("v", "cells", np.zeros(4), "float32")], 2, 2)
    file.abandon()
    with pytest.raises(ValueError, match="one grid"):
        GridFile(tmp_path / "none.parquet", {}).close()
