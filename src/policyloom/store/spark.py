"""Spark as the engine: the statements of the DuckDB dialect on one machine or on a cluster.

One Spark application serves a process; each engine has a session of its own in it, so tables of
two studies never meet. Statements are translated by `store/spark_sql.py`, which lets only loaded
tables and listed functions through; besides, a session here reads no file by SQL.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyloom.core.problem import Problem, ProblemsError, problem
from policyloom.model.settings import EngineSettings
from policyloom.store.engine import Limits, Record, StatementError, literal

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

MASTER_VARIABLE = "POLICYLOOM_SPARK_MASTER"
"""Names the master outside this machine that whoever runs the program means to use."""

_JAVA = 17
_ROWS_A_LOAD = 20_000
_ROWS_A_PART = 120_000
"""As many rows as DuckDB sums in one go; a sum within a part adds in the order of the rows."""

_FIXED = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.runSQLOnFiles": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.caseSensitive": "false",
    "spark.sql.catalogImplementation": "in-memory",
}
"""What has to be so for the same rows as DuckDB's, and for safety."""

_LOCAL = re.compile(r"local(\[(\d+|\*)\])?")
_TYPES = {"BIGINT": "BIGINT", "DOUBLE": "DOUBLE", "BOOLEAN": "BOOLEAN", "VARCHAR": "STRING"}
_READ = {
    "byte", "short", "integer", "long", "double", "boolean", "string", "date", "timestamp_ntz",
    "void",
}  # fmt: skip


def spark_problems(settings: EngineSettings) -> Iterator[Problem]:
    """Yield what keeps Spark from starting here, without starting it."""
    if find_spec("pyspark") is None or find_spec("sqlglot") is None:
        yield problem("engine.no_spark", "study.yaml", 0, "engine")
    found = _java_version()
    if found is None or found < _JAVA:
        value = "–" if found is None else found
        yield problem("engine.no_java", "study.yaml", 0, "engine", value=value, needed=_JAVA)
    master = settings.master
    if master and not _LOCAL.fullmatch(master) and not _is_agreed(master):
        words = {"value": master, "variable": MASTER_VARIABLE}
        yield problem("engine.remote", "study.yaml", 0, "engine", **words)


def _is_agreed(master: str) -> bool:
    """A study may come from anyone: what it names beyond this machine has to be meant here too."""
    return _is_submitted() or os.environ.get(MASTER_VARIABLE) == master


def _is_submitted() -> bool:
    """Tell whether spark-submit started this process and so decided on the master."""
    return "PYSPARK_GATEWAY_PORT" in os.environ


def _java_version() -> int | None:
    """Return the major version of the Java that Spark would start, None where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if found is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - the Java of this machine, asked for its version
            [found, "-version"], capture_output=True, text=True, timeout=30, check=False
        ).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(version[1]) if version else None


def open_session(settings: EngineSettings, limits: Limits) -> SparkSession:
    """Return a new session of this process's Spark application, which is started if need be.

    Raises ProblemsError where Spark cannot be started.
    """
    found = list(spark_problems(settings))
    if found:
        raise ProblemsError(found)
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra, and slow to load
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, and slow to load

    if not settings.master or _LOCAL.fullmatch(settings.master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.appName("policyloom")
    wanted = _configuration(settings, limits)
    _stop_other(wanted)
    for key, value in wanted.items():
        builder = builder.config(key, value)
    try:
        made = builder.getOrCreate()
        _running[:] = [(made, wanted)]
        made.sparkContext.setLogLevel("OFF")
        session = made.newSession()
        for key, value in wanted.items():
            if key.startswith("spark.sql.") and session.conf.isModifiable(key):
                session.conf.set(key, value)
    except (PySparkException, OSError, RuntimeError, java_error()) as error:
        found = [problem("engine.start", "study.yaml", 0, "engine", why=told(error))]
        raise ProblemsError(found) from error
    return session


def told(error: Exception) -> str:
    """Return what Spark said without the plan, which holds rows, and without Java's stack."""
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__


def java_error() -> type[Exception]:
    """Return the exception of the bridge to Java."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with the extra

    found: type[Exception] = Py4JError
    return found


def _configuration(settings: EngineSettings, limits: Limits) -> dict[str, str]:
    """Return Spark's configuration: our defaults, the study's, and what may not be otherwise."""
    local = not settings.master or _LOCAL.fullmatch(settings.master)
    wanted = {"spark.driver.memory": limits.memory.lower().replace("gb", "g")}
    if not _is_submitted():
        wanted["spark.master"] = settings.master or f"local[{limits.threads}]"
        if local:
            wanted |= {
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.driver.host": "127.0.0.1",
                "spark.sql.shuffle.partitions": str(limits.threads),
            }
    scratch = Path(tempfile.gettempdir()) / "policyloom-spark"
    wanted["spark.sql.warehouse.dir"] = scratch.as_uri()
    return wanted | settings.settings | _FIXED


_running: list[tuple[SparkSession, dict[str, str]]] = []
"""The application of this process and the configuration that it was started with."""


def _stop_other(wanted: Mapping[str, str]) -> None:
    """Stop an application of ours that runs under another configuration than the one wanted."""
    for session, configuration in _running:
        if configuration != wanted and not _is_submitted():
            session.stop()
            _running.clear()


class SparkEngine:
    """Tables as cached views of one session; `query` takes the same statements as DuckDB's."""

    def __init__(self, settings: EngineSettings, limits: Limits | None = None) -> None:
        self._session = open_session(settings, limits or Limits())
        self._relations: dict[str, Mapping[str, str]] = {}
        self._texts: dict[str, list[str]] = {}
        self._frames: dict[str, DataFrame] = {}

    def load(
        self, name: str, columns: Mapping[str, str], records: Sequence[Mapping[str, Any]]
    ) -> None:
        """Take a table as one JSON text per 20,000 rows; Spark reads it when first asked for."""
        texts = []
        for kind in columns.values():
            _spark_type(kind)
        for first in range(0, max(1, len(records)), _ROWS_A_LOAD):
            batch = [
                {c: _cell(record.get(c), t) for c, t in columns.items()}
                for record in records[first : first + _ROWS_A_LOAD]
            ]
            text = json.dumps(batch, ensure_ascii=False, allow_nan=False)
            text.encode("utf-8")  # half a character is refused here, as by DuckDB
            texts.append(text.replace("\\u0000", ""))
        key = name.lower()
        if key in self._frames:
            self._frames.pop(key).unpersist()
        self._relations[key] = dict(columns)
        self._texts[key] = texts

    def _read(self, name: str) -> None:
        """Make the view of a table that a statement names for the first time."""
        columns, texts = self._relations[name], self._texts.pop(name)
        shape = ", ".join(f"{_tick(c)}: {_spark_type(t)}" for c, t in columns.items())
        statement = f"SELECT INLINE(FROM_JSON(:rows, {literal(f'ARRAY<STRUCT<{shape}>>')}))"
        parts = [self._session.sql(statement, args={"rows": text}) for text in texts]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionAll(part)
        frame = whole.coalesce(1 + (len(parts) - 1) * _ROWS_A_LOAD // _ROWS_A_PART).cache()
        frame.createOrReplaceTempView(_tick(name))
        self._frames[name] = frame

    def seal(self) -> None:
        """Nothing is left to lock: `query` lets no statement through that could set anything."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Record]:
        """Run one SELECT; NotASelectError for anything else, StatementError where it fails."""
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra, and slow to load

        from policyloom.store.spark_sql import translate  # noqa: PLC0415 - needs the extra

        text, tables = translate(sql, self._relations)
        given = {f"p{i}": value for i, value in enumerate(parameters)}
        try:
            for name in tables & self._texts.keys():
                self._read(name)
            frame = self._session.sql(text, args=given) if given else self._session.sql(text)
            _check_types(sql, frame.schema)
            rows = frame.collect()
        except (PySparkException, java_error()) as error:
            raise StatementError(sql, ValueError(told(error))) from error
        names = frame.columns
        return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]

    def close(self) -> None:
        """Drop the tables; the application stays for the next engine of the process."""
        with contextlib.suppress(OSError, java_error()):
            for name, frame in self._frames.items():
                frame.unpersist()
                self._session.catalog.dropTempView(name)
        self._frames.clear()
        self._texts.clear()
        self._relations.clear()


def _tick(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _spark_type(kind: str) -> str:
    """Return the Spark name of a DuckDB type; ValueError for one that is not offered."""
    inner = _TYPES.get(kind.removesuffix("[]"))
    if inner is None:
        raise ValueError(f"no column of type {kind} can be loaded; known: {', '.join(_TYPES)}")
    return f"ARRAY<{inner}>" if kind.endswith("[]") else inner


def _cell(value: object, kind: str) -> object:
    """Return a cell in the JSON form that gives the type's value, as DuckDB would read it."""
    if value is None:
        return None
    if kind.endswith("[]"):
        assert isinstance(value, list | tuple)
        return [_cell(item, kind[:-2]) for item in value]
    if kind == "DOUBLE":
        number = float(str(value))
        if not math.isfinite(number):
            raise ValueError(f"{value!r} is no number")
        return number
    if kind == "BIGINT":
        return round(value) if isinstance(value, float) else int(str(value))
    if kind == "BOOLEAN":
        return bool(value)
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _check_types(sql: str, schema: StructType) -> None:
    """Raise StatementError for result types whose Python values would differ from DuckDB's."""
    for kind in _leaves(schema):
        if kind not in _READ and not kind.startswith("decimal"):
            raise StatementError(
                sql, ValueError(f"results of type {kind} are not offered on Spark")
            )


def _leaves(kind: object) -> Iterator[str]:
    inner = [
        getattr(kind, name)
        for name in ("elementType", "keyType", "valueType", "dataType")
        if hasattr(kind, name)
    ]
    fields = list(getattr(kind, "fields", ()))
    if not inner and not fields:
        yield str(kind.typeName())  # type: ignore[attr-defined]
    for part in [*inner, *fields]:
        yield from _leaves(part)


def _plain(value: object) -> object:
    """Return a value as DuckDB hands it out: structs as dicts, all the way down."""
    fields = getattr(value, "__fields__", None)
    if isinstance(value, tuple) and fields is not None:
        return {k: _plain(v) for k, v in zip(fields, value, strict=True)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value
