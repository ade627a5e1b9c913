"""A study: the folder, loaded. Frozen; loading it opened no document and computed nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policyloom.model.claims import Claim
from policyloom.model.settings import Codebook, StudySettings
from policyloom.model.tables import Table, dictionary


@dataclass(frozen=True)
class Chapter:
    """One Markdown file of the report, as written."""

    file: str
    kind: str
    text: str


@dataclass(frozen=True)
class Study:
    """The folder's content. Tables that the folder does not have are there, and empty."""

    folder: Path
    settings: StudySettings
    codebook: Codebook = field(default_factory=Codebook)
    tables: Mapping[str, Table] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    plan: Any = None
    geometry: Mapping[str, Any] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each claim (key "claim:ID") in claims.yaml."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of every file that was read, by its path in the study folder."""

    def table(self, name: str) -> Table:
        """Return a table of the dictionary by name; empty where the folder has no such file."""
        found = self.tables.get(name)
        return Table(dictionary()[name]) if found is None else found

    def vocabulary(self, name: str) -> tuple[str, ...]:
        """Return the codes that a column with this vocabulary may use."""
        if name == "tables":
            return tuple(dictionary())
        owner = self.settings if name in ("sectors", "factors") else self.codebook
        return tuple(word.id for word in getattr(owner, name))
