"""Quotations: comparing quoted words with the text of their source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from policyloom.core.text import normalise_quote
from policyloom.model.study import Study
from policyloom.model.tables import Row

TextOf = Callable[[Row], str | None]
"""Returns the text held of a source (a row of sources.csv), None where none is held."""

OMISSION = "[…]"
MOST_BYTES = 20_000_000
_READABLE = frozenset({".txt", ".md"})
_AROUND = 20


@dataclass(frozen=True)
class Comparison:
    """Whether a quotation is in a text; if not, the passage that comes nearest ("" for none)."""

    found: bool
    nearest: str = ""


def compare(quote: str, text: str) -> Comparison:
    """Look for a quotation in a text, both normalised; parts round "[…]" must follow in order."""
    return compare_normalised(quote, normalise_quote(text))


def compare_normalised(quote: str, text: str) -> Comparison:
    """Do the same for a text that is normalised already."""
    parts = [normalise_quote(part) for part in quote.split(OMISSION)]
    position = 0
    for part in parts:
        at = text.find(part, position)
        if at < 0 or not part:
            return Comparison(found=False, nearest=_nearest(part, text))
        position = at + len(part)
    return Comparison(found=True)


def held_text(study: Study) -> TextOf:
    """Return a reader of the plain texts under the study's documents folder.

    Only UTF-8 .txt and .md files are read here; a path that leaves the folder is not followed.
    """
    folder = (study.folder / "documents").resolve()

    def text_of(source: Row) -> str | None:
        name = source.text("file").replace("\\", "/").removeprefix("documents/")
        if not name or PurePosixPath(name).suffix.lower() not in _READABLE:
            return None
        path = (folder / name).resolve()
        return _read(path) if path.is_relative_to(folder) else None

    return text_of


def _read(path: Path) -> str | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _nearest(part: str, text: str) -> str:
    short = part[:200]
    if not short:
        return ""
    match = SequenceMatcher(None, short, text, autojunk=False).find_longest_match()
    if match.size < min(3, len(short)):
        return ""
    start = max(0, match.b - match.a - _AROUND)
    return text[start : match.b + len(short) - match.a + _AROUND].strip()
