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

from policyloom.model.study import Study
from policyloom.model.tables import Row, Table, dictionary
from policyloom.site.material import Material
from policyloom.site.watch import Question

Record = dict[str, Any]
_OF_TABLE = frozenset({"table", "ids", "row", "rows", "words", "count"})
_OF_RESULT = frozenset(
    {"result", "parts", "result_title", "value", "value_label", "figure", "result_table"}
)
_OF_WEB = frozenset({"users", "sources_of", "sources_below", "places"})
"""Gateways that tell how references hang together. Their answers depend on nothing but the
lineage and the confidences of rows; what a value or figure itself rests on is also in the answers
to `value` and `figure`."""


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
    """The answers of this build beside those of the build before.

    A question has a ground: a table, a result or the lineage. Where the ground is the same, so is
    the answer, and need not be found.
    """

    def __init__(self, material: Material, before: Before | None) -> None:
        self._material = material
        self._rows: dict[int, bytes] = {}
        self._digests: dict[Question, str] = {}
        self._grounds = self._all_grounds()
        record = before.record if before else {}
        self._old_grounds = record.get("grounds", {})
        old = [(tuple(question), digest) for question, digest in record.get("questions", ())]
        self._questions = [question for question, _ in old]
        self._digests |= {q: digest for q, digest in old if self._rests_on_same(q)}
        self._changed = {i for i, (q, digest) in enumerate(old) if self.digest(q) != digest}
        self._files: Mapping[str, Any] = record.get("files", {})

    def standing(self, path: str, shell: str) -> Entry | None:
        """Return the entry of a file of the build before, or None where it is stale."""
        kept = self._files.get(path)
        if kept is None or kept[0] != shell or not self._changed.isdisjoint(kept[3]):
            return None
        return Entry(kept[0], kept[1], kept[2], tuple(self._questions[i] for i in kept[3]))

    def digest(self, question: Question) -> str:
        """Return the digest of the answer to a question."""
        known = self._digests.get(question)
        if known is None:
            name, *words = question
            answer = getattr(self._material, name)(*words)
            known = self._digests[question] = _hashed(self._bytes(answer))
        return known

    def record(self, entries: Mapping[str, Entry]) -> Record:
        """Return what the next build has to know."""
        numbers: dict[Question, int] = {}
        written = {
            path: [e.shell, e.size, e.time, [numbers.setdefault(q, len(numbers)) for q in e.asked]]
            for path, e in entries.items()
        }
        questions = [[q, self.digest(q)] for q in numbers]
        return {"grounds": self._grounds, "questions": questions, "files": written}

    def _rests_on_same(self, question: Question) -> bool:
        ground = _ground(question)
        known = self._grounds.get(ground, "")
        return known != "" and known == self._old_grounds.get(ground)

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

    def _all_grounds(self) -> dict[str, str]:
        """Return a digest for every ground; grounds whose state is not known are left out."""
        study, results = self._material.study, self._material.facts.results
        found = {f"table {t.spec.name}": study.inputs.get(t.spec.file, "") for t in _tables(study)}
        found |= {f"result {name}": result.fingerprint for name, result in results.items()}
        return found | {"web": self._digest_of_web()}

    def _digest_of_web(self) -> str:
        lineage, tables = self._material.lineage, _tables(self._material.study)
        trusted = [
            [row.text("confidence") for row in table]
            for table in tables
            if "confidence" in table.spec.column_names
        ]
        text = repr((list(lineage.rests_on.items()), list(lineage.carries.items()), trusted))
        return _hashed(text.encode("utf-8", "surrogatepass"))


def _tables(study: Study) -> list[Table]:
    return [study.table(name) for name in dictionary()]


def _ground(question: Question) -> str:
    """Return what the answer to a question depends on, "" where that is not one thing."""
    name, first = question[0], question[1] if len(question) > 1 else ""
    if name in _OF_TABLE:
        return f"table {first}"
    if name in _OF_RESULT:
        return f"result {first.partition('.')[0]}"
    return "web" if name in _OF_WEB else ""


def _are_rows(answer: list[Any]) -> bool:
    return bool(answer) and isinstance(answer[0], Row)


def _hashed(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()
