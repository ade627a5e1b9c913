"""Lines of a PDF put together into paragraphs, headings and notes.

A line goes on with the next unless something says that it ends: the next line's first word would
still have fitted, the next is set in, stands apart, is of another size, or begins an item.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from policyloom.model.document import PassageKind
from policyloom.reading.blocks import Block
from policyloom.reading.pdf_lines import Line

_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_HAN = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f“”‘’—…]")
_HANGUL = re.compile("[가-힣]")
_SPACED_SHARE = 12
"""Where more than a twelfth of the Korean lines end in a space, the others end inside words."""
_STOP = re.compile("[。．.！!？?；;：:]$")
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百]+[章节条]"
    r"|\d{1,2}[.．、)）](?!\d)|[①-⑳]|[□○●■▪•※▶◦ㅇ◇◆-]\s*|[가-하][.)]\s|[IVXⅠ-Ⅻ]+[.．]\s)"
)
_NOTE = re.compile(r"^(?:[①-⑳*†‡]|[\[(（]?\d{1,3}[\])）]?\s?\D)")
_HEADING_RATIO = 1.12
_NOTE_RATIO = 0.9
_LONGEST_HEADING = 120
_LEAST_COLUMN = 5


@dataclass(frozen=True)
class Shape:
    """What is usual in a document: the size of its text, and the levels of the larger sizes.

    `shows_spaces`: lines that end between words end in a space, so the others end inside a word,
    as Korean may.
    """

    size: float
    levels: Mapping[float, int]
    outline: Mapping[str, int] = field(default_factory=dict)
    shows_spaces: bool = False


@dataclass
class _Paragraph:
    lines: list[Line]

    def text(self, shape: Shape) -> str:
        made = self.lines[0].text
        for before, line in pairwise(self.lines):
            made += _joint(before, line, shape) + line.text
        return made


def shape_of(pages: Iterable[list[Line]], outline: Mapping[str, int]) -> Shape:
    """Return the usual size, by characters, and the levels of the larger sizes."""
    sizes: Counter[float] = Counter()
    korean: Counter[bool] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
            korean[line.spaced] += bool(_HANGUL.search(line.text[-1:]))
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted((s for s in sizes if s > usual * _HEADING_RATIO), reverse=True)
    levels = {size: min(rank, 6) for rank, size in enumerate(larger, 1)}
    shows_spaces = korean[True] * _SPACED_SHARE > korean.total()
    return Shape(usual, levels, outline, shows_spaces)


def blocks_of(items: Iterable[Line | list[Block]], shape: Shape) -> Iterator[Block]:
    """Yield the blocks of a document's lines; finished blocks (tables) come through in place.

    Notes at the foot of a page come after the paragraph that goes on to the next.
    """
    given = list(items)
    lines = [item for item in given if isinstance(item, Line)]
    by_page = {page: [i for i in lines if i.page == page] for page in {i.page for i in lines}}
    edges = {page: _columns(found) for page, found in by_page.items()}
    foot = {id(line) for found in by_page.values() for line in _foot(found, shape)}
    body = [item for item in given if id(item) not in foot]
    notes = deque(_flow([line for line in lines if id(line) in foot], edges, shape))
    for block in _flow(body, edges, shape):
        while notes and notes[0].page < block.page:
            yield notes.popleft()
        yield block
    yield from notes


def _foot(lines: list[Line], shape: Shape) -> list[Line]:
    """Return the small lines below all others of a page."""
    most = shape.size * _NOTE_RATIO
    lowest = min((line.bottom for line in lines if line.size >= most), default=0.0)
    return [line for line in lines if line.size < most and line.top < lowest + line.size]


def _flow(
    items: Iterable[Line | list[Block]], edges: Mapping[int, _Columns], shape: Shape
) -> Iterator[Block]:
    now: _Paragraph | None = None
    for item in items:
        if isinstance(item, Line) and now is not None and _goes_on(now.lines[-1], item, edges):
            now.lines.append(item)
            continue
        if now is not None:
            yield _block(now, shape)
        now = _Paragraph([item]) if isinstance(item, Line) else None
        if not isinstance(item, Line):
            yield from item
    if now is not None:
        yield _block(now, shape)


@dataclass(frozen=True)
class _Columns:
    """The left and right edge of a page's text, or of each of its two columns."""

    whole: tuple[float, float]
    halves: tuple[tuple[float, float], ...] = ()

    def of(self, line: Line) -> tuple[float, float]:
        inside = (e for e in self.halves if e[0] - line.size < line.left and line.right < e[1] + 3)
        return next(inside, self.whole)


def _columns(lines: list[Line]) -> _Columns:
    """Find the edges; two columns where most lines keep to one half of the page or the other."""
    whole = _edges(lines)
    middle, slack = sum(whole) / 2, 0.03 * (whole[1] - whole[0])
    halves = [
        [line for line in lines if line.right < middle + slack],
        [line for line in lines if line.left > middle - slack],
    ]
    sizes = [len(half) for half in halves]
    if min(sizes) < _LEAST_COLUMN or sum(sizes) < 0.6 * len(lines):
        return _Columns(whole)
    return _Columns(whole, tuple(_edges(half) for half in halves))


def _edges(lines: list[Line]) -> tuple[float, float]:
    """Return the usual left and right edge; stray lines are disregarded."""
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 20]


def _goes_on(before: Line, line: Line, edges: Mapping[int, _Columns]) -> bool:
    if abs(before.size - line.size) > 0.1 * before.size:
        return False
    room = edges[before.page].of(before)[1] - before.right
    if room > _first_word(line) + 0.3 * before.size and not before.broken:
        return _centred(before, edges) and _centred(line, edges) and _near(before, line)
    if line.left - edges[line.page].of(line)[0] > 1.2 * line.size and line.left > before.left - 1:
        return False
    if _ITEM.match(line.text) and _STOP.search(before.text):
        return False
    return _near(before, line)


def _near(before: Line, line: Line) -> bool:
    """Tell whether a line follows closely, in the same column or at the top of the next."""
    if line.page != before.page or line.bottom > before.top:
        return not _STOP.search(before.text)
    return before.bottom - line.top < 1.7 * max(before.size, before.height * 0.8)


def _centred(line: Line, edges: Mapping[int, _Columns]) -> bool:
    left, right = edges[line.page].of(line)
    before, behind = line.left - left, right - line.right
    return before > 2 * line.size and abs(before - behind) < 2 * line.size


def _first_word(line: Line) -> float:
    """Estimate the room that the first word of a line takes; Chinese may break after two signs."""
    word = line.text.split(maxsplit=1)[0]
    wide = len(_WIDE.findall(word))
    if _HAN.match(word):
        return 2.0 * line.size
    return (wide * 1.0 + (len(word) - wide) * 0.55) * line.size


def _joint(before: Line, line: Line, shape: Shape) -> str:
    if before.broken and line.text[:1].islower():
        return ""
    if before.broken:
        return "-"
    if _HAN.search(before.text[-1:]) or _HAN.match(line.text):
        return ""
    if shape.shows_spaces and _HANGUL.search(before.text[-1:]) and _HANGUL.match(line.text):
        return " " if before.spaced else ""
    return " "


def _block(paragraph: _Paragraph, shape: Shape) -> Block:
    text = paragraph.text(shape)
    first = paragraph.lines[0]
    kind, level = _kind(text, first, shape)
    return Block(text, kind, level, first.page)


def _kind(text: str, first: Line, shape: Shape) -> tuple[PassageKind, int]:
    named = shape.outline.get("".join(text.split()))
    if named:
        return "heading", named
    if first.size in shape.levels and len(text) <= _LONGEST_HEADING:
        return "heading", shape.levels[first.size]
    if first.size < shape.size * _NOTE_RATIO and _NOTE.match(text):
        return "footnote", 0
    return "paragraph", 0
