"""From pieces to spans: what belongs to one reused passage is joined, also when reordered.

Two pieces of a pair of texts belong together where they lie close in both texts, in whatever
order, and what lies between them is little: the equal characters must fill the joined stretch. A
passage whose sentences were put in another order is so found whole; two passages of one text
that stand apart in the other stay two.
"""

from __future__ import annotations

import numpy as np

from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.extension import Rows
from policyloom.methods.reuse.ordering import copy_rows, order_by

NEAR = 16
FAR = 64
LOOSE = 0.6
"""Share of equal characters of the longer side that a span must have."""

TIGHT = 0.75
"""The same where pieces further apart are joined."""

_NEXT = 12
"""How many following pieces each one is compared with."""


@kernel
def _filled(x: Rows, y: Rows) -> tuple[int, int, int, int, int]:
    """Return the stretch around two pieces and its equal characters, counted once."""
    a0, a1, b0, b1 = min(x[0], y[0]), max(x[1], y[1]), min(x[2], y[2]), max(x[3], y[3])
    twice_a = max(0, min(x[1], y[1]) - max(x[0], y[0]))
    twice_b = max(0, min(x[3], y[3]) - max(x[2], y[2]))
    equal = max(x[4] + y[4] - max(twice_a, twice_b), x[4], y[4])
    return a0, a1, b0, b1, equal


@kernel
def _apart(x: Rows, y: Rows) -> int:
    """Return the wider of the gaps between two pieces in the two texts, 0 where they touch."""
    gap_a = max(x[0], y[0]) - min(x[1], y[1])
    gap_b = max(x[2], y[2]) - min(x[3], y[3])
    return int(max(0, gap_a, gap_b))


@kernel
def _root(parents: Rows, at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


@kernel
def _join_near(rows: Rows, limit: int, share: float, parents: Rows) -> None:
    """Join pieces step by step, nearest limits first; `rows[root]` is the stretch of a group."""
    for k in range(len(rows)):
        for m in range(k + 1, min(len(rows), k + 1 + _NEXT)):
            x, y = _root(parents, k), _root(parents, m)
            if x == y or _apart(rows[x], rows[y]) > limit:
                continue
            a0, a1, b0, b1, equal = _filled(rows[x], rows[y])
            if equal >= share * max(a1 - a0, b1 - b0):
                parents[y] = x
                rows[x, 0], rows[x, 1], rows[x, 2], rows[x, 3] = a0, a1, b0, b1
                rows[x, 4] = equal


@kernel
def _groups(rows: Rows) -> Rows:
    """Return for each piece the first of those that it is linked with, directly or not."""
    count = len(rows)
    groups = np.arange(count)
    for k in range(count):
        for m in range(k + 1, min(count, k + 1 + _NEXT)):
            x, y = _root(groups, k), _root(groups, m)
            if x != y and _apart(rows[k], rows[m]) <= FAR:
                groups[max(x, y)] = min(x, y)
    for k in range(count):
        groups[k] = _root(groups, k)
    return groups


@kernel
def _covered(rows: Rows, groups: Rows, side: int) -> Rows:
    """Return by group: where it starts and ends in one text, and how much of that is covered."""
    found = np.zeros((len(rows), 3), dtype=np.int64)
    for k in order_by(rows, side):
        group, start, end = groups[k], rows[k, side], rows[k, side + 1]
        if found[group, 1] == 0:
            found[group, 0] = found[group, 1] = start
        found[group, 2] += max(0, end - max(start, found[group, 1]))
        found[group, 1] = max(end, found[group, 1])
    return found


@kernel
def _join_groups(rows: Rows, parents: Rows) -> None:
    """Join whole groups of pieces that lie near one another where together they fill the place."""
    groups = _groups(rows)
    in_a, in_b = _covered(rows, groups, int(np.int64(0))), _covered(rows, groups, int(np.int64(2)))
    equal = np.zeros(len(rows), dtype=np.int64)
    for k in range(len(rows)):
        equal[groups[k]] += rows[k, 4]
    for k in range(len(rows)):
        g = groups[k]
        both = min(equal[g], in_a[g, 2], in_b[g, 2])
        if both >= TIGHT * max(in_a[g, 1] - in_a[g, 0], in_b[g, 1] - in_b[g, 0]):
            parents[k] = g
            if g == k:
                rows[k, 0], rows[k, 1], rows[k, 4] = in_a[g, 0], in_a[g, 1], both
                rows[k, 2], rows[k, 3] = in_b[g, 0], in_b[g, 1]


@kernel
def join(pieces: Rows) -> Rows:
    """Join the pieces of one pair of texts into spans, ordered by their place in b, then in a."""
    if len(pieces) == 1:
        return pieces
    rows, order = np.empty_like(pieces), order_by(pieces, int(np.int64(2)))
    for k in range(len(order)):
        copy_rows(rows, k, pieces[order[k] : order[k] + 1])
    parents = np.arange(len(rows))
    _join_groups(rows, parents)
    for limit, share in ((2, LOOSE), (NEAR, LOOSE), (FAR, TIGHT)):
        _join_near(rows, limit, share, parents)
    kept = 0
    for k in range(len(rows)):
        if parents[k] == k:
            copy_rows(rows, kept, rows[k : k + 1])
            kept += 1
    return rows[:kept]
