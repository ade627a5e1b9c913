"""Network figures, drawn from places computed beforehand, so that screen and print agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.labels import place_names_apart
from policyloom.analysis.charts.style import (
    INK,
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
Edge = tuple[str, str, float]
_BODY = Text("기관", "Body")
_TOGETHER = Text("함께 낸 문건", "Documents together")


@dataclass(frozen=True)
class Node:
    """A node: its name, how much it weighs (its area), and its group (its colour)."""

    id: str
    name: Text
    size: int
    group: Text


@dataclass(frozen=True)
class Panel:
    """One of several networks of a figure: its title, its nodes and its ties."""

    title: Text
    nodes: Sequence[Node]
    edges: Sequence[Edge]


@dataclass(frozen=True)
class Words:
    """What the size of a node counts, what a node is, and what a tie counts."""

    size: Text
    node: Text = _BODY
    edge: Text = _TOGETHER


@dataclass(frozen=True)
class _Room:
    """The room of one network in pixels; only the `named` largest nodes carry their name."""

    width: float = 600.0
    height: float = 460.0
    edge: float = 46.0
    font: float = 9.5
    largest: float = 620.0
    named: int = 1000
    longest: int = 1000


def node_link(
    nodes: Sequence[Node],
    places: Mapping[str, Point],
    edges: Sequence[Edge],
    words: Text | Words,
    groups: Sequence[Text] = (),
) -> Spec:
    """Draw nodes (area by size, colour by group), edges (width by weight), and names that give way.

    `words` say what the size of a node counts, and what nodes and ties are where they are not
    bodies that issue documents. `groups` gives the colours an order; else the largest come first.
    """
    room = _Room()
    said = words if isinstance(words, Words) else Words(words)
    panel = Panel(said.size, nodes, edges)
    at = _pixels({n.id: places[n.id] for n in nodes}, room)
    largest = max(n.size for n in nodes)
    layers = _layers(panel, at, groups or _groups(nodes), said, largest, room)
    return frame({"height": int(room.height), "layer": layers})


def node_links(
    panels: Sequence[Panel], places: Mapping[str, Point], words: Words, columns: int = 2
) -> Spec:
    """Draw several networks side by side; a node stands at the same place in each."""
    room = _Room(
        width=282.0, height=240.0, edge=34.0, font=8.0, largest=330.0, named=12, longest=24
    )
    every = [n for panel in panels for n in panel.nodes]
    at = _pixels({n.id: places[n.id] for n in every}, room)
    groups, largest = _groups(every), max(n.size for n in every)
    drawn = [
        {
            "title": {"text": both(panel.title), "anchor": "start", "fontSize": 11, "color": INK},
            "width": int(room.width),
            "height": int(room.height),
            "layer": _layers(panel, at, groups, words, largest, room),
        }
        for panel in panels
    ]
    shared = {"scale": {"color": "shared", "strokeWidth": "shared"}}
    spec = {"concat": drawn, "columns": columns, "spacing": 14, "resolve": shared}
    return frame(spec, fit=False)


def _groups(nodes: Sequence[Node]) -> list[Text]:
    ordered = sorted(nodes, key=lambda n: (-n.size, n.id))
    return list(dict.fromkeys(n.group for n in ordered))


def _layers(
    panel: Panel,
    at: Mapping[str, Point],
    groups: Sequence[Text],
    words: Words,
    largest: int,
    room: _Room,
) -> list[Spec]:
    plane = {
        "x": amount("x", axis=None, scale={"domain": [0, room.width], "nice": False}),
        "y": amount("y", axis=None, scale={"domain": [room.height, 0], "nice": False}),
    }
    ordered = sorted(panel.nodes, key=lambda n: (-n.size, n.id))
    areas = {n.id: _area(n.size, largest, room) for n in ordered}
    names = {n.id: n.name for n in panel.nodes}
    return [
        _edges(panel.edges, at, names, plane, words),
        _nodes(ordered, at, areas, groups, plane, words),
        _names(ordered, at, areas, plane, room),
    ]


def _pixels(places: Mapping[str, Point], room: _Room) -> dict[str, Point]:
    """Stretch places to fill the frame, each axis on its own."""
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    return {
        n: (
            round(room.edge + (x - min(xs)) / wide * (room.width - 2 * room.edge), 1),
            round(room.edge / 2 + (y - min(ys)) / high * (room.height - room.edge), 1),
        )
        for n, (x, y) in places.items()
    }


def _area(size: int, largest: int, room: _Room) -> float:
    """Return the area of a node in square pixels."""
    least = room.largest / 10
    return round(least + (room.largest - least) * size / largest, 1)


def _edges(
    edges: Sequence[Edge],
    at: Mapping[str, Point],
    names: Mapping[str, Text],
    plane: Spec,
    words: Words,
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
    both_ends = Text(f"두 {words.node.ko}", f"{words.node.en} pair")
    tips = [tip("name", both_ends), tip("weight", words.edge, ",")]
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {
        "data": {"values": data},
        "mark": {"type": "rule", "color": LINE},
        "encoding": {**plane, **ends, "strokeWidth": width, "tooltip": tips},
    }


def _nodes(
    nodes: Sequence[Node],
    at: Mapping[str, Point],
    areas: Mapping[str, float],
    groups: Sequence[Text],
    plane: Spec,
    words: Words,
) -> Spec:
    data: list[Datum] = [
        {
            "x": at[n.id][0],
            "y": at[n.id][1],
            "name": both(n.name),
            "size": n.size,
            "area": areas[n.id],
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
            "tooltip": [tip("name", words.node), tip("size", words.size, ",")],
        },
    }


def _names(
    nodes: Sequence[Node],
    at: Mapping[str, Point],
    areas: Mapping[str, float],
    plane: Spec,
    room: _Room,
) -> Spec:
    named = nodes[: room.named]
    spots: dict[str, list[Point | None]] = {}
    for language in ("ko", "en"):
        discs = [
            (*at[n.id], math.sqrt(areas[n.id] / math.pi), _short(n.name[language], room))
            for n in named
        ]
        spots[language] = place_names_apart(discs, room.font, (room.width, room.height))
    data = [
        _name(n, {k: found[i] for k, found in spots.items()}, room) for i, n in enumerate(named)
    ]
    return {
        "data": {"values": data},
        "mark": {"type": "text", "fontSize": room.font, "baseline": "middle"},
        "encoding": {**plane, "text": {"field": "name", "type": "nominal"}},
    }


def _name(node: Node, at: Mapping[str, Point | None], room: _Room) -> Datum:
    """Return a name in each language at its place; empty where it has no room there."""
    places = {k: place or (0.0, 0.0) for k, place in at.items()}
    return {
        "x": {k: place[0] for k, place in places.items()},
        "y": {k: place[1] for k, place in places.items()},
        "name": {k: _short(node.name[k], room) if at[k] else "" for k in at},
    }


def _short(name: str, room: _Room) -> str:
    """Cut a name that is longer than the room allows; tooltips keep the whole."""
    return name if len(name) <= room.longest else name[: room.longest - 1].rstrip() + "…"
