"""Going through a document: its nodes in reading order, its plain words, what a writer lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from policyloom.core.problem import Problem, problem
from policyloom.report.document import (
    Block,
    Box,
    Cite,
    Document,
    FootnoteMark,
    LineBreak,
    ListBlock,
    Node,
    Note,
    Quote,
)

_LEAVES = frozenset(
    {"str", "int", "float", "bool", "float | None", "Strength", "Verdict", "tuple[Sentence, ...]"}
)
"""Types of fields that hold no nodes of their own, as written; others are looked into."""


def walk(node: object) -> Iterator[Node]:
    """Yield every node of a part, block or run of nodes, in reading order."""
    waiting: list[Any] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += reversed(here)
            continue
        if isinstance(here, Node):
            yield here
        kind: Any = type(here)
        for name in _branches(kind):
            waiting.append(getattr(here, name))


def blocks(nodes: tuple[Node, ...]) -> Iterator[Block]:
    """Yield every block of a run of nodes in reading order, without looking into running text."""
    for node in nodes:
        if isinstance(node, Block):
            yield node
        if isinstance(node, ListBlock):
            for item in node.items:
                yield from blocks(item)
        elif isinstance(node, Quote | Note | Box):
            yield from blocks(node.blocks)


@cache
def _branches(kind: type) -> tuple[str, ...]:
    """Return the fields of a class that may hold nodes, last first; none where it has no fields."""
    known = fields(kind) if is_dataclass(kind) else ()
    return tuple(f.name for f in reversed(known) if f.type not in _LEAVES)


def plain_text(nodes: object) -> str:
    """Return the words of nodes without marks and footnotes, for outlines and running heads."""
    if isinstance(nodes, Cite | FootnoteMark):
        return ""
    if isinstance(nodes, tuple):
        return "".join(plain_text(n) for n in nodes)
    if isinstance(nodes, LineBreak):
        return " "
    text = getattr(nodes, "text", None)
    return text if isinstance(text, str) else plain_text(getattr(nodes, "children", ()))


def unshowable(document: Document, shown: frozenset[str], writer: str) -> list[Problem]:
    """Return a problem for every kind of node in the document that a writer can't show."""
    found: dict[tuple[str, str], Problem] = {}
    for part in document.parts:
        for node in walk(part.title + part.blocks):
            if node.kind not in shown and (part.file, node.kind) not in found:
                line = getattr(node, "line", 0)
                found[part.file, node.kind] = problem(
                    "report.unshowable", part.file, line, writer=writer, node=node.kind
                )
    return list(found.values())
