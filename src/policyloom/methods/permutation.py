"""Permutation tests for few observations: nothing is assumed but that labels could be exchanged.

What is exchanged must be independent: tasks of one document are not, documents may be. Where there
are few arrangements all are tried and the p-value is exact; otherwise they are drawn at random with
a seed, and p = (1 + as extreme) / (1 + drawn), which is never zero (Phipson and Smyth 2010,
"Permutation p-values should never be zero").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from policyloom.model.result import NO_REASON, Text

Matrix = NDArray[np.float64]
Labels = NDArray[np.float64]
"""Arrangements, units and groups: which units are in which group in each arrangement."""

_ROUNDING = 1e-9
_CELLS = 2_000_000
_EMPTY = Text("구성원이 없는 묶음이 있음", "a group has no unit")
_SAME = Text("모두 같은 묶음에 듦", "every unit is in the same groups")


@dataclass(frozen=True)
class TestResult:
    """An observed statistic, its p-value, and what the p-value rests on.

    `p` and `statistic` are None where there is nothing to test, and then `reason` says why. `tried`
    is the number of arrangements, all there are if `exact`; `least` the smallest p they allow.
    """

    statistic: float | None
    p: float | None
    tried: int
    exact: bool
    least: float | None
    reason: Text = NO_REASON


def difference_of_profiles(
    profiles: Sequence[Sequence[float]],
    members: Sequence[Sequence[bool]],
    *,
    draws: int = 9999,
    exact_up_to: int = 20_000,
    seed: int = 1,
) -> TestResult:
    """Test whether groups of units differ in what the units are made of.

    Args:
        profiles: a row of shares for every unit (n x c); rows that sum to one weigh units alike.
        members: for every unit, in which groups it is (n x g); a unit may be in several.
        draws: how many arrangements are drawn where there are more than `exact_up_to`.
        exact_up_to: up to how many arrangements all are tried.
        seed: of the draws.

    Returns:
        The statistic is the mean over pairs of groups of the total variation distance of their
        mean profiles, half the sum of |p - q|: the share that would have to change hands, 0 to 1.
        Under the null whole rows of `members` are exchanged among units.
    """
    p, m = np.asarray(profiles, dtype=float), np.asarray(members, dtype=float)
    if m.ndim != 2 or m.shape[1] < 2 or (m.sum(axis=0) == 0).any():
        return TestResult(None, None, 0, exact=False, least=None, reason=_EMPTY)
    kinds = Counter(tuple(bool(x) for x in row) for row in m)
    if len(kinds) < 2:
        return TestResult(None, None, 0, exact=False, least=None, reason=_SAME)
    pairs = list(combinations(range(m.shape[1]), 2))

    def statistic(labels: Labels) -> Matrix:
        means = np.swapaxes(labels, 1, 2) @ p / m.sum(axis=0)[:, None]
        gaps = [0.5 * np.abs(means[:, a] - means[:, b]).sum(axis=1) for a, b in pairs]
        return np.asarray(sum(gaps) / len(gaps))

    return _tested(m, statistic, kinds, draws, exact_up_to, seed)


def _tested(
    m: Matrix,
    statistic: Callable[[Labels], Matrix],
    kinds: Counter[tuple[bool, ...]],
    draws: int,
    exact_up_to: int,
    seed: int,
) -> TestResult:
    observed = float(statistic(m[None])[0])
    ways = arrangements(list(kinds.values()))
    exact = ways <= exact_up_to
    batches = _every(m, kinds) if exact else _drawn(m, draws, seed)
    extreme = sum(int((statistic(labels) >= observed - _ROUNDING).sum()) for labels in batches)
    if exact:
        return TestResult(observed, extreme / ways, ways, exact=True, least=1 / ways)
    return TestResult(
        observed, (1 + extreme) / (1 + draws), draws, exact=False, least=1 / (1 + draws)
    )


def _every(m: Matrix, kinds: Counter[tuple[bool, ...]]) -> Iterator[Labels]:
    """Yield all arrangements, a batch at a time."""
    rows, orders = np.array(list(kinds), dtype=float), _orders(list(kinds.values()))
    step = _batch(m)
    for i in range(0, len(orders), step):
        yield rows[orders[i : i + step]]


def _drawn(m: Matrix, draws: int, seed: int) -> Iterator[Labels]:
    """Yield arrangements drawn at random, a batch at a time."""
    chance, step = np.random.default_rng(seed), _batch(m)
    for i in range(0, draws, step):
        units = np.tile(np.arange(len(m)), (min(step, draws - i), 1))
        yield m[chance.permuted(units, axis=1)]


def _batch(m: Matrix) -> int:
    """Return how many arrangements fit in a few dozen megabytes."""
    return max(1, _CELLS // m.size)


def arrangements(sizes: Sequence[int]) -> int:
    """Return in how many ways units can be labelled: n! over the factorials of the sizes."""
    return math.factorial(sum(sizes)) // math.prod(math.factorial(size) for size in sizes)


def _orders(sizes: Sequence[int]) -> NDArray[np.intp]:
    """Return every sequence that holds each label as often as its size says, one a row."""
    *rest, last = sizes
    n = sum(sizes)
    if not rest:
        return np.zeros((1, n), dtype=np.intp)
    inner = _orders(rest)
    blocks = []
    for spots in combinations(range(n), last):
        block = np.full((len(inner), n), len(rest), dtype=np.intp)
        free = np.ones(n, dtype=bool)
        free[list(spots)] = False
        block[:, free] = inner
        blocks.append(block)
    return np.concatenate(blocks)


def fisher_exact(a: int, n: int, b: int, m: int) -> TestResult:
    """Test whether a of n and b of m differ as proportions (Fisher 1935), two-sided.

    The p-value sums the probabilities of all tables with the same margins that are no more likely
    than the one seen; these are all arrangements of the labels. The statistic is a/n - b/m. None
    where a group is empty. Raises ValueError where a part is larger than its whole.
    """
    if not (0 <= a <= n and 0 <= b <= m):
        raise ValueError(f"parts of wholes are wanted, not {a} of {n} and {b} of {m}")
    if not (n and m):
        return TestResult(None, None, 0, exact=False, least=None, reason=_EMPTY)
    k = a + b
    chances = [math.comb(n, x) * math.comb(m, k - x) for x in range(max(0, k - m), min(n, k) + 1)]
    seen, total = math.comb(n, a) * math.comb(m, b), math.comb(n + m, k)
    p = sum(chance for chance in chances if chance <= seen) / total
    return TestResult(a / n - b / m, p, total, exact=True, least=min(chances) / total)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number, step by step (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return adjusted


def wilson(part: int, whole: int, z: float = 1.959963984540054) -> tuple[float, float] | None:
    """Return the interval of a proportion by Wilson (1927), 95 percent unless told; None of none.

    Centre (p + z2/2n) / (1 + z2/n), half-width z sqrt(p(1-p)/n + z2/4n2) / (1 + z2/n).
    """
    if not whole:
        return None
    p, z2 = part / whole, z * z
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return max(0.0, centre - half), min(1.0, centre + half)
