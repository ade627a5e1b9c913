"""study.yaml and codebook.yaml: what a study is about, as frozen models.

The JSON Schemas that editors use are made from these classes.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)


class Frozen(BaseModel):
    """Base of all settings: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Bilingual(Frozen):
    """A text in Korean and English."""

    ko: str = Field(min_length=1, description="한국어")
    en: str = Field(min_length=1, description="English")

    def __getitem__(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class Word(Bilingual):
    """A code with its name in both languages."""

    id: str = Id
    description: str = ""


class Sector(Word):
    """A sector; `focus` marks those that the study compares, the rest are context."""

    focus: bool = False


class Period(Frozen):
    """The years studied, both included."""

    start: int = Field(ge=1900, le=2100)
    end: int = Field(ge=1900, le=2100)


class MapFile(Frozen):
    """Geometry of the regions: a GeoJSON file and the property that equals regions.csv's `iso`."""

    file: str
    key: str = "iso"
    source: str = Field(default="", description="지도의 출처 번호 / source id of the geometry")


class ReportStyle(Frozen):
    """How the printed report looks."""

    page: Literal["a4", "sinkook"] = "a4"
    body_size: float = Field(default=10.5, ge=8, le=13, description="본문 크기(pt)")
    draft: bool = Field(default=False, description="초안: 열린 문제를 여백에 찍는다")


class ChapterEntry(Frozen):
    """One file of the report and its part in it."""

    file: str
    kind: Literal["foreword", "summary", "chapter", "annex", "summary-en"] = "chapter"


class StudySettings(Frozen):
    """study.yaml: identity, questions, scope, chapters and options of the analyses."""

    format: Literal[1] = Field(description="서식 판 / version of the study format")
    id: str = Id
    title: Bilingual
    subtitle: Bilingual | None = None
    institute: Bilingual | None = None
    authors: tuple[str, ...] = ()
    date: str = ""
    period: Period
    questions: tuple[Bilingual, ...] = ()
    nation: str = Field(default="", description="전국을 뜻하는 지역 코드 / region id of the nation")
    economies: tuple[str, ...] = Field(default=(), description="견주는 두 나라 / the pair compared")
    benchmarks: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    factors: tuple[Word, ...] = ()
    map: MapFile | None = None
    engine: Literal["duckdb"] = "duckdb"
    report: ReportStyle = ReportStyle()
    chapters: tuple[ChapterEntry, ...] = ()
    analyses: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="분석별 선택 / options by analysis"
    )

    @property
    def focus(self) -> tuple[Sector, ...]:
        """Return the sectors that the study compares."""
        return tuple(s for s in self.sectors if s.focus)

    def sector(self, code: str) -> Sector:
        """Return the sector of that code; KeyError where study.yaml has none."""
        return next(s for s in self.sectors if s.id == code)


class Condition(Word):
    """A condition or outcome that cases are scored on."""

    role: Literal["condition", "outcome"] = "condition"


class Instrument(Word):
    """A policy instrument and its side (Rothwell and Zegveld)."""

    side: Literal["supply", "environment", "demand"]


class Codebook(Frozen):
    """codebook.yaml: codes for conditions, risks, instruments and causes."""

    conditions: tuple[Condition, ...] = ()
    risk_kinds: tuple[Word, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    causes: tuple[Word, ...] = ()
