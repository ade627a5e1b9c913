"""The curve of adoption with and without what was not seen.

Bounds come first, since they assume nothing: at least the regions certain to have adopted, at most
all whose adoption cannot be ruled out (Manski 1995). Between them stand two point corrections, each
with its assumption in its name: missing at random over all regions, and within macro-regions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policyloom.analysis.answer import (
    REGIONS,
    Answer,
    Caption,
    Line,
    date_column,
    number_column,
    slug,
)
from policyloom.analysis.charts.steps import Step, steps
from policyloom.analysis.diffusion_spells import Spell, Spread
from policyloom.model.result import Plain, Text

OBSERVED = Text("확실한 지역(띠: 있을 수 있는 최대까지)", "Certain (band: up to the most possible)")
AT_RANDOM = Text("모르는 지역도 아는 지역과 같다면", "If unknown regions are like known ones")
BY_AREA = Text("권역 안에서 같다면", "If alike within macro-regions")
_NOTE = Text(
    "띠의 아래는 모르는 지역이 모두 채택하지 않은 경우, 위는 모두 중앙 문건 직후 채택한 경우이다. "
    "그 사이의 두 선은 ‘모르는 지역이 아는 지역과 같다’는 가정에 기대며, 아는 지역이 대부분 채택한 "
    "지역이므로 높게 치우친다. 가정이 옳은지는 이 자료로 알 수 없다.",
    "The band's foot has no unknown region adopting, its top all of them at once after the centre. "
    "The lines between assume that unknown regions are like known ones; as mostly adopters are "
    "known, they lean upwards, and these data cannot tell whether the assumption holds.",
)


@dataclass(frozen=True)
class Corrected:
    """Regions that adopted by a day: bounds, and two estimates (None without a known region)."""

    day: date
    least: int
    most: int
    at_random: float | None
    by_area: float | None


def certain_by(made: Spread, day: date) -> list[Spell]:
    """Return the spells of regions certain to have adopted by a day."""
    days = (day - made.origin).days
    return [s for s in made.spells
            if s.kind == "before" or (s.last is not None and s.last <= days)]  # fmt: skip


def corrected(made: Spread, day: date) -> Corrected:
    """Bound and estimate how many regions have adopted by a day, from the central document on."""
    days = (day - made.origin).days
    possible = [s for s in made.spells if s.kind in ("before", "unknown")
                or (s.first is not None and s.first <= days)]  # fmt: skip
    certain = certain_by(made, day)
    everywhere = list(made.spells)
    whole = _scaled(everywhere, certain)
    areas = dict.fromkeys(s.adoption.region.area for s in everywhere)
    parts: list[float | None] = []
    for area in areas:
        here = [s for s in everywhere if s.adoption.region.area == area]
        own = _scaled(here, [s for s in certain if s in here])
        # A macro-region of which nothing is known borrows the pace of all.
        borrowed = None if whole is None else whole * len(here) / len(everywhere)
        parts.append(borrowed if own is None else own)
    by_area = None if None in parts else sum(p for p in parts if p is not None)
    return Corrected(day, len(certain), len(possible), whole, by_area)


def _scaled(spells: Sequence[Spell], adopted: Sequence[Spell]) -> float | None:
    """Scale adopters among regions of known time up to all regions."""
    known = [s for s in spells if s.kind in ("adopted", "before")]
    return len(spells) * len(adopted) / len(known) if known else None


def add_curves(answer: Answer, made: Spread) -> None:
    """Add a plan's corrected curve as values, table and figure."""
    base, name = slug(made.plan.id), made.plan.name
    origins = [ref for s in made.spells for ref in s.adoption.origins]
    end = made.day(made.end)
    last = corrected(made, end)
    none = Text("채택한 때를 아는 지역이 없음", "no region's time of adoption is known")
    for tail, ko, en, number in (
        ("least", "기간 말까지 적어도", "at least by the end", last.least),
        ("most", "기간 말까지 많아야", "at most by the end", last.most),
        ("at_random", "무작위 결측이라면", "if missing at random", last.at_random),
        ("by_area", "권역 안 무작위 결측이라면", "if missing at random by area", last.by_area),
    ):
        label = Text(f"{name.ko}: {ko}", f"{name.en}: {en}")
        answer.number(f"{base}_{tail}", label, number, REGIONS, origins, none)
    days = [made.origin, *(date(y, 12, 31) for y in range(made.origin.year, end.year + 1))]
    rows: list[Line] = []
    for c in (corrected(made, day) for day in days):
        cells: list[Plain] = [c.day.isoformat(), c.least, c.most, c.at_random, c.by_area]
        rows.append((cells, origins))
    columns = [
        date_column("day", "그날까지", "By"),
        number_column("least", "적어도", "At least"),
        number_column("most", "많아야", "At most"),
        number_column("at_random", "무작위 결측 가정", "Missing at random", ",.1f"),
        number_column("by_area", "권역별 가정", "By macro-region", ",.1f"),
    ]
    title = Text(
        f"{name.ko}: 결측을 감안한 채택 지역 수", f"{name.en}: adoption with what is missing"
    )
    answer.table(f"{base}_bounds", title, columns, rows, [_NOTE], REGIONS)
    if made.spells:
        alt = Text(
            "채택 지역 수의 하한과 상한을 띠로, 두 가정의 추정을 선으로 그린 계단 곡선",
            "Step curves: bounds of the number of regions as a band, two corrected estimates",
        )
        value = Text("채택한 지역(개)", "Regions that adopted")
        top = 1.06 * len(made.spells)
        spec = steps(_drawn(made), value, [OBSERVED, AT_RANDOM, BY_AREA], top=top)
        answer.figure(f"{base}_bounds", spec, Caption(title, alt, [_NOTE], REGIONS), origins)


def _drawn(made: Spread) -> list[Step]:
    turns = {0, made.end}
    turns |= {d for s in made.spells for d in (s.first, s.last) if d is not None and d <= made.end}
    found: list[Step] = []
    for c in (corrected(made, made.day(day)) for day in sorted(turns)):
        day = c.day.isoformat()
        found.append(Step(day, OBSERVED, c.least, c.least, c.most))
        for series, number in ((AT_RANDOM, c.at_random), (BY_AREA, c.by_area)):
            if number is not None:
                found.append(Step(day, series, number, None, None))
    return found
