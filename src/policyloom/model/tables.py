"""The data dictionary: which tables a study has, which columns, of which type.

The dictionary itself is data, `dictionary.toml` beside this file; this module gives it types.
Everything else that knows a table (loader, checks, store, site, docs) asks here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

Cell = str | int | float | bool | tuple[str, ...] | None
ColumnType = Literal[
    "id", "text", "int", "number", "date", "score", "url",
    "code", "codes", "ref", "refs", "list", "flag",
]  # fmt: skip
MANY: frozenset[str] = frozenset({"codes", "refs", "list"})
"""Column types whose cells hold several words separated by semicolons (a tuple once loaded)."""


@dataclass(frozen=True)
class Column:
    """One column of the dictionary.

    `words` are the allowed codes; `vocabulary` names the place in the study that lists them
    (sectors, factors, conditions, risk_kinds, tables) and `to` the table that refs point to.
    `scale` bounds numbers, both ends included. `need` forbids empty cells; `optional` allows the
    column itself to be missing. `heads` are further headings under which tables made elsewhere
    hold the column.
    """

    name: str
    type: ColumnType
    ko: str
    en: str
    need: bool = False
    optional: bool = False
    words: tuple[str, ...] = ()
    vocabulary: str = ""
    to: str = ""
    scale: tuple[float, float] | None = None
    heads: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        """Tell whether a cell holds several words."""
        return self.type in MANY

    def label(self, language: str) -> str:
        """Return the heading shown to readers."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True)
class TableSpec:
    """One table of the dictionary: its file in the study folder and its columns."""

    name: str
    file: str
    ko: str
    en: str
    about_ko: str
    about_en: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Return the column names in the order of the file."""
        return tuple(c.name for c in self.columns)

    @cached_property
    def source_columns(self) -> tuple[Column, ...]:
        """Return the columns that name sources, in the order of the file."""
        return tuple(c for c in self.columns if c.to == "sources")

    def label(self, language: str) -> str:
        """Return the table's title shown to readers."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column, and the line of the file where it begins."""

    cells: Mapping[str, Cell]
    line: int

    def __getitem__(self, column: str) -> Cell:
        return self.cells[column]

    def text(self, column: str) -> str:
        """Return a cell as a string; "" where it is empty."""
        value = self.cells.get(column)
        if isinstance(value, str):
            return value
        return "" if value is None else str(value)

    def many(self, column: str) -> tuple[str, ...]:
        """Return the words of a cell that holds several; () where it is empty."""
        value = self.cells.get(column)
        return value if isinstance(value, tuple) else ()

    @property
    def id(self) -> str:
        """Return the row's id."""
        value = self.cells.get("id")
        return value if isinstance(value, str) else self.text("id")


@dataclass(frozen=True)
class Table:
    """A loaded table: the specification and its rows in the order of the file."""

    spec: TableSpec
    rows: tuple[Row, ...] = ()
    by_id: Mapping[str, Row] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        index: dict[str, Row] = {}
        for row in self.rows:
            index.setdefault(row.id, row)
        object.__setattr__(self, "by_id", index)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@cache
def dictionary() -> dict[str, TableSpec]:
    """Return every table specification by name, in the order of the dictionary file."""
    text = files("policyloom.model").joinpath("dictionary.toml").read_text(encoding="utf-8")
    return {name: _table_spec(name, entry) for name, entry in tomllib.loads(text).items()}


def _table_spec(name: str, entry: dict[str, Any]) -> TableSpec:
    columns = tuple(_column(column) for column in entry.pop("columns"))
    return TableSpec(name=name, columns=columns, **entry)


def _column(entry: dict[str, Any]) -> Column:
    entry = dict(entry)
    if "scale" in entry:
        low, high = entry["scale"]
        entry["scale"] = (float(low), float(high))
    entry["words"] = tuple(entry.get("words", ()))
    entry["heads"] = tuple(entry.get("heads", ()))
    entry["vocabulary"] = entry.pop("from", "")
    return Column(**entry)
