"""Rules on where demand is said to be: cells of claims, rows of many cells, and the options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import Nearest
from policyloom.files.options import STUDY, line_of_option, malformed, options_as
from policyloom.files.rules_references import unread
from policyloom.model.claim_cells import placement
from policyloom.model.claims import Claim
from policyloom.model.demand_settings import DemandOptions
from policyloom.model.study import Study

CLAIMS, CODEBOOK = "claims.yaml", "codebook.yaml"
_PLACED = ("demand", "opportunity")
"""The kinds of claims that stand in cells of the demand matrix."""


def demand_options(study: Study) -> Iterator[Problem]:
    """The options of the analysis have its form and name conditions of the codebook."""
    yield from malformed(study, {"demand": DemandOptions})
    try:
        own = options_as(study, "demand", DemandOptions)
    except ValidationError:
        return
    known, nearest = study.vocabulary("conditions"), Nearest()
    for name, value in (("participation", own.participation), ("outcome", own.outcome)):
        if value and value not in known and study.inputs.get(CODEBOOK) != "":
            key = f"analyses.demand.{name}"
            words = {"value": value, "target": CODEBOOK, "meant": nearest(value, known)}
            line = line_of_option(study, key)
            yield problem("reference.dangling", STUDY, line, key, **words)


def claim_cells(study: Study) -> Iterator[Problem]:
    """A claim's cells are of its own sectors and regions."""
    for claim in study.claims:
        for index, (sector, region) in enumerate(claim.places):
            named = ((sector, claim.sectors, "sectors"), (region, claim.regions, "regions"))
            for value, known, key in named:
                if value not in known:
                    words = {"value": value, "cell": claim.cells[index], "key": key}
                    words["known"] = ", ".join(known) or "–"
                    yield _at(study, claim, f"cells.{index}", "claim.cell", **words)


def scattered_claims(study: Study) -> Iterator[Problem]:
    """A claim of demand in several sectors and regions says, or has rows that say, where."""
    if unread(study, "regions"):
        return
    known = {row.id for row in study.table("regions") if row.text("level") == "region"}

    def row_of(table: str, row_id: str) -> Mapping[str, object] | None:
        row = study.table(table).by_id.get(row_id)
        return row.cells if row is not None else None

    for claim in study.claims:
        if claim.kind in _PLACED and placement(claim, known, row_of).by == "nowhere":
            example = f"{claim.sectors[0]}@{next(r for r in claim.regions if r in known)}"
            yield _at(study, claim, "regions", "claim.cells_wanted", claim=claim.id, cell=example)


def crossed_demands(study: Study) -> Iterator[Problem]:
    """A row of demands does not name several sectors and several regions at once."""
    table = study.table("demands")
    for row in table:
        sectors, regions = row.many("sectors"), row.many("regions")
        if len(sectors) > 1 and len(regions) > 1:
            words = {"value": row.id, "cells": len(sectors) * len(regions)}
            yield problem("demand.crossed", table.spec.file, row.line, "regions", **words)


def _at(study: Study, at: Claim, key: str, code: str, /, **words: object) -> Problem:
    base = f"claim:{at.id}"
    places = (f"{base}.{key}", f"{base}.{key.partition('.')[0]}", base)
    line = next((study.lines[place] for place in places if place in study.lines), 0)
    return problem(code, CLAIMS, line, f"{at.id}.{key}", **words)
