"""Counts by region: their values, their table, the map and the tile map, for any kind of row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    Answer,
    Caption,
    Line,
    number_column,
    percent,
    reference_column,
    text_column,
)
from policyloom.analysis.charts.maps import Area, class_map, ramp, tile_map
from policyloom.analysis.charts.style import UNKNOWN
from policyloom.analysis.names import Region
from policyloom.model.evidence import Options
from policyloom.model.result import Plain, Text

_NONE = Text("본 것 없음", "None seen")


@dataclass(frozen=True)
class ByPlace:
    """What is counted: references by region id, its title and its unit."""

    rows: Mapping[str, Sequence[str]]
    title: Text
    unit: Text
    what: Text
    among: Sequence[str] = ()


def add_places(
    answer: Answer, counted: ByPlace, places: Mapping[str, Region], options: Options
) -> None:
    """Add values (`region_<id>`, `regions_seen`), table `regions`, figures `map` and `tiles`."""
    found = {code: list(counted.rows.get(code, ())) for code in places}
    for code, region in places.items():
        name = region.name
        label = Text(f"{name.ko} {counted.what.ko}", f"{name.en}: {counted.what.en}")
        answer.count(f"region_{code.lower()}", label, found[code], counted.unit, counted.among)
    _seen(answer, counted, found, places)
    _table(answer, counted, found, places)
    _figures(answer, counted, found, places, options)


def _seen(
    answer: Answer,
    counted: ByPlace,
    found: Mapping[str, Sequence[str]],
    places: Mapping[str, Region],
) -> None:
    rows = [ref for refs in found.values() for ref in refs]
    seen = [f"regions:{code}" for code, refs in found.items() if refs]
    what = counted.what
    answer.number(
        "regions_seen", Text(f"{what.ko} 있는 지역 수", f"Regions with {what.en}"),
        len(seen), Text("개", "regions"), rows or counted.among,
    )  # fmt: skip
    if not seen:
        return
    most = max(found, key=lambda code: len(found[code]))
    label = Text(f"{what.ko} 가장 많은 지역", f"Region with most {what.en}")
    answer.number("region_most", label, places[most].name.ko, origins=found[most])


def _table(
    answer: Answer,
    counted: ByPlace,
    found: Mapping[str, Sequence[str]],
    places: Mapping[str, Region],
) -> None:
    total = sum(len(refs) for refs in found.values())
    rows: list[Line] = []
    for code in sorted(places, key=lambda c: (-len(found[c]), c)):
        region, n = places[code], len(found[code])
        cells: list[Plain] = [
            f"regions:{code}",
            region.name.ko,
            region.name.en,
            n,
            percent(n, total),
        ]
        rows.append((cells, found[code] or [f"regions:{code}"]))
    answer.table(
        "regions",
        counted.title,
        [
            reference_column("region", "지역", "Region"),
            text_column("region_ko", "지역 이름", "Region (Korean)"),
            text_column("region_en", "지역(영어)", "Region name"),
            number_column("n", "수", "Count"),
            number_column("share", "비중(%)", "Share (%)", ",.1f"),
        ],
        rows,
        (),
        counted.unit,
    )


def _figures(
    answer: Answer,
    counted: ByPlace,
    found: Mapping[str, Sequence[str]],
    places: Mapping[str, Region],
    options: Options,
) -> None:
    most = max((len(refs) for refs in found.values()), default=0)
    classes = ramp(1, most) if most else []
    areas = [_area(places[code], len(refs), counted.unit, classes) for code, refs in found.items()]
    groups = [(text, colour) for text, colour, _, _ in classes] + [(_NONE, UNKNOWN)]
    origins = [ref for refs in found.values() for ref in refs] or counted.among
    blank = Text(
        "회색은 본 것이 없다는 뜻이며, 없음을 뜻하지 않는다.",
        "Grey means that none was seen, not that there is none.",
    )
    if options.geometry and options.settings.map:
        spec = class_map(options.geometry, options.settings.map.key, areas, groups)
        alt = Text(f"{counted.title.ko} 지도", f"Map: {counted.title.en}")
        answer.figure("map", spec, Caption(counted.title, alt, [blank], counted.unit), origins)
    if any(area.tile for area in areas):
        alt = Text(f"{counted.title.ko} 타일 지도", f"Tile map: {counted.title.en}")
        spec = tile_map(areas, groups)
        answer.figure("tiles", spec, Caption(counted.title, alt, [blank], counted.unit), origins)


def _area(
    region: Region, n: int, unit: Text, classes: Sequence[tuple[Text, str, int, int]]
) -> Area:
    at = next((i for i, (_, _, low, high) in enumerate(classes) if low <= n <= high), None)
    shown = Text(f"{n}{unit.ko}", str(n)) if n else Text("–", "–")
    return Area(
        key=region.iso,
        name=region.name,
        label=shown,
        group=classes[at][0] if at is not None else _NONE,
        detail=shown,
        tile=region.tile,
    )
