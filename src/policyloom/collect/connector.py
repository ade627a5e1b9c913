"""What the connectors have between them: a source wanted, and what a connector took in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from policyloom.collect.fetch import Answer


@dataclass(frozen=True)
class Wanted:
    """A source to collect: its row of sources.csv, and the document numbers its policies have."""

    source: str
    line: int
    address: str = ""
    title: str = ""
    kind: str = ""
    language: str = ""
    file: str = ""
    hash: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What a connector made of an answer with a body.

    `code` says why the body is not what was asked for; "" where it is. `words` is the fingerprint
    of the readable text, "" for kinds of file that are compared byte by byte.
    """

    type: str
    ending: str
    charset: str = ""
    title: str = ""
    words: str = ""
    attachments: tuple[str, ...] = ()
    code: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


Take = Callable[[Wanted, Answer], Taken]
"""A connector: looks at the body that came for a source and says what it is."""
