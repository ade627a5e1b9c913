"""The process that reads: `python -m policyloom.reading.worker LIMITS [MODULE:FUNCTION]`.

A line in is {"path", "name", "members"}; a line out is {"document": …}, {"members": [[place,
name], …]}, or {"failure": code, "why": …}. Where a function is named, a document that has a text is
handed to it, and a second line follows: {"found": …}, or {"failure": …}. Ends when its input ends.
What a library writes to the standard output goes nowhere, so that it cannot be taken for an answer.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from policyloom.model.document import ReadDocument
from policyloom.reading.formats import read_path
from policyloom.reading.limits import Limits
from policyloom.reading.record import as_record

Search = Callable[[ReadDocument], dict[str, Any]]
"""What is done with a document after it was read, in the same limits: plain values come back."""

_GRACE = 10
"""Seconds that the parent has to kill a worker before it ends itself."""


def main(arguments: list[str]) -> None:
    """Answer requests until there are no more."""
    limits = Limits(**json.loads(arguments[0]))
    search = _named(arguments[1]) if len(arguments) > 1 else None
    _hold_memory(limits)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    for line in requests:
        _alarm(limits.seconds + _GRACE)
        for answer in _answers(json.loads(line), limits, search):
            answers.write(json.dumps(answer).encode("ascii") + b"\n")
            answers.flush()
            _alarm(limits.seconds + _GRACE)
        _alarm(0)


def _answers(
    request: dict[str, Any], limits: Limits, search: Search | None
) -> Iterator[dict[str, Any]]:
    document = None
    try:
        path, name, members = Path(request["path"]), request["name"], request["members"]
        made = read_path(path, name, members, limits)
        document = None if isinstance(made, list) else made
        yield {"members": made} if isinstance(made, list) else {"document": as_record(made)}
    except MemoryError:
        yield {"failure": "read.memory"}
    except Exception as failure:  # noqa: BLE001 - whatever a library throws at a broken file
        yield {"failure": "read.damaged", "why": _named_failure(failure)}
    if document is not None and document.text and search is not None:
        yield _found(document, search)


def _found(document: ReadDocument, search: Search) -> dict[str, Any]:
    try:
        return {"found": search(document)}
    except MemoryError:
        return {"failure": "read.memory"}
    except Exception as failure:  # noqa: BLE001 - told at the document, which stays readable
        return {"failure": "read.searched", "why": _named_failure(failure)}


def _named_failure(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"[:300]


def _named(words: str) -> Search:
    """Return the function that the parent, our own code, named as MODULE:FUNCTION."""
    module, _, name = words.partition(":")
    found: Search = getattr(import_module(module), name)
    return found


def _hold_memory(limits: Limits) -> None:
    """Let the system refuse more memory than allowed, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        resource: Any = import_module("resource")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    """End the process even inside a library's loop, should the parent have gone."""
    alarm = getattr(signal, "alarm", None)
    if alarm is not None:
        alarm(int(seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
