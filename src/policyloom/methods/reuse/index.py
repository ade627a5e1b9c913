"""Texts and the index over them: add texts, match others against them, all pairs at once.

    index = Index()
    index.add([Text("circular", central)])
    index.match([Text("city rules", local)])

The index holds the sources. Adding a text merges its seeds into the table; matching a text costs
what its own length costs, however large the index is.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from policyloom.methods.reuse.boilerplate import spread_of
from policyloom.methods.reuse.documents import Match, Text
from policyloom.methods.reuse.extension import ORDERS, Rows
from policyloom.methods.reuse.folding import Folded, Integers, fold, tables
from policyloom.methods.reuse.matching import COLUMNS, Side, match_batch
from policyloom.methods.reuse.probing import limits
from policyloom.methods.reuse.seeds import SEED, roll
from policyloom.methods.reuse.table import SeedTable, build_table, merge_tables

__all__ = ["MIN_LENGTH", "Index", "Match", "Text"]

MIN_LENGTH = 30
SHORTEST_LENGTH = 12
"""Below this a match is chance rather than reuse, and seeds do not reach it."""

_BATCH = 1 << 19


Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""


@dataclass
class Index:
    """The sources, their seeds in a table, and how to match.

    Attributes:
        min_length: least length of a match, in characters of the given text, of the longer side.
        jobs: threads; 0 takes one a processor.
        apart: whether sources and receivers are different texts, as central and local documents;
            it decides what widely spread means (`boilerplate`).
    """

    min_length: int = MIN_LENGTH
    jobs: int = 0
    apart: bool = True
    ids: list[str] = field(default_factory=list)
    _folded: Folded | None = field(default=None, repr=False)
    _table: SeedTable | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.min_length < SHORTEST_LENGTH:
            raise ValueError(f"min_length must be at least {SHORTEST_LENGTH}")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, texts: Iterable[Text]) -> None:
        """Add sources. ValueError where a name is held already or comes twice."""
        new = list(texts)
        names = {t.id for t in new}
        if len(names) < len(new) or not names.isdisjoint(self.ids):
            raise ValueError("a text of this name is in the index")
        if not new:
            return
        folded = fold([t.text for t in new])
        table = build_table(folded.codes, folded.starts)
        if self._folded is None or self._table is None:
            self._folded, self._table = folded, table
        else:
            self._table = merge_tables(self._table, table, len(self._folded.codes) - 1)
            self._folded = _joined(self._folded, folded)
        self.ids.extend(t.id for t in new)

    def match(self, texts: Sequence[Text], progress: Progress | None = None) -> list[Match]:
        """Return the passages that texts share with the sources, a being the source.

        Matches come in the order of the sources, then of the texts, then of the places in these. A
        text is compared with every source, also with one of its own name.
        """
        if self._folded is None or self._table is None or not texts:
            return []
        held = self._folded
        batches = _batches(np.cumsum([0, *(len(t.text) for t in texts)]))

        def prepare(first: int, last: int) -> tuple[Folded, Integers]:
            batch = fold([t.text for t in texts[first:last]])
            return batch, np.full(last - first, len(held.codes), dtype=np.int64)

        rows = self._run(batches, prepare, progress)
        return as_matches(rows, self.ids, [t.id for t in texts])

    def match_within(self, progress: Progress | None = None) -> list[Match]:
        """Return the passages that any two of the sources share, a being the one added earlier."""
        held = self._folded
        if held is None:
            return []

        def prepare(first: int, last: int) -> tuple[Folded, Integers]:
            return _cut(held, first, last), held.starts[first:last]

        rows = self._run(_batches(held.starts), prepare, progress)
        return as_matches(rows, self.ids, self.ids)

    def _run(
        self,
        batches: Sequence[tuple[int, int]],
        prepare: Callable[[int, int], tuple[Folded, Integers]],
        progress: Progress | None,
    ) -> Rows:
        """Match batches in threads; the rows come in the same order whatever their number."""
        held, table = self._folded, self._table
        assert held is not None
        assert table is not None
        weights = tables()[1]
        spread = spread_of(len(self), apart=self.apart)
        rules = (
            table.lookup,
            np.concatenate((limits(len(self), self.min_length).numbers, spread.numbers)),
            np.concatenate(([self.min_length], spread.numbers, weights)),
            ORDERS,
        )

        def match(between: tuple[int, int]) -> Rows:
            batch, before = prepare(*between)
            hashes = np.empty(len(batch.codes), dtype=np.uint64)
            roll(batch.codes, weights, SEED, hashes)
            rows = match_batch((_side(held), _side(batch)), hashes, before, rules)
            rows[:, 1] += between[0]
            return rows

        found = list(_reported(_in_threads(match, batches, self.jobs), batches, progress))
        return in_order(np.concatenate(found))


def in_order(rows: Rows) -> Rows:
    """Return rows by source, text, place in the text and place in the source."""
    pair, start, end = ((rows[:, k] << 32) | rows[:, m] for k, m in ((0, 1), (4, 2), (5, 3)))
    return rows[np.lexsort((end, start, pair))]


def as_matches(rows: Rows, sources: Sequence[str], texts: Sequence[str]) -> list[Match]:
    """Return rows of the kernel as matches."""
    a, b, a0, a1, b0, b1, score, boilerplate = (rows[:, k] for k in range(COLUMNS))
    columns = (
        (sources[k] for k in a.tolist()),
        a0.tolist(),
        a1.tolist(),
        (texts[k] for k in b.tolist()),
        b0.tolist(),
        b1.tolist(),
        (score / 10_000).tolist(),
        (boilerplate != 0).tolist(),
    )
    with _no_collecting():
        return list(map(Match, *columns))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector away from hundreds of thousands of new values, none garbage."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _side(folded: Folded) -> Side:
    return folded.codes, folded.starts, (folded.drops, folded.drop_starts)


def _cut(folded: Folded, first: int, last: int) -> Folded:
    """Return some of the texts, without copying."""
    low, high = folded.starts[first] - 1, folded.starts[last]
    return Folded(
        folded.codes[low:high],
        folded.starts[first : last + 1] - low,
        folded.drops,
        folded.drop_starts[first : last + 1],
    )


def _joined(held: Folded, new: Folded) -> Folded:
    """Return two foldings as one."""
    return Folded(
        np.concatenate((held.codes, new.codes[1:])),
        np.concatenate((held.starts, new.starts[1:] + (len(held.codes) - 1))),
        np.concatenate((held.drops, new.drops)),
        np.concatenate((held.drop_starts, new.drop_starts[1:] + len(held.drops))),
    )


def _batches(bounds: Integers) -> list[tuple[int, int]]:
    """Return ranges of texts of half a million characters or so, or of one longer text."""
    made, first, count = [], 0, len(bounds) - 1
    while first < count:
        last = int(np.searchsorted(bounds, bounds[first] + _BATCH, side="right")) - 1
        last = min(max(last, first + 1), count)
        made.append((first, last))
        first = last
    return made


def _in_threads(
    work: Callable[[tuple[int, int]], Rows], batches: Sequence[tuple[int, int]], jobs: int
) -> Iterator[Rows]:
    """Yield results in the order of the batches; kernels run without the interpreter's lock."""
    workers = min(jobs or os.cpu_count() or 1, len(batches))
    if workers <= 1:
        yield from map(work, batches)
        return
    with ThreadPoolExecutor(workers) as pool:
        try:
            yield from pool.map(work, batches)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _reported(
    results: Iterator[Rows], batches: Sequence[tuple[int, int]], progress: Progress | None
) -> Iterator[Rows]:
    for (_, last), rows in zip(batches, results, strict=True):
        if progress is not None:
            progress(last, batches[-1][1])
        yield rows
