"""Heat figures: a matrix of numbers, with blanks where nothing was seen."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.charts.labels import width_of
from policyloom.analysis.charts.style import (
    LINE,
    RAMP,
    WIDTH,
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

_FONT, _ROW_LIMIT, _SLANT, _APART = 11, 300, -40, 6

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
    """Draw a matrix; rows and columns keep the order in which they come, blanks stay white.

    Names above the columns are slanted where they would run into one another in either language.
    """
    data: list[Datum] = [
        {"row": both(row), "column": both(column), "value": number, "word": word}
        for row, column, number, word in cells
    ]
    angle = angle or _angle([row for row, *_ in cells], [column for _, column, *_ in cells])
    middle = domain[0] + 0.55 * (domain[1] - domain[0])
    scale = {"domain": list(domain), "range": list(RAMP)}
    seen = {"filter": "datum.value !== null"}
    return frame(
        {
            "height": {"step": step},
            "padding": {"left": 6, "top": 6, "bottom": 6, "right": 52 if angle else 6},
            "data": {"values": data},
            "encoding": {
                "y": nominal(
                    "row", axis={"domain": False, "ticks": False, "labelLimit": _ROW_LIMIT}
                ),
                "x": nominal("column", axis=_upper(angle)),
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


def _upper(angle: int) -> Spec:
    """Return the axis of the columns, above the matrix."""
    upper: Spec = {
        "orient": "top", "labelAngle": angle, "domain": False, "ticks": False, "labelLimit": 130,
        "labelOverlap": False,
    }  # fmt: skip
    return {**upper, "labelAlign": "left", "labelBaseline": "middle"} if angle else upper


def _angle(rows: Sequence[Text], columns: Sequence[Text]) -> int:
    names = dict.fromkeys(columns)
    for language in ("ko", "en"):
        beside = max((width_of(row[language], _FONT) for row in rows), default=0.0)
        room = (WIDTH - min(beside, _ROW_LIMIT)) / max(1, len(names))
        if any(width_of(name[language], _FONT) > room - _APART for name in names):
            return _SLANT
    return 0


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
