"""Tables of a PDF that are drawn with rules: the grid between them, cells merged where none is.

Tables without rules stay lines of text; guessing columns from gaps does more harm than good.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from policyloom.reading.blocks import Block, Cell
from policyloom.reading.pdf_lines import Letter, Line, PageText

if TYPE_CHECKING:
    from types import ModuleType

    from pypdfium2 import PdfObject, PdfPage

_NEAR = 2.5
"""Points within which two rules are one and a rule reaches another."""
_LEAST = 8.0
_MOST_RULES = 4000
_MOST_CELLS = 4000
_MOST_OBJECTS = 20_000
_MANY_STROKES = 100

Rule = tuple[float, float, float]
"""Position, start and end: of a level rule y, left, right; of an upright one x, bottom, top."""


@dataclass
class _Group:
    """Rules that touch one another."""

    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)


@dataclass(frozen=True)
class Ruled:
    """A table on a page: edges of its columns from the left and of its rows from the top."""

    page: int
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[Cell, str], ...]

    def holds(self, line: Line) -> bool:
        """Tell whether a line stands inside the table."""
        x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
        return self.columns[0] <= x <= self.columns[-1] and self.rows[-1] <= y <= self.rows[0]

    def blocks(self, number: int) -> list[Block]:
        """Return the cells as blocks of table `number`."""
        return [
            Block(
                text,
                page=self.page,
                cell=Cell(number, cell.row, cell.column, cell.row_span, cell.column_span),
            )
            for cell, text in self.cells
        ]


def has_pictures(page: PdfPage) -> bool:
    """Tell whether a page shows pictures, or so many strokes that they may be letters."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH)
    found = list(islice(page.get_objects(filter=kinds, max_depth=4), _MANY_STROKES))
    pictures = any(item.type == pdfium.FPDF_PAGEOBJ_IMAGE for item in found)
    return pictures or len(found) == _MANY_STROKES


def ruled_tables(page: PdfPage, text: PageText, number: int) -> list[Ruled]:
    """Return the ruled tables of a page."""
    level, upright = _rules(page)
    if len(level) < 2 or len(upright) < 2 or len(level) + len(upright) > _MOST_RULES:
        return []
    letters = list(text.letters())
    made = [_table(group, letters, number) for group in _groups(level, upright)]
    return [table for table in made if table is not None]


def _rules(page: PdfPage) -> tuple[list[Rule], list[Rule]]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    level: list[Rule] = []
    upright: list[Rule] = []
    found = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=4)
    for item in islice(found, _MOST_OBJECTS):
        for x0, y0, x1, y1 in _strokes(pdfium, item):
            if abs(y1 - y0) < _NEAR and abs(x1 - x0) > _LEAST:
                level.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) < _NEAR and abs(y1 - y0) > _LEAST:
                upright.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(level) + len(upright) > _MOST_RULES:
            break
    return level, upright


def _strokes(pdfium: ModuleType, item: PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight pieces of a path, in the coordinates of the page."""
    matrix = item.get_matrix()
    start: tuple[float, float] | None = None
    before: tuple[float, float] | None = None
    for place in range(min(pdfium.FPDFPath_CountSegments(item.raw), _MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, place)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and before is not None:
            yield (*before, *point)
        before = point
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            yield (*point, *start)


def _groups(level: list[Rule], upright: list[Rule]) -> list[_Group]:
    """Join the rules that cross or touch; each group may be a table."""
    owner = list(range(len(level) + len(upright)))

    def root(item: int) -> int:
        while owner[item] != item:
            owner[item] = owner[owner[item]]
            item = owner[item]
        return item

    order = sorted(range(len(upright)), key=lambda j: upright[j][0])
    places = [upright[j][0] for j in order]
    for i, (y, left, right) in enumerate(level):
        for at in range(bisect_right(places, left - _NEAR), bisect_right(places, right + _NEAR)):
            _, bottom, top = upright[order[at]]
            if bottom - _NEAR <= y <= top + _NEAR:
                owner[root(i)] = root(len(level) + order[at])
    groups: dict[int, _Group] = {}
    for i, rule in enumerate(level):
        groups.setdefault(root(i), _Group()).level.append(rule)
    for j, rule in enumerate(upright):
        groups.setdefault(root(len(level) + j), _Group()).upright.append(rule)
    return list(groups.values())


def _table(group: _Group, letters: list[Letter], number: int) -> Ruled | None:
    rows = tuple(reversed(_distinct([y for y, _, _ in group.level])))
    columns = tuple(_distinct([x for x, _, _ in group.upright]))
    shape = (len(rows) - 1, len(columns) - 1)
    if min(shape) < 2 or shape[0] * shape[1] > _MOST_CELLS:
        return None
    spans = list(_merged(group, rows, columns))
    words = _words(letters, rows, columns)
    if len(spans) < 2 or not any(words.values()):
        return None
    cells = [
        (
            Cell(0, row + 1, column + 1, down, across),
            "".join(
                words.get((r, c), "")
                for r in range(row, row + down)
                for c in range(column, column + across)
            ),
        )
        for row, column, down, across in spans
    ]
    return Ruled(number, columns, rows, tuple(cells))


def _distinct(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _merged(
    group: _Group, rows: tuple[float, ...], columns: tuple[float, ...]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield row, column and spans of each cell: grown right, then down, up to the next rule."""
    taken: set[tuple[int, int]] = set()
    for row in range(len(rows) - 1):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            across = 1
            while column + across < len(columns) - 1 and not _covered(
                group.upright, columns[column + across], middle
            ):
                across += 1
            down = 1
            centre = (columns[column] + columns[column + 1]) / 2
            while row + down < len(rows) - 1 and not _covered(
                group.level, rows[row + down], centre
            ):
                down += 1
            taken.update(
                (r, c) for r in range(row, row + down) for c in range(column, column + across)
            )
            yield row, column, down, across


def _covered(rules: list[Rule], position: float, at: float) -> bool:
    return any(abs(p - position) <= _NEAR and a <= at <= b for p, a, b in rules)


def _words(
    letters: list[Letter], rows: tuple[float, ...], columns: tuple[float, ...]
) -> dict[tuple[int, int], str]:
    """Return the text of every field of the grid, line under line."""
    rising = [-y for y in rows]
    fields: dict[tuple[int, int], list[Letter]] = {}
    for letter in letters:
        x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
        row, column = bisect_right(rising, -y) - 1, bisect_right(columns, x) - 1
        if 0 <= row < len(rows) - 1 and 0 <= column < len(columns) - 1:
            fields.setdefault((row, column), []).append(letter)
    return {place: _lines(found, columns[place[1] + 1]) for place, found in fields.items()}


def _lines(letters: list[Letter], edge: float) -> str:
    """Set the letters of a cell in the order of the file; `edge` is its right one.

    A line that stops well before the edge ends there, one that fills the cell goes on.
    """
    made = letters[0].text
    for before, letter in pairwise(letters):
        height = max(before.top - before.bottom, letter.top - letter.bottom, 1.0)
        below = letter.top < before.bottom + 0.2 * height
        if below and (edge - before.right > 3 * height or before.text.isascii()):
            made += " " if edge - before.right <= 3 * height else "\n"
        elif letter.spaced:
            made += " "
        made += letter.text
    return made
