"""The elements of a page in order, as blocks; tables of data with their spans.

Goes through the tree without recursion, so that no page can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from policyloom.model.document import PassageKind
from policyloom.reading.blocks import Block, Cell
from policyloom.reading.grid import place_cells
from policyloom.reading.html_names import BREAKS, MAY_HIDE, SKIPPED
from policyloom.reading.limits import RefusedError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_KINDS: dict[str, tuple[PassageKind, int]] = {
    **{f"h{level}": ("heading", level) for level in range(1, 7)},
    "li": ("item", 0),
    "dd": ("item", 0),
    "caption": ("caption", 0),
    "figcaption": ("caption", 0),
}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Walk:
    """One walk over a page; counts the tables of data."""

    def __init__(self, nesting: int) -> None:
        self.nesting = nesting
        self.tables = 0
        self._line: list[str] = []
        self._kinds: list[tuple[PassageKind, int]] = [("paragraph", 0)]
        self._pre = 0

    def blocks(self, root: LexborNode) -> Iterator[Block]:
        """Yield the blocks below an element."""
        node = root.child
        open_nodes: list[LexborNode] = []
        while node is not None or open_nodes:
            if node is None:
                node = open_nodes.pop()
                yield from self._leave(node)
                node = node.next
                continue
            if not (yield from self._enter(node)):
                node = node.next
                continue
            open_nodes.append(node)
            if len(open_nodes) > self.nesting:
                raise RefusedError("read.too_deep", limit=self.nesting)
            node = node.child
        yield from self._flush()

    def _enter(self, node: LexborNode) -> Generator[Block, None, bool]:
        tag = node.tag
        if node.is_text_node:
            yield from self._text(node.text_content or "")
            return False
        if tag in SKIPPED or not node.is_element_node or _hidden(node, tag):
            return False
        if tag in BREAKS:
            yield from self._flush()
        if tag == "table" and _is_data(node):
            yield from self._table(node)
            return False
        if tag in _KINDS:
            self._kinds.append(_KINDS[tag])
        self._pre += tag == "pre"
        return True

    def _leave(self, node: LexborNode) -> Iterator[Block]:
        tag = node.tag
        if tag in BREAKS:
            yield from self._flush()
        if tag in _KINDS:
            self._kinds.pop()
        self._pre -= tag == "pre"

    def _text(self, text: str) -> Iterator[Block]:
        if not self._pre:
            self._line.append(_SPACE.sub(" ", text))
            return
        first, *more = text.split("\n")
        self._line.append(first)
        for line in more:
            yield from self._flush()
            self._line.append(line)

    def _flush(self) -> Iterator[Block]:
        text = "".join(self._line).strip()
        self._line.clear()
        if text:
            kind, level = self._kinds[-1]
            yield Block(text, kind, level)

    def _table(self, table: LexborNode) -> Iterator[Block]:
        self.tables += 1
        number = self.tables
        caption = table.css_first("caption")
        if caption is not None:
            yield from (Block(b.text, "caption") for b in Walk(self.nesting).blocks(caption))
        rows = [_cells(row) for row in table.css("tr")]
        spans = [[(_span(c, "rowspan"), _span(c, "colspan")) for c in row] for row in rows]
        for row, places in zip(rows, place_cells(spans), strict=True):
            for cell, (at_row, at_column, down, across) in zip(row, places, strict=True):
                lines = [block.text for block in Walk(self.nesting).blocks(cell)]
                yield Block("\n".join(lines), cell=Cell(number, at_row, at_column, down, across))


def _hidden(node: LexborNode, tag: str | None) -> bool:
    if tag not in MAY_HIDE:
        return False
    given = node.attributes
    return "hidden" in given or bool(_HIDDEN.search(given.get("style") or ""))


def _is_data(table: LexborNode) -> bool:
    """Tell a table of data from one that only lays out the page."""
    if len(table.css("table")) > 1:
        return False
    widths = [len(_cells(row)) for row in table.css("tr")]
    return len(widths) > 1 and max(widths) > 1


def _cells(row: LexborNode) -> list[LexborNode]:
    return [node for node in row.iter() if node.tag in ("td", "th")]


def _span(cell: LexborNode, name: str) -> int:
    given = (cell.attributes.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
