"""The section tree of an official document: 第一章, 一、, （一）, 1., （1）, ①; its task items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HAN = "一二三四五六七八九十百"
FORMS: tuple[tuple[int, str], ...] = (
    (1, rf"第[{_HAN}\d]{{1,4}}[编章]"),
    (2, rf"第[{_HAN}\d]{{1,4}}节"),
    (3, rf"第[{_HAN}\d]{{1,5}}条"),
    (4, rf"[{_HAN}]{{1,4}}\s?[、．.]"),
    (5, rf"[（(]\s?[{_HAN}]{{1,4}}\s?[）)]"),
    (6, r"\d{1,3}\s?[、．.](?!\d)"),
    (7, r"[（(]\s?\d{1,3}\s?[）)]|\d{1,3}[）)]"),
    (8, r"[①-⑳]"),
)
"""Ranks of the numbering of GB/T 9704, the highest first; a document skips ranks freely."""

_LABEL = re.compile(
    r"(?:^|(?<=\n))[ \u3000\t]*(?:"
    + "|".join(f"(?P<r{r}>{form})" for r, form in FORMS)
    + r")[ \u3000]?"
)
_HEADING_END = re.compile(r"[。：:\n]")
_LONGEST_HEADING = 80


@dataclass(frozen=True)
class Section:
    """A numbered part: `text[start:end]` with its heading; `parent` is an index in the same list.

    `rank` is that of the numbering; `depth` counts from 1 along the tree.
    """

    rank: int
    depth: int
    label: str
    heading: str
    start: int
    end: int
    parent: int | None


def find_sections(text: str) -> list[Section]:
    """Return the sections in order; each ends where the next of its rank or above begins."""
    marks = list(_LABEL.finditer(text))
    found: list[Section] = []
    ends = _ends(text, marks)
    open_ones: list[tuple[int, int]] = []
    for index, (mark, end) in enumerate(zip(marks, ends, strict=True)):
        rank = _rank(mark)
        while open_ones and open_ones[-1][0] >= rank:
            open_ones.pop()
        parent = open_ones[-1][1] if open_ones else None
        depth = len(open_ones) + 1
        label = mark[0].strip()
        start = mark.start() + len(mark[0]) - len(mark[0].lstrip())
        heading = _heading(text, mark.end(), end)
        found.append(Section(rank, depth, label, heading, start, end, parent))
        open_ones.append((rank, index))
    return found


def task_items(sections: list[Section]) -> Iterator[Section]:
    """Yield the leaves of the tree in order."""
    parents = {s.parent for s in sections}
    for index, section in enumerate(sections):
        if index not in parents:
            yield section


def _ends(text: str, marks: list[re.Match[str]]) -> list[int]:
    """Return where each section ends, in one pass from the back."""
    nearest: dict[int, int] = {}
    ends: list[int] = []
    for mark in reversed(marks):
        rank = _rank(mark)
        ends.append(min((at for r, at in nearest.items() if r <= rank), default=len(text)))
        nearest = {r: at for r, at in nearest.items() if r < rank} | {rank: mark.start()}
    return ends[::-1]


def _rank(mark: re.Match[str]) -> int:
    return next(rank for rank, _ in FORMS if mark[f"r{rank}"])


def _heading(text: str, start: int, end: int) -> str:
    stop = min(end, start + _LONGEST_HEADING)
    found = _HEADING_END.search(text, start, stop)
    return text[start : found.start() if found else stop].strip()
