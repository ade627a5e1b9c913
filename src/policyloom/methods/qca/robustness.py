"""Robustness of a comparison, and a verdict by a stated rule on what the sample can carry.

Five signs speak against a type's models:
    few_cases       fewer than CASES_PER_CONDITION cases for each condition
    few_rows        less than ROWS_SHARE of the possible combinations were observed
    one_flip        one changed score changes the models
    one_case        leaving out one case changes the models in LEAVING_SHARE of the runs or more
    ties            more than one model fits as well as any other
Three signs or more: the sample cannot carry the models. One or two: they are fragile. None: they
hold. Without any model there is nothing to carry. The thresholds are conventions of this program,
in the spirit of Marx and Dusa (2011) on conditions by cases and of Oana and Schneider (2024) on
ranges of sensitivity; they are printed with the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from policyloom.methods.qca.flips import Flips, flips
from policyloom.methods.qca.leaving_out import (
    Alternative,
    Other,
    with_each_alternative,
    without_each_case,
    without_each_condition,
)
from policyloom.methods.qca.minimise import Expectations, Minimiser, SolutionType
from policyloom.methods.qca.ranges import (
    AnchorRange,
    Calibrated,
    CutRange,
    anchor_ranges,
    cut_ranges,
)
from policyloom.methods.qca.truth_table import TruthTable

CASES_PER_CONDITION = 3
ROWS_SHARE = 0.5
LEAVING_SHARE = 0.25
SIGNS_TO_FAIL = 3

Sign = Literal["few_cases", "few_rows", "one_flip", "one_case", "ties"]
Word = Literal["holds", "fragile", "cannot_carry", "no_model"]


@dataclass(frozen=True)
class Verdict:
    """What the sample can carry of one type's models, and the signs that say so."""

    word: Word
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Sample:
    """Cases, conditions, combinations observed with enough cases, and those possible."""

    cases: int
    conditions: int
    rows: int
    possible: int


@dataclass(frozen=True)
class Robustness:
    """All that was tried on one comparison."""

    sample: Sample
    models: Mapping[SolutionType, int]
    cuts: tuple[CutRange, ...]
    anchors: tuple[AnchorRange, ...]
    cases: tuple[Other, ...]
    conditions: tuple[Other, ...]
    alternatives: tuple[Other, ...]
    flips: Flips
    verdicts: Mapping[SolutionType, Verdict]

    def changed_without(self, type_: SolutionType) -> tuple[str, ...]:
        """Return the cases without which a type has other models."""
        return tuple(other.name for other in self.cases if type_ in other.changed)


@dataclass(frozen=True)
class Asked:
    """What else is tried: scores that a score may change to, calibration, alternative sets."""

    scale: tuple[float, ...] | None = None
    calibrated: Calibrated | None = None
    alternatives: Sequence[Alternative] = ()


def robustness(
    table: TruthTable, expectations: Expectations | None = None, asked: Asked | None = None
) -> Robustness:
    """Try a comparison's models on everything that a reader may doubt."""
    asked = asked or Asked()
    minimiser = Minimiser(table.data.levels, expectations or None)
    base = minimiser.conclusion(table.positive, table.negative)
    models = {t: len(formulas) for t, formulas in zip(minimiser.types, base, strict=True)}
    cases = without_each_case(table, minimiser)
    flipped = flips(table, minimiser, asked.scale)
    sample = sample_of(table)
    verdicts = {
        type_: verdict(
            sample, models[type_], _share(cases, type_), one_flip=flipped.flipping[type_] > 0
        )
        for type_ in minimiser.types
    }
    calibrated = asked.calibrated
    return Robustness(
        sample=sample,
        models=models,
        cuts=cut_ranges(table, minimiser),
        anchors=anchor_ranges(calibrated, table.cuts, minimiser) if calibrated else (),
        cases=cases,
        conditions=without_each_condition(table, minimiser, expectations),
        alternatives=with_each_alternative(table, minimiser, asked.alternatives),
        flips=flipped,
        verdicts=verdicts,
    )


def sample_of(table: TruthTable) -> Sample:
    """Return the size of a sample against what its conditions make possible."""
    data = table.data
    return Sample(len(data.cases), len(data.conditions), len(table.observed), prod(data.levels))


def verdict(sample: Sample, models: int, leaving_share: float, *, one_flip: bool) -> Verdict:
    """Return what a sample can carry, by the rule of this module."""
    if not models:
        return Verdict("no_model", ())
    told: tuple[tuple[Sign, bool], ...] = (
        ("few_cases", sample.cases < CASES_PER_CONDITION * sample.conditions),
        ("few_rows", sample.rows < ROWS_SHARE * sample.possible),
        ("one_flip", one_flip),
        ("one_case", leaving_share >= LEAVING_SHARE),
        ("ties", models > 1),
    )
    signs = tuple(name for name, there in told if there)
    if len(signs) >= SIGNS_TO_FAIL:
        return Verdict("cannot_carry", signs)
    return Verdict("fragile" if signs else "holds", signs)


def _share(cases: Sequence[Other], type_: SolutionType) -> float:
    return sum(type_ in other.changed for other in cases) / len(cases) if cases else 0.0
