"""Policy documents as the analyses of policies see them: one row of `policies`, with its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policyloom.analysis.dating import DATES, Dating, date_policy
from policyloom.model.evidence import Evidence, Record
from policyloom.model.result import Text


@dataclass(frozen=True)
class Document:
    """A policy document. `issuers` are actors in printed order, `draft` marks a 征求意见稿."""

    id: str
    title: str
    title_ko: str
    described: bool
    level: str
    region: str
    issuers: tuple[str, ...]
    number: str
    sectors: tuple[str, ...]
    implements: tuple[str, ...]
    confidence: str
    draft: bool
    dating: Dating

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"policies:{self.id}"

    @property
    def year(self) -> int | None:
        """Return the year of the best date, None where none was seen."""
        return self.dating.year

    @property
    def name(self) -> Text:
        """Return the title for readers: Korean, and the original for English readers."""
        return Text(self.title_ko, self.title)


def documents(evidence: Evidence) -> list[Document]:
    """Return every policy document, drafts included, in the order of the ids."""
    rows = evidence.query(
        f"""
        SELECT id, title, title_ko, title_is, level, region, issuers, number, {DATES}, status,
               sectors, implements, confidence
        FROM policies ORDER BY id
        """  # noqa: S608 - a constant of this package
    )
    return [_document(row) for row in rows]


def issued(found: Iterable[Document]) -> list[Document]:
    """Return the documents without the drafts."""
    return [d for d in found if not d.draft]


def refs_of(found: Iterable[Document]) -> list[str]:
    """Return the references of documents."""
    return [d.ref for d in found]


def _document(row: Record) -> Document:
    return Document(
        id=row["id"],
        title=row["title"],
        title_ko=row["title_ko"],
        described=row["title_is"] == "description",
        level=row["level"],
        region=row["region"],
        issuers=tuple(row["issuers"] or ()),
        number=row["number"] or "",
        sectors=tuple(row["sectors"] or ()),
        implements=tuple(row["implements"] or ()),
        confidence=row["confidence"],
        draft=row["status"] == "draft",
        dating=date_policy(row),
    )
