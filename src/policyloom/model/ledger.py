"""The ledger: what regional documents make of each item of a central one, as plain values.

Offsets are half-open code points into the stored texts (`model/document.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal

Status = Literal["carried out", "strengthened", "narrowed", "skipped", "added", "unknown"]
STATUSES: tuple[Status, ...] = (
    "carried out", "strengthened", "narrowed", "skipped", "added", "unknown",
)  # fmt: skip
ChangeKind = Literal["number", "deadline", "tone"]
Direction = Literal[
    "higher", "lower", "share", "other", "earlier", "later", "firmer", "softer"
]  # fmt: skip
TextState = Literal["held", "cut", "unread"]
Sense = Literal["more", "less", "either"]
"""Which way a measure asks more: a greater number, a smaller one (or earlier day), or neither."""

OPEN, CLOSE = "⟦", "⟧"
"""What stands around words that differ in a passage set side by side with another."""


@dataclass(frozen=True)
class Item:
    """A numbered part or paragraph of a document: `text[start:end]` with its heading.

    `frame` marks parts that only frame the tasks (总体要求, 组织实施), no items to follow.
    """

    label: str
    heading: str
    start: int
    end: int
    frame: bool = False


@dataclass(frozen=True)
class Measure:
    """A number (`value`) or a deadline (`value` is the ordinal of its last day) and its place.

    `context` is the clause without its numbers; `total` marks a national total.
    """

    start: int
    end: int
    kind: Literal["number", "deadline"]
    value: Decimal
    unit: str
    sense: Sense
    context: str
    total: bool = False


@dataclass(frozen=True)
class Change:
    """A number, a deadline or a binding word that a region wrote differently.

    `effect` is 1 where the region asks more, -1 where it asks less, 0 where neither can be said.
    """

    kind: ChangeKind
    direction: Direction
    effect: int
    a_quote: str
    a_start: int
    b_quote: str
    b_start: int


@dataclass(frozen=True)
class Beside:
    """Two passages side by side; the words that differ stand in ⟦ ⟧ in both."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    a_marked: str
    b_marked: str


@dataclass(frozen=True)
class Response:
    """What one document makes of one item.

    `coverage` is the share of the item's words met again, `copied` the share copied literally,
    both of 1. `mixed` marks an item of which some was asked more and some less.
    """

    status: Status
    coverage: float
    copied: float
    changes: tuple[Change, ...] = ()
    beside: tuple[Beside, ...] = ()
    mixed: bool = False


@dataclass(frozen=True)
class PairLedger:
    """A central and a regional document: a response by central item, and the regional additions.

    `added` are items of the regional document, with their texts.
    """

    responses: tuple[Response, ...]
    added: tuple[tuple[Item, str], ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Ledger:
    """All that the held texts of a study say of the travel of items.

    `states` tell how a policy's own text is held (absent: not held), `items` the items of central
    documents with their texts, `pairs` the ledgers by (central, regional) policy, `cited` pairs
    that only the text, not the register, connects.
    """

    states: Mapping[str, TextState] = field(default_factory=dict)
    items: Mapping[str, tuple[tuple[Item, str], ...]] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], PairLedger] = field(default_factory=dict)
    cited: tuple[tuple[str, str], ...] = ()


def pair_from_record(record: Mapping[str, Any]) -> PairLedger:
    """Rebuild a pair from what `as_record` gave, after a round trip through JSON."""
    responses = tuple(
        Response(
            r["status"],
            r["coverage"],
            r["copied"],
            tuple(Change(**c) for c in r["changes"]),
            tuple(Beside(**b) for b in r["beside"]),
            r["mixed"],
        )
        for r in record["responses"]
    )
    return PairLedger(responses, tuple((Item(**item), words) for item, words in record["added"]))
