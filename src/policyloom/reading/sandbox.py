"""A long-lived worker process that may be killed: one document at a time, each in its limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from policyloom.reading.limits import Limits, megabytes

_PACKAGE_HOME = str(Path(__file__).parent.parent.parent)
_DOCUMENTS_A_WORKER = 400
"""After so many a fresh process takes over, so that what libraries leak does not add up."""


class Sandbox:
    """Reads documents in a process of its own; starts it when first needed, and anew when lost.

    `search` names a function (MODULE:FUNCTION) that the process hands each document to.
    """

    def __init__(self, limits: Limits, search: str = "") -> None:
        self._limits = limits
        self._search = search
        self._process: subprocess.Popen[bytes] | None = None
        self._answered = 0

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the worker's answer; {"failure": code} where it took too long or died.

        What the search found in a document is added as "found", or why it failed as "not_found".
        Reading and searching have the time limit each.
        """
        process = self._running()
        answer = self._line(process, json.dumps(request).encode("ascii") + b"\n")
        if self._search and answer.get("document", {}).get("text"):
            second = self._line(process)
            why = second.get("why") or self._limit(second.get("failure", ""))
            answer |= {"found": second["found"]} if "found" in second else {"not_found": why}
        self._answered += 1
        lost = "failure" in answer or "not_found" in answer
        if self._answered >= _DOCUMENTS_A_WORKER or lost:
            self.close()
        return answer

    def _line(self, process: subprocess.Popen[bytes], request: bytes = b"") -> dict[str, Any]:
        """Return the next line of the worker, which is killed when it takes too long."""
        timed_out: list[bool] = []

        def kill() -> None:
            timed_out.append(True)
            process.kill()

        timer = Timer(self._limits.seconds, kill)
        timer.daemon = True
        timer.start()
        line = _exchange(process, request)
        timer.cancel()
        if not line.endswith(b"\n"):
            return {"failure": "read.time" if timed_out else "read.crashed"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process, self._answered = self._process, None, 0
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _limit(self, failure: str) -> str:
        if failure == "read.time":
            return f"> {self._limits.seconds:g} s"
        return f"> {megabytes(self._limits.memory)}"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                _command(self._limits, self._search),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        return self._process


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
        return process.stdout.readline()
    except (OSError, ValueError):
        return b""


def _command(limits: Limits, search: str) -> list[str]:
    given = [json.dumps(limits.as_record()), *([search] if search else [])]
    return [sys.executable, "-P", "-X", "utf8", "-m", "policyloom.reading.worker", *given]


def _environment() -> dict[str, str]:
    """Let the worker find this very package, wherever it was imported from."""
    paths = [_PACKAGE_HOME, os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
