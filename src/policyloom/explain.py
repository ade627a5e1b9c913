"""`explain`: the chain from a number, claim, figure, source or sentence, back to files and on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from policyloom.build import DERIVED, Woven, analyse, compose, weave
from policyloom.core.problem import Language, ProblemsError
from policyloom.core.text import format_value
from policyloom.removal import removal_lines
from policyloom.report.walking import plain_text
from policyloom.sentence_trail import place_of, sentence_lines
from policyloom.terminal import problem_lines

MOST = 40
"""Lines of one direction that are shown; the rest are counted."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "back": "근거: 무엇에 기대는가",
        "forward": "쓰임: 무엇이 여기에 기대는가",
        "none": "  (없음)",
        "more": "  … 외 {n}건",
        "unknown": "그런 참조가 없다: {ref}",
        "near": "혹시 이것인가: {near}",
        "undefined": "정의되지 않음",
        "confidence": "신뢰도",
    },
    "en": {
        "back": "Rests on",
        "forward": "Carries",
        "none": "  (nothing)",
        "more": "  … and {n} more",
        "unknown": "No such reference: {ref}",
        "near": "Did you mean: {near}",
        "undefined": "undefined",
        "confidence": "confidence",
    },
}


def explain(
    folder: Path,
    reference: str,
    language: Language,
    *,
    find: str = "",
    without: Sequence[str] = (),
) -> tuple[list[str], bool]:
    """Return the lines that explain a reference, and whether it was found.

    A line of a chapter (report/6-end.md:45) stands for the sentences that begin there. Without a
    reference every reference is listed (`find` narrows it); `without` names sources and asks what
    falls when they are gone.
    """
    woven = weave(folder)
    if isinstance(woven, tuple):
        return list(problem_lines(woven, language)), False
    if without:
        return _without(woven, without, language)
    place = place_of(reference)
    if place is not None:
        return sentence_lines(woven, place, language, partial(_line, woven, language=language))
    if not reference:
        lines = [line for line in _listing(woven, language) if find.lower() in line.lower()]
        return lines, bool(lines)
    return _chain(woven, _full(woven, reference), language)


def after_removal(folder: Path, sources: Sequence[str], language: Language) -> list[str]:
    """Return what falls now that some sources are named in rows but no longer in sources.csv."""
    from policyloom.files.load import load_study  # noqa: PLC0415 - only after such a mistake

    study, _ = load_study(folder)
    if study is None:
        return []
    try:
        woven = compose(study, analyse(study, folder / DERIVED / "results"))
    except ProblemsError:
        return []
    return removal_lines(woven, sources, language)


def _without(woven: Woven, sources: Sequence[str], language: Language) -> tuple[list[str], bool]:
    unknown = [s for s in sources if s not in woven.study.table("sources").by_id]
    if unknown:
        return [_WORDS[language]["unknown"].format(ref=f"sources:{s}") for s in unknown], False
    return removal_lines(woven, sources, language), True


def _full(woven: Woven, reference: str) -> str:
    """Let people write S0014 or F-AI-03 for sources:S0014 and claim:F-AI-03."""
    if any(claim.id == reference for claim in woven.study.claims):
        return f"claim:{reference}"
    for table in ("sources", "policies", "cases", "figures", "trade"):
        if reference in woven.study.table(table).by_id:
            return f"{table}:{reference}"
    if woven.facts.figure(reference) is not None:
        return f"figure:{reference}"
    return f"table:{reference}" if woven.facts.result_table(reference) is not None else reference


def _chain(woven: Woven, reference: str, language: Language) -> tuple[list[str], bool]:
    words, graph = _WORDS[language], woven.lineage
    known = reference in graph.rests_on or reference in graph.carries
    if woven.facts.find(reference) is None and not known:
        near = woven.facts.nearest(reference)
        lines = [words["unknown"].format(ref=reference)]
        return lines + ([words["near"].format(near=near)] if near else []), False
    lines = [_line(woven, reference, language)]
    for heading, steps in (("back", graph.back(reference)), ("forward", graph.forward(reference))):
        lines += ["", words[heading]]
        lines += [f"{'  ' * depth}{_line(woven, r, language)}" for depth, r in steps[:MOST]]
        if not steps:
            lines.append(words["none"])
        if len(steps) > MOST:
            lines.append(words["more"].format(n=len(steps) - MOST))
    return lines, True


def _line(woven: Woven, reference: str, language: Language) -> str:
    words = _WORDS[language]
    if reference.startswith("document:"):
        return _place(reference)
    if reference.startswith("claim:"):
        return f"{reference}  {_claim_text(woven, reference.removeprefix('claim:'), language)}"
    if reference.startswith("sources:"):
        return f"{reference}  {_source(woven, reference)}"
    fact = woven.facts.find(reference)
    if fact is None:
        return reference
    sure = f"  ({words['confidence']} {fact.confidence})" if fact.confidence else ""
    if fact.value == reference.partition(":")[2]:  # a row whose main cell is its id
        return f"{reference}  {fact.label[language].rpartition(' · ')[0]}{sure}"
    value = words["undefined"] if fact.value is None else format_value(fact.value, "", language)
    return f"{reference} = {value} {fact.unit[language]}  {fact.label[language]}{sure}"


def _place(reference: str) -> str:
    return reference.removeprefix("document:")


def _source(woven: Woven, reference: str) -> str:
    row = woven.facts.row("sources", reference.removeprefix("sources:"))
    if row is None:
        return "?"
    parts = [row.text(c) for c in ("title", "publisher", "date", "address", "file")]
    return " · ".join(p for p in parts if p)


def _claim_text(woven: Woven, claim_id: str, language: Language) -> str:
    return plain_text(woven.document.statements.get((claim_id, language), ()))


def _listing(woven: Woven, language: Language) -> Iterator[str]:
    for name in woven.facts.value_names():
        yield _line(woven, name, language)
    for analysis, result in woven.facts.results.items():
        for name, figure in result.figures.items():
            yield f"figure:{analysis}.{name}  {figure.title[language]}"
        for name, table in result.tables.items():
            yield f"table:{analysis}.{name}  {table.title[language]}"
    for claim in woven.study.claims:
        yield f"claim:{claim.id}  {_claim_text(woven, claim.id, language)}"
    for row in woven.study.table("figures"):
        yield _line(woven, f"figures:{row.id}", language)
