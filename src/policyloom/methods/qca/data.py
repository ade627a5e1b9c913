"""The data of a comparison: cases, conditions with their set memberships, and one outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.qca.measures import Membership

Literal = tuple[int, int]
"""A condition (its place) and a value: 1 present, 0 absent; any whole number where multi-value."""

Term = tuple[int, ...]
"""One value a condition, DASH where the condition was dropped."""

DASH = -1
HALF = 0.5
_SAME = 1e-9


@dataclass(frozen=True)
class Data:
    """Cases by conditions. `values` holds fuzzy or crisp memberships, or whole numbers.

    `levels` is how many values a condition has: 2 for crisp and fuzzy sets. `outcome` holds
    memberships in 0..1; `negated` tells that they are those of the negation of `outcome_name`.
    """

    cases: tuple[str, ...]
    conditions: tuple[str, ...]
    values: NDArray[np.float64]
    levels: tuple[int, ...]
    outcome_name: str
    outcome: Membership
    negated: bool = False

    @property
    def multi(self) -> bool:
        """Tell whether any condition has more than two values."""
        return max(self.levels, default=2) > 2

    def membership(self, literal: Literal) -> Membership:
        """Return every case's membership in one literal."""
        condition, value = literal
        column = self.values[:, condition]
        if self.levels[condition] > 2:
            return (np.abs(column - value) < _SAME).astype(np.float64)
        return column if value == 1 else 1 - column

    def term_membership(self, term: Term) -> Membership:
        """Return the minimum over a term's literals; 1 for the empty term."""
        made = np.ones(len(self.cases))
        for condition, value in enumerate(term):
            if value != DASH:
                made = np.minimum(made, self.membership((condition, value)))
        return made

    def model_membership(self, terms: Sequence[Term]) -> Membership:
        """Return the maximum over the terms of a model; 0 without any."""
        made = np.zeros(len(self.cases))
        for term in terms:
            made = np.maximum(made, self.term_membership(term))
        return made

    def row_of(self, case: int) -> Term | None:
        """Return the truth-table row a case belongs to; None with a membership of exactly 0.5."""
        return self.row_of_values(self.values[case])

    def row_of_values(self, values: NDArray[np.float64]) -> Term | None:
        """Return the row of any scores; None with a membership of exactly 0.5."""
        row: list[int] = []
        for value, levels in zip(values, self.levels, strict=True):
            if levels > 2:
                row.append(round(float(value)))
            elif abs(value - HALF) < _SAME:
                return None
            else:
                row.append(int(value > HALF))
        return tuple(row)

    def written(self, term: Term) -> str:
        """Return a term as printed: "A*~B", "A{2}" where multi-value, "1" for the empty term."""
        parts = [self._literal(c, v) for c, v in enumerate(term) if v != DASH]
        return "*".join(parts) or "1"

    def digits(self, row: Term) -> str:
        """Return a row as its values in the order of the conditions: "1011"."""
        return ("" if max(self.levels, default=2) <= 10 else ",").join(map(str, row))

    def _literal(self, condition: int, value: int) -> str:
        name = self.conditions[condition]
        if self.levels[condition] > 2:
            return f"{name}{{{value}}}"
        return name if value == 1 else f"~{name}"


def make_data(cases: Sequence[str], columns: Mapping[str, Sequence[float]], outcome: str) -> Data:
    """Make data from memberships by name; "~Y" as outcome asks for the negation of Y.

    Conditions are all columns but the outcome, in their order. A column with a whole number above
    1 is multi-value. Raises ValueError for a score that is no membership or a multi-value outcome.
    """
    negated, name = outcome.startswith("~"), outcome.removeprefix("~")
    conditions = tuple(c for c in columns if c != name)
    values = np.array([columns[c] for c in conditions], dtype=np.float64).T
    values = values.reshape(len(cases), len(conditions))
    y = np.array(columns[name], dtype=np.float64)
    if y.size and not (np.isfinite(y).all() and y.min() >= 0 and y.max() <= 1):
        raise ValueError(f"memberships in {name} must lie in 0..1")
    levels = tuple(_levels(c, values[:, i]) for i, c in enumerate(conditions))
    return Data(tuple(cases), conditions, values, levels, name, 1 - y if negated else y, negated)


def _levels(name: str, column: NDArray[np.float64]) -> int:
    if column.size == 0:
        return 2
    if not np.isfinite(column).all() or column.min() < 0:
        raise ValueError(f"memberships in {name} must be numbers from 0 up")
    top = float(column.max())
    if top <= 1:
        return 2
    if not np.array_equal(column, np.round(column)):
        raise ValueError(f"memberships in {name} must lie in 0..1, or be whole numbers")
    return int(top) + 1
