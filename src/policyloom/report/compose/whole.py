"""The whole report: chapters parsed, numbered, composed in order, then finished."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from policyloom.core.lazy import Lazy
from policyloom.core.problem import Problem
from policyloom.model.facts import Facts
from policyloom.model.lineage import Trail
from policyloom.model.reference import parse_reference
from policyloom.model.settings import StudySettings
from policyloom.model.study import Study
from policyloom.report.citations import sections
from policyloom.report.claims import ClaimOutcome, test_claims
from policyloom.report.compose import footing_view
from policyloom.report.compose.blocks import compose_body
from policyloom.report.compose.claim_views import compose_statements
from policyloom.report.compose.desk import Desk, Where
from policyloom.report.compose.digits import read_glossary
from policyloom.report.compose.numbering import Numbering, ParsedPart, number_parts
from policyloom.report.compose.parse import Body, Element, oversized, parse_chapter
from policyloom.report.compose.prose import heading_inlines
from policyloom.report.document import (
    Bibliography,
    Document,
    Node,
    Part,
    PartKind,
    ProblemList,
    Str,
    TableBlock,
)
from policyloom.report.evidence import evidence_of
from policyloom.report.footing import unfooted
from policyloom.report.places import places_of
from policyloom.report.quotation import TextOf, held_text

_ON_RESULTS = frozenset(
    {"report.unknown_reference", "report.unknown_figure", "report.unknown_table"}
)
"""Problems that a reference to a result raises where the results are not at hand."""
_KINDS: Mapping[str, PartKind] = {
    "foreword": "foreword", "summary": "summary", "chapter": "chapter", "annex": "annex",
    "summary-en": "summary-en",
}  # fmt: skip


def compose_report(
    study: Study, facts: Facts, outcomes: Iterable[ClaimOutcome], text_of: TextOf | None = None
) -> tuple[Document, list[Problem], Trail]:
    """Compose the report of a study.

    Returns the document, the author's mistakes, and who uses which evidence: pairs of a place
    ("document:report/03-ai.md:45") or a claim, and a reference.
    """
    by_id = {outcome.claim.id: outcome for outcome in outcomes}
    desk, parts = _composed(study, facts, by_id, text_of or held_text(study))
    problems = sorted(set(desk.problems))
    trail = Trail(facts, tuple(desk.uses))
    finished = tuple(_finished(desk, part, parts, problems) for part in parts)
    targets = {name: target.id for name, target in desk.numbering.named.items()}
    made = replace(
        _document(study.settings, finished),
        problems=tuple(problems),
        statements=dict(desk.statements),
        places=Lazy(lambda: places_of(finished, targets)),
    )
    evidence = Lazy(lambda: evidence_of(facts, by_id, trail.lineage, made))
    return replace(made, evidence=evidence), problems, trail


def proofread(
    study: Study, analyses: Collection[str], text_of: TextOf | None = None
) -> list[Problem]:
    """Return the mistakes of a report that can be told without any result.

    References to values of the named analyses are taken as right; the build tests them.
    """
    facts = Facts(study, {})
    texts = text_of or held_text(study)
    tested, _ = test_claims(study, facts, texts)
    by_id = {outcome.claim.id: outcome for outcome in tested}
    desk, _ = _composed(study, facts, by_id, texts)
    return sorted({p for p in desk.problems if not _needs_results(p, analyses)})


def _needs_results(found: Problem, analyses: Collection[str]) -> bool:
    if found.code not in _ON_RESULTS:
        return False
    named = parse_reference(dict(found.words).get("value", ""))
    return named is not None and named.kind == "value" and named.table in analyses


def _composed(
    study: Study, facts: Facts, by_id: Mapping[str, ClaimOutcome], text_of: TextOf
) -> tuple[Desk, list[Part]]:
    parsed = [
        ParsedPart(
            c.file, _KINDS[c.kind], Body() if oversized(c.text) else parse_chapter(c.file, c.text)
        )
        for c in study.chapters
    ]
    desk = _desk(facts, by_id, number_parts(parsed), text_of)
    compose_statements(desk)
    for chapter in study.chapters:
        if oversized(chapter.text):
            with desk.at(Where(chapter.file, "ko")):
                desk.report("report.oversized", 0)
    for file, line, name in desk.numbering.repeated:
        with desk.at(Where(file, "ko")):
            desk.report("report.repeated_id", line, value=name)
    made = [_part(desk, part) for part in parsed]
    desk.problems += unfooted(made, study.settings.report.footed)
    return desk, made


def _desk(
    facts: Facts, outcomes: Mapping[str, ClaimOutcome], numbering: Numbering, text_of: TextOf
) -> Desk:
    glossary = read_glossary(facts.study.table("glossary"))
    return Desk(facts, outcomes, numbering, glossary, text_of, Where("study.yaml", "ko"))


def _part(desk: Desk, part: ParsedPart) -> Part:
    target = desk.numbering.parts[part.file]
    with desk.at(Where(part.file, part.language)):
        title, rest = _title(desk, part)
        blocks = compose_body(desk, rest)
    return Part(part.kind, part.file, target.id, target.label, part.language, title, blocks)


def _title(desk: Desk, part: ParsedPart) -> tuple[tuple[Node, ...], Body]:
    """Return the chapter title and the rest; a file without one title first is a problem."""
    elements = part.body.elements
    titles = [e for e in elements if e.type == "heading" and e.tag == "h1"]
    if not titles or titles[0] is not elements[0]:
        desk.report("report.no_title", titles[0].line if titles else 1)
    for extra in titles[1:]:
        desk.report("report.second_title", extra.line)
    title = heading_inlines(desk, titles[0]) if titles else (Str(part.stem),)
    rest = tuple(e for e in elements if not _is_title(e))
    return title, Body(rest, part.body.footnotes, part.body.unused_footnotes)


def _is_title(element: Element) -> bool:
    return element.type == "heading" and element.tag == "h1"


def _finished(desk: Desk, part: Part, parts: Sequence[Part], problems: Sequence[Problem]) -> Part:
    """Fill in what is known only at the end: cited sources, footing and open problems."""

    def filled(block: Node) -> Node:
        if isinstance(block, Bibliography) and not block.sections:
            cited = [s for s in desk.facts.study.table("sources") if s.id in desk.cited]
            return replace(block, sections=tuple(sections(cited, part.language)))
        if isinstance(block, TableBlock) and block.name == footing_view.NAME:
            footed = desk.facts.study.settings.report.footed
            return footing_view.with_rows(block, parts, footed, part.language)
        if isinstance(block, ProblemList):
            return replace(block, items=tuple(f"{p.file}:{p.line} {p.message()}" for p in problems))
        return block

    return replace(part, blocks=tuple(map(filled, part.blocks)))


def _document(settings: StudySettings, parts: tuple[Part, ...]) -> Document:
    return Document(
        title=settings.title.ko,
        subtitle=settings.subtitle.ko if settings.subtitle else "",
        institute=settings.institute.ko if settings.institute else "",
        authors=settings.authors,
        date=settings.date,
        title_en=settings.title.en,
        style=settings.report,
        parts=parts,
    )
