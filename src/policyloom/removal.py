"""What changes when sources are gone, found by computing the study anew without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyloom.analysis.demand_turns import Turn, turned_cells
from policyloom.build import Woven, analyse, compose
from policyloom.core.problem import Language
from policyloom.model.facts import Facts
from policyloom.model.reference import KINDS, parse_reference
from policyloom.model.study import Study
from policyloom.model.tables import dictionary
from policyloom.model.without import without_sources
from policyloom.report.claims import STRENGTHS
from policyloom.report.document import Strength
from policyloom.report.walking import plain_text
from policyloom.report.wording import word
from policyloom.sentence_trail import fallen_sentences

_WORDS = {
    "ko": {
        "rows": "등록부에서 사라지는 행: {n}건",
        "claims": "무너지는 주장: {n}건(제안 {proposals}건)",
        "weaker": "근거의 세기가 바뀌는 주장: {n}건",
        "cells": "읽음이 바뀌는 수요의 칸: {n}칸",
        "lighter": "  증거를 잃으나 읽음은 그대로인 칸: {n}칸",
        "fallen": "기대던 것이 모두 사라지는 문장: {n}개",
        "sentences": "고쳐지거나 근거를 잃는 문장",
        "none": "  (없음)",
    },
    "en": {
        "rows": "Register rows that go: {n}",
        "claims": "Claims that fall: {n} ({proposals} proposals)",
        "weaker": "Claims whose evidence grows weaker or stronger: {n}",
        "cells": "Cells of demand that turn: {n}",
        "lighter": "  Cells that lose evidence and read as before: {n}",
        "fallen": "Sentences that have nothing left below them: {n}",
        "sentences": "Sentences that change or lose their evidence",
        "none": "  (nothing)",
    },
}


@dataclass(frozen=True)
class Aftermath:
    """What is left and what has changed.

    `weaker` are claims that stand on other evidence than before: id, strength before and after.
    `sentences` are place and first words of those that lead to nothing that still stands.
    `changed` are places of the report with the reference that is gone or has another value there.
    """

    left: Study
    claims: tuple[str, ...]
    weaker: tuple[tuple[str, Strength, Strength], ...]
    cells: tuple[Turn, ...]
    sentences: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]


def what_falls(woven: Woven, sources: Sequence[str]) -> Aftermath:
    """Return what changes without some sources.

    The study is computed anew as it would stand without them; see `model/without.py`.
    """
    left = without_sources(woven.study, set(sources))
    other = compose(left, analyse(left, None))
    before, after = woven.outcomes, other.outcomes
    standing = [c.id for c in woven.study.claims if before[c.id].holds]
    pairs = ((c, before[c].strength, after[c].strength) for c in standing if after[c].holds)
    changed = (
        (place, reference)
        for place, reference in woven.uses
        if _shown(woven.facts, reference) != _shown(other.facts, reference)
    )
    results = woven.facts.results.get("demand"), other.facts.results.get("demand")
    return Aftermath(
        left,
        tuple(c for c in standing if not after[c].holds),
        tuple(pair for pair in pairs if pair[1] != pair[2]),
        tuple(turned_cells(*results)),
        tuple(fallen_sentences(woven, other)),
        tuple(dict.fromkeys(changed)),
    )


def removal_lines(woven: Woven, sources: Sequence[str], language: Language) -> list[str]:
    """Return what changes without some sources, as lines to print."""
    words, found = _WORDS[language], what_falls(woven, sources)
    gone = sum(len(woven.study.table(t)) - len(found.left.table(t)) for t in dictionary())
    kinds = {claim.id: claim.kind for claim in woven.study.claims}
    proposals = sum(kinds[c] == "proposal" for c in found.claims)
    turning = [cell for cell in found.cells if cell.turns]
    lines = [words["rows"].format(n=gone), ""]
    lines.append(words["claims"].format(n=len(found.claims), proposals=proposals))
    lines += [_claim(woven, c, kinds[c], language) for c in found.claims] or [words["none"]]
    lines += ["", words["weaker"].format(n=len(found.weaker))]
    lines += [
        f"  {c}  {STRENGTHS[one][language]} → {STRENGTHS[other][language]}"
        for c, one, other in found.weaker
    ] or [words["none"]]
    lines += ["", words["cells"].format(n=len(turning))]
    lines += list(_cells(woven, turning, language)) or [words["none"]]
    if len(found.cells) > len(turning):
        lines.append(words["lighter"].format(n=len(found.cells) - len(turning)))
    lines += ["", words["fallen"].format(n=len(found.sentences))]
    lines += [f"  {place}  “{start}”" for place, start in found.sentences] or [words["none"]]
    lines += ["", words["sentences"]]
    places = [f"  {place.removeprefix('document:')}  {r}" for place, r in found.changed]
    return lines + (places or [words["none"]])


def _claim(woven: Woven, claim: str, kind: str, language: Language) -> str:
    text = plain_text(woven.document.statements.get((claim, language), ()))
    return f"  {claim}  [{word('claim_kind', kind, language)}]  {text}"


def _cells(woven: Woven, cells: Sequence[Turn], language: Language) -> Iterator[str]:
    for cell in cells:
        region = woven.facts.row("regions", cell.region.partition(":")[2])
        place = f"{region.text(f'name_{language}')} · " if region is not None else ""
        yield f"  {place}{cell.sector[language]}: {cell.told(language)}"


def _shown(facts: Facts, reference: str) -> object:
    parsed = parse_reference(reference)
    if parsed is None or parsed.kind in KINDS:
        return None
    fact = facts.find(reference)
    return fact.value if fact else "gone"
