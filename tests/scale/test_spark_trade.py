"""Trade tables on Spark: the rows of one machine."""

import csv

import duckdb
import numpy as np
import pytest

from policyloom.cli import main
from policyloom.model.settings import EngineSettings
from policyloom.store.spark import spark_problems

COUNTRIES = ("156", "276", "392", "410", "842", "704")
PRODUCTS = ("010110", "270900", "847130", "851712", "870323", "950300")


def flows(years=(2015, 2016)):
    chance = np.random.default_rng(5)
    for year in years:
        for i in COUNTRIES[:5]:
            for j in COUNTRIES:
                for k in PRODUCTS:
                    if i != j and chance.random() < 0.6:
                        yield [year, i, j, k, round(float(np.exp(chance.normal(3, 2))), 3)]


def run(*words):
    return main(["trade", *map(str, words), "--lang", "en"])


def spark(*words):
    return run(*words, "--engine", "spark", "--master", "local[2]")


def write(path, rows, head="tijkv"):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([list(head), *rows])
    return path


def read(path):
    cursor = duckdb.sql(f"SELECT * FROM '{path}' ORDER BY ALL")
    return cursor.columns, [str(t) for t in cursor.types], cursor.fetchall()


def same(path, other):
    names, types, rows = read(path)
    assert (names, types) == read(other)[:2]
    others = read(other)[2]
    assert len(rows) == len(others) > 0
    for row, twin in zip(rows, others, strict=True):
        for cell, wanted in zip(row, twin, strict=True):
            number = isinstance(wanted, float)
            expected = pytest.approx(wanted, rel=1e-9, abs=1e-12) if number else wanted
            assert cell == expected, (path, row, twin)


@pytest.mark.slow
def test_rows_are_those_of_one_machine(tmp_path, capsys):
    found = list(spark_problems(EngineSettings(kind="spark", master="local[2]")))
    if found:
        pytest.skip("; ".join(p.message("en") for p in found))
    table = write(tmp_path / "BACI 무역.csv", flows())
    typed = tmp_path / "flows.parquet"
    duckdb.sql(
        f"COPY (SELECT t::SMALLINT AS t, i::INT AS i, j::INT AS j, k::INT AS k, v::DOUBLE AS v "
        f"FROM read_csv('{table}', all_varchar = true)) TO '{typed}'"
    )
    for source in (table, typed):
        here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
        assert run(source, "--out", here) == 0
        assert spark(source, "--out", there) == 0, capsys.readouterr().err
        same(here, there)
        for level in ("countries", "products", "pairs"):
            same(tmp_path / f"here.{level}.parquet", tmp_path / f"there.{level}.parquet")
    single = write(
        tmp_path / "single.csv",
        ([t, i, k, v] for t, i, j, k, v in flows() if j == COUNTRIES[5]),
        ("year", "country", "product", "exports"),
    )
    assert run(single, "--out", here, "--indicators", "rca") == 0
    assert spark(single, "--out", there, "--indicators", "rca") == 0
    same(here, there)
    _faults(tmp_path, capsys)


def _faults(tmp_path, capsys):
    """The problems are those of one machine, with the file and, in Parquet, the row."""
    capsys.readouterr()
    good = list(flows((2015,)))
    out = tmp_path / "bad.parquet"
    for name, row in (("negative", [2015, "410", "704", "999999", -1]),
                      ("no_number", [2015, "410", "704", "999999", "1d"]),
                      ("twice", good[3])):  # fmt: skip
        table = write(tmp_path / f"{name}.csv", [*good, row])
        assert spark(table, "--out", out) == 1
        told = capsys.readouterr().err
        assert run(table, "--out", out) == 1
        here = capsys.readouterr().err
        assert f"{name}.csv" in told
        # the same sentence; a CSV on Spark has no lines
        assert {line.split(": ", 1)[-1] for line in told.splitlines()[1:3]} <= {
            line.split(": ", 1)[-1] for line in here.splitlines()
        } or name == "twice"
        assert not out.exists()


def test_what_spark_does_not_do_is_said(tmp_path, capsys):
    table = write(tmp_path / "t.csv", flows((2015,)))
    out = tmp_path / "out.parquet"
    assert run(table, "--out", out, "--engine", "spark", "--master", "nonsense") == 1
    assert "names no Spark master" in capsys.readouterr().err
    assert run(table, "--out", out, "--engine", "spark", "--indicators", "mca") == 1
    assert "mca" in capsys.readouterr().err
    assert not out.exists()
