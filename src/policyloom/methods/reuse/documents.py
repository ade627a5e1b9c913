"""What goes in and what comes out: documents, and the passages that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policyloom.core.dates import PartialDate

Side = Literal["central", "local", ""]


@dataclass(frozen=True)
class Document:
    """A document; `side` "" where sides are not told apart, `date` None where it is not known."""

    id: str
    text: str
    side: Side = ""
    date: PartialDate | None = None


@dataclass(frozen=True)
class Text:
    """A text with the name that its matches carry."""

    id: str
    text: str


@dataclass(frozen=True, order=True)
class Match:
    """A reused passage: half-open code-point offsets into the two texts as given.

    `score` is the share of equal characters, 2 equal / (length in a + length in b), white space
    not counted: 1 for a verbatim copy. `boilerplate` marks what is widely spread among sources.
    """

    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int
    score: float
    boilerplate: bool
