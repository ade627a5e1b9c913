"""Rows that are to come against those that are there: equal, to be filled, differing, or new."""

from __future__ import annotations

from policyloom.core.problem import Problem, problem
from policyloom.core.text import normalise_quote
from policyloom.intake.register import Draft, Register

_OWN = {"reviews": ("round", "comment")}
"""Columns by which a row without id is known as one that is there, whatever its other cells say."""

_SHAPES = 200
"""Sets of filled columns by which rows are looked up; more are not met in tables people make."""

_Key = tuple[str, ...]


class Comparing:
    """Compares drafts with the rows of a register and with one another, in order."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._rows = [dict(row) for row in register.rows]
        self._ids = {row["id"]: at for at, row in enumerate(self._rows) if row.get("id")}
        self._shapes: dict[_Key, dict[_Key, int]] = {}
        self._own = self._by(_OWN.get(register.spec.name, ()), normalised=True)
        self._seen: set[frozenset[tuple[str, str]]] = set()
        self.problems: list[Problem] = []
        self.held = 0
        self.differing = 0

    def is_new(self, draft: Draft) -> bool:
        """Tell whether a draft brings anything; mark one that fills a row that is there.

        What differs from the register is an error: the draft is bad and left out.
        """
        content = frozenset((name, cell) for name, cell in draft.cells.items() if cell)
        if content in self._seen:
            self._skip(draft, "import.twice")
            return False
        self._seen.add(content)
        at = self._same(draft)
        return True if at is None else self._brings(draft, at)

    def _skip(self, draft: Draft, code: str, **words: str) -> None:
        self.held += 1
        self.problems.append(problem(code, draft.file, draft.line, "", **words))

    def _brings(self, draft: Draft, at: int) -> bool:
        row = self._rows[at]
        given = {name: cell for name, cell in draft.cells.items() if cell and name != "id"}
        differing = [n for n, cell in given.items() if row.get(n) and not _equal(row[n], cell)]
        for name in differing:
            words = {"id": row["id"], "held": row[name], "value": given[name]}
            heading = draft.heads.get(name, name)
            self.problems.append(
                problem("import.differs", draft.file, draft.line, heading, **words)
            )
        if differing:
            draft.bad = True
            self.differing += 1
            return False
        missing = {name: cell for name, cell in given.items() if not row.get(name)}
        if not missing:
            self._skip(draft, "import.already", id=row["id"])
            return False
        row.update(missing)
        draft.cells = {"id": row["id"], **missing}
        draft.fills = self._register.lines[at]
        return True

    def _same(self, draft: Draft) -> int | None:
        """Return the row of the register that a draft is: by id, by what makes it, by content."""
        if draft.cells.get("id"):
            return self._ids.get(draft.cells["id"])
        own = _OWN.get(self._register.spec.name, ())
        key = tuple(normalise_quote(draft.cells.get(name, "")) for name in own)
        if key and all(key):
            at = self._own.get(key)
            return at if at is None or self._one_voice(draft, at) else None
        shape = tuple(sorted(name for name, cell in draft.cells.items() if cell))
        if shape not in self._shapes:
            if len(self._shapes) >= _SHAPES:
                return None
            self._shapes[shape] = self._by(shape)
        return self._shapes[shape].get(tuple(draft.cells[name] for name in shape))

    def _one_voice(self, draft: Draft, at: int) -> bool:
        """Two reviewers may say the same; a comment whose reviewer is not told may be either's."""
        held, given = self._rows[at].get("reviewer", ""), draft.cells.get("reviewer", "")
        return not held or not given or _equal(held, given)

    def _by(self, columns: _Key, *, normalised: bool = False) -> dict[_Key, int]:
        found: dict[_Key, int] = {}
        for at, row in enumerate(self._rows if columns else ()):
            key = tuple(row.get(name, "") for name in columns)
            if all(key):
                found.setdefault(tuple(map(normalise_quote, key)) if normalised else key, at)
        return found


def _equal(held: str, given: str) -> bool:
    return held == given or normalise_quote(held) == normalise_quote(given)
