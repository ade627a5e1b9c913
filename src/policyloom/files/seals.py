"""Seals: what a person confirmed against its source, so that no later change of it stays silent.

`evidence/seals.csv` only grows. A line names a thing (a row, a claim, a paragraph), a short digest
of each of its parts, who confirmed it, when, and why; the last line of a thing counts. Typed values
are sealed, not bytes: Excel may write 3.0 as 3 or add a byte-order mark, and a table may be sorted.

Of a paragraph only the marks are sealed (numbers, citations, quotations), under a key made from its
words: while the words stand, its marks cannot change silently; where the words are rewritten, it is
another paragraph.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from policyloom.core.atomic import write_file
from policyloom.core.latest import Latest
from policyloom.core.problem import Problem, problem
from policyloom.files.formats import (
    BOM,
    TABLE_BYTES,
    CsvRow,
    csv_content,
    read_bytes,
    write_csv,
)
from policyloom.model.claims import Claim
from policyloom.model.study import Chapter, Study
from policyloom.model.tables import Cell, Table

SEALS = "evidence/seals.csv"
COLUMNS = ("of", "parts", "by", "date", "why")
MARKS = "marks"
GONE = "gone"
"""The only part of the seal of a thing that was taken out on purpose."""

_ROLE = re.compile(r"\{([a-z-]+)\}`([^`]*)`")
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Sealable:
    """A thing that can be sealed, as it stands now: its place and the digest of each part."""

    of: str
    file: str
    line: int
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Seal:
    """What was confirmed of a thing: the digest of each part, by whom, when, why."""

    of: str
    parts: Mapping[str, str]
    by: str
    date: str
    why: str = ""

    @property
    def gone(self) -> bool:
        """Tell whether it says that the thing was taken out on purpose."""
        return GONE in self.parts


_LATEST: Latest[tuple[Mapping[str, Seal], list[Problem]]] = Latest()


def sealables(study: Study) -> Iterator[Sealable]:
    """Yield all rows, claims and marked paragraphs of a study, in the order of its files."""
    for table in study.tables.values():
        yield from _rows(table)
    for claim in study.claims:
        yield _claim(claim, study.lines.get(f"claim:{claim.id}", 1))
    for chapter in study.chapters:
        yield from _paragraphs(chapter)


def read_seals(folder: Path) -> tuple[Mapping[str, Seal], Sequence[Problem]]:
    """Return the seal that counts of each sealed thing; none where nothing was ever sealed."""
    if not (folder / SEALS).exists():
        return {}, []
    data, problems = read_bytes(folder, SEALS, TABLE_BYTES)
    return ({}, problems) if data is None else _LATEST.of(SEALS, data, lambda: _sealed(data))


def _sealed(data: bytes) -> tuple[Mapping[str, Seal], list[Problem]]:
    rows, problems = csv_content(data, SEALS)
    if rows is None:
        return {}, problems
    if not rows or tuple(rows[0].cells) != COLUMNS:
        line = rows[0].line if rows else 1
        return {}, [problem("seal.header", SEALS, line, value=",".join(COLUMNS))]
    found: dict[str, Seal] = {}
    for row in rows[1:]:
        seal = _seal(row)
        if seal is None:
            problems.append(problem("seal.broken", SEALS, row.line))
        else:
            found[seal.of] = seal
    return found, problems


def write_seals(folder: Path, made: Iterable[Seal]) -> None:
    """Add seals at the end of the file; what stands there stays, byte by byte."""
    path = folder / SEALS
    before = path.read_bytes() if path.exists() else b""
    head = [] if before else [list(COLUMNS)]
    rows = [[s.of, _written(s.parts), s.by, s.date, s.why] for s in made]
    if before and not before.endswith(b"\n"):
        before += b"\n"
    added = write_csv([*head, *rows])
    write_file(path, before + added.removeprefix(BOM) if before else added)


def _rows(table: Table) -> Iterator[Sealable]:
    for row in table:
        if row.id:
            parts = {name: _of_cell(cell) for name, cell in row.cells.items() if cell is not None}
            yield Sealable(f"{table.spec.name}:{row.id}", table.spec.file, row.line, parts)


def _claim(claim: Claim, line: int) -> Sealable:
    """Seal each statement, support and caveat of a claim on its own, so the part can be named."""
    parts: dict[str, str] = {}
    for name, value in claim.model_dump(exclude={"id"}, exclude_defaults=True).items():
        if name in ("support", "against"):
            parts |= {f"{name}.{i}": _digest(sorted(s.items())) for i, s in enumerate(value)}
        elif isinstance(value, dict):
            parts |= {f"{name}.{key}": _digest(text) for key, text in value.items()}
        else:
            parts[name] = _digest(value)
    return Sealable(f"claim:{claim.id}", "claims.yaml", line, parts)


def _paragraphs(chapter: Chapter) -> Iterator[Sealable]:
    text = chapter.text.replace("\r\n", "\n").replace("\r", "\n")
    marks: dict[str, tuple[int, list[str]]] = {}
    start = 0
    for end in [*(m.start() for m in _BLANK.finditer(text)), len(text)]:
        block = text[start:end]
        found = _ROLE.findall(block)
        if found:
            begins = start + len(block) - len(block.lstrip())
            words = _ROLE.sub(lambda m: f"{{{m[1]}}}", " ".join(block.split()))
            _, before = marks.setdefault(_digest(words), (text.count("\n", 0, begins) + 1, []))
            before.append(repr(found))
        start = end
    for key, (line, contents) in marks.items():
        parts = {MARKS: _digest(sorted(contents))}
        yield Sealable(f"{chapter.file}#{key}", chapter.file, line, parts)


@lru_cache(maxsize=1 << 16, typed=True)  # most cells of a column say the same few things
def _of_cell(cell: Cell) -> str:
    return _digest(cell)


def _digest(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = repr(value).replace("\\r\\n", "\\n")  # editors differ in line ends within a cell
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _written(parts: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in parts.items())


def _seal(row: CsvRow) -> Seal | None:
    if len(row.cells) != len(COLUMNS) or not row.cells[0]:
        return None
    of, parts, by, date, why = row.cells
    pairs = [part.partition("=") for part in parts.split()]
    if not pairs or not all(name and value for name, _, value in pairs):
        return None
    return Seal(of, {name: value for name, _, value in pairs}, by, date, why)
