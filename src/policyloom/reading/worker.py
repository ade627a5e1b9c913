"""The process that reads: `python -m policyloom.reading.worker LIMITS`, one line a document.

A line in is {"path", "name", "members"}; a line out is {"document": …}, {"members": [[place,
name], …]}, or {"failure": code, "why": …}. Ends when its input ends. What a library writes to the
standard output goes nowhere, so that it cannot be taken for an answer.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from policyloom.reading.formats import read_path
from policyloom.reading.limits import Limits
from policyloom.reading.record import as_record

_GRACE = 10
"""Seconds that the parent has to kill a worker before it ends itself."""


def main(arguments: list[str]) -> None:
    """Answer requests until there are no more."""
    limits = Limits(**json.loads(arguments[0]))
    _hold_memory(limits)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    for line in requests:
        _alarm(limits.seconds + _GRACE)
        answer = _answer(json.loads(line), limits)
        _alarm(0)
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def _answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        path, name, members = Path(request["path"]), request["name"], request["members"]
        made = read_path(path, name, members, limits)
        return {"members": made} if isinstance(made, list) else {"document": as_record(made)}
    except MemoryError:
        return {"failure": "read.memory"}
    except Exception as failure:  # noqa: BLE001 - whatever a library throws at a broken file
        return {"failure": "read.damaged", "why": f"{type(failure).__name__}: {failure}"[:300]}


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
