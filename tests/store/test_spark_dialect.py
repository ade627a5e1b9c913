"""The DuckDB dialect on Spark: the same rows, or a refusal that says why."""

import pytest

sqlglot = pytest.importorskip("sqlglot", reason="sqlglot is not installed (extra: spark)")

from spark_engine import DUCKDB, SPARK, needs_spark  # noqa: E402

from policyloom.store.engine import NotASelectError, StatementError, make_engine  # noqa: E402
from policyloom.store.spark_sql import translate  # noqa: E402

COLUMNS = {
    "id": "VARCHAR", "n": "BIGINT", "x": "DOUBLE", "b": "BOOLEAN", "words": "VARCHAR[]",
    "d": "VARCHAR", "line": "BIGINT",
}  # fmt: skip
ROWS = [
    ("가", 3, 1.5, True, ("b", "a"), "2015-07-01", 2),
    ("b\\c", None, None, None, None, "2015-07", 3),
    ("广东", -5, -0.1, False, (), "2015", 4),
    ("a'b?%_", 3, 1e20, True, ("c", None, "a"), None, 5),
    ("😀z", 0, 0.3, None, ("a",), "2016-01-31", 6),
    ("Z", 2**60, 0.1, False, ("😀",), "x", 7),
]
OTHERS = [("가", 1.0, "p"), ("가", 2.5, "q"), ("Z", None, "p"), (None, 4.0, "p")]

SAME = [
    ("SELECT * FROM t ORDER BY line", []),
    ("SELECT * FROM empty", []),
    ("SELECT id, n FROM t ORDER BY n, id", []),
    ("SELECT id, n FROM t ORDER BY n DESC, id DESC", []),
    ("SELECT id, x FROM t ORDER BY x NULLS FIRST", []),
    ("SELECT n / 2 AS h, n / 0 AS z, x / n AS y, 1 / 3 AS t, 1.0 / 3 AS d FROM t "
     "ORDER BY line", []),
    ("SELECT n // 2 AS h, n // 0 AS z, n % 2 AS m, n % 0 AS o FROM t ORDER BY line", []),
    ("SELECT 100.0 * n / 7 AS s, 1.5 * 2 AS a, 1.50 + 1 AS b FROM t WHERE n < 10 "
     "ORDER BY line", []),
    ("SELECT sum(n) AS s, sum(x) AS y, avg(n) AS a, avg(x) AS m, min(id) AS i, "
     "max(d) AS d, count(x) AS c FROM t WHERE n < 10 OR n IS NULL", []),
    ("SELECT sum(n) AS s, avg(n) AS a, min(id) AS i, count(*) AS c FROM empty", []),
    ("SELECT sum(v) AS s, k, count(DISTINCT id) AS c FROM u GROUP BY k ORDER BY k", []),
    ("SELECT list(id ORDER BY n DESC, id) AS ids, list(n ORDER BY n, line) AS ns, "
     "list(x ORDER BY line DESC) AS xs FROM t", []),
    ("SELECT list(id) AS a FROM empty", []),
    ("SELECT list(words ORDER BY line) AS w FROM t", []),
    ("SELECT b, list({'i': id, 'n': n, 'w': words} ORDER BY line) AS cells FROM t "
     "GROUP BY b ORDER BY b", []),
    ("SELECT list(DISTINCT n ORDER BY n) AS ns FROM t", []),
    ("SELECT b, count(*) FILTER (WHERE n > 0) AS p FROM t GROUP BY b ORDER BY b", []),
    ("SELECT b, list(id ORDER BY id) FILTER (WHERE n > 0) AS p FROM t GROUP BY b "
     "ORDER BY b", []),
    ("SELECT string_agg(d, '; ' ORDER BY d DESC) AS s FROM t", []),
    ("SELECT string_agg(d, '; ') AS s FROM empty", []),
    ("SELECT words[1] AS a, words[-1] AS z, words[9] AS o, words[0] AS q FROM t "
     "ORDER BY line", []),
    ("SELECT words[n] AS a FROM t WHERE n < 10 ORDER BY line", []),
    ("SELECT len(words) AS a, length(id) AS b FROM t ORDER BY line", []),
    ("SELECT array_to_string(words, '+') AS a FROM t ORDER BY line", []),
    ("SELECT line, unnest(words) AS w FROM t ORDER BY line, w", []),
    ("SELECT t.line, s.w FROM t, unnest(t.words) AS s(w) ORDER BY t.line, s.w", []),
    (r"SELECT id FROM t WHERE id LIKE '%\%' ORDER BY id", []),
    (r"SELECT id FROM t WHERE id LIKE '%\\%' ORDER BY id", []),
    ("SELECT id FROM t WHERE id LIKE ? ORDER BY id", ['b\\c']),
    ("SELECT id FROM t WHERE id LIKE '%?%' ORDER BY id", []),
    ("SELECT id FROM t WHERE id = ? AND n = ? ORDER BY id", ["a'b?%_", 3]),
    ("SELECT id FROM t WHERE id IN (?, ?) OR n = ? ORDER BY id", ['가', 'b\\c', -5]),
    ("SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e",
     ["x'; DROP TABLE t; -- \\ \n", 1, 1.5, None, True]),
    ("WITH a AS (SELECT ? AS x), b AS (SELECT ? AS y) SELECT x, y, ? AS z FROM a, b "
     "WHERE x = ? LIMIT ?", ['1', '2', '3', '1', 5]),
    (r"SELECT 'a\b' AS s, 'it''s' AS q, 'a\nb' AS n, '\u0041' AS u", []),
    ('SELECT "id" AS "Id x", "n" AS "case" FROM "t" ORDER BY "line"', []),
    ("SELECT id, d IS NULL AS a, b = true AS c, b IS DISTINCT FROM n = 3 AS e FROM t "
     "ORDER BY line", []),
    ("SELECT t.id, u.v FROM t LEFT JOIN u ON u.id = t.id ORDER BY t.line, u.v", []),
    ("SELECT t.id, u.v FROM t FULL JOIN u ON u.id = t.id ORDER BY t.line, u.v", []),
    ("SELECT t.id, u.v FROM t RIGHT JOIN u USING (id) ORDER BY t.line, u.v", []),
    ("SELECT id FROM t WHERE id NOT IN (SELECT id FROM u) ORDER BY id", []),
    ("SELECT id FROM t WHERE NOT EXISTS (SELECT 1 AS o FROM u WHERE u.id = t.id) "
     "ORDER BY id", []),
    ("SELECT id, (SELECT max(v) FROM u WHERE u.id = t.id) AS m FROM t ORDER BY line", []),
    ("SELECT id, row_number() OVER (PARTITION BY b ORDER BY n DESC, id) AS r, rank() "
     "OVER (ORDER BY n) AS k, dense_rank() OVER (ORDER BY n DESC) AS dr, lag(id) "
     "OVER (ORDER BY line) AS l, sum(x) OVER (ORDER BY line) AS s FROM t ORDER BY "
     "line", []),
    ("SELECT id FROM t QUALIFY row_number() OVER (PARTITION BY b ORDER BY line) = 1 "
     "ORDER BY id", []),
    ("SELECT first_value(id) OVER (ORDER BY n, line) AS f, last_value(id) OVER "
     "(ORDER BY n, line) AS l FROM t ORDER BY line", []),
    ("SELECT id FROM t UNION SELECT id FROM u ORDER BY id", []),
    ("SELECT id FROM t EXCEPT SELECT id FROM u ORDER BY id", []),
    ("SELECT DISTINCT b, n FROM t ORDER BY b, n", []),
    ("SELECT b, count(*) AS c FROM t GROUP BY ALL ORDER BY ALL", []),
    ("SELECT b, count(*) AS c FROM t GROUP BY b HAVING count(*) > 1 ORDER BY b LIMIT "
     "1 OFFSET 1", []),
    ("SELECT coalesce(d, '') AS d, count(*) AS c FROM t GROUP BY 1 ORDER BY 1", []),
    ("SELECT substr(d, 1, 4) AS y, left(d, 4) AS l, right(d, 2) AS r, substring(id, "
     "2) AS s FROM t ORDER BY line", []),
    ("SELECT TRY_CAST(substr(d, 1, 4) AS INTEGER) AS y FROM t ORDER BY line", []),
    ("SELECT CAST(d AS DATE) AS d FROM t WHERE length(d) = 10 ORDER BY d", []),
    ("SELECT TRY_CAST(d AS DATE) AS d FROM t ORDER BY line", []),
    ("SELECT CAST('2015-03-01' AS DATE) - CAST('2015-02-01' AS DATE) AS a, "
     "date_diff('day', DATE '2015-02-01', DATE '2015-03-01') AS b, year(DATE "
     "'2015-02-03') AS y, month(DATE '2015-02-03') AS m", []),
    ("SELECT CAST(n AS VARCHAR) AS a, n::TEXT AS b, n::DOUBLE AS c FROM t WHERE n < "
     "10 ORDER BY line", []),
    ("SELECT concat(id, d, 'x') AS c, concat_ws('-', id, d) AS w, id || d AS p FROM "
     "t ORDER BY line", []),
    ("SELECT replace(id, '가', '나') AS r, trim('  a  ') AS t, starts_with(id, 'a') AS "
     "s, strpos(id, 'b') AS p, ends_with(id, 'z') AS e FROM t ORDER BY line", []),
    ("SELECT contains(id, 'b') AS c FROM t ORDER BY line", []),
    ("SELECT greatest(n, 1) AS g, least(n, 1, NULL) AS l, abs(n) AS a, abs(x) AS ax, "
     "nullif(n, 3) AS z FROM t ORDER BY line", []),
    ("SELECT CASE WHEN n > 0 THEN 'p' WHEN n = 0 THEN 'z' END AS c, if(b, 1, 0) AS "
     "i, ifnull(d, '-') AS f FROM t ORDER BY line", []),
    ("SELECT bool_or(b) AS o, bool_and(b) AS a, count_if(b) AS c FROM t", []),
    ("SELECT n BETWEEN 0 AND 3 AS i, n IN (3, NULL) AS j FROM t ORDER BY line", []),
    ("SELECT {'a': n, 'b': {'c': words}} AS s FROM t ORDER BY line", []),
    ("SELECT s.a AS a FROM (SELECT {'a': n} AS s, line FROM t) ORDER BY line", []),
    ("SELECT [n, 1] AS l, [] AS e FROM t ORDER BY line", []),
    ("SELECT min(x) AS a, max(x) AS b, min(words) AS w, max(b) AS bb FROM t", []),
    ("SELECT x + n AS a, x * n AS b, n - 1 AS c, -n AS d, n * 2 AS e FROM t WHERE n "
     "< 10 ORDER BY line", []),
    ("SELECT * EXCLUDE (words) FROM t ORDER BY line", []),
    ("SELECT id FROM t WHERE d >= '2015-07' AND d < '2016' ORDER BY d", []),
    ("SELECT x = 0.1 AS e, x = 0.3 AS f FROM t ORDER BY line", []),
    ("SELECT /*+ BROADCAST(t) */ id FROM t -- comment", []),
    ("SELECT ? AS a", [['x']]),
    ("SELECT list_contains(?, id) AS a FROM t ORDER BY line", [['Z', '가']]),
    ("SELECT avg(n) FILTER (WHERE n < 10) AS a, string_agg(d, ',' ORDER BY line) "
     "FILTER (WHERE b) AS s, list({'i': id} ORDER BY line) FILTER (WHERE n > "
     "99999999999999999999) AS e FROM t", []),
    ("SELECT sum(n) OVER (PARTITION BY b) AS a, count(*) FILTER (WHERE b) OVER () AS "
     "c FROM t WHERE n < 10 ORDER BY line", []),
    ("SELECT a.* FROM t a JOIN u b ON a.id = b.id ORDER BY a.line, b.v", []),
    ("SELECT n, max(line) AS line FROM t GROUP BY n ORDER BY line", []),
    ("SELECT d AS n, n AS q FROM t ORDER BY n, q", []),
    ("SELECT -n AS n FROM t WHERE n < 10 ORDER BY n", []),
    ("SELECT line % 2 AS line, count(*) AS c FROM t GROUP BY line ORDER BY line, c", []),
    ("SELECT count(*) AS c, sum(line) AS s FROM t WHERE line > (SELECT avg(line) "
     "FROM t)", []),
    ("SELECT id FROM t WHERE words IS NOT NULL AND len(words) > 0 ORDER BY id", []),
    ("SELECT sum(len(words)) AS s FROM t", []),
    ("SELECT CASE WHEN b THEN 1 ELSE 0.5 END AS m FROM t ORDER BY line", []),
    ("SELECT coalesce(n, 0.5) AS m FROM t WHERE n IS NULL OR n < 10 ORDER BY line", []),
    ("SELECT coalesce(x, 0) AS m FROM t ORDER BY line", []),
    ("SELECT n + 0.5 AS m, n * 0.1 AS k FROM t WHERE n < 10 ORDER BY line", []),
    ("SELECT x IN (0.1, 1.5) AS i FROM t ORDER BY line", []),
    ("SELECT n = '3' AS e FROM t ORDER BY line", []),
    ("SELECT sum(0.5) AS s FROM t", []),
    ("SELECT NULL AS a, true AS b, [1, NULL] AS c, ['a'] || ['b'] AS d", []),
    ("SELECT id FROM t ORDER BY b, line DESC LIMIT 3", []),
    ("SELECT word, count(*) AS c FROM (SELECT unnest(words) AS word FROM t) GROUP BY "
     "word ORDER BY c DESC, word", []),
    ("SELECT word, list(id ORDER BY id) AS ids FROM (SELECT id, unnest(words) AS "
     "word FROM t) AS s GROUP BY word ORDER BY word", []),
    ("SELECT row_number() OVER (ORDER BY x) AS r, id FROM t ORDER BY r", []),
    ("SELECT ID, N FROM t ORDER BY line", []),
    ("SELECT ntile(2) OVER (ORDER BY line) AS r, id FROM t ORDER BY line", []),
]  # fmt: skip
"""Statements and parameters whose rows have to be equal."""

FAILING = [
    "SELECT n * n AS boom FROM t",
    "SELECT 2147483647 + 1 AS f",
    "SELECT CAST(d AS DATE) AS d FROM t",
    "SELECT CAST(x AS BIGINT) AS a FROM t",
    "SELECT nothing FROM t",
]
"""Statements that both engines answer with a StatementError."""

REFUSED = [
    ("SELECT list(DISTINCT n) AS ns FROM t", "order of rows"),
    ("SELECT DISTINCT ON (b) b, id FROM t ORDER BY b, line", "order of rows"),
    ("SELECT any_value(id) AS a FROM t", "not among those"),
    ("SELECT round(x, 1) AS a FROM t", "not among those"),
    ("SELECT regexp_matches(id, 'a') AS a FROM t", "not among those"),
    ("SELECT upper(d) AS u FROM t", "not among those"),
    ("SELECT CAST(x AS VARCHAR) AS a FROM t", "of this type"),
    ("SELECT x // 2 AS a FROM t", "of this type"),
    ("SELECT date_diff('month', DATE '2015-01-31', DATE '2015-02-01') AS m", "of this type"),
    ("SELECT id FROM t WHERE id ILIKE 'z'", "not among those"),
    ("SELECT random() AS r", "not among those"),
    ("SELECT current_date AS r", "not among those"),
    ("SELECT * FROM t TABLESAMPLE 10%", "not among those"),
    ("SELECT count(*) FROM t", "a name with AS"),
    ("SELECT $1 AS a", "written as"),
]
"""Statements that Spark would answer with other rows, with words of the reason."""

OUTSIDE = [
    "SELECT * FROM text.`/etc/passwd`",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    'SELECT * FROM text."/etc/passwd"',
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_files('/etc/passwd')",
    "SELECT (SELECT * FROM csv.`/etc/passwd`) AS x",
    'WITH a AS (SELECT * FROM parquet."/x") SELECT * FROM a',
    "SELECT java_method('java.lang.System', 'getProperty', 'user.home') AS x",
    "SELECT reflect('java.lang.Runtime', 'getRuntime') AS x",
    "SELECT try_reflect('java.lang.Runtime', 'getRuntime') AS x FROM t",
    "SELECT id FROM t ORDER BY java_method('a.B', 'c')",
    "SELECT getenv('HOME') AS h",
    "SELECT input_file_name() AS f FROM t",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM range(3)",
    "SELECT * FROM elsewhere",
    "SELECT * FROM t, LATERAL (SELECT * FROM csv.`/x`)",
    "SELECT TRANSFORM(id) USING 'cat' AS x FROM t",
    "SELECT ai_query('m', id) AS x FROM t",
]


def spark_text(sql):
    relations = {
        "t": COLUMNS,
        "u": {"id": "VARCHAR", "v": "DOUBLE", "k": "VARCHAR"},
        "empty": COLUMNS,
    }
    return translate(sql, relations)[0]


@pytest.mark.parametrize(("sql", "reason"), REFUSED)
def test_what_would_differ_is_refused_with_the_reason(sql, reason):
    with pytest.raises(StatementError, match=reason):
        spark_text(sql)


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_outside_the_loaded_tables_can_be_reached(sql):
    with pytest.raises((StatementError, NotASelectError)):
        spark_text(sql)


@pytest.mark.parametrize(
    "sql",
    ["DROP TABLE t", "SELECT 1 AS a; SELECT 2 AS b", "INSERT INTO t SELECT * FROM t", "SET x = 9",
     "CACHE TABLE t", "ADD JAR 'x.jar'", "ATTACH 'x.db'", "CREATE FUNCTION f AS 'a.B'", "", ";"],
)  # fmt: skip
def test_only_one_select(sql):
    with pytest.raises((NotASelectError, StatementError)):
        spark_text(sql)


def test_hints_and_comments_do_not_get_through():
    made = spark_text("SELECT /*+ BROADCAST(t) */ id -- '); DROP\n FROM t /* x */")
    assert made == "SELECT id FROM t"


def test_parameters_keep_their_places_wherever_the_tree_puts_them():
    made = spark_text(
        "WITH a AS (SELECT ? AS x) SELECT id, ? AS y FROM t, a WHERE id LIKE '?' AND n = ? LIMIT ?"
    )
    assert [made.index(f":p{i}") for i in range(4)] == sorted(
        made.index(f":p{i}") for i in range(4)
    )
    assert "'?'" in made
    assert ":p4" not in made


@pytest.mark.slow
def test_statements_give_the_same_rows_on_both_engines():
    needs_spark()
    duck, spark = (make_engine(s.kind, settings=s) for s in (DUCKDB, SPARK))
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    others = [dict(zip(("id", "v", "k"), row, strict=True)) for row in OTHERS]
    for engine in (duck, spark):
        engine.load("t", COLUMNS, rows)
        engine.load("empty", COLUMNS, [])
        engine.load("u", {"id": "VARCHAR", "v": "DOUBLE", "k": "VARCHAR"}, others)
    different = []
    for sql, parameters in SAME:
        expected, found = duck.query(sql, parameters), spark.query(sql, parameters)
        if repr(expected) != repr(found):  # tells 1 from 1.0 and from True, and takes NaN as equal
            different.append((sql, expected, found))
    assert different == []
    for sql in FAILING:
        for engine in (duck, spark):
            with pytest.raises(StatementError):
                engine.query(sql)
    with pytest.raises(StatementError) as caught:
        spark.query("SELECT nothing FROM t")
    assert "a'b?" not in str(caught.value), "the plan with its rows is not for the eye"
    duck.close()
    spark.close()
