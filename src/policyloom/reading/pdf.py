"""PDF through pdfium: text in reading order by page, ruled tables, bookmarks; scans are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policyloom.reading.blocks import Block, Draft
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.pdf_flow import blocks_of, shape_of
from policyloom.reading.pdf_lines import Line, PageText
from policyloom.reading.pdf_margins import without_margins
from policyloom.reading.pdf_tables import Ruled, has_pictures, ruled_tables

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfiumError

    from policyloom.reading.ocr import Engine

_PASSWORD = 4
_SECURITY = 5
_FEW_LETTERS = 3
_NAMED_PAGES = 20
_SHARE_OF_TIME = 0.6
"""Of the time for a document, for recognising text; a page that is begun is still finished."""


def read_pdf(data: bytes, limits: Limits, engine: Engine | None = None) -> Draft:
    """Read a PDF; RefusedError for a scan, unless there is an engine to recognise its text.

    `engine` is that of the `ocr` extra by default, where it is installed.
    """
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as failure:
        raise _refusal(failure) from failure
    if count > limits.pages:
        raise RefusedError("read.too_many_pages", count=count, limit=limits.pages)
    try:
        return _read(document, count, engine, limits)
    finally:
        document.close()


@dataclass
class _Pages:
    """What the pages hold: lines and tables of each; which are pictures only, which unreadable."""

    lines: list[list[Line]] = field(default_factory=list)
    tables: list[list[Ruled]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)


def _read(document: PdfDocument, count: int, engine: Engine | None, limits: Limits) -> Draft:
    draft = Draft(pages=count, metadata=_metadata(document))
    pages = _Pages()
    for number in range(1, count + 1):
        _page(document, number, pages)
    without_text = sorted(pages.pictures + pages.damaged)
    if not any(pages.lines):
        if pages.damaged:
            raise RefusedError("read.damaged", why=f"{len(pages.damaged)} / {count}")
        return _recognised(document, draft, pages.pictures, engine, limits)
    if without_text:
        _tell_unread(draft, without_text)
    body = without_margins(pages.lines)
    flow = _in_place(body, pages.tables)
    draft.blocks = list(blocks_of(flow, shape_of(body, _outline(document))))
    return draft


def _page(document: PdfDocument, number: int, pages: _Pages) -> None:
    import pypdfium2  # noqa: PLC0415

    lines: list[Line] = []
    tables: list[Ruled] = []
    try:
        page = document[number - 1]
        textpage = page.get_textpage()
        text = PageText(textpage, number)
        lines = text.lines()
        if sum(len(line.text) for line in lines) >= _FEW_LETTERS:
            tables = ruled_tables(page, text, number)
        elif has_pictures(page):
            lines = []
            pages.pictures.append(number)
        textpage.close()
        page.close()
    except pypdfium2.PdfiumError:
        pages.damaged.append(number)
    pages.lines.append(lines)
    pages.tables.append(tables)


def _in_place(pages: list[list[Line]], tables: list[list[Ruled]]) -> Iterator[Line | list[Block]]:
    """Give the lines, and each table where its first line stood."""
    number = 0
    for lines, found in zip(pages, tables, strict=True):
        shown: set[int] = set()
        for line in lines:
            at = next((i for i, table in enumerate(found) if table.holds(line)), None)
            if at is None:
                yield line
            elif at not in shown:
                shown.add(at)
                number += 1
                yield found[at].blocks(number)


def _recognised(
    document: PdfDocument, draft: Draft, pictures: list[int], engine: Engine | None, limits: Limits
) -> Draft:
    """Read the pages of a scan, as far as that is done in most of the time that is allowed."""
    from policyloom.reading.ocr import installed_engine, recognise  # noqa: PLC0415

    if not pictures:
        raise RefusedError("read.empty")
    engine = engine or installed_engine()
    if engine is None:
        raise RefusedError("read.no_text_layer", count=len(pictures))
    found = recognise(document, pictures, engine, _SHARE_OF_TIME * limits.seconds)
    draft.blocks = found.blocks
    draft.warn("read.recognised", count=len(pictures) - len(found.unread))
    if found.unread:
        _tell_unread(draft, found.unread)
    return draft


def _tell_unread(draft: Draft, pages: list[int]) -> None:
    shown = ", ".join(map(str, pages[:_NAMED_PAGES]))
    draft.warn("read.pages_without_text", count=len(pages), value=shown)


def _refusal(failure: PdfiumError) -> RefusedError:
    code = getattr(failure, "err_code", None)
    locked = code in (_PASSWORD, _SECURITY) or "password" in str(failure).lower()
    return RefusedError("read.encrypted") if locked else RefusedError("read.damaged", why=failure)


def _metadata(document: PdfDocument) -> dict[str, str]:
    given = document.get_metadata_dict(skip_empty=True)
    return {str(name): str(words) for name, words in given.items()}


def _outline(document: PdfDocument) -> dict[str, int]:
    """Return the bookmarks' levels by their words without blanks."""
    found: dict[str, int] = {}
    for mark in document.get_toc(max_depth=6):
        words = "".join((mark.get_title() or "").split())
        if words:
            found.setdefault(words, min(mark.level + 1, 6))
    return found
