"""How wide a text is in print, and how high a table: estimates before anything is set."""

from __future__ import annotations

import math
import unicodedata
from functools import cache

from policyloom.report.document import TableBlock
from policyloom.report.walking import plain_text

MANY_COLUMNS = 9
_LONGEST = 400
_HALF_EM = 0.52
_LINE = 1.4
_SIZE, _SMALL_SIZE = 8.5, 7.0
_INSET, _SMALL_INSET = (8.0, 6.8), (3.2, 5.2)
_AROUND = 48.0


def text_width(text: str) -> float:
    """Return the width of a text in letters: CJK characters count two."""
    return float(sum(map(_letters, text[:_LONGEST])))


def table_height(table: TableBlock, width: float) -> float:
    """Return about how high a table stands with its caption, in points, on a page so wide."""
    many = len(table.columns) > MANY_COLUMNS
    size, (beside, above) = (_SMALL_SIZE, _SMALL_INSET) if many else (_SIZE, _INSET)
    total = sum(column.weight for column in table.columns) or 1.0
    room = [max(size, width * c.weight / total - beside) for c in table.columns]
    heads = [column.label for column in table.columns]
    lines = [_lines(heads, room, size)]
    lines += [_lines([plain_text(c.children) for c in r.cells], room, size) for r in table.rows]
    return _AROUND + sum(count * size * _LINE + above for count in lines)


def _lines(texts: list[str], room: list[float], size: float) -> int:
    """Return how many lines the longest of a row's texts takes."""
    pairs = zip(texts, room, strict=True)
    return max((math.ceil(text_width(t) * size * _HALF_EM / w) for t, w in pairs), default=1) or 1


@cache
def _letters(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
