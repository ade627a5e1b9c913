"""Tables of the author's own making, and what all tables share: number, caption, widths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
from policyloom.report.widths import text_width

Nodes = tuple[Node, ...]
Align = Literal["left", "right", "center"]

_LONGEST_WORD = 18.0
_HEADING = 12.0
_BRIEF = 17.0
_PADDING = 2.0
_PAGE, _SMALL_PAGE = 96.0, 116.0
_SAMPLE = 60
_STEP, _STEPS = 1.0, 32
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

    Each gets what its longest word needs; what is left goes where it makes the table shorter.
    """
    if not labels:
        return []
    sample = rows[:: -(-len(rows) // _SAMPLE) or 1]
    texts = tuple(
        tuple(plain_text(row.cells[i].children) for row in sample) for i in range(len(labels))
    )
    return list(_weights(tuple(labels), texts))


@lru_cache(maxsize=1 << 10)
def _weights(labels: tuple[str, ...], texts: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
    least = [_least(label, column) for label, column in zip(labels, texts, strict=True)]
    widths = [
        [text_width(text) + _PADDING for text in (label, *column)]
        for label, column in zip(labels, texts, strict=True)
    ]
    room = _PAGE if len(labels) <= 9 else _SMALL_PAGE
    whole = [max(low, _whole(column)) for low, column in zip(least, texts, strict=True)]
    least = whole if sum(whole) <= room else least
    return tuple(round(share, 1) for share in _shares(least, widths, room))


def _shares(least: list[float], widths: list[list[float]], room: float) -> list[float]:
    """Hand out the room step by step to the column that makes the rows shortest.

    A row is about as high as the fourth-power mean of its cells' lines; the column whose width
    lowers the sum of the rows' heights most gets the next step, until no text wraps.
    """
    shares = list(least)
    longest = [max(column, default=0.0) for column in widths]
    lines = list(zip(*widths, strict=True))
    step = max(_STEP, (room - sum(shares)) / _STEPS)
    while sum(shares) + step <= room:
        gains = [0.0] * len(shares)
        for line in lines:
            powers = [max(1.0, w / s) ** 4 for w, s in zip(line, shares, strict=True)]
            height = sum(powers) ** -0.75
            for i, power in enumerate(powers):
                if power > 1.0:
                    gains[i] += height * power / shares[i]
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] == 0.0:
            break
        shares[best] = min(shares[best] + step, max(longest[best], shares[best]))
    return shares


def _whole(texts: Sequence[str]) -> float:
    """Return the width in which dates, names and other short texts of a column need no break."""
    longest = max(map(text_width, texts), default=0.0)
    return longest + _PADDING if longest <= _BRIEF else 0.0


def _least(label: str, texts: Sequence[str]) -> float:
    """Return the width of a column's longest word; a run of CJK may break after some letters."""
    words = [w for text in texts for w in _WORD.findall(text)]
    widest = max((min(text_width(w), _LONGEST_WORD) for w in words), default=0.0)
    heading = max((min(text_width(w), _HEADING) for w in label.split()), default=0.0)
    return max(widest, heading) + _PADDING
