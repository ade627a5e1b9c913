"""Claims in layers: what they rest on at the left, what rests on them to the right.

The first layer holds the registers and analyses that claims name, each once; then come claims that
rest on no other, and so on by the longest way (Sugiyama, Tagawa and Toda 1981, without its dummy
nodes). Within a layer nodes stand near the middle of what they are joined to, by sweeps of
barycentres; claims that are joined to nothing in another layer keep their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.model.claims import Claim
from policyloom.model.lineage import support_references
from policyloom.model.reference import parse_reference
from policyloom.report.claim_graph import layers

STEP_X, STEP_Y, WIDTH, HEIGHT, MARGIN = 250, 24, 172, 18, 12
_SWEEPS = 8


@dataclass(frozen=True)
class Box:
    """A node: a claim, or a ground ("ground:policies") that claims name."""

    id: str
    layer: int
    x: float
    y: float


@dataclass(frozen=True)
class Tie:
    """A line from what is rested on to what rests; `against` where it is counter-evidence."""

    start: str
    end: str
    n: int
    against: bool


@dataclass(frozen=True)
class Layout:
    """Boxes by id and the ties between them, with the size of the whole."""

    boxes: Mapping[str, Box]
    ties: tuple[Tie, ...]
    width: int
    height: int


def lay_out(claims: Sequence[Claim]) -> Layout:
    """Place every claim and every ground; the same claims give the same places."""
    depth = layers(claims)
    ties = _ties(claims)
    grounds = list(dict.fromkeys(t.start for t in ties if t.start.startswith("ground:")))
    rows: dict[int, list[str]] = {0: grounds}
    for claim in claims:
        rows.setdefault(depth[claim.id] + 1, []).append(claim.id)
    _untangle(rows, ties)
    tallest = max((len(row) for row in rows.values()), default=0)
    boxes = {}
    for layer, row in rows.items():
        room = (tallest - len(row)) * STEP_Y / max(1, len(row))
        for i, name in enumerate(row):
            y = MARGIN + i * (STEP_Y + room) + room / 2
            boxes[name] = Box(name, layer, MARGIN + layer * STEP_X, round(y, 1))
    width = 2 * MARGIN + max(rows, default=0) * STEP_X + WIDTH
    return Layout(boxes, ties, width, 2 * MARGIN + tallest * STEP_Y)


def _ties(claims: Sequence[Claim]) -> tuple[Tie, ...]:
    known = {claim.id for claim in claims}
    counted: dict[tuple[str, str, bool], int] = {}
    for claim in claims:
        for against, supports in ((False, claim.support), (True, claim.against)):
            for support in supports:
                named = grounds_of(support_references(support))
                for start in dict.fromkeys([support.claim] if support.claim else named):
                    if start in known or start.startswith("ground:"):
                        key = (start, claim.id, against)
                        counted[key] = counted.get(key, 0) + 1
    return tuple(Tie(a, b, n, against) for (a, b, against), n in counted.items())


def grounds_of(references: Iterable[str]) -> list[str]:
    """Return the registers and analyses that references name, as "ground:policies"."""
    found = []
    for reference in references:
        parsed = parse_reference(reference)
        if parsed is None:
            continue
        name = parsed.table or parsed.name.partition(".")[0]
        found.append(f"ground:{name}")
    return found


def _untangle(rows: dict[int, list[str]], ties: Sequence[Tie]) -> None:
    """Order the nodes of each layer by the barycentres of their neighbours, to and fro."""
    joined: dict[str, list[str]] = {}
    for tie in ties:
        joined.setdefault(tie.start, []).append(tie.end)
        joined.setdefault(tie.end, []).append(tie.start)
    order = sorted(rows)
    for sweep in range(_SWEEPS):
        for layer in order if sweep % 2 == 0 else order[::-1]:
            place = {n: i / max(1, len(row)) for row in rows.values() for i, n in enumerate(row)}
            here = set(rows[layer])

            def middle(name: str, place: dict[str, float] = place, here: set[str] = here) -> float:
                others = [place[o] for o in joined.get(name, ()) if o in place and o not in here]
                return sum(others) / len(others) if others else place[name]

            rows[layer].sort(key=middle)
