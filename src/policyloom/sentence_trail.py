"""From a sentence of the report down to its sources or gaps, and which sentences lose all below."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from policyloom.model.reference import parse_reference
from policyloom.model.tables import dictionary
from policyloom.report.document import Part, Sentence
from policyloom.report.footing import (
    first_words,
    footed_sentences,
    kind_of,
    paragraphs,
    references,
)
from policyloom.report.names import row_name, row_words
from policyloom.report.walking import plain_text
from policyloom.report.wording import word

if TYPE_CHECKING:
    from policyloom.build import Woven
    from policyloom.core.problem import Language

Describe = Callable[[str], str]
"""Says in a line what a reference stands for."""

DEEPEST = 7
MOST = (8, 5, 3, 2)
"""Steps down, and lines below a reference at each step, that are shown; the rest are counted."""
_PLACE = re.compile(r"(?:document:)?(.+\.md):(\d+)")
_LONGEST = 60
_WORDS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "sentence": "{file}:{line}  {nth}번째 문장 [{kind}]",
        "nothing": "  (아무것도 대지 않았다)",
        "more": "… 외 {n}건",
        "above": "(위에 적음)",
        "file": "보고서에 그런 파일이 없다: {value}",
        "near": "혹시 이것인가: {value}",
        "line": "{file}의 {line}번째 줄에서 시작하는 문장이 없다.",
        "lines": "가까운 줄: {value}",
    },
    "en": {
        "sentence": "{file}:{line}  sentence {nth} [{kind}]",
        "nothing": "  (leads nowhere)",
        "more": "… and {n} more",
        "above": "(see above)",
        "file": "The report has no such file: {value}",
        "near": "Did you mean: {value}",
        "line": "No sentence begins in line {line} of {file}.",
        "lines": "Lines nearby: {value}",
    },
}


def place_of(text: str) -> tuple[str, int] | None:
    """Return file and line where a text names a line of a chapter, as report/6-end.md:45 does."""
    match = _PLACE.fullmatch(text.strip().replace("\\", "/"))
    return (match[1], int(match[2])) if match and len(match[2]) < 9 else None


def sentence_lines(
    woven: Woven, place: tuple[str, int], language: Language, describe: Describe
) -> tuple[list[str], bool]:
    """Return every sentence that begins in a line with all below it, and whether there is one."""
    words, (file, line) = _WORDS[language], place
    part = _part(woven, file)
    if part is None:
        files = [p.file for p in woven.document.parts]
        near = difflib.get_close_matches(file, files, n=1, cutoff=0.5)
        told = [words["file"].format(value=file)]
        return told + [words["near"].format(value=f) for f in near], False
    found = [
        (nth, sentence)
        for paragraph in paragraphs(part)
        for nth, sentence in enumerate(paragraph.sentences, 1)
    ]
    here = [(nth, sentence) for nth, sentence in found if sentence.line == line]
    if not here:
        lines = sorted({s.line for _, s in found}, key=lambda n: (abs(n - line), n))[:3]
        told = [words["line"].format(file=part.file, line=line)]
        nearby = ", ".join(map(str, sorted(lines)))
        return told + ([words["lines"].format(value=nearby)] if lines else []), False
    trail = _Trail(woven, language, describe)
    return [text for nth, sentence in here for text in trail.lines(part, nth, sentence)], True


def _part(woven: Woven, file: str) -> Part | None:
    """Return the part of a file, which may be named without its folder."""
    parts = woven.document.parts
    exact = [p for p in parts if p.file == file]
    return next(iter(exact or [p for p in parts if PurePosixPath(p.file).name == file]), None)


class _Trail:
    """Writes what a sentence rests on as indented lines, each reference opened once."""

    def __init__(self, woven: Woven, language: Language, describe: Describe) -> None:
        self._woven = woven
        self._language = language
        self._words = _WORDS[language]
        self._describe = describe

    def lines(self, part: Part, nth: int, sentence: Sentence) -> Iterator[str]:
        """Yield a sentence and everything below it, and an empty line."""
        kind = word("footing", kind_of(sentence), self._language)
        place = {"file": part.file, "line": sentence.line, "nth": nth, "kind": kind}
        yield self._words["sentence"].format_map(place)
        yield f"  “{' '.join(plain_text(sentence.children).split())}”"
        opened: set[str] = set()
        for reference in references(sentence):
            yield from self._below(reference, 1, opened)
        if not sentence.footed:
            yield self._words["nothing"]
        yield ""

    def _below(self, reference: str, depth: int, opened: set[str]) -> Iterator[str]:
        known = reference in opened
        opened.add(reference)
        below = self._rests_on(reference)
        tail = f"  {self._words['above']}" if known and below else ""
        yield f"{'  ' * depth}{self._told(reference)}{tail}"
        if known or depth >= DEEPEST:
            return
        most = MOST[min(depth, len(MOST)) - 1]
        for other in below[:most]:
            yield from self._below(other, depth + 1, opened)
        if len(below) > most:
            more = self._words["more"].format(n=len(below) - most)
            yield f"{'  ' * (depth + 1)}{more}"

    def _rests_on(self, reference: str) -> tuple[str, ...]:
        below = self._woven.lineage.rests_on.get(reference, ())
        place = self._woven.document.places.get(reference)
        return below or (place.references if place is not None else ())

    def _told(self, reference: str) -> str:
        """Return what a reference stands for, with file and line where a person can open it."""
        place = self._woven.document.places.get(reference)
        if place is not None and reference not in self._woven.lineage.rests_on:
            return f"{reference}  {place.name}"
        at = self._file(reference)
        return f"{self._described(reference)}{f'  ({at})' if at else ''}"

    def _described(self, reference: str) -> str:
        """Return the line of `describe`; for rows without a name, such as gaps, what they say."""
        parsed = parse_reference(reference)
        row = self._woven.facts.row(parsed.table, parsed.name) if parsed else None
        if parsed is None or row is None or parsed.column or parsed.table == "sources":
            return self._describe(reference)
        said = row_words(parsed.table, row, self._language)
        nameless = row_name(parsed.table, row, self._language) == row.id != said
        return f"{reference}  {said}" if nameless else self._describe(reference)

    def _file(self, reference: str) -> str:
        parsed = parse_reference(reference)
        if parsed is None:
            return ""
        if parsed.kind == "claim":
            line = self._woven.study.lines.get(f"claim:{parsed.name}", 0)
            return f"claims.yaml:{line}" if line else "claims.yaml"
        row = self._woven.facts.row(parsed.table, parsed.name) if parsed.kind == "row" else None
        return f"{dictionary()[parsed.table].file}:{row.line}" if row is not None else ""


def fallen_sentences(before: Woven, after: Woven) -> list[tuple[str, str]]:
    """Return place and first words of the sentences that have nothing left below them.

    A reference falls where it stood before: a claim that no longer holds, a value that is no longer
    defined, a row or cell that is gone, a table or figure with nothing in it, a place of the report
    where nothing that shows stands. A sentence falls when all falls that it leads to.
    """
    stood, stands = _Standing(before), _Standing(after)
    found = []
    for part, sentence in footed_sentences(before.document):
        named = references(sentence)
        if any(map(stood.of, named)) and not any(map(stands.of, named)):
            found.append((f"{part.file}:{sentence.line}", first_words(sentence, _LONGEST)))
    return found


class _Standing:
    """Tells whether references stand in a study as it is computed; remembered."""

    def __init__(self, woven: Woven) -> None:
        self._woven = woven
        self._known: dict[str, bool] = {}

    def of(self, reference: str) -> bool:
        """Tell whether a reference stands; a place of the report by the evidence shown there."""
        place = self._woven.document.places.get(reference)
        shown = place.references if place is not None else ()
        return self._evidence(reference) or any(map(self._evidence, shown))

    def _evidence(self, reference: str) -> bool:
        if reference not in self._known:
            self._known[reference] = self._found(reference)
        return self._known[reference]

    def _found(self, reference: str) -> bool:
        woven, parsed = self._woven, parse_reference(reference)
        if parsed is None:
            return False
        if parsed.kind == "claim":
            outcome = woven.outcomes.get(parsed.name)
            return outcome is not None and outcome.holds
        if parsed.kind == "row" and not parsed.column:
            return woven.facts.row(parsed.table, parsed.name) is not None
        if parsed.kind == "figure":
            figure = woven.facts.figure(parsed.name)
            return figure is not None and bool(figure.origins)
        if parsed.kind == "table":
            table = woven.facts.result_table(parsed.name)
            return table is not None and bool(table.rows)
        fact = woven.facts.find(reference)
        return fact is not None and fact.value is not None
