"""Maps: regions filled by class or amount, and a tile map that draws no border."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.analysis.charts.style import (
    INK,
    RAMP,
    SOFT,
    UNKNOWN,
    WIDTH,
    Datum,
    Spec,
    both,
    colours,
    frame,
    ink_on,
    legend,
    nominal,
    tip,
)
from policyloom.model.result import Text

Ring = list[list[float]]


@dataclass(frozen=True)
class Area:
    """A region of a figure: where it lies, which class it falls in, and what a reader is told."""

    key: str
    name: Text
    label: Text
    group: Text
    detail: Text
    tile: tuple[int, int] | None = None
    dark: bool = False


def class_map(
    geometry: Mapping[str, Any],
    key: str,
    areas: Sequence[Area],
    groups: Sequence[tuple[Text, str]],
) -> Spec:
    """Fill the regions of a GeoJSON by class; a feature without an Area is drawn empty.

    The projection is an equal-area cone for middle latitudes, fitted to what is drawn.
    """
    by_key = {a.key: a for a in areas}
    features = []
    labels: list[Datum] = []
    for feature in geometry["features"]:
        area = by_key.get(str(feature["properties"].get(key, "")))
        rings = _outer_rings(feature["geometry"])
        features.append(_feature(feature["geometry"], area))
        if area:
            lon, lat = _middle(max(rings, key=lambda r: abs(_signed_area(r))))
            labels.append(_datum(area) | {"lon": lon, "lat": lat})
    scale = {**colours([g for g, _ in groups]), "range": [c for _, c in groups]}
    return frame(
        {
            "height": 470,
            "projection": {"type": "conicEqualArea", "parallels": [25, 47], "rotate": [-105, 0, 0]},
            "layer": [
                {
                    "data": {"values": features},
                    "mark": {"type": "geoshape", "stroke": "white", "strokeWidth": 0.8},
                    "encoding": {
                        "color": nominal("properties.group", scale=scale, legend=legend(columns=4)),
                        "tooltip": [
                            tip("properties.name", Text("지역", "Region")),
                            tip("properties.group", Text("구분", "Class")),
                            tip("properties.detail", Text("내용", "Detail")),
                        ],
                    },
                },
                {
                    "data": {"values": labels},
                    "mark": {"type": "text", "fontSize": 8.5},
                    "encoding": {
                        "longitude": {"field": "lon", "type": "quantitative"},
                        "latitude": {"field": "lat", "type": "quantitative"},
                        "text": {"field": "label", "type": "nominal"},
                        "color": ink_on("datum.dark"),
                    },
                },
            ],
        }
    )


def tile_map(areas: Sequence[Area], groups: Sequence[tuple[Text, str]]) -> Spec:
    """Draw one equal tile a region, at the places given in regions.csv."""
    data = [
        _datum(a) | {"column": a.tile[0], "line": a.tile[1]} for a in areas if a.tile is not None
    ]
    scale = {**colours([g for g, _ in groups]), "range": [c for _, c in groups]}
    columns = max((d["column"] for d in data), default=0) - min((d["column"] for d in data), default=0)
    lines = max((d["line"] for d in data), default=0) - min((d["line"] for d in data), default=0)
    size = WIDTH / (columns + 1)
    return frame(
        {
            "height": int(min(size, 62) * (lines + 1)) + 50,
            "data": {"values": data},
            "encoding": {
                "x": {"field": "column", "type": "ordinal", "axis": None, "scale": {"padding": 0.04}},
                "y": {"field": "line", "type": "ordinal", "axis": None, "scale": {"padding": 0.04}},
                "tooltip": [
                    tip("name", Text("지역", "Region")),
                    tip("group", Text("구분", "Class")),
                    tip("detail", Text("내용", "Detail")),
                ],
            },
            "layer": [
                {
                    "mark": {"type": "rect", "cornerRadius": 3},
                    "encoding": {
                        "color": nominal("group", scale=scale, legend=legend(columns=4)),
                    },
                },
                _tile_text("label", -7, 10.5, 700),
                _tile_text("short", 9, 9, 400),
            ],
        }
    )


def ramp(least: int, most: int, steps: int = 4) -> list[tuple[Text, str, int, int]]:
    """Return classes of whole numbers from least to most: text, colour, first and last number."""
    width = max(1, -(-(most - least + 1) // steps))
    found = []
    low = least
    while low <= most:
        high = min(low + width - 1, most)
        text = str(low) if low == high else f"{low}–{high}"
        colour = RAMP[min(len(found) + 1, len(RAMP) - 1)]
        found.append((Text(f"{text}건", text), colour, low, high))
        low = high + 1
    return found


NOTHING = UNKNOWN
OUTSIDE = "#f4f5f7"
OUTSIDE_GROUP = Text("연구 범위 밖", "Outside the study")
LABEL_INK, LABEL_SOFT = INK, SOFT


def _tile_text(field: str, dy: int, size: float, weight: int) -> Spec:
    return {
        "mark": {"type": "text", "dy": dy, "fontSize": size, "fontWeight": weight},
        "encoding": {
            "text": {"field": field, "type": "nominal"},
            "color": ink_on("datum.dark"),
        },
    }


def _datum(area: Area) -> Datum:
    return {
        "name": both(area.name),
        "label": both(area.name),
        "short": both(area.label),
        "group": both(area.group),
        "detail": both(area.detail),
        "dark": area.dark,
    }


def _feature(geometry: Mapping[str, Any], area: Area | None) -> Datum:
    known = {k: v for k, v in _datum(area).items() if k in ("name", "group", "detail")} if area else {}
    outside = {"name": {"ko": "", "en": ""}, "group": both(OUTSIDE_GROUP), "detail": {"ko": "", "en": ""}}
    return {
        "type": "Feature",
        "properties": known or outside,
        "geometry": {"type": "MultiPolygon", "coordinates": _wound(geometry)},
    }


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    found = geometry["coordinates"]
    return [found] if geometry["type"] == "Polygon" else list(found)


def _outer_rings(geometry: Mapping[str, Any]) -> list[Ring]:
    return [polygon[0] for polygon in _polygons(geometry)]


def _wound(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    """Wind outer rings clockwise and holes the other way, as d3's spherical shapes need it.

    Coordinates are cut to two decimals (about a kilometre), islets of a few hundredths of a
    square degree are left out; both keep a figure small.
    """
    made = []
    for polygon in _polygons(geometry):
        if abs(_signed_area(polygon[0])) < 0.02 and len(_polygons(geometry)) > 1:
            continue
        rings = []
        for place, ring in enumerate(polygon):
            cut = [[round(x, 2), round(y, 2)] for x, y, *_ in ring]
            clockwise = _signed_area(cut) < 0
            rings.append(cut if clockwise == (place == 0) else cut[::-1])
        made.append(rings)
    return made


def _signed_area(ring: Ring) -> float:
    """Return the area in square degrees, positive where the ring turns counter-clockwise."""
    ahead = ring[1:] + ring[:1]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ahead, strict=True)) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """Return the centre of gravity of a ring."""
    area = _signed_area(ring) or 1e-9
    x = y = 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return round(x / (6 * area), 3), round(y / (6 * area), 3)
