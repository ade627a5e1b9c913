"""A whole comparison: necessity, truth table, every solution, and which assumptions are untenable.

A simplifying assumption is untenable where the same remainder is also assumed for the negated
outcome (a contradictory assumption), or where it lacks a condition that was found necessary
(Schneider and Wagemann 2013, enhanced standard analysis).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from policyloom.methods.qca.data import Data, Literal, Term
from policyloom.methods.qca.measures import Necessity, necessity
from policyloom.methods.qca.minimise import Expectations
from policyloom.methods.qca.solutions import (
    Model,
    Solution,
    conservative,
    intermediates,
    parsimonious,
)
from policyloom.methods.qca.truth_table import Cuts, TruthTable, truth_table

NECESSARY = 0.9
"""Consistency of necessity from which a condition counts as necessary for assumptions."""


@dataclass(frozen=True)
class Comparison:
    """Everything that is printed of one analysis of one outcome."""

    table: TruthTable
    necessity: tuple[tuple[str, Literal, Necessity], ...]
    solutions: tuple[Solution, ...]
    contradictory: frozenset[Term]

    def untenable(self, model: Model) -> tuple[Term, ...]:
        """Return those assumptions of a model that cannot be held."""
        needed = [literal for _, literal, fit in self.necessity if (fit.inclN or 0.0) >= NECESSARY]
        return tuple(
            row
            for row in model.assumed or ()
            if row in self.contradictory or any(row[c] != v for c, v in needed)
        )


def compare(
    data: Data, cuts: Cuts | None = None, expectations: Expectations | None = None
) -> Comparison:
    """Analyse one outcome: the intermediate solution only where expectations are given."""
    table = truth_table(data, cuts)
    complex_, simple = conservative(table), parsimonious(table)
    solutions = [complex_, simple]
    if expectations:
        solutions += intermediates(table, complex_, simple, expectations)
    return Comparison(
        table, tuple(_necessities(data)), tuple(solutions), _contradictory(table, simple)
    )


def negation(data: Data) -> Data:
    """Return the data with the outcome negated."""
    return replace(data, outcome=1 - data.outcome, negated=not data.negated)


def _necessities(data: Data) -> list[tuple[str, Literal, Necessity]]:
    """Return the necessity of each condition, then of each absence (or of each value)."""
    literals: list[Literal] = []
    if data.multi:
        literals = [(c, v) for c, n in enumerate(data.levels) for v in range(n)]
    else:
        literals = [(c, v) for v in (1, 0) for c in range(len(data.conditions))]
    found = []
    for literal in literals:
        condition, value = literal
        term = tuple(value if i == condition else -1 for i in range(len(data.conditions)))
        fit = necessity(data.membership(literal), data.outcome)
        found.append((data.written(term), literal, fit))
    return found


def _contradictory(table: TruthTable, simple: Solution) -> frozenset[Term]:
    """Return the remainders that parsimonious models assume for the outcome and its negation."""
    other = parsimonious(truth_table(negation(table.data), table.cuts))
    ours = {row for model in simple.models for row in model.assumed or ()}
    theirs = {row for model in other.models for row in model.assumed or ()}
    return frozenset(ours & theirs)
