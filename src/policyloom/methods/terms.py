"""Term statistics of tokenised documents: document frequencies, tf-idf by a named rule, co-words.

tf-idf has many forms that are all called by this name; a TfIdf says which one by id, and results
carry it. Tokens are given: cutting Chinese or Korean into words is done before, and named there.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Pair = tuple[str, str]
Likeness = Literal["equivalence", "ochiai", "jaccard"]


@dataclass(frozen=True)
class TfIdf:
    """A rule: how often a term stands in a document, how rare it is, how long the vector is.

    `share` divides the count by the tokens of the document; `smooth` adds a document that has
    every term, and 1 to the logarithm, so that a term of all documents keeps some weight; `unit`
    scales each document to length 1.
    """

    id: str
    share: bool
    smooth: bool
    unit: bool


CLASSIC = TfIdf("classic", share=True, smooth=False, unit=False)
"""n/len * ln(N/df) (Salton and Buckley 1988): 0 for a term of every document."""

SMOOTH = TfIdf("smooth-l2", share=False, smooth=True, unit=True)
"""n * (ln((1+N)/(1+df)) + 1), then scaled to length 1: the rule of scikit-learn."""


@dataclass(frozen=True)
class CoWord:
    """Two terms (sorted) and in how many documents each and both stand."""

    pair: Pair
    both: int
    first: int
    second: int

    def likeness(self, measure: Likeness) -> float:
        """Return how closely the two belong together, from 0 to 1.

        equivalence c²/(a·b) (Callon, Courtial and Laville 1991), Ochiai c/sqrt(a·b) (1957),
        Jaccard c/(a+b-c) (1901).
        """
        if measure == "equivalence":
            return self.both**2 / (self.first * self.second)
        if measure == "ochiai":
            return self.both / math.sqrt(self.first * self.second)
        return self.both / (self.first + self.second - self.both)


def document_frequency(documents: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return in how many documents each term stands, terms sorted."""
    found = Counter(term for tokens in documents for term in set(tokens))
    return {term: found[term] for term in sorted(found)}


def tfidf(documents: Sequence[Sequence[str]], rule: TfIdf = CLASSIC) -> list[dict[str, float]]:
    """Return the weights of the terms of each document, terms sorted; an empty one has none."""
    frequency = document_frequency(documents)
    n = len(documents)
    rarity = {term: _rarity(n, df, smooth=rule.smooth) for term, df in frequency.items()}
    return [_weights(tokens, rarity, rule) for tokens in documents]


def co_words(documents: Iterable[Sequence[str]], least: int = 1) -> list[CoWord]:
    """Return the pairs of terms that stand together in at least so many documents.

    Sorted by the number of common documents, then by name. Work grows with the square of the
    terms of a document: hand in chosen terms, not every word of a long text.
    """
    single: Counter[str] = Counter()
    both: Counter[Pair] = Counter()
    for tokens in documents:
        terms = sorted(set(tokens))
        single.update(terms)
        both.update(combinations(terms, 2))
    found = [
        CoWord(pair, n, single[pair[0]], single[pair[1]]) for pair, n in both.items() if n >= least
    ]
    return sorted(found, key=lambda c: (-c.both, c.pair))


def _rarity(n: int, frequency: int, *, smooth: bool) -> float:
    return math.log((1 + n) / (1 + frequency)) + 1 if smooth else math.log(n / frequency)


def _weights(tokens: Sequence[str], rarity: dict[str, float], rule: TfIdf) -> dict[str, float]:
    counts = Counter(tokens)
    per = len(tokens) if rule.share else 1
    weights = {term: counts[term] / per * rarity[term] for term in sorted(counts)}
    length = math.sqrt(math.fsum(w * w for w in weights.values())) if rule.unit else 1.0
    return {term: w / length for term, w in weights.items()} if length else weights
