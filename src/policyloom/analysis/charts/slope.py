"""The slope figure: what each series was in a first and in a last year, one small plot a panel."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.charts.labels import wrapped
from policyloom.analysis.charts.lines import Point
from policyloom.analysis.charts.style import (
    WIDTH,
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


def slopes(
    points: Sequence[Point], value: Text, series: Sequence[Text], *, columns: int = 4
) -> Spec:
    """Draw two ends a series and panel, joined and labelled; panels share the scale."""
    width = WIDTH // columns - 34
    highest: dict[tuple[Text, int], float] = {}
    for p in points:
        place = (p.panel or value, p.year)
        highest[place] = max(highest.get(place, p.value), p.value)
    data: list[Datum] = []
    for p in points:
        panel = p.panel or value
        heading = {k: wrapped(both(panel)[k], 11, width + 20) for k in ("ko", "en")}
        data.append(
            {
                "year": str(p.year),
                "series": both(p.series),
                "value": p.value,
                "panel": heading,
                "side": -1 if p.value == highest[panel, p.year] else 1,
            }
        )
    order = [dict(panel) for panel in {tuple(d["panel"].items()): None for d in data}]
    shared = {
        "x": nominal("year", axis={"labelAngle": 0, "ticks": False, "title": None}),
        "y": amount("value", value, axis={"format": ",~f", "tickCount": 5}),
        "color": nominal("series", scale=colours(series), legend=legend()),
        "tooltip": [
            tip("series", Text("국가", "Economy")),
            tip("year", Text("연도", "Year")),
            tip("value", value, ",.3~g"),
        ],
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "line", "strokeWidth": 2.4},
            "encoding": {
                **shared,
                "strokeDash": nominal("series", scale=dashes(series), legend=None),
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {**shared, "shape": nominal("series", scale=shapes(series), legend=None)},
        },
        *(_numbers(shared, side) for side in (-1, 1)),
    ]
    header = {"labelExpr": "split(datum.label, '|')", "labelAnchor": "start", "labelLimit": 0}
    return frame(
        {
            "data": {"values": data},
            "facet": nominal("panel", header=header, sort=order),
            "columns": columns,
            "spacing": {"row": 16, "column": 14},
            "spec": {"width": width, "height": 190, "layer": layers},
        },
        fit=False,
    )


def _numbers(shared: Spec, side: int) -> Spec:
    """Write the numbers of the highest series above its marks, those of the others below."""
    return {
        "transform": [{"filter": f"datum.side === {side}"}],
        "mark": {"type": "text", "dy": 11 * side, "fontSize": 10},
        "encoding": {
            **shared,
            "text": {"field": "value", "type": "quantitative", "format": ",.1f"},
        },
    }
