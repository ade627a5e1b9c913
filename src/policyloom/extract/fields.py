"""One document as a plain record: what `policyloom read --format jsonl` prints.

What the page states wins over what the body shows; absent is None; lists may be empty; dates are
ISO at the precision known. Every citation, clause and target carries its place in the stored text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from policyloom.core.dates import PartialDate
from policyloom.core.problem import Language
from policyloom.extract.citations import Citation, Register, find_citations
from policyloom.extract.doc_numbers import DocNumber
from policyloom.extract.english import read_english
from policyloom.extract.head import issuers_of_title, read_head
from policyloom.extract.korean import read_korean
from policyloom.extract.page import read_fields
from policyloom.extract.responsibility import find_clauses
from policyloom.extract.script import as_printed, simplified
from policyloom.extract.shares import Clause
from policyloom.extract.targets import find_targets
from policyloom.extract.titles import clean_title, document_type
from policyloom.model.document import ReadDocument

KEYS = (
    "file", "format", "language", "title", "doc_number", "index_number", "issuers", "date_issued",
    "date_published", "type", "addressee", "citations", "responsibilities", "regions", "agencies",
    "targets", "chars", "problems",
)  # fmt: skip
_HEAD = 60_000
"""Code points at the beginning in which head and signature are looked for."""


class Named(Protocol):
    """A name found in a text."""

    @property
    def id(self) -> str:
        """Return the id in the register of names."""

    @property
    def form(self) -> str:
        """Return the words as printed."""

    @property
    def kind(self) -> str:
        """Return agency, region, firm or generic."""


Finder = Callable[[str], Iterable[Named]]


@dataclass(frozen=True)
class Identity:
    """Who issued what when, under which number; the same for all three languages."""

    title: str = ""
    number: str | None = None
    index_number: str | None = None
    issuers: tuple[str, ...] = ()
    date_issued: PartialDate | None = None
    date_published: PartialDate | None = None
    type: str | None = None
    addressee: str | None = None
    notes: tuple[str, ...] = field(default=())


def extract_fields(
    document: ReadDocument,
    finder: Finder | None = None,
    register: Register | None = None,
    language: Language = "ko",
) -> dict[str, Any]:
    """Return the record of a document, with exactly `KEYS`, in their order.

    `finder` finds names (the packaged registry where None); `register` resolves citations to
    policies of a study.
    """
    text = document.text
    found = identity(document)
    regions, agencies = _names(text, finder)
    values = (
        document.file,
        document.format,
        document.language or None,
        found.title or None,
        found.number,
        found.index_number,
        list(found.issuers),
        _iso(found.date_issued),
        _iso(found.date_published),
        found.type,
        found.addressee,
        [citation_record(c, register) for c in find_citations(text)],
        [clause_record(c) for c in find_clauses(text, document.passages)],
        regions,
        agencies,
        [t.as_record() for t in find_targets(text)],
        len(text),
        [p.as_record(language) for p in document.problems],
    )
    return dict(zip(KEYS, values, strict=True))


def identity(document: ReadDocument) -> Identity:
    """Read what identifies a document, by its language."""
    readers = {"ko": _korean, "en": _english}
    return readers.get(document.language[:2], _chinese)(document)


def citation_record(citation: Citation, register: Register | None = None) -> dict[str, Any]:
    """Return a citation as a plain object; `policy` where a register resolves it."""
    policy = register.resolve(citation.title, citation.doc_number) if register else None
    return {
        "title": citation.title,
        "doc_number": citation.doc_number,
        "verb": citation.verb,
        "implements": citation.implements,
        "anaphoric": citation.anaphoric,
        "policy": policy,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def clause_record(clause: Clause) -> dict[str, Any]:
    """Return a clause as a plain object; bodies that act with the lead (会同) are support."""
    return {
        "task": clause.task or None,
        "lead": clause.lead,
        "responsible": clause.responsible,
        "support": clause.support,
        "quote": clause.quote,
        "start": clause.start,
        "end": clause.end,
    }


def _chinese(document: ReadDocument) -> Identity:
    stated = read_fields(document.metadata)
    text = document.text[:_HEAD]
    rules = simplified(text)
    head = read_head(rules)
    title = stated.title or as_printed(head.title, text, rules) or clean_title(document.title)
    number = stated.number or head.number
    signed = tuple(as_printed(name, text, rules) for name in head.issuers)
    issuers = stated.issuers or signed or _by_title(title) or _by_number(number)
    return Identity(
        title=title,
        number=number.text if number else None,
        index_number=stated.index_number,
        issuers=issuers,
        date_issued=stated.date_issued or head.date,
        date_published=stated.date_published,
        type=_type(title) or stated.type,
        addressee=as_printed(head.addressee or "", text, rules) or None,
    )


def _by_title(title: str) -> tuple[str, ...]:
    rules = simplified(title)
    return tuple(as_printed(name, title, rules) for name in issuers_of_title(rules))


def _type(title: str) -> str | None:
    rules = simplified(title)
    return as_printed(document_type(rules) or "", title, rules) or None


def _korean(document: ReadDocument) -> Identity:
    stated = read_fields(document.metadata)
    read = read_korean(document.text, document.title)
    return Identity(
        title=read.title,
        number=read.number,
        issuers=stated.issuers or read.ministries,
        date_issued=read.date,
        date_published=stated.date_published,
        type=read.type,
    )


def _english(document: ReadDocument) -> Identity:
    read = read_english(document.text, document.title)
    return Identity(
        title=read.title,
        number=read.number,
        issuers=read.issuers,
        date_issued=read.date,
        date_published=read.published,
    )


def _by_number(number: DocNumber | None) -> tuple[str, ...]:
    issuer = number.issuer if number else None
    return tuple(issuer.replace("(联合)", "").split(";")) if issuer else ()


def _names(text: str, finder: Finder | None) -> tuple[list[str], list[str]]:
    """Return regions and agencies by name, each once, in the order of the text."""
    regions: dict[str, None] = {}
    agencies: dict[str, None] = {}
    for mention in (finder or _registry())(simplified(text)):
        if mention.kind == "region":
            regions.setdefault(_region_name(mention))
        elif mention.kind == "agency":
            agencies.setdefault(_agency_name(mention))
    return list(regions), list(agencies)


def _registry() -> Finder:
    from policyloom.extract import names  # noqa: PLC0415 - its automaton loads where it is used

    return names.find


def _region_name(mention: Named) -> str:
    from policyloom.extract import names  # noqa: PLC0415

    known = names.region(mention.id)
    return known.name if known else mention.form


def _agency_name(mention: Named) -> str:
    from policyloom.extract import names  # noqa: PLC0415

    known = names.agency(mention.id)
    return known.name if known and known.name and known.region else mention.form


def _iso(date: PartialDate | None) -> str | None:
    return str(date) if date else None
