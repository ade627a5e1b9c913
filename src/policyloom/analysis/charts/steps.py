"""Step curves with bands, and estimates with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.style import (
    PALETTE,
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


@dataclass(frozen=True)
class Step:
    """The height of a curve from a day (ISO date) on, and its band; None where undefined."""

    day: str
    series: Text
    value: float
    low: float | None
    high: float | None


def steps(
    data: Sequence[Step],
    value: Text,
    series: Sequence[Text],
    *,
    top: float = 100,
    height: int = 270,
) -> Spec:
    """Draw step curves on one scale from 0 to `top`, each in its band."""
    values: list[Datum] = [
        {
            "day": s.day,
            "series": both(s.series),
            "value": s.value,
            "low": s.value if s.low is None else s.low,
            "high": s.value if s.high is None else s.high,
        }
        for s in data
    ]
    axis = {"format": "%Y.%m", "tickCount": {"interval": "month", "step": 6}}
    scale = {"domain": [0, top], "nice": False}
    shared = {
        "x": {"field": "day", "type": "temporal", "title": None, "axis": axis},
        "color": nominal(
            "series", scale=colours(series), legend=legend(columns=2, symbolOpacity=1)
        ),
        "tooltip": [
            tip("series", Text("계열", "Series")),
            {**tip("day", Text("날짜", "Day")), "type": "temporal", "format": "%Y-%m-%d"},
            tip("value", value, ",.1f"),
            tip("low", Text("하한", "Lower"), ",.1f"),
            tip("high", Text("상한", "Upper"), ",.1f"),
        ],
    }
    band = {"y": amount("low", value, scale=scale), "y2": {"field": "high"}}
    dash = nominal("series", scale=dashes(series), legend=None)
    return frame({
        "height": height,
        "data": {"values": values},
        "encoding": shared,
        "layer": [
            {
                "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.16},
                "encoding": band,
            },
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
                "encoding": {"y": amount("value", value, scale=scale), "strokeDash": dash},
            },
        ],
    })  # fmt: skip


@dataclass(frozen=True)
class Estimate:
    """A ratio with its interval, in a row, of a series."""

    row: Text
    series: Text
    value: float
    low: float
    high: float


def ratios(data: Sequence[Estimate], value: Text, series: Sequence[Text]) -> Spec:
    """Draw ratios on a logarithmic scale with a rule at 1, one row and series a line."""
    values: list[Datum] = [
        {"row": both(e.row), "series": both(e.series), "value": e.value, "low": e.low,
         "high": e.high}
        for e in data
    ]  # fmt: skip
    least, most = min(e.low for e in data), max(e.high for e in data)
    ends = min(least, 0.9) * 0.9, max(most, 1.1) * 1.1
    scale = {"type": "log", "domain": list(ends), "nice": False}
    marks = (1, 2, 5) if ends[1] < 300 * ends[0] else (1,)
    ticks = [float(f"{n}e{k}") for k in range(-9, 10) for n in marks]
    ticks = [t for t in ticks if ends[0] <= t <= ends[1]]
    axis = {"format": ",~g", "values": ticks, "grid": False}
    offset = {"field": "series", "type": "nominal", "sort": None}
    colour = nominal("series", scale=colours(series), legend=legend())
    shared = {
        "y": nominal("row", axis={"domain": False, "ticks": False, "labelLimit": 260}),
        "yOffset": offset,
        "color": colour,
        "tooltip": [
            tip("row", Text("특성", "Attribute")),
            tip("series", Text("읽기", "Reading")),
            tip("value", value, ",.3~g"),
            tip("low", Text("하한", "Lower"), ",.3~g"),
            tip("high", Text("상한", "Upper"), ",.3~g"),
        ],
    }
    rule: Spec = {
        "data": {"values": [{"at": 1}]},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": PALETTE[4]},
        "encoding": {"x": amount("at", value, scale=scale, axis=axis)},
    }
    return frame({
        "height": {"step": 17 * len(series) + 8},
        "data": {"values": values},
        "layer": [
            rule,
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {**shared, "x": amount("low", value, scale=scale, axis=axis),
                             "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {**shared, "x": amount("value", value, scale=scale, axis=axis),
                             "shape": nominal("series", scale=shapes(series), legend=legend())},
            },
        ],
    })  # fmt: skip
