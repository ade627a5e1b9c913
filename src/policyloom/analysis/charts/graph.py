"""Network figures, drawn from places computed beforehand, so that screen and print agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.labels import place_names
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
_WIDTH, _HEIGHT, _EDGE, _FONT = 600.0, 460.0, 46.0, 9.5


@dataclass(frozen=True)
class Node:
    """A node: its name, how much it weighs (its area), and its group (its colour)."""

    id: str
    name: Text
    size: int
    group: Text


def node_link(
    nodes: Sequence[Node],
    places: Mapping[str, Point],
    edges: Sequence[tuple[str, str, int]],
    size: Text,
) -> Spec:
    """Draw nodes (area by size, colour by group), edges (width by weight), and names that give way.

    `size` says what the size of a node counts.
    """
    at = _pixels({n.id: places[n.id] for n in nodes})
    ordered = sorted(nodes, key=lambda n: (-n.size, n.id))
    names = {n.id: n.name for n in nodes}
    groups = list(dict.fromkeys(n.group for n in ordered))
    plane = {
        "x": amount("x", axis=None, scale={"domain": [0, _WIDTH], "nice": False}),
        "y": amount("y", axis=None, scale={"domain": [_HEIGHT, 0], "nice": False}),
    }
    largest = max(n.size for n in nodes)
    return frame(
        {
            "height": int(_HEIGHT),
            "layer": [
                _edges(edges, at, names, plane),
                _nodes(ordered, at, groups, size, plane, largest),
                _names(ordered, at, plane, largest),
            ],
        }
    )


def _pixels(places: Mapping[str, Point]) -> dict[str, Point]:
    """Stretch places to fill the frame, each axis on its own."""
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    return {
        n: (
            round(_EDGE + (x - min(xs)) / wide * (_WIDTH - 2 * _EDGE), 1),
            round(_EDGE / 2 + (y - min(ys)) / high * (_HEIGHT - _EDGE), 1),
        )
        for n, (x, y) in places.items()
    }


def _area(size: int, largest: int) -> float:
    """Return the area of a node in square pixels."""
    return round(60 + 560 * size / largest, 1)


def _edges(
    edges: Sequence[tuple[str, str, int]],
    at: Mapping[str, Point],
    names: Mapping[str, Text],
    plane: Spec,
) -> Spec:
    data: list[Datum] = [
        {
            "x": at[a][0],
            "y": at[a][1],
            "x2": at[b][0],
            "y2": at[b][1],
            "weight": weight,
            "name": {
                "ko": f"{names[a].ko} – {names[b].ko}",
                "en": f"{names[a].en} – {names[b].en}",
            },
        }
        for a, b, weight in edges
    ]
    width = amount("weight", scale={"range": [0.7, 5.5], "domainMin": 1}, legend=None)
    tips = [
        tip("name", Text("두 기관", "Bodies")),
        tip("weight", Text("함께 낸 문건", "Documents together"), ","),
    ]
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {
        "data": {"values": data},
        "mark": {"type": "rule", "color": LINE},
        "encoding": {**plane, **ends, "strokeWidth": width, "tooltip": tips},
    }


def _nodes(
    nodes: Sequence[Node],
    at: Mapping[str, Point],
    groups: Sequence[Text],
    size: Text,
    plane: Spec,
    largest: int,
) -> Spec:
    data: list[Datum] = [
        {
            "x": at[n.id][0],
            "y": at[n.id][1],
            "name": both(n.name),
            "size": n.size,
            "area": _area(n.size, largest),
            "group": both(n.group),
        }
        for n in nodes
    ]
    return {
        "data": {"values": data},
        "mark": {"type": "circle", "opacity": 1, "stroke": "white", "strokeWidth": 1},
        "encoding": {
            **plane,
            "size": {"field": "area", "type": "quantitative", "scale": None, "legend": None},
            "color": nominal("group", scale=colours(groups, PALETTE), legend=legend()),
            "tooltip": [tip("name", Text("기관", "Body")), tip("size", size, ",")],
        },
    }


def _names(nodes: Sequence[Node], at: Mapping[str, Point], plane: Spec, largest: int) -> Spec:
    spots = {}
    for language in ("ko", "en"):
        discs = [
            (*at[n.id], math.sqrt(_area(n.size, largest) / math.pi), n.name[language])
            for n in nodes
        ]
        spots[language] = place_names(discs, _FONT, (_WIDTH, _HEIGHT))
    data: list[Datum] = [
        {
            "x": {"ko": spots["ko"][i][0], "en": spots["en"][i][0]},
            "y": {"ko": spots["ko"][i][1], "en": spots["en"][i][1]},
            "name": both(n.name),
        }
        for i, n in enumerate(nodes)
    ]
    return {
        "data": {"values": data},
        "mark": {"type": "text", "fontSize": _FONT, "baseline": "middle"},
        "encoding": {**plane, "text": {"field": "name", "type": "nominal"}},
    }
