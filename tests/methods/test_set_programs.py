"""Covers and partitions at the least price, against every choice tried."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.set_programs import cheapest_sets

_SETS = st.lists(
    st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True), min_size=1, max_size=7
)


@given(_SETS, st.booleans(), st.randoms(use_true_random=False))
def test_the_cheapest_choice_is_found(sets, exactly, chance) -> None:  # type: ignore[no-untyped-def]
    prices = [chance.randint(1, 9) / 4 for _ in sets]
    best = _tried(sets, prices, 5, exactly=exactly)
    if best is None:
        with pytest.raises(ValueError, match="no choice"):
            cheapest_sets(sets, prices, 5, exactly=exactly)
        return
    chosen = cheapest_sets(sets, prices, 5, exactly=exactly)
    assert _does(sets, chosen, 5, exactly=exactly)
    assert sum(prices[i] for i in chosen) == pytest.approx(best)


def test_a_partition_may_cost_more_than_a_cover() -> None:
    sets = [[0, 1], [1, 2], [0], [2]]
    assert cheapest_sets(sets, [1, 1, 1.5, 1.5], 3) == [0, 1]
    assert cheapest_sets(sets, [1, 1, 1.5, 1.5], 3, exactly=True) in ([0, 3], [1, 2])


def _tried(
    sets: list[list[int]], prices: list[float], elements: int, *, exactly: bool
) -> float | None:
    every = chain.from_iterable(combinations(range(len(sets)), n) for n in range(len(sets) + 1))
    fits = [c for c in every if _does(sets, list(c), elements, exactly=exactly)]
    return min((sum(prices[i] for i in c) for c in fits), default=None)


def _does(sets: list[list[int]], chosen: list[int], elements: int, *, exactly: bool) -> bool:
    held = sorted(e for i in chosen for e in sets[i])
    return held == list(range(elements)) if exactly else set(held) == set(range(elements))
