"""Bar figures: amounts by category, in one colour or stacked by series."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.charts.style import (
    PALETTE,
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

Bar = tuple[Text, float]
Part = tuple[Text, Text, float]


def bars(data: Sequence[Bar], value: Text, *, form: str = ",", colour: str = PALETTE[0]) -> Spec:
    """Draw level bars in the order given, each with its number at its end."""
    values: list[Datum] = [{"name": both(name), "value": number} for name, number in data]
    across = amount("value", value, axis={"format": ",~f", "tickCount": 6, "tickMinStep": 1})
    base = {"y": nominal("name", axis={"domain": False, "ticks": False}), "x": across}
    tips = [tip("name", Text("구분", "Category")), tip("value", value, form)]
    return frame(
        {
            "height": {"step": 20},
            "data": {"values": values},
            "encoding": {**base, "tooltip": tips},
            "layer": [
                {"mark": {"type": "bar", "color": colour, "height": {"band": 0.72}}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 4},
                    "encoding": {
                        "text": {"field": "value", "type": "quantitative", "format": form}
                    },
                },
            ],
        }
    )


def stacked_bars(data: Sequence[Part], value: Text, series: Sequence[Text]) -> Spec:
    """Draw level bars made of parts (category, series, amount), in the order of `series`."""
    return frame(
        {
            "height": {"step": 20},
            "data": {"values": _parts(data, series)},
            "mark": {"type": "bar", "height": {"band": 0.74}, "stroke": "white"},
            "encoding": {
                "y": nominal("name", axis={"domain": False, "ticks": False}),
                "x": amount("value", value, axis={"format": ",~f", "tickMinStep": 1}),
                **_parted(series),
                "tooltip": _part_tips(value),
            },
        }
    )


def stacked_columns(
    data: Sequence[Part], value: Text, series: Sequence[Text], height: int = 260
) -> Spec:
    """Draw upright bars made of parts, e.g. years by level."""
    return frame(
        {
            "height": height,
            "data": {"values": _parts(data, series)},
            "mark": {"type": "bar", "width": {"band": 0.7}, "stroke": "white"},
            "encoding": {
                "x": nominal("name", axis={"labelAngle": 0, "ticks": False}),
                "y": amount("value", value, axis={"format": ",~f", "tickMinStep": 1}),
                **_parted(series),
                "tooltip": _part_tips(value),
            },
        }
    )


def _parts(data: Sequence[Part], series: Sequence[Text]) -> list[Datum]:
    order = {text: i for i, text in enumerate(series)}
    return [
        {"name": both(name), "series": both(part), "order": order[part], "value": number}
        for name, part, number in data
    ]


def _parted(series: Sequence[Text]) -> Spec:
    colour = nominal("series", scale=colours(series), legend=legend(columns=min(len(series), 6)))
    return {
        "color": colour,
        "order": {"field": "order", "type": "quantitative"},
        "strokeWidth": {"condition": {"test": "datum.value > 0", "value": 0.6}, "value": 0},
    }


def _part_tips(value: Text) -> list[Spec]:
    return [
        tip("name", Text("구분", "Category")),
        tip("series", Text("계열", "Series")),
        tip("value", value, ","),
    ]
