"""Rules on study.yaml, codebook.yaml, plan.yaml and the map: scope that names what exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import Nearest
from policyloom.files.rules_references import DANGLING, unread
from policyloom.model.settings import Word
from policyloom.model.study import Study
from policyloom.model.tables import dictionary

STUDY, CODEBOOK, PLAN = "study.yaml", "codebook.yaml", "plan/plan.yaml"


def period_order(study: Study) -> Iterator[Problem]:
    """The period ends when it begins, or later."""
    period = study.settings.period
    if period.end < period.start:
        line = _line(study, STUDY, "period.end")
        words = {"start": period.start, "end": period.end}
        yield problem("study.period", STUDY, line, "period.end", **words)


def repeated_words(study: Study) -> Iterator[Problem]:
    """A code names one thing of its list."""
    settings, codebook = study.settings, study.codebook
    lists: list[tuple[str, str, Sequence[Word]]] = [
        (STUDY, "sectors", settings.sectors),
        (STUDY, "factors", settings.factors),
        (CODEBOOK, "conditions", codebook.conditions),
        (CODEBOOK, "risk_kinds", codebook.risk_kinds),
        (CODEBOOK, "instruments", codebook.instruments),
        (CODEBOOK, "causes", codebook.causes),
        (CODEBOOK, "pmc_variables", codebook.pmc_variables),
    ]
    for file, key, words in lists:
        ids = [word.id for word in words]
        for index, code in enumerate(ids):
            if code in ids[:index]:
                place = f"{key}.{index}.id"
                line = _line(study, file, place)
                yield problem("word.duplicate", file, line, place, value=code, list=key)


def named_rows(study: Study) -> Iterator[Problem]:
    """The economies, the nation and the plan's source are rows of their tables."""
    settings = study.settings
    named = [(STUDY, f"economies.{i}", "economies", c) for i, c in enumerate(settings.economies)]
    named += [(STUDY, f"benchmarks.{i}", "economies", c) for i, c in enumerate(settings.benchmarks)]
    named.append((STUDY, "nation", "regions", settings.nation))
    if study.plan is not None:
        named.append((PLAN, "source", "sources", study.plan.source))
    nearest = Nearest()
    for file, key, table, code in named:
        known = study.table(table).by_id
        if code and code not in known and not unread(study, table):
            words = {
                "value": code,
                "target": dictionary()[table].file,
                "meant": nearest(code, known),
            }
            yield problem(DANGLING[table], file, _line(study, file, key), key, **words)


def drafts_in_options(study: Study) -> Iterator[Problem]:
    """No option of an analysis names a draft as its document.

    Lists of documents may hold drafts: the analyses tell them apart by their status.
    """
    drafts = {row.id for row in study.table("policies") if row.text("status") == "draft"}
    for key, word in _option_words(study.settings.analyses, "analyses"):
        if word in drafts and not key.rpartition(".")[2].isdecimal():
            yield problem("draft.counted", STUDY, _line(study, STUDY, key), key, value=word)


def footed_chapters(study: Study) -> Iterator[Problem]:
    """The chapters whose every sentence must be footed are chapters."""
    known = [PurePosixPath(chapter.file).stem for chapter in study.settings.chapters]
    nearest = Nearest()
    for index, name in enumerate(study.settings.report.footed):
        if name not in known:
            key = f"report.footed.{index}"
            words = {"value": name, "meant": nearest(name, known)}
            yield problem("study.footed", STUDY, _line(study, STUDY, key), key, **words)


def regions_off_the_map(study: Study) -> Iterator[Problem]:
    """Each region with a map code is found on the map."""
    if study.geometry is None or study.settings.map is None:
        return
    key = study.settings.map.key
    shapes = {_property(feature, key) for feature in study.geometry["features"]}
    table = study.table("regions")
    for row in table:
        code = row.text("iso")
        if code and code not in shapes:
            words = {"value": code, "map": study.settings.map.file, "key": key}
            yield problem("map.region", table.spec.file, row.line, "iso", **words)


def _option_words(node: object, key: str) -> Iterator[tuple[str, str]]:
    """Yield every text in the options of the analyses with its key."""
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, dict):
        for name, inner in node.items():
            yield from _option_words(inner, f"{key}.{name}")
    elif isinstance(node, list | tuple):
        for index, inner in enumerate(node):
            yield from _option_words(inner, f"{key}.{index}")


def _property(feature: object, key: str) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get(key, "")) if isinstance(properties, dict) else ""


def _line(study: Study, file: str, key: str) -> int:
    """Return the line of a key, or of the nearest key around it."""
    while key:
        line = study.lines.get(f"{file}#{key}")
        if line is not None:
            return line
        key = key.rpartition(".")[0]
    return 1
