"""What a site leaves for the next build: for each file, the questions behind it and the answers.

A file is taken over from the site before when every answer is still the same and nobody has
touched the file meanwhile. Answers are compared by digest; each is found at most once a build.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyloom.model.tables import Row, Table, dictionary
from policyloom.site.material import Material
from policyloom.site.watch import Question

Record = dict[str, Any]
_WEB = frozenset({"users", "sources_of", "sources_below", "places"})
"""Gateways that tell how references hang together. Their answers depend on nothing but the
lineage and the confidences of rows, so they are not asked again while these are the same; what a
value or figure itself rests on is also in the answers to `value` and `figure`."""


@dataclass(frozen=True)
class Entry:
    """A file as written: its shell, its size and time, the questions asked for it."""

    shell: str
    size: int
    time: int
    asked: tuple[Question, ...]

    @classmethod
    def of(cls, path: Path, shell: str, asked: Iterable[Question]) -> Entry:
        """Describe a file that was just written."""
        about = path.stat()
        return cls(shell, about.st_size, about.st_mtime_ns, tuple(asked))


@dataclass(frozen=True)
class Before:
    """The site of the build before: its folder and what that build has left."""

    folder: Path
    record: Mapping[str, Any]

    def take(self, name: str, entry: Entry, target: Path) -> bool:
        """Put an old file at a new place; tell whether it was there and untouched.

        The two are one file on disk where the file system can do that, else a copy.
        """
        source = self.folder / name
        try:
            about = source.stat()
            if (about.st_size, about.st_mtime_ns) != (entry.size, entry.time):
                return False
            try:
                os.link(source, target)
            except OSError:
                shutil.copy2(source, target)
        except OSError:
            return False
        return True


class Answers:
    """The answers of this build beside those of the build before."""

    def __init__(self, material: Material, before: Before | None) -> None:
        self._material = material
        self._rows: dict[int, bytes] = {}
        self._digests: dict[Question, str] = {}
        self._web = self._digest_of_web()
        record = before.record if before else {}
        self._same_web = record.get("web") == self._web
        self._old = {tuple(q): digest for q, digest in record.get("questions", ())}
        self._questions = list(self._old)
        self._files: Mapping[str, Any] = record.get("files", {})

    def standing(self, path: str, shell: str) -> Entry | None:
        """Return the entry of a file of the build before, or None where it is stale."""
        kept = self._files.get(path)
        if kept is None or kept[0] != shell:
            return None
        asked = tuple(self._questions[i] for i in kept[3])
        if any(self._old[q] != self.digest(q) for q in asked):
            return None
        return Entry(kept[0], kept[1], kept[2], asked)

    def digest(self, question: Question) -> str:
        """Return the digest of the answer to a question."""
        known = self._digests.get(question)
        if known is None:
            old = self._old.get(question) if question[0] in _WEB and self._same_web else None
            known = self._digests[question] = old or self._find(question)
        return known

    def record(self, entries: Mapping[str, Entry]) -> Record:
        """Return what the next build has to know."""
        numbers: dict[Question, int] = {}
        written = {
            path: [e.shell, e.size, e.time, [numbers.setdefault(q, len(numbers)) for q in e.asked]]
            for path, e in entries.items()
        }
        questions = [[q, self.digest(q)] for q in numbers]
        return {"web": self._web, "questions": questions, "files": written}

    def _find(self, question: Question) -> str:
        name, *words = question
        return _hashed(self._bytes(getattr(self._material, name)(*words)))

    def _bytes(self, answer: object) -> bytes:
        if isinstance(answer, Row):
            return self._row(answer)
        if isinstance(answer, Table) or (isinstance(answer, list) and _are_rows(answer)):
            return b"".join(map(self._row, answer))
        return repr(answer).encode("utf-8", "surrogatepass")

    def _row(self, row: Row) -> bytes:
        known = self._rows.get(id(row))
        if known is None:
            text = f"{row.line}{row.cells!r}".encode("utf-8", "surrogatepass")
            known = self._rows[id(row)] = hashlib.blake2b(text, digest_size=12).digest()
        return known

    def _digest_of_web(self) -> str:
        material = self._material
        trusted = (
            [row.text("confidence") for row in material.study.table(name)]
            for name, spec in dictionary().items()
            if "confidence" in spec.column_names
        )
        lineage = material.lineage
        text = repr((list(lineage.rests_on.items()), list(lineage.carries.items()), list(trusted)))
        return _hashed(text.encode("utf-8", "surrogatepass"))


def _are_rows(answer: list[Any]) -> bool:
    return bool(answer) and isinstance(answer[0], Row)


def _hashed(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()
