"""HTML pages: fields of the page into metadata, the body's blocks without the site around it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from policyloom.reading.blocks import Block, Draft
from policyloom.reading.charset import declared, decode
from policyloom.reading.html_body import find_body
from policyloom.reading.html_fields import page_fields, page_title
from policyloom.reading.html_names import FLAT
from policyloom.reading.html_walk import Walk
from policyloom.reading.limits import Limits, RefusedError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_SUSPICIOUS = 20
"""Parsers take quadratic time on open elements: past this multiple of the limit none is tried."""
_TITLE_LINES = 8


def read_html(data: bytes, limits: Limits) -> Draft:
    """Read a page; scripts never run, nothing is fetched."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    hint = declared(data)
    decoded = decode(data, hint)
    _check_nesting(decoded.text, limits)
    tree = LexborHTMLParser(decoded.text)
    body = find_body(tree)
    fields = page_fields(tree, body)
    title = page_title(tree, fields)
    draft = Draft(title=title, encoding=decoded.encoding, metadata=fields)
    draft.blocks = _with_title(_blocks(body, limits), title)
    if not decoded.sure:
        draft.warn("read.guessed_encoding", value=decoded.encoding)
    return draft


def _blocks(body: LexborNode | None, limits: Limits) -> list[Block]:
    return list(Walk(limits.nesting).blocks(body)) if body is not None else []


def _check_nesting(text: str, limits: Limits) -> None:
    most = limits.nesting * _SUSPICIOUS
    open_now: dict[str, int] = {}
    for closing, name in _TAG.findall(text):
        tag = name.lower()
        if tag in FLAT:
            continue
        count = open_now.get(tag, 0) + (-1 if closing else 1)
        open_now[tag] = max(count, 0)
        if count > most:
            raise RefusedError("read.too_deep", limit=limits.nesting)


def _with_title(blocks: list[Block], title: str) -> list[Block]:
    """Mark the first lines that together are the title."""
    wanted = _squeezed(title)
    for first in range(min(_TITLE_LINES, len(blocks)) if wanted else 0):
        seen = ""
        for last in range(first, min(first + _TITLE_LINES, len(blocks))):
            seen += _squeezed(blocks[last].text)
            if seen == wanted:
                marked = [_titled(block) for block in blocks[first : last + 1]]
                return [*blocks[:first], *marked, *blocks[last + 1 :]]
            if not wanted.startswith(seen):
                break
    return blocks


def _titled(block: Block) -> Block:
    return block if block.cell else replace(block, kind="title", level=0)


def _squeezed(text: str) -> str:
    return "".join(text.split())
