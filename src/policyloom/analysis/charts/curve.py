"""A curve with its cases: how raw values become scores."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.charts.style import INK, PALETTE, SOFT, Spec, amount, both, frame, tip
from policyloom.model.result import Text

Place = tuple[Text, float, float]
"""A case with its raw value and its score."""


def curve(
    line: Sequence[tuple[float, float]],
    cases: Sequence[Place],
    anchors: Sequence[tuple[Text, float]],
    raw: Text,
    *,
    step: bool = False,
) -> Spec:
    """Draw scores over raw values, the anchors as upright lines, the cases as points."""
    score = Text("점수(0~1)", "Score (0–1)")
    across = amount("raw", raw, scale={"zero": False, "nice": False})
    up = amount("score", score, scale={"domain": [0, 1]})
    tips = [tip("name", Text("사례", "Case")), tip("raw", raw, ",.4~g"), tip("score", score, ".2f")]
    drawn: Spec = {"type": "line", "color": PALETTE[0], "strokeWidth": 2}
    if step:
        drawn["interpolate"] = "step-after"
    points = [{"name": both(n), "raw": x, "score": y} for n, x, y in cases]
    marks = [{"name": both(n), "raw": x} for n, x in anchors]
    return frame(
        {
            "height": 260,
            "layer": [
                {
                    "data": {"values": marks},
                    "mark": {"type": "rule", "color": SOFT, "strokeDash": [3, 3]},
                    "encoding": {"x": across, "tooltip": tips[:2]},
                },
                {
                    "data": {"values": [{"raw": x, "score": y} for x, y in line]},
                    "mark": drawn,
                    "encoding": {"x": across, "y": up},
                },
                {
                    "data": {"values": points},
                    "mark": {"type": "point", "filled": True, "size": 55, "color": PALETTE[1]},
                    "encoding": {"x": across, "y": up, "tooltip": tips},
                },
                {
                    "data": {"values": points},
                    "mark": {"type": "text", "dy": -9, "fontSize": 9.5, "color": INK},
                    "encoding": {
                        "x": across,
                        "y": up,
                        "text": {"field": "name", "type": "nominal"},
                    },
                },
            ],
        }
    )
