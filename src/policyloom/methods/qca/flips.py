"""Flip distance: how few changed scores change the models, or take a term out of every model.

A change moves one score of one case to another score of its scale, however far. All single changes
are tried, so distance 1 is exact. Two and more are tried as far as a cap on the number of truth
tables and of minimisations allows, the most promising first: a distance found is exact, because all
smaller ones were tried; where the search was cut before anything was found, it is "at least d".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from policyloom.methods.qca.changed import OUTCOME, Changed, Move, moves, scales
from policyloom.methods.qca.data import Data, Term
from policyloom.methods.qca.minimise import Conclusion, Minimiser, SolutionType
from policyloom.methods.qca.truth_table import TruthTable

MOST_TRIED = 20_000
"""Truth tables beyond distance 1 after which the search is cut."""

MOST_MINIMISED = 2_000
"""Different classifications of rows that are minimised beyond distance 1, before it is cut."""

FARTHEST = 4
"""The largest distance that is looked for."""


@dataclass(frozen=True)
class Change:
    """One changed score, by the names of case and column."""

    case: str
    column: str
    old: float
    new: float


@dataclass(frozen=True)
class Distance:
    """How many changed scores it takes: exactly `least`, or at least so many where not `exact`.

    `witness` is one set of changes that does it, `models` those of the type afterwards.
    """

    least: int
    exact: bool
    witness: tuple[Change, ...] = ()
    models: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """Return the distance as printed: 1, or ≥ 3."""
        return str(self.least) if self.exact else f"≥ {self.least}"


@dataclass(frozen=True)
class Flips:
    """Flip distances by solution type. `cells` are (case, column) pairs of single flips by type.

    `scored` is the number of scores that could be changed, `singles` that of single changes tried,
    `flipping` how many of these change a type's models, `cut` whether a search was cut.
    """

    scored: int
    singles: int
    flipping: Mapping[SolutionType, int]
    cells: Mapping[SolutionType, tuple[tuple[str, str], ...]]
    conclusion: Mapping[SolutionType, Distance]
    terms: Mapping[SolutionType, tuple[tuple[str, Distance], ...]]
    cut: bool


@dataclass
class _Targets:
    """What has not been flipped yet: types' sets of models, and terms of a type."""

    base: Conclusion
    types: Sequence[SolutionType]
    whole: dict[SolutionType, Distance | None] = field(default_factory=dict)
    terms: dict[tuple[SolutionType, Term], Distance | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for type_, formulas in zip(self.types, self.base, strict=True):
            if formulas:
                self.whole[type_] = None
                self.terms |= {(type_, t): None for t in frozenset().union(*formulas)}

    def left(self) -> bool:
        """Tell whether anything is left to flip."""
        return None in self.whole.values() or None in self.terms.values()

    def meet(self, made: Conclusion, found: _Found) -> None:
        """Note everything that a conclusion flips for the first time."""
        for type_, formulas, before in zip(self.types, made, self.base, strict=True):
            if formulas == before or type_ not in self.whole:
                continue
            if self.whole[type_] is None:
                self.whole[type_] = found.distance(formulas)
            kept: frozenset[Term] = frozenset().union(*formulas)
            for key in [k for k, v in self.terms.items() if v is None and k[0] == type_]:
                if key[1] not in kept:
                    self.terms[key] = found.distance(formulas)


@dataclass(frozen=True)
class _Found:
    data: Data
    changes: tuple[Move, ...]

    def distance(self, formulas: frozenset[frozenset[Term]]) -> Distance:
        """Return the distance that these changes prove."""
        witness = tuple(named(self.data, move) for move in self.changes)
        models = written(self.data, formulas)
        return Distance(len(witness), exact=True, witness=witness, models=models)


def flips(table: TruthTable, minimiser: Minimiser, scale: Sequence[float] | None = None) -> Flips:
    """Find the flip distance of every type's models and of every term in them."""
    data, changed = table.data, Changed(table.data, table.cuts)
    single = sorted(moves(data, scales(data, scale)), key=lambda m: _by_length(data, m))
    base = minimiser.conclusion(table.positive, table.negative)
    targets = _Targets(base, minimiser.types)
    flipping: dict[SolutionType, list[Move]] = {t: [] for t in minimiser.types}
    for move in single:
        made = minimiser.conclusion(*changed.rows([changed.state([move])]))
        targets.meet(made, _Found(data, (move,)))
        for type_, formulas, before in zip(minimiser.types, made, base, strict=True):
            if formulas != before:
                flipping[type_].append(move)
    reached, cut = _farther(targets, changed, minimiser, single)
    beyond = Distance(reached + 1, exact=False)
    cells = {
        t: tuple(dict.fromkeys((data.cases[m.case], _column(data, m.column)) for m in found))
        for t, found in flipping.items()
    }
    terms = {
        t: tuple((data.written(k[1]), v or beyond) for k, v in targets.terms.items() if k[0] == t)
        for t in minimiser.types
    }
    return Flips(
        scored=len({(m.case, m.column) for m in single}),
        singles=len(single),
        flipping={t: len(found) for t, found in flipping.items()},
        cells=cells,
        conclusion={t: v or beyond for t, v in targets.whole.items()},
        terms={t: tuple(sorted(found)) for t, found in terms.items()},
        cut=cut,
    )


def _farther(
    targets: _Targets, changed: Changed, minimiser: Minimiser, single: Sequence[Move]
) -> tuple[int, bool]:
    """Try two changes and more: the distance up to which all were tried, whether it was cut."""
    tried = 0
    most_known = minimiser.known + MOST_MINIMISED
    ordered = _promising(changed, single)
    for distance in range(2, FARTHEST + 1):
        if not targets.left():
            return distance - 1, False
        for some in _sets(ordered, distance):
            tried += 1
            if tried > MOST_TRIED or minimiser.known > most_known:
                return distance - 1, True
            by_case: dict[int, list[Move]] = {}
            for move in some:
                by_case.setdefault(move.case, []).append(move)
            states = [changed.state(found) for found in by_case.values()]
            targets.meet(minimiser.conclusion(*changed.rows(states)), _Found(changed.data, some))
            if not targets.left():
                return distance, False
    return FARTHEST, targets.left()


def _sets(ordered: Sequence[Move], size: int) -> Iterator[tuple[Move, ...]]:
    """Yield sets of changes of different scores, those of the first changes first."""
    cells = [(m.case, m.column) for m in ordered]
    places = _by_last(len(ordered), size)
    for chosen in places:
        if len({cells[i] for i in chosen}) == size:
            yield tuple(ordered[i] for i in chosen)


def _by_last(count: int, size: int) -> Iterator[tuple[int, ...]]:
    """Yield all combinations of places, ordered by their last place."""
    for last in range(size - 1, count):
        for others in combinations(range(last), size - 1):
            yield (*others, last)


def _promising(changed: Changed, single: Sequence[Move]) -> list[Move]:
    """Order changes by how near they bring some row to a change of its outcome."""
    return sorted(single, key=lambda m: (changed.margin(changed.state([m])), m.case, m.column))


def _by_length(data: Data, move: Move) -> tuple[float, int, int]:
    """Order changes by how far the score moves, so that the smallest stands as the example."""
    change = named(data, move)
    return round(abs(change.new - change.old), 9), move.case, move.column


def named(data: Data, move: Move) -> Change:
    """Return a change by names, its scores those of the outcome as named, not negated."""
    before = (
        data.outcome[move.case] if move.column == OUTCOME else data.values[move.case, move.column]
    )
    old, new = float(before), float(move.score)
    if move.column == OUTCOME and data.negated:
        old, new = 1 - old, 1 - new
    return Change(data.cases[move.case], _column(data, move.column), round(old, 9), round(new, 9))


def written(data: Data, formulas: frozenset[frozenset[Term]]) -> tuple[str, ...]:
    """Return models as formulas, sorted."""
    return tuple(sorted(" + ".join(sorted(map(data.written, f))) for f in formulas))


def _column(data: Data, place: int) -> str:
    return data.outcome_name if place == OUTCOME else data.conditions[place]
