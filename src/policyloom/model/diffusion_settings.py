"""The options of the analyses of adoption, diffusion and coverage, as study.yaml may give them."""

from __future__ import annotations

from pydantic import Field

from policyloom.model.settings import Frozen, Word


class PlanOption(Word):
    """A kind of regional plan: its central document, and which regional ones are such plans."""

    central: str = ""
    policies: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()


class AdoptionOptions(Frozen):
    """analyses.adoption."""

    plans: tuple[PlanOption, ...] = ()


class AttributeOption(Frozen):
    """An indicator of region_figures; `log2` reads its effect by doublings."""

    indicator: str = Field(min_length=1)
    log2: bool = False


class DiffusionOptions(AdoptionOptions):
    """analyses.diffusion."""

    attributes: tuple[AttributeOption, ...] = ()
    neighbours: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class OutsideOption(Frozen):
    """A count made elsewhere: a plan, and a row of figures that counts its regions."""

    plan: str = Field(min_length=1)
    figure: str = Field(min_length=1)


class CoverageOptions(AdoptionOptions):
    """analyses.coverage."""

    outside: tuple[OutsideOption, ...] = ()


OPTIONS: dict[str, type[AdoptionOptions]] = {
    "adoption": AdoptionOptions,
    "diffusion": DiffusionOptions,
    "coverage": CoverageOptions,
}
"""The model of each analysis's options."""
