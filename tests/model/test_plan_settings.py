"""plan.yaml's model: what it refuses, and what it works out."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from policyloom.model.plan import Grid, PlanSettings, ResearchPeriod

LEAST: dict[str, Any] = {
    "title": {"ko": "과제", "en": "Project"},
    "lead": {"name": "가"},
    "unit": "천원",
    "unit_en": "thousand won",
    "currency": "KRW",
}


def test_the_least_plan_is_enough() -> None:
    made = PlanSettings.model_validate(LEAST)
    assert made.sections == ()
    assert made.rate("나", "2호 가목") is None


@pytest.mark.parametrize(
    "more",
    [
        {"unknown": 1},
        {"currency": "won"},
        {"exchange_rate": 0},
        {"rounding": {"step": 0}},
        {"rounding": {"step": 10, "mode": "down"}},
        {"grid": {"start": "2018-13", "end": "2019-01"}},
        {"grid": {"start": "2018-02", "end": "2018-01"}},
        {"period": {"start": "2018-12-31", "end": "2018-03-01"}},
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PlanSettings.model_validate({**LEAST, **more})


def test_months_are_counted_over_the_turn_of_a_year() -> None:
    assert Grid(start="2018-11", end="2019-02").months == 4
    assert ResearchPeriod.model_validate({"start": "2018-03-01", "end": "2018-12-31"}).months == 10


def test_every_key_is_described_in_the_schema() -> None:
    properties = PlanSettings.model_json_schema()["properties"]
    assert all(" / " in entry["description"] for entry in properties.values())
