"""Tables of the author's own making, and what all tables share: number, caption, widths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policyloom.report.compose.desk import Desk
from policyloom.report.compose.origins import named_line, sources_under
from policyloom.report.compose.parse import Directive, Element
from policyloom.report.compose.prose import inline_text, inlines
from policyloom.report.compose.select import words_of
from policyloom.report.document import (
    Node,
    NumberMark,
    Str,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    TermMark,
)
from policyloom.report.walking import plain_text, walk

Nodes = tuple[Node, ...]
Align = Literal["left", "right", "center"]

_WIDEST = 90.0
_LONGEST_WORD = 18.0
_HEADING = 12.0
_PADDING = 2.0
_PAGE, _SMALL_PAGE = 96.0, 116.0
_SAMPLE = 200
_WORD = re.compile(r"[\uac00-\ud7af]{1,4}|[^ \t\n\u2e80-\u9fff\uac00-\ud7af]+|[\u2e80-\u9fff]{1,3}")


@dataclass(frozen=True)
class Frame:
    """A table before it is numbered."""

    name: str
    title: str
    unit: str
    heads: tuple[tuple[str, Align], ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Nodes, ...]
    sources: Nodes


def finish(desk: Desk, directive: Directive, frame: Frame) -> TableBlock:
    """Return a table with its number, caption and widths."""
    target = desk.numbering.at[desk.where.file, directive.line]
    own = directive.options.get("caption", "")
    caption = inline_text(desk, own, directive.line) if own else (Str(frame.title),)
    weights = column_weights([label for label, _ in frame.heads], frame.rows)
    columns = tuple(
        TableColumn(label, align, weight)
        for (label, align), weight in zip(frame.heads, weights, strict=True)
    )
    return TableBlock(
        id=target.id, name=frame.name, label=target.label, caption=caption, unit=frame.unit,
        columns=columns, rows=frame.rows, notes=frame.notes, source_line=frame.sources,
        line=directive.line,
    )  # fmt: skip


def compose_own(desk: Desk, directive: Directive) -> Nodes:
    """Return the pipe table in a directive's body."""
    line = directive.line
    body = directive.body
    table = next((e for e in body.elements if e.type == "table"), None)
    if table is None or not directive.options.get("caption"):
        desk.report("report.own_table", line)
        return ()
    with desk.at(desk.with_footnotes(body.footnotes)):
        lines = [_cells(desk, row) for row in _rows(table)]
        notes = tuple(
            inlines(desk, child)
            for e in body.elements
            if e.type == "paragraph"
            for child in e.children
        )
        for element in body.elements:
            if element.type not in {"table", "paragraph"}:
                desk.report("report.unsupported", element.line, what=element.type)
    heads = tuple((plain_text(cell.children), _align(e)) for cell, e in lines[0])
    rows = tuple(TableRow(tuple(c for c, _ in row), _origins(row)) for row in lines[1:])
    frame = Frame(
        name=directive.options.get("id", ""), title="", unit=directive.options.get("unit", ""),
        heads=heads, rows=rows, notes=notes, sources=_sources(desk, directive, rows),
    )  # fmt: skip
    return (finish(desk, directive, frame),)


def _rows(table: Element) -> Iterator[Element]:
    for part in table.children:
        yield from part.children


def _cells(desk: Desk, row: Element) -> list[tuple[TableCell, Element]]:
    return [
        (TableCell(tuple(n for child in cell.children for n in inlines(desk, child))), cell)
        for cell in row.children
    ]


def _align(cell: Element) -> Align:
    if "right" in cell.style:
        return "right"
    return "center" if "center" in cell.style else "left"


def _origins(row: list[tuple[TableCell, Element]]) -> tuple[str, ...]:
    marks = (n for cell, _ in row for n in walk(cell.children))
    found = (n.reference for n in marks if isinstance(n, NumberMark | TermMark))
    return tuple(dict.fromkeys(r for r in found if not r.startswith("glossary:")))


def _sources(desk: Desk, directive: Directive, rows: tuple[TableRow, ...]) -> Nodes:
    named = words_of(directive.options.get("source", ""))
    if named:
        given = [desk.source(s, directive.line) for s in named]
        return named_line(desk, [row for row in given if row is not None])
    return named_line(desk, sources_under(desk, (o for row in rows for o in row.origins)))


def column_weights(labels: Sequence[str], rows: Sequence[TableRow]) -> list[float]:
    """Return the columns' shares of the width, in letters of half width.

    Each gets what its longest word needs; what is left goes to those with longer texts.
    """
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    texts = [[plain_text(row.cells[i].children) for row in sample] for i in range(len(labels))]
    least = [_least(label, column) for label, column in zip(labels, texts, strict=True)]
    wanted = [max(low, _wanted(column)) for low, column in zip(least, texts, strict=True)]
    room = _PAGE if len(labels) <= 9 else _SMALL_PAGE
    spare, lack = room - sum(least), sum(wanted) - sum(least)
    if lack <= 0 or spare <= 0:
        return [round(w, 1) for w in (wanted if spare > 0 else least)]
    share = min(1.0, spare / lack)
    return [round(low + share * (w - low), 1) for low, w in zip(least, wanted, strict=True)]


def _least(label: str, texts: list[str]) -> float:
    """Return the width of a column's longest word; a run of CJK may break after some letters."""
    words = [w for text in (*texts, label) for w in _WORD.findall(text)]
    widest = max((min(_width(w), _LONGEST_WORD) for w in words), default=0.0)
    return max(widest, min(_width(label), _HEADING) / 2) + _PADDING


def _wanted(texts: list[str]) -> float:
    """Return the width that nine in ten of a column's cells need to stand in few lines."""
    widths = sorted(_width(text) for text in texts)
    return min(_WIDEST, widths[int(0.9 * (len(widths) - 1))]) + _PADDING if widths else 0.0


def _width(text: str) -> float:
    """Return the width of a text in letters: CJK characters count two."""
    return float(sum(map(_letters, text[:120])))


@cache
def _letters(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
