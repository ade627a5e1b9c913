"""Composite indicators after the steps of the OECD/JRC handbook (2008), missing kept missing."""

from policyloom.methods.composite.aggregation import geometric, weighted_sum
from policyloom.methods.composite.agreement import kendall_tau_b, mean_abs_shift, spearman
from policyloom.methods.composite.normalisation import (
    NORMALISATIONS,
    normalise,
    normalise_tables,
)
from policyloom.methods.composite.ranks import (
    RankDraws,
    ScoreDraws,
    draw_ranks,
    draw_scores,
    first_shares_of_two,
    rank_bounds,
    ranks,
    summarise,
)
from policyloom.methods.composite.weights import critic_weights, equal_weights, simplex_weights

__all__ = [
    "NORMALISATIONS", "RankDraws", "ScoreDraws", "critic_weights", "draw_ranks", "draw_scores",
    "equal_weights", "first_shares_of_two", "geometric", "kendall_tau_b", "mean_abs_shift",
    "normalise", "normalise_tables", "rank_bounds", "ranks", "simplex_weights", "spearman",
    "summarise", "weighted_sum",
]  # fmt: skip
