"""Material: what the site is made from, with the indexes that pages share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from policyloom.core.problem import Problem
from policyloom.model.claims import Claim
from policyloom.model.facts import Fact, Facts
from policyloom.model.falling import falling_claims, pillars
from policyloom.model.lineage import Lineage
from policyloom.model.reference import KINDS
from policyloom.model.result import Figure, Plain, Result, ResultTable, Text, Value
from policyloom.model.study import Study
from policyloom.model.tables import Row, Table, dictionary
from policyloom.report.claims import ClaimOutcome
from policyloom.site.addresses import ROOT, Addresses, page_names
from policyloom.site.watch import Watch, gateway

ENTITIES = ("policies", "regions", "actors", "cases", "firms", "indicators", "sources")
"""Tables whose rows have a page each; sectors and results have pages too."""


@dataclass(frozen=True)
class Material:
    """A study with everything that was found out about it.

    Pages learn about the study's rows, results, claims and chapters through the gateways below and
    in no other way, because a page is made again only where an answer that it got has changed.
    """

    study: Study
    facts: Facts
    lineage: Lineage
    outcomes: Mapping[str, ClaimOutcome] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    watch: Watch = field(default_factory=Watch, repr=False, compare=False)

    @gateway
    def table(self, name: str) -> Table:
        """Return a register."""
        return self.study.table(name)

    @gateway
    def ids(self, table: str) -> tuple[str, ...]:
        """Return the ids of a register's rows in the order of the file."""
        return tuple(row.id for row in self.study.table(table))

    @gateway
    def row(self, table: str, row_id: str) -> Row | None:
        """Return a register row."""
        return self.facts.row(table, row_id)

    @gateway
    def rows(self, table: str, column: str, word: str) -> list[Row]:
        """Return the rows of a table whose column holds a word, in the order of the file."""
        return self._group(table, column).get(word, [])

    @gateway
    def words(self, table: str, column: str) -> tuple[str, ...]:
        """Return the words that a column holds, each once, in the order of the file."""
        return tuple(self._group(table, column))

    @gateway
    def count(self, table: str, column: str, word: str) -> int:
        """Return how many rows of a table have a column that holds a word."""
        return len(self._group(table, column).get(word, ()))

    @gateway
    def find(self, reference: str) -> Fact | None:
        """Return the fact that a reference names."""
        return self.facts.find(reference)

    @gateway
    def analyses(self) -> tuple[str, ...]:
        """Return the names of the analyses in order."""
        return tuple(self.facts.results)

    @gateway
    def result(self, analysis: str) -> Result | None:
        """Return a result with all that it holds."""
        return self.facts.results.get(analysis)

    @gateway
    def parts(self, analysis: str) -> tuple[str, ...]:
        """Return the references of a result's values, figures and tables."""
        result = self.facts.results[analysis]
        values = (f"{analysis}.{name}" for name in result.values)
        figures = (f"figure:{analysis}.{name}" for name in result.figures)
        return (*values, *figures, *(f"table:{analysis}.{name}" for name in result.tables))

    @gateway
    def result_title(self, analysis: str) -> Text:
        """Return the title of a result."""
        return self.facts.results[analysis].title

    @gateway
    def value(self, reference: str) -> Value | None:
        """Return a named value."""
        analysis, _, name = reference.partition(".")
        result = self.facts.results.get(analysis)
        return result.values.get(name) if result else None

    @gateway
    def value_label(self, reference: str) -> Text | None:
        """Return what a named value is called."""
        value = self.value(reference)
        return value.label if value else None

    @gateway
    def figure(self, name: str) -> Figure | None:
        """Return a figure of a result."""
        return self.facts.figure(name)

    @gateway
    def result_table(self, name: str) -> ResultTable | None:
        """Return a table of a result."""
        return self.facts.result_table(name)

    @gateway
    def result_rows(self, name: str, column: str, word: str) -> list[dict[str, Plain]]:
        """Return the rows of a result's table whose column holds a word."""
        known = self._result_groups.get((name, column))
        if known is None:
            table = self.facts.result_table(name)
            known = self._result_groups[name, column] = table.by_word(column) if table else {}
        return known.get(word, [])

    @gateway
    def title_of_drawn(self, kind: str, name: str) -> Text | None:
        """Return the title of a figure or table of a result."""
        shown = self.facts.figure(name) if kind == "figure" else self.facts.result_table(name)
        return shown.title if shown else None

    @gateway
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims in the order of claims.yaml."""
        return self.study.claims

    @gateway
    def claim(self, claim_id: str) -> Claim | None:
        """Return a claim."""
        return self._claims.get(claim_id)

    @gateway
    def is_claim(self, claim_id: str) -> bool:
        """Tell whether there is such a claim."""
        return claim_id in self._claims

    @gateway
    def outcome(self, claim_id: str) -> ClaimOutcome | None:
        """Return how a claim's test went."""
        return self.outcomes.get(claim_id)

    @gateway
    def open_problems(self) -> tuple[Problem, ...]:
        """Return what is open."""
        return tuple(self.problems)

    @gateway
    def line(self, file: str, number: str) -> str | None:
        """Return a line of a chapter as written, None where there is none."""
        lines = self._lines.get(file, [])
        at = int(number) if number.isdecimal() else 0
        return lines[at - 1] if 0 < at <= len(lines) else None

    @gateway
    def places(self) -> tuple[str, ...]:
        """Return the places of the report that rest on something, in order."""
        used_by = self.lineage.carries.values()
        found = dict.fromkeys(u for users in used_by for u in users if u.startswith("document:"))
        return tuple(found)

    @gateway
    def page(self, folder: str, row_id: str) -> str:
        """Return the address of an entity's page, "" where it has none."""
        return self._addresses.page(folder, row_id)

    def link(self, folder: str, row_id: str) -> str:
        """Return the address as links on pages write it, "" where there is no page."""
        page = self.page(folder, row_id)
        return ROOT + page if page else ""

    @gateway
    def sources_of(self, reference: str) -> tuple[str, ...]:
        """Return the ids of the sources that a reference rests on, remembered."""
        if reference not in self._sources:
            self._sources[reference] = self.facts.sources_of(reference)
        return self._sources[reference]

    @gateway
    def sources_below(self, reference: str) -> tuple[tuple[str, ...], Mapping[str, int]]:
        """Return the sources below a result's value, figure or table, and the confidences there.

        The second is how often each confidence occurs among the rows that it was computed from.
        """
        origins = self._origins(reference)
        if origins not in self._below:
            sources = dict.fromkeys(s for o in origins for s in self.sources_of(o))
            trust = Counter(c for o in origins if (c := self._confidence_of(o)))
            self._below[origins] = tuple(sources), dict(trust)
        return self._below[origins]

    @gateway
    def users(self, reference: str) -> Mapping[str, list[str]]:
        """Return all that rests on a reference, by kind, nearest first.

        Cells count as their rows, except where a cell was read from the source asked for.
        """
        known = self._users.get(reference)
        if known is None:
            known = self._users[reference] = self._find_users(reference)
        return known

    @gateway
    def fallen(self, source: str) -> tuple[str, ...]:
        """Return the claims that fall without a source."""
        return self._fallen.get(source, ())

    @gateway
    def pillars(self, claim_id: str) -> tuple[str, ...]:
        """Return the sources without any one of which a claim falls."""
        return self._pillars.get(claim_id, ())

    @cached_property
    def period(self) -> range:
        """Return the years studied."""
        period = self.study.settings.period
        return range(period.start, period.end + 1)

    def sector_name(self, code: str) -> Text:
        """Return a sector's name; the code itself where study.yaml has none."""
        for sector in self.study.settings.sectors:
            if sector.id == code:
                return Text(sector.ko, sector.en)
        return Text(code, code)

    @cached_property
    def _addresses(self) -> Addresses:
        named = {name: page_names(self.study.table(name).by_id) for name in ENTITIES}
        named["sectors"] = page_names(s.id for s in self.study.settings.sectors)
        named["analyses"] = page_names(self.facts.results)
        return Addresses(named)

    def _group(self, table: str, column: str) -> Mapping[str, list[Row]]:
        """Return the rows of a table by the words of one column."""
        known = self._groups.get((table, column))
        if known is None:
            known = self._groups[table, column] = _grouped(self.study.table(table), column)
        return known

    def _confidence_of(self, reference: str) -> str:
        if reference not in self._confidences:
            fact = self.facts.find(reference)
            self._confidences[reference] = fact.confidence if fact else ""
        return self._confidences[reference]

    def _origins(self, reference: str) -> tuple[str, ...]:
        kind, _, name = reference.rpartition(":")
        if kind == "table":
            table = self.facts.result_table(name)
            return tuple(dict.fromkeys(o for row in table.origins for o in row)) if table else ()
        shown = self.facts.figure(name) if kind == "figure" else self.value(name)
        return tuple(shown.origins) if shown else ()

    def _find_users(self, reference: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        own = self.lineage.carries.get(reference, ()) if reference.startswith("sources:") else ()
        for _, other in self.lineage.forward(reference):
            if other.startswith("cell_sources:") or ("#" in other and other not in own):
                continue
            found.setdefault(kind_of(other), []).append(other)
        return found

    @cached_property
    def _groups(self) -> dict[tuple[str, str], dict[str, list[Row]]]:
        return {}

    @cached_property
    def _sources(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _below(self) -> dict[tuple[str, ...], tuple[tuple[str, ...], Mapping[str, int]]]:
        return {}

    @cached_property
    def _confidences(self) -> dict[str, str]:
        return {}

    @cached_property
    def _users(self) -> dict[str, dict[str, list[str]]]:
        return {}

    @cached_property
    def _result_groups(self) -> dict[tuple[str, str], dict[str, list[dict[str, Plain]]]]:
        return {}

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.study.claims}

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {chapter.file: chapter.text.splitlines() for chapter in self.study.chapters}

    @cached_property
    def _fallen(self) -> dict[str, tuple[str, ...]]:
        return falling_claims(self.study.claims, self.study.tables)

    @cached_property
    def _pillars(self) -> dict[str, tuple[str, ...]]:
        return pillars(self._fallen)


def kind_of(reference: str) -> str:
    """Return the kind of a reference by its form: a named kind, "row" or "value"."""
    head, colon, _ = reference.partition(":")
    if not colon:
        return "value"
    return head if head in KINDS else "row"


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
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
    "pilot_events": ("what",),
    "gaps": ("what_ko",),
    "demands": ("what_ko",),
    "case_conditions": ("evidence",),
    "case_roles": ("name",),
    "case_events": ("what",),
    "case_causes": ("evidence",),
    "firm_traits": ("what",),
    "calibrations": ("what",),
    "promises": ("promise",),
    "schedule": ("task",),
    "budget": ("item",),
    "glossary": ("ko",),
    "trade": ("description",),
    "concordance": ("label_ko",),
}
_ENGLISH = {
    **_KOREAN,
    "responsibilities": ("task",),
    "pilots": ("name",),
    "gaps": ("what_en",),
    "demands": ("what_en",),
    "promises": ("promise_en",),
    "schedule": ("task_en",),
    "glossary": ("en", "ko"),
    "concordance": ("label_en",),
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
