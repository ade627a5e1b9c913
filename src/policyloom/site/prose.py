"""Statements of claims with their numbers filled in, as linked HTML and as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from markupsafe import Markup, escape

from policyloom.core.text import FormatError, format_value
from policyloom.model.facts import Fact
from policyloom.model.result import Text
from policyloom.model.settings import Bilingual
from policyloom.model.tables import Row
from policyloom.site.marks import clean, evidence, html


class Lookup(Protocol):
    """Whatever finds facts and rows: Facts, or the site's Material."""

    def find(self, reference: str, /) -> Fact | None:
        """Return the fact that a reference names."""
        ...

    def row(self, table: str, row_id: str, /) -> Row | None:
        """Return a register row."""
        ...


_QUOTED = re.compile(r"(\S+)\s+[\"“](.+)[\"”]", re.DOTALL)
"""Words of a cell, as in {n}`gaps:G07#what_ko "2014"`; the report checks that they stand there."""
_ROLE = re.compile(r"\{(\w+)\}`([^`]*)`")


def linked(statement: str, facts: Lookup, language: str) -> Markup:
    """Return a statement as HTML; every number opens its evidence."""
    made = [
        evidence(reference, words) if reference else escape(words)
        for words, reference in _pieces(statement, facts, language)
    ]
    return html(f'<span class="{language}" lang="{language}">', *made, "</span>")


def filled(statement: str, facts: Lookup, language: str) -> str:
    """Return a statement as plain text."""
    return "".join(words for words, _ in _pieces(statement, facts, language))


def filled_both(statement: Bilingual, facts: Lookup) -> Text:
    """Return a statement as plain text in both languages."""
    return Text(filled(statement.ko, facts, "ko"), filled(statement.en, facts, "en"))


def _pieces(statement: str, facts: Lookup, language: str) -> Iterator[tuple[str, str]]:
    """Yield (words, reference) of a statement; the reference is "" for words without evidence."""
    at = 0
    for match in _ROLE.finditer(statement):
        yield clean(statement[at : match.start()]), ""
        yield _role(match.group(1), match.group(2), facts, language)
        at = match.end()
    yield clean(statement[at:]), ""


def _role(role: str, content: str, facts: Lookup, language: str) -> tuple[str, str]:
    if role == "n":
        return _number(content, facts, language)
    if role == "term":
        row = facts.row("glossary", content.strip())
        words = (row.text(language) or row.text("ko")) if row else content
        return words, f"glossary:{content.strip()}" if row else ""
    if role == "name":
        row = facts.row(*content.strip().partition(":")[::2])
        korean = (row.text("title_ko") or row.text("name_ko")) if row else ""
        original = (row.text("name_en") or row.text("title") or row.text("name")) if row else ""
        words = (korean if language == "ko" else original) or korean or content
        return clean(words), content.strip() if row else ""
    if role in ("cite", "q", "on", "view"):
        return "", ""
    return clean(content), ""


def _number(content: str, facts: Lookup, language: str) -> tuple[str, str]:
    quoted = _QUOTED.fullmatch(content.strip())
    if quoted is not None:
        words, found = quoted.group(2), facts.find(quoted.group(1))
        return clean(words), found.reference if found else ""
    reference, _, form = (part.strip() for part in content.partition("|"))
    fact = facts.find(reference)
    if fact is None:
        return "n.a.", ""
    try:
        return clean(format_value(fact.value, form, language)), fact.reference
    except FormatError:
        return clean(str(fact.value)), fact.reference
