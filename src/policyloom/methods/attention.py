"""How much attention documents give to a term, by year or any other group.

Three figures that are easily taken for one another, so each is named and has its denominator:
the share of documents that mention the term at all; the mentions per 10,000 characters of all
documents together (pooled, long documents count more); and the mean of the documents' own rates
(every document counts the same).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from policyloom.methods.term_finding import folded, places

PER = 10_000
"""Characters that rates are given for."""

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Mentions:
    """A document's (or a paragraph's) length in characters and how often the term stands in it."""

    chars: int
    hits: int

    def __post_init__(self) -> None:
        if self.hits < 0 or self.chars < self.hits:
            raise ValueError(f"a text cannot have fewer characters than mentions: {self}")


@dataclass(frozen=True)
class Attention:
    """A group's figures with their denominators; a share or rate over nothing is None.

    `empty` counts texts without a character: they are documents that do not mention the term, but
    have no rate of their own and stay out of `mean_rate`.
    """

    documents: int
    mentioning: int
    chars: int
    mentioning_chars: int
    hits: int
    empty: int
    mean_rate: float | None

    @property
    def share(self) -> float | None:
        """Return the share of documents that mention the term."""
        return self.mentioning / self.documents if self.documents else None

    @property
    def pooled_rate(self) -> float | None:
        """Return the mentions per 10,000 characters of all documents together."""
        return PER * self.hits / self.chars if self.chars else None

    @property
    def share_of_chars(self) -> float | None:
        """Return the share of all characters that stand in documents that mention the term."""
        return self.mentioning_chars / self.chars if self.chars else None


def attention(documents: Iterable[Mentions]) -> Attention:
    """Return the attention of one group of documents, or of paragraphs, to a term."""
    own = list(documents)
    rates = [PER * d.hits / d.chars for d in own if d.chars]
    mentioning = [d for d in own if d.hits]
    return Attention(
        len(own),
        len(mentioning),
        sum(d.chars for d in own),
        sum(d.chars for d in mentioning),
        sum(d.hits for d in own),
        len(own) - len(rates),
        math.fsum(rates) / len(rates) if rates else None,
    )


def attention_by(documents: Iterable[tuple[Group, Mentions]]) -> Mapping[Group, Attention]:
    """Return the attention by group, groups in the order in which they first appear."""
    groups: dict[Group, list[Mentions]] = defaultdict(list)
    for group, own in documents:
        groups[group].append(own)
    return {group: attention(own) for group, own in groups.items()}


def mentions(text: str, term: str) -> Mentions:
    """Count a term in a text: characters without white space, and hits that do not overlap.

    Both are compared in one form (`term_finding.folded`), in which a line break inside a Chinese or
    Korean term does not hide it and layouts do not change rates. Raises ValueError for an empty
    term.
    """
    plain = folded(text)
    return Mentions(length(plain), sum(1 for _ in places(plain, folded(term))))


def length(text: str) -> int:
    """Return the number of characters of a text without white space."""
    return len("".join(text.split()))
