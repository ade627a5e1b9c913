"""Responsibility clauses of a document: which task is whose, who leads and who supports."""

from __future__ import annotations

from policyloom.extract.clauses import bracketed_clauses, labelled_clauses
from policyloom.extract.duties import sentence_clauses
from policyloom.extract.shares import Clause, first_leads


def find_clauses(text: str) -> list[Clause]:
    """Return every responsibility clause of a text, in order, without overlaps.

    Brackets and labels are read first; sentences are read around them.
    """
    structured = [*bracketed_clauses(text), *labelled_clauses(text)]
    structured.sort(key=lambda c: (c.start, -c.end))
    kept: list[Clause] = []
    for clause in structured:
        if not kept or clause.start >= kept[-1].end:
            kept.append(clause)
    spoken = sentence_clauses(text, [(c.start, c.end) for c in kept])
    return sorted([*first_leads(text, kept), *spoken], key=lambda c: c.start)
