"""Rules on the content of registers: dates, units, scales, titles, drafts and repetitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.core.dates import parse_date
from policyloom.core.problem import Problem, problem
from policyloom.model.study import Study
from policyloom.model.tables import Row, Table

MARK = re.compile(r"题名[^）)]{0,20}未见|제목 미확인|title not seen", re.IGNORECASE)
"""What marks a title that is only a description, the title itself not having been seen."""

_DRAFT = re.compile(
    r"征求意见|公开征求|草案|草稿|送审稿|讨论稿|审议稿|起草稿|初稿|의견수렴안|\(초안\)"
    r"|\bdraft for (?:public )?comments?\b|\(draft\)",
    re.IGNORECASE,
)
_BRACKET_YEAR = re.compile(r"[\[【［(（〔﹝{][\s0-9０-９]{2,6}[\]】］)）〕﹞}]")
_GOOD_YEAR = re.compile(r"〔(?:19|20)\d{2}〕\s*\S")

_SPANS: dict[str, tuple[int, int]] = {"sources": (300, 100), "firms": (300, 30)}
_SPAN = (60, 20)
"""Years before and after the study's period that a date may plausibly lie, by table."""


_VALUES = {"figures": "economy", "region_figures": "region"}
"""Tables of values of indicators, and the column that says whose value it is."""


def repeated_rows(study: Study) -> Iterator[Problem]:
    """No row says the same as another under a second id."""
    for table in study.tables.values():
        if table.spec.file.startswith("plan/"):
            continue
        names = [c.name for c in table.spec.columns if c.type != "id"]
        seen: dict[tuple[object, ...], Row] = {}
        for row in table:
            content = tuple(row.cells[name] for name in names)
            if not any(cell is not None for cell in content):
                continue
            first = seen.setdefault(content, row)
            if first is not row and first.id != row.id:
                words = {"value": row.id, "first": first.id, "first_line": first.line}
                yield problem("row.duplicate", table.spec.file, row.line, "id", **words)


def out_of_scale(study: Study) -> Iterator[Problem]:
    """Numbers lie within the scale that the dictionary gives."""
    for table in study.tables.values():
        for column in table.spec.columns:
            if column.scale is None:
                continue
            low, high = column.scale
            code = "score.range" if column.type == "score" else "value.scale"
            for row in table:
                value = row.cells[column.name]
                if isinstance(value, int | float) and not low <= value <= high:
                    words = {"value": value, "low": f"{low:g}", "high": f"{high:g}"}
                    yield problem(code, table.spec.file, row.line, column.name, **words)


def implausible_dates(study: Study) -> Iterator[Problem]:
    """Dates and years lie near the study's period, generously counted."""
    period = study.settings.period
    for name, table in study.tables.items():
        before, after = _SPANS.get(name, _SPAN)
        low, high = period.start - before, period.end + after
        for column in table.spec.columns:
            is_year = column.name == "year" and column.type == "int"
            if column.type != "date" and not is_year:
                continue
            for row in table:
                text = row.text(column.name)
                if text and not low <= int(text[:4]) <= high and _on_scale(row, column.scale):
                    words = {"value": text, "low": low, "high": high}
                    yield problem("date.outside", table.spec.file, row.line, column.name, **words)


def published_before_issued(study: Study) -> Iterator[Problem]:
    """A document is published on the day of its issue or later, where both days are known."""
    table = study.table("policies")
    for row in table:
        issued = parse_date(row.text("date_issued"))
        published = parse_date(row.text("date_published"))
        if issued and published and published.last < issued.first:
            words = {"issued": issued, "published": published}
            yield problem("date.order", table.spec.file, row.line, "date_published", **words)


def mixed_units(study: Study) -> Iterator[Problem]:
    """One indicator has one unit."""
    indicators = study.table("indicators").by_id
    for name in _VALUES:
        table = study.table(name)
        for row in table:
            indicator = indicators.get(row.text("indicator"))
            unit = row.text("unit")
            if indicator is not None and unit and indicator.text("unit") not in ("", unit):
                words = {
                    "value": unit,
                    "indicator": indicator.id,
                    "unit": indicator.text("unit"),
                    "first_line": indicator.line,
                }
                yield problem("unit.mixed", table.spec.file, row.line, "unit", **words)


def figure_ids(study: Study) -> Iterator[Problem]:
    """The id of a figure says which indicator, economy or region, and year it is."""
    for name, whose in _VALUES.items():
        table = study.table(name)
        for row in table:
            parts = [row.text(column) for column in ("indicator", whose, "year")]
            stem = ".".join(parts)
            if not row.id or not all(parts):
                continue
            if row.id != stem and not row.id.startswith((f"{stem}.", f"{stem}-")):
                words = {"value": row.id, "meant": stem}
                yield problem("figure.id", table.spec.file, row.line, "id", **words)


def marked_titles(study: Study) -> Iterator[Problem]:
    """A title that was not seen is marked as a description, and no other."""
    table = study.table("policies")
    for row in table:
        title, kind = row.text("title"), row.text("title_is")
        marked = MARK.search(title) is not None
        if kind == "description" and title and not marked:
            yield problem("title.unmarked", table.spec.file, row.line, "title", value=title)
        if kind == "title" and marked:
            yield problem("title.description", table.spec.file, row.line, "title_is", value=title)


def drafts_as_issued(study: Study) -> Iterator[Problem]:
    """A draft is not counted among issued documents."""
    table = study.table("policies")
    for row in table:
        title = row.text("title")
        if row.text("status") == "issued" and _DRAFT.search(title):
            yield problem("draft.issued", table.spec.file, row.line, "status", value=title)


def implementing_itself(study: Study) -> Iterator[Problem]:
    """A policy implements others, not itself."""
    table = study.table("policies")
    for row in table:
        if row.id and row.id in row.many("implements"):
            words = {"value": row.id}
            yield problem(
                "policy.implements_itself", table.spec.file, row.line, "implements", **words
            )


def document_numbers(study: Study) -> Iterator[Problem]:
    """The year in a Chinese document number stands in 〔 〕."""
    table = study.table("policies")
    for row in table:
        number = row.text("number")
        uneven = number.count("〔") != number.count("〕")
        bracket = _BRACKET_YEAR.search(number)
        if uneven or (bracket and not _GOOD_YEAR.match(number, bracket.start())):
            yield problem("policy.number", table.spec.file, row.line, "number", value=number)


def repeated_terms(study: Study) -> Iterator[Problem]:
    """A term is locked once, in each language."""
    table = study.table("glossary")
    for language in ("zh", "ko"):
        yield from _repeated(table, language)


def _repeated(table: Table, column: str) -> Iterator[Problem]:
    seen: dict[str, Row] = {}
    for row in table:
        term = row.text(column)
        first = seen.setdefault(term, row) if term else row
        if first is not row:
            words = {"value": term, "first": first.id, "first_line": first.line}
            yield problem("glossary.duplicate", table.spec.file, row.line, column, **words)


def _on_scale(row: Row, scale: tuple[float, float] | None) -> bool:
    """Tell whether a year is within its scale, for one outside it is reported as that already."""
    year = row.cells.get("year")
    return scale is None or (isinstance(year, int) and scale[0] <= year <= scale[1])
