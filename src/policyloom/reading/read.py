"""The front of reading: files in, documents out, in order and with flat memory.

Several workers read ahead by a few documents; a document that hangs, crashes or swallows memory
costs its worker and becomes a refused document with its code.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from policyloom.core.problem import problem
from policyloom.model.document import ReadDocument
from policyloom.reading.limits import Limits
from policyloom.reading.record import from_record
from policyloom.reading.sandbox import Sandbox

_MOST_WORKERS = 4
_AHEAD = 2
"""Documents read ahead of the one asked for, for each worker."""

Answer = ReadDocument | list["_Task"]


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
        return found[0]
    return ReadDocument(task.name, None, problems=(problem("read.several", task.name),))


def read_files(
    paths: Iterable[Path], limits: Limits | None = None, root: Path | None = None, workers: int = 0
) -> Iterator[ReadDocument]:
    """Yield the documents of the files in order; a ZIP yields each of its members.

    Documents are named by their path from `root` where one is given, members of a ZIP as
    "papers.zip!/inner.html". `workers` is the number of processes, by default up to four.
    """
    tasks = (_Task(path, _name(path, root)) for path in paths)
    return _read(tasks, limits or Limits(), workers or min(_MOST_WORKERS, os.cpu_count() or 1))


def _name(path: Path, root: Path | None) -> str:
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return path.as_posix()


def _read(tasks: Iterable[_Task], limits: Limits, workers: int) -> Iterator[ReadDocument]:
    idle: SimpleQueue[Sandbox] = SimpleQueue()
    sandboxes = [Sandbox(limits) for _ in range(workers)]
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
) -> Iterator[ReadDocument]:
    waiting: deque[Future[Answer]] = deque()
    while True:
        for task in islice(tasks, ahead - len(waiting)):
            waiting.append(executor.submit(_one, task, idle))
        if not waiting:
            return
        answer = waiting.popleft().result()
        if isinstance(answer, ReadDocument):
            yield answer
        else:
            yield from _in_order(iter(answer), executor, idle, ahead)


def _one(task: _Task, idle: SimpleQueue[Sandbox]) -> Answer:
    if not task.path.is_file():
        return ReadDocument(task.name, None, problems=(problem("file.missing", task.name),))
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
        return from_record(answer["document"])
    if "members" in answer:
        return [
            _Task(task.path, f"{task.name}!/{name}", (*task.members, place))
            for place, name in answer["members"]
        ]
    words = {"why": answer["why"]} if "why" in answer else {}
    return ReadDocument(task.name, None, problems=(problem(answer["failure"], task.name, **words),))
