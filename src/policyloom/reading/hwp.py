"""HWP 5 and HWPX through hwpforge: one document model for both, walked into blocks.

Headers, footers and page numbers are furniture and left out; automatic numbers (가. 나.) are not
part of the files' text. Notes stand behind the paragraph, or the table, that refers to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from policyloom.model.document import PassageKind
from policyloom.reading.archive import check_zip
from policyloom.reading.blocks import Block, Cell, Draft
from policyloom.reading.limits import Limits, RefusedError

if TYPE_CHECKING:
    import hwpforge

_ENCRYPTED = ("PASSWORD", "ENCRYPT", "DRM", "DISTRIBUT")
_SIGNATURE = b"HWP Document File"
_LOCKED = 0b10110
"""Flags of the file header: password, distribution document, DRM. The body is a place-holder."""
_DEEPEST = 224
"""The nesting at which hwpforge itself stops."""
_SHOWN_TEXT = ("text", "main_text", "compose_text", "display_text", "script")
"""Where the controls that are part of a line hold what the reader sees."""

Node = Mapping[str, Any]


def read_hwp(data: bytes, limits: Limits) -> Draft:
    """Read the binary format, HWP 5."""
    import hwpforge  # noqa: PLC0415

    header = data.find(_SIGNATURE)
    flags = int.from_bytes(data[header + 36 : header + 40], "little") if header >= 0 else 0
    if flags & _LOCKED:
        raise RefusedError("read.encrypted")
    return _read(lambda: hwpforge.convert_hwp5(data, carry_layout_cache=False).document, limits)


def read_hwpx(data: bytes, limits: Limits) -> Draft:
    """Read HWPX, a ZIP of XML."""
    import hwpforge  # noqa: PLC0415

    check_zip(data, limits)
    return _read(lambda: hwpforge.Document.from_bytes(data), limits)


def _read(load: Callable[[], hwpforge.Document], limits: Limits) -> Draft:
    import hwpforge  # noqa: PLC0415

    try:
        document = json.loads(load().to_json(styles=False).text)["document"]
    except hwpforge.HwpForgeError as failure:
        raise _refusal(failure) from failure
    return Draft(
        list(_Walk(limits.nesting).sections(document["sections"])),
        metadata=_metadata(document.get("metadata") or {}),
    )


def _refusal(failure: hwpforge.HwpForgeError) -> RefusedError:
    said = str(failure)
    if any(word in f"{failure.code} {said}".upper() for word in _ENCRYPTED):
        return RefusedError("read.encrypted")
    if "nested" in said:
        return RefusedError("read.too_deep", limit=_DEEPEST)
    return RefusedError("read.damaged", why=said.partition("hint:")[0].strip())


def _metadata(given: Node) -> dict[str, str]:
    found = {k: v for k, v in given.items() if isinstance(v, str)}
    words = given.get("keywords")
    if words:
        found["keywords"] = "; ".join(map(str, words))
    return found


class _Walk:
    """One pass over the document model; counts the tables."""

    def __init__(self, nesting: int) -> None:
        self.nesting = nesting
        self.tables = 0

    def sections(self, sections: list[Node]) -> Iterator[Block]:
        for section in sections:
            for paragraph in section["paragraphs"]:
                yield from self.paragraph(paragraph)

    def paragraph(
        self, paragraph: Node, kind: PassageKind = "paragraph", depth: int = 1
    ) -> Iterator[Block]:
        """Yield the paragraph's own line, then what hangs on it, in order."""
        if depth > self.nesting:
            raise RefusedError("read.too_deep", limit=self.nesting)
        line: list[str] = []
        hanging: list[tuple[str, Node]] = []
        for run in paragraph["runs"]:
            for name, value in run["content"].items():
                if name in ("Table", "Image"):
                    hanging.append((name, value))
                elif name == "Control":
                    self._control(value, line, hanging)
                else:
                    line.append(_text(name, value))
        level = paragraph.get("heading_level") or 0
        if level and kind == "paragraph":
            kind = "heading"
        yield Block("".join(line), kind, level if kind == "heading" else 0)
        for name, value in hanging:
            yield from self._object(name, value, depth + 1)

    def _control(self, control: object, line: list[str], hanging: list[tuple[str, Node]]) -> None:
        if not isinstance(control, Mapping):
            return
        for name, value in control.items():
            if not isinstance(value, Mapping):
                continue
            shown = [value[key] for key in _SHOWN_TEXT if isinstance(value.get(key), str)]
            line.extend(shown[:1])
            if not shown:
                hanging.append((name, value))

    def _object(self, name: str, value: Node, depth: int) -> Iterator[Block]:
        if name == "Table":
            yield from self._table(value, depth)
        kind: PassageKind = "footnote" if name in ("Footnote", "Endnote") else "paragraph"
        for paragraph in value.get("paragraphs") or ():
            yield from self.paragraph(paragraph, kind, depth)
        for child in value.get("children") or ():
            for inner, content in _members(child):
                yield from self._object(inner, content, depth + 1)
        for paragraph in (value.get("caption") or {}).get("paragraphs") or ():
            yield from self.paragraph(paragraph, "caption", depth)

    def _table(self, table: Node, depth: int) -> Iterator[Block]:
        self.tables += 1
        number = self.tables
        later: list[Block] = []
        for row, cells in enumerate(table["rows"], 1):
            for column, cell in enumerate(cells["cells"], 1):
                inner = [
                    block
                    for paragraph in cell["paragraphs"]
                    for block in self.paragraph(paragraph, depth=depth + 1)
                ]
                own = [b.text for b in inner if b.cell is None and b.kind != "footnote"]
                later.extend(b for b in inner if b.cell is not None or b.kind == "footnote")
                yield Block("\n".join(own), cell=_place(number, row, column, cell))
        yield from later


def _place(number: int, row: int, column: int, cell: Node) -> Cell:
    address = cell.get("addr") or {"row": row - 1, "col": column - 1}
    return Cell(number, address["row"] + 1, address["col"] + 1, cell["row_span"], cell["col_span"])


def _members(child: object) -> Iterator[tuple[str, Node]]:
    """Give the named objects of a group's child, however it is wrapped."""
    if isinstance(child, Mapping):
        for name, value in child.items():
            if name in ("Control", "content"):
                yield from _members(value)
            elif isinstance(value, Mapping):
                yield name, value


def _text(name: str, value: object) -> str:
    if name == "Text":
        return str(value)
    if name == "InlineText" and isinstance(value, Mapping):
        return "".join(_segment(segment) for segment in value["segments"])
    return ""


def _segment(segment: object) -> str:
    if isinstance(segment, Mapping):
        return str(segment["Plain"]) if "Plain" in segment else " " if "Tab" in segment else ""
    return {"LineBreak": "\n", "Tab": " ", "NonBreakingSpace": " "}.get(str(segment), "")
