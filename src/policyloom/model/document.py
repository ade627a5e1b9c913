"""Documents as read: one stored text with passages that point into it by code-point offsets.

The stored text is what every anchor, quotation and extracted fact refers to. Its normalisation:
Unicode NFC; lines end in a line feed; tabs, no-break and ideographic spaces inside a line are one
space each, at its ends none; control, zero-width and private-use characters vanish; runs of blank
lines are one. Letters, digits, punctuation and their widths stay as the document has them. Every
block stands on a line of its own, table cells too; a block of several lines is one passage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from policyloom.core.problem import Problem

PassageKind = Literal["title", "heading", "paragraph", "item", "cell", "footnote", "caption"]
Format = Literal["pdf", "html", "docx", "hwp", "hwpx", "text"]


@dataclass(frozen=True)
class Passage:
    """A run of the stored text: `text[start:end]`.

    `level` is the depth of a heading (1 is the highest, 0 otherwise), `page` counts from 1 (0 where
    the format has no pages), `paragraph` counts blocks from 1. A cell has its `row` and `column`
    in table number `table`, all from 1, and the rows and columns that it spans.
    """

    start: int
    end: int
    kind: PassageKind = "paragraph"
    level: int = 0
    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class ReadDocument:
    """What a reader made of one file.

    `metadata` holds what the format states beside the text (the field table of a gov.cn page,
    document properties), by the names the file uses. `problems` say what was lost or doubtful;
    a refused file has an empty text and one problem with its code.
    """

    file: str
    format: Format | None
    text: str = ""
    passages: tuple[Passage, ...] = ()
    title: str = ""
    language: str = ""
    encoding: str = ""
    pages: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def words(self, passage: Passage) -> str:
        """Return the text of a passage."""
        return self.text[passage.start : passage.end]


@dataclass(frozen=True)
class Anchor:
    """A place in a stored text, with the words found there so that it can be found again."""

    start: int
    end: int
    quote: str
