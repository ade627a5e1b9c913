"""Point figures: things placed by two numbers, named, with a third as their size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.labels import place_names
from policyloom.analysis.charts.style import (
    PALETTE,
    Datum,
    Spec,
    amount,
    both,
    frame,
    tip,
)
from policyloom.model.result import Text

_WIDTH, _HEIGHT, _FONT = 540.0, 340.0, 9.5
_MARGIN = 0.08


@dataclass(frozen=True)
class Spot:
    """A named point with a size."""

    name: Text
    x: float
    y: float
    size: int


def scatter(spots: Sequence[Spot], across: Text, up: Text, size: Text) -> Spec:
    """Draw spots; names give way to one another. The axes say what `across` and `up` are."""
    ordered = sorted(spots, key=lambda s: (-s.size, s.name.ko))
    wide, high = _domain([s.x for s in spots]), _domain([s.y for s in spots])
    largest = max(s.size for s in spots)
    areas = [round(50 + 450 * s.size / largest, 1) for s in ordered]
    data: list[Datum] = [
        {"x": s.x, "y": s.y, "name": both(s.name), "size": s.size, "area": area}
        for s, area in zip(ordered, areas, strict=True)
    ]
    plane = {
        "x": amount("x", across, scale={"domain": list(wide), "nice": False, "zero": False}),
        "y": amount("y", up, scale={"domain": list(high), "nice": False, "zero": False}),
    }
    tips = [
        tip("name", Text("기관", "Body")),
        tip("x", across, ",.2f"),
        tip("y", up, ",.0f"),
        tip("size", size, ","),
    ]
    mark = {"type": "circle", "color": PALETTE[3], "opacity": 0.85, "stroke": "white"}
    layers = [
        {
            "data": {"values": data},
            "mark": mark,
            "encoding": {
                **plane,
                "size": {"field": "area", "type": "quantitative", "scale": None, "legend": None},
                "tooltip": tips,
            },
        },
        _names(ordered, areas, wide, high, plane),
    ]
    return frame({"height": int(_HEIGHT), "layer": layers})


def _domain(values: Sequence[float]) -> tuple[float, float]:
    """Return ends beyond all values, so that no mark is cut."""
    room = ((max(values) - min(values)) or abs(max(values)) or 1.0) * _MARGIN
    return round(min(values) - room, 6), round(max(values) + room, 6)


def _names(
    spots: Sequence[Spot],
    areas: Sequence[float],
    wide: tuple[float, float],
    high: tuple[float, float],
    plane: Spec,
) -> Spec:
    """Place names in pixels of a nominal frame, then give them back in the units of the axes."""
    per_x, per_y = (wide[1] - wide[0]) / _WIDTH, (high[1] - high[0]) / _HEIGHT
    places = {}
    for language in ("ko", "en"):
        discs = [
            (
                (s.x - wide[0]) / per_x,
                (high[1] - s.y) / per_y,
                math.sqrt(a / math.pi),
                s.name[language],
            )
            for s, a in zip(spots, areas, strict=True)
        ]
        places[language] = [
            (round(wide[0] + x * per_x, 6), round(high[1] - y * per_y, 6))
            for x, y in place_names(discs, _FONT, (_WIDTH, _HEIGHT))
        ]
    data: list[Datum] = [
        {
            "x": {"ko": places["ko"][i][0], "en": places["en"][i][0]},
            "y": {"ko": places["ko"][i][1], "en": places["en"][i][1]},
            "name": both(s.name),
        }
        for i, s in enumerate(spots)
    ]
    return {
        "data": {"values": data},
        "mark": {"type": "text", "fontSize": _FONT, "baseline": "middle"},
        "encoding": {**plane, "text": {"field": "name", "type": "nominal"}},
    }
