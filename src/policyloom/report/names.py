"""Names of rows: how a policy, a region, a firm is called in prose and in tables."""

from __future__ import annotations

from policyloom.model.facts import Facts
from policyloom.model.study import Study
from policyloom.model.tables import Cell, Column, Row
from policyloom.report.citations import dotted, short_name
from policyloom.report.wording import label, word

NAMED = frozenset({
    "policies", "regions", "actors", "firms", "cases", "pilots",
    "economies", "indicators", "agenda",
})  # fmt: skip
"""Tables whose rows {name} can call by name."""


def written_name(table: str, row: Row, language: str, *, first: bool) -> str:
    """Return a row's name in prose; at first mention with its original in parentheses."""
    if table == "policies":
        return _policy(row, language, first=first)
    own = row_name(table, row, language)
    original = row.text("short") if table == "regions" else row.text("name")
    if table in {"agenda", "economies", "indicators"} or not first or original in {"", own}:
        return own
    return f"{own}({original})"


def row_name(table: str, row: Row, language: str) -> str:
    """Return a row's short name for tables: Korean or English, else what there is."""
    if table == "sources":
        return short_name(row)
    order = ("name_ko", "title_ko", "ko") if language == "ko" else ("name_en", "title_en", "en")
    rest = ("name_ko", "title_ko", "ko", "name", "title", "task", "item", "what")
    for column in (*order, *rest):
        if found := row.text(column):
            return found
    return row.id


def row_words(table: str, row: Row, language: str) -> str:
    """Return a row's name, or what it says in place of one: a gap, a score's evidence, a demand."""
    name = row_name(table, row, language)
    if name != row.id:
        return name
    found = (row.text(c) for c in (f"what_{language}", "what_ko", "promise", "evidence", "quote"))
    return next(filter(None, found), name)


def cell_text(facts: Facts, column: Column, value: Cell, language: str) -> str:
    """Return a register cell as readers see it: codes and ids by their names."""
    if value is None or value == ():
        return "n.a."
    if isinstance(value, tuple):
        return ", ".join(_word(facts, column, v, language) for v in value)
    if isinstance(value, bool):
        return label("yes" if value else "no", language)
    if isinstance(value, int):
        return str(value) if column.name == "year" else f"{value:,}"
    return f"{value:,.12g}" if isinstance(value, float) else _word(facts, column, value, language)


def vocabulary_word(study: Study, vocabulary: str, code: str, language: str) -> str:
    """Return the name of a code of study.yaml or codebook.yaml; the code where it has none."""
    owner = study.settings if vocabulary in {"sectors", "factors"} else study.codebook
    for entry in getattr(owner, vocabulary, ()):
        if entry.id == code:
            return str(entry[language])
    return code


def _word(facts: Facts, column: Column, value: str, language: str) -> str:
    if column.to:
        row = facts.row(column.to, value)
        return row_name(column.to, row, language) if row else value
    if column.vocabulary:
        return vocabulary_word(facts.study, column.vocabulary, value, language)
    if column.type == "code":
        return word("code", value, language)
    return dotted(value).replace(" ", "\u00a0") if column.type == "date" else value


def _policy(row: Row, language: str, *, first: bool) -> str:
    described = row.text("title_is") == "description"
    title = row.text("title_ko") if language == "ko" else row.text("title")
    if described:
        return title
    named = f"「{title}」" if language == "ko" else title
    original = row.text("title") if language == "ko" else ""
    behind = [part for part in (original, row.text("number")) if part]
    if not first or not behind:
        return named
    return f"「{title}({', '.join(behind)})」" if language == "ko" else f"{title} ({behind[0]})"
