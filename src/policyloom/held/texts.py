"""Reading held sources: each file once, in a worker with limits; its text is kept by content.

What is found in a text is kept with it, so that checks and proposals only look it up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.ids import digest, fingerprint
from policyloom.core.problem import problem
from policyloom.files.held import HeldText, HeldTexts, held_sources
from policyloom.model.document import ReadDocument
from policyloom.model.study import Study
from policyloom.model.tables import Row
from policyloom.report.quotation import TextOf, held_text

if TYPE_CHECKING:
    from policyloom.reading.read import Searched

NEEDED = ("selectolax", "pypdfium2", "hwpforge", "charset_normalizer", "ahocorasick_rs")


def hold_texts(study: Study, held: HeldTexts | None = None) -> int:
    """Read the held files whose text is not stored yet; return how many were read.

    `held` are the study's stored texts where somebody looks at them afterwards. Without the
    libraries of `policyloom[documents]` nothing is read: plain texts are then compared as they
    stand, others are not verifiable.
    """
    rows = held_sources(study)
    if not rows or any(find_spec(name) is None for name in NEEDED):
        return 0
    held = held or HeldTexts(study.folder)
    waiting = {}
    for row in rows:
        content = held.hash_of(row.text("file"))
        if content and _stale(held.by_hash(content)):
            waiting[content] = row.text("file")
    for content, searched in read_held(study.folder, waiting) if waiting else ():
        held.keep(stored(content, searched, study.folder / searched.document.file))
    held.close()
    return len(waiting)


def stored(content: str, searched: Searched, path: Path) -> HeldText:
    """Return the record of a document that was read and searched."""
    from policyloom.held.about import cut  # noqa: PLC0415 - loads the registries

    document, found = searched.document, searched.found or {}
    said = dict(found.get("about", {}))
    length = len(_plain(path, document)) if document.format == "text" else 0
    if said and length:
        said["cut"] = cut(document.text, length)
    said["remarks"] = [p.code for p in document.problems]
    return HeldText(
        content,
        document.text,
        said,
        refused=() if document.text else tuple(p.code for p in document.problems),
        made_by=made_by(),
        passages=document.passages,
        clauses=found.get("clauses", ()),
        citations=found.get("citations", ()),
    )


def text_of(study: Study) -> TextOf:
    """Return a reader of stored texts; a plain text that is not stored is read as it stands."""
    held, plain = HeldTexts(study.folder), held_text(study)

    def found(source: Row) -> str | None:
        known = held.of(source)
        return known.text if known and known.text else plain(source)

    return found


@cache
def made_by() -> str:
    """Return a fingerprint of the code that reads texts and what they say of themselves."""
    here = Path(__file__).parent
    files = [here / "about.py", here / "search.py", *(here.parent / "reading").rglob("*.py")]
    files += [
        p for p in (here.parent / "extract").rglob("*") if p.suffix in (".py", ".csv", ".toml")
    ]
    return fingerprint([digest(p.read_bytes()) for p in sorted(files)])


def _stale(held: HeldText | None) -> bool:
    return held is None or held.made_by != made_by()


def read_held(folder: Path, files: Mapping[str, str]) -> Iterator[tuple[str, Searched]]:
    """Yield each content with its one document; a ZIP of several is refused as such.

    `files` are the names of the files in the folder by their content.
    """
    from policyloom.held.search import search_document  # noqa: PLC0415 - loads the registries
    from policyloom.reading.read import Searched, read_and_search  # noqa: PLC0415

    contents = {name: content for content, name in files.items()}
    paths = [folder / name for name in contents]
    documents = read_and_search(search_document, paths, root=folder)
    for name, found in groupby(documents, key=lambda s: s.document.file.partition("!/")[0]):
        some = list(islice(found, 2))
        several = ReadDocument(name, None, problems=(problem("read.several", name),))
        yield contents[name], some[0] if len(some) == 1 else Searched(several)


def _plain(path: Path, document: ReadDocument) -> str:
    try:
        return path.read_text(encoding=document.encoding or "utf-8", errors="replace")
    except (OSError, LookupError):
        return ""
