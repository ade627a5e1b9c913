"""Choosing columns and rows of a table by the options of a directive."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policyloom.model.tables import Cell
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.parse import Directive

_TEST = re.compile(r"\s*([\w.-]+)\s*(!=|=)\s*(.*?)\s*")


@dataclass(frozen=True)
class Selection:
    """Indices of the rows and columns chosen; `cut` tells how many rows `rows` left out."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cut: int = 0


def words_of(option: str) -> tuple[str, ...]:
    """Return the words of an option that lists several, separated by commas."""
    return tuple(w.strip() for w in option.split(",") if w.strip())


def in_language(names: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the columns without those that say the same in the other language.

    Twins are "what_ko" and "what_en", or "task" and "task_en" (then the first is Korean).
    """
    twins = {name.removesuffix("_en") for name in names if name.endswith("_en")}
    twins &= {name.removesuffix("_ko") for name in names if not name.endswith("_en")}
    other = {f"{twin}_en" for twin in twins}
    if language == "en":
        other = {name for twin in twins for name in (twin, f"{twin}_ko")}
    return tuple(name for name in names if name not in other)


def select(
    desk: Desk, directive: Directive, names: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Selection:
    """Apply `columns`, `where`, `sort` and `rows` of a directive to a table."""
    options = directive.options

    def column(name: str) -> int | None:
        if name in names:
            return names.index(name)
        desk.report("report.unknown_column", directive.line, value=name, nearest=near(name, names))
        return None

    wanted = words_of(options.get("columns", "")) or in_language(names, desk.language)
    columns = tuple(i for name in wanted if (i := column(name)) is not None)
    kept = _where(desk, directive, column, rows)
    kept = _sorted(options.get("sort", ""), column, rows, kept)
    most = _most(desk, directive)
    shown = kept if most is None else kept[:most]
    return Selection(columns, tuple(shown), len(kept) - len(shown))


def _where(
    desk: Desk,
    directive: Directive,
    column: Callable[[str], int | None],
    rows: Sequence[Sequence[Cell]],
) -> list[int]:
    kept = list(range(len(rows)))
    for test in words_of(directive.options.get("where", "")):
        match = _TEST.fullmatch(test)
        if match is None:
            desk.report("report.bad_option", directive.line, value=test, option="where")
            continue
        name, sign, value = match.groups()
        at = column(name)
        wanted = {v.strip() for v in value.split("|")}
        if at is not None:
            kept = [i for i in kept if bool(_words(rows[i][at]) & wanted) == (sign == "=")]
    return kept


def _words(cell: Cell) -> set[str]:
    if cell is None or cell == ():
        return {""}
    return set(cell) if isinstance(cell, tuple) else {str(cell)}


def _sorted(
    order: str,
    column: Callable[[str], int | None],
    rows: Sequence[Sequence[Cell]],
    kept: list[int],
) -> list[int]:
    """Return rows in order; empty cells stand last, equal ones as they were."""
    name = order.lstrip("-").strip()
    at = column(name) if name else None
    if at is None:
        return kept
    full = [i for i in kept if rows[i][at] is not None]
    empty = [i for i in kept if rows[i][at] is None]
    full.sort(key=lambda i: _key(rows[i][at]), reverse=order.startswith("-"))
    return full + empty


def _key(cell: Cell) -> tuple[int, float, str]:
    if isinstance(cell, int | float):
        return (0, float(cell), "")
    return (1, 0.0, "; ".join(cell) if isinstance(cell, tuple) else str(cell))


def _most(desk: Desk, directive: Directive) -> int | None:
    written = directive.options.get("rows")
    if written is None:
        return None
    if written.isascii() and written.isdigit() and 0 < int(written) < 100_000:
        return int(written)
    desk.report("report.bad_option", directive.line, value=written, option="rows")
    return None
