"""How fast truth tables are minimised, against setqca, on the same rows in the same run.

    python -m benchmarks.qca [--full]

Rows come from four random terms of three literals with 3 % noise; combinations that nobody observed
are don't-cares. Measured are all parsimonious prime implicants and one exact minimum cover of the
positive rows. setqca grows tenfold with a condition, so nine conditions are the default and
`--full` takes ten (about a minute of theirs). Prime implicants must be the same, and the covers of
the same size, or the run fails. Larger tables, which it cannot do, are held to times. Times are of
the processor; ours is the best of several runs, theirs one run. The exit status is 1 where a goal
is missed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import product

from policyloom.methods.qca.covers import one_minimum_cover
from policyloom.methods.qca.data import DASH, Term
from policyloom.methods.qca.primes import primes_against

CASES, NOISE, TERMS, LITERALS = 60, 0.03, 4, 3
FASTER = {9: 500.0, 10: 5_000.0}
"""Their time as a multiple of ours, at least, by number of conditions."""
SECONDS = {(20, 60): 1.0, (16, 300): 3.0}
"""Our time at most, by conditions and cases."""
RUNS = 5

Rows = tuple[list[Term], list[Term]]


def planted(conditions: int, cases: int, seed: int = 1) -> Rows:
    """Make different observed rows: those of the outcome, and those of its absence."""
    chance = random.Random(seed)
    terms = [
        {place: chance.randint(0, 1) for place in chance.sample(range(conditions), LITERALS)}
        for _ in range(TERMS)
    ]
    rows: dict[Term, bool] = {}
    while len(rows) < cases:
        row = tuple(chance.randint(0, 1) for _ in range(conditions))
        inside = any(all(row[place] == value for place, value in t.items()) for t in terms)
        rows[row] = inside != (chance.random() < NOISE)
    return sorted(r for r, y in rows.items() if y), sorted(r for r, y in rows.items() if not y)


def ours(rows: Rows) -> tuple[set[Term], int]:
    """Return our prime implicants and the size of one minimum cover."""
    positive, negative = rows
    primes = primes_against(positive, negative)
    cover = one_minimum_cover(list(primes.values()), (1 << len(positive)) - 1)
    return set(primes), len(cover)


def theirs(rows: Rows) -> tuple[set[Term], int]:
    """Return the same of setqca, every unobserved row a don't-care."""
    from setqca.minimize import exact_minimum_covers, prime_implicants  # noqa: PLC0415

    positive, negative = rows
    width = len(positive[0])
    every = {_number(row) for row in product((0, 1), repeat=width)}
    wanted = {_number(row) for row in positive}
    spare = every - wanted - {_number(row) for row in negative}
    found = prime_implicants(wanted, spare, width)
    covers = exact_minimum_covers(found, wanted, max_solutions=1)
    primes = {tuple(DASH if bit is None else bit for bit in p.pattern) for p in found}
    return primes, len(covers[0].implicants)


def _number(row: Term) -> int:
    return int("".join(map(str, row)), 2)


def seconds(job: Callable[[], object], runs: int = 1) -> tuple[float, object]:
    """Return the least processor time of some runs, and what the last gave."""
    best, given = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        given = job()
        best = min(best, time.process_time() - start)
    return best, given


def against_setqca(conditions: int) -> bool:
    """Measure both on the same rows; tell whether the goal is met and the answers agree."""
    rows = planted(conditions, CASES)
    our_time, our_answer = seconds(lambda: ours(rows), RUNS)
    their_time, their_answer = seconds(lambda: theirs(rows))
    times, goal = their_time / our_time, FASTER[conditions]
    same = our_answer == their_answer
    sys.stdout.write(
        f"{conditions} conditions, {CASES} cases: policyloom {our_time:.4f} s, setqca "
        f"{their_time:.2f} s, {times:,.0f} times (goal {goal:,.0f}), answers "
        f"{'the same' if same else 'DIFFER'}\n"
    )
    return same and times >= goal


def alone(conditions: int, cases: int) -> bool:
    """Measure tables that are beyond the peer against the time they may take."""
    rows, goal = planted(conditions, cases), SECONDS[conditions, cases]
    taken, answer = seconds(lambda: ours(rows), 3)
    primes, size = answer if isinstance(answer, tuple) else ((), 0)
    sys.stdout.write(
        f"{conditions} conditions, {cases} cases: {taken:.2f} s (goal {goal:g}), "
        f"{len(primes):,} prime implicants, cover of {size}\n"
    )
    return taken <= goal


def main(words: list[str]) -> int:
    """Run everything."""
    ours(planted(8, CASES))
    met = [against_setqca(10 if "--full" in words else 9)]
    met += [alone(*size) for size in SECONDS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
