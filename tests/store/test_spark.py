"""Spark as the engine of a study: the same rows and results, and words where it is missing."""

import json
from pathlib import Path

import pytest
from spark_engine import DUCKDB, SPARK, both_engines, needs_spark, open_engine  # noqa: F401

from policyloom.analysis.catalogue import CATALOGUE
from policyloom.build import analyse, weave
from policyloom.cli import main
from policyloom.core.problem import ProblemsError
from policyloom.files.load import load_study
from policyloom.fingerprints import options_of
from policyloom.model.settings import EngineSettings
from policyloom.model.tables import dictionary
from policyloom.store import spark as spark_module
from policyloom.store.engine import make_engine
from policyloom.store.evidence import open_evidence, open_tables
from policyloom.store.spark import MASTER_VARIABLE, spark_problems

ROOT = Path(__file__).parents[2]
STUDIES = [
    "tests/studies/tiny", "studies/tutorial", "studies/china-internet-plus",
]  # fmt: skip


class Recorded:
    """Evidence that writes down what it is asked."""

    def __init__(self, evidence):
        self.evidence = evidence
        self.asked = {}

    def query(self, sql, parameters=()):
        rows = self.evidence.query(sql, parameters)
        self.asked[sql, repr(list(parameters))] = (list(parameters), repr(rows))
        return rows


@both_engines
def test_tables_come_back_as_they_were_given(open_engine):  # noqa: F811
    engine = open_engine()
    hostile = "'); DROP TABLE t; -- \\u0041 \\n `\"' $x :p0 ? {y} 😀“引号”\n\t<b>"
    columns = {'a b`"': "VARCHAR", "n": "BIGINT", "x": "DOUBLE", "l": "VARCHAR[]", "b": "BOOLEAN"}
    rows = [
        {'a b`"': hostile, "n": 2**63 - 1, "x": 0.1 + 0.2, "l": (hostile, "", None), "b": False},
        {'a b`"': "\x00z", "n": -(2**63), "x": 1, "l": ()},
        {},
    ]
    engine.load("t", columns, rows)
    engine.seal()
    assert engine.query("SELECT * FROM t") == [
        {"a b`\"": hostile, "n": 2**63 - 1, "x": 0.30000000000000004, "l": [hostile, "", None],
         "b": False},
        {"a b`\"": "z", "n": -(2**63), "x": 1.0, "l": [], "b": None},
        {"a b`\"": None, "n": None, "x": None, "l": None, "b": None},
    ]  # fmt: skip
    engine.load("t", {"n": "BIGINT"}, [{"n": i} for i in range(40_001)])
    assert engine.query("SELECT count(*) AS c, max(n) AS m, sum(n) AS s FROM t") == [
        {"c": 40_001, "m": 40_000, "s": 800_020_000}
    ]
    assert engine.query("SELECT n FROM t WHERE n % 10000 = 0") == [
        {"n": n} for n in range(0, 40_001, 10_000)
    ]
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r"."):
            engine.load("f", {"x": "DOUBLE"}, [{"x": bad}])
    with pytest.raises((UnicodeEncodeError, RuntimeError)):
        engine.load("f", {"x": "VARCHAR"}, [{"x": "\ud83d"}])


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
def test_every_statement_of_the_analyses_gives_the_same_rows(name):
    needs_spark()
    study, _ = load_study(ROOT / name)
    recorded = Recorded(open_evidence(study))
    for entry in CATALOGUE:
        entry.load()(recorded, options_of(study, entry))
    assert len(recorded.asked) > 30, "the analyses ask their questions in SQL"
    spark = open_tables({table: study.table(table) for table in dictionary()}, SPARK)
    different = [
        (sql, parameters)
        for (sql, _), (parameters, expected) in recorded.asked.items()
        if repr(spark.query(sql, parameters)) != expected
    ]
    spark.close()
    assert different == []


@pytest.mark.slow
def test_results_are_the_same_to_the_byte_with_their_fingerprints():
    needs_spark()
    study, _ = load_study(ROOT / "tests/studies/tiny")
    made = []
    for engine in (DUCKDB, SPARK):
        settings = study.settings.model_copy(update={"engine": engine})
        object.__setattr__(study, "settings", settings)
        found = analyse(study, None)
        made.append(json.dumps({n: (r.fingerprint, r.as_record()) for n, r in found.items()}))
    assert made[0] == made[1]


@pytest.mark.slow
def test_two_engines_do_not_see_each_other():
    needs_spark()
    one, other = (make_engine("spark", settings=SPARK) for _ in range(2))
    one.load("t", {"n": "BIGINT"}, [{"n": 1}])
    other.load("t", {"n": "BIGINT"}, [{"n": 2}])
    assert one.query("SELECT n FROM t") == [{"n": 1}]
    other.close()
    assert one.query("SELECT n FROM t") == [{"n": 1}]
    one.close()


def study_with(tmp_path, tiny, line):
    """Copy the tiny study with a line in study.yaml."""
    folder = tmp_path / "study"
    for path in sorted(p for p in tiny.rglob("*") if p.is_file() and "derived" not in p.parts):
        target = folder / path.relative_to(tiny)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    (folder / "study.yaml").write_text(
        text.replace("format: 1\n", f"format: 1\n{line}\n"), encoding="utf-8"
    )
    return folder


@pytest.fixture
def without_java(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark_module.shutil, "which", lambda *_, **__: None)


def test_without_java_the_build_says_so_and_how_to_go_on(tmp_path, without_java, capsys):
    folder = study_with(tmp_path, ROOT / "tests/studies/tiny", "engine: spark")
    found = weave(folder)
    assert "engine.no_java" in [p.code for p in found]
    for language, words in (("ko", "Java 17"), ("en", "set engine to duckdb")):
        assert main(["--lang", language, "build", str(folder)]) == 1
        told = "".join(capsys.readouterr())
        assert words in told
        assert "Traceback" not in told


def test_without_pyspark_the_problem_names_the_extra(monkeypatch):
    monkeypatch.setattr(spark_module, "find_spec", lambda _: None)
    found = [p for p in spark_problems(SPARK) if p.code == "engine.no_spark"]
    assert "policyloom[spark]" in found[0].cure("ko")
    with pytest.raises(ProblemsError) as caught:
        make_engine("spark", settings=SPARK)
    assert "engine.no_spark" in [p.code for p in caught.value.problems]


@pytest.mark.parametrize("told", ['openjdk version "1.8.0_402"', 'openjdk version "11.0.2" x', "?"])
def test_an_old_java_is_told(monkeypatch, told):
    class Done:
        stderr = told

    monkeypatch.setattr(spark_module.shutil, "which", lambda *_, **__: "java")
    monkeypatch.setattr(spark_module.subprocess, "run", lambda *_, **__: Done)
    assert "engine.no_java" in [p.code for p in spark_problems(SPARK)]


def test_a_study_cannot_send_its_reader_to_a_cluster(monkeypatch):
    away = EngineSettings(kind="spark", master="spark://10.0.0.1:7077")
    monkeypatch.delenv(MASTER_VARIABLE, raising=False)
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    assert "engine.remote" in [p.code for p in spark_problems(away)]
    monkeypatch.setenv(MASTER_VARIABLE, "spark://10.0.0.2:7077")
    assert "engine.remote" in [p.code for p in spark_problems(away)]
    monkeypatch.setenv(MASTER_VARIABLE, "spark://10.0.0.1:7077")
    assert "engine.remote" not in [p.code for p in spark_problems(away)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("engine: oracle", "yaml.choice"),
        ("engine: 7", "yaml.type"),
        ("engine: {kind: spark, master: 'local[2]; rm'}", "yaml.pattern"),
        ("engine: {kind: spark, settings: {spark.jars: 'http://x/y.jar'}}", "yaml.choice"),
        ("engine: {kind: spark, settings: {spark.driver.extraJavaOptions: -Dx}}", "yaml.choice"),
        ("engine: {kind: spark, settings: {spark.pyspark.python: /tmp/x}}", "yaml.choice"),
        ("engine: {kind: spark, settings: {spark.driver.memory: '1g -XX:+X'}}", "yaml.pattern"),
        ("engine: {kind: spark, jars: x}", "yaml.unknown_key"),
    ],
)
def test_settings_that_could_run_code_are_problems_at_their_line(tmp_path, line, code):
    folder = study_with(tmp_path, ROOT / "tests/studies/tiny", line)
    study, problems = load_study(folder)
    assert study is not None
    assert study.settings.engine.kind in ("duckdb", "spark")
    assert (code, 3) in [(p.code, p.line) for p in problems]
    assert study.settings.engine.settings == {}


def test_both_forms_name_the_engine(tmp_path):
    for line in ("engine: spark", "engine: {kind: spark}"):
        folder = study_with(tmp_path / line[8:13], ROOT / "tests/studies/tiny", line)
        study, _ = load_study(folder)
        assert study.settings.engine == EngineSettings(kind="spark")
