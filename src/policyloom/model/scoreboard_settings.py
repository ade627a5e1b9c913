"""The options of the scoreboard and of the trade indicators, as study.yaml may give them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from policyloom.model.settings import Bilingual, Frozen, Word

Normalisation = Literal["minmax", "zscore", "rank"]


class LeaveOut(Frozen):
    """An indicator that stays outside the composite, and why."""

    indicator: str = Field(min_length=1)
    why: Bilingual


class BaseOption(Frozen):
    """A unit that is told relative to an economy, which so has a value by definition.

    "score (USA=100)" gives the United States 100 and "years behind USA" gives it 0.
    """

    unit: str = Field(min_length=1)
    economy: str = Field(min_length=1)
    value: float


class ScoreboardOptions(Frozen):
    """analyses.scoreboard.

    `reference_year` defaults to the last year of the period; `normalisation` is the one of the
    printed composite, `normalisations` those drawn from; `reach` the most years that a value may
    lie from the reference year. Two economies alone say who is ahead, not by how much: on any scale
    made from them the one is all and the other nothing, so `least_economies` asks for three.
    """

    reference_year: int | None = Field(default=None, ge=1900, le=2100)
    reach: int = Field(default=4, ge=0, le=50)
    normalisation: Normalisation = "minmax"
    normalisations: tuple[Normalisation, ...] = Field(
        default=("minmax", "zscore", "rank"), min_length=1
    )
    draws: int = Field(default=10_000, ge=100, le=100_000)
    seed: int = Field(default=0, ge=0)
    cover: float = Field(default=0.9, gt=0, lt=1)
    least: int = Field(default=2, ge=1, description="종합에 필요한 지표 수 / indicators needed")
    least_economies: int = Field(
        default=3, ge=2, description="한 지표에 필요한 나라 수 / economies an indicator needs"
    )
    bases: tuple[BaseOption, ...] = ()
    leave_out: tuple[LeaveOut, ...] = ()


class Decomposition(Word):
    """Product groups of one basis that add up to a whole, for constant market shares.

    What `total` has beyond the groups is a group of its own; "" where they are all there is.
    """

    basis: str = Field(min_length=1)
    groups: tuple[str, ...] = Field(min_length=1)
    total: str = ""


class TradeComparisonOptions(Frozen):
    """analyses.trade_comparison."""

    decompositions: tuple[Decomposition, ...] = ()
    products: dict[str, Bilingual] = Field(default_factory=dict)


OPTIONS: dict[str, type[Frozen]] = {
    "scoreboard": ScoreboardOptions,
    "trade_comparison": TradeComparisonOptions,
}
"""The model of each analysis's options."""
