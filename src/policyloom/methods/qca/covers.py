"""Minimal covers: the fewest prime implicants that together cover every positive row, all of them.

The size of the smallest cover is found exactly: implicants that lie within others are set aside,
those that alone cover a row are taken, and what is left is solved by branch and bound or, where
much is left, by mixed-integer programming (HiGHS). Then every cover of that size is listed, up to a
stated cap, because a report must show all models (Baumgartner and Thiem 2017).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from policyloom.methods.set_programs import Option, cheapest_sets

MOST_MODELS = 100
"""Tied minimal covers that are listed; with more, the list is cut and says so."""

_MOST_STEPS = 10_000
_FEW = 16
_SOLVER: dict[str, Option] = {
    # Covers by unit costs are proved by short searches over sets that were reduced already: trying
    # branches out, programs within the program and another reduction cost more than they save.
    "presolve": "off",
    "mip_detect_symmetry": False,
    "mip_pscost_minreliable": 0,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
}


@dataclass(frozen=True)
class Covers:
    """Every smallest cover as places of sets, in order; `capped` tells that there may be more."""

    models: tuple[tuple[int, ...], ...]
    capped: bool = False


def minimum_covers(sets: Sequence[int], universe: int, most: int = MOST_MODELS) -> Covers:
    """Return all covers of the universe (a bit mask) with the fewest sets.

    Empty where the universe is empty or cannot be covered.
    """
    whole = 0
    for mask in sets:
        whole |= mask
    if not universe or universe & ~whole:
        return Covers(())
    alike: dict[int, list[int]] = {}
    for place, mask in enumerate(sets):
        if mask & universe:
            alike.setdefault(mask & universe, []).append(place)
    first = one_minimum_cover(sets, universe)
    search = _Search(list(alike), universe, len(first), most)
    search.run()
    found = {first} | _expanded(search.found, alike, most + 1)
    capped = search.capped or len(found) > most
    return Covers(tuple(sorted(found)[:most]), capped)


def _expanded(
    covers: Iterable[tuple[int, ...]], alike: dict[int, list[int]], most: int
) -> set[tuple[int, ...]]:
    """Put every set of the same coverage in each place of a cover."""
    found: set[tuple[int, ...]] = set()
    for masks in covers:
        choices = product(*(alike[mask] for mask in masks))
        found.update(tuple(sorted(c)) for c in islice(choices, most))
        if len(found) > most:
            break
    return found


def one_minimum_cover(sets: Sequence[int], universe: int) -> tuple[int, ...]:
    """Return one cover with the fewest sets, exactly; ValueError where there is none."""
    places: dict[int, int] = {}
    for place, mask in enumerate(sets):
        places.setdefault(mask & universe, place)
    wanted = {mask: mask for mask in _undominated(places)}
    chosen: list[int] = []
    left = universe
    while left:
        taken = _needed(wanted, left)
        if not taken:
            chosen += [wanted[mask] for mask in _exact(list(wanted), left)]
            break
        chosen += [wanted[mask] for mask in taken]
        for mask in taken:
            left &= ~mask
        shrunk = {mask & left: whole for mask, whole in reversed(wanted.items()) if mask & left}
        wanted = {mask: shrunk[mask] for mask in _undominated(shrunk)}
    return tuple(sorted(places[mask] for mask in chosen))


def _undominated(masks: Iterable[int]) -> list[int]:
    """Drop sets that lie within another: one smallest cover never needs them."""
    kept: list[int] = []
    holding: dict[int, list[int]] = {}
    for mask in sorted((m for m in masks if m), key=lambda m: (-m.bit_count(), m)):
        # A set that holds this one holds its lowest element too.
        for other in holding.get(mask & -mask, ()):
            if not mask & ~other:
                break
        else:
            kept.append(mask)
            for element in _elements(mask):
                holding.setdefault(element, []).append(mask)
    return kept


def _needed(masks: Iterable[int], universe: int) -> list[int]:
    """Return the sets that alone cover some element; ValueError where one is in no set."""
    once = twice = 0
    for mask in masks:
        twice |= once & mask
        once |= mask
    if universe & ~once:
        raise ValueError("the sets do not cover the universe")
    single = once & ~twice & universe
    return [mask for mask in masks if mask & single]


def _exact(masks: list[int], universe: int) -> list[int]:
    if len(masks) > _FEW:
        return _by_program(masks, universe)
    search = _Search(masks, universe, len(_greedy(masks, universe)), 1, shrink=True)
    search.run()
    return list(search.found[0])


def _greedy(masks: Sequence[int], universe: int) -> list[int]:
    chosen, left = [], universe
    while left:
        chosen.append(max(masks, key=lambda m: ((m & left).bit_count(), -m)))
        left &= ~chosen[-1]
    return chosen


def _by_program(masks: list[int], universe: int) -> list[int]:
    elements = _elements(universe)
    held = [[i for i, element in enumerate(elements) if mask & element] for mask in masks]
    chosen = cheapest_sets(held, [1.0] * len(masks), len(elements), options=_SOLVER)
    return [masks[i] for i in chosen]


def _elements(universe: int) -> list[int]:
    found = []
    while universe:
        element = universe & -universe
        found.append(element)
        universe ^= element
    return found


class _Search:
    """Depth-first search for covers, always over the element that the fewest sets hold.

    With `shrink` it looks for one smallest cover, starting from a known size; without, for all
    covers of exactly the given size. `found` holds the chosen sets themselves, sorted.
    """

    def __init__(
        self, sets: Sequence[int], universe: int, size: int, most: int, *, shrink: bool = False
    ) -> None:
        self.universe, self.size, self.most, self.shrink = universe, size, most, shrink
        self.found: list[tuple[int, ...]] = []
        self.capped = False
        self._seen: set[tuple[int, ...]] = set()
        self._steps = 0
        widest_first = sorted(sets, key=lambda m: (-m.bit_count(), m))
        holding = {e: [m for m in widest_first if m & e] for e in _elements(universe)}
        self._order = sorted(holding, key=lambda e: (len(holding[e]), e))
        self._holding = holding
        self._widest = max((m & universe).bit_count() for m in sets)

    def run(self) -> None:
        """Fill `found`."""
        self._step((), self.universe)

    def _step(self, chosen: tuple[int, ...], left: int) -> None:
        if not left:
            self._take(chosen)
            return
        self._steps += 1
        if self._steps > _MOST_STEPS or len(self._seen) > self.most:
            self.capped = True
            return
        element = next(e for e in self._order if e & left)
        for mask in self._holding[element]:
            after = left & ~mask
            if after.bit_count() <= self._widest * (self.size - len(chosen) - 1):
                self._step((*chosen, mask), after)

    def _take(self, chosen: tuple[int, ...]) -> None:
        made = tuple(sorted(chosen))
        if self.shrink:
            if not self.found or len(made) < self.size:
                self.found, self.size = [made], len(made)
        elif len(made) == self.size and made not in self._seen:
            self._seen.add(made)
            self.found.append(made)
