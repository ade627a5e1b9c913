"""Figures of adoption: map and tile map by year, timeline, and the curve between its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from policyloom.analysis.answer import REGIONS, Answer, Caption, slug
from policyloom.analysis.charts.dots import Event, timeline
from policyloom.analysis.charts.lines import Bound, bounds
from policyloom.analysis.charts.maps import Area, class_map, tile_map
from policyloom.analysis.charts.style import UNKNOWN, YEARS
from policyloom.analysis.dating import KINDS
from policyloom.methods.adoption import Interval, adopters_at
from policyloom.model.evidence import Options
from policyloom.model.result import Text

if TYPE_CHECKING:
    from policyloom.analysis.adoption import Adoption

_UNDATED = (Text("찾음(날짜 미상)", "Found, no date"), "#9a7bb0")
_AFTER = Text("연구 기간 뒤", "After the period")
_BEFORE = Text("그 이전", "Before")
_PARTLY = (Text("초안·유사 문건만", "Draft or kindred only"), "#f0c9b8")
_NOT_FOUND = (Text("찾지 못함", "Not found"), UNKNOWN)
_GREY = Text(
    "회색은 찾지 못한 지역이며, 채택하지 않았다는 뜻이 아니다.",
    "Grey regions are those for which no plan was found, not those without one.",
)
_BY_LATEST = Text(
    "연도는 확인된 날짜(성문일, 없으면 공개일·상한일)의 연도이다.",
    "Years are those of the date seen: of issue, else of publication or an upper bound.",
)


def add_figures(
    answer: Answer, plan: str, name: Text, found: Sequence[Adoption], options: Options
) -> None:
    """Add the figures of one plan under `<plan>_map`, `_tiles`, `_timeline` and `_curve`."""
    groups = _groups(found, options)
    areas = [_area(a, options) for a in found]
    origins = [ref for a in found for ref in a.origins]
    title = Text(f"{name.ko}의 지역별 채택 연도", f"{name.en}: year of adoption by region")
    notes = [_GREY, _BY_LATEST]
    base = slug(plan)
    if options.geometry and options.settings.map:
        spec = class_map(options.geometry, options.settings.map.key, areas, groups)
        alt = Text(f"{title.ko} 지도", f"Map: {title.en}")
        answer.figure(f"{base}_map", spec, Caption(title, alt, notes), origins)
    if any(area.tile for area in areas):
        alt = Text(f"{title.ko} 타일 지도", f"Tile map: {title.en}")
        answer.figure(f"{base}_tiles", tile_map(areas, groups), Caption(title, alt, notes), origins)
    _timeline(answer, base, name, found)
    _curve(answer, base, name, found, options)


def _groups(found: Sequence[Adoption], options: Options) -> list[tuple[Text, str]]:
    """Return the classes that occur, in order: years, then what is not a year."""
    used = {_class(a, options) for a in found}
    years = sorted((t for t in used if t.ko.endswith("년")), key=lambda t: t.ko)
    ramp = list(YEARS[:4])
    groups = [(t, ramp[min(i, 3)]) for i, t in enumerate(years)]
    if _BEFORE in used:
        groups.insert(0, (_BEFORE, "#000000"))
    if _AFTER in used:
        groups.append((_AFTER, YEARS[4]))
    return groups + [g for g in (_UNDATED, _PARTLY, _NOT_FOUND) if g[0] in used]


def _class(a: Adoption, options: Options) -> Text:
    if a.status in ("draft", "kin"):
        return _PARTLY[0]
    if a.status == "not-found":
        return _NOT_FOUND[0]
    if a.interval is None:
        return _UNDATED[0]
    year = a.interval.last.year
    if year > options.settings.period.end:
        return _AFTER
    return _BEFORE if year < options.settings.period.start else Text(f"{year}년", str(year))


def _area(a: Adoption, options: Options) -> Area:
    group = _class(a, options)
    year = a.interval.last.year if a.interval else None
    seen = a.first.dating if a.first else None
    detail = Text("–", "–")
    if seen and seen.date and a.first:
        kind = KINDS[seen.kind]
        detail = Text(f"{a.first.title_ko} ({seen.date}, {kind.ko})", f"{seen.date} ({kind.en})")
    elif a.origins and a.status != "not-found":
        detail = Text("날짜 미상" if a.first else "초안 또는 유사 문건", group.en)
    short = str(year) if year else "–"
    return Area(
        key=a.region.iso,
        name=a.region.name,
        label=Text(short, short),
        group=group,
        detail=detail,
        tile=a.region.tile,
    )


def _timeline(answer: Answer, base: str, name: Text, found: Sequence[Adoption]) -> None:
    dated = sorted(
        (a for a in found if a.interval and a.first),
        key=lambda a: (a.interval.last, a.region.id) if a.interval else (date.max, ""),
    )
    events, kinds = [], []
    for a in dated:
        if a.interval is None or a.first is None:
            continue
        kind = KINDS[a.first.dating.kind]
        kinds.append(kind)
        first, last = a.interval.first.isoformat(), a.interval.last.isoformat()
        events.append(Event(a.region.name, first, last, kind, a.first.name))
    if not events:
        return
    title = Text(f"{name.ko}이 나온 때", f"{name.en}: when issued")
    alt = Text(
        "지역별 채택 시점을 점과 구간으로 그린 그림", "Dots and spans: when each region adopted"
    )
    n = len([a for a in found if a.status == "found" and a.interval is None])
    bar = Text(
        "막대는 그 사이 어느 날, 속이 빈 점은 그 달 어느 날임을 뜻한다.",
        "A bar means some day within it, a hollow mark some day of that month.",
    )
    left_out = Text(
        f"날짜를 보지 못한 {n}개 지역은 뺐다.", f"{n} regions without a date are left out."
    )
    order = [kind for kind in KINDS.values() if kind in kinds]
    spec = timeline(events, order)
    origins = [a.first.ref for a in dated if a.first]
    answer.figure(f"{base}_timeline", spec, Caption(title, alt, [bar, left_out]), origins)


def _curve(
    answer: Answer, base: str, name: Text, found: Sequence[Adoption], options: Options
) -> None:
    """Add the cumulative number of regions; undated plans can fall on any day of the period."""
    period = options.settings.period
    start, end = date(period.start, 1, 1), date(period.end, 12, 31)
    adopters = [a for a in found if a.status == "found"]
    known = [a.interval for a in adopters if a.interval]
    floor = min([i.first for i in known], default=start)
    open_ended = [Interval(floor, date.max) for a in adopters if a.interval is None]
    intervals = known + open_ended
    if not intervals:
        return
    steps = {i.first for i in intervals} | {i.last for i in known}
    days = sorted(d for d in steps | {end} if start <= d <= end)
    days = [days[0] - timedelta(days=30), *days]
    data = [Bound(d.isoformat(), name, *adopters_at(intervals, d)) for d in days]
    value = Text("누적 지역 수(개)", "Regions, cumulative")
    title = Text(f"{name.ko}의 누적 채택 지역", f"{name.en}: regions that adopted, cumulative")
    alt = Text("누적 채택 지역 수의 하한과 상한", "Cumulative regions: lower and upper bound")
    band = Text(
        "선은 그날까지 확실한 지역 수, 띠의 위끝은 날짜가 불확실한 지역까지 넣은 최대이다.",
        "The line is what is certain by that day; the band reaches to the most that is possible.",
    )
    origins = [ref for a in adopters for ref in a.origins]
    spec = bounds(data, value, [name])
    answer.figure(f"{base}_curve", spec, Caption(title, alt, [band, _GREY], REGIONS), origins)
    least, most = adopters_at(intervals, end)
    label = Text(f"{name.ko}: 연구 기간 말까지 확실한 지역", f"{name.en}: certain by the end")
    answer.number(f"{base}_certain_by_end", label, least, REGIONS, origins)
    label = Text(f"{name.ko}: 연구 기간 말까지 많아야", f"{name.en}: at most by the end")
    answer.number(f"{base}_possible_by_end", label, most, REGIONS, origins)
