"""Rules on codings of policies, and on the options of the analyses of policy texts."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import Nearest
from policyloom.files.options import STUDY, line_of_option, malformed, options_as
from policyloom.files.rules_references import unread
from policyloom.model.policy_text_settings import OPTIONS, AttentionOptions, PmcOptions
from policyloom.model.settings import Frozen
from policyloom.model.study import Study
from policyloom.model.tables import Row, dictionary

CODEBOOK = "codebook.yaml"
CODED = {"policy_codes": "aspect", "pmc_codes": "cell"}
"""Registers of codings, and the column that says what of a policy is coded."""


def coded_twice(study: Study) -> Iterator[Problem]:
    """One coder codes one thing of a policy once, and it is adjudicated once."""
    for name, what in CODED.items():
        table = study.table(name)
        seen: dict[tuple[str, ...], Row] = {}
        for row in table:
            standing = row.text("standing") or "coding"
            who = "" if standing == "adjudicated" else row.text("coder")
            key = (row.text("policy"), row.text(what), standing, who)
            first = seen.setdefault(key, row) if key[0] and key[1] else row
            if first is not row and first.id != row.id:
                words = {"value": row.id, "first": first.id, "first_line": first.line}
                yield problem("coding.twice", table.spec.file, row.line, what, **words)


def repeated_cells(study: Study) -> Iterator[Problem]:
    """A secondary variable belongs to one primary variable."""
    seen: set[str] = set()
    for i, variable in enumerate(study.codebook.pmc_variables):
        for j, cell in enumerate(variable.cells):
            if cell.id in seen:
                place = f"pmc_variables.{i}.cells.{j}.id"
                line = study.lines.get(f"{CODEBOOK}#{place}", 1)
                words = {"value": cell.id, "list": "pmc_variables"}
                yield problem("word.duplicate", CODEBOOK, line, place, **words)
            seen.add(cell.id)


def option_forms(study: Study) -> Iterator[Problem]:
    """The options have the form that their analyses read."""
    yield from malformed(study, OPTIONS)


def option_rows(study: Study) -> Iterator[Problem]:
    """Policies and terms that the options name are in their tables."""
    nearest = Nearest()
    for place, table, code in _named(study):
        known = study.table(table).by_id
        if code not in known and not unread(study, table):
            words = {
                "value": code,
                "target": dictionary()[table].file,
                "meant": nearest(code, known),
            }
            yield problem("reference.dangling", STUDY, line_of_option(study, place), place, **words)


def _named(study: Study) -> Iterator[tuple[str, str, str]]:
    """Yield what options name: its place, its table and its id."""
    pmc, attention = _valid(study, "pmc"), _valid(study, "attention")
    for i, code in enumerate(pmc.surfaces if isinstance(pmc, PmcOptions) else ()):
        yield f"analyses.pmc.surfaces.{i}", "policies", code
    for i, code in enumerate(attention.terms if isinstance(attention, AttentionOptions) else ()):
        yield f"analyses.attention.terms.{i}", "glossary", code


def _valid(study: Study, name: str) -> Frozen | None:
    try:
        return options_as(study, name, OPTIONS[name])
    except ValidationError:
        return None
