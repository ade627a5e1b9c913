"""The document as PDF, set by Typst with the CJK fonts of a package.

The template reads the document as JSON; texts stay data, so nothing in a chapter or a cell can be
markup of the typesetter. Same document, same bytes.
"""

from __future__ import annotations

import datetime
import json
import re
import tempfile
from collections import defaultdict
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from policyloom.core.problem import Problem
from policyloom.report.document import (
    BLOCKS,
    INLINES,
    BoxField,
    Document,
    FigureBlock,
    Heading,
    Node,
    Part,
    QuoteMark,
    TableBlock,
    TableRow,
)
from policyloom.report.figures import Pictures, font_folder
from policyloom.report.walking import plain_text
from policyloom.report.widths import table_height, text_width
from policyloom.report.wording import label

SHOWS = INLINES | BLOCKS
Record = dict[str, Any]

_WORDS = ("unit", "notes", "source", "draft", "contents", "tables", "figures", "boxes")
_TEXT_WIDTH = {"a4": 433.0, "sinkook": 314.0}
_TEXT_HEIGHT = {"a4": 560.0, "sinkook": 400.0}
_POINTS_A_PIXEL = 0.75
_WIDEST_SCALE = 1.1
_LEAST_SCALE = 0.56
"""Points a pixel below which the letters of a figure (10 to 11 pixels) are too small to read."""
_TALL = 600
_BESIDE = 26
_SHORT = 0.3
"""Share of the page's height up to which a table is kept on one page."""
_BREAKS = re.compile(r"(?<=[/?&=._%-])(?=[^/\s])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def write_pdf(document: Document, pictures: Pictures) -> bytes:
    """Return the report as PDF."""
    import typst  # noqa: PLC0415 - heavy, and only needed for print

    record, images = _Recorder(document, pictures).record()
    template = files("policyloom.report").joinpath("templates/report.typ").read_bytes()
    with tempfile.TemporaryDirectory(prefix="policyloom-") as name:
        root = Path(name)
        (root / "figures").mkdir()
        for file, png in images.items():
            (root / "figures" / file).write_bytes(png)
        (root / "report.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        (root / "report.typ").write_bytes(template)
        compiler = typst.Compiler(
            root / "report.typ", root=root, font_paths=_fonts(), package_path=root,
            package_cache_path=root,
        )  # fmt: skip
        made = compiler.compile(format="pdf", timestamp=_timestamp(document.date))
    assert isinstance(made, bytes)
    return made


class _Recorder:
    """Turns a document into plain data for the template."""

    def __init__(self, document: Document, pictures: Pictures) -> None:
        self._document = document
        self._pictures = pictures
        self._ids: dict[str, None] = {}
        self._images: dict[str, bytes] = {}
        self._language = "ko"

    def record(self) -> tuple[Record, dict[str, bytes]]:
        """Return the data and the pictures by file name."""
        document = self._document
        parts = self._parts()
        made: Record = {
            "title": _clean(document.title),
            "subtitle": _clean(document.subtitle),
            "title_en": _clean(document.title_en),
            "institute": _clean(document.institute),
            "authors": [_clean(author) for author in document.authors],
            "date": _clean(document.date),
            "draft": document.style.draft,
            "style": {"page": document.style.page, "body_size": document.style.body_size},
            "words": {lang: {w: label(w, lang) for w in _WORDS} for lang in ("ko", "en")},
            "parts": parts,
            "ids": list(self._ids),
        }
        return made, self._images

    def _parts(self) -> list[Record]:
        made: list[Record] = []
        place = "front"
        for part in self._document.parts:
            if part.kind in {"chapter", "annex"}:
                place = "body" if part.kind == "chapter" and place != "back" else "back"
            elif part.kind == "summary-en" and place != "front":
                place = "back"
            first = not made or made[-1]["place"] != place
            made.append(self._part(part) | {"place": place, "first": first})
        return made

    def _part(self, part: Part) -> Record:
        self._language = part.language
        title = plain_text(part.title)
        own = self._problems(part)
        record: Record = {
            "id": self._id(part.id),
            "label": part.label,
            "lang": part.language,
            "title": self._plain(part.title),
            "running": _clean(f"{part.label} {title}".strip()),
            "blocks": [self._block(b, own.get(i, [])) for i, b in enumerate(part.blocks)],
        }
        return record

    def _problems(self, part: Part) -> dict[int, list[str]]:
        """Return the open problems of a part by the block beside which they are printed."""
        found: dict[int, list[str]] = defaultdict(list)
        for problem in self._document.problems if self._document.style.draft else ():
            if problem.file == part.file:
                found[_beside(part, problem)].append(_clean(f"{problem.line}: {problem.message()}"))
        return found

    def _block(self, block: Node, problems: list[str]) -> Record:
        record = self._node(block)
        return record | {"problems": problems} if problems else record

    def _node(self, node: Node) -> Record:
        record: Record = {"kind": node.kind}
        record |= {f.name: self._plain(getattr(node, f.name)) for f in fields(node) if f.repr}
        if "id" in record:
            record["id"] = self._id(record["id"])
            record["lang"] = self._language
        if "caption" in record:
            record["plain"] = _clean(plain_text(getattr(node, "caption", ())))
        if isinstance(node, Heading):
            record["plain"] = _clean(f"{node.number} {plain_text(node.children)}".strip())
        if isinstance(node, QuoteMark):
            record["note"] = label("not_held", self._language)
        if isinstance(node, FigureBlock):
            record |= self._picture(node)
        if isinstance(node, TableBlock):
            page = self._document.style.page
            height = table_height(node, _TEXT_WIDTH[page])
            record["whole"] = height <= _SHORT * _TEXT_HEIGHT[page]
        if "address" in record and node.kind == "source":
            record["shown"] = _BREAKS.sub("\u200b", record["address"])
        return record

    def _plain(self, value: object) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, Node):
            return self._node(value)
        if isinstance(value, str):
            return _clean(value)
        if isinstance(value, tuple):
            return [self._plain(item) for item in value]
        if is_dataclass(value):
            made = {f.name: self._plain(getattr(value, f.name)) for f in fields(value)}
            if isinstance(value, TableRow):
                return made | {"tall": _tall(value)}
            return made | {"short": _short(value)} if isinstance(value, BoxField) else made
        return value

    def _id(self, name: str) -> str:
        """Return an id the first time, "" afterwards: a label may stand once only."""
        if not name or name in self._ids:
            return ""
        self._ids[name] = None
        return name

    def _picture(self, figure: FigureBlock) -> Record:
        picture = self._pictures.get((figure.name, figure.language))
        if picture is None:
            return {"image": "", "width_pt": 0}
        file = f"{len(self._images):03d}.png"
        self._images[file] = picture.png
        page = self._document.style.page
        width = picture.width * _POINTS_A_PIXEL * _WIDEST_SCALE
        wanted = max(_TEXT_WIDTH[page] * figure.width / 100, picture.width * _LEAST_SCALE)
        width = min(_TEXT_WIDTH[page], wanted, width)
        tallest = _TEXT_HEIGHT[page] * picture.width / max(1, picture.height)
        return {"image": file, "width_pt": round(min(width, tallest), 1)}


def _tall(row: TableRow) -> bool:
    """Tell whether a row may be so tall that it has to break across pages."""
    return any(len(plain_text(cell.children)) > _TALL for cell in row.cells)


def _short(entry: BoxField) -> bool:
    """Tell whether a dossier's line is so short that others may stand beside it."""
    return text_width(entry.label) + text_width(plain_text(entry.children)) <= _BESIDE


def _beside(part: Part, problem: Problem) -> int:
    before = [i for i, b in enumerate(part.blocks) if getattr(b, "line", 0) <= problem.line]
    return before[-1] if before else 0


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _timestamp(date: str) -> datetime.datetime:
    """Return a moment that depends on the report's date only, so that bytes repeat."""
    digits = [int(part) for part in re.findall(r"\d+", date)][:3]
    year, month, day = [*digits, 1, 1, 1][:3] if digits else (2000, 1, 1)
    try:
        return datetime.datetime(year, month, day, tzinfo=datetime.UTC)
    except ValueError:
        return datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@cache
def _fonts() -> Any:  # noqa: ANN401 - the package's own class
    import typst  # noqa: PLC0415 - heavy, and only needed for print

    return typst.Fonts(include_system_fonts=False, font_paths=[font_folder()])
