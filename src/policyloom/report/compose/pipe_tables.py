"""Tables of the author's own making, and what all tables share: number, caption, widths."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
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
    plain_text,
    walk,
)

Nodes = tuple[Node, ...]
Align = Literal["left", "right", "center"]

_WIDEST = 46.0
_NARROWEST = 4.0
_SAMPLE = 200


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
    columns = tuple(
        TableColumn(label, align, _weight(label, i, frame.rows))
        for i, (label, align) in enumerate(frame.heads)
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


def _weight(label: str, index: int, rows: tuple[TableRow, ...]) -> float:
    """Return a column's share of the width: its longer cells, within limits."""
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    widths = sorted(_width(plain_text(row.cells[index].children)) for row in sample)
    long = widths[int(len(widths) * 0.9) - 1 if len(widths) > 1 else 0] if widths else 0.0
    return round(min(_WIDEST, max(_NARROWEST, long, min(_width(label), 12.0))), 1)


def _width(text: str) -> float:
    """Return the width of a text in letters: CJK characters count two."""
    return float(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:80]))

