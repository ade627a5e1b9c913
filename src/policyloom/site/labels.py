"""Where names stand on the map: inside their region where it has room, beside it where not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Ring = Sequence[Point]
Box = tuple[float, float, float, float]

_LINE = 13.0
_GRID, _VERTICES = 9, 60
_ASIDE = (
    (0, 0),
    (0, 13),
    (0, -13),
    (26, 0),
    (-26, 0),
    (30, 10),
    (30, -10),
    (-30, 10),
    (0, 24),
    (36, 0),
)


def area(ring: Ring) -> float:
    """Return the area that a ring encloses."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


@dataclass(frozen=True)
class Spot:
    """Where a name stands; `aside` tells that it reaches beyond its region."""

    x: float = 0.0
    y: float = 0.0
    aside: bool = False


def spots(regions: Sequence[tuple[str, Sequence[Ring]]]) -> list[Spot]:
    """Return a place for each (name, rings); large regions choose first, none covers another."""
    taken: list[Box] = []
    found: dict[int, Spot] = {}
    sizes = [sum(area(r) for r in rings) for _, rings in regions]
    for i in sorted(range(len(regions)), key=lambda i: (-sizes[i], i)):
        name, rings = regions[i]
        if rings:
            box = _free(_inside(rings), 11.5 * len(name), taken)
            taken.append(box)
            corners = [(box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])]
            aside = sum(_within(x, y, rings) for x, y in corners) < 2
            found[i] = Spot(round((box[0] + box[2]) / 2, 1), round(box[3] - 3, 1), aside)
    return [found.get(i, Spot()) for i in range(len(regions))]


def _free(place: Point, width: float, taken: list[Box]) -> Box:
    boxes = [_box((place[0] + dx, place[1] + dy), width) for dx, dy in _ASIDE]
    return next((b for b in boxes if not any(_meet(b, t) for t in taken)), boxes[0])


def _box(place: Point, width: float) -> Box:
    x, y = place
    return x - width / 2, y - _LINE / 2, x + width / 2, y + _LINE / 2


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(rings: Sequence[Ring]) -> Point:
    """Return the point of a coarse grid that lies inside and farthest from any edge.

    Height counts twice, since names are wider than high.
    """
    outlines = [_fewer(ring) for ring in rings]
    best, farthest = outlines[0][0], -1.0
    for x, y in _grid(max(outlines, key=area)):
        if not _within(x, y, outlines):
            continue
        near = min(math.hypot(x - px, 2 * (y - py)) for ring in outlines for px, py in ring)
        if near > farthest:
            best, farthest = (x, y), near
    return best


def _fewer(ring: Ring) -> list[Point]:
    return list(ring[:: max(1, len(ring) // _VERTICES)])


def _grid(ring: Ring) -> Iterator[Point]:
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    for i in range(1, _GRID + 1):
        for j in range(1, _GRID + 1):
            yield left + (right - left) * i / (_GRID + 1), top + (bottom - top) * j / (_GRID + 1)


def _within(x: float, y: float, rings: Sequence[Ring]) -> bool:
    """Tell whether a point lies inside by the even-odd rule, holes left out."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside
