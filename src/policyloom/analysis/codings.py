"""Codings of policies by people: which one counts, and how far coders agree.

An adjudicated coding counts. Without one all coders must agree; where they differ nothing counts,
and the thing stays uncoded with that reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import NO_UNIT, Answer
from policyloom.methods.agreement import krippendorff_alpha
from policyloom.methods.agreement.alpha import Metric
from policyloom.model.evidence import Record
from policyloom.model.result import NO_REASON, Text

Thing = tuple[str, str]
"""A policy and what of it is coded."""

CODINGS = Text("건", "codings")
DIFFER = Text("부호화가 갈림", "coders differ")
UNTOLD = Text("보았으나 정할 수 없음", "looked at and could not be told")


@dataclass(frozen=True)
class Coding:
    """One row of a register of codings; `value` None where the coder could not tell."""

    ref: str
    policy: str
    what: str
    value: int | None
    coder: str
    adjudicated: bool = False


@dataclass(frozen=True)
class Settled:
    """What counts for one thing: the value, or None with the reason, and the rows it rests on."""

    value: int | None
    origins: tuple[str, ...]
    reason: Text = NO_REASON


def coding(table: str, row: Record, what: str, value: str) -> Coding:
    """Read a row; `what` and `value` name its columns."""
    return Coding(
        f"{table}:{row['id']}",
        row["policy"],
        row[what],
        row[value],
        row["coder"] or "",
        row["standing"] == "adjudicated",
    )


def settle(codings: Iterable[Coding]) -> dict[Thing, Settled]:
    """Return what counts for each thing that was coded, in the order of the register."""
    found: dict[Thing, list[Coding]] = {}
    for own in codings:
        found.setdefault((own.policy, own.what), []).append(own)
    return {thing: _settled(several) for thing, several in found.items()}


def _settled(several: Sequence[Coding]) -> Settled:
    origins = tuple(c.ref for c in several)
    final = [c.value for c in several if c.adjudicated]
    values = set(final or (c.value for c in several))
    if len(values) > 1:
        return Settled(None, origins, DIFFER)
    value = values.pop()
    return Settled(value, origins, UNTOLD if value is None else NO_REASON)


def coders(codings: Iterable[Coding]) -> list[str]:
    """Return who coded, by name; those who only adjudicate are none."""
    return sorted({c.coder for c in codings if not c.adjudicated})


def add_agreement(
    answer: Answer, codings: Sequence[Coding], metric: Metric, looked_at: Sequence[str]
) -> None:
    """Add the values `codings`, `coders`, `disputed` and `alpha` (Krippendorff 2011)."""
    every = [c.ref for c in codings]
    answer.count("codings", Text("부호화", "Codings"), every, CODINGS, looked_at)
    label = Text("부호화한 사람", "Coders")
    answer.number("coders", label, len(coders(codings)), Text("명", "people"), every or looked_at)
    settled = settle(codings)
    split = [ref for s in settled.values() if s.reason == DIFFER for ref in s.origins]
    label = Text("갈려서 쓰지 않은 것", "Disputed and not used")
    number = sum(1 for s in settled.values() if s.reason == DIFFER)
    answer.number("disputed", label, number, CODINGS, split or every or looked_at)
    codes = list(_codes(codings, settled).values())
    alpha = krippendorff_alpha(codes, metric) if codes else None
    label = Text("부호화자 사이의 크리펜도르프 알파", "Krippendorff's alpha of the coders")
    why = alpha.reason if alpha else Text("매긴 것이 없음", "nothing was coded")
    value = alpha.value if alpha else None
    answer.number("alpha", label, value, NO_UNIT, every or looked_at, why)


def _codes(
    codings: Sequence[Coding], things: Mapping[Thing, Settled]
) -> dict[str, list[float | None]]:
    """Return the codes of every coder in the order of the things, None where one has none."""
    place = {thing: at for at, thing in enumerate(things)}
    made: dict[str, list[float | None]] = {name: [None] * len(place) for name in coders(codings)}
    for own in codings:
        if not own.adjudicated:
            made[own.coder][place[own.policy, own.what]] = own.value
    return made
