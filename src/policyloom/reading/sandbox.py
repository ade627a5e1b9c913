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

from policyloom.reading.limits import Limits

_PACKAGE_HOME = str(Path(__file__).parent.parent.parent)
_DOCUMENTS_A_WORKER = 400
"""After so many a fresh process takes over, so that what libraries leak does not add up."""


class Sandbox:
    """Reads documents in a process of its own; starts it when first needed, and anew when lost."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._answered = 0

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the worker's answer; {"failure": code} where it took too long or died."""
        process = self._running()
        timed_out: list[bool] = []

        def kill() -> None:
            timed_out.append(True)
            process.kill()

        timer = Timer(self._limits.seconds, kill)
        timer.daemon = True
        timer.start()
        line = _exchange(process, request)
        timer.cancel()
        self._answered += 1
        if not line.endswith(b"\n"):
            self.close()
            return {"failure": "read.time" if timed_out else "read.crashed"}
        answer: dict[str, Any] = json.loads(line)
        if self._answered >= _DOCUMENTS_A_WORKER or "failure" in answer:
            self.close()
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

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                _command(self._limits),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        return self._process


def _exchange(process: subprocess.Popen[bytes], request: dict[str, Any]) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        process.stdin.flush()
        return process.stdout.readline()
    except (OSError, ValueError):
        return b""


def _command(limits: Limits) -> list[str]:
    given = json.dumps(limits.as_record())
    return [sys.executable, "-P", "-X", "utf8", "-m", "policyloom.reading.worker", given]


def _environment() -> dict[str, str]:
    """Let the worker find this very package, wherever it was imported from."""
    paths = [_PACKAGE_HOME, os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
