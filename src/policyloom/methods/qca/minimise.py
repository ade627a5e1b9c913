"""Minimisation: from positive and negative rows to all minimal formulas, without any fit.

What a truth table concludes follows from its positive rows and its negative ones alone, so the same
pair is never minimised twice by one `Minimiser`; robustness asks for thousands of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from policyloom.methods.qca.covers import minimum_covers
from policyloom.methods.qca.data import DASH, Term
from policyloom.methods.qca.primes import covers, primes_against, primes_within

SolutionType = Literal["conservative", "parsimonious", "intermediate"]
Expectations = Mapping[int, frozenset[int]]
"""For a condition (by place), the values expected to contribute to the outcome."""

Formula = frozenset[Term]
Conclusion = tuple[frozenset[Formula], ...]
"""For each solution type asked for, the set of its models."""


@dataclass(frozen=True)
class Minimal:
    """All smallest formulas over some prime implicants, in a stable order."""

    formulas: tuple[tuple[Term, ...], ...]
    primes: int
    capped: bool = False


def without_remainders(positive: Sequence[Term], levels: Sequence[int]) -> Minimal:
    """Return the formulas that cover the positive rows and nothing else."""
    return _smallest(positive, _covering(positive, primes_within(positive, levels)))


def with_remainders(positive: Sequence[Term], negative: Sequence[Term]) -> Minimal:
    """Return the formulas that cover the positive rows and no negative one."""
    return _smallest(positive, primes_against(positive, negative))


def with_easy_remainders(
    positive: Sequence[Term],
    levels: Sequence[int],
    pair: tuple[Sequence[Term], Sequence[Term]],
    expectations: Expectations,
) -> Minimal:
    """Return the formulas between a conservative and a parsimonious one, by easy counterfactuals.

    A conservative term inside a parsimonious one loses those of its literals that the parsimonious
    term lacks, unless an expectation speaks for them (Ragin and Sonnett 2005).
    """
    cubes = easy_cubes(*pair, expectations)
    return _smallest(positive, _covering(positive, primes_within([*positive, *cubes], levels)))


def easy_cubes(
    complex_: Sequence[Term], simple: Sequence[Term], expectations: Expectations
) -> list[Term]:
    """Return the cubes of easy counterfactuals of a pair of formulas."""
    made: set[Term] = set()
    for term in complex_:
        inside = [s for s in simple if covers(s, term)]
        made |= {_eased(term, s, expectations) for s in inside} or {term}
    return sorted(made)


class Minimiser:
    """Sets of models by solution type, remembered by positive and negative rows.

    The intermediate type is there with expectations only (even of nothing); its models are those
    of every pair.
    """

    def __init__(self, levels: Sequence[int], expectations: Expectations | None = None) -> None:
        self.levels, self.expectations = tuple(levels), expectations
        self.types: tuple[SolutionType, ...] = ("conservative", "parsimonious")
        if expectations is not None:
            self.types += ("intermediate",)
        self._known: dict[tuple[tuple[Term, ...], tuple[Term, ...]], Conclusion] = {}

    def conclusion(self, positive: Sequence[Term], negative: Sequence[Term]) -> Conclusion:
        """Return the set of models of each type; rows may come in any order."""
        key = tuple(sorted(positive)), tuple(sorted(negative))
        if key not in self._known:
            self._known[key] = self._made(*key)
        return self._known[key]

    @property
    def known(self) -> int:
        """Return how many different classifications of rows were minimised."""
        return len(self._known)

    def _made(self, positive: Sequence[Term], negative: Sequence[Term]) -> Conclusion:
        complex_ = without_remainders(positive, self.levels).formulas
        simple = with_remainders(positive, negative).formulas
        found = [complex_, simple]
        if self.expectations is not None:
            between: tuple[tuple[Term, ...], ...] = ()
            for pair in product(complex_, simple):
                made = with_easy_remainders(positive, self.levels, pair, self.expectations)
                between += made.formulas
            found.append(between)
        return tuple(frozenset(map(frozenset, formulas)) for formulas in found)


def _eased(term: Term, simple: Term, expectations: Expectations) -> Term:
    return tuple(
        v if s != DASH or v in expectations.get(i, frozenset({v})) else DASH
        for i, (v, s) in enumerate(zip(term, simple, strict=True))
    )


def _smallest(positive: Sequence[Term], primes: Mapping[Term, int]) -> Minimal:
    terms = list(primes)
    found = minimum_covers(list(primes.values()), (1 << len(positive)) - 1)
    formulas = tuple(tuple(terms[i] for i in chosen) for chosen in found.models)
    return Minimal(formulas, len(primes), found.capped)


def _covering(positive: Sequence[Term], primes: Sequence[Term]) -> dict[Term, int]:
    """Return each term with the positive rows that it covers, as a bit mask."""
    return {p: sum(1 << i for i, row in enumerate(positive) if covers(p, row)) for p in primes}
