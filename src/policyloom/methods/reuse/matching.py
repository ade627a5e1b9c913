"""One batch of texts against the sources: shared seeds, pieces, spans, their judgement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policyloom.methods.reuse.boilerplate import enough_sources, spread_before
from policyloom.methods.reuse.compiled import kernel
from policyloom.methods.reuse.extension import Rows, pieces
from policyloom.methods.reuse.fine import fine_seeds
from policyloom.methods.reuse.folding import Codes, Integers
from policyloom.methods.reuse.ordering import copy_rows, sort_words, stretch_at, wider_rows
from policyloom.methods.reuse.probing import shared_seeds
from policyloom.methods.reuse.seeds import FINE_SEED, SEED, Hashes
from policyloom.methods.reuse.spans import LOOSE, join
from policyloom.methods.reuse.table import Lookup

COLUMNS = 8
"""Source, text, a_start, a_end, b_start, b_end, score in ten-thousandths, boilerplate."""

_KNOWN = 1 << 13
"""Stretches of which a batch keeps whether they are widely spread."""

Drops = tuple[NDArray[np.int32], Integers]
Side = tuple[Codes, Integers, Drops]
"""Codes, where texts begin, and what was dropped of each."""


@kernel
def given_place(drops: Drops, text: int, start: int, end: int) -> tuple[int, int]:
    """Return the half-open code-point offsets in the given text of a folded range."""
    low, high = drops[1][text], drops[1][text + 1]
    dropped = drops[0][low:high]
    return start + stretch_at(dropped, start) + 1, end + stretch_at(dropped, end - 1) + 1


@kernel
def judge(
    spans: Rows,
    pair: tuple[int, int],
    sides: tuple[Side, Side],
    rules: tuple[Lookup, Integers, NDArray[np.uint64]],
) -> tuple[Rows, Rows]:
    """Keep the spans that are long and alike enough, with offsets in the given texts.

    `rules` are the table, then in one array the least length, the numbers of the spread and the
    weights of codes, and what is known of stretches. Returns the spans kept, and the same as they
    came.
    """
    lookup, numbers, known = rules
    (a, a_starts, a_drops), (_, b_starts, b_drops) = sides
    made, kept = np.empty((len(spans), COLUMNS), dtype=np.int64), 0
    for k in range(len(spans)):
        row = spans[k]
        longer = max(row[1] - row[0], row[3] - row[2])
        if row[4] < LOOSE * longer:
            continue
        in_a, in_b = a_starts[pair[0]], b_starts[pair[1]]
        a0, a1 = given_place(a_drops, pair[0], row[0] - in_a, row[1] - in_a)
        b0, b1 = given_place(b_drops, pair[1], row[2] - in_b, row[3] - in_b)
        if max(a1 - a0, b1 - b0) < numbers[0]:
            continue
        made[kept, 0], made[kept, 1], made[kept, 2], made[kept, 3] = pair[0], pair[1], a0, a1
        made[kept, 4], made[kept, 5], made[kept, 7] = b0, b1, 0
        made[kept, 6] = 20_000 * row[4] // (row[1] - row[0] + row[3] - row[2])
        enough = enough_sources(longer, numbers[1:5])
        place, ground = (row[0], row[1]), (numbers[5:], enough)
        made[kept, 7] = spread_before((a, a_starts), place, lookup, ground, known)
        copy_rows(spans, kept, spans[k : k + 1])
        kept += 1
    genuine, alone = 0, 0
    for k in range(kept):
        if made[k, 7] == 0:
            genuine, alone = genuine + 1, k
    if genuine == 1:
        row = spans[alone]
        if max(row[1] - row[0], row[3] - row[2]) <= numbers[3]:
            place, ground = (row[0], row[1]), (numbers[5:], numbers[2])
            made[alone, 7] = spread_before((a, a_starts), place, lookup, ground, known)
    return made[:kept], spans[:kept]


@kernel
def match_pair(
    hits: NDArray[np.uint64],
    pair: tuple[int, int],
    sides: tuple[Side, Side],
    rules: tuple[Lookup, Integers, Rows, NDArray[np.uint64]],
) -> Rows:
    """Return the judged spans of one pair of texts, with a second look where one is genuine."""
    lookup, numbers, orders, known = rules
    (a, a_starts, _), (b, b_starts, _) = sides
    weights = numbers[5:]
    none = np.empty((0, 5), dtype=np.int64)
    found = pieces(a, b, hits, int(np.int64(SEED)), (weights, orders, none))
    if len(found) == 0:
        return np.empty((0, COLUMNS), dtype=np.int64)
    made, spans = judge(join(found.copy()), pair, sides, (lookup, numbers, known))
    genuine = 0
    for k in range(len(made)):
        genuine += made[k, 7] == 0
    if genuine == 0:
        return made
    places = (
        a_starts[pair[0]],
        a_starts[pair[0] + 1],
        b_starts[pair[1]],
        b_starts[pair[1] + 1],
    )
    more = fine_seeds(a, b, places, spans, weights)
    if len(more) == 0:
        return made
    sort_words(more, int(np.int64(0)), len(more))
    found = pieces(a, b, more, int(np.int64(FINE_SEED)), (weights, orders, found))
    made, _ = judge(join(found), pair, sides, (lookup, numbers, known))
    return made


@kernel
def match_batch(
    sides: tuple[Side, Side],
    hashes: Hashes,
    before: Integers,
    rules: tuple[Lookup, Integers, Integers, Rows],
) -> Rows:
    """Return the judged spans of a batch of texts against the sources.

    Args:
        sides: the sources and the batch.
        hashes: the seeds of the batch, by position in its codes.
        before: for each text of the batch, the position in the sources from which on they are not
            looked at: their end, or where the text itself stands.
        rules: the table; the limits of probing; the numbers of judging followed by the weights of
            codes; what may be passed over.
    """
    lookup, limits, numbers, orders = rules
    (a, a_starts, _), (b, b_starts, _) = sides
    out, count = np.empty((1024, COLUMNS), dtype=np.int64), int(np.int64(0))
    known = np.zeros(_KNOWN, dtype=np.uint64)
    for text in range(len(b_starts) - 1):
        stretch = (b_starts[text], b_starts[text + 1], before[text])
        hits = shared_seeds((a, b, hashes), stretch, lookup, limits)
        sort_words(hits, int(np.int64(0)), len(hits))
        low = 0
        while low < len(hits):
            place = np.int64(hits[low] >> np.uint64(32))
            source = stretch_at(a_starts, int(place))
            high = low + 1
            while high < len(hits) and (
                np.int64(hits[high] >> np.uint64(32)) < a_starts[source + 1]
            ):
                high += 1
            made = match_pair(
                hits[low:high], (source, text), sides, (lookup, numbers, orders, known)
            )
            if count + len(made) > len(out):
                out = wider_rows(out, count + len(made))
            copy_rows(out, count, made)
            count += len(made)
            low = high
    return out[:count]
