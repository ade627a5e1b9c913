import csv
import json

import duckdb
import numpy as np
import pytest

from policyloom.cli import main
from policyloom.methods import trade
from policyloom.methods.complexity import complexity

COUNTRIES = ("CHN", "DEU", "JPN", "KOR", "USA", "VNM")
PRODUCTS = ("010110", "270900", "847130", "851712", "870323")


def amounts(year):
    chance = np.random.default_rng(year)
    shape = (len(COUNTRIES), len(PRODUCTS))
    return np.round(np.exp(chance.normal(3, 2, shape)) * (chance.random(shape) < 0.8), 3)


def rows(years=(2015, 2016)):
    for year in years:
        x, m = amounts(year), amounts(year + 100)
        for c, country in enumerate(COUNTRIES):
            for p, item in enumerate(PRODUCTS):
                if x[c, p] or m[c, p]:
                    yield [year, country, item, x[c, p], m[c, p]]


def write_csv(path, table, head=("year", "country", "product", "exports", "imports")):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([list(head), *table])
    return path


def run(*words):
    return main(["trade", *map(str, words), "--lang", "en"])


def read(path, where="true"):
    cursor = duckdb.sql(f"SELECT * FROM '{path}' WHERE {where} ORDER BY ALL")
    return [dict(zip(cursor.columns, row, strict=True)) for row in cursor.fetchall()]


def matrix(found, name):
    table = np.full((len(COUNTRIES), len(PRODUCTS)), np.nan)
    for row in found:
        value = row[name]
        at = COUNTRIES.index(row["country"]), PRODUCTS.index(row["product"])
        table[at] = np.nan if value is None else value
    return table


@pytest.fixture
def table(tmp_path):
    return write_csv(tmp_path / "trade.csv", rows())


def test_every_indicator_of_every_year(table, tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert run(table, "--out", out) == 0
    assert "2 years" in capsys.readouterr().out
    for year in (2015, 2016):
        found = read(out, f"year = {year}")
        x, m = amounts(year), amounts(year + 100)
        suite = complexity(x)
        expected = {
            "exports": x, "imports": m, "rca": trade.rca(x), "rsca": trade.rsca(x),
            "nrca": trade.nrca(x), "world_share": trade.world_share(x), "tsi": trade.tsi(x, m),
            "lafay": trade.lafay(x, m), "grubel_lloyd": trade.grubel_lloyd(x, m),
            "density": suite.density, "cog": suite.cog, "eci": suite.eci[:, None] + 0 * x,
            "pci": suite.pci[None] + 0 * x, "coi": suite.coi[:, None] + 0 * x,
        }  # fmt: skip
        for name, values in expected.items():
            assert np.allclose(matrix(found, name), values, atol=1e-12, equal_nan=True), name
        for row in found:
            missing = row["tsi"] is None
            assert (row["reason"] == "no_trade") == missing
        countries = read(tmp_path / "out.countries.parquet", f"year = {year}")
        assert [r["country"] for r in countries] == list(COUNTRIES)
        assert [r["eci"] for r in countries] == pytest.approx(list(suite.eci))
        weighted = [r["grubel_lloyd_weighted"] for r in countries]
        assert weighted == pytest.approx(list(trade.grubel_lloyd_weighted(x, m)))
        products = read(tmp_path / "out.products.parquet", f"year = {year}")
        assert [r["ubiquity"] for r in products] == [int(u) for u in suite.ubiquity]
    growth = trade.constant_market_share_of_all(amounts(2015), amounts(2016))
    last = read(tmp_path / "out.countries.parquet", "year = 2016")
    assert [r["cms_commodity"] for r in last] == pytest.approx(list(growth.commodity))
    first = read(tmp_path / "out.countries.parquet", "year = 2015")
    assert {r["cms_change"] for r in first} == {None}
    left = {p.name for p in tmp_path.iterdir()}
    made = {"out.parquet", "out.countries.parquet", "out.products.parquet", "out.notes.json"}
    assert left == {"trade.csv", *made}


def test_conventions_go_with_the_table(table, tmp_path):
    out = tmp_path / "out.parquet"
    assert run(table, "--out", out, "--without-self", "--threshold", "0.8") == 0
    notes = json.loads((tmp_path / "out.notes.json").read_text(encoding="utf-8"))
    assert "density without the product itself (phi_pp = 0)" in notes["conventions"]["en"]
    assert "M = 1: RCA ≥ 0.8" in notes["conventions"]["ko"]
    assert notes["product_digits"] == [6]
    assert len(notes["inputs"][0]["sha256"]) == 64
    inside = duckdb.sql(
        f"SELECT decode(value) AS v FROM parquet_kv_metadata('{out}') "
        "WHERE decode(key) = 'policyloom'"
    ).fetchall()
    assert json.loads(inside[0][0]) == notes
    suite = complexity(amounts(2015), include_self=False, threshold=0.8)
    assert np.allclose(
        matrix(read(out, "year = 2015"), "density"), suite.density, atol=1e-12, equal_nan=True
    )


def test_parquet_csv_single_precision_and_chosen_indicators(table, tmp_path):
    source = tmp_path / "trade.parquet"
    duckdb.sql(
        f"COPY (SELECT * FROM read_csv('{table}', types = {{'product': 'VARCHAR'}})) "
        f"TO '{source}' (FORMAT parquet)"
    )
    assert run(source, "--out", tmp_path / "a.parquet") == 0
    assert run(table, "--out", tmp_path / "b.parquet") == 0
    assert read(tmp_path / "a.parquet") == read(tmp_path / "b.parquet")
    assert run(source, "--out", tmp_path / "c.csv", "--indicators", "rca", "tsi") == 0
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert list(found[0]) == [
        "year", "country", "product", "exports", "imports", "rca", "tsi", "reason",
    ]  # fmt: skip
    assert len(found) == len(list(rows())), "without density the rows are those of the table"
    wanted = {
        (r["year"], r["country"], r["product"]): r["rca"] for r in read(tmp_path / "a.parquet")
    }
    for row in found:
        key = (int(row["year"]), row["country"], row["product"])
        assert float(row["rca"]) == pytest.approx(wanted[key])
    assert run(source, "--out", tmp_path / "d.parquet", "--precision", "single") == 0
    close, exact = (matrix(read(tmp_path / f"{n}.parquet", "year = 2015"), "density") for n in "da")
    assert np.allclose(close, exact, atol=1e-6, equal_nan=True)


def bilateral(years=(2015,)):
    for year in years:
        chance = np.random.default_rng(year)
        shape = (len(COUNTRIES), len(COUNTRIES), len(PRODUCTS))
        flows = np.round(np.exp(chance.normal(2, 1, shape)), 2) * (chance.random(shape) < 0.7)
        flows[range(len(COUNTRIES)), range(len(COUNTRIES))] = 0
        yield year, flows


def test_baci_files_with_partners(tmp_path):
    for year, flows in bilateral((2015, 2016)):
        table = [
            [year, COUNTRIES[i], COUNTRIES[j], PRODUCTS[k], f"   {flows[i, j, k]}", "NA"]
            for i, j, k in zip(*np.nonzero(flows), strict=True)
        ]
        write_csv(tmp_path / f"BACI_Y{year}.csv", table, ("t", "i", "j", "k", "v", "q"))
    out = tmp_path / "o" / "out.parquet"
    words = ("--indicators", "all", "mca")
    assert run(tmp_path / "BACI_Y*.csv", "--out", out, *words) == 0
    for year, flows in bilateral((2015, 2016)):
        x, m = flows.sum(axis=1), flows.sum(axis=0)
        found = read(out, f"year = {year}")
        assert np.allclose(matrix(found, "exports"), x)
        assert np.allclose(matrix(found, "tsi"), trade.tsi(x, m), equal_nan=True)
        pairs = read(out.with_name("out.pairs.parquet"), f"year = {year}")
        tables = {
            "export_similarity": trade.export_similarity(x),
            "trade_intensity": trade.trade_intensity(flows.sum(axis=2)),
            "trade_intensity_other": trade.trade_intensity(
                flows.sum(axis=2), without_own_imports=True
            ),
            "complementarity": trade.complementarity(x, m),
        }
        assert len(pairs) == len(COUNTRIES) * (len(COUNTRIES) - 1)
        for row in pairs:
            at = COUNTRIES.index(row["country"]), COUNTRIES.index(row["partner"])
            for name, table in tables.items():
                assert row[name] == pytest.approx(table[at])
        index = trade.mca(flows)
        for row in read(out.with_name("out.markets.parquet"), f"year = {year}"):
            at = [COUNTRIES.index(row[n]) for n in ("country", "partner")]
            assert row["mca"] == pytest.approx(index[*at, PRODUCTS.index(row["product"])])


def test_incomes_give_prody_and_expy(table, tmp_path):
    incomes = write_csv(
        tmp_path / "gdp.csv",
        [[2015, c, 1000 * (i + 1)] for i, c in enumerate(COUNTRIES[:-1])],
        ("year", "country", "income"),
    )
    out = tmp_path / "out.parquet"
    assert run(table, "--out", out, "--income", incomes) == 0
    income = [1000.0, 2000, 3000, 4000, 5000, np.nan]
    found = read(tmp_path / "out.products.parquet", "year = 2015")
    assert [r["prody"] for r in found] == pytest.approx(list(trade.prody(amounts(2015), income)))
    found = read(tmp_path / "out.countries.parquet")
    assert [r["expy"] for r in found[:6]] == pytest.approx(list(trade.expy(amounts(2015), income)))
    assert {r["expy"] for r in found[6:]} == {None}


def test_a_silent_country_and_an_unsold_product_are_empty_with_a_reason(tmp_path):
    table = [r for r in rows() if not (r[0] == 2015 and (r[1] == "KOR" or r[2] == "270900"))]
    out = tmp_path / "out.parquet"
    assert run(write_csv(tmp_path / "t.csv", table), "--out", out) == 0
    found = read(out, "year = 2015")
    silent = [r for r in found if r["country"] == "KOR"]
    assert len(silent) == len(PRODUCTS)
    assert {r["exports"] for r in silent} == {r["rca"] for r in silent} == {None}
    assert all(r["reason"].startswith("no_exports") for r in silent)
    unsold = [r for r in found if r["product"] == "270900" and r["country"] != "KOR"]
    assert {r["rca"] for r in unsold} == {r["pci"] for r in unsold} == {None}
    assert all("not_exported" in r["reason"] for r in unsold)
    numbers = [v for r in found for v in r.values() if isinstance(v, float)]
    assert np.isfinite(numbers).all()
    kept = [i for i, p in enumerate(PRODUCTS) if p != "270900"]
    others = [i for i, c in enumerate(COUNTRIES) if c != "KOR"]
    expected = complexity(amounts(2015)[np.ix_(others, kept)])
    by_country = {r["country"]: r["eci"] for r in found}
    values = np.array([by_country[COUNTRIES[i]] for i in others], dtype=float)
    assert np.allclose(values, expected.eci, equal_nan=True)
    assert np.isfinite(values).sum() > 2


BAD = {
    "negative": ("trade.negative", [2015, "KOR", "999999", -5, 0]),
    "text": ("trade.no_number", [2015, "KOR", "999999", "many", 0]),
    "thousands": ("trade.thousands", [2015, "KOR", "999999", "1,234,567", 0]),
    "european": ("trade.thousands", [2015, "KOR", "999999", "1.234.567,50", 0]),
    "euro": ("trade.currency", [2015, "KOR", "999999", "€5", 0]),
    "empty": ("trade.empty", [2015, "KOR", "999999", "", 0]),
    "nan": ("trade.no_number", [2015, "KOR", "999999", "nan", 0]),
    "infinite": ("trade.no_number", [2015, "KOR", "999999", 1, "inf"]),
    "year": ("trade.year", ["2015-03", "KOR", "999999", 1, 0]),
    "century": ("trade.year", ["15", "KOR", "999999", 1, 0]),
    "country": ("trade.no_code", [2015, " ", "999999", 1, 0]),
    "duplicate": ("trade.duplicate", next(rows())),
    "revision": ("trade.mixed_codes", [2015, "KOR", "8517", 1, 0]),
    "total": ("trade.mixed_codes", [2015, "KOR", "TOTAL", 1, 0]),
    "world": ("trade.world", [2015, "World", "999999", 1, 0]),
    "ragged": ("trade.ragged", [2015, "KOR", "999999", 1, 0, 0, 0]),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_bad_cells_are_named_with_line_and_cure(name, form, tmp_path, capsys):
    code, bad = BAD[name]
    table = list(rows())
    line = 7
    table.insert(line - 2, bad)
    if name == "duplicate":
        line = 7  # the same keys stand on line 2
    source = write_csv(tmp_path / "bad.csv", table)
    if form == "parquet":
        if name == "ragged":
            pytest.skip("no ragged rows in Parquet")
        texts = tmp_path / "bad.parquet"
        duckdb.sql(
            f"COPY (SELECT * FROM read_csv('{source}', all_varchar = true)) TO '{texts}' "
            "(FORMAT parquet)"
        )
        source, line = texts, line - 1  # rows of Parquet have no line of names
    out = tmp_path / "out.parquet"
    assert run(source, "--out", out) == 1
    shown = capsys.readouterr().err
    assert code in shown
    assert f"{source.as_posix()}:{line}" in shown
    assert "cure:" in shown
    assert not list(tmp_path.glob("out*"))
    assert not list(tmp_path.glob(".out*"))


def test_a_bad_table_leaves_the_last_good_output(table, tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert run(table, "--out", out) == 0
    before = out.read_bytes()
    bad = write_csv(tmp_path / "bad.csv", [*rows(), [2016, "KOR", "870323", -1, 0]])
    assert run(bad, "--out", out) == 1
    assert out.read_bytes() == before
    capsys.readouterr()


def test_units_and_revisions_must_not_be_mixed(tmp_path, capsys):
    for name, values, code in (
        ("currency", ("USD", "EUR"), "trade.mixed_units"),
        ("revision", ("HS2012", "HS2017"), "trade.mixed_revisions"),
    ):
        table = [[*r, values[i == 4]] for i, r in enumerate(rows())]
        head = ("year", "country", "product", "exports", "imports", name)
        source = write_csv(tmp_path / f"{name}.csv", table, head)
        assert run(source, "--out", tmp_path / "out.parquet") == 1
        shown = capsys.readouterr().err
        assert code in shown
        assert f"{name}.csv:6" in shown
        assert ", ".join(sorted(values)) in shown


def test_numbers_as_codes_get_their_zero_back(tmp_path, capsys):
    source = tmp_path / "t.parquet"
    table = write_csv(tmp_path / "t.csv", rows())
    duckdb.sql(
        f"COPY (SELECT * REPLACE (product::INTEGER AS product) FROM '{table}') TO '{source}'"
    )
    out = tmp_path / "out.parquet"
    assert run(source, "--out", out) == 0
    assert "trade.padded" in capsys.readouterr().err
    assert {r["product"] for r in read(out)} == set(PRODUCTS)


def test_one_country_only_is_said_and_left_empty(tmp_path, capsys):
    source = write_csv(tmp_path / "t.csv", [r for r in rows() if r[1] == "KOR"])
    out = tmp_path / "out.parquet"
    assert run(source, "--out", out) == 0
    assert "trade.one_country" in capsys.readouterr().err
    found = read(out)
    assert {r["eci"] for r in found} == {None}
    assert all("one_country" in r["reason"] for r in found)


def test_encodings_separators_and_other_names(tmp_path, capsys):
    out = tmp_path / "out.parquet"
    korean = tmp_path / "korean.csv"
    lines = ["연도;국가;품목;수출액", *(f"{r[0]};{r[1]};{r[2]};{r[3]}" for r in rows())]
    korean.write_bytes("\n".join(lines).encode("utf-8-sig"))
    assert run(korean, "--out", out) == 0
    korean.write_bytes("\n".join(lines).replace("KOR", "한국").encode("cp949"))
    assert run(korean, "--out", out) == 1
    assert "CP949" in capsys.readouterr().err
    named = write_csv(tmp_path / "n.csv", (r[:4] for r in rows()), ("a", "b", "c", "d"))
    assert run(named, "--out", out) == 1
    assert "trade.columns" in capsys.readouterr().err
    told = ("year=a", "country=b", "product=c", "exports=d")
    assert run(named, "--out", out, "--columns", *told) == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"year,country,product,exports\n", b"PAR1xx", b"\x00\x01\xff\xfe",
     b'year,country,product,exports\n"open'],
)  # fmt: skip
def test_broken_files_give_problems_and_no_traceback(data, tmp_path, capsys):
    source = tmp_path / "x.csv"
    source.write_bytes(data)
    assert run(source, "--out", tmp_path / "out.parquet") == 1
    assert "cure:" in capsys.readouterr().err


def test_words_that_cannot_be_followed(table, tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert run(table) == 2
    assert run(table, "--out", tmp_path / "out.xlsx") == 2
    assert run(table, "--out", table) == 2
    assert run(table, "--out", out, "--indicators", "rcaa") == 2
    assert run(table, "--out", out, "--columns", "exports") == 2
    assert run(tmp_path / "none.csv", "--out", out) == 1
    assert run(table, "--out", out, "--indicators", "mca") == 1
    shown = capsys.readouterr().err
    assert "rcaa" in shown
    assert "trade.lacking" in shown
    assert run("--list") == 0
    assert "economic complexity index" in capsys.readouterr().out


def test_duplicated_years_in_two_files_are_found(table, tmp_path, capsys):
    twin = tmp_path / "twin.csv"
    twin.write_bytes(table.read_bytes())
    assert run(table, twin, "--out", tmp_path / "out.parquet") == 1
    shown = capsys.readouterr().err
    assert "trade.duplicate" in shown
    assert "twin.csv:2" in shown


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_year_without_any_exports_is_empty_with_a_reason(tmp_path, form):
    silent = [[2017, "KOR", PRODUCTS[0], 0, 5], [2017, "CHN", PRODUCTS[1], 0, 2]]
    table = write_csv(tmp_path / "trade.csv", [*rows(), *silent])
    out = tmp_path / f"out.{form}"
    assert run(table, "--out", out) == 0
    countries = read(tmp_path / f"out.countries.{form}", "year = 2017")
    assert {(row["eci"], row["reason"]) for row in countries} == {(None, "no_exports")}
    assert all(row["rca"] is None for row in read(out, "year = 2017"))
