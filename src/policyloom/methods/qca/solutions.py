"""Solutions: conservative, parsimonious and intermediate, each with all of its minimal models.

conservative    no remainder is used
parsimonious    every remainder may be used, wherever it makes the models simpler
intermediate    for each pair of a conservative and a parsimonious model, only the remainders that
                directional expectations make easy (Ragin and Sonnett 2005)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from policyloom.methods.qca.data import DASH, Data, Term
from policyloom.methods.qca.measures import Sufficiency, sufficiency
from policyloom.methods.qca.minimise import (
    Expectations,
    Minimal,
    SolutionType,
    with_easy_remainders,
    with_remainders,
    without_remainders,
)
from policyloom.methods.qca.truth_table import TruthTable

MOST_LISTED = 256
"""Remainders that are listed by name; beyond, only the count is given."""

_MOST_COUNTED = 18
"""Conditions up to which remainders are counted one by one."""


@dataclass(frozen=True)
class TermFit:
    """One term of a model with its parameters of fit; covU is None where it stands alone."""

    term: Term
    written: str
    fit: Sufficiency
    covU: float | None  # noqa: N815 - the field's own name


@dataclass(frozen=True)
class Model:
    """One model: its terms, its fit, and the remainders it assumes to bring about the outcome.

    `assumed` is None where there are too many conditions to enumerate them.
    """

    terms: tuple[TermFit, ...]
    fit: Sufficiency
    assumed: tuple[Term, ...] | None

    @property
    def written(self) -> str:
        """Return the model as one formula."""
        return " + ".join(t.written for t in self.terms)


@dataclass(frozen=True)
class Solution:
    """All models of one type. `pair` names the (conservative, parsimonious) models it joins."""

    type: SolutionType
    models: tuple[Model, ...]
    primes: int
    capped: bool = False
    pair: tuple[int, int] | None = None


def conservative(table: TruthTable) -> Solution:
    """Return the solution that uses no remainder."""
    return _solution(table, "conservative", without_remainders(table.positive, table.data.levels))


def parsimonious(table: TruthTable) -> Solution:
    """Return the solution that may use every remainder."""
    return _solution(table, "parsimonious", with_remainders(table.positive, table.negative))


def intermediates(
    table: TruthTable, complex_: Solution, simple: Solution, expectations: Expectations
) -> tuple[Solution, ...]:
    """Return one intermediate solution for each pair of models."""
    pairs = product(enumerate(complex_.models, 1), enumerate(simple.models, 1))
    made = []
    for (i, wide), (j, narrow) in pairs:
        pair = [t.term for t in wide.terms], [t.term for t in narrow.terms]
        found = with_easy_remainders(table.positive, table.data.levels, pair, expectations)
        made.append(_solution(table, "intermediate", found, (i, j)))
    return tuple(made)


def _solution(
    table: TruthTable, type_: SolutionType, found: Minimal, pair: tuple[int, int] | None = None
) -> Solution:
    models = tuple(fitted(table, formula) for formula in found.formulas)
    return Solution(type_, models, found.primes, found.capped, pair)


def fitted(table: TruthTable, terms: Sequence[Term]) -> Model:
    """Return a model of these terms with every parameter of fit."""
    data = table.data
    sets = [data.term_membership(term) for term in terms]
    whole = sufficiency(data.model_membership(terms), data.outcome)
    made = []
    for i, term in enumerate(terms):
        unique = None
        if len(terms) > 1 and whole.covS is not None:
            others = np.maximum.reduce([s for j, s in enumerate(sets) if j != i])
            rest = sufficiency(others, data.outcome).covS
            unique = None if rest is None else whole.covS - rest
        made.append(TermFit(term, data.written(term), sufficiency(sets[i], data.outcome), unique))
    return Model(tuple(made), whole, assumptions(table, terms))


def assumptions(table: TruthTable, terms: Sequence[Term]) -> tuple[Term, ...] | None:
    """Return the remainders that a model covers: its simplifying assumptions, sorted."""
    if len(table.data.conditions) > _MOST_COUNTED:
        return None
    seen = table.observed
    found: set[Term] = set()
    for term in terms:
        found.update(row for row in corners(term, table.data) if row not in seen)
    return tuple(sorted(found))


def corners(term: Term, data: Data) -> list[Term]:
    """Return every full combination inside a term."""
    ranges = [(v,) if v != DASH else range(n) for v, n in zip(term, data.levels, strict=True)]
    return list(product(*ranges))
