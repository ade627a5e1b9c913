"""Two texts and the seeds that they share, to spans: the compiled kernels on plain arrays.

What a cluster needs: `seeds.seeds_of` gives the rows to join on their hashes, and `extend` turns
the joined positions of one pair of texts into spans, by the kernels that the index uses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.extension import ORDERS, Rows, pieces
from policyloom.methods.reuse.fine import fine_seeds
from policyloom.methods.reuse.folding import Folded, fold, tables
from policyloom.methods.reuse.index import MIN_LENGTH
from policyloom.methods.reuse.seeds import FINE_SEED, SEED
from policyloom.methods.reuse.spans import LOOSE, join


def extend(
    a_text: str,
    b_text: str,
    seeds: NDArray[np.integer],
    min_length: int = MIN_LENGTH,
    *,
    second_look: bool = True,
) -> Rows:
    """Return the spans around the seeds that two texts share.

    Args:
        a_text: the one text as given.
        b_text: the other.
        seeds: code-point offsets (m, 2) of shared seeds in the two texts, as `seeds_of` gives them;
            what is no shared seed is passed over.
        min_length: least length of a span, in characters of the longer side.
        second_look: whether to seek finer seeds too where a span was found.

    Returns:
        Spans (k, 5), ordered by place: a_start, a_end, b_start, b_end as half-open code-point
        offsets in the given texts, and the score in ten-thousandths.
    """
    a, b = fold([a_text]), fold([b_text])
    hits = _hits(a, b, np.asarray(seeds, dtype=np.int64).reshape(-1, 2), len(a_text), len(b_text))
    ground = (tables()[1], ORDERS)
    none = np.empty((0, 5), dtype=np.int64)
    found = pieces(a.codes, b.codes, hits, SEED, (*ground, none))
    made, spans = _kept(join(found.copy()), a, b, min_length) if len(found) else (none, none)
    if second_look and len(made):
        places = (1, int(a.starts[1]), 1, int(b.starts[1]))
        more = np.sort(fine_seeds(a.codes, b.codes, places, spans, tables()[1]))
        if len(more):
            found = pieces(a.codes, b.codes, more, FINE_SEED, (*ground, found))
            made, _ = _kept(join(found), a, b, min_length)
    return made[np.lexsort((made[:, 2], made[:, 0]))]


def _hits(a: Folded, b: Folded, seeds: Rows, a_size: int, b_size: int) -> NDArray[np.uint64]:
    """Return seeds as the kernels take them: folded position in a above that in b, in order."""
    inside = (seeds >= 0).all(axis=1) & (seeds[:, 0] < a_size) & (seeds[:, 1] < b_size)
    given = seeds[inside]
    in_a, in_b = _folded_place(a, given[:, 0]), _folded_place(b, given[:, 1])
    last_a, last_b = a.starts[1] - 1, b.starts[1] - 1
    hits = np.minimum(in_a, last_a).astype(np.uint64) << np.uint64(32)
    return np.unique(hits | np.minimum(in_b, last_b).astype(np.uint64))


def _folded_place(folded: Folded, given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places in the codes of offsets in the given text."""
    dropped = folded.drops + np.arange(len(folded.drops))
    return given - np.searchsorted(dropped, given, side="left") + 1


def _kept(spans: Rows, a: Folded, b: Folded, min_length: int) -> tuple[Rows, Rows]:
    """Return the spans long and alike enough in given offsets, and the same in folded ones."""
    made, kept = [], []
    for row in spans.tolist():
        a0, a1 = a.given(0, row[0] - 1, row[1] - 1)
        b0, b1 = b.given(0, row[2] - 1, row[3] - 1)
        longer = max(row[1] - row[0], row[3] - row[2])
        if max(a1 - a0, b1 - b0) < min_length or row[4] < LOOSE * longer:
            continue
        made.append((a0, a1, b0, b1, 20_000 * row[4] // (row[1] - row[0] + row[3] - row[2])))
        kept.append(row)
    shape = (-1, 5)
    return np.array(made, np.int64).reshape(shape), np.array(kept, np.int64).reshape(shape)
