"""Precision and recall of responsibility clauses, as triples of clause, body and role.

The gold is a file of places and names (`tests/extract/gold_responsibilities.jsonl`), the texts are
those of the shared corpora; beside it lie single sentences of statutes (`gold_statutes.jsonl` and,
of other statutes, `gold_development.jsonl`) and Korean and English sentences written for the
purpose (`gold_languages.jsonl`). Every document is read whole; what is found counts where it
touches an annotated place, places annotated as no clause included. Places of the frames `unseen`
and `unseen-2` were annotated before the rules were run on them and no rule was changed for them:
they say what to expect of new text. The others were used for tuning. Undefined figures are None.
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
UNSEEN = "unseen"
SENTENCES = ("gold_statutes.jsonl", "gold_development.jsonl", "gold_languages.jsonl")
"""The files of sentences beside the file of places."""


@dataclass(frozen=True)
class Annotated:
    """A place with the roles that a reader found in it; none where it is no clause.

    `text` is the annotated sentence itself where the place is none of a corpus.
    """

    file: str
    record: str
    start: int
    end: int
    form: str
    frame: str
    roles: frozenset[Triple]
    text: str = ""


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
    """Read the annotated places, and the sentences of the files beside it where there are any."""
    files = [path, *map(path.with_name, SENTENCES)]
    rows = [row for file in files if file.is_file() for row in _rows(file)]
    return [_annotated(row) for row in rows]


def _rows(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def judge(gold: Iterable[Annotated], corpora: Path) -> Iterator[Judged]:
    """Read every document that the gold names, once, and compare place by place."""
    clauses: dict[tuple[str, str], list[Clause]] = {}
    for place in gold:
        if place.text:
            yield Judged(place, _triples(find_clauses(place.text), place))
            continue
        key = (place.file, place.record)
        if key not in clauses:
            clauses[key] = find_clauses(texts(corpora / place.file)[place.record])
        yield Judged(place, _triples(clauses[key], place))


def scores(judged: Iterable[Judged]) -> list[Score]:
    """Return a score for each form, and within it for each way the places were drawn.

    The score of a form is of the places used for tuning; those of the frames `unseen` stand apart.
    """
    listed = list(judged)
    names = sorted(
        {(j.place.form, "") for j in listed} | {(j.place.form, j.place.frame) for j in listed}
    )
    return [
        _score(
            form + (f", {frame}" if frame else ""),
            [j for j in listed if j.place.form == form and _counts(j.place.frame, frame)],
        )
        for form, frame in names
    ]


def _counts(frame: str, wanted: str) -> bool:
    return frame == wanted if wanted else not frame.startswith(UNSEEN)


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
    text = str(row.get("text", ""))
    return Annotated(
        file=str(row.get("file", row.get("source"))),
        record=str(row.get("record", "")),
        start=int(str(row.get("start", 0))),
        end=int(str(row.get("end", len(text)))),
        form=str(row["form"]),
        frame=str(row["frame"]),
        roles=frozenset((str(role), str(name)) for role, name in roles),
        text=text,
    )


def _triples(clauses: list[Clause], place: Annotated) -> frozenset[Triple]:
    return frozenset(
        ("support" if share.role == "with" else share.role, share.body.name)
        for clause in clauses
        if clause.start < place.end and clause.end > place.start
        for share in clause.shares
    )
