"""Ranks under uncertainty (step 7): over weights, normalisations and what was not seen.

A missing value is drawn uniformly between the least and the largest value seen of its indicator: it
may be anything that others were. So a unit of which little is known gets a wide interval of ranks,
not a middling rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.composite.normalisation import (
    descending_ranks,
    normalise,
    normalise_tables,
)
from policyloom.methods.composite.weights import simplex_weights

Values = NDArray[np.float64]

_BLOCK = 1000
"""Draws taken at once: enough to be fast, few enough to be small."""


@dataclass(frozen=True)
class RankDraws:
    """What 10,000 (or any number of) draws say of units. `before[a, b]` is P(a ranks above b).

    `low` and `high` bound the middle `cover` of each unit's ranks; `acceptability[u, r]` is the
    share of draws in which unit u has rank r + 1.
    """

    draws: int
    seed: int
    cover: float
    mean: Values
    low: Values
    high: Values
    acceptability: Values
    before: Values

    @property
    def first(self) -> Values:
        """Return the share of draws in which each unit is first."""
        return self.acceptability[:, 0]


def ranks(scores: Values) -> Values:
    """Return ranks, 1 for the best, ties averaged; NaN without a score."""
    return descending_ranks(scores)


@dataclass(frozen=True)
class ScoreDraws:
    """Composites of units under random choices, one row a draw.

    `scores` is draws x units, `weights` draws x indicators (0 for those left out), `scaled` draws x
    units x indicators (NaN for those left out), `chosen` the place of each draw's normalisation.
    `usable` are the places of the indicators that somebody has and that vary.
    """

    seed: int
    normalisations: tuple[str, ...]
    usable: tuple[int, ...]
    scores: Values
    weights: Values
    scaled: Values
    chosen: NDArray[np.int64]

    def leads(self, one: int, other: int) -> Values:
        """Return draws x indicators: what each indicator adds to the lead of one over other."""
        apart = self.scaled[:, one, :] - self.scaled[:, other, :]
        return np.asarray(np.where(self.weights > 0, self.weights * apart, 0.0))


def draw_scores(
    values: Values,
    costs: Sequence[bool],
    groups: Sequence[int],
    *,
    normalisations: Sequence[str] = ("minmax", "zscore", "rank"),
    draws: int = 10_000,
    seed: int = 0,
) -> ScoreDraws:
    """Score units x indicators under random weights, normalisations and fillings of NaN.

    Each draw takes weights uniform over groups and within them, one of the normalisations, and a
    value for every gap. Indicators that nobody has, or that do not vary, are left out. Same seed,
    same result. ValueError without units or usable indicators.
    """
    usable = [j for j in range(values.shape[1]) if _varies(values[:, j])]
    if values.shape[0] == 0 or not usable:
        raise ValueError("nothing to rank: no unit, or no indicator that varies")
    rng = np.random.default_rng(seed)
    kept = values[:, usable]
    inner = simplex_weights([groups[j] for j in usable], draws, rng)
    chosen = rng.integers(len(normalisations), size=draws)
    turned = [costs[j] for j in usable]
    gaps = rng.random((draws, int(np.isnan(kept).sum())))
    inside = np.empty((draws, *kept.shape))
    for place, how in enumerate(normalisations):
        those = np.flatnonzero(chosen == place)
        for few in np.array_split(those, max(1, len(those) // _BLOCK)):
            inside[few] = normalise_tables(_filled(kept, gaps[few]), how, turned)
    shape = (draws, *values.shape)
    scaled, weights = np.full(shape, np.nan), np.zeros((draws, values.shape[1]))
    scaled[:, :, usable], weights[:, usable] = inside, inner
    scores = np.einsum("duj,dj->du", inside, inner)
    return ScoreDraws(seed, tuple(normalisations), tuple(usable), scores, weights, scaled, chosen)


def draw_ranks(  # noqa: PLR0913 - each is a choice that a reader must be able to vary
    values: Values,
    costs: Sequence[bool],
    groups: Sequence[int],
    *,
    normalisations: Sequence[str] = ("minmax", "zscore", "rank"),
    draws: int = 10_000,
    seed: int = 0,
    cover: float = 0.9,
) -> RankDraws:
    """Rank units x indicators under random weights, normalisations and fillings of NaN.

    The draws are those of `draw_scores`, with its errors.
    """
    drawn = draw_scores(
        values, costs, groups, normalisations=normalisations, draws=draws, seed=seed
    )
    return summarise(drawn, cover)


def summarise(drawn: ScoreDraws, cover: float = 0.9) -> RankDraws:
    """Return ranks, their intervals and who is before whom of draws of scores."""
    scores = drawn.scores
    draws, units = scores.shape
    better = scores[:, None, :] > scores[:, :, None]
    same = (scores[:, None, :] == scores[:, :, None]).sum(axis=2)
    places = better.sum(axis=2) + (same + 1) / 2
    tail = (1 - cover) / 2
    rounded = np.floor(places).astype(int) - 1
    acceptability = np.stack([(rounded == r).mean(axis=0) for r in range(units)], axis=1)
    return RankDraws(
        draws, drawn.seed, cover, places.mean(axis=0),
        np.quantile(places, tail, axis=0, method="inverted_cdf"),
        np.quantile(places, 1 - tail, axis=0, method="inverted_cdf"),
        acceptability, (scores[:, :, None] > scores[:, None, :]).mean(axis=0),
    )  # fmt: skip


def rank_bounds(values: Values, costs: Sequence[bool], weights: Values) -> Values:
    """Return units x 2: the best and worst rank of each unit with its gaps at their extremes.

    Min-max normalisation over what was seen; the gaps of other units stand at the opposite end.
    """
    scaled = np.column_stack(
        [normalise(values[:, j], "minmax", cost=c) for j, c in enumerate(costs)]
    )
    empty = np.isnan(scaled)
    low = np.where(empty, 0.0, scaled) @ weights
    high = np.where(empty, 1.0, scaled) @ weights
    best = 1 + (low[None, :] > high[:, None]).sum(axis=1)
    worst = 1 + (high[None, :] > low[:, None]).sum(axis=1) - (high > low)
    return np.column_stack([best, worst]).astype(np.float64)


def first_shares_of_two(scores: Values) -> Values:
    """Return, for units x 2 criteria, the share of w1 uniform on 0..1 for which each is first.

    Exact: the score of a unit is a line in w1; between the crossings of lines one unit is on top.
    Units with the same line share.
    """
    lines = [(float(a - b), float(b)) for a, b in scores]
    cuts = {0.0, 1.0}
    for i, (slope, base) in enumerate(lines):
        for other_slope, other_base in lines[:i]:
            if slope != other_slope:
                cuts.add((other_base - base) / (slope - other_slope))
    inside = sorted(c for c in cuts if 0 <= c <= 1)
    shares = np.zeros(len(lines))
    for start, end in pairwise(inside):
        middle = (start + end) / 2
        tops = np.array([slope * middle + base for slope, base in lines])
        winners = np.flatnonzero(np.isclose(tops, tops.max(), rtol=0, atol=1e-12))
        shares[winners] += (end - start) / len(winners)
    return shares


def _varies(column: Values) -> bool:
    seen = column[~np.isnan(column)]
    return seen.size > 1 and float(seen.min()) < float(seen.max())


def _filled(values: Values, gaps: Values) -> Values:
    """Return one table a row of `gaps`, whose shares of the span seen fill the holes in order."""
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    made = np.repeat(values[np.newaxis], len(gaps), axis=0)
    holes = np.nonzero(np.isnan(values))
    made[:, holes[0], holes[1]] = low[holes[1]] + gaps * (high - low)[holes[1]]
    return made
