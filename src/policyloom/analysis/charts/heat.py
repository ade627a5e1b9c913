"""Heat figures: a matrix of numbers, with blanks where nothing was seen."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.charts.style import (
    LINE,
    RAMP,
    Datum,
    Spec,
    amount,
    both,
    frame,
    ink_on,
    legend,
    nominal,
    tip,
)
from policyloom.model.result import Text

Heat = tuple[Text, Text, float | None, str]
"""Row, column, number (None: not seen) and the word printed in the cell."""


def heat(
    cells: Sequence[Heat],
    value: Text,
    *,
    domain: tuple[float, float],
    step: int = 22,
    angle: int = 0,
) -> Spec:
    """Draw a matrix; rows and columns keep the order in which they come, blanks stay white."""
    data: list[Datum] = [
        {"row": both(row), "column": both(column), "value": number, "word": word}
        for row, column, number, word in cells
    ]
    middle = domain[0] + 0.55 * (domain[1] - domain[0])
    upper: Spec = {
        "orient": "top", "labelAngle": angle, "domain": False, "ticks": False, "labelLimit": 130,
        "labelOverlap": False,
    }  # fmt: skip
    if angle:
        upper |= {"labelAlign": "left", "labelBaseline": "middle"}
    scale = {"domain": list(domain), "range": list(RAMP)}
    seen = {"filter": "datum.value !== null"}
    return frame(
        {
            "height": {"step": step},
            "padding": {"left": 6, "top": 6, "bottom": 6, "right": 52 if angle else 6},
            "data": {"values": data},
            "encoding": {
                "y": nominal("row", axis={"domain": False, "ticks": False, "labelLimit": 300}),
                "x": nominal("column", axis=upper),
                "tooltip": [
                    tip("row", Text("행", "Row")),
                    tip("column", Text("열", "Column")),
                    tip("word", value),
                ],
            },
            "layer": [
                {"mark": {"type": "rect", "fill": "white", "stroke": LINE, "strokeWidth": 0.5}},
                {
                    "transform": [seen],
                    "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
                    "encoding": {
                        "color": amount("value", value, scale=scale, legend=legend_bar(value))
                    },
                },
                {
                    "mark": {"type": "text", "fontSize": 10},
                    "encoding": {
                        "text": {"field": "word", "type": "nominal"},
                        "color": ink_on(f"datum.value !== null && datum.value > {middle}"),
                    },
                },
            ],
        }
    )


def legend_bar(value: Text) -> Spec:
    """Return the legend of a ramp: a short bar below the plot, with its title."""
    return legend(
        orient="bottom",
        title=both(value),
        gradientLength=160,
        gradientThickness=10,
        titleLimit=400,
        titleFontWeight=400,
    )
