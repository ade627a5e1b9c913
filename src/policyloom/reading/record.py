"""A read document as plain JSON: what the worker hands back, and what may be kept on disk."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any

from policyloom.core.problem import Problem
from policyloom.model.document import Passage, ReadDocument

_PASSAGE = attrgetter(*(field.name for field in fields(Passage)))
_PLAIN = ("file", "format", "text", "title", "language", "encoding", "pages")


def as_record(document: ReadDocument) -> dict[str, Any]:
    """Return the document as an object of plain values; passages are lists in field order."""
    return {
        **{name: getattr(document, name) for name in _PLAIN},
        "passages": [_PASSAGE(passage) for passage in document.passages],
        "metadata": dict(document.metadata),
        "problems": [
            [p.file, p.line, p.column, p.code, [list(pair) for pair in p.words]]
            for p in document.problems
        ],
    }


def from_record(record: dict[str, Any]) -> ReadDocument:
    """Return the document that `as_record` wrote down."""
    return ReadDocument(
        **{name: record[name] for name in _PLAIN},
        passages=tuple(Passage(*values) for values in record["passages"]),
        metadata=record["metadata"],
        problems=tuple(
            Problem(file, line, column, code, tuple((name, word) for name, word in words))
            for file, line, column, code, words in record["problems"]
        ),
    )
