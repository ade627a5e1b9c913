"""The front of reading: files in, documents out, in order and with flat memory.

Several workers read ahead by a few documents; a document that hangs, crashes or swallows memory
costs its worker and becomes a refused document with its code.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from policyloom.core.problem import problem
from policyloom.model.document import ReadDocument
from policyloom.reading.limits import Limits
from policyloom.reading.record import from_record
from policyloom.reading.sandbox import Sandbox

if TYPE_CHECKING:
    from policyloom.reading.worker import Search

_MOST_WORKERS = 4
_AHEAD = 2
"""Documents read ahead of the one asked for, for each worker."""


@dataclass(frozen=True)
class Searched:
    """A document and what the search found in it: None where nothing was searched or it failed."""

    document: ReadDocument
    found: Mapping[str, Any] | None = None


Answer = Searched | list["_Task"]


@dataclass(frozen=True)
class _Task:
    """A file to read, or a member of a ZIP: `members` are its places, outermost first."""

    path: Path
    name: str
    members: tuple[int, ...] = ()


def read_file(path: Path, limits: Limits | None = None, name: str = "") -> ReadDocument:
    """Read one file; a ZIP of several documents is refused with a code that says so."""
    task = _Task(path, name or path.as_posix())
    found = list(islice(_read([task], limits or Limits(), workers=1), 2))
    if len(found) == 1:
        return found[0].document
    return ReadDocument(task.name, None, problems=(problem("read.several", task.name),))


def read_files(
    paths: Iterable[Path], limits: Limits | None = None, root: Path | None = None, workers: int = 0
) -> Iterator[ReadDocument]:
    """Yield the documents of the files in order; a ZIP yields each of its members.

    Documents are named by their path from `root` where one is given, members of a ZIP as
    "papers.zip!/inner.html". `workers` is the number of processes, by default up to four.
    """
    return (searched.document for searched in read_and_search(None, paths, limits, root, workers))


def read_and_search(
    search: Search | None,
    paths: Iterable[Path],
    limits: Limits | None = None,
    root: Path | None = None,
    workers: int = 0,
) -> Iterator[Searched]:
    """Yield the documents of the files in order, each with what `search` found in it.

    `search` is a function of a module (no closure): it runs where the document is read, within the
    limits. A document that it fails on keeps its text and has the problem `read.searched`.
    """
    tasks = (_Task(path, _name(path, root)) for path in paths)
    count = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
    return _read(tasks, limits or Limits(), count, search)


def _name(path: Path, root: Path | None) -> str:
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return path.as_posix()


def _read(
    tasks: Iterable[_Task], limits: Limits, workers: int, search: Search | None = None
) -> Iterator[Searched]:
    idle: SimpleQueue[Sandbox] = SimpleQueue()
    named = f"{search.__module__}:{search.__qualname__}" if search else ""
    sandboxes = [Sandbox(limits, named) for _ in range(workers)]
    for sandbox in sandboxes:
        idle.put(sandbox)
    executor = ThreadPoolExecutor(workers)
    try:
        yield from _in_order(iter(tasks), executor, idle, workers * (1 + _AHEAD))
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for sandbox in sandboxes:
            sandbox.close()
        executor.shutdown()
        for sandbox in sandboxes:  # a thread may have started one anew in between
            sandbox.close()


def _in_order(
    tasks: Iterator[_Task], executor: ThreadPoolExecutor, idle: SimpleQueue[Sandbox], ahead: int
) -> Iterator[Searched]:
    waiting: deque[Future[Answer]] = deque()
    while True:
        for task in islice(tasks, ahead - len(waiting)):
            waiting.append(executor.submit(_one, task, idle))
        if not waiting:
            return
        answer = waiting.popleft().result()
        if isinstance(answer, Searched):
            yield answer
        else:
            yield from _in_order(iter(answer), executor, idle, ahead)


def _one(task: _Task, idle: SimpleQueue[Sandbox]) -> Answer:
    if not task.path.is_file():
        return _refused(task, "file.missing")
    sandbox = idle.get()
    try:
        answer = sandbox.ask(
            {"path": str(task.path), "name": task.name, "members": list(task.members)}
        )
    finally:
        idle.put(sandbox)
    return _understood(task, answer)


def _understood(task: _Task, answer: dict[str, Any]) -> Answer:
    if "document" in answer:
        document = from_record(answer["document"])
        if "not_found" in answer:
            told = problem("read.searched", task.name, why=answer["not_found"])
            document = replace(document, problems=(*document.problems, told))
        return Searched(document, answer.get("found"))
    if "members" in answer:
        return [
            _Task(task.path, f"{task.name}!/{name}", (*task.members, place))
            for place, name in answer["members"]
        ]
    words = {"why": answer["why"]} if "why" in answer else {}
    return _refused(task, answer["failure"], **words)


def _refused(task: _Task, code: str, **words: Any) -> Searched:  # noqa: ANN401
    return Searched(ReadDocument(task.name, None, problems=(problem(code, task.name, **words),)))
