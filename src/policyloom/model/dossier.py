"""Dossier: what is known of one case, in order, and what is not.

A dossier is put together from the rows of the registers; it adds nothing. A section without a row
is a gap, which readers are shown. Claims that differ about one matter stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policyloom.core.dates import parse_date
from policyloom.model.result import Text
from policyloom.model.tables import Row

ROLES = "case_roles"
EVENTS = "case_events"
CAUSES = "case_causes"

PARTIES: Mapping[str, Text] = {
    "authority": Text("정부", "Government"),
    "firm": Text("기업", "Firms"),
    "science": Text("대학·연구기관", "Universities and institutes"),
    "association": Text("협회·공공기관", "Associations and agencies"),
}
"""Groups of participants, in the order shown."""

_PARTY = {"university": "science", "institute": "science"}

SUPPORT: Mapping[str, Text] = {
    "designation": Text("지정", "Designation"),
    "regulation": Text("규제", "Regulation"),
    "finance": Text("재정·자금", "Finance"),
    "tax": Text("조세", "Tax"),
}
"""Kinds of measures that governments and funders took, for a case or against it."""

SECTIONS: Mapping[str, Text] = {
    "authority": Text("정부의 역할", "Role of government"),
    "firm": Text("기업의 역할", "Role of firms"),
    "science": Text("대학·연구기관의 역할", "Role of universities and institutes"),
    "timeline": Text("날짜가 있는 이력", "Dated events"),
    "step": Text("추진", "What was tried"),
    "designation": Text("지정", "Designation"),
    "regulation": Text("규제", "Regulation"),
    "finance": Text("재정·자금", "Finance"),
    "tax": Text("조세", "Tax"),
    "problem": Text("문제", "Problems"),
    "response": Text("대응", "Responses"),
    "outcome": Text("성과", "Outcome"),
    "reporter": Text("성과를 밝힌 이", "Who reported the outcome"),
}
"""What a dossier should tell; a section without a row is a gap."""


@dataclass(frozen=True)
class Dossier:
    """A case's rows: participants by group, events by kind, dated ones in order, disputes."""

    case: str
    roles: Mapping[str, tuple[Row, ...]]
    events: Mapping[str, tuple[Row, ...]]
    timeline: tuple[Row, ...]
    disputes: Mapping[str, tuple[Row, ...]]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the sections of SECTIONS of which nothing was seen."""
        return tuple(name for name, rows in sections(self).items() if not rows)

    def of(self, kind: str) -> tuple[Row, ...]:
        """Return the events of a kind, the dated ones first in their order."""
        return self.events.get(kind, ())

    @property
    def support(self) -> tuple[Row, ...]:
        """Return the measures taken: designation, regulation, finance, tax."""
        return tuple(row for kind in SUPPORT for row in self.of(kind))

    @property
    def undisputed(self) -> tuple[Row, ...]:
        """Return the outcomes on which no two claims differ."""
        return tuple(r for r in self.of("outcome") if r.text("matter") not in self.disputes)


def dossier(case: str, roles: Iterable[Row], events: Iterable[Row]) -> Dossier:
    """Return the dossier of a case from its rows of case_roles and case_events."""
    parties: dict[str, list[Row]] = {}
    for row in roles:
        kind = row.text("kind")
        parties.setdefault(_PARTY.get(kind, kind), []).append(row)
    kinds: dict[str, list[Row]] = {}
    matters: dict[str, list[Row]] = {}
    ordered = sorted(events, key=_day)
    for row in ordered:
        kinds.setdefault(row.text("kind"), []).append(row)
        if row.text("matter"):
            matters.setdefault(row.text("matter"), []).append(row)
    timeline = tuple(row for row in ordered if row.text("date"))
    disputes = {m: tuple(found) for m, found in matters.items() if len(found) > 1}
    return Dossier(
        case=case,
        roles={k: tuple(parties[k]) for k in PARTIES if k in parties},
        events={k: tuple(found) for k, found in kinds.items()},
        timeline=timeline,
        disputes=disputes,
    )


def sections(found: Dossier) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each section of SECTIONS; () where there is a gap.

    A participant counts once what they did is known.
    """
    told: dict[str, tuple[Row, ...]] = {
        name: tuple(r for r in found.roles.get(name, ()) if r.text("role"))
        for name in ("authority", "firm", "science")
    }
    told["timeline"] = found.timeline
    for kind in ("step", *SUPPORT, "problem", "response", "outcome"):
        told[kind] = found.of(kind)
    told["reporter"] = tuple(r for r in found.of("outcome") if r.text("reported_by"))
    return told


def _day(row: Row) -> tuple[bool, str, str]:
    """Order by the first day that a date can mean; undated rows come last."""
    found = parse_date(row.text("date"))
    return found is None, found.first.isoformat() if found else "", ""
