"""Maps: regions filled by class or amount, and a tile map that draws no border."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.analysis.charts.style import (
    INK,
    RAMP,
    WIDTH,
    Datum,
    Spec,
    both,
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
        features.append(_feature(feature["geometry"], area))
        if area:
            labels.append(_datum(area, groups) | _label_place(feature["geometry"]))
    beside = [d for d in labels if d["small"]]
    aside: Spec = {"align": "left", "dx": 9}
    scale = _scale(groups)
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
                _labels([d for d in labels if not d["small"]], ink_on("datum.dark"), {}),
                _labels(beside, {"value": "white"}, {**aside, "stroke": "white", "strokeWidth": 3}),
                _labels(beside, {"value": INK}, aside),
            ],
        }
    )


def tile_map(areas: Sequence[Area], groups: Sequence[tuple[Text, str]]) -> Spec:
    """Draw one equal tile a region, at the places given in regions.csv."""
    data = [
        _datum(a, groups) | {"column": a.tile[0], "line": a.tile[1]}
        for a in areas
        if a.tile is not None
    ]
    scale = _scale(groups)
    columns = len({d["column"] for d in data}) or 1
    lines = len({d["line"] for d in data}) or 1
    size = min(WIDTH / columns, 58)
    return frame(
        {
            "height": int(size * lines) + 50,
            "data": {"values": data},
            "encoding": {
                "x": {
                    "field": "column",
                    "type": "ordinal",
                    "axis": None,
                    "scale": {"padding": 0.04},
                },
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
    found: list[tuple[Text, str, int, int]] = []
    low = least
    while low <= most:
        high = min(low + width - 1, most)
        text = str(low) if low == high else f"{low}–{high}"
        colour = RAMP[min(len(found) + 1, len(RAMP) - 1)]
        found.append((Text(f"{text}건", text), colour, low, high))
        low = high + 1
    return found


def _scale(groups: Sequence[tuple[Text, str]]) -> Spec:
    return {"domain": [both(text) for text, _ in groups], "range": [c for _, c in groups]}


def _labels(data: Sequence[Datum], colour: Spec, mark: Mapping[str, Any]) -> Spec:
    return {
        "data": {"values": list(data)},
        "mark": {"type": "text", "fontSize": 8.5, **mark},
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
            "text": {"field": "label", "type": "nominal"},
            "color": colour,
        },
    }


def _tile_text(field: str, dy: int, size: float, weight: int) -> Spec:
    return {
        "mark": {"type": "text", "dy": dy, "fontSize": size, "fontWeight": weight},
        "encoding": {
            "text": {"field": field, "type": "nominal"},
            "color": ink_on("datum.dark"),
        },
    }


def _datum(area: Area, groups: Sequence[tuple[Text, str]]) -> Datum:
    colour = next((c for text, c in groups if text == area.group), "#ffffff")
    return {
        "name": both(area.name),
        "label": both(area.name),
        "short": both(area.label),
        "group": both(area.group),
        "detail": both(area.detail),
        "dark": _is_dark(colour),
    }


def _feature(geometry: Mapping[str, Any], area: Area | None) -> Datum:
    nothing = Text("", "")
    name, group, detail = (area.name, area.group, area.detail) if area else (nothing,) * 3
    return {
        "type": "Feature",
        "properties": {"name": both(name), "group": both(group), "detail": both(detail)},
        "geometry": {"type": "MultiPolygon", "coordinates": _wound(geometry)},
    }


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    found = geometry["coordinates"]
    return [found] if geometry["type"] == "Polygon" else list(found)


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


def _label_place(geometry: Mapping[str, Any]) -> Datum:
    """Return where a name fits best: the middle of the widest level cut through the main part.

    A small part (under three square degrees) has its name beside it, at its eastern edge.
    """
    ring = max((polygon[0] for polygon in _polygons(geometry)), key=lambda r: abs(_signed_area(r)))
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    if abs(_signed_area(ring)) < 3.2:
        east = max(p[0] for p in ring)
        middle = (south + north) / 2
        return {"lon": round(east - 0.3, 2), "lat": round(middle, 2), "small": True}
    best = (0.0, 0.0, 0.0)
    for step in range(3, 14):
        level = south + (north - south) * step / 16
        crossings = sorted(_crossings(ring, level))
        for west, east in zip(crossings[::2], crossings[1::2], strict=False):
            centred = 1 - 0.8 * (abs(step - 8) / 6) ** 2
            best = max(best, ((east - west) * centred, (west + east) / 2, level))
    return {"lon": round(best[1], 2), "lat": round(best[2], 2), "small": False}


def _crossings(ring: Ring, level: float) -> list[float]:
    """Return the longitudes at which a ring crosses a latitude."""
    found = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        if (a[1] <= level) != (b[1] <= level):
            found.append(a[0] + (b[0] - a[0]) * (level - a[1]) / (b[1] - a[1]))
    return found


def _is_dark(colour: str) -> bool:
    """Tell whether white print reads better on a colour (relative luminance under 0.3)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light: float = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return light < 0.3
