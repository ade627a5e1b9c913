"""The composite of a board and its uncertainty: leads, ranks, and which indicators decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.analysis.scoreboard_data import Board, Entry
from policyloom.methods.composite import (
    RankDraws,
    ScoreDraws,
    draw_scores,
    equal_weights,
    geometric,
    normalise,
    rank_bounds,
    summarise,
    weighted_sum,
)
from policyloom.model.scoreboard_settings import ScoreboardOptions

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Standing:
    """How the economies stand on one board.

    `scores` and `geometric` are the composites at equal weights (NaN with a gap); `lead` is that of
    the first economy over the second, `span` holds the middle `cover` of it over the draws of the
    named normalisation, `ahead` its share of all draws above zero. `bounds` are the best and worst
    ranks that gaps allow at equal weights.
    """

    board: Board
    usable: tuple[int, ...]
    scores: Floats
    geometric: Floats
    lead: float
    span: tuple[float, float] | None
    ahead: float
    ranks: RankDraws
    bounds: Floats
    draws: ScoreDraws

    @property
    def entries(self) -> list[Entry]:
        """Return the entries that vary, and so count."""
        return [self.board.entries[j] for j in self.usable]

    def coverage(self, place: int) -> float:
        """Return the percentage of the counting entries for which an economy has a value."""
        return float(100 * (~np.isnan(self.board.values()[place, list(self.usable)])).mean())


@dataclass(frozen=True)
class Influence:
    """What one indicator does to the lead.

    `part` is what it adds at equal weights; `without` the share of draws with the first ahead once
    it is left out, its weight falling to the others in proportion; `correlation` that of its
    weight with the lead over the draws of the named normalisation, None where one does not vary.
    """

    entry: Entry
    part: float
    without: float
    correlation: float | None


def stand(board: Board, own: ScoreboardOptions) -> Standing | None:
    """Return the standing on a board, None with fewer indicators that vary than asked for."""
    values, costs, groups = board.values(), board.costs(), board.groups()
    if len(board.entries) < own.least:
        return None
    try:
        drawn = draw_scores(
            values, costs, groups, normalisations=own.normalisations, draws=own.draws, seed=own.seed
        )
    except ValueError:
        return None
    usable = list(drawn.usable)
    if len(usable) < own.least:
        return None
    scaled = np.column_stack(
        [normalise(values[:, j], own.normalisation, cost=costs[j]) for j in usable]
    )
    weights = equal_weights([groups[j] for j in usable])
    scores = weighted_sum(scaled, weights)
    lead = drawn.scores[:, 0] - drawn.scores[:, 1]
    bounds = rank_bounds(values[:, usable], [costs[j] for j in usable], weights)
    return Standing(
        board=board,
        usable=drawn.usable,
        scores=scores,
        geometric=_geometric(scaled, weights, own.normalisation),
        lead=float(scores[0] - scores[1]),
        span=_span(lead[_named(drawn, own)], own.cover),
        ahead=_ahead(lead),
        ranks=summarise(drawn, own.cover),
        bounds=bounds,
        draws=drawn,
    )


def influences(standing: Standing, own: ScoreboardOptions) -> list[Influence]:
    """Return what each counting indicator does to the lead, the heaviest first."""
    drawn = standing.draws
    parts = drawn.leads(0, 1)
    lead = parts.sum(axis=1)
    named = _named(drawn, own)
    values, costs = standing.board.values(), standing.board.costs()
    groups = standing.board.groups()
    weights = equal_weights([groups[j] for j in standing.usable])
    found = []
    for weight, j in zip(weights, standing.usable, strict=True):
        scaled = normalise(values[:, j], own.normalisation, cost=costs[j])
        found.append(
            Influence(
                standing.board.entries[j],
                float(weight * (scaled[0] - scaled[1])),
                _ahead(lead - parts[:, j]),
                _correlation(drawn.weights[named, j], lead[named]),
            )
        )
    return sorted(found, key=lambda i: (-abs(i.part), i.entry.indicator.id))


def _geometric(scaled: Floats, weights: Floats, how: str) -> Floats:
    """Return the geometric composite on the scale 1 to 100, NaN for scales that pass zero."""
    if how == "zscore":
        return np.full(len(scaled), np.nan)
    return geometric(1 + 99 * scaled, weights)


def _named(drawn: ScoreDraws, own: ScoreboardOptions) -> NDArray[np.bool_]:
    """Return which draws used the named normalisation; all where it is not among them."""
    if own.normalisation not in drawn.normalisations:
        return np.ones(len(drawn.chosen), dtype=bool)
    return np.asarray(drawn.chosen == drawn.normalisations.index(own.normalisation))


def _span(lead: Floats, cover: float) -> tuple[float, float] | None:
    if lead.size == 0:
        return None
    tail = (1 - cover) / 2
    low, high = np.quantile(lead, [tail, 1 - tail])
    return float(low), float(high)


def _ahead(lead: Floats) -> float:
    """Return the share of draws above zero; a tie counts half."""
    near = np.abs(lead) <= 1e-12
    return float((np.where(near, 0.5, lead > 0)).mean())


def _correlation(weights: Floats, lead: Floats) -> float | None:
    if len(lead) < 3 or weights.std() <= 1e-12 or lead.std() <= 1e-12:
        return None
    return float(np.corrcoef(weights, lead)[0, 1])


def opposite(standing: Standing, economies: Sequence[str]) -> list[Entry]:
    """Return the counting entries whose leader is not the one that leads the composite."""
    leads = economies[0] if standing.lead > 0 else economies[1]
    found = []
    for entry in standing.entries:
        first, second = (entry.numbers[e].value for e in economies)
        if first == second:
            continue
        best = economies[0] if (first > second) != entry.cost else economies[1]
        if best != leads:
            found.append(entry)
    return found
