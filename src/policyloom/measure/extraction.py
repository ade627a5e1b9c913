"""Precision and recall of responsibility clauses, as triples of clause, body and role.

The gold is a file of places and names (`tests/extract/gold_responsibilities.jsonl`), the texts are
those of the shared corpora. Every document is read whole; what is found counts where it touches an
annotated place, places annotated as no clause included. Undefined figures are None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policyloom.extract.responsibility import find_clauses
from policyloom.extract.shares import Clause
from policyloom.measure.corpora import texts

Triple = tuple[str, str]


@dataclass(frozen=True)
class Annotated:
    """A place with the roles that a reader found in it; none where it is no clause."""

    file: str
    record: str
    start: int
    end: int
    form: str
    frame: str
    roles: frozenset[Triple]


@dataclass(frozen=True)
class Judged:
    """An annotated place and what the program found there."""

    place: Annotated
    found: frozenset[Triple]

    @property
    def right(self) -> int:
        """Return how many triples agree."""
        return len(self.place.roles & self.found)


@dataclass(frozen=True)
class Score:
    """Counts over some places."""

    name: str
    places: int
    clauses: int
    right: int
    found: int
    given: int

    @property
    def precision(self) -> float | None:
        """Return the share of what was found that is right."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Return the share of what was given that was found."""
        return self.right / self.given if self.given else None


def read_gold(path: Path) -> list[Annotated]:
    """Read the annotated places."""
    with path.open(encoding="utf-8") as lines:
        return [_annotated(json.loads(line)) for line in lines if line.strip()]


def judge(gold: Iterable[Annotated], corpora: Path) -> Iterator[Judged]:
    """Read every document that the gold names, once, and compare place by place."""
    clauses: dict[tuple[str, str], list[Clause]] = {}
    for place in gold:
        key = (place.file, place.record)
        if key not in clauses:
            clauses[key] = find_clauses(texts(corpora / place.file)[place.record])
        yield Judged(place, _triples(clauses[key], place))


def scores(judged: Iterable[Judged]) -> list[Score]:
    """Return a score for each form, and within it for each way the places were drawn."""
    listed = list(judged)
    names = sorted(
        {(j.place.form, "") for j in listed} | {(j.place.form, j.place.frame) for j in listed}
    )
    return [
        _score(
            form + (f", {frame}" if frame else ""),
            [j for j in listed if j.place.form == form and frame in ("", j.place.frame)],
        )
        for form, frame in names
    ]


def _score(name: str, judged: list[Judged]) -> Score:
    return Score(
        name,
        len(judged),
        sum(bool(j.place.roles) for j in judged),
        sum(j.right for j in judged),
        sum(len(j.found) for j in judged),
        sum(len(j.place.roles) for j in judged),
    )


def _annotated(row: dict[str, object]) -> Annotated:
    roles = row["roles"]
    assert isinstance(roles, list)
    return Annotated(
        file=str(row["file"]),
        record=str(row["record"]),
        start=int(str(row["start"])),
        end=int(str(row["end"])),
        form=str(row["form"]),
        frame=str(row["frame"]),
        roles=frozenset((str(role), str(name)) for role, name in roles),
    )


def _triples(clauses: list[Clause], place: Annotated) -> frozenset[Triple]:
    return frozenset(
        ("support" if share.role == "with" else share.role, share.body.name)
        for clause in clauses
        if clause.start < place.end and clause.end > place.start
        for share in clause.shares
    )
