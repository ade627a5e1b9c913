"""Putting a Result together: values, tables and figures under their names, with their origins.

A count is the number of the rows it names, so a number and its evidence cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policyloom.analysis.charts.style import Spec
from policyloom.model.result import (
    NO_REASON,
    Figure,
    Plain,
    Result,
    ResultColumn,
    ResultTable,
    Text,
    Value,
)

DOCUMENTS = Text("건", "documents")
ROWS = Text("건", "rows")
PERCENT = Text("%", "%")
REGIONS = Text("개", "regions")
BODIES = Text("개", "bodies")
DAYS = Text("일", "days")
NO_UNIT = Text("", "")
_NO_ROW = Text("비중을 셈할 행이 없음", "no row to take a share of")


Line = tuple[Sequence[Plain], Sequence[str]]
"""A row of a result table: its cells and its origins."""


@dataclass(frozen=True)
class Caption:
    """The words around a figure: title above, a sentence for those who cannot see it, notes."""

    title: Text
    alt: Text
    notes: Sequence[Text] = ()
    unit: Text = NO_UNIT


@dataclass
class Answer:
    """A Result in the making."""

    analysis: str
    title: Text
    values: dict[str, Value] = field(default_factory=dict)
    tables: dict[str, ResultTable] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)

    def count(
        self,
        name: str,
        label: Text,
        origins: Iterable[str],
        unit: Text = ROWS,
        among: Iterable[str] = (),
    ) -> int:
        """Add the number of distinct origins; a zero rests on all rows looked through (`among`)."""
        rows = tuple(dict.fromkeys(origins))
        self.values[name] = Value(len(rows), label, unit, rows or tuple(dict.fromkeys(among)))
        return len(rows)

    def number(
        self,
        name: str,
        label: Text,
        value: Plain,
        unit: Text = NO_UNIT,
        origins: Iterable[str] = (),
        reason: Text = NO_REASON,
    ) -> None:
        """Add a value of any kind; None needs a reason, and nothing else has one."""
        why = reason if value is None else NO_REASON
        self.values[name] = Value(value, label, unit, tuple(dict.fromkeys(origins)), why)

    def share(self, name: str, label: Text, part: Sequence[str], whole: Sequence[str]) -> None:
        """Add a percentage of rows; undefined where there is no row at all."""
        value = 100 * len(part) / len(whole) if whole else None
        self.number(name, label, value, PERCENT, whole, _NO_ROW)

    def table(
        self,
        name: str,
        title: Text,
        columns: Sequence[ResultColumn],
        rows: Sequence[Line],
        notes: Sequence[Text] = (),
        unit: Text = NO_UNIT,
    ) -> None:
        """Add a table whose rows come as (cells, origins)."""
        self.tables[name] = ResultTable(
            title=title,
            columns=tuple(columns),
            rows=tuple(tuple(cells) for cells, _ in rows),
            unit=unit,
            notes=tuple(notes),
            origins=tuple(tuple(dict.fromkeys(origins)) for _, origins in rows),
        )

    def figure(self, name: str, spec: Spec, caption: Caption, origins: Iterable[str]) -> None:
        """Add a figure."""
        rows = tuple(dict.fromkeys(origins))
        notes = tuple(caption.notes)
        self.figures[name] = Figure(caption.title, spec, caption.alt, caption.unit, notes, rows)

    def note(self, ko: str, en: str) -> None:
        """Add a remark that belongs to the whole result."""
        self.notes.append(Text(ko, en))

    def done(self) -> Result:
        """Return the finished, frozen Result (its fingerprint is the caller's business)."""
        return Result(
            self.analysis, self.title, self.values, self.tables, self.figures, tuple(self.notes)
        )


def slug(name: str) -> str:
    """Return an id as it stands in value names: lower case, everything else an underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def refs(table: str, ids: Iterable[str]) -> list[str]:
    """Return the references of rows of a table."""
    return [f"{table}:{row}" for row in ids]


def text_column(name: str, ko: str, en: str) -> ResultColumn:
    """Return a column of words."""
    return ResultColumn(name, Text(ko, en))


def text_columns(name: str, ko: str, en: str) -> tuple[ResultColumn, ResultColumn]:
    """Return the Korean and the English column of words that are given in both."""
    korean = text_column(f"{name}_ko", ko, f"{en} (Korean)")
    return korean, text_column(f"{name}_en", f"{ko}(영어)", en)


def date_column(name: str, ko: str, en: str) -> ResultColumn:
    """Return a column of (partial) dates."""
    return ResultColumn(name, Text(ko, en), "date")


def number_column(name: str, ko: str, en: str, form: str = ",") -> ResultColumn:
    """Return a column of numbers."""
    return ResultColumn(name, Text(ko, en), "number", form)


def heat_column(name: str, ko: str, en: str, form: str = ",") -> ResultColumn:
    """Return a column of numbers drawn on a colour scale."""
    return ResultColumn(name, Text(ko, en), "heat", form)


def reference_column(name: str, ko: str, en: str) -> ResultColumn:
    """Return a column of references, which the site links."""
    return ResultColumn(name, Text(ko, en), "reference")


def percent(part: int, whole: int) -> float | None:
    """Return a percentage, None of nothing."""
    return 100 * part / whole if whole else None
