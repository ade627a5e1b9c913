"""A study from literal rows, for tests of the model."""

from collections.abc import Callable
from pathlib import Path

import pytest

from policyloom.model.claims import Claim
from policyloom.model.settings import Bilingual, Period, StudySettings
from policyloom.model.study import Study
from policyloom.model.tables import Row, Table, dictionary

Rows = list[dict[str, object]]


@pytest.fixture
def make_study() -> Callable[..., Study]:
    def make(claims: tuple[Claim, ...] = (), **tables: Rows) -> Study:
        made = {}
        for name, rows in tables.items():
            spec = dictionary()[name]
            empty = dict.fromkeys(spec.column_names)
            made[name] = Table(
                spec,
                tuple(Row({**empty, **row}, line) for line, row in enumerate(rows, 2)),
            )
        settings = StudySettings(
            format=1,
            id="test",
            title=Bilingual(ko="시험", en="Test"),
            period=Period(start=2012, end=2018),
        )
        return Study(Path(), settings, tables=made, claims=claims)

    return make


@pytest.fixture
def chips(make_study: Callable[..., Study]) -> Study:
    """Two economies' chips, a policy with two sources and one with a cell read elsewhere."""
    return make_study(
        sources=[{"id": s} for s in ("S1", "S2", "S3", "S4")],
        indicators=[
            {"id": "chips", "name_ko": "칩", "name_en": "Chips", "unit": "units", "unit_ko": "개"}
        ],
        figures=[
            {
                "id": f"chips.{e}.2017",
                "indicator": "chips",
                "economy": e,
                "year": 2017,
                "value": v,
                "unit": "units",
                "source": s,
                "confidence": "high",
            }
            for e, v, s in (("KOR", 40.0, "S1"), ("CHN", 70.0, "S2"))
        ],
        policies=[
            {
                "id": "P1",
                "title": "甲",
                "title_ko": "갑",
                "sources": ("S1", "S3"),
                "confidence": "high",
            },
            {
                "id": "P2",
                "title": "乙",
                "title_ko": "을",
                "date_issued": "2016",
                "sources": ("S3",),
                "implements": ("P1",),
                "confidence": "high",
            },
        ],
        responsibilities=[
            {"id": "R1", "policy": "P1", "task": "x", "task_ko": "엑스", "sources": ("S3",)},
            {"id": "R2", "policy": "P2", "task": "y", "task_ko": "와이", "sources": ("S1",)},
        ],
        cell_sources=[
            {
                "id": "C1",
                "table": "policies",
                "row": "P2",
                "column": "date_issued",
                "source": "S4",
                "confidence": "low",
            }
        ],
    )
