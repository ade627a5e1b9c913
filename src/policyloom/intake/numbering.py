"""The next ids of a register: as its ids are made, so are those of rows that come without one.

Ids follow one of two ways: the cells of the row joined by dots (figures: indicator, economy,
year), or a word and a running number, the word the same for all (V1, V2) or led by a cell of the
row (AI01.e01, AI01.e02). The way that most ids of the register follow is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from policyloom.model.tables import TableSpec

Cells = Mapping[str, str]

_SERIES = re.compile(r"(.*?)(\d+)")
_SAMPLE = 2000
_LONGEST = 15
_GAPS, _START = 2, 20
"""A running number is at most twice the number of rows, after a few at the start."""
_COMPOSED = {
    "figures": ("indicator", "economy", "year"),
    "region_figures": ("indicator", "region", "year"),
}
"""Tables whose ids are checked against their cells."""


class Numbering:
    """Gives ids to the rows of a register, never one that is taken."""

    def __init__(self, spec: TableSpec, rows: Sequence[Cells]) -> None:
        self._spec = spec
        self._taken = {row.get("id", "") for row in rows}
        sample = rows[-_SAMPLE:]
        self._composed = _COMPOSED.get(spec.name) or _composed(spec, sample)
        self._series = "" if self._composed else _series(spec, sample)
        self._none = not self._composed and not self._series and bool(rows)
        self._digits = _digits(sample)
        self._last: dict[str, int] = {}
        for id_ in self._taken:
            match = _SERIES.fullmatch(id_)
            if match and len(match[2]) <= _LONGEST:
                self._last[match[1]] = max(self._last.get(match[1], 0), int(match[2]))

    def take(self, ids: Iterable[str]) -> None:
        """Note ids that rows bring with them."""
        self._taken.update(ids)

    @property
    def composed(self) -> bool:
        """Tell whether an id is made of its row's cells, so that it says which row it is."""
        return bool(self._composed)

    def next(self, row: Cells) -> str:
        """Return the id of a row, "" where ids follow no way or a cell that they need is empty."""
        if self._composed:
            parts = [row.get(column, "") for column in self._composed]
            return ".".join(parts) if all(parts) else ""
        if self._none:
            return ""
        prefix = self._series or self._spec.name[0].upper()
        column, brace, rest = prefix[1:].partition("}")
        if prefix.startswith("{") and brace:
            if not row.get(column):
                return ""
            prefix = row[column] + rest
        while True:
            self._last[prefix] = self._last.get(prefix, 0) + 1
            made = f"{prefix}{self._last[prefix]:0{self._digits}d}"
            if made not in self._taken:
                self._taken.add(made)
                return made


def _composed(spec: TableSpec, rows: Sequence[Cells]) -> tuple[str, ...]:
    """Return the columns whose cells, joined by dots, are the ids; () where most are not."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        columns: list[str] = []
        for part in row.get("id", "").split("."):
            same = (c for c in spec.column_names if c != "id" and row.get(c) == part)
            columns.append(next((c for c in same if c not in columns), ""))
        if len(columns) > 1 and all(columns):
            found[tuple(columns)] += 1
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] * 2 > len(rows) else ()


def _series(spec: TableSpec, rows: Sequence[Cells]) -> str:
    """Return the word before the running number, "{column}…" where a cell leads it.

    Numbers with wide gaps, as those of a law's articles, and ids within ids (B5.1) do not run.
    """
    leading = [c.name for c in spec.columns if c.type == "ref"]
    found: Counter[str] = Counter()
    highest: Counter[str] = Counter()
    for row in rows:
        match = _SERIES.fullmatch(row.get("id", ""))
        if match is None or len(match[2]) > _LONGEST:
            continue
        prefix = match[1]
        for column in leading:
            cell = row.get(column, "")
            if cell and prefix.startswith(f"{cell}."):
                prefix = f"{{{column}}}{prefix.removeprefix(cell)}"
                break
        found[prefix] += 1
        highest[prefix] = max(highest[prefix], int(match[2]))
    best = found.most_common(1)
    if not best or best[0][1] * 2 <= len(rows):
        return ""
    prefix, count = best[0]
    is_led = prefix.startswith("{")
    if not is_led and (prefix.endswith(".") or highest[prefix] > _GAPS * count + _START):
        return ""
    return prefix


def _digits(rows: Sequence[Cells]) -> int:
    """Return to how many digits the running numbers are filled up with zeros."""
    numbers = [m[2] for row in rows if (m := _SERIES.fullmatch(row.get("id", "")))]
    padded = [len(n) for n in numbers if n.startswith("0")]
    return max(padded, default=1) if padded and max(padded) < 10 else 1
