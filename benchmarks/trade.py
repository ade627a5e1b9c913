"""How fast trade indicators and complexity are, against the usual packages and engines.

    python -m benchmarks.trade            small: 225 x 1,240, a few years
    python -m benchmarks.trade --full     HS6: 225 x 5,000, 28 years (ecomplexity takes minutes)

Peers run in the same process run, in turns, each in a process of its own where memory is stated.
Data are made: nested (able countries make much, hard products are rare) and log-normal.
"""

# ruff: noqa: PLC0415 - a peer is loaded only by the process that measures it
from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "2")

import duckdb
import numpy as np

COUNTRIES = 225
FIRST_YEAR = 1995


def year_of_exports(chance: np.random.Generator, products: int, fill: float = 0.36) -> np.ndarray:
    """Make one year, countries x products; a share `fill` of the cells is traded."""
    able = np.linspace(2.2, -2.2, COUNTRIES)[:, None] + chance.normal(0, 0.15, (COUNTRIES, 1))
    hard = np.linspace(-1.2, 2.8, products)[None, :]
    shape = (COUNTRIES, products)
    score = able - hard + chance.normal(0, 1, shape)
    traded = score > np.quantile(score, 1 - fill)
    size = np.exp(1.1 * able + chance.normal(0, 1.2, (1, products)))
    return np.round(1000 * size * np.exp(1.5 * chance.normal(0, 1, shape)) * traded, 3)


def write_panel(path: Path, products: int, years: int) -> int:
    """Write year, country, product, exports, imports; return the number of rows."""
    chance = np.random.default_rng(7)
    engine = duckdb.connect()
    engine.execute(
        "CREATE TABLE t (year SMALLINT, country VARCHAR, product VARCHAR, exports DOUBLE, "
        "imports DOUBLE)"
    )
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        table = year_of_exports(chance, products)
        c, p = np.nonzero(table)
        x = table[c, p]
        rows = {"c": c, "p": p, "x": x, "m": np.round(x * np.exp(chance.normal(0, 1, len(x))), 3)}
        engine.register("rows", rows)
        engine.execute(
            f"INSERT INTO t SELECT {year}, printf('C%03d', c), printf('%06d', 10100 + 170 * p), "
            "x, m FROM rows"
        )
    engine.execute(f"COPY t TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return int(engine.execute("SELECT count(*) FROM t").fetchall()[0][0])


def write_bilateral(path: Path, products: int, rows: int, years: int) -> None:
    """Write t, i, j, k, v with that many rows in all, sorted as BACI's files are."""
    chance = np.random.default_rng(11)
    engine = duckdb.connect()
    engine.execute("CREATE TABLE t (t SMALLINT, i VARCHAR, j VARCHAR, k VARCHAR, v DOUBLE)")
    cells = COUNTRIES * COUNTRIES * products
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        keys = np.unique(chance.integers(0, cells, rows // years))
        values = {"key": keys, "v": np.round(np.exp(chance.normal(3, 2, len(keys))), 3)}
        engine.register("rows", values)
        engine.execute(
            f"INSERT INTO t SELECT {year}, printf('C%03d', key // {COUNTRIES * products}), "
            f"printf('C%03d', key // {products} % {COUNTRIES}), "
            f"printf('%06d', 10100 + 170 * (key % {products})), v FROM rows"
        )
    engine.execute(f"COPY t TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


# ── one year of complexity ──────────────────────────────────────────────────────────────────────


def complexity_year(products: int, folder: Path) -> None:
    """Print a year's suite in both precisions against ecomplexity, and how far they differ.

    Each runs in a process of its own; ours with one thread a product of matrices, as the command
    does, theirs as it comes.
    """
    table = year_of_exports(np.random.default_rng(3), products)
    np.save(folder / "table.npy", table[:, table.sum(axis=0) > 0])
    for who in ("ours", "ecomplexity"):
        environment = os.environ | ({"OPENBLAS_NUM_THREADS": "1"} if who == "ours" else {})
        words = ["-m", "benchmarks.trade", "--year", who, str(folder)]
        subprocess.run([sys.executable, *words], check=True, env=environment)
    ours, theirs = (dict(np.load(folder / f"{n}.npz")) for n in ("ours", "ecomplexity"))
    seconds, processor = theirs["double"]
    print(f"\ncomplexity of one year, {COUNTRIES} x {products}: ecomplexity {seconds:.1f} s")
    for name, goal in (("double", 250), ("single", 500)):
        wall, own = ours[name]
        print(
            f"  {name:8} {wall:.3f} s: {seconds / wall:,.0f} times faster by the clock, "
            f"{processor / own:,.0f} by processor time (HS6 goal {goal})"
        )
    for name in _COMPARED:
        print(f"  greatest difference of {name}: {np.abs(ours[name] - theirs[name]).max():.1e}")


_COMPARED = ("eci", "pci", "density", "coi", "cog")


def year_ours(folder: Path) -> None:
    """Compute the suite in both precisions; keep the best seconds of five and the results."""
    from policyloom.methods.complexity import complexity

    table = np.load(folder / "table.npy")
    kept: dict[str, object] = {}
    for name, dtype in (("double", np.float64), ("single", np.float32)):
        given = table.astype(dtype)
        kept[name] = best(lambda given=given, dtype=dtype: complexity(given, dtype=dtype), 7)
    found = complexity(table)
    for name in _COMPARED:
        values = getattr(found, name)
        kept[name] = values[:, None] + 0 * table if name in ("eci", "coi") else values + 0 * table
    np.savez(folder / "ours.npz", **kept)


def year_ecomplexity(folder: Path) -> None:
    """Compute the same by ecomplexity, once."""
    import pandas as pd
    from ecomplexity import ecomplexity

    table = np.load(folder / "table.npy")
    countries, products = table.shape
    frame = pd.DataFrame(
        {
            "t": 1,
            "c": np.repeat(np.arange(countries), products),
            "p": np.tile(np.arange(products), countries),
            "v": table.ravel(),
        }
    )
    columns = {"time": "t", "loc": "c", "prod": "p", "val": "v"}
    made = []
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        taken = best(
            lambda: made.append(ecomplexity(frame, columns, check_logsupermodularity=False)), 1
        )
    found = made[0].sort_values(["c", "p"])
    values = {n: found[n].to_numpy(dtype=float).reshape(table.shape) for n in _COMPARED}
    np.savez(folder / "ecomplexity.npz", double=taken, **values)


# ── the whole job ───────────────────────────────────────────────────────────────────────────────

_SUITE = ("rca", "density", "cog", "diversity", "eci", "coi", "ubiquity", "pci")


def whole_job(panel: Path, folder: Path) -> None:
    """Print time and memory from Parquet to the table of every country and product."""
    words = ["-m", "policyloom.cli", "trade", str(panel), "--out", str(folder / "out.parquet")]
    words += ["--precision", "single", "--indicators", *_SUITE]
    seconds, processor, memory = in_process(words)
    rows = duckdb.sql(f"SELECT count(*) FROM '{folder / 'out.parquet'}'").fetchall()[0][0]
    print(f"\nParquet to the suite of every year: {rows / 1e6:.1f} million rows out")
    print(
        f"  {seconds:.1f} s, processor {processor:.1f} s, {memory:.0f} MiB "
        "(HS6 goal 10 s, 512 MiB on two quiet cores)"
    )


# ── row indicators and constant market shares ───────────────────────────────────────────────────


def rows_ours(path: Path) -> float:
    """Compute RCA, RSCA, world share and TSI of every row, and the decomposition of growth."""
    from policyloom.methods.complexity.conventions import Conventions
    from policyloom.tradefile.catalogue import chosen
    from policyloom.tradefile.indicators import Calculator
    from policyloom.tradefile.opening import open_table

    names = ("rca", "rsca", "world_share", "tsi", "cms")
    with tempfile.TemporaryDirectory() as folder:
        opened, _ = open_table((path,), {}, Path(folder))
        assert opened is not None
        calculator = Calculator(chosen(names, frozenset(["imports"])), Conventions())
        kept = [calculator.year(flows) for flows, _ in opened.panel.in_turn(opened.years)]
        opened.panel.close()
    return float(sum(np.nansum(t.cells["rca"]) for t in kept))


def rows_polars(path: Path) -> float:
    """Compute the same in polars, grouped and joined."""
    import polars as pl

    flows, x, m = pl.scan_parquet(path), pl.col("exports"), pl.col("imports")
    country = flows.group_by("year", "country").agg(x.sum().alias("xc"))
    item = flows.group_by("year", "product").agg(x.sum().alias("xk"))
    year = flows.group_by("year").agg(x.sum().alias("xw"))
    rca = (x / pl.col("xc")) / (pl.col("xk") / pl.col("xw"))
    rows = (
        flows.join(country, on=["year", "country"])
        .join(item, on=["year", "product"])
        .join(year, on="year")
        .with_columns(
            rca.alias("rca"), (x / pl.col("xk")).alias("share"), ((x - m) / (x + m)).alias("tsi")
        )
        .with_columns(((pl.col("rca") - 1) / (pl.col("rca") + 1)).alias("rsca"))
        .select("year", "country", "product", "exports", "rca", "rsca", "share", "tsi")
    )
    later = item.with_columns((pl.col("year") - 1).alias("year")).rename({"xk": "next"})
    growth = (
        item.join(later, on=["year", "product"])
        .join(year, on="year")
        .with_columns((pl.col("next") / pl.col("xk") - 1).alias("rk"))
    )
    mix = (
        flows.join(growth, on=["year", "product"])
        .group_by("year", "country")
        .agg((x * pl.col("rk")).sum().alias("mix"))
    )
    made, parts = pl.collect_all([rows, mix.join(country, on=["year", "country"])])
    assert len(parts)
    return float(made["rca"].sum())


def rows_pandas(path: Path) -> float:
    """Compute the same in pandas, codes as categories."""
    import pandas as pd

    f = pd.read_parquet(path).astype({"country": "category", "product": "category"})
    x, m = f["exports"], f["imports"]

    def total(*keys: str) -> pd.Series:
        return f.groupby(list(keys), observed=True)["exports"].transform("sum")

    xk = total("year", "product")
    f["rca"] = (x / total("year", "country")) / (xk / total("year"))
    f["share"], f["tsi"] = x / xk, (x - m) / (x + m)
    f["rsca"] = (f["rca"] - 1) / (f["rca"] + 1)
    world = f.groupby(["product", "year"], observed=True)["exports"].sum()
    growth = (world.groupby(level=0, observed=True).shift(-1) / world - 1).rename("rk")
    joined = f[["year", "country", "product", "exports"]].merge(
        growth.reset_index(), on=["product", "year"]
    )
    joined["mix"] = joined["exports"] * joined["rk"]
    assert len(joined.groupby(["year", "country"], observed=True)["mix"].sum())
    return float(f["rca"].sum())


# ── bilateral rows ──────────────────────────────────────────────────────────────────────────────


def bilateral_ours(path: Path) -> float:
    """Sum flows over partners and over exporters, year by year, repeated keys looked for."""
    from policyloom.tradefile.opening import open_table

    total = 0.0
    with tempfile.TemporaryDirectory() as folder:
        opened, _ = open_table((path,), {}, Path(folder))
        assert opened is not None
        for year in opened.years:
            flows, _ = opened.panel.flows(year)
            total += float(flows.exports.sum())
        opened.panel.close()
    return total


def bilateral_duckdb(path: Path) -> float:
    """Do the same in plain SQL."""
    engine = duckdb.connect(config={"threads": 2})
    for name, who in (("x", "i"), ("m", "j")):
        engine.execute(
            f"CREATE TABLE {name} AS SELECT t, {who}, k, sum(v) AS v FROM '{path}' GROUP BY ALL"
        )
    return float(engine.execute("SELECT sum(v) FROM x").fetchall()[0][0])


# ── running ─────────────────────────────────────────────────────────────────────────────────────

JOBS: dict[str, Callable[[Path], float]] = {
    "rows_ours": rows_ours, "rows_polars": rows_polars, "rows_pandas": rows_pandas,
    "bilateral_ours": bilateral_ours, "bilateral_duckdb": bilateral_duckdb,
}  # fmt: skip


def best(job: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the shortest seconds, and the least processor time, of several runs."""
    wall, processor = [], []
    for _ in range(runs):
        started, spent = time.perf_counter(), time.process_time()
        job()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - spent)
    return min(wall), min(processor)


_TIMED = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
done = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
spent = used.ru_utime + used.ru_stime
print(json.dumps([time.perf_counter() - started, used.ru_maxrss / 1024, spent]))
"""


Used = tuple[float, float, float]
"""Seconds, processor seconds and peak MiB."""


def in_process(words: list[str]) -> Used:
    """Return what a Python process of its own used (Linux)."""
    done = subprocess.run(
        [sys.executable, "-c", _TIMED, *words], stdout=subprocess.PIPE, check=True
    )
    seconds, memory, processor = json.loads(done.stdout)
    return seconds, processor, memory


def in_turns(names: tuple[str, ...], path: Path, runs: int) -> dict[str, Used]:
    """Run jobs in turns, each in its own process; return the least that each used."""
    taken: dict[str, list[Used]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            taken[name].append(in_process(["-m", "benchmarks.trade", "--job", name, str(path)]))
    return {n: tuple(min(column) for column in zip(*t, strict=True)) for n, t in taken.items()}


def show(title: str, found: dict[str, Used], goals: dict[str, float]) -> None:
    """Print what was used and our share of each peer's time, by the clock and by processor."""
    print(f"\n{title}")
    ours = next(iter(found.values()))
    for name, (wall, processor, memory) in found.items():
        shares = f"{ours[0] / wall:.2f} by the clock, {ours[1] / processor:.2f} by processor time"
        more = f", ours / theirs {shares} (goal {goals[name]})" if name in goals else ""
        print(f"  {name:18} {wall:6.2f} s, processor {processor:6.2f} s, {memory:5.0f} MiB{more}")


def main() -> None:
    """Run all, or one job for the process that times it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="HS6 size; needs 10 minutes")
    parser.add_argument("--job", nargs=2, metavar=("NAME", "FILE"))
    parser.add_argument("--year", nargs=2, metavar=("WHO", "FOLDER"))
    parser.add_argument("--skip-ecomplexity", action="store_true")
    options = parser.parse_args()
    if options.year:
        jobs = {"ours": year_ours, "ecomplexity": year_ecomplexity}
        jobs[options.year[0]](Path(options.year[1]))
        return
    if options.job:
        print(JOBS[options.job[0]](Path(options.job[1])))
        return
    products, years, flows = (5000, 28, 18_000_000) if options.full else (1240, 28, 4_000_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = write_panel(folder / "panel.parquet", products, years)
        write_bilateral(folder / "flows.parquet", products, flows, 4)
        print(f"{rows / 1e6:.2f} million rows, {COUNTRIES} x {products} x {years}")
        if not options.skip_ecomplexity:
            complexity_year(products, folder)
        whole_job(folder / "panel.parquet", folder)
        names = ("rows_ours", "rows_polars", "rows_pandas")
        goals = {"rows_polars": 1.2, "rows_pandas": 0.4}
        show("row indicators and market shares, Parquet read, every process whole",
             in_turns(names, folder / "panel.parquet", 3), goals)  # fmt: skip
        both = ("bilateral_ours", "bilateral_duckdb")
        show(f"{flows / 1e6:.0f} million bilateral rows to exports and imports by product",
             in_turns(both, folder / "flows.parquet", 3), {"bilateral_duckdb": 1.0})  # fmt: skip


if __name__ == "__main__":
    main()
