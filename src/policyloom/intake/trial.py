"""Trying a register with new rows: every rule of `check`, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policyloom.core.ids import digest
from policyloom.core.problem import Problem
from policyloom.files.check import check_study
from policyloom.files.formats import BOM, csv_rows
from policyloom.files.registers import typed
from policyloom.intake.register import Draft, Register
from policyloom.model.study import Study

_Key = tuple[str, str, str, tuple[tuple[str, str], ...]]


def tried(study: Study, register: Register, drafts: Sequence[Draft]) -> tuple[bytes, list[Problem]]:
    """Return the register's content with the drafts, and the problems that they bring.

    A problem of a new row stands at its place in the foreign table. Drafts with an error are
    marked bad.
    """
    made, problems = register.with_drafts(drafts)
    if problems or not drafts:
        return made, problems
    rows, problems = csv_rows(made.removeprefix(BOM).decode("utf-8"), register.spec.file)
    if problems:
        return made, problems
    table, faults = typed(rows, register.spec)
    if table is None:
        return made, faults
    name = register.spec.name
    changed = replace(
        study,
        tables={**study.tables, name: table},
        inputs={**study.inputs, register.spec.file: digest(made)},
    )
    before = [*_faults_before(register), *check_study(study)]
    after = [*faults, *check_study(changed)]
    lines = [row.line for row in rows[1:]]
    places = _places(register, drafts, lines)
    return made, [_placed(p, register, places) for p in _new(before, after)]


def _faults_before(register: Register) -> list[Problem]:
    rows, _ = csv_rows(register.text, register.spec.file)
    return typed(rows, register.spec)[1]


def _new(before: Iterable[Problem], after: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems that were not there; lines do not count, for filled cells may move them.

    Problems come in the order of lines, so that of two that say the same the older is the one
    that was there.
    """
    known: Counter[_Key] = Counter(_key(p) for p in before)
    for found in sorted(after):
        if known[_key(found)]:
            known[_key(found)] -= 1
        else:
            yield found


def _key(found: Problem) -> _Key:
    return found.file, found.column, found.code, found.words


def _places(register: Register, drafts: Sequence[Draft], lines: Sequence[int]) -> dict[int, Draft]:
    """Return the drafts by the line of the register on which each will stand."""
    new = [draft for draft in drafts if not draft.fills]
    places = dict(zip(lines[len(lines) - len(new) :], new, strict=True))
    rows = {line: at for at, line in enumerate(register.lines)}
    return places | {lines[rows[d.fills]]: d for d in drafts if d.fills}


def _placed(found: Problem, register: Register, places: dict[int, Draft]) -> Problem:
    """Return a problem of a new row where it stands in the foreign table."""
    draft = places.get(found.line) if found.file == register.spec.file else None
    if draft is None:
        return found
    draft.bad = draft.bad or found.level == "error"
    last = found.column.rpartition(".")[2]
    name = last if last in register.spec.column_names else found.column
    return replace(found, file=draft.file, line=draft.line, column=draft.heads.get(name, name))
