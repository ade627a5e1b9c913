"""Decisions: evidence/reviews/<person>/<document>.jsonl, append-only, one line a decision.

A line holds the whole proposal as it was seen, so that nothing depends on derived/. A decision is
withdrawn by another one (`undo`); nothing is ever changed or taken out. A line that broke off when
a computer stopped is skipped and told; what came before and after it stands.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from policyloom.core.problem import Problem, problem
from policyloom.held.proposals import Proposal, proposal_from

FOLDER = "evidence/reviews"
Kind = Literal["accept", "correct", "reject", "undo", "entered", "removed"]
DECIDING: tuple[Kind, ...] = ("accept", "correct", "reject", "undo")
"""The others say what was done in the register because of a decision."""

_NOT_A_NAME = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


@dataclass(frozen=True)
class Decision:
    """One line: who decided what on which proposal, when; `cells` as entered or corrected.

    `bulk` says that the proposal was accepted among many, unread.
    """

    at: str
    by: str
    kind: Kind
    proposal: Proposal
    cells: Mapping[str, str] = field(default_factory=dict)
    bulk: bool = False

    def as_record(self) -> dict[str, Any]:
        """Return the decision as plain values."""
        return {
            "at": self.at,
            "by": self.by,
            "decision": self.kind,
            "proposal": self.proposal.as_record(),
            "cells": dict(self.cells),
            "bulk": self.bulk,
        }


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands: each person's decision that holds, and the row entered for it."""

    proposal: Proposal
    by_person: Mapping[str, Decision]
    entered: Decision | None = None

    @property
    def accepted(self) -> Decision | None:
        """Return the latest acceptance that holds, None where nobody's does."""
        kept = [d for d in self.by_person.values() if d.kind in ("accept", "correct")]
        return max(kept, key=lambda d: d.at, default=None)

    @property
    def state(self) -> str:
        """Return open, accepted, rejected, or disputed where people differ."""
        rejected = any(d.kind == "reject" for d in self.by_person.values())
        if self.accepted:
            return "disputed" if rejected else "accepted"
        return "rejected" if rejected else "open"


def now() -> str:
    """Return the time as it is written in decisions."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def record(folder: Path, decisions: Sequence[Decision]) -> None:
    """Add decisions to the files of their person and document; on return they are on disk."""
    by_file: dict[Path, list[Decision]] = {}
    for decision in decisions:
        by_file.setdefault(_path(folder, decision), []).append(decision)
    for path, some in by_file.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(d.as_record(), ensure_ascii=False, sort_keys=True) for d in some]
        _add(path, "".join(f"{line}\n" for line in lines).encode("utf-8"))


def read_all(folder: Path) -> tuple[list[Decision], list[Problem]]:
    """Return every decision in the order of time, and the lines that could not be read."""
    found: list[Decision] = []
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*/*.jsonl")):
        name = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            try:
                found += [_decision(json.loads(line))] if line.strip() else []
            except (ValueError, KeyError, TypeError):
                problems.append(problem("review.log", name, number))
    return sorted(found, key=lambda d: d.at), problems


def standings(decisions: Iterable[Decision]) -> dict[str, Standing]:
    """Return where each proposal stands after all decisions, by its id."""
    people: dict[str, dict[str, Decision]] = {}
    entered: dict[str, Decision | None] = {}
    proposals: dict[str, Proposal] = {}
    for decision in decisions:
        id_ = decision.proposal.id
        proposals[id_] = decision.proposal
        if decision.kind in DECIDING:
            people.setdefault(id_, {})[decision.by] = decision
        else:
            entered[id_] = decision if decision.kind == "entered" else None
    return {
        id_: Standing(
            proposal,
            {p: d for p, d in people.get(id_, {}).items() if d.kind != "undo"},
            entered.get(id_),
        )
        for id_, proposal in proposals.items()
    }


def file_name(person: str) -> str:
    """Return a person's name as a folder name that every operating system takes."""
    plain = _NOT_A_NAME.sub("-", unicodedata.normalize("NFC", person).strip()).strip(".-_")
    plain = plain[:80] or "person"
    return f"p-{plain}" if _RESERVED.match(plain) else plain


def _path(folder: Path, decision: Decision) -> Path:
    return folder / FOLDER / file_name(decision.by) / f"{decision.proposal.document}.jsonl"


def _add(path: Path, data: bytes) -> None:
    """Append whole lines; a line that an earlier crash left unfinished is ended first."""
    with path.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            data = data if stream.read(1) == b"\n" else b"\n" + data
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _decision(given: Mapping[str, Any]) -> Decision:
    return Decision(
        str(given["at"]),
        str(given["by"]),
        given["decision"],
        proposal_from(given["proposal"]),
        dict(given["cells"]),
        bool(given["bulk"]),
    )
