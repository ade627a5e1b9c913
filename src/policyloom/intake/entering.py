"""Rows of foreign tables into a register: matched, compared, checked as `check` does, then written.

Nothing is written before every row has passed the rules of the study; then the file is swapped in
whole, with every other byte as it was. What the register says already is never overwritten: equal
rows are skipped, empty cells of a row that is there may be filled, and differences are told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from policyloom.core.problem import Problem, errors, problem
from policyloom.files.append import put
from policyloom.files.load import load_study
from policyloom.files.nearest import Nearest
from policyloom.intake.cell_forms import Forms
from policyloom.intake.comparing import Comparing
from policyloom.intake.grids import read_grids
from policyloom.intake.numbering import Numbering
from policyloom.intake.register import Draft, Register
from policyloom.intake.taking import Taken, Wanted, take_rows
from policyloom.intake.trial import tried
from policyloom.model.study import Study
from policyloom.model.tables import TableSpec, dictionary

MOST_ROWS = 100_000
_ROUNDS = 6
"""Times that rows with errors are left out and the rest is checked again."""
_STEPS = ("read", "compare", "check", "write")


@dataclass(frozen=True)
class Order:
    """What to bring into which table, and how its tables are to be read.

    `columns` are headings by column, `fixed` values by column for all rows. `only_good` leaves out
    rows with errors instead of all; `trial` writes nothing.
    """

    table: str
    paths: tuple[Path, ...]
    only: str = "*"
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    only_good: bool = False
    trial: bool = False


@dataclass
class Entered:
    """How it went: the ids added, rows filled, equal rows skipped, rows with errors left out."""

    spec: TableSpec | None = None
    ids: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    held: int = 0
    left: int = 0
    rows: int = 0
    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def written(self) -> bool:
        """Tell whether the register changed."""
        return bool(self.ids or self.filled)


def enter(folder: Path, order: Order, step: Callable[[str], None] = lambda _: None) -> Entered:
    """Bring tables into a register of a study; `step` is called at the start of each step."""
    done = Entered()
    study, problems = load_study(folder)
    spec = dictionary().get(order.table)
    if study is None or spec is None:
        done.problems += problems if study is None else [_no_register(order.table)]
        return done
    done.spec = spec
    register, problems = Register.read(study, spec)
    done.problems += problems + _unknown_columns(spec, order)
    if register is None or errors(done.problems):
        return done
    at = _At(study, register, order, done, step)
    step(_STEPS[0])
    _enter(at, _drafts(at))
    return done


@dataclass(frozen=True)
class _At:
    """What an import works on."""

    study: Study
    register: Register
    order: Order
    done: Entered
    step: Callable[[str], None]


def _enter(at: _At, drafts: list[Draft]) -> None:
    done, order = at.done, at.order
    at.step(_STEPS[1])
    numbering = Numbering(at.register.spec, at.register.rows)
    numbering.take(draft.cells["id"] for draft in drafts if draft.cells.get("id"))
    if numbering.composed:
        _number(numbering, drafts, done)
    comparing = Comparing(at.register)
    drafts = [draft for draft in drafts if not draft.bad and comparing.is_new(draft)]
    done.problems += comparing.problems
    done.held = comparing.held
    done.left += comparing.differing
    _number(numbering, drafts, done)
    at.step(_STEPS[2])
    made, drafts = _checked(at, [draft for draft in drafts if not draft.bad])
    if made is None or (errors(done.problems) and not order.only_good):
        return
    at.step(_STEPS[3])
    if made != at.register.data and drafts and not order.trial:
        spec = at.register.spec
        problems = put(at.study.folder, spec.file, at.register.expected, made)
        done.problems += problems
        if problems:
            return
    done.ids = [d.cells["id"] for d in drafts if not d.fills]
    done.filled = [d.cells["id"] for d in drafts if d.fills]


def _checked(at: _At, drafts: list[Draft]) -> tuple[bytes | None, list[Draft]]:
    """Return the new content and the drafts in it; None where an error stands in the way.

    Where only good rows are wanted, those with errors are left out until the rest has none: a row
    may have been good only because of one that was not.
    """
    for _ in range(_ROUNDS):
        made, found = tried(at.study, at.register, drafts)
        wrong = errors(found)
        if not wrong:
            at.done.problems += found
            return made, drafts
        good = [draft for draft in drafts if not draft.bad]
        at.done.left += len(drafts) - len(good)
        at.done.problems += wrong
        if not at.order.only_good or len(good) == len(drafts):
            break
        drafts = good
    return None, []


def _number(numbering: Numbering, drafts: Sequence[Draft], done: Entered) -> None:
    """Give ids to rows that bring none; where none can be given that is said once a table."""
    told: set[str] = set()
    for draft in drafts:
        if draft.cells.get("id"):
            continue
        draft.cells["id"] = numbering.next(draft.cells)
        if not draft.cells["id"]:
            draft.bad = True
            done.left += 1
            if draft.file not in told:
                told.add(draft.file)
                done.problems.append(problem("import.no_series", draft.file, draft.line, "id"))


# ── what is asked for, and what the files hold ──────────────────────────────────────────────────


def _no_register(name: str) -> Problem:
    known = dictionary()
    words = {"value": name, "nearest": Nearest()(name, known), "known": ", ".join(known)}
    return problem("import.no_register", "--into", 0, "", **words)


def _unknown_columns(spec: TableSpec, order: Order) -> list[Problem]:
    nearest = Nearest()
    found = []
    for option, given in (("--columns", order.columns), ("--set", order.fixed)):
        for name in given:
            if name not in spec.column_names:
                words = {
                    "value": name,
                    "table": spec.name,
                    "nearest": nearest(name, spec.column_names),
                    "known": ", ".join(spec.column_names),
                }
                found.append(problem("import.no_column", option, 0, name, **words))
    return found


def _drafts(at: _At) -> list[Draft]:
    """Return the rows that the files bring; of a file with errors the others are checked too."""
    order, done, spec = at.order, at.done, at.register.spec
    paths = []
    for root in order.paths:
        if not root.exists():
            done.problems.append(problem("file.missing", root.as_posix()))
        paths += [root] if root.is_file() else _files(root, order.only)
    found = read_grids(paths)
    refused = {p.file for p in found.problems if p.level == "error"}
    done.problems += found.problems
    named = frozenset(path.name for path in order.paths if path.is_file()) - refused
    forms = Forms(at.study, spec)
    took = take_rows(found.grids, spec, forms, Wanted(order.columns, order.fixed, named))
    done.problems += took.problems
    done.taken = took.tables
    done.rows = len(took.drafts)
    done.left += sum(draft.bad for draft in took.drafts)
    if len(took.drafts) > MOST_ROWS:
        words = {"limit": f"{MOST_ROWS:,}"}
        done.problems.append(problem("import.too_many", spec.file, 0, "", **words))
        return []
    return [draft for draft in took.drafts if not draft.bad]


def _files(root: Path, only: str) -> list[Path]:
    """Return the files of a folder that `only` names, hidden and derived ones left out."""
    found = []
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith((".", "~$")) or part == "derived" for part in parts)
        if path.is_file() and not hidden and fnmatch(path.name, only):
            found.append(path)
    return found
