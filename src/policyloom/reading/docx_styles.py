"""The names and outline levels of a DOCX's styles: which paragraphs are headings, title, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from policyloom.model.document import PassageKind

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^(?:heading|标题|標題|제목|개요)\s*([1-9])$", re.IGNORECASE)
_TITLES = ("title", "标题", "제목", "표제")
_CAPTIONS = ("caption", "题注", "캡션")
_LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Style:
    """What a paragraph style says of its paragraphs; None where it leaves that to its base."""

    name: str
    base: str
    level: int | None


def read_styles(root: Element | None) -> dict[str, Style]:
    """Return the paragraph styles by id."""
    found: dict[str, Style] = {}
    for element in root.iter(f"{WORD}style") if root is not None else ():
        found[element.get(f"{WORD}styleId", "")] = Style(
            value(element, "name"), value(element, "basedOn"), outline(element)
        )
    return found


def kind_of(
    paragraph: Element, styles: dict[str, Style], default: PassageKind
) -> tuple[PassageKind, int]:
    """Return the kind of a paragraph and, for headings, its level from 1."""
    properties = paragraph.find(f"{WORD}pPr")
    if properties is None or default != "paragraph":
        return default, 0
    own = outline(paragraph)
    chain = _chain(value(properties, "pStyle"), styles)
    level = own if own is not None else next((s.level for s in chain if s.level is not None), None)
    names = [style.name.lower() for style in chain]
    numbered = [int(m.group(1)) for name in names if (m := _HEADING.match(name))]
    if names and names[0] in _TITLES:
        return "title", 0
    if names and names[0] in _CAPTIONS:
        return "caption", 0
    if numbered or (level is not None and level < 9):
        return "heading", numbered[0] if numbered else (level or 0) + 1
    return ("item" if properties.find(f"{WORD}numPr") is not None else default), 0


def value(element: Element, name: str) -> str:
    """Return the `val` of a child element, "" where it has none."""
    child = element.find(f"{WORD}{name}")
    return child.get(f"{WORD}val", "") if child is not None else ""


def outline(element: Element) -> int | None:
    """Return the outline level that a paragraph or style sets, from 0; 9 is body text."""
    properties = element.find(f"{WORD}pPr")
    given = value(properties, "outlineLvl") if properties is not None else ""
    return int(given) if given.isdigit() and len(given) == 1 else None


def _chain(name: str, styles: dict[str, Style]) -> list[Style]:
    chain: list[Style] = []
    while name in styles and len(chain) < _LONGEST_CHAIN:
        chain.append(styles[name])
        name = styles[name].base
    return chain
