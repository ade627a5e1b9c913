"""Reuse among documents: who can have taken from whom, and in which direction a match is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from policyloom.core.dates import PartialDate
from policyloom.methods.reuse.documents import Document, Match, Text
from policyloom.methods.reuse.index import MIN_LENGTH, Index, Progress


def find_reuse(
    documents: Sequence[Document],
    min_length: int = MIN_LENGTH,
    jobs: int = 0,
    progress: Progress | None = None,
) -> list[Match]:
    """Return every reused passage among documents.

    With sides, central documents are compared with local ones and a is the central one. Without,
    every document is compared with every other, and a is the earlier by date; where dates are
    missing or can mean the same day, the earlier in the given order, which tells no direction.
    Matches come in the given order of a, then of b, then of the places in b. The same documents
    give the same matches, whatever the number of threads.

    Args:
        documents: all documents; names are distinct.
        min_length: least length of a match, in characters of the longer side.
        jobs: threads, 0 for one a processor.
        progress: called with documents done and in all.

    Raises:
        ValueError: two documents have one name, or only some have a side.
    """
    sides = {d.side for d in documents}
    if "" in sides and len(sides) > 1:
        raise ValueError("some documents have a side and others have none")
    apart = sides != {""}
    index = Index(min_length, jobs, apart)
    if apart:
        index.add(_texts(d for d in documents if d.side == "central"))
        found = index.match(_texts(d for d in documents if d.side == "local"), progress)
    else:
        index.add(_texts(documents))
        found = directed(index.match_within(progress), documents)
    return found


def _texts(documents: Iterable[Document]) -> list[Text]:
    return [Text(d.id, d.text) for d in documents]


def before(first: PartialDate | None, second: PartialDate | None) -> bool:
    """Tell whether one date is certainly before another; partial dates may leave it open."""
    return first is not None and second is not None and first.last < second.first


def directed(matches: Iterable[Match], documents: Sequence[Document]) -> list[Match]:
    """Turn matches so that a is the earlier document, and order them anew."""
    dates = {d.id: d.date for d in documents}
    place = {d.id: k for k, d in enumerate(documents)}
    turned = [
        replace(m, a=m.b, a_start=m.b_start, a_end=m.b_end, b=m.a, b_start=m.a_start, b_end=m.a_end)
        if before(dates[m.b], dates[m.a])
        else m
        for m in matches
    ]
    turned.sort(key=lambda m: (place[m.a], place[m.b], m.b_start, m.a_start, m.b_end, m.a_end))
    return turned
