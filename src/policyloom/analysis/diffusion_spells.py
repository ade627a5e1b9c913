"""From what is known of each region's adoption to spells of time since the central document.

Four kinds of region are told apart and never mixed: adopted (between two days), adopted at a time
not seen, adopted before the central document (never at risk), and unknown. What unknown means is
not decided here: every estimate is made under both readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import Literal

from policyloom.analysis.adoption import Adoption, Plan
from policyloom.model.result import Text

Reading = Literal["censored", "excluded"]
Dates = Literal["latest", "earliest"]
READINGS: dict[Reading, Text] = {
    "censored": Text("모르는 지역을 미채택으로", "Unknown regions as not adopted"),
    "excluded": Text("모르는 지역을 뺌", "Unknown regions left out"),
}
READING_NOTE = Text(
    "찾지 못한 지역은 채택 여부를 모르는 지역이다. 모두 연구 기간 말까지 채택하지 않았다고 보는 "
    "읽기와 아예 빼는 읽기를 나란히 낸다. 앞의 것은 채택을 낮게, 뒤의 것은 높게 잡는다.",
    "Of regions not found nothing is known. Both readings are shown: all of them not adopted by "
    "the end, which understates adoption, and all of them left out, which overstates it.",
)


@dataclass(frozen=True)
class Spell:
    """A region's time until adoption, in days since the central document.

    `first` and `last` bound it; `last` is None where no date was seen, both where it is unknown
    whether the region adopted or where it did so before the central document.
    """

    adoption: Adoption
    kind: Literal["adopted", "undated", "before", "unknown"]
    first: int | None = None
    last: int | None = None

    @property
    def region(self) -> str:
        """Return the region's id."""
        return self.adoption.region.id


@dataclass(frozen=True)
class Spread:
    """A plan with its spells; `origin` is the central document's day, `end` in days from it."""

    plan: Plan
    origin: date
    end: int
    spells: tuple[Spell, ...]

    def of(self, kind: str) -> list[Spell]:
        """Return the spells of a kind."""
        return [s for s in self.spells if s.kind == kind]

    def at_risk(self, reading: Reading) -> list[Spell]:
        """Return the spells that a reading uses."""
        left_out = ("before", "unknown") if reading == "excluded" else ("before",)
        return [s for s in self.spells if s.kind not in left_out]

    def day(self, days: float) -> date:
        """Return the day so many days after the central document."""
        return self.origin + timedelta(days=int(days))

    def durations(
        self, reading: Reading, dates: Dates = "latest"
    ) -> tuple[list[float], list[bool], list[Spell]]:
        """Return times, event flags and their spells, censored at the end of the period."""
        used = self.at_risk(reading)
        pairs = [_duration(s, self.end, dates) for s in used]
        return [t for t, _ in pairs], [e for _, e in pairs], used

    def intervals(self, reading: Reading) -> list[tuple[float, float]]:
        """Return closed intervals of days that contain the adoptions."""
        return [_interval(s, self.end) for s in self.at_risk(reading)]

    def year(self, spell: Spell, dates: Dates = "latest") -> int | None:
        """Return the year of adoption by a choice of dates, None where it is not known."""
        days = spell.last if dates == "latest" else spell.first
        return self.day(days).year if days is not None and spell.kind == "adopted" else None


def spread(plan: Plan, found: Sequence[Adoption], end: date) -> Spread | None:
    """Return a plan's spells; None where the central document has no date or follows the end."""
    central = plan.central.dating.date if plan.central else None
    if central is None or central.first >= end:
        return None
    origin = central.first
    spells = tuple(_spell(a, origin) for a in found)
    return Spread(plan, origin, (end - origin).days, spells)


def _spell(adoption: Adoption, origin: date) -> Spell:
    if adoption.status != "found":
        return Spell(adoption, "unknown")
    if adoption.interval is None:
        return Spell(adoption, "undated", 0)
    last = (adoption.interval.last - origin).days
    if last < 0:
        return Spell(adoption, "before")
    # A year or month that began before the central document counts from its day on.
    first = max(0, (adoption.interval.first - origin).days)
    return Spell(adoption, "adopted", first, last)


def _duration(spell: Spell, end: int, dates: Dates) -> tuple[float, bool]:
    day = spell.last if dates == "latest" else spell.first
    if spell.kind == "unknown" or day is None or day > end:
        return float(end), False
    return float(day), True


def _interval(spell: Spell, end: int) -> tuple[float, float]:
    if spell.kind == "unknown":
        return float(end + 1), inf
    assert spell.first is not None, "only unknown and earlier regions have no first day"
    return float(spell.first), inf if spell.last is None else float(spell.last)
