"""plan/plan.yaml: what the research plan prints beside its tables, as frozen models.

A study without the file simply has no plan.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from policyloom.model.settings import Bilingual, Frozen, Word

Place = Literal["budget", "schedule", "reviews"]


class Lead(Frozen):
    """Who answers for the study."""

    name: str = Field(min_length=1, description="이름 / name")
    position: str = Field(default="", description="직급 / position")


class Rounding(Frozen):
    """How amounts are rounded; `note` says where the rule comes from."""

    step: float = Field(gt=0, description="반올림 단위 / step, in budget units")
    mode: Literal["half-up"] = Field(default="half-up", description="반올림 방식 / mode")
    note: Bilingual | None = Field(default=None, description="규칙의 근거 / where the rule is from")


class Section(Word):
    """A section of the budget; `ko` is the name that budget.csv uses, `printed` its subtotal."""

    printed: float | None = Field(
        default=None,
        description="인쇄된 소계, 해당 없으면 비움 / printed subtotal, none where not applicable",
    )


class ResearchPeriod(Frozen):
    """First and last day of the research."""

    start: date = Field(description="시작일 / first day")
    end: date = Field(description="종료일 / last day")

    @model_validator(mode="after")
    def _in_order(self) -> ResearchPeriod:
        if self.end < self.start:
            raise ValueError("end_before_start")
        return self

    @property
    def months(self) -> int:
        """Return the number of calendar months that the period touches."""
        return _months(self.start.year, self.start.month, self.end.year, self.end.month)


class Grid(Frozen):
    """First and last month (YYYY-MM) of the grid that the schedule is drawn on."""

    start: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="첫 달 / first month")
    end: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="끝 달 / last month")

    @model_validator(mode="after")
    def _in_order(self) -> Grid:
        if self.end < self.start:
            raise ValueError("end_before_start")
        return self

    @property
    def months(self) -> int:
        """Return the number of months on the grid."""
        first, last = self.start.split("-"), self.end.split("-")
        return _months(int(first[0]), int(first[1]), int(last[0]), int(last[1]))


class Rate(Frozen):
    """What a traveller of a class may spend in a city of a grade, in the foreign currency."""

    grade: str = Field(min_length=1, description="급지 / grade of the city")
    traveller_class: str = Field(min_length=1, description="여비 등급 / class of traveller")
    lodging: float = Field(ge=0, description="숙박비(1박) / lodging a night")
    daily: float = Field(ge=0, description="일비·식비(1일) / daily allowance and meals a day")


class Activity(Word):
    """Something that the plan does; `counted_in` lists where its number of times must agree."""

    counted_in: tuple[Place, ...] = Field(
        default=(), description="횟수를 맞추어 볼 곳 / where the number of times is compared"
    )


class ResearchArea(Bilingual):
    """A class of the council's standard classification."""

    code: str = Field(min_length=1, description="분류 코드 / class code")


class Keyword(Bilingual):
    """A keyword; `printed` keeps the plan's own English spelling where it differs."""

    printed: str = Field(default="", description="계획서의 영문 표기 / English as printed")


class Ministry(Frozen):
    """A ministry that the plan addresses, and why."""

    name: str = Field(min_length=1, description="부처 / ministry")
    relevance: tuple[str, ...] = Field(default=(), description="주요 관련성 / relevance")


class PlannedChapter(Bilingual):
    """A chapter of the promised table of contents."""

    number: int = Field(ge=1, description="장 번호 / chapter number")
    sections: tuple[Bilingual, ...] = Field(default=(), description="절 / sections")


class Contribution(Bilingual):
    """What the study is expected to contribute."""

    kind: Literal["policy", "academic"] = Field(description="정책적·학술적 / kind")


class PlanSettings(Frozen):
    """plan.yaml: identity, money, time, rates and promises of the research plan."""

    title: Bilingual = Field(description="과제명 / title")
    lead: Lead = Field(description="연구책임자 / principal investigator")
    kind: str = Field(default="", description="과제구분 / kind of project")
    reason: str = Field(default="", description="구분 선정 사유 / reason for that kind")
    source: str = Field(default="", description="계획서의 출처 번호 / id in sources.csv")
    unit: str = Field(min_length=1, description="예산 단위 / unit of the budget")
    unit_en: str = Field(min_length=1, description="예산 단위(영어) / unit of the budget, English")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="예산 통화 / currency of the budget")
    foreign_currency: str = Field(
        default="", pattern=r"^([A-Z]{3})?$", description="여비 단가의 통화 / currency of the rates"
    )
    exchange_rate: float | None = Field(
        default=None, gt=0, description="계획 환율 / budget units per unit of foreign currency"
    )
    rounding: Rounding | None = Field(default=None, description="반올림 규칙 / rounding rule")
    total_printed: float | None = Field(default=None, description="인쇄된 총액 / printed total")
    sections: tuple[Section, ...] = Field(default=(), description="비목과 소계 / budget sections")
    rates: tuple[Rate, ...] = Field(default=(), description="국외여비 단가표 / per-diem rates")
    months: int | None = Field(default=None, ge=1, description="연구기간(개월) / months as printed")
    period: ResearchPeriod | None = Field(default=None, description="연구기간 / research period")
    grid: Grid | None = Field(default=None, description="추진일정표의 칸 / grid of the schedule")
    activities: tuple[Activity, ...] = Field(default=(), description="활동 / activities")
    research_areas: tuple[ResearchArea, ...] = Field(
        default=(), description="표준분류체계 / standard classification"
    )
    keywords: tuple[Keyword, ...] = Field(default=(), description="주제어 / keywords")
    ministries: tuple[Ministry, ...] = Field(default=(), description="정책수요처 / ministries")
    contents: tuple[PlannedChapter, ...] = Field(default=(), description="목차 / promised contents")
    contributions: tuple[Contribution, ...] = Field(
        default=(), description="기대효과 / expected contributions"
    )

    def activity(self, code: str) -> Activity | None:
        """Return the activity of that code; None where plan.yaml has none."""
        return next((a for a in self.activities if a.id == code), None)

    def rate(self, grade: str, traveller_class: str) -> Rate | None:
        """Return the rate for a grade and class; None where the table has none."""
        wanted = (grade, traveller_class)
        return next((r for r in self.rates if (r.grade, r.traveller_class) == wanted), None)


def _months(year: int, month: int, last_year: int, last_month: int) -> int:
    return (last_year - year) * 12 + last_month - month + 1
