"""XML parsed for reading: no document types, no entities, nothing deeper than allowed."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from policyloom.reading.limits import Limits, RefusedError


class _Builder(ElementTree.TreeBuilder):
    """Builds the tree while watching its depth; entities can only come with a document type."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._depth = 0
        self._most = most

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > self._most:
            raise RefusedError("read.too_deep", limit=self._most)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        del name, pubid, system
        raise RefusedError("read.damaged", why="DOCTYPE")


def parse_xml(data: bytes, limits: Limits) -> Element:
    """Return the root element; RefusedError where the XML is broken, too deep or has a type."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise RefusedError("read.damaged", why="DOCTYPE")
    parser = ElementTree.XMLParser(target=_Builder(limits.nesting))  # noqa: S314
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as failure:
        raise RefusedError("read.damaged", why=f"XML: {failure}") from failure
    return root
