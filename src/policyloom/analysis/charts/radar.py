"""The radar: values from 0 to 1 on axes around a centre, their places worked out here.

A radar's area means nothing and its look depends on the order of the axes, so the axes keep the
order given and the values stand in the tooltips.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from policyloom.analysis.charts.labels import width_of, wrapped
from policyloom.analysis.charts.style import (
    LINE,
    SOFT,
    Datum,
    Spec,
    amount,
    both,
    colours,
    dashes,
    frame,
    legend,
    nominal,
    shapes,
    tip,
)
from policyloom.model.result import Text

_RINGS = (0.25, 0.5, 0.75, 1.0)
_ROOM = 1.75
_FONT = 11.5
_LINE_WIDTH, _LINE_STEP = 112, 0.085
"""Pixels that a name has beside the last ring, and what a further line takes of the radius."""


def radar(
    axes: Sequence[Text], values: Mapping[Text, Sequence[float]], value: Text, *, height: int = 400
) -> Spec:
    """Draw one closed line a series; `values` give each a number from 0 to 1 for every axis.

    Raises ValueError with fewer than three axes, or for a series that does not fit them.
    """
    n = len(axes)
    if n < 3 or any(len(numbers) != n for numbers in values.values()):
        raise ValueError("a radar needs three axes or more, and a value of each series on each")
    wide = {"domain": [-_ROOM, _ROOM], "nice": False}
    high = {"domain": [-1.25, 1.25], "nice": False}
    plane = {
        "x": amount("x", scale=wide, axis=None),
        "y": amount("y", scale=high, axis=None),
    }
    series = list(values)
    tips = [
        tip("series", Text("국가", "Economy")),
        tip("axis", Text("요소", "Factor")),
        tip("value", value, ".2f"),
    ]
    colour = nominal("series", scale=colours(series), legend=legend())
    order = {"field": "order", "type": "quantitative"}
    layers = [
        _rings(n, plane),
        _spokes(n, plane),
        {
            "data": {"values": _closed(axes, values)},
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {
                **plane, "color": colour, "order": order,
                "strokeDash": nominal("series", scale=dashes(series), legend=None),
            },
        },
        {
            "data": {"values": _closed(axes, values, close=False)},
            "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1},
            "encoding": {
                **plane, "color": colour, "tooltip": tips,
                "shape": nominal("series", scale=shapes(series), legend=legend()),
            },
        },
        *_names(axes, plane),
        _scale(plane),
    ]  # fmt: skip
    return frame({"height": height, "layer": layers})


def place(axis: int, n: int, radius: float) -> tuple[float, float]:
    """Return where a value lies: the first axis points up, the others follow clockwise."""
    angle = 2 * math.pi * axis / n
    return round(radius * math.sin(angle), 5), round(radius * math.cos(angle), 5)


def _closed(
    axes: Sequence[Text], values: Mapping[Text, Sequence[float]], *, close: bool = True
) -> list[Datum]:
    n = len(axes)
    data: list[Datum] = []
    for series, numbers in values.items():
        for i in range(n + 1 if close else n):
            x, y = place(i % n, n, numbers[i % n])
            data.append(
                {
                    "series": both(series), "axis": both(axes[i % n]), "order": i, "x": x, "y": y,
                    "value": round(numbers[i % n], 4),
                }
            )  # fmt: skip
    return data


def _rings(n: int, plane: Mapping[str, Spec]) -> Spec:
    data = []
    for ring in _RINGS:
        for i in range(n + 1):
            x, y = place(i % n, n, ring)
            data.append({"ring": ring, "order": i, "x": x, "y": y})
    return {
        "data": {"values": data},
        "mark": {"type": "line", "color": LINE, "strokeWidth": 0.8},
        "encoding": {
            **plane,
            "detail": {"field": "ring", "type": "nominal"},
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _spokes(n: int, plane: Mapping[str, Spec]) -> Spec:
    data = []
    for i in range(n):
        x, y = place(i, n, 1.0)
        data += [{"spoke": i, "x": 0, "y": 0}, {"spoke": i, "x": x, "y": y}]
    return {
        "data": {"values": data},
        "mark": {"type": "line", "color": LINE, "strokeWidth": 0.8},
        "encoding": {**plane, "detail": {"field": "spoke", "type": "nominal"}},
    }


def _names(axes: Sequence[Text], plane: Mapping[str, Spec]) -> list[Spec]:
    """Write the axes' names outside the last ring, away from the centre."""
    sides: dict[str, list[Datum]] = {"left": [], "center": [], "right": []}
    for i, name in enumerate(axes):
        x, y = place(i, len(axes), 1.08)
        side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        lines = {k: wrapped(word, _FONT, _LINE_WIDTH, 3) for k, word in both(name).items()}
        if side == "center":
            most = max(text.count("|") for text in lines.values())
            y = y + 0.05 + _LINE_STEP * most if y > 0 else y - 0.05
        sides[side].append({"x": x, "y": y, "name": lines})
    return [
        {
            "data": {"values": data},
            "mark": {
                "type": "text",
                "fontSize": _FONT,
                "align": side,
                "baseline": "middle",
                "lineBreak": "|",
            },
            "encoding": {**plane, "text": {"field": "name", "type": "nominal"}},
        }
        for side, data in sides.items()
        if data
    ]


def _scale(plane: Mapping[str, Spec]) -> Spec:
    data = [{"x": width_of("0.5", 9) / 400, "y": ring, "name": f"{ring:g}"} for ring in _RINGS]
    return {
        "data": {"values": data},
        "mark": {"type": "text", "fontSize": 9, "color": SOFT, "align": "left", "dy": -5},
        "encoding": {**plane, "text": {"field": "name", "type": "nominal"}},
    }
