"""Alpha-u: agreement on where units begin and end along a continuum, and on what they are.

For each category, coders' units and the gaps between them are compared: two units that overlap
disagree by the squared differences of their ends, a unit inside the other's gap by its squared
length (Krippendorff 1995; 2004, Content Analysis, ch. 11). Over all categories alpha-u is
1 - sum Do / sum De. Units of one coder and category must not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""A unit as (begin, length)."""


@dataclass(frozen=True)
class Unitizing:
    """Observed and expected disagreement, and alpha-u (None where no unit was marked)."""

    observed: float
    expected: float
    alpha: float | None


@dataclass(frozen=True)
class _Section:
    begin: int
    length: int
    marked: bool

    @property
    def end(self) -> int:
        return self.begin + self.length


def alpha_u(
    units: Mapping[str, Sequence[Sequence[Span]]], begin: int, length: int
) -> tuple[Unitizing, dict[str, Unitizing]]:
    """Return alpha-u over all categories, and of each; `units[category][coder]` lists spans.

    ValueError for a span outside the continuum, for overlapping spans, and for fewer than two
    coders.
    """
    each = {name: _category(coders, begin, length) for name, coders in units.items()}
    observed = sum(found.observed for found in each.values())
    expected = sum(found.expected for found in each.values())
    return _ratio(observed, expected), each


def _category(coders: Sequence[Sequence[Span]], begin: int, length: int) -> Unitizing:
    if len(coders) < 2:
        raise ValueError("agreement needs two coders or more")
    sections = [_sections(spans, begin, length) for spans in coders]
    m = len(coders)
    total = sum(
        _apart(g, h)
        for i, mine in enumerate(sections)
        for j, theirs in enumerate(sections)
        if i != j
        for g in mine
        for h in theirs
    )
    return _ratio(total / (m * (m - 1) * length**2), _expected(sections, length))


def _sections(spans: Sequence[Span], begin: int, length: int) -> list[_Section]:
    """Return units and the gaps before, between and after them, in order."""
    made: list[_Section] = []
    at, end = begin, begin + length
    for start, size in sorted(spans):
        if size <= 0 or start < at or start + size > end:
            raise ValueError(f"the span ({start}, {size}) overlaps another or leaves the continuum")
        if start > at:
            made.append(_Section(at, start - at, marked=False))
        made.append(_Section(start, size, marked=True))
        at = start + size
    if at < end:
        made.append(_Section(at, end - at, marked=False))
    return made


def _apart(g: _Section, h: _Section) -> int:
    if g.marked and h.marked and g.begin < h.end and h.begin < g.end:
        return (g.begin - h.begin) ** 2 + (g.end - h.end) ** 2
    if g.marked and not h.marked and h.begin <= g.begin and g.end <= h.end:
        return g.length**2
    if h.marked and not g.marked and g.begin <= h.begin and h.end <= g.end:
        return h.length**2
    return 0


def _expected(sections: Sequence[Sequence[_Section]], length: int) -> float:
    """Return the disagreement of all ways to lay the same units along the continuum."""
    every = [s for coder in sections for s in coder]
    marked, gaps = [s for s in every if s.marked], [s for s in every if not s.marked]
    total = 0.0
    for g in marked:
        size = g.length
        total += (len(marked) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        total += size**2 * sum(h.length - size + 1 for h in gaps if h.length >= size)
    whole = len(sections) * length
    places = whole * (whole - 1) - sum(s.length * (s.length - 1) for s in marked)
    return 2 / length * total / places if places else 0.0


def _ratio(observed: float, expected: float) -> Unitizing:
    return Unitizing(observed, expected, 1 - observed / expected if expected > 0 else None)
