"""Responsibility clauses of a document: which task is whose, who leads and who supports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policyloom.extract.clauses import bracketed_clauses, labelled_clauses
from policyloom.extract.duties import sentence_clauses
from policyloom.extract.english_duties import english_clauses
from policyloom.extract.korean_duties import korean_clauses
from policyloom.extract.script import as_printed, simplified
from policyloom.extract.shares import Clause, Share, first_leads
from policyloom.extract.table_duties import table_clauses
from policyloom.extract.tasks import LONGEST_TASK
from policyloom.model.document import Passage


def find_clauses(text: str, passages: Sequence[Passage] = ()) -> list[Clause]:
    """Return every responsibility clause of a text, in order, without overlaps.

    Brackets and labels are read first, then tables where the text comes with its passages;
    sentences are read around them. Names and quotes are as printed, in whatever script.
    """
    rules = simplified(text)
    structured = _apart([*bracketed_clauses(rules), *labelled_clauses(rules)])
    structured = _apart([*structured, *_beside(structured, table_clauses(rules, passages))])
    taken = [(c.start, c.end) for c in structured]
    spoken = [*sentence_clauses(rules, taken), *korean_clauses(rules), *english_clauses(rules)]
    found = [*first_leads(rules, structured), *_beside(structured, spoken)]
    found.sort(key=lambda c: c.start)
    return found if rules is text else [_printed(c, text, rules) for c in found]


def _apart(clauses: list[Clause]) -> list[Clause]:
    """Keep the first of clauses that overlap."""
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda c: (c.start, -c.end)):
        if not kept or clause.start >= kept[-1].end:
            kept.append(clause)
    return kept


def _beside(taken: Sequence[Clause], clauses: Iterable[Clause]) -> list[Clause]:
    """Keep the table rows and sentences that no clause of brackets or labels lies in."""
    return [
        c
        for c in clauses
        if c.form == "sentence" or not any(t.start < c.end and t.end > c.start for t in taken)
    ]


def _printed(clause: Clause, text: str, rules: str) -> Clause:
    """Return a clause with its words as the text prints them."""
    shares = tuple(
        Share(
            replace(s.body, name=re.sub(r"\s+", "", text[s.body.start : s.body.end])),
            s.role,
            as_printed(s.word, text, rules, clause.start),
        )
        for s in clause.shares
    )
    task = as_printed(clause.task, text, rules, max(0, clause.start - LONGEST_TASK))
    quote = text[clause.start : clause.end]
    return replace(clause, quote=quote, shares=shares, task=task)
