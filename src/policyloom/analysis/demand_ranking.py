"""Ranking the cells that hold evidence, on several criteria, over weights that nobody agreed on.

Three methods see the same draws: the weighted sum of min-max scaled criteria, TOPSIS (Hwang and
Yoon 1981) with vector normalisation, and net outranking flows (Brans and Vincke 1985). Each draw
takes weights uniform over the simplex and, for what was not seen, a value anywhere between the
least and the largest seen. What stays among the first under nearly all of them holds, the error of
drawing allowed for; the rest depends on taste.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.analysis.demand_evidence import Cell
from policyloom.methods.composite import normalise, ranks, simplex_weights
from policyloom.methods.mcda import net_flows, topsis
from policyloom.model.result import Text

Values = NDArray[np.float64]
CRITERIA: tuple[tuple[str, Text], ...] = (
    ("kinds", Text("증거 유형의 수", "Kinds of evidence")),
    ("sources", Text("출처의 수", "Sources")),
    ("balance", Text("방향의 균형(-1~1)", "Balance of directions (-1 to 1)")),
    ("base", Text("지역 기반(건)", "Regional base (rows)")),
    ("complementarity", Text("분야의 보완성(0~1)", "Complementarity of the sector (0 to 1)")),
    ("certainty", Text("신뢰도 높은 증거의 몫", "Share of evidence of high confidence")),
)
METHODS: tuple[tuple[str, Text], ...] = (
    ("sum", Text("가중합(최소최대 정규화)", "Weighted sum (min-max)")),
    ("topsis", Text("TOPSIS(벡터 정규화)", "TOPSIS (vector normalisation)")),
    ("outranking", Text("순위우월(PROMETHEE II)", "Outranking (PROMETHEE II)")),
)
HOLDS, TASTE = 0.9, 0.1
COVER = 0.9
_Z = 1.959964
"""The normal quantile of a 95 percent interval."""


@dataclass(frozen=True)
class Ranking:
    """Ranks of cells: draws x methods x cells, and the share of draws among the first `top`."""

    cells: tuple[Cell, ...]
    criteria: Values
    places: NDArray[np.float64]
    top: int

    def middle(self, cell: int, method: int | None = None) -> float:
        """Return the median rank of a cell, by one method or over all."""
        return float(np.median(self._places(cell, method)))

    def interval(self, cell: int) -> tuple[float, float]:
        """Return the ends of the middle nine tenths of a cell's ranks over all methods."""
        seen = self._places(cell, None)
        tail = (1 - COVER) / 2
        low, high = np.quantile(seen, [tail, 1 - tail], method="inverted_cdf")
        return float(low), float(high)

    def share(self, cell: int) -> float:
        """Return the least share, over the methods, of draws that put a cell among the first."""
        return float((self.places[:, :, cell] <= self.top).mean(axis=0).min())

    def chance(self, cell: int) -> float:
        """Return the largest such share."""
        return float((self.places[:, :, cell] <= self.top).mean(axis=0).max())

    def verdict(self, cell: int) -> str:
        """Return "holds", "taste" or "behind".

        A cell holds, or is behind, only where the error of drawing does not put it in doubt.
        """
        if self._beyond(self.share(cell), -1) >= HOLDS:
            return "holds"
        return "taste" if self._beyond(self.chance(cell), 1) >= TASTE else "behind"

    def _beyond(self, share: float, side: int) -> float:
        """Return an end of the 95 percent interval of a share of draws (Wilson 1927)."""
        draws, z = len(self.places), _Z
        middle = share + z * z / (2 * draws)
        half = z * math.sqrt(share * (1 - share) / draws + z * z / (4 * draws * draws))
        return (middle + side * half) / (1 + z * z / draws)

    def _places(self, cell: int, method: int | None) -> Values:
        taken = self.places[:, :, cell] if method is None else self.places[:, method, cell]
        return np.asarray(taken).ravel()


def criteria_of(cell: Cell, complementarity: float | None) -> list[float]:
    """Return a cell's criteria, NaN where nothing was seen.

    The study's own claims are no further kind or source, and speak with one voice for a direction:
    they rest on evidence that is counted already.
    """
    favour, counter = _voices(cell, "for"), _voices(cell, "against")
    trusted = [p for p in cell.pieces if p.confidence]
    high = sum(p.confidence == "high" for p in trusted)
    nan = float("nan")
    return [
        float(cell.kinds),
        float(len({s for p in cell.firsthand for s in p.sources})),
        (favour - counter) / (favour + counter) if favour + counter else nan,
        float(len(set(cell.base))),
        nan if complementarity is None else complementarity,
        high / len(trusted) if trusted else nan,
    ]


def _voices(cell: Cell, direction: str) -> int:
    pieces = cell.pointing(direction)
    claims = sum(p.kind == "claim" for p in pieces)
    return len(pieces) - claims + min(claims, 1)


def rank_cells(
    cells: Sequence[Cell], criteria: Values, *, top: int, draws: int, seed: int
) -> Ranking | None:
    """Rank cells under drawn weights and fillings; None where there are not two to compare.

    Criteria that nobody has, or that do not vary, are left out. Same seed, same result.
    """
    usable = [j for j in range(criteria.shape[1]) if _varies(criteria[:, j])]
    if len(cells) < 2 or not usable:
        return None
    kept = criteria[:, usable]
    rng = np.random.default_rng(seed)
    weights = simplex_weights(list(range(len(usable))), draws, rng)
    places = np.empty((draws, len(METHODS), len(cells)))
    low, high = np.nanmin(kept, axis=0), np.nanmax(kept, axis=0)
    holes = np.nonzero(np.isnan(kept))
    costs = [False] * len(usable)
    for draw in range(draws):
        whole = kept.copy()
        share = rng.random(len(holes[0]))
        whole[holes] = low[holes[1]] + share * (high - low)[holes[1]]
        w = weights[draw]
        scaled = np.column_stack([normalise(c, "minmax") for c in whole.T])
        places[draw, 0] = ranks(np.nan_to_num(scaled) @ w)
        places[draw, 1] = ranks(topsis(_positive(whole), w, costs))
        places[draw, 2] = ranks(net_flows(whole, w, costs))
    return Ranking(tuple(cells), criteria, places, top)


def _positive(values: Values) -> Values:
    """Shift criteria that may be negative to start at 0: vector normalisation needs a ratio."""
    least = np.minimum(values.min(axis=0), 0.0)
    return np.asarray(values - least)


def _varies(column: Values) -> bool:
    seen = column[~np.isnan(column)]
    return seen.size > 1 and float(seen.min()) < float(seen.max())
