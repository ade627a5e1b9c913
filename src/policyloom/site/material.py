"""Material: what the site is made from, with the indexes that pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from policyloom.core.problem import Problem
from policyloom.model.facts import Facts
from policyloom.model.lineage import Lineage
from policyloom.model.reference import KINDS
from policyloom.model.result import Text
from policyloom.model.study import Study
from policyloom.model.tables import Row, dictionary
from policyloom.site.addresses import Addresses, page_names

ENTITIES = ("policies", "regions", "actors", "cases", "indicators", "sources")
"""Tables whose rows have a page each; sectors and results have pages too."""


@dataclass(frozen=True)
class Material:
    """A study with everything that was found out about it."""

    study: Study
    facts: Facts
    lineage: Lineage
    outcomes: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @cached_property
    def addresses(self) -> Addresses:
        """Return the pages of this study's entities."""
        named = {name: page_names(self.study.table(name).by_id) for name in ENTITIES}
        named["sectors"] = page_names(s.id for s in self.study.settings.sectors)
        named["analyses"] = page_names(self.facts.results)
        return Addresses(named)

    @cached_property
    def _groups(self) -> dict[tuple[str, str], dict[str, list[Row]]]:
        return {}

    def group(self, table: str, column: str) -> Mapping[str, list[Row]]:
        """Return the rows of a table by the words of one column, in the order of the file."""
        known = self._groups.get((table, column))
        if known is None:
            known = self._groups[(table, column)] = _group(self.study.table(table), column)
        return known

    def rows(self, table: str, column: str, word: str) -> list[Row]:
        """Return the rows of a table whose column holds a word."""
        return self.group(table, column).get(word, [])

    @cached_property
    def period(self) -> range:
        """Return the years studied."""
        period = self.study.settings.period
        return range(period.start, period.end + 1)

    @cached_property
    def _sources(self) -> dict[str, tuple[str, ...]]:
        return {}

    def sources_of(self, reference: str) -> tuple[str, ...]:
        """Return the ids of the sources that a reference rests on, remembered."""
        if reference not in self._sources:
            self._sources[reference] = self.facts.sources_of(reference)
        return self._sources[reference]

    @cached_property
    def _confidences(self) -> dict[str, str]:
        return {}

    def confidence_of(self, reference: str) -> str:
        """Return the confidence of a register row or cell, "" where none is given."""
        if reference not in self._confidences:
            fact = self.facts.find(reference)
            self._confidences[reference] = fact.confidence if fact else ""
        return self._confidences[reference]

    @cached_property
    def _users(self) -> dict[str, dict[str, list[str]]]:
        return {}

    def users(self, reference: str) -> Mapping[str, list[str]]:
        """Return all that rests on a reference, by kind, nearest first.

        Cells count as their rows, except where a cell was read from the source asked for.
        """
        known = self._users.get(reference)
        if known is None:
            known = self._users[reference] = {}
            own = (
                self.lineage.carries.get(reference, ()) if reference.startswith("sources:") else ()
            )
            for _, other in self.lineage.forward(reference):
                if other.startswith("cell_sources:") or ("#" in other and other not in own):
                    continue
                known.setdefault(kind_of(other), []).append(other)
        return known

    def sector_name(self, code: str) -> Text:
        """Return a sector's name; the code itself where study.yaml has none."""
        for sector in self.study.settings.sectors:
            if sector.id == code:
                return Text(sector.ko, sector.en)
        return Text(code, code)


def kind_of(reference: str) -> str:
    """Return the kind of a reference by its form: a named kind, "row" or "value"."""
    head, colon, _ = reference.partition(":")
    if not colon:
        return "value"
    return head if head in KINDS else "row"


def _group(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for word in row.many(column) or (row.text(column),):
            if word:
                found.setdefault(word, []).append(row)
    return found


def row_title(table: str, row: Row) -> Text:
    """Return the name under which a row is shown, in Korean and English.

    Rows without an English name keep the original one.
    """
    if table == "sources" and not row.text("title"):
        name = row.text("publisher") or host_of(row.text("address"))
        return Text(f"{name} ({row.id})", f"{name} ({row.id})") if name else Text(row.id, row.id)
    korean = _first(row, _KOREAN.get(table, ("title_ko", "name_ko", "title", "name")))
    english = _first(row, _ENGLISH.get(table, ("title_en", "name_en", "title", "name")))
    return Text(korean or english or row.id, english or korean or row.id)


_KOREAN = {
    "responsibilities": ("task_ko", "task"),
    "pilots": ("name_ko", "name"),
    "risks": ("what",),
    "gaps": ("what_ko",),
    "case_conditions": ("evidence",),
    "promises": ("promise",),
    "schedule": ("task",),
    "budget": ("item",),
    "glossary": ("ko",),
    "trade": ("description",),
}
_ENGLISH = {
    **_KOREAN,
    "responsibilities": ("task",),
    "pilots": ("name",),
    "gaps": ("what_en",),
    "promises": ("promise_en",),
    "schedule": ("task_en",),
    "glossary": ("en", "ko"),
}


def _first(row: Row, columns: tuple[str, ...]) -> str:
    return next((row.text(c) for c in columns if row.text(c)), "")


def host_of(address: str) -> str:
    """Return the host of a web address, "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def main_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table that the evidence panel shows."""
    hidden = {"id", "sources", "source"}
    return tuple(c for c in dictionary()[table].column_names if c not in hidden)
