"""References as readers meet them: the name of anything citable and the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from policyloom.model.reference import Reference, parse_reference
from policyloom.model.result import Text
from policyloom.model.tables import Row, dictionary
from policyloom.site.addresses import ROOT, anchor
from policyloom.site.material import ENTITIES, Material, row_title
from policyloom.site.prose import filled, filled_both
from policyloom.site.watch import Memo

REPORT = "../report/report.html"
_LONGEST = 110
_QUOTED = 84

_SHOWN_WITH: dict[str, tuple[str, str]] = {
    "responsibilities": ("policies", "policy"),
    "pilots": ("regions", "region"),
    "case_conditions": ("cases", "case"),
    "case_roles": ("cases", "case"),
    "case_events": ("cases", "case"),
    "case_causes": ("cases", "case"),
    "firm_traits": ("firms", "firm"),
    "figures": ("indicators", "indicator"),
}
"""Tables whose rows are shown on the page of another row: the table and the column naming it."""

_LISTED: dict[str, str] = {
    "risks": "risks.html", "gaps": "gaps.html", "trade": "trade.html",
    "concordance": "borders.html",
    "budget": "plan.html", "trips": "plan.html", "schedule": "plan.html",
    "plan_methods": "plan.html", "agenda": "plan.html", "promises": "plan.html",
    "prior_studies": "plan.html", "reviews": "plan.html",
}  # fmt: skip
"""Tables whose rows are shown together on one page."""
_OF_CELLS = ("cell_", "for_", "reading_")
"""What the names of values of single cells of demand begin with."""


def cell_address(name: str) -> str:
    """Return the address of a cell of demand by its name among values."""
    return f"{ROOT}demand.html#cell_{name}"


class References:
    """Names and addresses of references in one study."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._names: Memo[str, Text] = Memo(material.watch)
        self._addresses: Memo[str, str] = Memo(material.watch)
        self._name_of: dict[str, Callable[[Reference], Text | None]] = {
            "value": self._value_name, "row": self._row_name, "claim": self._claim_name,
            "figure": self._figure_name, "table": self._table_name, "case": self._case_name,
            "document": self._document_name,
        }  # fmt: skip

    def name(self, reference: str) -> Text:
        """Return what a reference is called; the reference itself where it names nothing."""
        return self._names.get(reference, lambda: self._find_name(reference))

    def address(self, reference: str) -> str:
        """Return the address of the page that shows a reference, "" where there is none."""
        return self._addresses.get(reference, lambda: self._find_address(reference))

    def _find_name(self, reference: str) -> Text:
        parsed = parse_reference(reference)
        naming = self._name_of.get(parsed.kind) if parsed else None
        found = naming(parsed) if parsed and naming else None
        return _short(found) if found else Text(reference, reference)

    def _find_address(self, reference: str) -> str:
        parsed = parse_reference(reference)
        if parsed is None:
            return ""
        if parsed.kind == "row":
            return self._row_address(parsed)
        if parsed.kind == "document":
            stem = PurePosixPath(parsed.name.partition(":")[0]).stem
            return f"{ROOT}{REPORT}#part-{stem}"
        if parsed.kind == "case":
            return self._material.link("cases", parsed.name)
        if parsed.kind == "claim":
            known = self._material.is_claim(parsed.name)
            return f"{ROOT}claims.html#{anchor(parsed.name)}" if known else ""
        return self._result_address(parsed)

    def row_address(self, table: str, row: Row) -> str:
        """Return the address of the page that shows a register row, "" where there is none."""
        if table in ENTITIES:
            return self._material.link(table, row.id)
        if table in _LISTED:
            return f"{ROOT}{_LISTED[table]}#{anchor(row.id)}"
        if table in _SHOWN_WITH:
            owner, column = _SHOWN_WITH[table]
            page = self._material.link(owner, row.text(column))
            return f"{page}#{anchor(row.id)}" if page else ""
        return ""

    def _row_address(self, parsed: Reference) -> str:
        row = self._material.row(parsed.table, parsed.name)
        return self.row_address(parsed.table, row) if row else ""

    def _result_address(self, parsed: Reference) -> str:
        analysis, name = parsed.table, parsed.name
        if parsed.kind != "value":
            analysis, _, name = parsed.name.partition(".")
        elif analysis == "demand" and name.startswith(_OF_CELLS):
            return cell_address(name.partition("_")[2].removesuffix("_ko").removesuffix("_en"))
        page = self._material.link("analyses", analysis)
        return f"{page}#{anchor(f'{parsed.kind}-{name}')}" if page else ""

    def _row_name(self, parsed: Reference) -> Text | None:
        row = self._material.row(parsed.table, parsed.name)
        if row is None:
            return None
        title = self.row_name(parsed.table, row)
        if not parsed.column or parsed.column not in dictionary()[parsed.table].column_names:
            return title
        column = dictionary()[parsed.table].column(parsed.column)
        return Text(f"{title.ko} · {column.ko}", f"{title.en} · {column.en}")

    def row_name(self, table: str, row: Row) -> Text:
        """Return the name of a row; figures are named by indicator, economy and year."""
        indicator = self._material.row("indicators", row.text("indicator"))
        if table != "figures" or indicator is None:
            return row_title(table, row)
        name, economy = row_title("indicators", indicator), self.economy(row.text("economy"))
        year = row.text("year")
        return Text(f"{name.ko}, {economy.ko} {year}", f"{name.en}, {economy.en} {year}")

    def economy(self, code: str) -> Text:
        """Return the name of an economy."""
        row = self._material.row("economies", code)
        return row_title("economies", row) if row else Text(code, code)

    def _value_name(self, parsed: Reference) -> Text | None:
        return self._material.value_label(f"{parsed.table}.{parsed.name}")

    def _figure_name(self, parsed: Reference) -> Text | None:
        return self._material.title_of_drawn("figure", parsed.name)

    def _table_name(self, parsed: Reference) -> Text | None:
        return self._material.title_of_drawn("table", parsed.name)

    def _claim_name(self, parsed: Reference) -> Text | None:
        claim = self._material.claim(parsed.name)
        return filled_both(claim.statement, self._material) if claim else None

    def _case_name(self, parsed: Reference) -> Text | None:
        row = self._material.row("cases", parsed.name)
        return row_title("cases", row) if row else None

    def _document_name(self, parsed: Reference) -> Text | None:
        """Return the words at a place of the report, with the place."""
        file, _, number = parsed.name.rpartition(":")
        line = self._material.line(file, number)
        if line is None:
            return None
        words = filled(line.strip(" #>|-*:"), self._material, "ko")
        shown = words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
        name = f"{shown} ({PurePosixPath(file).name}:{number})"
        return Text(name, name)


def _short(text: Text) -> Text:
    return Text(*(t if len(t) <= _LONGEST else t[:_LONGEST] + "…" for t in (text.ko, text.en)))
