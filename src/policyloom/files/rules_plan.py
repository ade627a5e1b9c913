"""Rules on what became of the plan: promises lead somewhere, and claimed differences are there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.files.formats import inside
from policyloom.model.distinctness import SEEN, differences, headings, overlaps
from policyloom.model.study import Study
from policyloom.model.tables import Row, dictionary

_CHAPTER = re.compile(r"제(\d{1,4})장")
_SECTIONS = re.compile(r"제(\d{1,4})절")
_CLAIMS = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+")
_SECOND = re.compile(r"^##[ \t]+\S", re.MULTILINE)
_WHOLE = ("이 보고서", "보고서 전체", "this report")


def kept_promises(study: Study) -> Iterator[Problem]:
    """A promise delivered or changed names a place that exists; one not kept says why."""
    known = sections(study)
    claims = {claim.id for claim in study.claims}
    for row in study.table("promises"):
        fate, where = row.text("fate"), row.text("where")
        if fate in ("delivered", "changed") and not where:
            yield _at(row, "where", "promise.no_where", value=row.id)
        if fate in ("changed", "dropped") and not row.text("why"):
            yield _at(row, "why", "promise.no_why", value=row.id)
        for place in filter(None, (part.strip() for part in where.split(";"))):
            if not _exists(study, place, known, claims):
                yield _at(row, "where", "promise.where", value=row.id, where=place)


def claimed_differences(study: Study) -> Iterator[Problem]:
    """What this study says it does unlike prior ones is in the report, or accounted for."""
    table = study.table("prior_studies")
    heads = headings(study.chapters)
    if not heads:
        return
    own = [row for row in table if row["is_this_study"]]
    for found in overlaps(own, heads):
        if found.share < SEEN:
            row = table.by_id[found.study]
            yield _at(row, "contents", "distinct.missing", "prior_studies", value=found.content)
    for missing in differences(table, study.table("promises")):
        if not missing.stands:
            for row in own:
                if missing.method in row.many("methods"):
                    words = {"value": missing.method}
                    yield _at(row, "methods", "distinct.missing", "prior_studies", **words)


def sections(study: Study) -> dict[int, int]:
    """Return how many sections each numbered chapter has."""
    chapters = [chapter for chapter in study.chapters if chapter.kind == "chapter"]
    return {i: len(_SECOND.findall(c.text)) for i, c in enumerate(chapters, 1)}


def _exists(study: Study, place: str, known: dict[int, int], claims: set[str]) -> bool:
    chapter = _CHAPTER.search(place)
    if chapter is not None:
        n = int(chapter.group(1))
        named = [int(s) for s in _SECTIONS.findall(place)]
        return n in known and all(1 <= s <= known[n] for s in named)
    if place in _WHOLE:
        return True
    file, _, rest = place.partition("의 ")
    named_claims = _CLAIMS.findall(rest)
    if file == "claims.yaml":
        return "claims.yaml" in study.inputs and set(named_claims) <= claims
    target = inside(study.folder, file.strip())
    return file.strip() in study.inputs or (target is not None and target.is_file())


def _at(row: Row, column: str, code: str, table: str = "promises", **words: object) -> Problem:
    return problem(code, dictionary()[table].file, row.line, f"{row.id}.{column}", **words)
