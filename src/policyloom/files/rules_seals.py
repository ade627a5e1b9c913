"""Rules on seals: what was confirmed against its source stands as it was confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.files.seals import MARKS, SEALS, Seal, Sealable, read_seals, sealables
from policyloom.model.study import Study
from policyloom.model.tables import dictionary


def broken_seals(study: Study) -> Iterator[Problem]:
    """What was sealed is there and unchanged; what was never sealed is no problem."""
    seals, problems = read_seals(study.folder)
    yield from problems
    if not seals:
        return
    seen = set()
    for thing in sealables(study):
        seal = seals.get(thing.of)
        if seal is not None:
            seen.add(thing.of)
            if seal.parts != thing.parts and not seal.gone:
                yield from _differences(thing, seal)
    for of, seal in seals.items():
        if of not in seen and not seal.gone:
            yield from _gone(study, seal)


def _differences(thing: Sealable, seal: Seal) -> Iterator[Problem]:
    words = {"of": thing.of, "by": seal.by, "date": seal.date}
    for part in [*thing.parts, *(p for p in seal.parts if p not in thing.parts)]:
        then, now = seal.parts.get(part), thing.parts.get(part)
        if then == now:
            continue
        if part == MARKS and "#" in thing.of:
            yield problem("seal.marks", thing.file, thing.line, **words)
            continue
        code = "seal.added" if then is None else "seal.dropped" if now is None else "seal.changed"
        yield problem(code, thing.file, thing.line, part, part=part, **words)


def _gone(study: Study, seal: Seal) -> Iterator[Problem]:
    """A row or claim that was sealed and has gone; rewritten paragraphs are no loss."""
    table, colon, _ = seal.of.partition(":")
    if not colon or "#" in seal.of:
        return
    spec = dictionary().get(table)
    file = "claims.yaml" if table == "claim" else spec.file if spec else SEALS
    if study.inputs.get(file) != "":
        yield problem("seal.gone", file, 0, "", of=seal.of, by=seal.by, date=seal.date)
