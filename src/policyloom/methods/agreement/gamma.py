"""Gamma: agreement on units with categories, found through the best alignment of all coders.

A unitary alignment takes a unit, or none, of each coder; its disorder is the mean dissimilarity of
its pairs. An alignment uses every unit once; its disorder is the sum over its unitary alignments,
divided by the mean number of units of a coder. Gamma is 1 - observed / expected disorder, the
latter from random continua (Mathet, Widlöcher and Métivier 2015, Computational Linguistics 41:3).

Dissimilarity of two units is alpha * d_pos + beta * d_cat with
d_pos = ((|b1 - b2| + |e1 - e2|) / (length1 + length2))^2 * empty and d_cat = empty where the
categories differ; of a unit and none, `empty`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from policyloom.methods.set_programs import Option, cheapest_sets

MOST_ALIGNMENTS = 2_000_000

_A_LITTLE = 1e-6
"""Added to each price, so that of equally good alignments the one of fewest rows is chosen."""
_PROVEN: dict[str, Option] = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.0}


@dataclass(frozen=True)
class Unit:
    """A stretch with a category."""

    category: Hashable
    begin: float
    end: float


@dataclass(frozen=True)
class Costs:
    """The weights of position and category, and what an unmatched unit costs."""

    alpha: float = 3.0
    beta: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True)
class Alignment:
    """The best alignment: its disorder and its unitary alignments (None where a coder has none)."""

    disorder: float
    rows: tuple[tuple[Unit | None, ...], ...]


def best_alignment(coders: Sequence[Sequence[Unit]], costs: Costs | None = None) -> Alignment:
    """Return the alignment with the least disorder, exactly.

    ValueError with fewer than two coders, without units, or where there are too many to align.
    """
    costs = costs or Costs()
    if len(coders) < 2 or not any(coders):
        raise ValueError("an alignment needs two coders and a unit")
    rows, prices = _candidates(coders, costs)
    chosen = _cheapest_partition(coders, rows, prices)
    total = sum(prices[i] for i in chosen)
    mean = sum(map(len, coders)) / len(coders)
    return Alignment(total / mean, tuple(_named(coders, rows[i]) for i in chosen))


def gamma(
    coders: Sequence[Sequence[Unit]],
    costs: Costs | None = None,
    *,
    draws: int = 30,
    seed: int = 0,
) -> float | None:
    """Return gamma with random continua made by shifting each coder's units round the continuum.

    None where random continua show no disorder. Same seed, same value; it is an estimate.
    """
    observed = best_alignment(coders, costs).disorder
    rng = np.random.default_rng(seed)
    end = max(u.end for units in coders for u in units)
    begin = min(u.begin for units in coders for u in units)
    sampled = []
    for _ in range(draws):
        donors = rng.integers(len(coders), size=len(coders))
        shifts = rng.uniform(0, end - begin, size=len(coders))
        drawn = [
            [_shifted(u, s, begin, end) for u in coders[d]]
            for d, s in zip(donors, shifts, strict=True)
        ]
        if any(drawn):
            sampled.append(best_alignment(drawn, costs).disorder)
    expected = float(np.mean(sampled)) if sampled else 0.0
    return 1 - observed / expected if expected > 0 else None


def dissimilarity(a: Unit | None, b: Unit | None, costs: Costs) -> float:
    """Return how unlike two units are; a unit and none cost `empty`, none and none too."""
    if a is None or b is None:
        return costs.empty
    lengths = (a.end - a.begin) + (b.end - b.begin)
    moved = abs(a.begin - b.begin) + abs(a.end - b.end)
    position = (moved / lengths) ** 2 * costs.empty if lengths else 0.0
    return costs.alpha * position + costs.beta * (costs.empty if a.category != b.category else 0)


def _candidates(
    coders: Sequence[Sequence[Unit]], costs: Costs
) -> tuple[list[tuple[int, ...]], list[float]]:
    """Return the unitary alignments worth considering: no dearer than leaving each unit alone."""
    size = 1
    for units in coders:
        size *= len(units) + 1
    if size > MOST_ALIGNMENTS:
        raise ValueError(f"{size:,} unitary alignments are too many to align exactly")
    rows, prices = [], []
    for row in product(*(range(-1, len(units)) for units in coders)):
        used = sum(i >= 0 for i in row)
        if not used:
            continue
        pairs = list(combinations(_named(coders, row), 2))
        price = sum(dissimilarity(a, b, costs) for a, b in pairs) / len(pairs)
        if price <= used * costs.empty:
            rows.append(row)
            prices.append(price)
    return rows, prices


def _cheapest_partition(
    coders: Sequence[Sequence[Unit]], rows: list[tuple[int, ...]], prices: list[float]
) -> list[int]:
    """Choose rows that use every unit exactly once at the least price."""
    units = ((c, u) for c, of_coder in enumerate(coders) for u in range(len(of_coder)))
    places = {unit: number for number, unit in enumerate(units)}
    held = [[places[c, u] for c, u in enumerate(row) if u >= 0] for row in rows]
    shorter = [price + _A_LITTLE for price in prices]
    return cheapest_sets(held, shorter, len(places), exactly=True, options=_PROVEN)


def _named(coders: Sequence[Sequence[Unit]], row: Sequence[int]) -> tuple[Unit | None, ...]:
    return tuple(None if i < 0 else units[i] for units, i in zip(coders, row, strict=True))


def _shifted(unit: Unit, by: float, begin: float, end: float) -> Unit:
    """Move a unit along the continuum; one that leaves it at the end comes in at the beginning."""
    start = unit.begin + by
    if start >= end:
        start -= end - begin
    return Unit(unit.category, start, start + unit.end - unit.begin)
