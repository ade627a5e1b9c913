"""Text reuse: recall, precision, speed and growth, against window MinHash in the same run.

    python -m benchmarks.reuse                 1,000 planted documents and bill pairs
    python -m benchmarks.reuse --documents 20000 --growth

The peer is rensa: windows of 60 characters, half overlapping, MinHash of their character
5-grams, candidates by LSH, kept from a Jaccard similarity of 0.5 on. Both get the same documents
in turns; times are medians, wall and processor. Compiling, once after installation, is not counted.
"""

from __future__ import annotations

import argparse
import csv
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.reuse_planted import Collection, Setting, collection
from benchmarks.reuse_scoring import Span, score
from policyloom.methods.reuse.documents import Document, Match, Text
from policyloom.methods.reuse.index import Index
from policyloom.methods.reuse.measures import jaccard, shingles
from policyloom.methods.reuse.search import find_reuse

BILLS = Path(__file__).parents[2] / "shared" / "tables" / "bill-similarity"
WINDOW, STEP, GRAM, PERMUTATIONS, ALIKE = 60, 30, 5, 64, 0.5
GOALS = {"recall": 0.97, "20": 0.90, "outside stock": 0.95, "precision": 0.90, "speed": 5.0}


def documents_of(made: Collection) -> list[Document]:
    """Return the documents as the method takes them."""
    return [
        Document(d["id"], d["text"], "central" if d["side"] == "central" else "local")
        for d in made.documents
    ]


def spans_of(matches: Iterable[Match]) -> list[Span]:
    """Return matches as the scoring takes them."""
    return [(m.a, m.a_start, m.a_end, m.b, m.b_start, m.b_end, m.boilerplate) for m in matches]


def windows(text: str) -> list[tuple[int, int]]:
    """Return half-overlapping windows."""
    last = max(1, len(text) - STEP)
    return [(k, min(len(text), k + WINDOW)) for k in range(0, last, STEP)]


def by_minhash(documents: Sequence[Document]) -> list[Span]:
    """Find window pairs by MinHash and LSH; overlapping ones of a diagonal are one span."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - a peer, only here

    places: list[tuple[int, int, int]] = []
    tokens: list[list[str]] = []
    for number, document in enumerate(documents):
        for start, end in windows(document.text):
            piece = document.text[start:end]
            places.append((number, start, end))
            tokens.append([piece[k : k + GRAM] for k in range(max(1, len(piece) - GRAM + 1))])
    hashes = RMinHash.from_token_sets(tokens, PERMUTATIONS, 42)
    central = [k for k, p in enumerate(places) if documents[p[0]].side == "central"]
    local = [k for k, p in enumerate(places) if documents[p[0]].side == "local"]
    lsh = RMinHashLSH(ALIKE, PERMUTATIONS, 16)
    lsh.insert_pairs([(k, hashes[k]) for k in central])
    spans: list[Span] = []
    for k, candidates in zip(local, lsh.query_all([hashes[k] for k in local]), strict=True):
        for other in candidates:
            if hashes[k].jaccard(hashes[other]) >= ALIKE:
                a, b = places[other], places[k]
                names = documents[a[0]].id, documents[b[0]].id
                spans.append((names[0], a[1], a[2], names[1], b[1], b[2], False))
    return spans


def timed(
    jobs: dict[str, Callable[[], object]],
    runs: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Run jobs in turns; return the median time of each by a clock."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            started = clock()
            job()
            taken[name].append(clock() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def planted(count: int, runs: int, *, peer: bool) -> None:
    """Print recall, precision and speed on planted documents."""
    made = collection(Setting(documents=count))
    documents = documents_of(made)
    find_reuse(documents[:5])
    jobs: dict[str, Callable[[], object]] = {"ours": lambda: find_reuse(documents)}
    if peer:
        jobs["rensa"] = lambda: by_minhash(documents)
    times, work = timed(jobs, runs), timed(jobs, 1, time.process_time)
    size = sum(len(d.text) for d in documents)
    print(f"{count} documents, {size:,} characters, {len(made.truth)} planted passages")
    print(f"  ours   {times['ours']:.2f} s   {score(made, spans_of(find_reuse(documents)))}")
    if peer:
        print(f"  rensa  {times['rensa']:.2f} s   {score(made, by_minhash(documents))}")
        print(
            f"  ours is {times['rensa'] / times['ours']:.1f} times as fast,"
            f" with {work['ours'] / work['rensa']:.2f} of the processor time"
        )


def growth(sizes: Sequence[int]) -> None:
    """Print seconds by number of documents, and the exponent that fits them."""
    points = []
    for size in sizes:
        documents = documents_of(collection(Setting(documents=size)))
        seconds = timed({"ours": lambda d=documents: find_reuse(d)}, 3)["ours"]  # type: ignore[misc]
        points.append((math.log(size), math.log(seconds)))
        print(f"  {size} documents  {seconds:.2f} s")
    xs, ys = zip(*points, strict=True)
    print(f"  growth exponent {np.polyfit(xs, ys, 1)[0]:.2f}")


def adding(count: int) -> None:
    """Print what one more document costs, beside all of them."""
    documents = documents_of(collection(Setting(documents=count)))
    sources = [Text(d.id, d.text) for d in documents if d.side == "central"]
    locals_ = [Text(d.id, d.text) for d in documents if d.side == "local"]
    index = Index()
    index.add(sources[2:])
    index.add(sources[1:2])
    times = timed({"match": lambda: index.match(locals_[:1])}, 5)
    started = time.perf_counter()
    index.add(sources[:1])
    added = time.perf_counter() - started
    whole = timed({"all": lambda: find_reuse(documents)}, 1)["all"]
    print(
        f"  one local document matched in {times['match'] * 1000:.1f} ms, one central added in"
        f" {added * 1000:.1f} ms, all {count} in {whole * 1000:.0f} ms"
    )


def ranks(values: Sequence[float]) -> np.ndarray:
    """Return ranks from 1, ties sharing their mean."""
    array = np.asarray(values, dtype=float)
    order = np.argsort(array, kind="stable")
    _, first, count = np.unique(array[order], return_index=True, return_counts=True)
    ranked = np.empty(len(array))
    ranked[order] = np.repeat(first + (count + 1) / 2, count)
    return ranked


def reused_share(a: str, b: str) -> float:
    """Return the mean of the shares of both texts that lie in spans, weighed by their scores."""
    shares = []
    found = find_reuse([Document("a", a), Document("b", b)], jobs=1)
    for text, places in (
        (a, [(m.a_start, m.a_end, m.score) for m in found]),
        (b, [(m.b_start, m.b_end, m.score) for m in found]),
    ):
        marked = np.zeros(max(1, len(text)))
        for start, end, weight in places:
            marked[start:end] = np.maximum(marked[start:end], weight)
        shares.append(marked.mean())
    return float(sum(shares) / 2)


def bills() -> None:
    """Print the rank correlations with human grades."""
    path = BILLS / "val_sub_sec_pairs.csv"
    if not path.exists():
        print("bill pairs: ../shared/tables/bill-similarity is not here")
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    grades = ranks([float(r["label"]) for r in rows])
    measures: dict[str, Callable[[str, str], float]] = {
        "reuse": reused_share,
        **{
            f"{n}-gram Jaccard": lambda a, b, n=n: jaccard(shingles(a, n), shingles(b, n)) or 0.0
            for n in (3, 5, 8)
        },
    }
    print(f"bill pairs: {len(rows)}, Spearman's rank correlation with human grades")
    for name, measure in measures.items():
        values = ranks([measure(r["sec_a_text"], r["sec_b_text"]) for r in rows])
        print(f"  {name:16} {np.corrcoef(grades, values)[0, 1]:.4f}")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--no-peer", action="store_true")
    given = parser.parse_args()
    print("goals:", ", ".join(f"{name} {value}" for name, value in GOALS.items()))
    planted(given.documents, given.runs, peer=not given.no_peer)
    adding(given.documents)
    bills()
    if given.growth:
        growth((1000, 5000, 20_000))


if __name__ == "__main__":
    main()
