"""Prime implicants, without enumerating the combinations that nobody observed.

With remainders as don't-cares, the prime implicants that cover a positive row are the minimal sets
of its literals that differ somewhere from every negative row: the minimal hitting sets of its
difference sets. The work follows the rows observed, not 3^k.

Without remainders the prime implicants are the maximal cubes inside the positive rows, found by
merging. With some remainders they are those inside a union of cubes, found by iterated consensus
(Quine 1955; for cubes of several values, as in Duşa 2019).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyloom.methods.qca.data import DASH, Term

_LAST = 1
"""Where a dropped condition stands among the negated values of others."""


def primes_against(positive: Sequence[Term], negative: Sequence[Term]) -> dict[Term, int]:
    """Return the maximal terms that cover a positive row and no negative one, sorted.

    Each comes with the positive rows that it covers, as a bit mask: every one of these rows has
    found it, so no term is compared with a row.
    """
    found: dict[tuple[int, int], int] = {}
    places = _Places(positive, negative)
    for number, row in enumerate(places.positive):
        edges = {places.difference(row, other) for other in places.negative}
        for kept in minimal_hitting_sets(edges):
            key = kept, row & places.spread(kept)
            found[key] = found.get(key, 0) | 1 << number
    terms = {places.term(*key): mask for key, mask in found.items()}
    return dict(sorted(terms.items(), key=lambda item: order(item[0])))


class _Places:
    """Rows as whole numbers, a few bits a condition, so that differences are bit operations."""

    def __init__(self, positive: Sequence[Term], negative: Sequence[Term]) -> None:
        rows = [*positive, *negative]
        self.width = max((v for row in rows for v in row), default=1).bit_length() or 1
        self.conditions = len(rows[0]) if rows else 0
        self._one = (1 << self.width) - 1
        self.positive = [self._packed(row) for row in positive]
        self.negative = [self._packed(row) for row in negative]

    def _packed(self, row: Term) -> int:
        return sum(v << i * self.width for i, v in enumerate(row))

    def difference(self, row: int, other: int) -> int:
        """Return the conditions in which two rows differ, a bit each."""
        apart = row ^ other
        if self.width == 1:
            return apart
        return sum(1 << i for i in range(self.conditions) if apart >> i * self.width & self._one)

    def spread(self, kept: int) -> int:
        """Return the bits of a packed row that belong to the kept conditions."""
        if self.width == 1:
            return kept
        return sum(self._one << i * self.width for i in range(self.conditions) if kept >> i & 1)

    def term(self, kept: int, packed: int) -> Term:
        """Return a term from the conditions it keeps and their values."""
        return tuple(
            packed >> i * self.width & self._one if kept >> i & 1 else DASH
            for i in range(self.conditions)
        )


def minimal_hitting_sets(edges: Iterable[int]) -> list[int]:
    """Return every minimal set of bits that shares one with each edge (Berge 1989).

    An edge without bits cannot be hit: the result is empty. A set t that misses an edge is grown by
    one of its bits b; the grown set is minimal unless it holds a set that hits the edge in b only.
    """
    made = [0]
    for edge in _smallest(edges):
        hitting = [t for t in made if t & edge]
        missing = [t for t in made if not t & edge]
        if not missing:
            continue
        rivals: dict[int, list[int]] = {}
        for t in hitting:
            bit = t & edge
            if bit & (bit - 1) == 0:
                rivals.setdefault(bit, []).append(t ^ bit)
        for bit in _bits(edge):
            hitting += _grown(missing, bit, rivals.get(bit))
        made = hitting
    return made


def primes_within(cubes: Iterable[Term], levels: Sequence[int]) -> list[Term]:
    """Return the maximal cubes inside the union of some cubes, sorted.

    Two values of a condition join only where the cubes of all its values are there.
    """
    given = set(cubes)
    if not any(DASH in cube for cube in given):
        return sorted(_merged(given, levels), key=order)
    found = set(_maximal(given))
    while True:
        grown = set(_maximal(found | _consensus(found, levels)))
        if grown == found:
            return sorted(found, key=order)
        found = grown


def order(term: Term) -> tuple[int, list[int]]:
    """Sort terms by their number of literals, then by condition, present before absent."""
    return -term.count(DASH), [_LAST if v == DASH else -v for v in term]


def covers(term: Term, row: Term) -> bool:
    """Tell whether every literal of a term is in a row or in a narrower term."""
    return all(v in (DASH, w) for v, w in zip(term, row, strict=True))


def _smallest(edges: Iterable[int]) -> list[int]:
    """Return the edges that hold no other edge, fewest bits first."""
    kept: list[int] = []
    for edge in sorted(set(edges), key=lambda e: (e.bit_count(), e)):
        for small in kept:
            if small & ~edge == 0:
                break
        else:
            kept.append(edge)
    return kept


def _grown(missing: list[int], bit: int, rivals: list[int] | None) -> list[int]:
    if not rivals:
        return [t | bit for t in missing]
    made = []
    for t in missing:
        lacking = ~t
        for rival in rivals:
            if not rival & lacking:
                break
        else:
            made.append(t | bit)
    return made


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit)
        mask ^= bit
    return found


def _merged(rows: set[Term], levels: Sequence[int]) -> set[Term]:
    """Return the maximal cubes inside some rows, by merging (McCluskey 1956).

    n rows hold at most n^1.58 cubes of two-valued conditions, so this needs no other bound.
    """
    found: set[Term] = set()
    while rows:
        wider: set[Term] = set()
        held: set[Term] = set()
        for row in rows:
            for place, value in enumerate(row):
                if value == 0:
                    before, after = row[:place], row[place + 1 :]
                    alike = [(*before, other, *after) for other in range(levels[place])]
                    if rows.issuperset(alike):
                        held.update(alike)
                        wider.add((*before, DASH, *after))
        found |= rows - held
        rows = wider
    return found


def _maximal(cubes: set[Term]) -> list[Term]:
    """Return the cubes that lie in no other: each is looked up by dropping its literals."""
    kept: list[Term] = []
    by_width = sorted(cubes, key=lambda t: sum(v != DASH for v in t))
    for cube in by_width:
        if not any(covers(wider, cube) for wider in kept):
            kept.append(cube)
    return kept


def _consensus(cubes: set[Term], levels: Sequence[int]) -> set[Term]:
    """Return the new cubes that join cubes differing in one condition, one cube for each value."""
    made: set[Term] = set()
    for condition, count in enumerate(levels):
        by_value = [[c for c in cubes if c[condition] == value] for value in range(count)]
        if not all(by_value):
            continue
        joined: set[Term] = {tuple(DASH for _ in levels)}
        for some in by_value:
            joined = {
                both for a in joined for b in some if (both := _meet(a, b, condition)) is not None
            }
        made |= joined
    return made


def _meet(a: Term, b: Term, free: int) -> Term | None:
    """Return the cube in which two cubes agree with one condition left free; None if empty."""
    made: list[int] = []
    for i, (v, w) in enumerate(zip(a, b, strict=True)):
        if i == free or w in (v, DASH):
            made.append(DASH if i == free else v)
        elif v == DASH:
            made.append(w)
        else:
            return None
    return tuple(made)
