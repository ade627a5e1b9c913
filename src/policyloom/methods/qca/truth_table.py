"""The truth table: which combinations were seen, in how many cases, how consistent with Y.

A case belongs to the row in whose corner its memberships above 0.5 lie. One with a membership of
exactly 0.5 belongs to no row: it is listed and counted in no row, while its memberships stay in the
sums of consistency. A row is positive (OUT 1) where its number of cases, consistency and PRI reach
their cuts; a row with fewer cases than the cut is a remainder ("?").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policyloom.methods.qca.data import HALF, Data, Term
from policyloom.methods.qca.measures import sufficiency

Out = Literal["1", "0", "?"]
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Cuts:
    """What a row must reach to count as sufficient for the outcome."""

    incl: float = 0.8
    pri: float = 0.0
    n: int = 1


@dataclass(frozen=True)
class TruthRow:
    """One observed combination. `contradiction`: its cases lie on both sides of the outcome."""

    config: Term
    out: Out
    n: int
    incl: float | None
    pri: float | None
    cases: tuple[str, ...]
    contradiction: bool


@dataclass(frozen=True)
class TruthTable:
    """The observed rows in the order of their configuration, and the cases without a row."""

    data: Data
    cuts: Cuts
    rows: tuple[TruthRow, ...]
    half: tuple[str, ...]

    @property
    def positive(self) -> tuple[Term, ...]:
        """Return the rows with OUT 1."""
        return tuple(row.config for row in self.rows if row.out == "1")

    @property
    def negative(self) -> tuple[Term, ...]:
        """Return the rows with OUT 0."""
        return tuple(row.config for row in self.rows if row.out == "0")

    @property
    def observed(self) -> frozenset[Term]:
        """Return all rows that are no remainders."""
        return frozenset(row.config for row in self.rows if row.out != "?")


def truth_table(data: Data, cuts: Cuts | None = None) -> TruthTable:
    """Build the truth table of observed rows (unobserved ones are never enumerated)."""
    cuts = cuts or Cuts()
    members: dict[Term, list[int]] = {}
    half = []
    for index, case in enumerate(data.cases):
        row = data.row_of(index)
        if row is None:
            half.append(case)
        else:
            members.setdefault(row, []).append(index)
    rows = (_row(data, cuts, config, members[config]) for config in sorted(members))
    return TruthTable(data, cuts, tuple(rows), tuple(half))


def _row(data: Data, cuts: Cuts, config: Term, members: Iterable[int]) -> TruthRow:
    inside = tuple(members)
    fit = sufficiency(data.term_membership(config), data.outcome)
    sides = {bool(data.outcome[i] > HALF) for i in inside}
    return TruthRow(
        config, out_of(cuts, len(inside), fit.inclS, fit.PRI), len(inside), fit.inclS, fit.PRI,
        tuple(data.cases[i] for i in inside), len(sides) > 1,
    )  # fmt: skip


def out_of(cuts: Cuts, n: int, incl: float | None, pri: float | None) -> Out:
    """Return the outcome of a row: by its number of cases first, then consistency and PRI."""
    if n < cuts.n:
        return "?"
    reached = incl is not None and incl >= cuts.incl - _ROUNDING
    if cuts.pri > 0:
        reached = reached and pri is not None and pri >= cuts.pri - _ROUNDING
    return "1" if reached else "0"
