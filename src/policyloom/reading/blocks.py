"""Blocks: what every reader yields, in reading order; put together into text and passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policyloom.core.problem import Problem, problem
from policyloom.model.document import Format, Passage, PassageKind, ReadDocument
from policyloom.reading.language import language_of
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.normal import clean, clean_line

_TITLE_MOST = 300
_MARKDOWN = re.compile(r"^#{1,6}\s+")


@dataclass(frozen=True)
class Cell:
    """Where a table cell lies: all counted from 1, with the rows and columns it spans."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, cell, note or caption as the format has it, not yet normalised.

    `gap` says that a blank line stands before it.
    """

    text: str
    kind: PassageKind = "paragraph"
    level: int = 0
    page: int = 0
    cell: Cell | None = None
    gap: bool = False


@dataclass
class Draft:
    """What a reader made of a document's bytes; `warnings` are problem codes with their words."""

    blocks: Iterable[Block] = ()
    title: str = ""
    encoding: str = ""
    pages: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    warnings: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def warn(self, code: str, **words: object) -> None:
        """Note something lost or doubtful."""
        self.warnings.append((code, words))


def assemble(draft: Draft, file: str, form: Format, limits: Limits) -> ReadDocument:
    """Join the blocks, one a line, into the stored text; refuse a document without any text."""
    text, passages = _join(draft.blocks, limits)
    if not text:
        raise RefusedError("read.empty")
    broken = text.count("\ufffd")
    if broken:
        draft.warn("read.replaced", count=broken)
    return ReadDocument(
        file=file,
        format=form,
        text=text,
        passages=passages,
        title=clean_line(draft.title)[:_TITLE_MOST] or _first_title(text, passages),
        language=language_of(text),
        encoding=draft.encoding,
        pages=draft.pages,
        metadata=_metadata(draft.metadata),
        problems=tuple(problem(code, file, 0, "", **words) for code, words in draft.warnings),
    )


def refused(file: str, form: Format | None, refusal: RefusedError) -> ReadDocument:
    """Make the document that stands for a file that was not read."""
    return ReadDocument(file, form, problems=(_refusal(file, refusal),))


def _refusal(file: str, refusal: RefusedError) -> Problem:
    return problem(refusal.code, file, 0, "", **refusal.words)


def _join(blocks: Iterable[Block], limits: Limits) -> tuple[str, tuple[Passage, ...]]:
    pieces: list[str] = []
    passages: list[Passage] = []
    place = 0
    for block in blocks:
        words = clean(block.text)
        if not words and block.cell is None:
            continue
        if words and pieces:
            pieces.append("\n\n" if block.gap else "\n")
            place += len(pieces[-1])
        passages.append(_passage(block, place, place + len(words), len(passages) + 1))
        pieces.append(words)
        place += len(words)
        if place > limits.characters:
            raise RefusedError("read.too_long", limit=f"{limits.characters:,}")
    return "".join(pieces), tuple(passages)


def _passage(block: Block, start: int, end: int, paragraph: int) -> Passage:
    cell = block.cell
    if cell is None:
        return Passage(start, end, block.kind, block.level, block.page, paragraph)
    return Passage(
        start,
        end,
        "cell",
        page=block.page,
        paragraph=paragraph,
        table=cell.table,
        row=cell.row,
        column=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
    )


def _first_title(text: str, passages: tuple[Passage, ...]) -> str:
    """Take the title, else the highest of the first headings, else the first line."""
    for kinds in (("title",), ("heading",)):
        found = [p for p in passages[:40] if p.kind in kinds]
        if found:
            best = min(found, key=lambda p: (p.level, p.start))
            return clean_line(text[best.start : best.end])[:_TITLE_MOST]
    first = next((p for p in passages if p.end > p.start), None)
    words = text[first.start : first.end].partition("\n")[0] if first else ""
    return clean_line(_MARKDOWN.sub("", words))[:_TITLE_MOST]


def _metadata(given: Mapping[str, str]) -> dict[str, str]:
    cleaned = {clean_line(name): clean_line(value) for name, value in given.items()}
    return {name: value for name, value in cleaned.items() if name and value}
