"""Words on figures: how wide they are, where they wrap, and where a name fits beside a node."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
_MOST_COVERED = 0.1


def width_of(text: str, size: float) -> float:
    """Estimate the width of a text in pixels: a full-width character is as wide as high."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return size * (0.96 * wide + 0.56 * (len(text) - wide))


def wrapped(text: str, size: float, width: float, most: int = 2) -> str:
    """Break a text into lines of at most `width` pixels, joined by "|"; the rest becomes "…".

    Breaks fall after a space or before an opening bracket, else between any two characters.
    """
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        if width_of(rest, size) <= width:
            lines.append(rest)
            rest = ""
            break
        cut = max((i for i in range(1, len(rest)) if width_of(rest[:i], size) <= width), default=1)
        breaks = [i for i in range(cut // 2, cut + 1) if rest[i] in "( " or rest[i - 1] == " "]
        cut = breaks[-1] if breaks else cut
        lines.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    if rest:
        lines[-1] = lines[-1][:-1] + "…"
    return "|".join(lines)


Named = tuple[float, float, float, str]
"""A node: x, y, radius, name."""


def place_names(
    nodes: Sequence[Named], size: float, frame: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return the middle of a name for every node, so that few overlap.

    Greedy: in the order given (most important first) each takes the spot, of those above, below
    and beside its node, that covers least of what is already placed and of the nodes.
    """
    return [place for place, _ in _places(nodes, size, frame, math.inf)]


def place_names_apart(
    nodes: Sequence[Named], size: float, frame: tuple[float, float]
) -> list[tuple[float, float] | None]:
    """Return the middle of a name as `place_names` does; None for one that would lie over others.

    A tenth of a name may lie over others, since boxes are a little larger than letters.
    """
    found = _places(nodes, size, frame, _MOST_COVERED)
    return [place if covered <= _MOST_COVERED else None for place, covered in found]


def _places(
    nodes: Sequence[Named], size: float, frame: tuple[float, float], most: float
) -> Iterator[tuple[tuple[float, float], float]]:
    """Yield the place of each name and the share of it that covers names placed before.

    A name that covers more than `most` takes up no room.
    """
    discs = [(x - r, y - r, x + r, y + r) for x, y, r, _ in nodes]
    taken: list[Box] = []
    for i, (x, y, r, name) in enumerate(nodes):
        half, high = width_of(name, size) / 2, size * 0.62
        spots = [
            (x, y - r - high - 1), (x, y + r + high + 1),
            (x + r + half + 3, y), (x - r - half - 3, y),
            (x + half * 0.7, y - r - high - 5), (x - half * 0.7, y - r - high - 5),
            (x + half * 0.7, y + r + high + 5), (x - half * 0.7, y + r + high + 5),
        ]  # fmt: skip
        costs = []
        for rank, (cx, cy) in enumerate(spots):
            box = (cx - half, cy - high, cx + half, cy + high)
            others = discs[:i] + discs[i + 1 :]
            names = sum(_overlap(box, b) for b in taken)
            covered = names + 0.7 * sum(_overlap(box, b) for b in others)
            costs.append((covered + 5 * _outside(box, frame) + 0.5 * rank, cx, cy, box, names))
        _, cx, cy, box, names = min(costs)
        share = names / max(1.0, 4 * half * high)
        if share <= most:
            taken.append(box)
        yield (round(cx, 1), round(cy, 1)), share


def _overlap(a: Box, b: Box) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _outside(box: Box, frame: tuple[float, float]) -> float:
    """Return by how many pixels a box leaves the frame, times its height."""
    over = max(0.0, -box[0]) + max(0.0, box[2] - frame[0])
    over += max(0.0, -box[1]) + max(0.0, box[3] - frame[1])
    return over * (box[3] - box[1])
