"""Cells with spans placed on the grid of their table."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 1000
"""As browsers do: a span of more columns is taken as this many; rows end with the table."""


def place_cells(
    spans: Sequence[Sequence[tuple[int, int]]],
) -> list[list[tuple[int, int, int, int]]]:
    """Return row, column, row span and column span of every cell, counted from 1.

    `spans` has the rows with the (row span, column span) of each of their own cells; a row span
    of 0 reaches to the end of the table, one that reaches further is cut there.
    """
    taken: dict[int, int] = {}
    placed = []
    for row, cells in enumerate(spans, 1):
        column = 1
        line = []
        for given_down, given_across in cells:
            left = len(spans) - row + 1
            down = min(given_down, left) if given_down > 0 else left
            across = max(1, min(given_across, _MOST))
            while taken.get(column, 0) >= row:
                column += 1
            line.append((row, column, down, across))
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), row + down - 1))
            column += across
        placed.append(line)
    return placed
