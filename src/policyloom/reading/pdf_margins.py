"""Running heads, running feet and page numbers: told by their repetition at the edge of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from policyloom.reading.pdf_lines import Line

_EDGE_LINES = 2
_LEAST_PAGES = 3
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"^[-–—－·•∙~〜\s]*(?:第|제|page|p\.?)?\s*(\d{1,4})\s*(?:页|頁|쪽|면)?"
    r"(?:\s*(?:/|of|共)\s*\d{1,4}\s*(?:页|頁|쪽)?)?[-–—－·•∙~〜\s]*$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"^[ivxl]{1,7}$")
_ROMAN_WORTH = {"i": 1, "v": 5, "x": 10, "l": 50}
_DECORATED = re.compile(r"^[-–—－]\s*\d{1,4}\s*[-–—－]$")


def without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Return the pages without what repeats at their upper and lower edges.

    Only the outermost lines of a page are looked at. A line is furniture where the same words
    (digits aside) stand at the same edge and height of at least three pages and a third of all,
    or where it is a page number that counts along with the pages.
    """
    edges = [_edges(lines) for lines in pages]
    heads = _repeated(edges, len(pages))
    offsets = _counting(edges)
    kept = []
    for number, (lines, edge) in enumerate(zip(pages, edges, strict=True), 1):
        gone = {
            id(line)
            for side, line in edge
            if _key(side, line) in heads or _is_number(line, number, offsets)
        }
        kept.append([line for line in lines if id(line) not in gone])
    return kept


def _edges(lines: list[Line]) -> list[tuple[str, Line]]:
    by_height = sorted(lines, key=lambda line: -line.top)
    upper = [("upper", line) for line in by_height[:_EDGE_LINES]]
    lower = [("lower", line) for line in by_height[_EDGE_LINES:][-_EDGE_LINES:]]
    return upper + lower


def _key(side: str, line: Line) -> tuple[str, str, int]:
    return side, _DIGITS.sub("#", "".join(line.text.split())), round(line.bottom / 6)


def _repeated(edges: list[list[tuple[str, Line]]], pages: int) -> set[tuple[str, str, int]]:
    counted = Counter(key for edge in edges for key in {_key(*item) for item in edge})
    return {key for key, count in counted.items() if count >= _LEAST_PAGES and count * 3 >= pages}


def _counting(edges: list[list[tuple[str, Line]]]) -> set[int]:
    """Return the differences between printed and counted page numbers that hold on many pages."""
    seen: dict[int, set[int]] = defaultdict(set)
    for number, edge in enumerate(edges, 1):
        for _, line in edge:
            printed = _printed(line)
            if printed:
                seen[printed - number].add(number)
    least = min(_LEAST_PAGES, len(edges))
    return {gap for gap, pages in seen.items() if len(pages) >= max(2, least)}


def _is_number(line: Line, page: int, offsets: set[int]) -> bool:
    printed = _printed(line)
    counts = printed - page in offsets if printed else False
    return counts or bool(_DECORATED.match(line.text.strip()))


def _printed(line: Line) -> int:
    """Return the page number that a line is, 0 where it is none."""
    text = line.text.strip()
    found = _NUMBER.match(text)
    if found:
        return int(found.group(1))
    worths = [_ROMAN_WORTH[c] for c in text] if _ROMAN.match(text) else []
    return sum(
        -worth if any(later > worth for later in worths[i + 1 : i + 2]) else worth
        for i, worth in enumerate(worths)
    )
