"""Rules on the options of the analyses of adoption, diffusion and coverage in study.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import Nearest
from policyloom.files.options import STUDY, line_of_option, malformed, options_as
from policyloom.files.rules_references import DANGLING, unread
from policyloom.model.diffusion_settings import (
    OPTIONS,
    AdoptionOptions,
    CoverageOptions,
    DiffusionOptions,
)
from policyloom.model.study import Study
from policyloom.model.tables import dictionary


def option_forms(study: Study) -> Iterator[Problem]:
    """The options have the form that their analyses read."""
    yield from malformed(study, OPTIONS)


def option_rows(study: Study) -> Iterator[Problem]:
    """What the options name exists: policies, indicators, figures, regions and plans."""
    nearest = Nearest()
    plans: set[str] = set()
    for name in OPTIONS:
        try:
            own = options_as(study, name, OPTIONS[name])
        except ValidationError:
            continue
        key = f"analyses.{name}"
        plans |= {plan.id for plan in own.plans}
        for place, table, code in _named(own, key):
            known = study.table(table).by_id
            if code and code not in known and not unread(study, table):
                words = {
                    "value": code,
                    "target": dictionary()[table].file,
                    "meant": nearest(code, known),
                }
                found = DANGLING.get(table, "reference.dangling")
                yield problem(found, STUDY, line_of_option(study, place), place, **words)
        for i, entry in enumerate(own.outside if isinstance(own, CoverageOptions) else ()):
            if entry.plan not in plans:
                place = f"{key}.outside.{i}.plan"
                words = {"value": entry.plan, "meant": nearest(entry.plan, sorted(plans))}
                words["target"] = STUDY
                yield problem(
                    "reference.dangling", STUDY, line_of_option(study, place), place, **words
                )


def _named(own: AdoptionOptions, key: str) -> Iterator[tuple[str, str, str]]:
    """Yield every row that options name: its place, its table and its id."""
    for i, plan in enumerate(own.plans):
        at = f"{key}.plans.{i}"
        yield f"{at}.central", "policies", plan.central
        for part in ("policies", "kin", "implements"):
            yield from (
                (f"{at}.{part}.{j}", "policies", p) for j, p in enumerate(getattr(plan, part))
            )
    if isinstance(own, DiffusionOptions):
        for i, attribute in enumerate(own.attributes):
            yield f"{key}.attributes.{i}.indicator", "indicators", attribute.indicator
        for region, others in own.neighbours.items():
            for code in (region, *others):
                yield f"{key}.neighbours.{region}", "regions", code
    if isinstance(own, CoverageOptions):
        for i, entry in enumerate(own.outside):
            yield f"{key}.outside.{i}.figure", "figures", entry.figure
