"""Two passages side by side: what is equal, what was changed, put in, left out.

The passages are cut into tokens (a Han character, a Hangul word, a number with its decimals, a
Latin word, a mark) and the shortest edit between the two sequences is found (Myers 1986), so a
number or a word never comes apart. Width, case and white space do not count as changes. Equal
stretches of a single character between wider changes are taken for chance and joined with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["equal", "changed", "inserted", "deleted"]

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[\uac00-\ud7a3]+|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+|\S"
)
_MOST_EDITS = 2000
"""Passages further apart than this are told apart as a whole, but for their common ends."""


@dataclass(frozen=True)
class Segment:
    """A stretch of both texts; half-open offsets, empty on one side where inserted or deleted.

    `inserted` stands in b only, `deleted` in a only. White space belongs to what stands before it.
    """

    kind: Kind
    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True)
class _Token:
    key: str
    start: int
    end: int


def align(a_text: str, b_text: str) -> tuple[Segment, ...]:
    """Return the segments of two passages, in order, covering both from end to end.

    Args:
        a_text: the passage of the source.
        b_text: that of the receiver.

    Returns:
        Segments; the parts of a make up `a_text` and the parts of b `b_text`. Two texts without
        tokens (empty, or white space) give one equal segment, or none where both are empty.
    """
    a, b = _tokens(a_text), _tokens(b_text)
    runs = _tidied(_runs([t.key for t in a], [t.key for t in b]), a)
    made = [_segment(run, a, b) for run in runs]
    return _covering(made, len(a_text), len(b_text))


def _tokens(text: str) -> list[_Token]:
    """Return the tokens; the key is what they are compared by."""
    return [
        _Token(unicodedata.normalize("NFKC", m.group()).casefold(), m.start(), m.end())
        for m in _TOKEN.finditer(text)
    ]


_Run = tuple[bool, int, int, int, int]
"""Equal or not, and token ranges in a and b."""


def _runs(a: Sequence[str], b: Sequence[str]) -> list[_Run]:
    """Return equal and unequal ranges in turn."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    middle = _equal_pairs(a[head : len(a) - tail], b[head : len(b) - tail])
    pairs = [(k, k) for k in range(head)]
    pairs += [(head + x, head + y) for x, y in middle]
    pairs += [(len(a) - tail + k, len(b) - tail + k) for k in range(tail)]
    made: list[_Run] = []
    at_a = at_b = 0
    for _, group in groupby(enumerate(pairs), lambda p: (p[1][0] - p[0], p[1][1] - p[0])):
        members = [pair for _, pair in group]
        (x, y), (u, v) = members[0], members[-1]
        if (at_a, at_b) != (x, y):
            made.append((False, at_a, x, at_b, y))
        made.append((True, x, u + 1, y, v + 1))
        at_a, at_b = u + 1, v + 1
    if (at_a, at_b) != (len(a), len(b)):
        made.append((False, at_a, len(a), at_b, len(b)))
    return made


def _equal_pairs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places that a shortest edit leaves equal; none beyond `_MOST_EDITS` edits."""
    furthest = {1: 0}
    steps: list[dict[int, int]] = []
    for edits in range(min(len(a) + len(b), _MOST_EDITS) + 1):
        steps.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < len(a) and 0 <= x - k < len(b) and a[x] == b[x - k]:
                x += 1
            furthest[k] = x
            if x >= len(a) and x - k >= len(b):
                return _traced(steps, len(a), len(b), edits)
    return []


def _traced(steps: list[dict[int, int]], x: int, y: int, edits: int) -> list[tuple[int, int]]:
    """Return the equal places on the way back from the end."""
    found: list[tuple[int, int]] = []
    for d in range(edits, -1, -1):
        furthest, k = steps[d], x - y
        down = k == -d or (k != d and furthest[k - 1] < furthest[k + 1])
        before = k + 1 if down else k - 1
        begin_x = furthest[before] if d else 0
        begin_y = begin_x - before if d else 0
        while x > begin_x and y > begin_y:
            x, y = x - 1, y - 1
            found.append((x, y))
        x, y = begin_x, begin_y
    return found[::-1]


def _tidied(runs: list[_Run], a: list[_Token]) -> list[_Run]:
    """Join a single equal character between two changes with them."""
    made: list[_Run] = []
    for place, run in enumerate(runs):
        equal, a0, a1, _, _ = run
        inner = 0 < place < len(runs) - 1
        chance = equal and inner and a1 - a0 == 1 and a[a0].end - a[a0].start == 1
        if chance and not _wide(runs[place - 1]) and not _wide(runs[place + 1]):
            chance = False
        if not (equal and not chance) and made and not made[-1][0]:
            made[-1] = (False, made[-1][1], run[2], made[-1][3], run[4])
        else:
            made.append((equal and not chance, *run[1:]))
    return made


def _wide(run: _Run) -> bool:
    """Tell whether a change takes more than one token on a side."""
    return max(run[2] - run[1], run[4] - run[3]) > 1


def _segment(run: _Run, a: list[_Token], b: list[_Token]) -> Segment:
    equal, a0, a1, b0, b1 = run
    kind: Kind = "equal" if equal else "changed"
    if a0 == a1:
        kind = "inserted"
    elif b0 == b1:
        kind = "deleted"
    return Segment(kind, _start(a, a0), _start(a, a1), _start(b, b0), _start(b, b1))


def _start(tokens: list[_Token], at: int) -> int:
    """Return where a token begins, for the one after the last where the last ends."""
    return tokens[at].start if at < len(tokens) else (tokens[-1].end if tokens else 0)


def _covering(segments: list[Segment], a_length: int, b_length: int) -> tuple[Segment, ...]:
    """Widen the first and last segments over white space at the ends."""
    if not segments:
        return (Segment("equal", 0, a_length, 0, b_length),) if a_length or b_length else ()
    return tuple(_widened(segments, a_length, b_length))


def _widened(segments: list[Segment], a_length: int, b_length: int) -> Iterator[Segment]:
    last = len(segments) - 1
    for place, s in enumerate(segments):
        yield Segment(
            s.kind,
            0 if place == 0 else s.a_start,
            a_length if place == last else s.a_end,
            0 if place == 0 else s.b_start,
            b_length if place == last else s.b_end,
        )
