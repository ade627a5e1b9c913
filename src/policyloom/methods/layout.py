"""Places for the nodes of a small network, the same on every machine and every run.

Distances on paper follow distances in the network (stress majorisation: Gansner, Koren and North
2005, "Graph drawing by stress majorization"), weights 1/d². Pure Python, meant for under a hundred
nodes: each round costs n² steps.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence

from policyloom.methods.network import connected

Point = tuple[float, float]


def stress_layout(
    nodes: Sequence[str], neighbours: Mapping[str, set[str]], rounds: int = 150
) -> dict[str, Point]:
    """Return a place for every node; the largest connected part first, the rest in a row.

    The row lies beyond the largest y of the first part: below it where y points down.
    """
    places: dict[str, Point] = {}
    parts = connected(nodes, neighbours)
    if not parts:
        return places
    for node, (x, y) in _majorise(parts[0], neighbours, rounds).items():
        places[node] = (round(x, 4), round(y, 4))
    offset, floor = min(x for x, _ in places.values()), max(y for _, y in places.values())
    for part in parts[1:]:
        local = _majorise(part, neighbours, rounds)
        left, top = min(x for x, _ in local.values()), min(y for _, y in local.values())
        for node, (x, y) in local.items():
            places[node] = (round(x - left + offset, 4), round(y - top + floor + 0.8, 4))
        offset += max(x for x, _ in local.values()) - left + 1.0
    return places


def _majorise(
    part: Sequence[str], neighbours: Mapping[str, set[str]], rounds: int
) -> dict[str, Point]:
    n = len(part)
    turn = 2 * math.pi / n
    at = [(math.cos(i * turn) * n / 6, math.sin(i * turn) * n / 6) for i in range(n)]
    far = [_distances(node, part, neighbours) for node in part]
    for _ in range(rounds):
        for i in range(n):
            at[i] = _pull(i, at, far[i])
    return dict(zip(part, _upright(at), strict=True))


def _pull(i: int, at: list[Point], distances: list[int]) -> Point:
    """Return where node i would sit best while all others stay."""
    x, y = at[i]
    sum_x = sum_y = sum_weight = 0.0
    for j, (other_x, other_y) in enumerate(at):
        if j == i:
            continue
        weight = 1.0 / distances[j] ** 2
        gap = math.hypot(x - other_x, y - other_y) or 1e-9
        sum_x += weight * (other_x + distances[j] * (x - other_x) / gap)
        sum_y += weight * (other_y + distances[j] * (y - other_y) / gap)
        sum_weight += weight
    return (sum_x / sum_weight, sum_y / sum_weight) if sum_weight else (x, y)


def _distances(start: str, part: Sequence[str], neighbours: Mapping[str, set[str]]) -> list[int]:
    """Return the number of edges from `start` to every node of its part (breadth first)."""
    found = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in sorted(neighbours[node]):
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return [found[node] for node in part]


def _upright(at: list[Point]) -> list[Point]:
    """Turn the picture so that its long side lies level."""
    n = len(at)
    mean_x, mean_y = sum(x for x, _ in at) / n, sum(y for _, y in at) / n
    xx = sum((x - mean_x) ** 2 for x, _ in at)
    yy = sum((y - mean_y) ** 2 for _, y in at)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in at)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    centred = [(x - mean_x, y - mean_y) for x, y in at]
    return [(x * cos + y * sin, y * cos - x * sin) for x, y in centred]
