"""Leaving out: one case, one condition; and putting another set in a condition's place.

Without a condition its literals cannot appear, so models count as the same where they equal those
of the whole data, in which then no term may hold the condition. A set that replaces a condition
takes its place in formulas: the same models then mean the same terms over the other set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.qca.data import DASH, Data, Term
from policyloom.methods.qca.flips import written
from policyloom.methods.qca.minimise import Conclusion, Expectations, Minimiser, SolutionType
from policyloom.methods.qca.truth_table import Cuts, TruthTable, truth_table


@dataclass(frozen=True)
class Other:
    """What one analysis of other data found: its models by type, and which types changed.

    `name` is the case or condition left out, or the set put in. `dropped` are cases that lack a
    score of that set, `contradictions` the rows whose cases lie on both sides of the outcome.
    """

    name: str
    changed: frozenset[SolutionType]
    models: Mapping[SolutionType, tuple[str, ...]]
    contradictions: int
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """Another set for a condition: its name and scores, NaN where a case has none."""

    condition: str
    name: str
    values: NDArray[np.float64]


def without_each_case(table: TruthTable, minimiser: Minimiser) -> tuple[Other, ...]:
    """Analyse the data again without each case in turn."""
    base = minimiser.conclusion(table.positive, table.negative)
    every = np.arange(len(table.data.cases))
    return tuple(
        _other(case, _cases(table.data, every != place), (table.cuts, minimiser, base))
        for place, case in enumerate(table.data.cases)
    )


def without_each_condition(
    table: TruthTable, minimiser: Minimiser, expectations: Expectations | None = None
) -> tuple[Other, ...]:
    """Analyse the data again without each condition in turn; none where there is only one."""
    data = table.data
    if len(data.conditions) < 2:
        return ()
    base = minimiser.conclusion(table.positive, table.negative)
    found = []
    for place, name in enumerate(data.conditions):
        kept = [i for i in range(len(data.conditions)) if i != place]
        hopes = {kept.index(i): v for i, v in (expectations or {}).items() if i != place}
        told = hopes if minimiser.expectations is not None else None
        smaller = Minimiser([data.levels[i] for i in kept], told)
        fewer = replace(
            data,
            conditions=tuple(data.conditions[i] for i in kept),
            values=data.values[:, kept],
            levels=tuple(data.levels[i] for i in kept),
        )
        found.append(_other(name, fewer, (table.cuts, smaller, _reduced(base, place))))
    return tuple(found)


def with_each_alternative(
    table: TruthTable, minimiser: Minimiser, alternatives: Sequence[Alternative]
) -> tuple[Other, ...]:
    """Analyse the data again with each alternative set in the place of its condition."""
    base = minimiser.conclusion(table.positive, table.negative)
    found = []
    for other in alternatives:
        place = table.data.conditions.index(other.condition)
        seen = ~np.isnan(other.values)
        values = table.data.values.copy()
        values[:, place] = other.values
        data = _cases(replace(table.data, values=values), seen)
        made = _other(f"{other.condition} → {other.name}", data, (table.cuts, minimiser, base))
        dropped = tuple(c for c, kept in zip(table.data.cases, seen, strict=True) if not kept)
        found.append(replace(made, dropped=dropped))
    return tuple(found)


def _other(name: str, data: Data, against: tuple[Cuts, Minimiser, Conclusion]) -> Other:
    cuts, minimiser, base = against
    table = truth_table(data, cuts)
    made = minimiser.conclusion(table.positive, table.negative)
    named = list(zip(minimiser.types, made, base, strict=True))
    return Other(
        name,
        frozenset(type_ for type_, formulas, before in named if formulas != before),
        {type_: written(data, formulas) for type_, formulas, _ in named},
        sum(row.contradiction for row in table.rows),
    )


def _cases(data: Data, kept: NDArray[np.bool_]) -> Data:
    """Return the data of the kept cases; conditions keep their number of values."""
    cases = tuple(c for c, keep in zip(data.cases, kept, strict=True) if keep)
    return replace(data, cases=cases, values=data.values[kept], outcome=data.outcome[kept])


def _reduced(base: Conclusion, place: int) -> Conclusion:
    """Return models without a place that none of their terms uses; others can equal nothing."""
    return tuple(frozenset(frozenset(_shorter(t, place) for t in f) for f in fs) for fs in base)


def _shorter(term: Term, place: int) -> Term:
    """Drop a place; a term that holds it is kept whole, so that it equals no shorter one."""
    return term[:place] + term[place + 1 :] if term[place] == DASH else term
