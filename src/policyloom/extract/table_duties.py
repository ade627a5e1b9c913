"""Responsibilities in tables: a column headed 责任单位, 牵头单位 or 주관부처, a row a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from policyloom.extract.bodies import read_list
from policyloom.extract.clauses import LABELS
from policyloom.extract.korean_duties import korean_bodies
from policyloom.extract.shares import Clause, Role, Share, one_role_each
from policyloom.extract.tasks import without_label
from policyloom.model.document import Passage

_HEADS: tuple[tuple[re.Pattern[str], Role], ...] = (
    *((re.compile(form), role) for form, role in LABELS),
    (re.compile(r"(?:주관|총괄)\s?(?:부처|기관|부서)"), "lead"),
    (re.compile(r"(?:소관|담당|추진)\s?(?:부처|기관)"), "responsible"),
    (re.compile(r"(?:협조|협력|관계)\s?(?:부처|기관|부서)"), "support"),
)
_TASK = re.compile(
    r".{0,6}(?:任务|事项|工作|内容|措施|项目|要点|举措)(?:名称|内容|分解|清单)?|.{0,6}(?:과제|내용|사업)명?"
)
_HANGUL = re.compile("[가-힣]")
_HEADER_ROWS = 3


def table_clauses(text: str, passages: Sequence[Passage]) -> Iterator[Clause]:
    """Yield a clause for every row of the tables that have a column of bodies in a role."""
    cells = sorted((p for p in passages if p.table), key=lambda p: (p.table, p.row, p.column))
    for _, table in groupby(cells, key=lambda p: p.table):
        yield from _of_table(text, list(table))


def _of_table(text: str, cells: list[Passage]) -> Iterator[Clause]:
    roles, head = _columns(text, cells)
    if not roles:
        return
    named = [c.column for c in cells if c.row <= head and _TASK.fullmatch(_words(text, c))]
    for _, row in groupby((c for c in cells if c.row > head), key=lambda c: c.row):
        own = list(row)
        shares = [s for c in own if c.column in roles for s in _shares(text, c, *roles[c.column])]
        if shares:
            bodies = [c for c in own if c.column in roles and c.end > c.start]
            start, end = bodies[0].start, bodies[-1].end
            task = _task(text, cells, own[0].row, named, min(roles))
            yield Clause(start, end, text[start:end], "table", one_role_each(shares), task)


def _columns(text: str, cells: list[Passage]) -> tuple[dict[int, tuple[Role, str]], int]:
    """Return the columns that a heading gives a role, with it, and the row of the headings."""
    found: dict[int, tuple[Role, str]] = {}
    head = 0
    for cell in cells:
        if cell.row > _HEADER_ROWS or (found and cell.row > head):
            break
        words = _words(text, cell)
        role = next((role for form, role in _HEADS if form.fullmatch(words)), None)
        if role:
            head = cell.row
            found[cell.column] = (role, words)
    return found, head


def _shares(text: str, cell: Passage, role: Role, word: str) -> Iterator[Share]:
    if _HANGUL.search(text, cell.start, cell.end):
        bodies = korean_bodies(text, cell.start, cell.end)
    else:
        bodies = list(read_list(text, cell.start, cell.end).bodies)
    for body in bodies:
        if 1 < len(body.name) <= 40:
            yield Share(body, role, word)


def _task(text: str, cells: list[Passage], row: int, named: list[int], first: int) -> str:
    """Return the cell under the heading for tasks, else the longest left of the bodies.

    A cell that spans several rows belongs to each of them.
    """
    across = [c for c in cells if c.row <= row < c.row + max(1, c.row_span)]
    left = [c for c in across if c.column in named] or [c for c in across if c.column < first]
    longest = max(left, key=lambda c: c.end - c.start, default=None)
    return without_label(text[longest.start : longest.end]) if longest else ""


def _words(text: str, cell: Passage) -> str:
    return "".join(text[cell.start : cell.end].split())
