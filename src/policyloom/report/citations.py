"""How a source is named: short under a table, in a footnote, and in the list of references."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from policyloom.core.dates import PartialDate, parse_date
from policyloom.core.text import format_value
from policyloom.model.tables import Row
from policyloom.report.document import Node, SourceMark, Str
from policyloom.report.wording import label, word

MOST_NAMED = 4
_SECTIONS = ("ko", "zh", "en", "other", "statistics", "online", "policy")
_SECTION_OF_KIND = {
    "policy": "policy", "government": "policy", "statistics": "statistics", "dataset": "statistics",
    "web": "online", "company": "online", "news": "online",
}  # fmt: skip


def short_name(source: Row) -> str:
    """Return "CNNIC(2018)": publisher or host, and year."""
    date = parse_date(source.text("date"))
    return _publisher(source) + (f"({date.year})" if date else "")


def footnote(source: Row, page: str, language: str) -> str:
    """Return what a footnote says of a source: body, title, date, page."""
    parts = [_publisher(source), _title(source, language), page]
    when = _when(source, language)
    written = ", ".join(part for part in parts if part)
    return written + (f"({when})" if when else "")


def entry(source: Row, language: str) -> str:
    """Return a source's line in the list of references, without its address."""
    date = parse_date(source.text("date"))
    parts = [_publisher(source), str(date.year) if date else "", _title(source, language)]
    written = ". ".join(part for part in parts if part)
    tail = _day(date, language) if date and date.month else ""
    return written + (f"({tail})." if tail else ".")


def accessed(source: Row, language: str) -> str:
    """Return "(검색일: 2026. 11. 20)", or "" where the day was not kept."""
    read = parse_date(source.text("accessed"))
    return f"({label('accessed', language)}: {dotted(str(read))})" if read else ""


def section(source: Row) -> str:
    """Return the section of the list of references that a source belongs to."""
    known = _SECTION_OF_KIND.get(source.text("kind"))
    language = source.text("language")
    return known or (language if language in _SECTIONS else "other")


def sections(sources: Iterable[Row], language: str) -> list[tuple[str, tuple[SourceMark, ...]]]:
    """Return the list of references: sections in the convention's order, each sorted."""
    kept: dict[str, list[Row]] = {name: [] for name in _SECTIONS}
    for source in sources:
        kept[section(source)].append(source)
    return [
        (
            word("section", name, language),
            tuple(_mark(s, language) for s in sorted(rows, key=_order)),
        )
        for name, rows in kept.items()
        if rows
    ]


def source_line(sources: Iterable[Row], language: str, own: str = "own") -> tuple[Node, ...]:
    """Return what stands after "자료:": the first sources by name, and how many more there are."""
    rows = list(sources)
    if not rows:
        return (Str(label(own, language)),)
    nodes: list[Node] = []
    seen: dict[str, SourceMark] = {}
    for row in rows:
        mark = SourceMark(row.id, short_name(row), web_address(row))
        seen.setdefault(mark.text, mark)
    for mark in list(seen.values())[:MOST_NAMED]:
        nodes += [Str("; "), mark] if nodes else [mark]
    if len(seen) > MOST_NAMED:
        nodes.append(Str("; " + label("more_sources", language, n=len(seen) - MOST_NAMED)))
    return tuple(nodes)


def web_address(source: Row) -> str:
    """Return a source's address where it is a web address, else ""."""
    address = source.text("address")
    return address if _split(address).scheme in {"http", "https"} else ""


def dotted(iso: str) -> str:
    """Return an ISO date as "2015. 7. 1" at the precision known."""
    return ". ".join(str(int(part)) for part in iso.split("-"))


def _mark(source: Row, language: str) -> SourceMark:
    text = entry(source, language)
    address = web_address(source)
    read = accessed(source, language)
    return SourceMark(source.id, text if not read else f"{text} {read}", address)


def _order(source: Row) -> tuple[str, str, str]:
    return (_publisher(source).casefold(), source.text("date"), source.id)


def _publisher(source: Row) -> str:
    if named := source.text("publisher"):
        return named
    host = (_split(source.text("address")).hostname or "").removeprefix("www.")
    return host or source.text("title") or source.id


@lru_cache(maxsize=1 << 14)  # every table names its sources anew
def _split(address: str) -> SplitResult:
    return urlsplit(address)


def _title(source: Row, language: str) -> str:
    """Return the title in its brackets; a description is no title and gets none."""
    title = source.text("title")
    if not title or title == _publisher(source):
        return "" if title else label("no_title", language)
    if source.text("title_is") == "description":
        # A dataset is known by what it is; of a page the title is still to be seen.
        is_data = source.text("kind") == "dataset"
        return title if is_data else f"{title}({label('no_title', language)})"
    return f'"{title}"' if language == "en" else f"「{title}」"


def _when(source: Row, language: str) -> str:
    date = parse_date(source.text("date"))
    if date is None:
        return ""
    return dotted(str(date)) if language == "ko" else format_value(str(date), "date", "en")


def _day(date: PartialDate, language: str) -> str:
    text = format_value(str(date), "date", language)
    return text.partition(" ")[2] if language == "ko" else text
