"""Bars to both sides of zero: parts of a change, side by side within each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.style import (
    SOFT,
    Datum,
    Spec,
    amount,
    both,
    colours,
    frame,
    legend,
    nominal,
    tip,
)
from policyloom.model.result import Text


@dataclass(frozen=True)
class Amount:
    """One bar: the row it belongs to, what it is, and its signed length."""

    row: Text
    part: Text
    value: float


def signed_bars(amounts: Sequence[Amount], value: Text, parts: Sequence[Text]) -> Spec:
    """Draw level bars grouped by row, each with its number at its end."""
    data: list[Datum] = [
        {
            "row": both(a.row),
            "part": both(a.part),
            "value": a.value,
            "after": a.value if a.value >= 0 else 0,
        }
        for a in amounts
    ]
    numbers = [a.value for a in amounts]
    room = 0.14 * (max(*numbers, 0) - min(*numbers, 0) or 1)
    scale = {"domain": [round(min(*numbers, 0) - (room if min(numbers) < 0 else 0), 6),
                        round(max(*numbers, 0) + room, 6)], "nice": False}  # fmt: skip
    shared = {
        "y": nominal("row", axis={"domain": False, "ticks": False, "labelLimit": 220}),
        "yOffset": nominal("part"),
        "tooltip": [
            tip("row", Text("구분", "Row")),
            tip("part", Text("부분", "Part")),
            tip("value", value, "+,.2f"),
        ],
    }
    along = amount("value", value, scale=scale, axis={"format": "+,~f", "tickCount": 6})
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.82}},
            "encoding": {
                **shared,
                "x": along,
                "color": nominal("part", scale=colours(parts), legend=legend()),
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 4},
            "encoding": {
                **shared,
                "x": amount("after", value, scale=scale),
                "text": {"field": "value", "type": "quantitative", "format": "+,.1f"},
            },
        },
        {
            "data": {"values": [{"at": 0}]},
            "mark": {"type": "rule", "color": SOFT},
            "encoding": {"x": amount("at", value, scale=scale)},
        },
    ]
    return frame(
        {"height": {"step": 22, "for": "offset"}, "data": {"values": data}, "layer": layers}
    )
