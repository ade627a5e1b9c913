import time

import pytest

from policyloom.model.result import Result, ResultColumn, ResultTable, Text, Value
from policyloom.model.tables import Row, Table, dictionary
from policyloom.store.engine import DuckEngine, NotASelectError, StatementError, make_engine
from policyloom.store.evidence import open_tables

WORD = Text("말", "word")


def table(name, *rows):
    spec = dictionary()[name]
    cells = [{c.name: (() if c.many else None) for c in spec.columns} | row for row in rows]
    return Table(spec, tuple(Row(c, line) for line, c in enumerate(cells, 2)))


def test_types_follow_the_dictionary():
    policies = table("policies", {"id": "A", "issuers": ("x", "y"), "date_issued": "2015-07"})
    figures = table("figures", {"id": "f", "year": 2015, "value": 1})
    agenda = table("agenda", {"id": "a", "in_table": True, "cited_in_text": False})
    store = open_tables({"policies": policies, "figures": figures, "agenda": agenda})
    row = store.query("SELECT id, issuers, date_issued, sectors, line FROM policies")[0]
    assert row == {
        "id": "A", "issuers": ["x", "y"], "date_issued": "2015-07", "sectors": None, "line": 2,
    }  # fmt: skip
    row = store.query("SELECT year, value, typeof(value) AS kind FROM figures")[0]
    assert row == {"year": 2015, "value": 1.0, "kind": "DOUBLE"}
    assert store.query("SELECT in_table, cited_in_text FROM agenda")[0] == {
        "in_table": True, "cited_in_text": False,
    }  # fmt: skip
    assert store.query("SELECT count(*) AS n FROM trade") == [{"n": 0}]


def test_hostile_cells_are_only_text():
    text = "'); DROP TABLE policies; -- \x00 =cmd|' \ud83d\ude00 “引号” \\"
    store = open_tables(
        {"risks": table("risks", {"id": "r", "what": text.replace("\ud83d\ude00", "😀")})}
    )
    assert "DROP TABLE" in store.query("SELECT what FROM risks")[0]["what"]
    assert store.query("SELECT id FROM risks WHERE what LIKE ?", ["%引号%"]) == [{"id": "r"}]


def test_results_are_relations_too():
    columns = (
        ResultColumn("name", WORD),
        ResultColumn("n", WORD, "number"),
        ResultColumn("share", WORD, "number"),
    )
    rows = (("a", 1, 0.5), ("b", None, 1))
    made = ResultTable(WORD, columns, rows, origins=(("policies:A",), ()))
    values = {
        "x": Value(3, WORD, WORD, ("policies:A",)),
        "y": Value(None, WORD, reason=Text("보지 못함", "none seen")),
    }
    store = open_tables({})
    store.add_result(Result("demo", WORD, values, {"things": made}))
    assert store.query("SELECT * FROM result_demo__things ORDER BY line") == [
        {"name": "a", "n": 1, "share": 0.5, "origins": ["policies:A"], "line": 1},
        {"name": "b", "n": None, "share": 1.0, "origins": [], "line": 2},
    ]
    assert store.query("SELECT name, number, reason_en FROM result_demo__values ORDER BY line") == [
        {"name": "x", "number": 3.0, "reason_en": ""},
        {"name": "y", "number": None, "reason_en": "none seen"},
    ]
    store.add_result(Result("demo", WORD, {}, {"things": made}))


@pytest.mark.parametrize(
    "sql",
    ["DROP TABLE policies", "SELECT 1; SELECT 2", "INSERT INTO policies SELECT * FROM policies",
     "SET threads = 9", "ATTACH 'x.db'", "COPY policies TO 'x.csv'", "INSTALL fts"],
)  # fmt: skip
def test_only_one_select_may_be_asked(sql):
    with pytest.raises((NotASelectError, StatementError)):
        open_tables({}).query(sql)


@pytest.mark.parametrize(
    "sql",
    ["SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('pyproject.toml')",
     "SELECT * FROM 'https://example.org/x.parquet'", "SELECT * FROM no_such_table", "SELEC 1"],
)  # fmt: skip
def test_no_file_and_no_network_and_the_statement_is_named(sql):
    with pytest.raises(StatementError) as caught:
        open_tables({}).query(sql)
    assert sql in str(caught.value)


def test_unknown_engines_are_refused():
    with pytest.raises(ValueError, match="known: duckdb"):
        make_engine("oracle")


def test_more_rows_than_one_batch():
    engine = DuckEngine()
    engine.load("t", {"i": "BIGINT"}, [{"i": i} for i in range(40_001)])
    assert engine.query("SELECT count(*) AS n, max(i) AS m FROM t") == [{"n": 40_001, "m": 40_000}]
    engine.close()


def test_six_thousand_rows_load_fast():
    rows = [
        {"id": f"f{i}", "indicator": "x", "year": 2015, "value": float(i), "definition": "d" * 60}
        for i in range(6_000)
    ]
    figures = table("figures", *rows)
    started = time.perf_counter()
    store = open_tables({"figures": figures})
    spent = time.perf_counter() - started
    assert store.query("SELECT sum(value) AS s FROM figures") == [{"s": 17_997_000.0}]
    assert spent < 1.5, f"{spent:.2f} s (0.2 s on a quiet machine)"
