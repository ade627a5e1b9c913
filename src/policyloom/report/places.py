"""Places of the report that sentences point to, and the evidence that shows there.

A sentence may rest on a table of the author's own, on a section or on a box: what it rests on in
the end is then what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policyloom.report.document import (
    Box,
    CaseBox,
    Cite,
    ClaimBox,
    ClaimMark,
    FigureBlock,
    Heading,
    Node,
    NumberMark,
    Paragraph,
    Part,
    QuoteMark,
    SourceMark,
    TableBlock,
    TermMark,
)
from policyloom.report.footing import references, sentences
from policyloom.report.walking import blocks, plain_text, walk


@dataclass(frozen=True)
class Place:
    """A place of the report that a sentence points to, and the evidence that shows there."""

    id: str
    name: str
    references: tuple[str, ...]


def places_of(parts: Sequence[Part], targets: Mapping[str, str]) -> dict[str, Place]:
    """Return the places that sentences of the report name.

    `targets` gives for every reference that has a number in the report the id of its place.
    """
    named = {r for part in parts for sentence in sentences(part) for r in references(sentence)}
    wanted = {targets[reference] for reference in named if reference in targets}
    found = {place.id: place for part in parts for place in _places(part, wanted)}
    made = {r: found[targets[r]] for r in sorted(named) if targets.get(r) in found}
    return {r: replace(place, references=_others(place, r)) for r, place in made.items()}


def _others(place: Place, reference: str) -> tuple[str, ...]:
    return tuple(r for r in place.references if r != reference)


def named_in(nodes: object) -> Iterator[str]:
    """Yield the references that marks and sentences among some nodes open, in reading order."""
    for node in walk(nodes):
        yield from _by_block(node)
        yield from _by_mark(node)


def _by_mark(node: Node) -> Iterable[str]:
    match node:
        case NumberMark() | TermMark():
            return (node.reference,)
        case QuoteMark() | SourceMark():
            return (f"sources:{node.source}",)
        case Cite():
            return (f"sources:{source}" for source in node.sources)
        case ClaimMark():
            return (f"claim:{node.claim}",)
        case _:
            return ()


def _by_block(node: Node) -> Iterator[str]:
    match node:
        case Paragraph():
            for sentence in node.sentences:
                yield from references(sentence)
        case ClaimBox():
            yield f"claim:{node.claim}"
        case FigureBlock():
            yield f"figure:{node.name}"
        case CaseBox():
            yield node.name
        case TableBlock():
            yield f"table:{node.name}"
            for row in node.rows:
                yield from row.origins
        case _:
            pass


def _places(part: Part, wanted: set[str]) -> Iterator[Place]:
    """Yield the wanted places of a part: itself, its sections, its tables, figures and boxes."""
    if part.id in wanted:
        yield _place(part.id, f"{part.label} {plain_text(part.title)}", part.blocks)
    for index, block in enumerate(part.blocks):
        if isinstance(block, Heading) and block.id in wanted:
            title = f"{part.label} {block.number} {plain_text(block.children)}"
            yield _place(block.id, title, _section(part.blocks, index, block.level))
    for node in blocks(part.blocks):
        if isinstance(node, TableBlock | FigureBlock | CaseBox | Box) and node.id in wanted:
            yield _place(node.id, f"{node.label}. {plain_text(node.caption)}", (node,))


def _section(blocks: Sequence[Node], index: int, level: int) -> tuple[Node, ...]:
    following = blocks[index + 1 :]
    ends = (i for i, b in enumerate(following) if isinstance(b, Heading) and b.level <= level)
    return tuple(following[: next(ends, len(following))])


def _place(identity: str, name: str, nodes: Iterable[Node]) -> Place:
    found = dict.fromkeys(named_in(tuple(nodes)))
    shown = tuple(r for r in found if not r.startswith("glossary:"))
    return Place(identity, " ".join(name.split()), shown)
