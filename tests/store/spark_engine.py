"""What tests on both engines share: `both_engines` runs a test on DuckDB and on Spark."""

from importlib.util import find_spec

import pytest

from policyloom.model.settings import EngineSettings
from policyloom.store.engine import make_engine
from policyloom.store.spark import spark_problems

SPARK = EngineSettings(
    kind="spark", master="local[1]", settings={"spark.sql.shuffle.partitions": "1"}
)
DUCKDB = EngineSettings()

needs_sqlglot = pytest.mark.skipif(find_spec("sqlglot") is None, reason="sqlglot is not installed")


def needs_spark():
    """Skip, with the reason, where Spark cannot run."""
    found = list(spark_problems(SPARK))
    if found:
        pytest.skip("; ".join(p.message("en") for p in found))


def both_engines(test):
    """Run a test with `open_engine` on DuckDB and, as a slow test, on Spark."""
    kinds = ["duckdb", pytest.param("spark", marks=pytest.mark.slow)]
    return pytest.mark.parametrize("open_engine", kinds, indirect=True)(test)


@pytest.fixture
def open_engine(request):
    """Return a function that opens an engine of the kind asked for; all are closed in the end."""
    settings = SPARK if request.param == "spark" else DUCKDB
    if request.param == "spark":
        needs_spark()
    opened = []

    def make():
        opened.append(make_engine(settings.kind, settings=settings))
        return opened[-1]

    yield make
    for engine in opened:
        engine.close()
