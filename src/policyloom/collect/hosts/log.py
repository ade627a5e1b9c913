"""The log of rounds: documents/data.jsonl, one line a round of one request, only appended to.

A line names what was asked and when, each answer with address, hash and file, the table made of
them, and the codes of what was found. It holds no key.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from policyloom.collect.hosts.observation import Observation, read_observations
from policyloom.core.ids import digest
from policyloom.core.problem import Problem, problem

LOG: Final = "documents/data.jsonl"
FOLDER: Final = "documents/data"
_LOG_BYTES = 100_000_000
_TABLE_BYTES = 200_000_000


@dataclass(frozen=True)
class Round:
    """One round of one request; `table` is "" where nothing of use came, and `code` says why.

    `asked` is a fingerprint of what the request said, so that a changed request is not compared
    with what it asked before.
    """

    request: str
    at: str
    host: str
    source: str
    asked: str
    code: str = ""
    words: Mapping[str, str] | None = None
    answers: tuple[Mapping[str, Any], ...] = ()
    table: str = ""
    sha256: str = ""
    values: int = 0
    findings: tuple[str, ...] = ()


_NAMES: Final = frozenset(f.name for f in fields(Round))


def add_round(folder: Path, made: Round) -> None:
    """Append a round; on return it is on disk."""
    path = folder / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(made), ensure_ascii=False).encode("utf-8") + b"\n"
    with path.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            line = line if stream.read(1) == b"\n" else b"\n" + line
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def read_rounds(folder: Path) -> tuple[list[Round], list[Problem]]:
    """Return the rounds, oldest first, and the lines that could not be read."""
    path = folder / LOG
    if not path.is_file():
        return [], []
    if path.stat().st_size > _LOG_BYTES:
        return [], [problem("collect.log", LOG, 0)]
    rounds, problems = [], []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        made = _round(line) if line.strip() else None
        if made is not None:
            rounds.append(made)
        elif line.strip():
            problems.append(problem("collect.log", LOG, number))
    return rounds, problems


def last_of(rounds: Sequence[Round], request: str) -> Round | None:
    """Return the last round of a request that brought a table."""
    return next((r for r in reversed(rounds) if r.request == request and r.table), None)


def table_of(folder: Path, made: Round) -> list[Observation] | None:
    """Return the table of a round; None where its file is gone or altered."""
    name = made.table
    if not name.startswith(f"{FOLDER}/") or ".." in name or "\\" in name:
        return None
    path = folder / name
    try:
        if path.stat().st_size > _TABLE_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return read_observations(data) if digest(data) == made.sha256 else None


def _round(line: bytes) -> Round | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    known = {name: value for name, value in entry.items() if name in _NAMES}
    texts = ("request", "at", "host", "source", "asked", "code", "table", "sha256")
    if not all(isinstance(known.get(name), str) for name in texts):
        return None
    for name in ("answers", "findings"):
        value = known.get(name, [])
        if not isinstance(value, list):
            return None
        known[name] = tuple(value)
    return Round(**known)
