"""What is searched for in a document when it is read, in the process that reads it.

Everything is plain data for the stored record (`files/held.py`), independent of any study: what the
text says of itself, its clauses that give bodies a task, and the documents that it cites. So it is
searched once a content, and a text on which the search never ends costs its time limit, no more.
"""

from __future__ import annotations

from typing import Any

from policyloom.extract.citations import Citation, find_citations
from policyloom.extract.responsibility import find_clauses
from policyloom.extract.shares import Clause
from policyloom.held.about import about
from policyloom.model.document import ReadDocument


def search_document(document: ReadDocument) -> dict[str, Any]:
    """Return the record of all that is found in a document that was read."""
    clauses = find_clauses(document.text, document.passages)
    return {
        "about": about(document),
        "clauses": [_clause(clause) for clause in clauses],
        "citations": [_citation(cited) for cited in find_citations(document.text)],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "start": clause.start,
        "end": clause.end,
        "task": clause.task,
        "lead": clause.lead,
        "responsible": clause.responsible,
        "support": clause.support,
        "is_open": clause.is_open,
        "rule": clause.rule,
    }


def _citation(cited: Citation) -> dict[str, Any]:
    return {
        "start": cited.start,
        "end": cited.end,
        "title": cited.title,
        "number": cited.doc_number,
        "verb": cited.verb or "",
        "implements": cited.implements,
    }
