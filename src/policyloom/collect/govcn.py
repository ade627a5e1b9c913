"""Connector for the policy library of gov.cn: finds the page of a policy by number and title.

The library answers a search with JSON: searchVO.catMap holds a list for State Council documents
(gongwen), ministries (bumenfile), the gazette (gongbao) and others. A document is taken only where
its number, or its whole title, is the one looked for; near misses are never taken.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from policyloom.collect.address import AddressRefusedError, parse_address
from policyloom.collect.connector import Wanted
from policyloom.collect.fetch import Answer, Client

LIBRARY: Final = "https://sousuo.www.gov.cn/search-gov/data"
_ORDER = ("gongwen", "bumenfile", "gongbao", "otherfile")
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_BRACKETS = str.maketrans("[【〔（(）)】〕]", "〔〔〔〔〔〕〕〕〕〕")
_MARKS = re.compile(r"[\s“”‘’\"'「」『』《》〈〉·・,，。:：;；\-—]+")
_SHORTEST_TITLE = 8
_SHOWN = 10


@dataclass(frozen=True)
class Entry:
    """A document in the library's answer."""

    title: str
    number: str
    issuer: str
    date: str
    address: str


@dataclass(frozen=True)
class Found:
    """What a search came to: the document, or the answer that says why there is none."""

    entry: Entry | None
    answer: Answer


def can_search(wanted: Wanted) -> bool:
    """Tell whether a source is a Chinese policy with enough of a name to look for."""
    named = bool(wanted.numbers) or len(_same(wanted.title)) >= _SHORTEST_TITLE
    return wanted.kind == "policy" and wanted.language == "zh" and named


def search(client: Client, wanted: Wanted, library: str = LIBRARY) -> Found:
    """Ask the library for a policy, by title and then by number."""
    answer = Answer(library, library)
    for query, where in _queries(wanted):
        answer = client.get(_address(library, query, where))
        if answer.code:
            return Found(None, answer)
        entries = parse_entries(answer.body)
        if entries is None:
            return Found(None, Answer(library, library, answer.status, code="collect.library"))
        entry = matching(wanted, entries)
        if entry is not None:
            return Found(entry, answer)
    words = {"title": (wanted.title or "; ".join(wanted.numbers))[:120]}
    return Found(None, Answer(library, library, answer.status, code="collect.unfound", words=words))


def parse_entries(data: bytes) -> tuple[Entry, ...] | None:
    """Read the library's JSON; None where it is no such answer."""
    try:
        top = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(top, dict):
        return None
    inner = top.get("searchVO")
    result: dict[str, Any] = inner if isinstance(inner, dict) else top
    lists = list(_lists(result))
    if not lists and "catMap" not in result and "listVO" not in result:
        return None
    return tuple(entry for items in lists for entry in _entries(items))


def matching(wanted: Wanted, entries: tuple[Entry, ...]) -> Entry | None:
    """Return the entry that is the policy looked for; None where none is, or several differ.

    Where the register has a document number it must agree; a title must agree as a whole.
    """
    numbers = {_same(number) for number in wanted.numbers}
    title = _same(wanted.title)
    for entry in entries:
        if numbers and entry.number and _same(entry.number) in numbers:
            return entry
    named = [e for e in entries if title and _same(e.title) == title]
    named = [e for e in named if not (numbers and e.number)]
    different = {_same(e.number) for e in named if e.number}
    return named[0] if named and len(different) <= 1 else None


def _queries(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if len(_same(wanted.title)) >= _SHORTEST_TITLE:
        yield wanted.title, "title"
    for number in wanted.numbers[:2]:
        yield number, "pcode"


def _address(library: str, query: str, where: str) -> str:
    fields = {
        "t": "zhengcelibrary", "q": query, "timetype": "timeqb", "sort": "score", "sortType": "1",
        "searchfield": where, "p": "1", "n": str(_SHOWN), "type": "gwyzcwjk",
    }  # fmt: skip
    return f"{library}?{urlencode(fields)}"


def _lists(result: Mapping[str, Any]) -> Iterator[list[Any]]:
    categories = result.get("catMap")
    if isinstance(categories, dict):
        rest = [name for name in categories if name not in _ORDER]
        for name in (*_ORDER, *rest):
            category = categories.get(name)
            items = category.get("listVO") if isinstance(category, dict) else None
            if isinstance(items, list):
                yield items
    if isinstance(result.get("listVO"), list):
        yield result["listVO"]


def _entries(items: list[Any]) -> Iterator[Entry]:
    for item in items:
        if not isinstance(item, dict):
            continue
        title, address = _text(item.get("title")), _text(item.get("url"))
        try:
            parse_address(address)
        except AddressRefusedError:
            continue
        if title:
            number, issuer = _text(item.get("pcode")), _text(item.get("puborg"))
            date = _text(item.get("pubtimeStr")).replace(".", "-")
            yield Entry(title, number, issuer, date, address)


def _text(value: object) -> str:
    """Return a string of the answer without the marks of its highlighting."""
    return html.unescape(_MARKUP.sub("", value)).strip() if isinstance(value, str) else ""


def _same(text: str) -> str:
    """Return the form in which titles and numbers are compared."""
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _MARKS.sub("", plain)
