"""Network figures, drawn from places computed beforehand, so that screen and print agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    tip,
)
from policyloom.model.result import Text

Point = tuple[float, float]


def node_link(
    places: Mapping[str, Point],
    labels: Mapping[str, Text],
    sizes: Mapping[str, int],
    groups: Mapping[str, Text],
    edges: Sequence[tuple[str, str, int]],
    size_title: Text,
) -> Spec:
    """Draw nodes (area by size, colour by group) and edges (width by weight)."""
    kinds = list(dict.fromkeys(groups[n] for n in places))
    nodes: list[Datum] = [
        {"x": x, "y": y, "name": both(labels[n]), "size": sizes[n], "group": both(groups[n])}
        for n, (x, y) in places.items()
    ]
    links: list[Datum] = [
        {
            "x": places[a][0], "y": places[a][1], "x2": places[b][0], "y2": places[b][1],
            "weight": w, "name": {"ko": f"{labels[a].ko} – {labels[b].ko}", "en": f"{labels[a].en} – {labels[b].en}"},
        }
        for a, b, w in edges
    ]  # fmt: skip
    plane = {
        "x": amount("x", axis=None, scale={"zero": False, "padding": 34}),
        "y": amount("y", axis=None, scale={"zero": False, "padding": 22}),
    }
    return frame(
        {
            "height": 460,
            "layer": [
                {
                    "data": {"values": links},
                    "mark": {"type": "rule", "color": LINE, "opacity": 0.9},
                    "encoding": {
                        **plane,
                        "x2": {"field": "x2"},
                        "y2": {"field": "y2"},
                        "strokeWidth": amount(
                            "weight", scale={"range": [0.6, 5], "domainMin": 1}, legend=None
                        ),
                        "tooltip": [
                            tip("name", Text("두 기관", "Bodies")),
                            tip("weight", Text("함께 낸 문건", "Documents together"), ","),
                        ],
                    },
                },
                {
                    "data": {"values": nodes},
                    "mark": {"type": "circle", "opacity": 1, "stroke": "white", "strokeWidth": 1},
                    "encoding": {
                        **plane,
                        "size": amount("size", scale={"range": [40, 620]}, legend=None),
                        "color": nominal("group", scale=colours(kinds, PALETTE), legend=legend()),
                        "tooltip": [
                            tip("name", Text("기관", "Body")),
                            tip("size", size_title, ","),
                        ],
                    },
                },
                {
                    "data": {"values": nodes},
                    "mark": {"type": "text", "fontSize": 9.5, "dy": -13},
                    "encoding": {**plane, "text": {"field": "name", "type": "nominal"}},
                },
            ],
        }
    )
