"""What a text says of itself: who issued it when, whether it breaks off, what it looks like.

Everything is plain data for the stored record (`files/held.py`), so that a check only compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from policyloom.core.dates import parse_date
from policyloom.extract import names
from policyloom.extract.dates import find_dates
from policyloom.extract.doc_numbers import find_numbers
from policyloom.extract.fields import Identity, identity
from policyloom.model.document import ReadDocument

SKETCH = 160
"""Hashes kept of a text's runs of eight letters: the smallest ones."""

_RUN = 8
_LETTERS = re.compile(r"[\W_]+")
_CELL_LIMIT = range(32_760, 32_768)
"""Characters at which a spreadsheet cuts a cell."""

_PROSE = re.compile(r"[，,。；]")
_OPEN_END = re.compile(r"[\u3400-\u9fff가-힣A-Za-z0-9，、,（(《“]$")
_OPENING, _CLOSING = "（(《【〔", "）)》】〕"
_CONTACT = re.compile(r"@|电话|传真|邮箱|https?:")
_PLANS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025}
_PLAN = re.compile(r"[“\"']?(十[一二三四]五)[”\"']?")
_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?")
_TAIL = 200
_YEARS = range(1900, 2101)
"""Years outside are garbled numbers, not dates."""

_SIGNED = 4000
"""Code points at either end of a text in which a date of issue or an issuer is quoted from."""


def about(document: ReadDocument) -> dict[str, Any]:
    """Return what is known of a document that was read."""
    text = document.text
    found = identity(document)
    stated = _stated(found)
    return {
        **stated,
        "language": document.language,
        "format": document.format,
        "issuer_ids": issuer_ids(found.issuers, stated["date_issued"]),
        "places": dict(_places(text, found)),
        "cut": cut(text),
        "cites": _newest_number(text),
        "plan": _newest_plan(text),
        "no_dates": list(_no_dates(text)),
        "sketch": sketch(text),
    }


def _stated(found: Identity) -> dict[str, Any]:
    return {
        "title": found.title,
        "number": found.number,
        "issuers": list(found.issuers),
        "date_issued": str(found.date_issued) if found.date_issued else None,
        "date_published": str(found.date_published) if found.date_published else None,
        "type": found.type,
        "addressee": found.addressee,
    }


def issuer_ids(printed: Sequence[str], date: str | None) -> list[str]:
    """Return the agencies that printed issuers name; [] unless every one is known."""
    found = [names.resolve_agency(name, date=date) for name in printed]
    return [id_ for id_ in found if id_] if all(found) else []


def _places(text: str, found: Identity) -> Iterator[tuple[str, list[int]]]:
    """Yield where the text says what was read from it, as far as it stands there as such."""
    lengths = {"title": found.title, "issuers": found.issuers[0] if found.issuers else ""}
    for name, words in lengths.items():
        at = text.find(words) if words else -1
        if at >= 0:
            yield name, [at, at + len(words)]
    number = next((n for n in find_numbers(text[:_SIGNED]) if n.text == found.number), None)
    if number:
        yield "number", [number.start, number.end]
    for name, date in (
        ("date_issued", found.date_issued),
        ("date_published", found.date_published),
    ):
        ends = ((0, text[:_SIGNED]), (max(0, len(text) - _SIGNED), text[-_SIGNED:]))
        spans = [
            [shift + d.start, shift + d.end]
            for shift, part in ends
            for d in find_dates(part)
            if date is not None and d.value == date
        ]
        if spans:
            yield name, spans[-1]


def cut(text: str, raw_length: int = 0) -> list[str]:
    """Return how a text breaks off and the words it ends in; [] where it ends whole.

    `raw_length` is the number of characters in the file where it is plain text, 0 elsewhere.
    """
    tail = text[-_TAIL:].rstrip()
    line = tail.rsplit("\n", 1)[-1]
    if raw_length in _CELL_LIMIT:
        return ["limit", line[-40:]]
    prose = len(line) > 30 and _PROSE.search(line) and not _CONTACT.search(line)
    if prose and _OPEN_END.search(line) and not find_dates(line[-14:]):
        return ["sentence", line[-40:]]
    last = re.split(r"[。；]", line)[-1] or line[-40:]
    if prose and sum(map(last.count, _OPENING)) > sum(map(last.count, _CLOSING)):
        return ["clause", line[-40:]]
    return []


def _newest_number(text: str) -> list[Any]:
    """Return year and quote of the youngest document number that a text cites."""
    found = [n for n in find_numbers(text) if n.year is not None]
    newest = max(found, key=lambda n: n.year or 0, default=None)
    return [newest.year, newest.quote, newest.start] if newest else []


def _newest_plan(text: str) -> list[Any]:
    """Return the last year and the quote of the youngest five-year plan that a text names."""
    found = [(m, _PLANS[m[1]]) for m in _PLAN.finditer(text)]
    newest = max(found, key=lambda pair: pair[1], default=None)
    return [newest[1], newest[0][0], newest[0].start()] if newest else []


def _no_dates(text: str) -> Iterator[list[Any]]:
    """Yield the quotes of dates that do not exist, with their places."""
    for match in _DATE.finditer(text):
        year, month, day = (int(part or 1) for part in match.groups())
        if year not in _YEARS:
            continue
        if parse_date(f"{year:04d}-{month:02d}-{day:02d}") is None:
            yield [match[0], match.start()]


def sketch(text: str) -> list[int]:
    """Return the smallest hashes of all runs of eight letters, sorted; short texts have fewer."""
    plain = _LETTERS.sub("", text)
    data = plain.encode("utf-32-le", "surrogatepass")
    step = 4 * _RUN
    hashes = {crc32(data[at : at + step]) for at in range(0, len(data) - step + 1, 4)}
    return sorted(hashes)[:SKETCH]
