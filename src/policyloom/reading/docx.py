"""DOCX straight from its XML, as its revisions accepted would read.

Tables keep merged cells; notes and text boxes stand behind the paragraph that holds them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from policyloom.model.document import PassageKind
from policyloom.reading.archive import check_zip, open_zip, unpack
from policyloom.reading.blocks import Block, Cell, Draft
from policyloom.reading.docx_styles import WORD, Style, kind_of, read_styles, value
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.xml_tree import parse_xml

_BREAKS = {f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}tab": " ", f"{WORD}noBreakHyphen": "-"}
_NOTES = {f"{WORD}footnoteReference": "footnotes", f"{WORD}endnoteReference": "endnotes"}
_LEFT_OUT = frozenset(
    {f"{WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_BOX = f"{WORD}txbxContent"
_MOST_COLUMNS = 1000
_SPECIAL_NOTES = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(data: bytes, limits: Limits) -> Draft:
    """Read a Word document."""
    check_zip(data, limits)
    parts = _Parts(open_zip(data, limits), limits)
    body = parts.read("word/document.xml")
    inside = body.find(f"{WORD}body") if body is not None else None
    if inside is None:
        raise RefusedError("read.damaged", why="word/document.xml")
    walk = _Walk(read_styles(parts.read("word/styles.xml")), _notes(parts))
    properties = parts.read("docProps/core.xml")
    return Draft(list(walk.blocks(inside)), metadata=_properties(properties))


class _Parts:
    """The XML parts of the package."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._members = {member.filename: member for member in archive.infolist()}

    def read(self, name: str) -> Element | None:
        member = self._members.get(name)
        if member is None:
            return None
        return parse_xml(unpack(self._archive, member, self._limits.size), self._limits)


def _notes(parts: _Parts) -> dict[tuple[str, str], Element]:
    found: dict[tuple[str, str], Element] = {}
    for kind in ("footnotes", "endnotes"):
        root = parts.read(f"word/{kind}.xml")
        for note in root if root is not None else ():
            if note.get(f"{WORD}type") not in _SPECIAL_NOTES:
                found[kind, note.get(f"{WORD}id", "")] = note
    return found


def _properties(root: Element | None) -> dict[str, str]:
    """Return the core properties by their plain names (title, creator, created …)."""
    if root is None:
        return {}
    return {child.tag.rpartition("}")[2]: child.text for child in root if child.text}


class _Walk:
    """One pass over the body; counts the tables."""

    def __init__(self, styles: dict[str, Style], notes: dict[tuple[str, str], Element]) -> None:
        self._styles = styles
        self._notes = notes
        self._tables = 0

    def blocks(self, parent: Element, kind: PassageKind = "paragraph") -> Iterator[Block]:
        """Yield the blocks below an element, whatever wraps them (content controls, revisions)."""
        for child in parent:
            if child.tag == f"{WORD}p":
                yield from self._paragraph(child, kind)
            elif child.tag == f"{WORD}tbl":
                yield from self._table(child)
            elif child.tag not in _LEFT_OUT:
                yield from self.blocks(child, kind)

    def _paragraph(self, paragraph: Element, default: PassageKind) -> Iterator[Block]:
        line: list[str] = []
        boxes: list[Element] = []
        notes: list[tuple[str, str]] = []
        for element in _inside(paragraph):
            if element.tag == f"{WORD}t":
                line.append(element.text or "")
            elif element.tag in _BREAKS:
                line.append(_BREAKS[element.tag])
            elif element.tag in _NOTES:
                notes.append((_NOTES[element.tag], element.get(f"{WORD}id", "")))
            elif element.tag == _BOX:
                boxes.append(element)
        kind, level = kind_of(paragraph, self._styles, default)
        yield Block("".join(line), kind, level)
        for box in boxes:
            yield from self.blocks(box)
        for key in notes:
            note = self._notes.pop(key, None)
            if note is not None:
                yield from self.blocks(note, "footnote")

    def _table(self, table: Element) -> Iterator[Block]:
        self._tables += 1
        number = self._tables
        later: list[Block] = []
        for cell, element in _placed(number, [list(_cells(row)) for row in _rows(table)]):
            inner = list(self.blocks(element))
            own = [b.text for b in inner if b.cell is None and b.kind != "footnote"]
            later.extend(b for b in inner if b.cell is not None or b.kind == "footnote")
            yield Block("\n".join(own), cell=cell)
        yield from later


def _inside(paragraph: Element) -> Iterator[Element]:
    """Walk a paragraph in order; what is deleted is left out, text boxes are not entered."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag not in _LEFT_OUT:
            yield element
            if element.tag != _BOX:
                stack.append(iter(element))


def _rows(table: Element) -> Iterator[Element]:
    return _through(table, f"{WORD}tr")


def _cells(row: Element) -> Iterator[Element]:
    return _through(row, f"{WORD}tc")


def _through(parent: Element, tag: str) -> Iterator[Element]:
    """Give the rows or cells, also those wrapped in content controls or revisions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}ins", f"{WORD}customXml"):
            yield from _through(child, tag)


def _placed(number: int, rows: list[list[Element]]) -> Iterable[tuple[Cell, Element]]:
    """Place the cells; one merged downwards takes in the continuing cells below it."""
    heads: dict[int, list[int]] = {}
    placed: list[tuple[list[int], Element]] = []
    for row, cells in enumerate(rows, 1):
        column = 1
        for cell in cells:
            properties = cell.find(f"{WORD}tcPr")
            across = _span(properties)
            merged = properties.find(f"{WORD}vMerge") if properties is not None else None
            if merged is not None and merged.get(f"{WORD}val") != "restart" and column in heads:
                heads[column][2] = row - heads[column][0] + 1
            else:
                place = [row, column, 1, across]
                placed.append((place, cell))
                heads.pop(column, None)
                if merged is not None:
                    heads[column] = place
            column += across
    return [(Cell(number, *place), cell) for place, cell in placed]


def _span(properties: Element | None) -> int:
    given = value(properties, "gridSpan") if properties is not None else ""
    return (
        min(int(given), _MOST_COLUMNS) if given.isdigit() and len(given) < 6 and int(given) else 1
    )
