"""Tree figures: branches and leaves, each leaf with its cases as marks for and against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyloom.analysis.charts.style import (
    INK,
    LINE,
    PALETTE,
    Datum,
    Spec,
    amount,
    both,
    frame,
    legend,
    nominal,
    tip,
)
from policyloom.model.result import Text

FOR, AGAINST = Text("맞는 사례", "Cases for"), Text("맞서는 사례", "Cases against")
_BRANCH, _LEAF, _MARKS, _WIDE = 100.0, 150.0, 345.0, 608.0
_ROW, _TOP = 22.0, 16.0


@dataclass(frozen=True)
class Leaf:
    """A leaf: its name and the cases for and against it, named by what is shown on pointing."""

    name: Text
    backing: Sequence[Text]
    opposing: Sequence[Text]


@dataclass(frozen=True)
class Branch:
    """A branch with its leaves."""

    name: Text
    leaves: Sequence[Leaf]


def tree(branches: Sequence[Branch]) -> Spec:
    """Draw branches, leaves and one mark a case; places are computed here."""
    names: list[Datum] = []
    edges: list[Datum] = []
    marks: list[Datum] = []
    row = 0
    for branch in branches:
        middle = _at(row + (len(branch.leaves) - 1) / 2)
        names.append({"x": 0.0, "y": middle, "name": both(branch.name), "weight": "bold"})
        for leaf in branch.leaves:
            y = _at(row)
            edges.append({"x": _BRANCH, "y": middle, "x2": _LEAF - 6, "y2": y})
            names.append({"x": _LEAF, "y": y, "name": both(leaf.name), "weight": "normal"})
            marks += _marks(leaf, y)
            row += 1
    height = _at(row - 1) + _TOP
    return frame({"height": int(height), "layer": _layers(names, edges, marks, height)})


def _at(row: float) -> float:
    return round(_TOP + _ROW * row, 1)


def _marks(leaf: Leaf, y: float) -> list[Datum]:
    sides = [(FOR, t) for t in leaf.backing] + [(AGAINST, t) for t in leaf.opposing]
    apart = min(14.0, (_WIDE - _MARKS - 12) / max(len(sides), 1))
    return [
        {"x": round(_MARKS + i * apart, 1), "y": y, "side": both(side), "case": both(case)}
        for i, (side, case) in enumerate(sides)
    ]


def _layers(
    names: list[Datum], edges: list[Datum], marks: list[Datum], height: float
) -> list[Spec]:
    plane = {
        "x": amount("x", axis=None, scale={"domain": [0, _WIDE], "nice": False}),
        "y": amount("y", axis=None, scale={"domain": [height, 0], "nice": False}),
    }
    sides = {
        "color": nominal(
            "side",
            scale={"domain": [both(FOR), both(AGAINST)], "range": [PALETTE[0], PALETTE[1]]},
            legend=legend(),
        ),
        "shape": nominal(
            "side",
            scale={"domain": [both(FOR), both(AGAINST)], "range": ["circle", "cross"]},
            legend=legend(),
        ),
    }
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    words: Spec = {"type": "text", "align": "left", "baseline": "middle", "color": INK}
    written = {**plane, "text": {"field": "name", "type": "nominal"}}
    return [
        {
            "data": {"values": edges},
            "mark": {"type": "rule", "color": LINE},
            "encoding": {**plane, **ends},
        },
        *(
            {
                "data": {"values": [n for n in names if n["weight"] == weight]},
                "mark": {**words, "fontSize": 10.5, "fontWeight": weight},
                "encoding": written,
            }
            for weight in ("bold", "normal")
        ),
        {
            "data": {"values": marks},
            "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1},
            "encoding": {
                **plane,
                **sides,
                "tooltip": [tip("case", Text("사례", "Case")), tip("side", Text("편", "Side"))],
            },
        },
    ]
