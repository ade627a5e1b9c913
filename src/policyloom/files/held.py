"""The stored texts of held sources: derived/texts/<hash of the file>.json, written once a content.

A record holds the text as read, its passages, and what was found in it: what it says of itself
(`about`: title, number, issuers and dates with their places, whether it breaks off, and a sketch to
find near-identical texts by), the clauses that give bodies a task, and the documents it cites.
Checks read these records only; reading the documents is the business of `policyloom.held`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, overload

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest
from policyloom.files.formats import inside
from policyloom.model.document import Passage
from policyloom.model.study import Study
from policyloom.model.tables import Row

FOLDER = "derived/texts"
INDEX = "index.json"
RECORD = 2
"""Raised with any change of what a record holds; older ones are read anew."""

_KEPT = 250
"""Texts kept in memory, so that a larger collection takes no more of it."""

_PREFIX = 1_000_000
"""Bytes above which a file is known by size and time of change, once it was hashed."""


_PASSAGE = attrgetter(*(field.name for field in fields(Passage)))


class Passages(Sequence[Passage]):
    """Passages as they are stored, lists in field order; each is made when it is asked for."""

    def __init__(self, stored: list[list[Any]]) -> None:
        self._stored = stored

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, at: int) -> Passage: ...
    @overload
    def __getitem__(self, at: slice) -> list[Passage]: ...
    def __getitem__(self, at: int | slice) -> Passage | list[Passage]:
        if isinstance(at, slice):
            return [Passage(*values) for values in self._stored[at]]
        return Passage(*self._stored[at])


@dataclass(frozen=True)
class HeldText:
    """The stored text of a file: `about` what it says of itself, `refused` why it has none.

    `clauses` and `citations` are plain objects with `start` and `end` (`held/search.py`).
    """

    hash: str
    text: str
    about: Mapping[str, Any] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    made_by: str = ""
    passages: Sequence[Passage] = ()
    clauses: Sequence[Mapping[str, Any]] = ()
    citations: Sequence[Mapping[str, Any]] = ()

    def passage_at(self, at: int) -> Passage | None:
        """Return the passage that a code point of the text belongs to, None before the first."""
        place = bisect_right(self.passages, at, key=lambda passage: passage.start) - 1
        return self.passages[place] if place >= 0 else None

    def quote(self, name: str) -> str:
        """Return the words that one of the statements in `about` was read from."""
        place = self.about.get("places", {}).get(name)
        return self.text[place[0] : place[1]] if place else ""


class HeldTexts:
    """The stored texts of a study folder; the last few hundred stay in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._home = (folder / "documents").resolve()
        self._index = _read_json(folder / FOLDER / INDEX)
        self._known: dict[str, HeldText | None] = {}
        self._changed = False

    @property
    def any(self) -> bool:
        """Tell whether anything was ever stored."""
        return (self.folder / FOLDER).is_dir()

    def of(self, source: Row) -> HeldText | None:
        """Return the stored text of a source's file as it is now; None where there is none."""
        found = self.hash_of(source.text("file")) if self.any and source.text("file") else ""
        return self.by_hash(found) if found else None

    def by_hash(self, hash_: str) -> HeldText | None:
        """Return the stored text of a content."""
        if hash_ not in self._known:
            record = _read_json(self.folder / FOLDER / f"{hash_}.json")
            if len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[hash_] = _from_record(record)
        return self._known[hash_]

    def path_of(self, name: str) -> Path | None:
        """Return the held file that sources.csv names; None where it leaves documents/."""
        path = inside(self.folder, name)
        is_held = path and path.is_file() and path.resolve().is_relative_to(self._home)
        return path if is_held else None

    def hash_of(self, name: str) -> str:
        """Return the SHA-256 of a held file, "" where there is none.

        The content of a large file is not read again while its size and time stay the same.
        """
        path = self.path_of(name)
        if path is None:
            return ""
        about = path.stat()
        mark = [about.st_size, about.st_mtime_ns]
        entry = self._index.get(name)
        if entry and entry[:2] == mark and about.st_size > _PREFIX:
            return str(entry[2])
        found = digest(path.read_bytes())
        self._changed = self._changed or entry != [*mark, found]
        self._index[name] = [*mark, found]
        return found

    def keep(self, held: HeldText) -> None:
        """Store a text."""
        self._known.pop(held.hash, None)
        record = {
            "record": RECORD,
            "hash": held.hash,
            "made_by": held.made_by,
            "refused": list(held.refused),
            "about": dict(held.about),
            "clauses": list(held.clauses),
            "citations": list(held.citations),
            "passages": [_PASSAGE(passage) for passage in held.passages],
            "text": held.text,
        }
        data = json.dumps(record, ensure_ascii=False, sort_keys=True)
        write_file(self.folder / FOLDER / f"{held.hash}.json", data.encode("utf-8"))

    def close(self) -> None:
        """Write down which file has which content."""
        if self._changed:
            data = json.dumps(self._index, ensure_ascii=False, sort_keys=True, indent=0)
            write_file(self.folder / FOLDER / INDEX, data.encode("utf-8"))


def held_sources(study: Study) -> list[Row]:
    """Return the sources that name a file under documents/, in the order of the register."""
    rows = study.table("sources")
    return [row for row in rows if row.text("file").startswith("documents/")]


def _from_record(record: Mapping[str, Any]) -> HeldText | None:
    """Return the stored text; None for a record of another version or a damaged one."""
    if record.get("record") != RECORD:
        return None
    try:
        return HeldText(
            record["hash"],
            record["text"],
            record["about"],
            tuple(record["refused"]),
            record["made_by"],
            Passages(record["passages"]),
            record["clauses"],
            record["citations"],
        )
    except (KeyError, TypeError):
        return None


def _read_json(path: Path) -> dict[str, Any]:
    """Return a stored object; what is broken or absent is made anew, so it reads as empty."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
