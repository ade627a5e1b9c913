"""Text reuse over millions of documents, on Spark.

The sources (central documents, thousands of them) go to every worker, which makes of them the same
index of seeds that one machine makes; the receivers (local documents, any number of them) stay
where Spark put them and are matched there by the same compiled code. A receiver is matched against
all sources and depends on no other receiver, so the rows are those of one machine by construction,
and nothing but the sources and the matches travels.

What one worker holds bounds the sources, not the receivers: at most 2^32 characters of them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policyloom.core.problem import Problem, ProblemsError, problem
from policyloom.model.settings import EngineSettings
from policyloom.store.engine import Limits
from policyloom.store.spark import open_session

if TYPE_CHECKING:
    from policyloom.methods.reuse.documents import Match
    from policyloom.methods.reuse.index import Index

SIDES = ("central", "local")
_TOLD = 20
"""As many faulty lines are named."""

_Row = tuple[tuple[int, int, int], str, tuple[int, int, int, int], float, bool]
"""What rows are sorted by (place of source and of receiver in the file, place among the matches of
the two), the receiver's name, offsets, score, boilerplate."""


@dataclass(frozen=True)
class Line:
    """A line of the file: its place from 0 and the document, or what is wrong with it."""

    place: int
    id: str = ""
    text: str = ""
    is_source: bool = False
    fault: str = ""


def match_on_spark(
    documents: str, engine: EngineSettings, min_length: int = 30, limits: Limits | None = None
) -> Iterator[Match]:
    """Yield the passages that the local documents of a JSONL file share with the central ones.

    Args:
        documents: a path or address that every worker can read (hdfs://, s3a://, a shared
            folder); lines with `id`, `text` and `side` (central or local).
        engine: master and settings.
        min_length: least length of a match, in characters of the given text.
        limits: threads and memory of the driver, where the settings do not say.

    Returns:
        Matches in the order of the sources, then of the receivers, then of the places.

    Raises:
        ProblemsError: Spark cannot be used here, or lines are faulty; they are named.
    """
    from policyloom.methods.reuse.documents import Match  # noqa: PLC0415 - with the compiler

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    context = open_session(engine, limits or Limits()).sparkContext
    lines = context.textFile(documents).zipWithIndex().flatMap(_read).cache()
    try:
        faulty = lines.filter(lambda line: bool(line.fault)).take(_TOLD)
        sources = lines.filter(lambda line: line.is_source).collect()
        problems = [*_faults(documents, faulty), *_repeated(documents, sources)]
        if problems:
            raise ProblemsError(problems)
        work = _Work(context.broadcast(sources), min_length)
        rows = lines.filter(lambda line: not line.is_source).mapPartitions(work)
        names = {line.place: line.id for line in sources}
        for row in rows.sortBy(lambda row: row[0]).toLocalIterator():
            (source, _, _), receiver, (a_start, a_end, b_start, b_end), score, boilerplate = row
            a, b = (names[source], a_start, a_end), (receiver, b_start, b_end)
            yield Match(*a, *b, score, boilerplate)
    finally:
        lines.unpersist()


def _read(numbered: tuple[str, int]) -> Iterator[Line]:
    """Read a line; nothing of an empty one."""
    text, place = numbered
    if text.strip():
        fault, found = _parsed(text)
        if fault:
            yield Line(place, fault=fault)
        else:
            yield Line(place, found["id"], found["text"], found["side"] == SIDES[0])


def _parsed(text: str) -> tuple[str, Any]:
    """Return what is wrong with a line ("" where nothing is) and what it holds."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "JSON", None
    for key in ("id", "text"):
        if not isinstance(found, dict) or not isinstance(found.get(key), str):
            return key, None
    return "" if found.get("side") in SIDES else "side", found


def _faults(file: str, faulty: Iterable[Line]) -> Iterator[Problem]:
    for line in faulty:
        yield problem("scale.line", file, line.place + 1, value=line.fault)


def _repeated(file: str, sources: Iterable[Line]) -> Iterator[Problem]:
    """Matches name their source, so no two sources may have one name."""
    seen: set[str] = set()
    for line in sources:
        if line.id in seen:
            yield problem("scale.twice", file, line.place + 1, value=line.id)
        seen.add(line.id)


class _Work:
    """What a worker does with its share of the receivers."""

    def __init__(self, sources: Any, min_length: int) -> None:  # noqa: ANN401 - Spark's broadcast
        self._sources = sources
        self._min_length = min_length

    def __call__(self, lines: Iterable[Line]) -> Iterator[_Row]:
        """Match receivers a few at a time, so that a share of any size passes through."""
        from policyloom.methods.reuse.documents import Text  # noqa: PLC0415 - in the worker only

        index, batch = _index_of(self._sources, self._min_length), list[Line]()
        for line in lines:
            batch.append(line)
            if len(batch) == 64:
                yield from self._matched(index, batch, Text)
                batch = []
        yield from self._matched(index, batch, Text)

    def _matched(self, index: Index, batch: list[Line], text: Any) -> Iterator[_Row]:  # noqa: ANN401
        names = {str(line.place): line.id for line in batch}
        found = index.match([text(str(line.place), line.text) for line in batch])
        for number, m in enumerate(found):  # in the order that one machine gives them
            key, offsets = (int(m.a), int(m.b), number), (m.a_start, m.a_end, m.b_start, m.b_end)
            yield key, names[m.b], offsets, m.score, m.boilerplate


_held: list[tuple[list[Line], int, Index]] = []
"""The index of this worker's process, made once for all shares that it gets."""


def _index_of(sources: Any, min_length: int) -> Index:  # noqa: ANN401 - Spark's broadcast
    from policyloom.methods.reuse.documents import Text  # noqa: PLC0415 - in the worker only
    from policyloom.methods.reuse.index import Index  # noqa: PLC0415 - in the worker only

    lines: list[Line] = sources.value
    for known, length, index in _held:
        if known is lines and length == min_length:
            return index
    made = Index(min_length=min_length, jobs=1, apart=True)
    made.add(Text(str(line.place), line.text) for line in sorted(lines, key=lambda s: s.place))
    _held[:] = [(lines, min_length, made)]
    return made
