"""A page: its file, its template and what the template needs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from policyloom.model.facts import row_sources
from policyloom.model.result import Result, Text
from policyloom.model.tables import Row, dictionary
from policyloom.report.bytecode import bytecode_beside
from policyloom.site.addresses import ROOT, anchor
from policyloom.site.cells import cell_parts
from policyloom.site.dates import dating
from policyloom.site.geography import Drawing, draw_map
from policyloom.site.marks import NONE, both, clean, evidence, html, link, marks, one, text
from policyloom.site.material import Material, row_title
from policyloom.site.references import References
from policyloom.site.watch import Memo

_CONSTANT = re.compile(r'\{\{ b\("([^"\\]*)", "([^"\\]*)"\) \}\}')


Make = Callable[["Desk", str], Mapping[str, Any]]
"""Gives what a template needs, from a desk and the key of the page."""


@dataclass(frozen=True)
class Page:
    """One HTML page. `path` is relative to the site's folder, `part` the entry of the menu.

    `make` is called with `key` when the page is rendered. It is a plain function, so that all it
    learns comes through the desk's gateways.
    """

    path: str
    template: str
    title: Text
    part: str
    make: Make
    key: str = ""
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Menu:
    """One entry of the menu."""

    part: str
    address: str
    ko: str
    en: str


MENU = (
    Menu("overview", "index.html", "개요", "Overview"),
    Menu("map", "map.html", "지도", "Map"),
    Menu("timeline", "timeline.html", "연표", "Timeline"),
    Menu("network", "network.html", "네트워크", "Network"),
    Menu("diffusion", "diffusion.html", "확산", "Diffusion"),
    Menu("ledger", "ledger.html", "이행 대장", "Ledger"),
    Menu("promotion", "promotion.html", "추진체계", "Promotion"),
    Menu("sectors", "sectors.html", "분야", "Sectors"),
    Menu("regions", "regions.html", "지역", "Regions"),
    Menu("cases", "cases.html", "사례", "Cases"),
    Menu("indicators", "indicators.html", "지표", "Indicators"),
    Menu("scoreboard", "scoreboard.html", "점수판", "Scoreboard"),
    Menu("policies", "policies.html", "정책", "Policies"),
    Menu("claims", "claims.html", "주장", "Claims"),
    Menu("analyses", "analyses.html", "분석", "Analyses"),
    Menu("sources", "sources.html", "출처", "Sources"),
    Menu("plan", "plan.html", "계획", "Plan"),
    Menu("gaps", "gaps.html", "결측·문제", "Gaps"),
)
"""The menu, in order; entries without a page are left out."""


class FoldingLoader(PackageLoader):
    """Loads templates with texts in both languages already written out.

    A tenth of a site's time would go into calls of b("...", "...") that always say the same.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """Return a template's text with every constant b("...", "...") replaced by its HTML."""
        source, path, fresh = super().get_source(environment, template)
        return _CONSTANT.sub(lambda m: both(m.group(1), m.group(2)), source), path, fresh


class Desk:
    """Where pages are made: the material, its references and the templates."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.references = References(material)
        self._frames: dict[str, Mapping[str, Markup]] = {}
        self._drawings: Memo[str, Drawing] = Memo(material.watch)

    def close(self) -> None:
        """Let go of the templates, which hold the desk and so would keep all of it alive."""
        self.environment.globals.clear()
        self._frames.clear()

    @property
    def drawing(self) -> Drawing:
        """Return the map of the study's regions."""
        return self._drawings.get("map", lambda: draw_map(self.material))

    def row(self, table: str, row_id: str) -> Row:
        """Return a row that is known to be there."""
        row = self.material.row(table, row_id)
        assert row is not None, "a page is made for what there is"
        return row

    def results(self) -> Iterator[tuple[str, Result]]:
        """Yield every result with the name of its analysis."""
        for analysis in self.material.analyses():
            result = self.material.result(analysis)
            if result is not None:
                yield analysis, result

    @cached_property
    def environment(self) -> Environment:
        """Return the templates, which escape everything."""
        made = Environment(
            loader=FoldingLoader("policyloom.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=bytecode_beside("policyloom.site"),
        )
        made.filters["cell"] = Row.text
        made.globals |= marks() | self._words()
        return made

    def _words(self) -> dict[str, Any]:
        """Return what templates may ask the desk for."""
        return {
            "settings": self.material.study.settings,
            "anchor": anchor,
            "address": self.references.address,
            "name": self.references.name,
            "field": self.field,
            "row_link": self.row_link,
            "row_name": self.references.row_name,
            "heading": heading,
            "result_title": self.material.result_title,
            "by_analysis": by_analysis,
            "table_of": lambda table: dictionary()[table],
            "sector": self.material.sector_name,
            "analysis_address": lambda name: self.material.link("analyses", name),
            "sector_address": lambda code: self.material.link("sectors", code),
            "dating": dating,
            "row_of": self.material.row,
            "sources_of_row": self.sources_of_row,
            "rests": self.material.users,
            "reference_items": self.reference_items,
        }

    def field(self, table: str, row: Row, name: str) -> Markup:
        """Return a cell as readers meet it: codes in words, references linked, a dash if empty."""
        column = dictionary()[table].column(name)
        parts = cell_parts(self.material, self.references, table, column, row.cells.get(name))
        return Markup(" · ").join(_piece(part) for part in parts) if parts else NONE

    def row_link(self, table: str, row: Row) -> Markup:
        """Return a row's name, linked to its page."""
        return link(self.references.row_address(table, row), text(row_title(table, row)))

    def sources_of_row(self, table: str, row: Row) -> list[Row]:
        """Return the rows of the sources that a register row names."""
        found = (self.material.row("sources", s) for s in row_sources(dictionary()[table], row))
        return [source for source in found if source is not None]

    def reference_items(self, references: Sequence[str]) -> Markup:
        """Return references as items of a list; places in the report link to it."""
        return html(*(f"<li>{self._item(reference)}</li>" for reference in references))

    def _item(self, reference: str) -> Markup:
        if reference.startswith("document:"):
            name = self.references.name(reference)
            return link(self.references.address(reference), text(name))
        return evidence(reference, text(self.references.name(reference)))

    def render(self, page: Page, menu: tuple[Menu, ...]) -> str:
        """Return the page's HTML, with addresses relative to its own folder."""
        template = self.environment.get_template(page.template)
        context = page.make(self, page.key)
        made = template.render(page=page, frame=self._frame(page.part, menu), **context)
        return made.replace(f'"{ROOT}', f'"{root_of(page.path)}')

    def _frame(self, part: str, menu: tuple[Menu, ...]) -> Mapping[str, Markup]:
        """Return what stands around the content, made once for each part of the site."""
        if part not in self._frames:
            template = self.environment.get_template("frame.html")
            made: Any = template.make_module({"part": part, "menu": menu})
            self._frames[part] = {"top": made.top(), "foot": made.foot()}
        return self._frames[part]


def pages_of_rows(desk: Desk, table: str, template: str, part: str, make: Make) -> Iterator[Page]:
    """Yield a page for each row of a table; its key is the row's id."""
    for row in desk.material.table(table):
        path = desk.material.page(table, row.id)
        yield Page(path, template, row_title(table, row), part, make, row.id)


def _piece(part: str | list[str]) -> Markup:
    if isinstance(part, str):
        return one(part)
    return link(ROOT + part[2], both(part[0], part[1])) if len(part) > 2 else both(part[0], part[1])


@cache
def heading(table: str, column: str) -> Markup:
    """Return the heading of a column."""
    found = dictionary()[table].column(column)
    return both(found.ko, found.en)


def by_analysis(references: Iterable[str]) -> dict[str, int]:
    """Count references of values by the analysis that they belong to."""
    return dict(Counter(reference.partition(".")[0] for reference in references))


def root_of(path: str) -> str:
    """Return the way from a page's folder up to the site's root: "" or "../"."""
    return "../" * path.count("/")


def script_data(name: str, value: object) -> str:
    """Return a script that hands a value to `policyloom.receive` under a name."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    safe = clean(text).replace("</", "<\\/").replace("<!--", "<\\!--")
    safe = safe.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"policyloom.receive({json.dumps(name)},{safe});\n"
