"""The only module that knows the order: load, check, analyse, test claims, compose, write.

What is stale is decided by fingerprints over inputs, options and our own code; what is not stale is
read back. Outputs are swapped in whole, and only when nothing is wrong.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.atomic import new_folder, write_file
from policyloom.core.ids import fingerprint
from policyloom.core.problem import Problem, ProblemsError, errors
from policyloom.files.inputs import input_digests
from policyloom.fingerprints import (
    code_fingerprint,
    entry_fingerprint,
    held_fingerprint,
    options_of,
)
from policyloom.terminal import OUTPUTS, Built, Steps

if TYPE_CHECKING:
    from policyloom.model.facts import Facts
    from policyloom.model.lineage import Lineage, Trail
    from policyloom.model.result import Result
    from policyloom.model.study import Study
    from policyloom.report.claims import ClaimOutcome
    from policyloom.report.document import Document
    from policyloom.report.figures import Pictures
    from policyloom.store.cache import Cache

DERIVED = "derived"
_RESULTS: dict[str, Result] = {}
"""The results that this process read last: a watched folder is built again and again."""
_STEPS = {
    "ko": ("폴더 읽기", "분석", "주장 검증과 보고서 엮기", "보고서(HTML)", "사이트", "보고서(PDF)"),
    "en": ("reading", "analyses", "testing claims", "report (HTML)", "site", "report (PDF)"),
}


@dataclass(frozen=True)
class Woven:
    """A study with everything computed and composed, nothing written."""

    study: Study
    facts: Facts
    outcomes: Mapping[str, ClaimOutcome]
    document: Document
    trail: Trail
    problems: tuple[Problem, ...]

    @property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """Return who uses which evidence in the report: (place or claim, reference)."""
        return self.trail.uses

    @property
    def lineage(self) -> Lineage:
        """Return what rests on what."""
        return self.trail.lineage


def check_folder(folder: Path) -> list[Problem]:
    """Return every problem of a study folder that can be told without running analyses."""
    from policyloom.analysis.catalogue import CATALOGUE
    from policyloom.files.check import check_study
    from policyloom.files.load import load_study
    from policyloom.held.texts import text_of
    from policyloom.report.compose import proofread

    study, problems = load_study(folder)
    if study is not None:
        known = {entry.name for entry in CATALOGUE}
        problems = [*problems, *check_study(study), *proofread(study, known, text_of(study))]
    return sorted(set(problems))


def build(folder: Path, steps: Steps, *, fresh: bool = False) -> Built:
    """Build a study into its derived/ folder; only what is stale is redone.

    With errors nothing is written, and the last good outputs stand; a study marked as a draft is
    written all the same, with its problems in the margin.
    """
    from policyloom.store.cache import Cache

    started = time.monotonic()
    state = Cache(folder / DERIVED / "state")
    now = fingerprint(input_digests(folder), code_fingerprint())
    counts = None if fresh else state.read("study", now)
    if counts is not None and all((folder / DERIVED / o).is_file() for o in OUTPUTS.values()):
        return Built(folder, (), counts, (), time.monotonic() - started)
    with steps.over(_STEPS[steps.language]):
        woven = weave(folder, steps, fresh=fresh)
        if isinstance(woven, tuple):
            return Built(folder, woven, seconds=time.monotonic() - started)
        counts = _count(woven)
        if errors(woven.problems) and not woven.study.settings.report.draft:
            return Built(folder, woven.problems, counts, seconds=time.monotonic() - started)
        made = _write_outputs(woven, now, fresh, steps)
    if not woven.problems:
        state.write("study", now, counts)
    return Built(folder, woven.problems, counts, made, time.monotonic() - started)


def weave(
    folder: Path, steps: Steps | None = None, *, fresh: bool = False, keep: bool = True
) -> Woven | tuple[Problem, ...]:
    """Load, check, analyse, test and compose; the problems alone where the folder has errors.

    Without `keep` what was computed is not written, for folders that are only tried out.
    """
    from policyloom.files.check import check_study
    from policyloom.files.load import load_study
    from policyloom.held.texts import hold_texts

    steps = steps or Steps(shown=False)
    names = _STEPS[steps.language]
    steps.step(names[0])
    study, found = load_study(folder)
    if study is not None:
        hold_texts(study)
        found = [*found, *check_study(study)]
    if study is None or errors(found):
        return tuple(sorted(found))
    steps.step(names[1])
    try:
        results = analyse(study, None if fresh else folder / DERIVED / "results", keep=keep)
    except ProblemsError as refused:
        return refused.problems
    steps.step(names[2])
    return compose(study, results, found)


def compose(study: Study, results: Mapping[str, Result], problems: Sequence[Problem] = ()) -> Woven:
    """Test the claims of a study against its results and compose its report."""
    from policyloom.held.texts import text_of
    from policyloom.model.facts import Facts
    from policyloom.report.claim_graph import claim_problems
    from policyloom.report.claims import test_claims
    from policyloom.report.compose import compose_report

    facts, texts = Facts(study, results), text_of(study)
    tested, failing = test_claims(study, facts, texts)
    document, misprints, trail = compose_report(study, facts, tested, texts)
    outcomes = {outcome.claim.id: outcome for outcome in tested}
    warnings = claim_problems(study, facts, tested, document)
    found = sorted({*problems, *failing, *misprints, *warnings})
    return Woven(study, facts, outcomes, document, trail, tuple(found))


def analyse(study: Study, kept_in: Path | None, *, keep: bool = True) -> dict[str, Result]:
    """Run every analysis of the catalogue whose inputs changed; read the others back.

    Without `keep` what was run is not written, for studies that are only tried out.
    """
    from policyloom.analysis.catalogue import CATALOGUE
    from policyloom.store.cache import Cache
    from policyloom.store.evidence import open_evidence

    kept = Cache(kept_in) if kept_in is not None else None
    held = held_fingerprint(study)
    prints = {entry.name: entry_fingerprint(study, entry, held) for entry in CATALOGUE}
    found = {}
    for entry in CATALOGUE:
        result = _kept_result(kept, entry.name, prints[entry.name]) if kept else None
        if result is not None:
            found[entry.name] = result
    stale = [entry for entry in CATALOGUE if entry.name not in found]
    wanted = {table for entry in stale for table in entry.tables}
    evidence = open_evidence(study, wanted) if stale else None
    for entry in stale:
        assert evidence is not None
        result = entry.load()(evidence, options_of(study, entry))
        found[entry.name] = replace(result, fingerprint=prints[entry.name])
        if kept is not None and keep:
            kept.write(entry.name, prints[entry.name], found[entry.name].as_record())
    return {entry.name: found[entry.name] for entry in CATALOGUE}


def _kept_result(kept: Cache, name: str, now: str) -> Result | None:
    """Return a result that is not stale: from memory, where this process read it before."""
    from policyloom.model.result import result_from_record

    before = _RESULTS.get(name)
    if before is not None and before.fingerprint == now and kept.holds(name, now):
        return before
    record = kept.read(name, now)
    if record is None:
        return None
    _RESULTS[name] = result = result_from_record(record)
    return result


def _write_outputs(woven: Woven, now: str, fresh: bool, steps: Steps) -> tuple[str, ...]:
    """Write what is stale; return the names of the outputs made anew."""
    from policyloom.report.figures import draw_figures
    from policyloom.store.cache import Cache

    derived = woven.study.folder / DERIVED
    kept = Cache(derived / "state")
    printed = replace(woven.document, evidence={})
    prints = {"html": now, "site": now, "pdf": fingerprint(repr(printed), code_fingerprint())}
    stale = [
        name
        for name, path in OUTPUTS.items()
        if fresh or kept.read(name, prints[name]) is None or not (derived / path).is_file()
    ]
    names = _STEPS[steps.language]
    with ThreadPoolExecutor(max_workers=1) as beside:
        steps.step(names[3])
        pictures = draw_figures(woven.document, woven.facts, derived / "figures")
        pdf = beside.submit(_write_pdf, woven, pictures) if "pdf" in stale else None
        if "html" in stale:
            _write_html(woven, pictures)
        steps.step(names[4])
        if "site" in stale:
            _write_site(woven, fresh)
        steps.step(names[5])
        if pdf is not None:
            pdf.result()
    for name in stale:
        kept.write(name, prints[name], {})
    return tuple(stale)


def _write_pdf(woven: Woven, pictures: Pictures) -> None:
    from policyloom.report.pdf import write_pdf

    path = woven.study.folder / DERIVED / OUTPUTS["pdf"]
    write_file(path, write_pdf(woven.document, pictures))


def _write_html(woven: Woven, pictures: Pictures) -> None:
    from policyloom.report.html import write_html

    derived = woven.study.folder / DERIVED
    page = write_html(woven.document, pictures, derived / "figures")
    write_file(derived / OUTPUTS["html"], page)


def _write_site(woven: Woven, fresh: bool) -> None:
    from policyloom.site.kept import Before
    from policyloom.site.material import Material
    from policyloom.site.write import renew_site
    from policyloom.store.cache import Cache

    derived, study = woven.study.folder / DERIVED, woven.study
    kept = Cache(derived / "state")
    common = study.settings.model_dump(), study.codebook.model_dump(), study.geometry
    base = fingerprint(common, code_fingerprint())
    record = None if fresh else kept.read("pages", base)
    before = Before(derived / "site", record) if record is not None else None
    material = Material(study, woven.facts, woven.lineage, woven.outcomes, woven.problems)
    with new_folder(derived / "site") as folder:
        made = renew_site(material, folder, keep=derived / "figures", before=before)
    kept.write("pages", base, made)


def _count(woven: Woven) -> dict[str, int]:
    """Count what the closing summary names."""
    from policyloom.report.document import NumberMark
    from policyloom.report.walking import walk

    results = woven.facts.results.values()
    chapters = tuple(block for part in woven.document.parts for block in part.blocks)
    registers = [t for t in woven.study.tables.values() if t.spec.file.startswith("registers/")]
    return {
        "sources": len(woven.study.table("sources")),
        "facts": sum(map(len, registers)),
        "values": sum(len(r.values) for r in results),
        "figures": sum(len(r.figures) for r in results),
        "claims": len(woven.outcomes),
        "numbers": sum(isinstance(node, NumberMark) for node in walk(chapters)),
        "gaps": len(woven.study.table("gaps")),
    }
