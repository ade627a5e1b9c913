"""Interval figures: a span and its middle a row, for leads and ranks; panels side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.style import (
    SOFT,
    WIDTH,
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


@dataclass(frozen=True)
class Span:
    """One row: what it is of, its ends and its middle; `panel` puts it in a plot of its own."""

    row: Text
    low: float
    middle: float
    high: float
    series: Text
    panel: Text | None = None


def intervals(
    spans: Sequence[Span],
    value: Text,
    series: Sequence[Text],
    *,
    rule: float | None = None,
    ranks: int = 0,
) -> Spec:
    """Draw one plot of rows in the order given; `rule` marks a norm, `ranks` asks for 1 to n."""
    inner = _plot(value, series, ranks, rule)
    made: Spec = {"height": {"step": 24}, "data": {"values": _data(spans)}, "layer": inner}
    return frame(made)


def panels(
    spans: Sequence[Span], value: Text, series: Sequence[Text], *, ranks: int = 0, columns: int = 2
) -> Spec:
    """Draw a plot for every panel, in order, all on one scale."""
    order = list(dict.fromkeys(s.panel for s in spans if s.panel))
    return frame(
        {
            "data": {"values": _data(spans)},
            "facet": nominal(
                "panel",
                header={"labelAnchor": "start", "labelLimit": 0},
                sort=[both(panel) for panel in order],
            ),
            "columns": columns,
            "spacing": {"row": 16, "column": 22},
            "spec": {
                "width": WIDTH // columns - 92,
                "height": {"step": 22},
                "layer": _plot(value, series, ranks, None),
            },
        },
        fit=False,
    )


def _plot(value: Text, series: Sequence[Text], ranks: int, rule: float | None) -> list[Spec]:
    scale: Spec = {"zero": False, "nice": not ranks, "padding": 8}
    axis: Spec = {"format": ",~f", "tickCount": 6}
    if ranks:
        scale = {"domain": [0.6, ranks + 0.4], "nice": False}
        axis = {"values": list(range(1, ranks + 1)), "format": "d"}
    side = {"grid": True, "domain": False, "ticks": False, "labelLimit": 260, "title": None}
    across = amount("low", value, scale=scale, axis=axis)
    key = legend() if len(series) > 1 else None
    shared = {
        "y": nominal("row", axis=side),
        "color": nominal("series", scale=colours(series), legend=key),
        "tooltip": [
            tip("row", Text("구분", "Row")),
            tip("low", Text("아래", "Lower end"), ",.3~f"),
            tip("middle", Text("가운데", "Middle"), ",.3~f"),
            tip("high", Text("위", "Upper end"), ",.3~f"),
        ],
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.45, "strokeCap": "round"},
            "encoding": {**shared, "x": across, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 95, "opacity": 1},
            "encoding": {
                **shared,
                "x": amount("middle", value, scale=scale, axis=axis),
                "shape": nominal("series", scale=shapes(series), legend=key),
            },
        },
    ]
    if rule is not None:
        norm = {"data": {"values": [{"at": rule}]}, "mark": {
            "type": "rule", "strokeDash": [4, 3], "color": SOFT},
            "encoding": {"x": amount("at", value)}}  # fmt: skip
        layers.insert(0, norm)
    return layers


def _data(spans: Sequence[Span]) -> list[Datum]:
    return [
        {
            "row": both(s.row),
            "series": both(s.series),
            "low": round(s.low, 6),
            "middle": round(s.middle, 6),
            "high": round(s.high, 6),
            **({"panel": both(s.panel)} if s.panel else {}),
        }
        for s in spans
    ]
