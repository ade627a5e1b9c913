"""Pages of gov.cn whose fields are known: read from the page, and from the body alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from policyloom.extract.dates import read_date
from policyloom.extract.fields import Identity, identity
from policyloom.extract.titles import document_type
from policyloom.reading.read import read_file

PAGE_FIELDS = ("number", "title", "issuer", "index", "date_issued", "date_published", "type")
BODY_FIELDS = ("number", "title", "issuer", "date_issued")


@dataclass(frozen=True)
class PageResult:
    """A page: the fields that differ from the known ones, with the page and without it."""

    id: str
    wrong: dict[str, tuple[str, str]]
    wrong_in_body: dict[str, tuple[str, str]]


def judge_pages(folder: Path) -> Iterator[PageResult]:
    """Compare every page of a folder with `metadata.jsonl` and `html/ID.html`."""
    with (folder / "metadata.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        known = _known(row)
        document = read_file(folder / "html" / f"{row['id']}.html")
        from_page = _read(identity(document))
        alone = replace(document, metadata={}, title="")
        from_body = _read(identity(alone))
        yield PageResult(
            row["id"],
            _differ(known, from_page, PAGE_FIELDS),
            _differ(known, from_body, BODY_FIELDS),
        )


def _known(row: dict[str, str]) -> dict[str, str]:
    return {
        "number": row["doc_number"],
        "title": row["title"],
        "issuer": row["issuer"],
        "index": row["index_number"],
        "date_issued": str(read_date(row["date_written"])),
        "date_published": str(read_date(row["date_published"])),
        "type": str(document_type(row["title"])),
    }


def _read(found: Identity) -> dict[str, str]:
    return {
        "number": str(found.number),
        "title": str(found.title),
        "issuer": "、".join(found.issuers),
        "index": str(found.index_number),
        "date_issued": str(found.date_issued),
        "date_published": str(found.date_published),
        "type": str(found.type),
    }


def _differ(
    known: dict[str, str], found: dict[str, str], fields: tuple[str, ...]
) -> dict[str, tuple[str, str]]:
    return {f: (known[f], found[f]) for f in fields if known[f] != found[f]}
