"""Dot figures: two values a row joined by a line, and rows of events in time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policyloom.analysis.charts.labels import width_of
from policyloom.analysis.charts.style import (
    LINE,
    PALETTE,
    Datum,
    Spec,
    amount,
    both,
    colours,
    frame,
    legend,
    nominal,
    shapes,
    tip,
)
from policyloom.model.result import Text

_MONTH = 31
_LETTER, _SYMBOL, _LEGEND = 11.0, 30.0, 340.0
_HEADS = (Text("지표", "Indicator"), Text("국가", "Economy"))


def dumbbell(  # noqa: PLR0913 - the variants of one figure
    pairs: Sequence[tuple[Text, Text, float]],
    value: Text,
    series: Sequence[Text],
    *,
    rule: float | None = None,
    log: bool = False,
    domain: tuple[float, float] | None = None,
    heads: tuple[Text, Text] = _HEADS,
) -> Spec:
    """Draw (row, series, value) triples: one line a row, one mark a series; `rule` marks a norm.

    `heads` say in tooltips what a row and a series are.
    """
    data: list[Datum] = [
        {"row": both(row), "series": both(which), "value": number} for row, which, number in pairs
    ]
    scale: Spec = {"domain": list(domain)} if domain else {"zero": False, "padding": 12}
    axis: Spec = {"format": ",~f" if domain else ",~g"}
    if log:
        numbers = [number for _, _, number in pairs]
        ends = [min(numbers) * 0.75, max(numbers) * 1.3]
        scale = {"type": "log", "nice": False, "domain": ends}
        axis["values"] = _log_ticks(numbers)
    key = legend(columns=_columns(series))
    layers: list[Spec] = [
        {
            "mark": {"type": "line", "color": LINE, "strokeWidth": 3},
            "encoding": {"detail": {"field": "row", "type": "nominal"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {
                "color": nominal("series", scale=colours(series), legend=key),
                "shape": nominal("series", scale=shapes(series), legend=key),
            },
        },
    ]
    if rule is not None:
        layers.insert(0, {
            "data": {"values": [{"at": rule}]},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": PALETTE[4]},
            "encoding": {"x": amount("at"), "y": {"value": 0}, "y2": {"value": {"expr": "height"}}},
        })  # fmt: skip
        layers[0]["encoding"] = {"x": amount("at", value)}
    rows = {"grid": True, "domain": False, "ticks": False, "labelLimit": 300}
    shared = {
        "y": nominal("row", axis=rows),
        "x": amount("value", value, scale=scale, axis=axis),
        "tooltip": [
            tip("row", heads[0]),
            tip("series", heads[1]),
            tip("value", value, ",.4~g"),
        ],
    }
    for layer in layers[1:] if rule is not None else layers:
        layer["encoding"] = {**shared, **layer["encoding"]}
    step = 22 if len({row for row, _, _ in pairs}) <= 24 else 15
    return frame({"height": {"step": step}, "data": {"values": data}, "layer": layers})


def _columns(series: Sequence[Text]) -> int:
    """Return in how many columns a legend fits beside long names of rows; 0 for a single line."""
    needed = sum(width_of(text.en, _LETTER) + _SYMBOL for text in series)
    return 0 if needed <= _LEGEND else 2


def _log_ticks(numbers: Sequence[float]) -> list[float]:
    """Return 1, 2, 5 and their tenfolds between the least and the greatest number."""
    low, high = math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))
    steps = (1, 2, 5) if high - low <= 3 else (1,)
    ticks = [step * 10.0**power for power in range(low, high + 1) for step in steps]
    return [round(t, 12) for t in ticks if min(numbers) * 0.6 <= t <= max(numbers) * 1.6]


@dataclass(frozen=True)
class Event:
    """Something in a row that happened between two days (ISO dates, equal for a known day)."""

    row: Text
    first: str
    last: str
    kind: Text
    name: Text


def timeline(events: Sequence[Event], kinds: Sequence[Text], *, step: int = 19) -> Spec:
    """Draw events: a mark on the day, a hollow one in the month, or a bar over a longer time."""
    data: list[Datum] = [
        {
            "row": both(e.row),
            "first": e.first,
            "last": e.last,
            "kind": both(e.kind),
            "name": both(e.name),
            "exact": e.first == e.last,
            "spot": (date.fromisoformat(e.last) - date.fromisoformat(e.first)).days <= _MONTH,
        }
        for e in events
    ]
    key = legend() if len(kinds) > 1 else None
    colour = nominal("kind", scale=colours(kinds), legend=key)
    yearly = {"format": "%Y", "orient": "top", "tickCount": {"interval": "year", "step": 1}}
    day: Spec = {"field": "first", "type": "temporal", "title": None, "axis": yearly}
    day["scale"] = {"padding": 9}
    order = list(dict.fromkeys(e.row for e in events))
    rows = nominal("row", axis={"grid": True, "domain": False, "ticks": False})
    rows["sort"] = [both(row) for row in order]
    return frame(
        {
            "height": {"step": step},
            "data": {"values": data},
            "encoding": {
                "y": rows,
                "x": day,
                "color": colour,
                "tooltip": [
                    tip("row", Text("구분", "Row")),
                    tip("name", Text("이름", "Name")),
                    tip("first", Text("이르면", "Earliest")),
                    tip("last", Text("늦으면", "Latest")),
                ],
            },
            "layer": [
                {
                    "transform": [{"filter": "!datum.spot"}],
                    "mark": {"type": "bar", "height": 6, "opacity": 0.45, "cornerRadius": 3},
                    "encoding": {"x2": {"field": "last"}},
                },
                {
                    "transform": [{"filter": "datum.spot"}],
                    "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                    "encoding": {
                        "stroke": {**colour, "legend": None},
                        "strokeWidth": {"value": 1.5},
                        "shape": nominal("kind", scale=shapes(kinds), legend=key),
                        "fillOpacity": {
                            "condition": {"test": "datum.exact", "value": 1},
                            "value": 0,
                        },
                    },
                },
            ],
        }
    )
