"""The options of the analysis of demand in study.yaml."""

from __future__ import annotations

from pydantic import Field

from policyloom.model.settings import Frozen


class DemandOptions(Frozen):
    """How cases are read and cells are ranked.

    `participation` and `outcome` are two conditions of the codebook: a case speaks for demand where
    firms from abroad took part and it went well. `top` cells count as first.
    """

    participation: str = ""
    outcome: str = ""
    top: int = Field(default=10, ge=1)
    draws: int = Field(default=1000, ge=1, le=100_000)
    seed: int = Field(default=0, ge=0)
