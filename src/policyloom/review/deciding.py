"""Deciding on proposals: what is open, and what a person accepts, corrects, rejects, takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policyloom.core.problem import Problem, problem
from policyloom.files.cells import CONVERT, Fault
from policyloom.files.held import HeldTexts
from policyloom.files.load import load_study
from policyloom.held.bodies import actor_row
from policyloom.held.data_proposals import propose_data
from policyloom.held.kept import FOLDER
from policyloom.held.proposals import Proposal, propose
from policyloom.held.texts import hold_texts
from policyloom.model.study import Study
from policyloom.model.tables import Column, dictionary
from policyloom.review.decisions import Decision, Kind, Standing, now, read_all, record, standings
from policyloom.review.entering import catch_up


@dataclass(frozen=True)
class Desk:
    """What lies before a reviewer: the proposals of the held texts and where each stands."""

    study: Study
    proposals: Mapping[str, Proposal]
    standings: Mapping[str, Standing]
    problems: tuple[Problem, ...] = ()

    def state(self, proposal: Proposal) -> str:
        """Return open, accepted, rejected or disputed."""
        standing = self.standings.get(proposal.id)
        return standing.state if standing else "open"

    def listed(self, document: str = "", state: str = "open") -> list[Proposal]:
        """Return the proposals in one state; those decided on stay, whatever is proposed now."""
        decided = {id_: s.proposal for id_, s in self.standings.items() if s.state != "open"}
        return [
            p
            for p in {**decided, **self.proposals}.values()
            if (not document or p.document == document) and self.state(p) == state
        ]


def open_desk(folder: Path, document: str = "") -> tuple[Desk | None, list[Problem]]:
    """Read what is held, propose, and set the decisions beside it; None where it is no study.

    A decision whose register was left behind by a crash is entered first.
    """
    _, late = catch_up(folder)
    study, problems = load_study(folder)
    if study is None:
        return None, problems
    held = HeldTexts(study.folder)
    hold_texts(study, held)
    decisions, broken = read_all(folder)
    known = standings(decisions)
    proposals = {p.id: p for p in propose(study, document, held)}
    proposals |= {p.id: p for p in propose_data(study, document)}
    problems = [*late, *(p for p in broken if p not in late)]
    return Desk(study, proposals, known, tuple(problems)), problems


def decide(
    folder: Path,
    desk: Desk,
    kind: Kind,
    ids: Sequence[str],
    by: str,
    cells: Mapping[str, str] | None = None,
) -> tuple[int, list[Problem]]:
    """Record a person's decision on proposals and bring the registers up to it.

    With any problem nothing is recorded. Returns how many rows of registers changed.
    """
    found = [_known(desk, id_) for id_ in ids]
    problems = [
        problem("review.unknown", f"{FOLDER}/", 0, "", value=id_)
        for id_, proposal in zip(ids, found, strict=True)
        if proposal is None
    ]
    proposals = [p for p in found if p is not None]
    problems += [x for p in proposals for x in _faults(desk, kind, p, cells or {})]
    if problems:
        return 0, problems
    made = [_decision(p, kind, by, cells or {}, desk) for p in proposals]
    record(folder, made)
    return catch_up(folder)


def accept_all(folder: Path, desk: Desk, by: str, tables: Sequence[str]) -> tuple[int, int]:
    """Accept every open proposal that lacks nothing, unread; return how many, and those left.

    Each decision says that it was made in bulk, and the rows say so with low confidence.
    """
    waiting = [p for p in desk.listed() if p.table in tables]
    whole = [p for p in waiting if not p.lacking and not p.row]
    made = [Decision(now(), by, "accept", p, dict(p.cells), bulk=True) for p in whole]
    record(folder, made)
    return len(made), len(waiting) - len(whole)


def _known(desk: Desk, id_: str) -> Proposal | None:
    standing = desk.standings.get(id_)
    return desk.proposals.get(id_) or (standing.proposal if standing else None)


def _decision(
    proposal: Proposal, kind: Kind, by: str, cells: Mapping[str, str], desk: Desk
) -> Decision:
    if kind == "undo":
        standing = desk.standings.get(proposal.id)
        before = standing.by_person.get(by) if standing else None
        return Decision(now(), by, kind, proposal, before.cells if before else {})
    return Decision(now(), by, kind, proposal, {**proposal.cells, **cells})


def _faults(desk: Desk, kind: Kind, proposal: Proposal, cells: Mapping[str, str]) -> list[Problem]:
    """Return what keeps a decision from standing."""
    spec, place = dictionary()[proposal.table], f"{FOLDER}/{proposal.document}.jsonl"
    if kind not in ("accept", "correct"):
        return []
    unknown = [name for name in cells if name not in spec.column_names or name == "id"]
    if unknown:
        near = ", ".join(spec.column_names[1:])
        return [problem("review.column", place, 0, n, value=n, known=near) for n in unknown]
    lacking = [name for name in proposal.lacking if not cells.get(name)]
    found = [
        problem("review.lacking", place, 0, name, value=proposal.id, name=name) for name in lacking
    ]
    for name, value in cells.items():
        found += _cell_faults(desk.study, place, spec.column(name), value)
    return found


def _cell_faults(study: Study, place: str, column: Column, value: str) -> list[Problem]:
    """Return what is wrong with a corrected cell: its form, or rows and codes that do not exist."""
    made = CONVERT[column.type](value) if value else None
    if isinstance(made, Fault):
        return [problem(made.code, place, 0, column.name, **made.words)]
    words = made if isinstance(made, tuple) else (str(made),) if made is not None else ()
    known: set[str] = set()
    if column.to:
        known = set(study.table(column.to).by_id)
        known |= {w for w in words if column.to == "actors" and actor_row(w)}
    elif column.type in ("code", "codes"):
        known = set(column.words or study.vocabulary(column.vocabulary))
    else:
        return []
    return [
        problem("review.no_word", place, 0, column.name, value=word, name=column.name)
        for word in words
        if word not in known
    ]
