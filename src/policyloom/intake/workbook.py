"""XLSX workbooks as they are stored: sheets of texts by row and column, dates and shares as shown.

A date is a number with a format in an XLSX file; it is written in ISO form as precisely as its
format shows it, so that 2018-06, which Excel keeps as the first of June, stays a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from xml.etree.ElementTree import Element

from policyloom.reading.archive import open_zip, unpack
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.xml_tree import parse_xml

Row = dict[int, str]

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_WHOLE = re.compile(r"-?\d+")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")
_BUILT_IN = {9: "percent", 10: "percent", 17: "month"} | dict.fromkeys(
    (14, 15, 16, 22, 27, 28, 29, 30, 31, 34, 35, 36, *range(50, 59)), "day"
)
"""What number formats without a code of their own show; 27 to 58 are those of East Asia."""

_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465
"""Before March 1900 the day numbers of Excel are off by one; after 9999 there are none."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its texts by row and column, both from 1, and its merged areas.

    A merged area is (first row, last row, first column, last column).
    """

    name: str
    rows: Mapping[int, Row]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False


@dataclass(frozen=True)
class _Book:
    """What all sheets share: texts, what each style shows, and the day that is number 0."""

    texts: Sequence[str]
    shows: Sequence[str]
    zero: date


def read_sheets(data: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in order; RefusedError where the file is none."""
    archive = open_zip(data, limits)
    members = {member.filename: member for member in archive.infolist()}

    def part(name: str) -> Element | None:
        member = members.get(name)
        return parse_xml(unpack(archive, member, limits.size), limits) if member else None

    book, relations = part("xl/workbook.xml"), part("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        raise RefusedError("read.damaged", why="no workbook")
    shared = part("xl/sharedStrings.xml")
    texts = [_words(item) for item in shared.iter(f"{_NS}si")] if shared is not None else []
    about = book.find(f"{_NS}workbookPr")
    is_1904 = about is not None and about.get("date1904") in ("1", "true")
    shows = _shows(part("xl/styles.xml"))
    known = _Book(texts, shows, _FIRST_DAY_1904 if is_1904 else _FIRST_DAY)
    targets = {r.get("Id"): (r.get("Target") or "").lstrip("/") for r in relations}
    for sheet in book.iter(f"{_NS}sheet"):
        target = targets.get(sheet.get(_REL), "")
        root = part(target if target.startswith("xl/") else f"xl/{target}")
        if root is not None:
            hidden = sheet.get("state", "visible") != "visible"
            yield Sheet(sheet.get("name") or "", _rows(root, known), _merged(root), hidden)


def column_number(letters: str) -> int:
    """Return the number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _rows(root: Element, book: _Book) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    for row in root.iter(f"{_NS}row"):
        given = row.get("r") or ""
        number = int(given) if given.isascii() and given.isdigit() else len(rows) + 1
        cells = dict(_cells(row, book))
        if cells:
            rows.setdefault(number, {}).update(cells)
    return rows


def _cells(row: Element, book: _Book) -> Iterator[tuple[int, str]]:
    at = 0
    for cell in row.iter(f"{_NS}c"):
        place = _CELL.fullmatch(cell.get("r") or "")
        at = column_number(place[1]) if place else at + 1
        words = _value(cell, book)
        if words.strip():
            yield at, words


def _value(cell: Element, book: _Book) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _words(cell)
    value = cell.find(f"{_NS}v")
    words = (value.text or "").strip(" \n") if value is not None else ""
    if kind == "s":
        is_text = words.isascii() and words.isdigit() and int(words) < len(book.texts)
        return book.texts[int(words)] if is_text else ""
    if kind == "b":
        return {"1": "true", "0": "false"}.get(words, words)
    if kind == "d":
        found = _ISO_DAY.fullmatch(words)
        return found[1] if found else words
    if kind != "n" or not _NUMBER.fullmatch(words):
        return _ESCAPED.sub(_character, words)
    return _number(words, _style(cell, book), book.zero)


def _style(cell: Element, book: _Book) -> str:
    given = cell.get("s") or "0"
    at = int(given) if given.isascii() and given.isdigit() else 0
    return book.shows[at] if at < len(book.shows) else ""


def _number(words: str, shows: str, zero: date) -> str:
    """Write a number as the sheet shows it, at most with the 15 digits that Excel keeps."""
    value = float(words)
    if shows in ("day", "month", "year") and isfinite(value):
        day = int(value)
        if _FIRST_SERIAL <= day <= _LAST_SERIAL - (zero.year - 1899) * 366:
            return (zero + timedelta(days=day)).isoformat()[: {"day": 10, "month": 7}.get(shows, 4)]
    if _WHOLE.fullmatch(words) and shows != "percent":
        return words
    number = Decimal(f"{value:.15g}")
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return words
    if shows == "percent":
        return f"{(number * 100).normalize():f}%"
    return f"{number.normalize():f}"


def _shows(root: Element | None) -> list[str]:
    """Return what each cell style shows: "day", "month", "year", "percent" or "" for others."""
    if root is None:
        return []
    codes = {f.get("numFmtId"): f.get("formatCode") or "" for f in root.iter(f"{_NS}numFmt")}
    styles = root.find(f"{_NS}cellXfs")
    found = []
    for style in styles.iter(f"{_NS}xf") if styles is not None else ():
        given = style.get("numFmtId") or "0"
        built_in = _BUILT_IN.get(int(given), "") if given.isascii() and given.isdigit() else ""
        found.append(_shown(codes[given]) if given in codes else built_in)
    return found


def _shown(code: str) -> str:
    plain = _NOT_SHOWN.sub("", code.partition(";")[0][:200]).lower()
    if "y" in plain:
        return "day" if "d" in plain else "month" if "m" in plain else "year"
    if "d" in plain and "m" in plain:
        return "day"
    return "percent" if "%" in plain else ""


def _merged(root: Element) -> list[tuple[int, int, int, int]]:
    found = []
    for area in root.iter(f"{_NS}mergeCell"):
        first, _, last = (area.get("ref") or "").partition(":")
        start, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if start and end:
            found.append(
                (int(start[2]), int(end[2]), column_number(start[1]), column_number(end[1]))
            )
    return found


def _words(item: Element) -> str:
    """Join the runs of a text; phonetic hints (rPh) are left out."""
    runs = [t.text or "" for child in item for t in _texts(child)]
    return _ESCAPED.sub(_character, "".join(runs))


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _texts(child: Element) -> Iterator[Element]:
    if child.tag == f"{_NS}t":
        yield child
    elif child.tag in (f"{_NS}r", f"{_NS}is"):
        yield from child.iter(f"{_NS}t")
