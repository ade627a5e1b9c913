"""What was collected: raw bytes that are never overwritten, and a log that only grows.

documents/raw/<host>/<name>-<first digits of the hash><ending> holds the bytes, and
documents/collected.jsonl one line for every attempt, with date, address, outcome and hash.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from policyloom.collect.address import parse_address
from policyloom.core.atomic import write_file
from policyloom.core.ids import digest
from policyloom.core.problem import Problem, problem

LOG = "documents/collected.jsonl"
RAW = "documents/raw"
Kind = Literal["new", "unchanged", "changed", "gone", "refused", "truncated", "failed"]
KINDS: tuple[Kind, ...] = (
    "new", "unchanged", "changed", "gone", "refused", "truncated", "failed",
)  # fmt: skip
_LOG_BYTES = 200_000_000
_LONGEST = 60
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_ENDING = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,6}$")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\s]+')


@dataclass(frozen=True)
class Record:
    """One attempt at one source, as a line of the log.

    `sha256` and `file` name the bytes held after the attempt ("" where none were got). `words` is
    the fingerprint of the text a reader sees, so that a new counter in the margin of a page does
    not count as a change. `found_by` says that the address came from a search.
    """

    source: str
    at: str
    kind: Kind
    address: str
    final: str = ""
    status: int = 0
    code: str = ""
    sha256: str = ""
    bytes: int = 0
    file: str = ""
    type: str = ""
    charset: str = ""
    title: str = ""
    words: str = ""
    etag: str = ""
    last_modified: str = ""
    found_by: str = ""
    hops: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def held(self) -> bool:
        """Tell whether the attempt ended with bytes in hand."""
        return bool(self.sha256 and self.file)


_FIELDS = frozenset(f.name for f in fields(Record))


class Store:
    """The documents of one study folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        records, self.problems = _read_log(folder / LOG)
        self._by_source: dict[str, list[Record]] = {}
        for record in records:
            self._by_source.setdefault(record.source, []).append(record)

    def records(self, source: str) -> tuple[Record, ...]:
        """Return the attempts at a source, oldest first."""
        return tuple(self._by_source.get(source, ()))

    def last_held(self, source: str, address: str) -> Record | None:
        """Return the newest attempt at an address whose bytes still lie in the folder."""
        for record in reversed(self._by_source.get(source, ())):
            if record.held and record.address == address and (self.folder / record.file).is_file():
                return record
        return None

    def of_hash(self, source: str, sha256: str) -> Record | None:
        """Return the newest attempt at a source that ended with these bytes."""
        found = (r for r in reversed(self._by_source.get(source, ())) if r.sha256 == sha256)
        return next(found, None) if sha256 else None

    def keep(self, address: str, data: bytes, ending: str) -> str:
        """Store bytes and return their path in the study; equal bytes are stored once."""
        sha256 = digest(data)
        for digits in (10, 64):
            name = raw_name(address, sha256[:digits], ending)
            path = self.folder / name
            if not path.exists():
                write_file(path, data)
                return name
            if path.is_file() and digest(path.read_bytes()) == sha256:
                return name
        raise FileExistsError(17, "another content under this name", str(self.folder / name))

    def add(self, record: Record) -> None:
        """Append a line to the log."""
        path = self.folder / LOG
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = {k: v for k, v in asdict(record).items() if v or k in ("source", "kind")}
        line = json.dumps(filled, ensure_ascii=False).encode("utf-8") + b"\n"
        with path.open("ab") as stream:
            if stream.tell() and _last_byte(path) != b"\n":
                line = b"\n" + line
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())
        self._by_source.setdefault(record.source, []).append(record)


def raw_name(address: str, digits: str, ending: str) -> str:
    """Return the path for the bytes of an address, safe on every operating system."""
    parts = parse_address(address)
    stem = unquote(parts.target.partition("?")[0].rstrip("/").rpartition("/")[2])
    stem = _ENDING.sub("", stem)
    host = safe_name(parts.netloc.replace(":", "_"))
    return f"{RAW}/{host}/{safe_name(stem or 'index')}-{digits}{ending}"


def safe_name(text: str) -> str:
    """Return a file name of these letters that Windows, macOS and Linux all take as it is."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(c for c in plain if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)
    name = _UNSAFE.sub("_", kept).encode("utf-8")[:_LONGEST].decode("utf-8", "ignore")
    name = name.strip(" ._~") or "_"
    return f"_{name}" if _RESERVED.fullmatch(name.partition(".")[0]) else name


def _read_log(path: Path) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    problems: list[Problem] = []
    if not path.is_file():
        return records, problems
    if path.stat().st_size > _LOG_BYTES:
        return records, [problem("collect.log", LOG, 0)]
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        record = _record(line)
        if record is None:
            problems.append(problem("collect.log", LOG, number))
        else:
            records.append(record)
    return records, problems


def _record(line: bytes) -> Record | None:
    """Read a line of the log; None where it is no record (cut off, edited by hand)."""
    try:
        entry: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or entry.get("kind") not in KINDS:
        return None
    known = {k: v for k, v in entry.items() if k in _FIELDS}
    if any(not isinstance(v, _type_of(k)) for k, v in known.items()) or "source" not in known:
        return None
    for name in ("hops", "attachments"):
        known[name] = tuple(map(str, known.get(name, ())))
    return Record(**{"at": "", "address": "", **known})


def _type_of(name: str) -> type:
    special = {"status": int, "bytes": int, "hops": list, "attachments": list, "details": dict}
    return special.get(name, str)


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1)
