"""The options of the analyses of policy strength, PMC, terms and attention in study.yaml."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, get_args

from pydantic import Field, model_validator

from policyloom.model.settings import Bilingual, Frozen, Id

Level = Literal["central", "ministry", "province", "city"]
PackagedScale = Literal["peng-2008"]
PackagedGrades = Literal["estrada-points", "estrada-share", "ninths"]
IssuerKind = Literal[
    "npc", "state_council", "ministry", "party", "legislature", "state-council", "national-body",
    "provincial-government", "provincial-department", "city-government", "city-department",
    "local-office", "firm", "institute", "generic",
]  # fmt: skip
"""Kinds of issuer of the packaged scales, and those of actors.csv."""


class ScaleRule(Frozen):
    """A score for some types of document, of some kinds of issuer; none given means any."""

    score: int = Field(ge=1, le=100)
    types: tuple[str, ...] = Field(min_length=1)
    issuers: tuple[IssuerKind, ...] = ()


class ScaleOption(Frozen):
    """A scale of strength of the study's own; its rules come before those of `based_on`."""

    id: str = Id
    source: str = Field(min_length=1)
    based_on: PackagedScale | None = None
    rules: tuple[ScaleRule, ...] = Field(min_length=1)
    labels: dict[int, Bilingual] = Field(default_factory=dict)


class PolicyStrengthOptions(Frozen):
    """analyses.policy_strength.

    `scale` counts, `compare` are scales shown beside it, `scales` the study's own. `types` tells
    which type of the scale a type of the register stands for; `joint` whose strength a document of
    several issuers has.
    """

    scale: str = "peng-2008"
    compare: tuple[str, ...] = ()
    scales: tuple[ScaleOption, ...] = ()
    types: dict[str, str] = Field(default_factory=dict)
    levels: tuple[Level, ...] = Field(default=("central", "ministry"), min_length=1)
    joint: Literal["highest", "first"] = "highest"

    @model_validator(mode="after")
    def _known_scales(self) -> PolicyStrengthOptions:
        every = [*get_args(PackagedScale), *(scale.id for scale in self.scales)]
        known = set(every)
        if len(known) < len(every):
            raise ValueError(f"every scale needs an id of its own: {every}")
        for name in (self.scale, *self.compare):
            if name not in known:
                raise ValueError(f"no scale is called {name}: {sorted(known)}")
        return self


class GradeCut(Bilingual):
    """A grade and the value from which it begins."""

    low: float = Field(ge=0)


class GradesOption(Frozen):
    """Grades of the study's own, best first and the last from 0, in points or as shares."""

    id: str = Id
    scale: Literal["points", "share"]
    source: str = Field(min_length=1)
    cuts: tuple[GradeCut, ...] = Field(min_length=1)
    top: float = Field(gt=0)

    @model_validator(mode="after")
    def _falling(self) -> GradesOption:
        ends = [self.top, *(cut.low for cut in self.cuts)]
        if ends[-1] != 0 or any(a <= b for a, b in pairwise(ends)):
            raise ValueError(f"the grades of {self.id} must fall from {self.top:g} to 0")
        return self


class PmcOptions(Frozen):
    """analyses.pmc.

    `missing` says what an uncoded cell means: no value for its variable (refuse), a mean of the
    coded cells (over_coded), or a 0 that is called so (absent). `surfaces` names the policies that
    are drawn; without it the first few are.
    """

    missing: Literal["refuse", "over_coded", "absent"] = "refuse"
    grades: PackagedGrades | GradesOption = "ninths"
    surfaces: tuple[str, ...] = ()


class TermsOptions(Frozen):
    """analyses.terms.

    `rule` is the form of tf-idf, `likeness` that of co-words; `least` documents make a pair. Words
    of Chinese and Korean are found by `variety` different neighbours on either side.
    """

    rule: Literal["classic", "smooth-l2"] = "classic"
    likeness: Literal["equivalence", "ochiai", "jaccard"] = "equivalence"
    least: int = Field(default=2, ge=1)
    top: int = Field(default=10, ge=1, le=100)
    variety: int = Field(default=4, ge=2, le=1000)
    nodes: int = Field(default=40, ge=2, le=100)
    leave_out: tuple[str, ...] = ()


class AttentionOptions(Frozen):
    """analyses.attention: `terms` are rows of the glossary; else the `top` ones are taken."""

    terms: tuple[str, ...] = ()
    top: int = Field(default=20, ge=1, le=60)


OPTIONS: dict[str, type[Frozen]] = {
    "policy_strength": PolicyStrengthOptions,
    "pmc": PmcOptions,
    "terms": TermsOptions,
    "attention": AttentionOptions,
}
"""The model of each analysis's options."""
