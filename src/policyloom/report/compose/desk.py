"""The desk: what composing needs at hand, and what it leaves behind.

One Desk composes one report. It gathers the problems, the uses of evidence and the first mentions;
everything that composes takes it as first argument.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policyloom.core.problem import Problem, problem
from policyloom.core.text import normalise_quote
from policyloom.model.facts import Facts
from policyloom.model.tables import Row
from policyloom.report.claims import ClaimOutcome
from policyloom.report.compose.digits import Glossary
from policyloom.report.compose.numbering import Numbering
from policyloom.report.compose.parse import Element
from policyloom.report.document import Node
from policyloom.report.quotation import TextOf

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Where:
    """The place that is being composed.

    `user` is what the evidence is used by (a claim); for chapters it is made from file and line.
    `roles` limits the roles that may be used there; `mentions` marks prose in which a first
    mention counts.
    """

    file: str
    language: str
    column: str = ""
    user: str = ""
    roles: frozenset[str] | None = None
    mentions: bool = True
    footnotes: Mapping[str, Element] = field(default_factory=dict)


@dataclass
class Desk:
    """Composing one report."""

    facts: Facts
    outcomes: Mapping[str, ClaimOutcome]
    numbering: Numbering
    glossary: Glossary
    text_of: TextOf
    where: Where
    problems: list[Problem] = field(default_factory=list)
    uses: dict[tuple[str, str], None] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    cited: dict[str, None] = field(default_factory=dict)
    footnotes: int = 0
    statements: dict[tuple[str, str], tuple[Node, ...]] = field(default_factory=dict)
    _texts: dict[str, str | None] = field(default_factory=dict)
    _sources: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Return the language of the prose at hand."""
        return self.where.language

    def report(self, code: str, line: int, **words: object) -> None:
        """Note a problem at a line of the file at hand."""
        self.problems.append(problem(code, self.where.file, line, self.where.column, **words))

    def use(self, line: int, reference: str) -> None:
        """Note that the prose at hand rests on a reference."""
        user = self.where.user or f"document:{self.where.file}:{line}"
        self.uses[user, reference] = None

    def next_footnote(self) -> int:
        """Return the number of the next footnote."""
        self.footnotes += 1
        return self.footnotes

    def first_mention(self, key: str) -> bool:
        """Tell whether something is named for the first time in the report's prose."""
        key = f"{key}@{self.language}"
        if not self.where.mentions or key in self.mentioned:
            return False
        self.mentioned.add(key)
        return True

    def source(self, source_id: str, line: int) -> Row | None:
        """Return a source and note that it is cited; a problem where there is no such source."""
        row = self.facts.row("sources", source_id)
        if row is None:
            known = self.facts.study.table("sources").by_id
            self.report(
                "report.unknown_source", line, value=source_id, nearest=near(source_id, known)
            )
            return None
        self.cited[source_id] = None
        self.use(line, f"sources:{source_id}")
        return row

    def sources_of(self, reference: str) -> tuple[str, ...]:
        """Return the ids of the sources below a reference; remembered, as rows come often."""
        if reference not in self._sources:
            self._sources[reference] = self.facts.sources_of(reference)
        return self._sources[reference]

    def normalised_text(self, source: Row) -> str | None:
        """Return the text held of a source, normalised for comparison; None where none is held."""
        if source.id not in self._texts:
            text = self.text_of(source)
            self._texts[source.id] = None if text is None else normalise_quote(text)
        return self._texts[source.id]

    @contextmanager
    def at(self, where: Where) -> Iterator[None]:
        """Compose another place for a while."""
        before, self.where = self.where, where
        try:
            yield
        finally:
            self.where = before

    def with_footnotes(self, footnotes: Mapping[str, Element]) -> Where:
        """Return the place at hand with other footnotes."""
        return replace(self.where, footnotes=footnotes)


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word most like a mistaken one, "-" where none comes near."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else "-"
