"""Line figures: amounts over years, one plot or many small ones, and curves between bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.labels import wrapped
from policyloom.analysis.charts.style import (
    PALETTE,
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

_HEADER = 10
_SHORT = {
    "ko": "datum.value >= 1e8 ? format(datum.value / 1e8, ',~r') + '억' : "
    "datum.value >= 1e4 ? format(datum.value / 1e4, ',~r') + '만' : format(datum.value, ',~r')",
    "en": "datum.value >= 1000 ? replace(format(datum.value, '~s'), 'G', 'B') : "
    "format(datum.value, ',~r')",
}
"""Axis labels in the large units of each language."""


@dataclass(frozen=True)
class Point:
    """One point of a series in a year."""

    year: int
    series: Text
    value: float
    panel: Text | None = None
    """Heading of the small plot; what follows a "|" goes on a line of its own."""


def lines(
    points: Sequence[Point],
    value: Text,
    series: Sequence[Text],
    *,
    height: int = 280,
    form: str = ",~f",
) -> Spec:
    """Draw one plot of several series."""
    inner = _plot(value, series, form, sorted({p.year for p in points}))
    return frame({"height": height, "data": {"values": _data(points)}, **inner})


def small_lines(
    points: Sequence[Point], series: Sequence[Text], *, columns: int = 3, height: int = 110
) -> Spec:
    """Draw one small plot a panel, each on its own scale; panels keep their order."""
    width = WIDTH // columns - 62
    years = sorted({p.year for p in points})
    inner = _plot(Text("값", "Value"), series, "~s", _ends(years), small=True)
    data = _data(points)
    for datum in data:
        datum["panel"] = {k: _heading(t, width + 38) for k, t in datum["panel"].items()}
    order = [dict(panel) for panel in {tuple(d["panel"].items()): None for d in data}]
    header = {
        "labelExpr": "split(datum.label, '|')",
        "labelAnchor": "start",
        "labelFontSize": _HEADER,
        "labelLineHeight": 13,
        "labelLimit": 0,
    }
    return frame(
        {
            "data": {"values": data},
            "facet": nominal("panel", header=header, sort=order),
            "columns": columns,
            "spacing": {"row": 14, "column": 16},
            "spec": {"width": width, "height": height, **inner},
            "resolve": {"scale": {"y": "independent"}, "axis": {"x": "independent"}},
        },
        fit=False,
    )


@dataclass(frozen=True)
class Bound:
    """How many at most and at least by a day (ISO date), for one series."""

    day: str
    series: Text
    least: int
    most: int


def bounds(
    data: Sequence[Bound], value: Text, series: Sequence[Text], *, height: int = 260
) -> Spec:
    """Draw step curves: the line is the least that is certain, the band reaches to the most."""
    values: list[Datum] = [
        {"day": b.day, "series": both(b.series), "least": b.least, "most": b.most} for b in data
    ]
    shared = {
        "x": {
            "field": "day",
            "type": "temporal",
            "title": None,
            "axis": {"format": "%Y.%m", "tickCount": {"interval": "month", "step": 6}},
        },
        "color": nominal("series", scale=colours(series), legend=legend()),
        "tooltip": [
            tip("series", Text("계열", "Series")),
            {**tip("day", Text("날짜", "Day")), "type": "temporal", "format": "%Y-%m-%d"},
            tip("least", Text("적어도", "At least"), ","),
            tip("most", Text("많아야", "At most"), ","),
        ],
    }  # fmt: skip
    return frame(
        {
            "height": height,
            "data": {"values": values},
            "encoding": shared,
            "layer": [
                {
                    "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.22},
                    "encoding": {"y": amount("least", value), "y2": {"field": "most"}},
                },
                {
                    "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
                    "encoding": {
                        "y": amount("least", value),
                        "strokeDash": nominal("series", scale=dashes(series), legend=None),
                    },
                },
            ],
        }
    )


def _data(points: Sequence[Point]) -> list[Datum]:
    return [
        {
            "year": p.year,
            "series": both(p.series),
            "value": p.value,
            **({"panel": both(p.panel)} if p.panel else {}),
        }
        for p in points
    ]


def _heading(text: str, width: float) -> str:
    """Break a heading into lines joined by "|": two for the name, one for the unit."""
    name, _, unit = text.partition("|")
    lines = [wrapped(name, _HEADER, width)] + ([wrapped(unit, _HEADER, width, 1)] if unit else [])
    return "|".join(lines)


def _ends(years: Sequence[int]) -> list[int]:
    """Return the first and last year, and the one between them where there is one."""
    first, last = years[0], years[-1]
    return sorted({first, last} | ({(first + last) // 2} if (last - first) % 2 == 0 else set()))


def _plot(
    value: Text, series: Sequence[Text], form: str, ticks: Sequence[int], *, small: bool = False
) -> Spec:
    years = {"format": "d", "values": list(ticks), "grid": False, "labelFlush": False}
    tips = [
        tip("series", Text("국가", "Economy")),
        tip("year", Text("연도", "Year"), "d"),
        tip("value", value, ",.4~g"),
    ]
    side: Spec = {"format": form, "tickCount": 6}
    if small:
        side = {"labelExpr": _SHORT, "tickCount": 4, "minExtent": 40, "maxExtent": 40}
    return {
        "encoding": {
            "x": amount("year", scale={"zero": False, "nice": False}, axis=years),
            "y": amount("value", None if small else value, axis=side),
            "color": nominal("series", scale=colours(series, PALETTE), legend=legend()),
            "tooltip": tips,
        },
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"strokeDash": nominal("series", scale=dashes(series), legend=None)},
            },
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 26 if small else 42,
                    "opacity": 1,
                },
                "encoding": {"shape": nominal("series", scale=shapes(series), legend=legend())},
            },
        ],
    }
