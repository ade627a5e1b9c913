"""What an answer means for a source: new, unchanged, changed, gone, refused, truncated, failed.

The version that counts is the one whose hash stands in sources.csv, since that is what the study
has read; where none stands there, it is the one collected last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from policyloom.collect.connector import Taken, Wanted
from policyloom.collect.download import take_file
from policyloom.collect.fetch import Answer
from policyloom.collect.page import page_words, take_page
from policyloom.collect.sniff import HTML, expects_file, file_type
from policyloom.collect.store import Kind, Record, Store
from policyloom.core.ids import digest

_KIND_OF: dict[str, Kind] = {
    "collect.gone": "gone",
    "collect.says_gone": "gone",
    "collect.moved": "gone",
    "collect.forbidden": "refused",
    "collect.robots": "refused",
    "collect.private": "refused",
    "collect.scheme": "refused",
    "collect.address": "refused",
    "collect.truncated": "truncated",
}
"""Every other code is a failure that may pass."""

_HELD_BYTES = 60_000_000


@dataclass(frozen=True)
class _Version:
    """A version of a source to compare with; `words` is "" where only bytes can be compared."""

    sha256: str
    words: str
    since: str


def judged(
    wanted: Wanted, address: str, answer: Answer, known: Record | None, store: Store, at: str
) -> Record:
    """Return the record of an attempt, with its bytes stored where bytes came."""
    record = Record(
        source=wanted.source,
        at=at,
        kind="failed",
        address=address or answer.asked,
        final=answer.final,
        status=answer.status,
        code=answer.code,
        hops=answer.hops,
        details=answer.words,
    )
    if answer.code:
        return replace(record, kind=_KIND_OF.get(answer.code, "failed"))
    if answer.not_modified:
        return _same_as(known, record, wanted, store)
    taken = _take(wanted, answer)
    record = replace(
        record,
        type=taken.type,
        charset=taken.charset,
        title=taken.title,
        words=taken.words,
        attachments=taken.attachments,
        details=taken.details,
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
    )
    if taken.code:
        return replace(record, code=taken.code, kind=_KIND_OF.get(taken.code, "failed"))
    kept = store.keep(record.address, answer.body, taken.ending)
    held = replace(record, sha256=digest(answer.body), bytes=len(answer.body), file=kept)
    return _compared(held, wanted, store)


def _take(wanted: Wanted, answer: Answer) -> Taken:
    """Hand the body to the connector that its bytes call for."""
    kind = file_type(answer.body, answer.header("content-type"), answer.final)
    is_page = kind == HTML and not expects_file(answer.asked)
    return (take_page if is_page else take_file)(wanted, answer)


def _same_as(known: Record | None, record: Record, wanted: Wanted, store: Store) -> Record:
    """Return the record for "not modified": the copy held, as it stands against what counts."""
    if known is None:
        words = {"status": str(record.status)}
        return replace(record, code="collect.status", details=words)
    copied = (
        "sha256", "bytes", "file", "type", "charset", "title", "words", "etag", "last_modified",
        "attachments",
    )  # fmt: skip
    held = replace(record, **{name: getattr(known, name) for name in copied})
    return _compared(held, wanted, store)


def _compared(record: Record, wanted: Wanted, store: Store) -> Record:
    before = _counting(record, wanted, store)
    if before is None:
        return replace(record, kind="new")
    same = before.sha256 == record.sha256 or bool(before.words and before.words == record.words)
    if same:
        return replace(record, kind="unchanged")
    details = {"since": before.since or "?", "before": before.sha256}
    return replace(record, kind="changed", code="collect.changed", details=details)


def _counting(record: Record, wanted: Wanted, store: Store) -> _Version | None:
    """Return the version that counts, or None where there is none of the same kind of file."""
    adopted = store.of_hash(wanted.source, wanted.hash)
    if adopted is not None:
        first = next(r for r in store.records(wanted.source) if r.sha256 == wanted.hash)
        return _Version(adopted.sha256, adopted.words, first.at[:10])
    if wanted.hash:
        return _held_by_hand(record, wanted, store.folder)
    earlier = [r for r in store.records(wanted.source) if r.held and r.address == record.address]
    if not earlier:
        return None
    last = earlier[-1]
    first = next(r for r in earlier if r.sha256 == last.sha256)
    return _Version(last.sha256, last.words, first.at[:10])


def _held_by_hand(record: Record, wanted: Wanted, folder: Path) -> _Version | None:
    """Return a version that people put there; one of another kind of file says nothing."""
    path = folder / wanted.file if wanted.file and _inside(folder, wanted.file) else None
    if path is None or not path.is_file() or path.stat().st_size > _HELD_BYTES:
        return _Version(wanted.hash, "", "")
    data = path.read_bytes()
    if digest(data) != wanted.hash:
        return _Version(wanted.hash, "", "")
    if file_type(data, "", record.address).name != record.type:
        return _Version(wanted.hash, "", "") if wanted.hash == record.sha256 else None
    return _Version(wanted.hash, page_words(data) if record.type == HTML.name else "", "")


def _inside(folder: Path, name: str) -> bool:
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False
