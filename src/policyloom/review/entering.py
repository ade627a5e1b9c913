"""Entering decisions in the registers: rows added, cells filled, and taken out when withdrawn.

What people decided is on disk before a register changes. A register that was to change and did not
(the computer stopped, Excel held the file) is caught up with the next time: an acceptance without a
note "entered" is still to be entered, and a row that is there already is not added again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from policyloom.core.problem import Problem, problem
from policyloom.files.append import append_rows, remove_row
from policyloom.files.edit import RowEdit, edit_file
from policyloom.files.load import load_study
from policyloom.held.bodies import Bodies
from policyloom.model.study import Study
from policyloom.model.tables import Row, dictionary
from policyloom.review.decisions import Decision, Standing, now, read_all, record, standings

_BULK = "machine-read, accepted in bulk"


def catch_up(folder: Path) -> tuple[int, list[Problem]]:
    """Bring the registers to where the decisions stand; return how many rows changed."""
    decisions, problems = read_all(folder)
    count = 0
    leaving = [s for s in standings(decisions).values() if s.entered and _gone(s)]
    for standing in leaving:
        done, found = _leave(folder, standing)
        count, problems = count + done, [*problems, *found]
    decisions = read_all(folder)[0] if leaving else decisions
    entering = [s for s in standings(decisions).values() if s.accepted and s.entered is None]
    if entering:
        done, found = _enter(folder, entering)
        count, problems = count + done, [*problems, *found]
    return count, problems


def _gone(standing: Standing) -> bool:
    """Tell whether what was entered is withdrawn, or was corrected since."""
    accepted, entered = standing.accepted, standing.entered
    return accepted is None or (entered is not None and dict(accepted.cells) != dict(entered.cells))


def cells_of(decision: Decision) -> dict[str, str]:
    """Return the cells of the row that a decision asks for."""
    proposal = decision.proposal
    if proposal.row:
        return dict(decision.cells)
    note = f"{proposal.rule}; {_BULK if decision.bulk else 'reviewed'}: {decision.by}"
    cells = {"id": proposal.id, **decision.cells}
    if "confidence" in cells and decision.bulk:
        cells["confidence"] = "low"
    if "note" in dictionary()[proposal.table].column_names:
        cells["note"] = "; ".join(part for part in (cells.get("note", ""), note) if part)
    return {name: value for name, value in cells.items() if value}


def _enter(folder: Path, some: Sequence[Standing]) -> tuple[int, list[Problem]]:
    study, problems = load_study(folder)
    if study is None:
        return 0, problems
    wanted = [s.accepted for s in some if s.accepted]
    problems = _new_actors(study, wanted)
    if problems:
        return 0, problems
    count = 0
    for table in dict.fromkeys(d.proposal.table for d in wanted):
        here = [d for d in wanted if d.proposal.table == table]
        added = [d for d in here if not d.proposal.row]
        filled = [d for d in here if d.proposal.row]
        for some_here, enter in ((added, _add_rows), (filled, _fill_cells)):
            found = enter(study, table, some_here) if some_here else []
            problems += found
            if some_here and not found:
                count += len(some_here)
                record(folder, [replace(d, at=now(), kind="entered") for d in some_here])
                study = load_study(folder)[0] or study
    return count, problems


def _new_actors(study: Study, decisions: Iterable[Decision]) -> list[Problem]:
    """Add the bodies that rows name and actors.csv lacks, as the program's registry knows them."""
    ids = [
        word
        for d in decisions
        for name, value in d.cells.items()
        if name != "id" and dictionary()[d.proposal.table].column(name).to == "actors"
        for word in value.split(";")
        if word
    ]
    rows = list(Bodies(study).missing_rows(ids))
    spec = dictionary()["actors"]
    return append_rows(study.folder, spec, study.inputs.get(spec.file, ""), rows) if rows else []


def _add_rows(study: Study, table: str, decisions: Sequence[Decision]) -> list[Problem]:
    spec, known = dictionary()[table], study.table(table).by_id
    rows = [cells_of(d) for d in decisions if d.proposal.id not in known]
    if not rows:
        return []
    return append_rows(study.folder, spec, study.inputs.get(spec.file, ""), rows)


def _fill_cells(study: Study, table: str, decisions: Sequence[Decision]) -> list[Problem]:
    spec, known = dictionary()[table], study.table(table).by_id
    edits: dict[int, dict[str, str]] = {}
    for decision in decisions:
        row = known.get(decision.proposal.row)
        if row is None:
            words = {"value": decision.proposal.id, "row": decision.proposal.row}
            return [problem("review.no_row", spec.file, 0, "id", **words)]
        cells = edits.setdefault(row.line, {})
        for name, value in decision.cells.items():
            before = cells.get(name) or _written(row, name)
            many = spec.column(name).many
            if before and before != value and not many:
                return [problem("review.row_changed", spec.file, row.line, name, value=row.id)]
            cells[name] = _joined(before, value) if many else value
    made = [RowEdit(line, cells) for line, cells in edits.items()]
    return edit_file(study.folder, spec.file, study.inputs.get(spec.file, ""), made)[1]


def _leave(folder: Path, standing: Standing) -> tuple[int, list[Problem]]:
    """Take out what an acceptance entered, where it still stands as it was entered."""
    study, problems = load_study(folder)
    entered = standing.entered
    if study is None or entered is None:
        return 0, problems
    spec = dictionary()[standing.proposal.table]
    if standing.proposal.row:
        done, problems = _empty_cells(study, entered)
    else:
        expected = study.inputs.get(spec.file, "")
        done, problems = remove_row(folder, spec, expected, cells_of(entered))
    row = study.table(spec.name).by_id.get(standing.proposal.row or standing.proposal.id)
    if not done and not problems and row is not None:
        problems = [problem("review.row_changed", spec.file, row.line, "id", value=row.id)]
    if not [p for p in problems if p.code != "review.row_changed"]:
        record(folder, [replace(entered, at=now(), kind="removed")])
    return int(done), problems


def _empty_cells(study: Study, entered: Decision) -> tuple[bool, list[Problem]]:
    spec = dictionary()[entered.proposal.table]
    row = study.table(spec.name).by_id.get(entered.proposal.row)
    if row is None:
        return False, []
    cells = {}
    for name, value in entered.cells.items():
        words = _written(row, name).split(";")
        if not set(value.split(";")) <= set(words):
            return False, []
        kept = [w for w in words if w not in value.split(";")]
        cells[name] = ";".join(kept) if spec.column(name).many else ""
    expected = study.inputs.get(spec.file, "")
    count, problems = edit_file(study.folder, spec.file, expected, [RowEdit(row.line, cells)])
    return count > 0, problems


def _written(row: Row, name: str) -> str:
    value = row.cells.get(name)
    return ";".join(value) if isinstance(value, tuple) else row.text(name)


def _joined(before: str, more: str) -> str:
    words: Mapping[str, None] = dict.fromkeys(
        w for w in (*before.split(";"), *more.split(";")) if w
    )
    return ";".join(words)
