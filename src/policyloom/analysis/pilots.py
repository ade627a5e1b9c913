"""Where are the national pilots, in which sector, of which type, and who designated them?

A pilot with several sectors counts in each. Pilots of the nation as a whole, or of several regions
at once, are counted but stand on no map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    Answer,
    Caption,
    Line,
    date_column,
    number_column,
    percent,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import bars, stacked_bars, stacked_columns
from policyloom.analysis.names import actor_names, joined, region_name, regions, sector_names
from policyloom.analysis.pilots_life import add_life
from policyloom.analysis.places import ByPlace, add_places
from policyloom.core.dates import parse_date
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

PILOTS = Text("건", "pilots")
TYPES: Mapping[str, Text] = {
    "示范区": Text("시범구(示范区)", "Demonstration zone"),
    "试点": Text("시범사업(试点)", "Pilot (试点)"),
    "road-test area": Text("도로시험 구역", "Road-test area"),
    "平台": Text("개방혁신 플랫폼", "Platform"),
    "战略合作": Text("전략적 협력", "Strategic cooperation"),
    "表扬激励": Text("표창·격려", "Commendation"),
}
_TYPE_SLUGS = {
    "示范区": "zone", "试点": "pilot", "road-test area": "road_test", "平台": "platform",
    "战略合作": "cooperation", "表扬激励": "commendation",
}  # fmt: skip
_SEVERAL = Text("여러 분야에 걸친 시범은 각각 센다.", "A pilot of several sectors counts in each.")
_AMOUNT = Text("시범(건)", "Pilots")


@dataclass(frozen=True)
class Pilot:
    """A pilot, zone or road-test area."""

    id: str
    name: Text
    sectors: tuple[str, ...]
    region: str
    city: str
    type: str
    designators: tuple[str, ...]
    date: str

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"pilots:{self.id}"

    @property
    def year(self) -> int | None:
        """Return the year of designation, None where it was not seen."""
        day = parse_date(self.date)
        return day.year if day else None


def run(evidence: Evidence, options: Options) -> Result:
    """Count pilots by region, sector, type, designator and year."""
    pilots = _pilots(evidence)
    every = [p.ref for p in pilots]
    places = regions(evidence)
    answer = Answer("pilots", Text("시범사업", "Pilots and demonstration zones"))
    answer.count(
        "pilots",
        Text("시범·시범구·도로시험 구역", "Pilots, zones and road-test areas"),
        every,
        PILOTS,
    )
    undated = [p.ref for p in pilots if p.year is None]
    answer.count(
        "undated", Text("지정일을 보지 못한 시범", "Pilots without a date"), undated, PILOTS, every
    )
    placed = [p.ref for p in pilots if p.region in places]
    answer.count(
        "placed", Text("한 지역에 있는 시범", "Pilots of one region"), placed, PILOTS, every
    )
    label = Text("전국 또는 여러 지역에 걸친 시범", "Pilots of the nation or of several regions")
    answer.count("nationwide", label, [r for r in every if r not in placed], PILOTS, every)
    _groups(answer, pilots, options)
    _designators(answer, pilots, actor_names(evidence))
    _years(answer, pilots, options)
    rows = {code: [p.ref for p in pilots if p.region == code] for code in places}
    title = Text("지역별 시범사업", "Pilots by region")
    add_places(answer, ByPlace(rows, title, PILOTS, Text("시범", "pilots"), every), places, options)
    _list(answer, pilots, evidence, options)
    add_life(answer, evidence)
    answer.notes.append(_SEVERAL)
    return answer.done()


def type_name(code: str) -> Text:
    """Return the type of a pilot in both languages; as printed where it is not known."""
    return TYPES.get(code, Text(code, code))


def _type_slug(code: str) -> str:
    return _TYPE_SLUGS.get(code) or slug(code) or "other"


def _pilots(evidence: Evidence) -> list[Pilot]:
    rows = evidence.query(
        """
        SELECT id, name, name_ko, sectors, region, city, type, designated_by, date
        FROM pilots ORDER BY id
        """
    )
    return [
        Pilot(
            id=r["id"],
            name=Text(r["name_ko"] or r["name"], r["name"]),
            sectors=tuple(r["sectors"] or ()),
            region=r["region"],
            city=r["city"] or "",
            type=r["type"],
            designators=tuple(r["designated_by"] or ()),
            date=r["date"] or "",
        )
        for r in rows
    ]


def _groups(answer: Answer, pilots: Sequence[Pilot], options: Options) -> None:
    every = [p.ref for p in pilots]
    types = sorted({p.type for p in pilots}, key=lambda t: (-_of_type(pilots, t), t))
    parts, rows = [], []
    for code, text in sector_names(options).items():
        here = [p for p in pilots if code in p.sectors]
        refs = [p.ref for p in here]
        answer.count(
            f"sector_{slug(code)}",
            Text(f"{text.ko} 시범", f"Pilots: {text.en}"),
            refs,
            PILOTS,
            every,
        )
        if here:
            counts = [_of_type(here, t) for t in types]
            rows.append(
                ([text.ko, text.en, len(here), *counts, percent(len(here), len(pilots))], refs)
            )
            parts += [(text, type_name(t), float(n)) for t, n in zip(types, counts, strict=True)]
    for code in types:
        text = type_name(code)
        refs = [p.ref for p in pilots if p.type == code]
        answer.count(f"type_{_type_slug(code)}", Text(f"{text.ko}", text.en), refs, PILOTS, every)
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("n", "시범", "Pilots"),
        *(number_column(_type_slug(t), type_name(t).ko, type_name(t).en) for t in types),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]  # fmt: skip
    title = Text("분야·유형별 시범사업", "Pilots by sector and type")
    alt = Text("분야별 시범 수를 유형별로 쌓은 막대그림", "Stacked bars: pilots by sector and type")
    answer.table("sectors", title, columns, rows, [_SEVERAL], PILOTS)
    spec = stacked_bars(parts, _AMOUNT, [type_name(t) for t in types])
    answer.figure("sectors", spec, Caption(title, alt, [_SEVERAL], PILOTS), every)


def _of_type(pilots: Sequence[Pilot], code: str) -> int:
    return len([p for p in pilots if p.type == code])


def _designators(answer: Answer, pilots: Sequence[Pilot], names: Mapping[str, Text]) -> None:
    by_actor: dict[str, list[str]] = {}
    for pilot in pilots:
        for actor in dict.fromkeys(pilot.designators):
            by_actor.setdefault(actor, []).append(pilot.ref)
    every = [p.ref for p in pilots]
    unknown = [p.ref for p in pilots if not p.designators]
    label = Text("지정 기관을 보지 못한 시범", "Pilots without a known designator")
    answer.count("without_designator", label, unknown, PILOTS, every)
    ranked = sorted(by_actor, key=lambda a: (-len(by_actor[a]), a))
    rows: list[Line] = []
    for actor in ranked:
        name = names.get(actor, Text(actor, actor))
        rows.append(([f"actors:{actor}", name.ko, name.en, len(by_actor[actor])], by_actor[actor]))
        label = Text(f"{name.ko} 지정 시범", f"Pilots designated by {name.en}")
        answer.count(f"by_{slug(actor)}", label, by_actor[actor], PILOTS)
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("n", "시범", "Pilots"),
    ]
    title = Text("지정 기관별 시범사업", "Pilots by designating body")
    note = Text("함께 지정한 시범은 각 기관에 센다.", "A joint designation counts for each body.")
    answer.table("designators", title, columns, rows, [note], PILOTS)
    top = [(names.get(a, Text(a, a)), float(len(by_actor[a]))) for a in ranked[:12]]
    alt = Text("지정 기관별 시범 수 막대그림", "Bars: pilots by designating body")
    shown = [ref for actor in ranked[:12] for ref in by_actor[actor]] or every
    answer.figure("designators", bars(top, _AMOUNT), Caption(title, alt, [note], PILOTS), shown)


def _years(answer: Answer, pilots: Sequence[Pilot], options: Options) -> None:
    every = [p.ref for p in pilots]
    seen = [p.year for p in pilots if p.year]
    if not seen:
        return
    focus = {s.id: Text(s.ko, s.en) for s in options.settings.focus}
    rest = Text("그 밖의 분야", "Other sectors")
    parts: list[tuple[Text, Text, float]] = []
    tests: list[tuple[Text, Callable[[Pilot], bool]]] = [
        (text, lambda p, code=code: p.sectors[:1] == (code,))  # type: ignore[misc]
        for code, text in focus.items()
    ]
    tests.append((rest, lambda p: not p.sectors or p.sectors[0] not in focus))
    for year in range(min(seen), max(seen) + 1):
        here = [p for p in pilots if p.year == year]
        label = Text(f"{year}년에 지정된 시범", f"Pilots designated in {year}")
        answer.count(f"year_{year}", label, [p.ref for p in here], PILOTS, every)
        at = Text(str(year), str(year))
        parts += [(at, text, float(len([p for p in here if test(p)]))) for text, test in tests]
    title = Text("연도·분야별 시범 지정", "Pilots designated, by year and sector")
    n = len([p for p in pilots if p.year is None])
    notes = [
        Text(f"지정일을 보지 못한 {n}건은 뺐다.", f"{n} pilots without a date are left out."),
        Text("여러 분야의 시범은 첫 분야에 한 번만 센다.", "By the first sector only."),
    ]
    alt = Text("연도별 시범 지정 수를 분야별로 쌓은 막대그림", "Stacked columns: pilots by year")
    spec = stacked_columns(parts, _AMOUNT, [text for text, _ in tests])
    answer.figure("years", spec, Caption(title, alt, notes, PILOTS), every)


def _list(answer: Answer, pilots: Sequence[Pilot], evidence: Evidence, options: Options) -> None:
    places, names, sectors = regions(evidence), actor_names(evidence), sector_names(options)
    rows: list[Line] = []
    for p in sorted(pilots, key=lambda p: (p.sectors, p.region, p.id)):
        cells: list[Plain] = [
            p.ref, joined(sectors, p.sectors).ko, region_name(places, p.region).ko, p.city or None,
            p.name.ko, type_name(p.type).ko, joined(names, p.designators).ko or None,
            p.date or None,
        ]  # fmt: skip
        rows.append((cells, [p.ref]))
    columns = [
        reference_column("row", "시범", "Pilot"),
        text_column("sectors", "분야", "Sectors"),
        text_column("region", "지역", "Region"),
        text_column("city", "도시", "City"),
        text_column("name", "이름", "Name"),
        text_column("type", "유형", "Type"),
        text_column("designators", "지정 기관", "Designated by"),
        date_column("date", "지정일", "Date"),
    ]
    answer.table("list", Text("시범사업 목록", "List of pilots"), columns, rows)
