"""The footing of a report: of its sentences, which lead to evidence, and by what.

A sentence counts once, by the first that applies: it is marked as the author's reading; it shows a
number, a quotation or a source; it states or names a claim; it names other evidence (a row, a
result, a place of the report that shows it); or it leads nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Literal

from policyloom.core.problem import Problem, problem
from policyloom.report.document import Document, Paragraph, Part, Sentence
from policyloom.report.walking import blocks, plain_text

Kind = Literal["shown", "claim", "named", "view", "none"]
KINDS: tuple[Kind, ...] = ("shown", "claim", "named", "view", "none")
_SHOWING = frozenset({"n", "q", "cite"})
_MOST_WORDS = 40


def paragraphs(part: Part) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part that its author wrote, also in lists, boxes and remarks."""
    for block in blocks(part.blocks):
        if isinstance(block, Paragraph) and block.sentences:
            yield block


def sentences(part: Part) -> Iterator[Sentence]:
    """Yield the sentences of a part in reading order."""
    for paragraph in paragraphs(part):
        yield from paragraph.sentences


def references(sentence: Sentence) -> tuple[str, ...]:
    """Return everything that a sentence leads to: what its author named, then its own marks."""
    shown = (reference for _, reference in sentence.marks)
    return tuple(dict.fromkeys((*sentence.rests_on, *shown)))


def kind_of(sentence: Sentence) -> Kind:
    """Return the first of the kinds of footing that a sentence has."""
    roles = {role for role, _ in sentence.marks}
    if sentence.view:
        return "view"
    if roles & _SHOWING:
        return "shown"
    if "claim" in roles or any(r.startswith("claim:") for r in sentence.rests_on):
        return "claim"
    return "named" if sentence.footed else "none"


def kinds(part: Part) -> Counter[Kind]:
    """Count the sentences of a part by their kind of footing."""
    return Counter(map(kind_of, sentences(part)))


def stem(part: Part) -> str:
    """Return the name by which study.yaml (`report: footed:`) knows a part."""
    return PurePosixPath(part.file).stem


def unfooted(parts: Iterable[Part], wanted: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for every sentence of the wanted parts that leads nowhere."""
    names = frozenset(wanted)
    for part in parts:
        if stem(part) not in names:
            continue
        for paragraph in paragraphs(part):
            for nth, sentence in enumerate(paragraph.sentences, 1):
                if not sentence.footed:
                    words = first_words(sentence)
                    line = sentence.line
                    yield problem("report.unfooted", part.file, line, nth=nth, words=words)


def first_words(sentence: Sentence, most: int = _MOST_WORDS) -> str:
    """Return how a sentence begins, to tell it from others."""
    text = " ".join(plain_text(sentence.children).split())
    return text if len(text) <= most else f"{text[:most]}…"


def footed_sentences(document: Document) -> Iterator[tuple[Part, Sentence]]:
    """Yield every sentence that leads somewhere, with its part."""
    for part in document.parts:
        for sentence in sentences(part):
            if sentence.footed:
                yield part, sentence
