"""Which columns of a foreign table are which columns of a register.

A heading stands for a column when it is the column's name, its Korean or English label, or one of
its other headings in the dictionary; spaces, line breaks, case, widths and what stands in brackets
do not matter. Forms have titles above their headings and headings of two lines, so the row that
fits best among the first ones is taken, together with the rows that its merged cells reach into.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import NONE, Nearest
from policyloom.intake.grids import Grid
from policyloom.model.tables import TableSpec

_FIRST = 15
"""Rows that are looked at for headings."""
_DEEPEST = 3
"""Rows that headings may take."""
_WIDEST = 1000
_SERIAL = frozenset({"번호", "순번", "연번", "no", "일련번호", "순서", "#", "num", "nr"})
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|〈[^〈〉]*〉|【[^【】]*】")
_EDGES = re.compile(r"^[\s*·:.\-※○●□■◦]+|[\s*:.※]+$")


@dataclass(frozen=True)
class Header:
    """Where the headings of a table end, and which of its columns are which of the register.

    `columns` are by number, `heads` the heading of each as it stands. `unknown` are the headings
    that stand for no column.
    """

    last: int
    columns: Mapping[int, str]
    heads: Mapping[int, str]
    unknown: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    named: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Names:
    """The headings under which a register's columns are known."""

    spec: TableSpec
    known: Mapping[str, str]
    given: Mapping[str, str]
    """Headings that the author named, as compared, with their columns."""

    @classmethod
    def of(cls, spec: TableSpec, given: Mapping[str, str]) -> Names:
        """Return the names of a register; `given` are headings by column, as the author wrote."""
        own = {plain(heading): column for column, heading in given.items()}
        return cls(spec, _known(spec), own)

    def column(self, heading: str) -> str:
        """Return the column that a heading stands for; "" for none."""
        words = plain(heading)
        if words in self.given:
            return self.given[words]
        found = self.known.get(words) or self.known.get(plain(_BRACKETS.sub("", heading)), "")
        return "" if found in self.given.values() else found

    def nearest(self, heading: str, nearest: Nearest) -> str:
        """Return the column whose name or heading is most like a heading; a dash for none."""
        words = plain(heading)
        inside = [k for k in self.known if len(k) > 1 and (k in words or words in k)]
        best = max(inside, key=len) if inside else nearest(words, self.known)
        return self.known.get(best, NONE)


def plain(heading: str) -> str:
    """Return the form in which headings are compared."""
    folded = unicodedata.normalize("NFKC", heading[:_WIDEST]).casefold()
    return "".join(_EDGES.sub("", folded).replace("_", "").split())


@cache
def _known(spec: TableSpec) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for column in spec.columns:
        for words in (column.name, column.ko, column.en):
            found.setdefault(plain(words), column.name)
    for column in spec.columns:
        for words in column.heads:
            found.setdefault(plain(words), column.name)
    return found


def find_header(grid: Grid, names: Names) -> Header | None:
    """Return the headings of a table; None where it has none that fit the register."""
    best: Header | None = None
    for first in islice(grid.rows, _FIRST):
        header = _read(grid, first, names)
        if _fits(header) and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


def _fits(header: Header) -> bool:
    """One heading that fits is enough for a table of two columns, or where it was named."""
    few = len(header.heads) <= 2
    return len(header.columns) >= (1 if few or header.named else 2)


def _read(grid: Grid, first: int, names: Names) -> Header:
    row = grid.rows[first]
    ends = (grid.merged(first, column)[1] for column in row)
    last = max((end for end in ends if end < first + _DEEPEST), default=first)
    columns: dict[int, str] = {}
    heads: dict[int, str] = {}
    unknown: list[str] = []
    problems: list[Problem] = []
    for place, lines in _columns(grid, first, last):
        name, heading = _named(lines, names)
        heads[place] = heading
        if name in columns.values():
            other = next(heads[p] for p, n in columns.items() if n == name)
            words = {"value": heading, "other": other, "name": name}
            problems.append(problem("import.heading_twice", grid.name, first, heading, **words))
        elif name:
            columns[place] = name
        elif plain(heading) not in _SERIAL:
            unknown.append(heading)
    told = frozenset(plain(h) for p, h in heads.items() if p in columns) & set(names.given)
    return Header(last, columns, heads, tuple(unknown), tuple(problems), told)


def _columns(grid: Grid, first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each column of the headings with its words, lowest line first."""
    lines = [n for n in range(last, first - 1, -1) if n in grid.rows]
    places = sorted({c for n in lines for c in grid.rows[n]})
    for place in islice(places, _WIDEST):
        words = [w for n in lines if (w := grid.rows[n].get(place, "").strip())]
        if words:
            yield place, words


def _named(lines: list[str], names: Names) -> tuple[str, str]:
    joined = " ".join(reversed(lines))
    for words in (*lines, joined):
        found = names.column(words)
        if found:
            return found, words
    return "", joined


def unknown_headings(grid: Grid, header: Header, names: Names) -> Iterator[Problem]:
    """Yield the headings that were left out, each with the column it is most like."""
    nearest = Nearest()
    for heading in header.unknown:
        words = {"value": heading, "nearest": names.nearest(heading, nearest)}
        yield problem("import.heading", grid.name, header.last, heading, **words)


def repeats(header: Header, words: Mapping[int, str]) -> bool:
    """Tell whether a row is the headings once more, as on every page of a printed table."""
    return bool(words) and all(plain(w) == plain(header.heads.get(c, "")) for c, w in words.items())


def first_words(grid: Grid) -> str:
    """Return what the first row of a table says, for a message."""
    row: Iterable[str] = next(iter(grid.rows.values()), {}).values()
    return " | ".join(" ".join(w.split())[:30] for w in islice(row, 8))
