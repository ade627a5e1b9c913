"""Plain text in any of the encodings of the trade: a line is a passage."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.reading.blocks import Block, Draft
from policyloom.reading.charset import decode
from policyloom.reading.limits import Limits
from policyloom.reading.normal import clean


def read_text(data: bytes, limits: Limits) -> Draft:
    """Read a plain text; blank lines between its lines are kept as one."""
    del limits
    decoded = decode(data)
    draft = Draft(list(_lines(decoded.text)), encoding=decoded.encoding)
    if not decoded.sure:
        draft.warn("read.guessed_encoding", value=decoded.encoding)
    return draft


def _lines(text: str) -> Iterator[Block]:
    gap = False
    for line in clean(text).split("\n"):
        if line:
            yield Block(line, gap=gap)
        gap = not line
