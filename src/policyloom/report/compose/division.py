"""Dividing a paragraph into its sentences, each with its own marks and with what it rests on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from policyloom.report.compose.desk import Desk
from policyloom.report.compose.footing import Footing
from policyloom.report.document import (
    Cite,
    ClaimMark,
    Emph,
    FootnoteMark,
    LineBreak,
    LinkMark,
    Node,
    NumberMark,
    QuoteMark,
    Sentence,
    Str,
    Strong,
    TermMark,
)
from policyloom.report.sentences import NOTE, OBJECT, STOPS, Span, sentence_spans
from policyloom.report.walking import plain_text

Nodes = tuple[Node, ...]
_OTHER = "\ufffd"
_AFTER = frozenset({*STOPS, *",;:)”’」』》〉"})
"""Signs that no space stands before; one left by a mark that was taken out goes."""


@dataclass(frozen=True)
class LineStart(Node):
    """Where a line of the chapter begins within a paragraph; taken out when it is divided."""

    kind: ClassVar[str] = "line"
    line: int


def divide(desk: Desk, nodes: Sequence[Node], line: int) -> tuple[Nodes, tuple[Sentence, ...]]:
    """Return a paragraph's inlines without footings and lines, and the sentences they make up.

    Children and spaces of the sentences, in order, are the paragraph's inlines cut at their ends.
    """
    taken = _Taken()
    children = taken.out_of(nodes)
    text = "".join(map(_letters, children))
    children, text, footings = _tidied(children, text, taken.footings)
    spans = sentence_spans(text)
    if not spans:
        return children, _footed(desk, [], spans, footings)
    cuts = [place for span in spans for place in span][1:]
    pieces = _split(children, cuts)
    places, lines = [place for place, _ in taken.lines], [number for _, number in taken.lines]
    sentences = []
    for index, span in enumerate(spans):
        begun = bisect_right(places, span.start)
        sentences.append(
            Sentence(
                children=pieces[2 * index],
                space=pieces[2 * index + 1],
                line=lines[begun - 1] if begun else line,
                marks=tuple(dict.fromkeys(_marks(pieces[2 * index]))),
            )
        )
    return children, _footed(desk, sentences, spans, footings)


class _Taken:
    """What is taken out of a paragraph, and before which letter each stood."""

    def __init__(self) -> None:
        self.footings: list[tuple[int, Footing]] = []
        self.lines: list[tuple[int, int]] = []
        self._at = 0

    def out_of(self, nodes: Sequence[Node]) -> Nodes:
        """Return the nodes without footings and lines; words parted only by a footing are one."""
        made: list[Node] = []
        parted = False
        for node in nodes:
            if isinstance(node, Footing):
                self.footings.append((self._at, node))
                parted = True
                continue
            if isinstance(node, LineStart):
                self.lines.append((self._at, node.line))
            elif isinstance(node, Emph | Strong):
                made.append(replace(node, children=self.out_of(node.children)))
            else:
                self._at += _size(node)
                if parted:
                    _join(made, node)
                else:
                    made.append(node)
            parted = False
        return tuple(made)


def _join(made: list[Node], node: Node) -> None:
    """Add a node to others; words that follow words become one with them."""
    last = made[-1] if made else None
    if isinstance(last, Str) and isinstance(node, Str):
        made[-1] = Str(last.text + node.text)
    else:
        made.append(node)


def _letters(node: Node) -> str:
    """Return the letters that a node counts for where sentences are told apart."""
    match node:
        case Str():
            return node.text.replace(NOTE, _OTHER).replace(OBJECT, _OTHER)
        case LineBreak():
            return "\n"
        case Emph() | Strong():
            return "".join(map(_letters, node.children))
        case Cite() | FootnoteMark():
            return NOTE
        case ClaimMark() if plain_text(node.children).rstrip().endswith(STOPS):
            return f"{OBJECT}."
        case _:
            return OBJECT


def _size(node: Node) -> int:
    return len(node.text) if isinstance(node, Str) else len(_letters(node))


def _tidied(
    children: Nodes, text: str, footings: Sequence[tuple[int, Footing]]
) -> tuple[Nodes, str, list[tuple[int, Footing]]]:
    """Take out the spaces that a footing leaves: at either end, doubled, or before a stop."""
    first, last = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    gone: set[int] = set()
    for at, _ in footings:
        if at >= last:
            gone.update(range(last, len(text)))
        if at <= first:
            gone.update(range(first))
        elif text[at - 1] == " " and at < last:
            gone |= {at} if text[at] == " " else {at - 1} if text[at] in _AFTER else set()
    if not gone:
        return children, text, list(footings)
    places = sorted(gone)
    pieces = _split(children, [cut for place in places for cut in (place, place + 1)])
    made: list[Node] = []
    for piece in pieces[::2]:
        for node in piece[:1]:
            _join(made, node)
        made += piece[1:]
    left = "".join(letter for place, letter in enumerate(text) if place not in gone)
    return tuple(made), left, [(at - bisect_left(places, at), f) for at, f in footings]


def _split(nodes: Sequence[Node], cuts: Sequence[int]) -> list[Nodes]:
    """Cut nodes before letters, in ascending order; words and emphasis are cut within."""
    pieces: list[list[Node]] = [[]]
    at = index = 0
    for node in nodes:
        while index < len(cuts) and cuts[index] <= at:
            pieces.append([])
            index += 1
        size = _size(node)
        stop = bisect_left(cuts, at + size, index)
        inner = [cut - at for cut in cuts[index:stop]]
        parts = _parts(node, inner) if inner else [node]
        pieces[-1].append(parts[0])
        pieces += ([part] for part in parts[1:])
        at, index = at + size, stop
    pieces += ([] for _ in cuts[index:])
    return [tuple(piece) for piece in pieces]


def _parts(node: Node, cuts: list[int]) -> list[Node]:
    if isinstance(node, Str):
        ends = zip([0, *cuts], [*cuts, len(node.text)], strict=True)
        return [Str(node.text[start:end]) for start, end in ends]
    assert isinstance(node, Emph | Strong), "no sentence ends within another mark"
    return [replace(node, children=part) for part in _split(node.children, cuts)]


def _footed(
    desk: Desk,
    sentences: list[Sentence],
    spans: Sequence[Span],
    footings: Iterable[tuple[int, Footing]],
) -> tuple[Sentence, ...]:
    """Give each footing to its sentence; one that stands between two sentences is a problem."""
    starts = [span.start for span in spans]
    covering: list[Footing] = []
    for at, footing in footings:
        index = bisect_left(starts, at) - 1
        if spans and index < 0:
            covering.append(footing)
        elif not spans or (at > spans[index].end and index + 1 < len(spans)):
            desk.report("report.footing_place", footing.line)
        else:
            sentences[index] = _resting(sentences[index], footing)
    bare = [i for i, sentence in enumerate(sentences) if not sentence.footed]
    for footing in covering:
        for index in bare:
            sentences[index] = _resting(sentences[index], footing)
    return tuple(sentences)


def _resting(sentence: Sentence, footing: Footing) -> Sentence:
    rests_on = tuple(dict.fromkeys(sentence.rests_on + footing.rests_on))
    return replace(sentence, rests_on=rests_on, view=sentence.view or footing.view)


def _marks(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Yield role and reference of every mark that leads somewhere; terms lead to no evidence."""
    for node in nodes:
        match node:
            case Str():
                pass
            case NumberMark():
                yield "n", node.reference
            case QuoteMark():
                yield "q", f"sources:{node.source}"
            case Cite():
                yield from (("cite", f"sources:{source}") for source in node.sources)
            case ClaimMark():
                yield "claim", f"claim:{node.claim}"
            case TermMark() if not node.reference.startswith("glossary:"):
                yield "name", node.reference
            case LinkMark() if node.reference:
                yield "ref", node.reference
            case Emph() | Strong() | FootnoteMark():
                yield from _marks(node.children)
            case _:
                pass
