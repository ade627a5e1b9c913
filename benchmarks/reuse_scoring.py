"""How well predicted spans meet planted ones: recall by kind, precision with and without stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.reuse_planted import KINDS, Collection

Span = tuple[str, int, int, str, int, int, bool]
"""a, a_start, a_end, b, b_start, b_end, boilerplate."""


@dataclass
class Score:
    """Recall in all and by kind; precision outside stock phrases and over all non-boilerplate."""

    recall: float = 0.0
    by_kind: dict[str, float] = field(default_factory=dict)
    outside_stock: float = 0.0
    precision: float = 0.0
    spans: int = 0
    boilerplate: int = 0

    def __str__(self) -> str:
        kinds = "  ".join(f"{k} {v:.3f}" for k, v in self.by_kind.items())
        return (
            f"recall {self.recall:.4f} ({kinds})  precision outside stock {self.outside_stock:.4f},"
            f" of all not boilerplate {self.precision:.4f}  spans {self.spans},"
            f" boilerplate {self.boilerplate}"
        )


def covered(start: int, end: int, ranges: Iterable[tuple[int, int]]) -> float:
    """Return the share of a range that others cover."""
    inside = sorted((max(start, x), min(end, y)) for x, y in ranges if x < end and y > start)
    total, reach = 0, start
    for x, y in inside:
        total += max(0, y - max(x, reach))
        reach = max(reach, y)
    return total / max(1, end - start)


def score(made: Collection, spans: Iterable[Span], *, with_boilerplate: bool = False) -> Score:
    """Score spans: a planted one is found where those of its pair cover half of both sides.

    A predicted span is right where planted ones of its pair cover half of both its sides. Spans
    marked as boilerplate count for neither unless `with_boilerplate`.
    """
    all_spans = list(spans)
    counted = [s for s in all_spans if with_boilerplate or not s[6]]
    pairs, planted = defaultdict(list), defaultdict(list)
    for s in counted:
        pairs[s[0], s[3]].append(s)
    for t in made.truth:
        planted[t.a, t.b].append(t)
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for t in made.truth:
        near = pairs.get((t.a, t.b), ())
        hit = covered(t.a_start, t.a_end, ((s[1], s[2]) for s in near)) >= 0.5
        hit = hit and covered(t.b_start, t.b_end, ((s[4], s[5]) for s in near)) >= 0.5
        found[t.kind].append(hit)
    right = wrong = wrong_outside = 0
    for s in counted:
        near = planted.get((s[0], s[3]), ())
        if (
            covered(s[1], s[2], ((t.a_start, t.a_end) for t in near)) >= 0.5
            and covered(s[4], s[5], ((t.b_start, t.b_end) for t in near)) >= 0.5
        ):
            right += 1
            continue
        wrong += 1
        wrong_outside += covered(s[4], s[5], made.stock.get(s[3], ())) < 0.5
    every = [hit for hits in found.values() for hit in hits]
    return Score(
        sum(every) / max(1, len(every)),
        {k: sum(v) / max(1, len(v)) for k, v in found.items()},
        right / max(1, right + wrong_outside),
        right / max(1, right + wrong),
        len(all_spans),
        sum(s[6] for s in all_spans),
    )
