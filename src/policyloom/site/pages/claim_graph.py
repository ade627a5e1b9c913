"""The graph of claims: what supports them and what rests on them, in layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import dictionary
from policyloom.report.claims import STRENGTHS
from policyloom.report.widths import text_width
from policyloom.site.claim_layout import HEIGHT, WIDTH, Box, Layout, lay_out
from policyloom.site.marks import words
from policyloom.site.page import Desk, Page

_CODES = (
    "claim.opposed", "claim.contested", "claim.stale", "claim.caveat_lost", "strategy.no_internal",
    "strategy.no_external", "strategy.both_sides",
)  # fmt: skip


_LETTERS = 27


@dataclass(frozen=True)
class Node:
    """A box as drawn: its name, its words for a tooltip, its address and its looks."""

    box: Box
    name: Text
    short: Text
    kind: str
    strength: Text
    address: str


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield the page."""
    title = Text("주장의 그래프", "Graph of claims")
    yield Page("claim-graph.html", "claim-graph.html", title, "claims", _context)


def _context(desk: Desk, _: str) -> dict[str, Any]:
    layout = lay_out(desk.material.claims())
    kinds = words()["claim_kind"]
    nodes = [_node(desk, box) for box in layout.boxes.values()]
    used = {n.kind for n in nodes}
    return {
        "layout": layout,
        "nodes": nodes,
        "lines": list(_lines(layout)),
        "kinds": [(k, t) for k, t in kinds.items() if k in used],
        "box": (WIDTH, HEIGHT),
        "problems": [p for p in desk.material.open_problems() if p.code in _CODES],
    }


def _node(desk: Desk, box: Box) -> Node:
    material = desk.material
    if box.id.startswith("ground:"):
        name = box.id.removeprefix("ground:")
        spec = dictionary().get(name)
        if spec is not None:
            return _named(box, Text(spec.ko, spec.en), "ground", Text("등록부", "register"), "")
        known = name in material.analyses()
        title = material.result_title(name) if known else Text(name, name)
        title = Text(f"분석: {title.ko}", f"Analysis: {title.en}")
        address = material.link("analyses", name) if known else ""
        return _named(box, title, "ground", Text("분석", "analysis"), address)
    claim, outcome = material.claim(box.id), material.outcome(box.id)
    strength = STRENGTHS[outcome.strength] if outcome else Text("", "")
    address = desk.references.address(f"claim:{box.id}")
    return _named(box, Text(box.id, box.id), claim.kind if claim else "", strength, address)


def _named(box: Box, name: Text, kind: str, strength: Text, address: str) -> Node:
    return Node(box, name, Text(_cut(name.ko), _cut(name.en)), kind, strength, address)


def _cut(name: str) -> str:
    """Cut a name to the width of a box; its tooltip keeps the whole."""
    if text_width(name) <= _LETTERS:
        return name
    fits = max(i for i in range(len(name)) if text_width(name[:i]) <= _LETTERS - 1)
    return name[:fits].rstrip() + "…"


def _lines(layout: Layout) -> Iterator[tuple[str, str, bool, int]]:
    """Yield the path of every tie, its ends as words, whether it is against, and its weight."""
    for tie in layout.ties:
        a, b = layout.boxes[tie.start], layout.boxes[tie.end]
        x1, y1, x2, y2 = a.x + WIDTH, a.y + HEIGHT / 2, b.x, b.y + HEIGHT / 2
        if b.layer <= a.layer:  # counter-evidence from the same layer or a later one
            x1, x2 = a.x, b.x + WIDTH
        bend = (x1 + x2) / 2
        path = f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"
        yield path, f"{tie.start} {tie.end}", tie.against, tie.n
