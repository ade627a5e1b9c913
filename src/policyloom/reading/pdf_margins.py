"""Running heads, running feet and page numbers: told by their repetition at the edge of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from policyloom.reading.pdf_lines import Line

_EDGE_LINES = 2
_LEAST_PAGES = 3
_GAP = 0.9
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
    (digits aside) stand at the same edge and height of at least three pages, a third of those
    from the first to the last of them, and mostly apart from the text; or where it is a page
    number that counts along with the pages.
    """
    edges = [_edges(lines) for lines in pages]
    offsets = _counting(edges)
    numbers = [
        {id(line) for _, line in edge if _is_number(line, page, offsets)}
        for page, edge in enumerate(edges, 1)
    ]
    heads = _heads(pages, edges, numbers)
    kept = []
    for lines, edge, gone in zip(pages, edges, numbers, strict=True):
        repeated = {id(line) for side, line in edge if _key(side, line) in heads}
        kept.append([line for line in lines if id(line) not in gone | repeated])
    return kept


def _heads(
    pages: list[list[Line]], edges: list[list[tuple[str, Line]]], numbers: list[set[int]]
) -> set[tuple[str, str, int]]:
    """Return the keys of running heads and feet: repeated, and set off from the text."""
    repeated = _repeated(edges)
    apart: Counter[tuple[str, str, int]] = Counter()
    for lines, edge, gone in zip(pages, edges, numbers, strict=True):
        held = {id(line) for side, line in edge if _key(side, line) in repeated} | gone
        text = [line for line in lines if id(line) not in held]
        for side, line in edge:
            key = _key(side, line)
            if key in repeated:
                apart[key] += 1 if _apart(line, text) else -1
    return {key for key in repeated if apart[key] > 0}


def _apart(line: Line, text: list[Line]) -> bool:
    """Tell whether a gap wider than between lines of text sets a line off from the text."""
    gaps = (max(line.bottom - other.top, other.bottom - line.top) for other in text)
    return min(gaps, default=line.height) > _GAP * line.height


def _edges(lines: list[Line]) -> list[tuple[str, Line]]:
    by_height = sorted(lines, key=lambda line: -line.top)
    upper = [("upper", line) for line in by_height[:_EDGE_LINES]]
    lower = [("lower", line) for line in by_height[_EDGE_LINES:][-_EDGE_LINES:]]
    return upper + lower


def _key(side: str, line: Line) -> tuple[str, str, int]:
    return side, _DIGITS.sub("#", "".join(line.text.split())), round(line.bottom / 6)


def _repeated(edges: list[list[tuple[str, Line]]]) -> set[tuple[str, str, int]]:
    seen: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for page, edge in enumerate(edges):
        for key in {_key(*item) for item in edge}:
            seen[key].append(page)
    return {
        key
        for key, found in seen.items()
        if len(found) >= _LEAST_PAGES and len(found) * 3 > found[-1] - found[0]
    }


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
