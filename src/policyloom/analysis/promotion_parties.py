"""Governments, firms and institutes of projects: pilots and cases, with parties read from names.

Who takes part stands in free lists. A name is looked up in the registers of firms and of bodies,
without what stands in brackets, then by what stands in them; what no register knows is a party of
the name as printed. `names` of the options says which printed name stands for which other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policyloom.analysis.tasks import Body
from policyloom.core.dates import parse_date
from policyloom.model.evidence import Evidence, Record
from policyloom.model.result import Text

Kind = Literal["government", "firm", "institute"]
KINDS: Mapping[Kind, Text] = {
    "government": Text("정부", "Government"),
    "firm": Text("기업", "Firm"),
    "institute": Text("연구기관·대학", "Institute"),
}
_INSTITUTE = re.compile(
    r"大学|學院|学院|研究院|研究所|科学院|研究中心|创新中心|实验室|대학|연구원|연구소|연구센터|실험실"
    r"|\b(university|institute|academy|laborator)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^(?P<name>[^(（]*)[(（](?P<inner>[^)）]*)[)）]?\s*(?P<rest>.*)$")
_SHORTEST = 3


@dataclass(frozen=True)
class Party:
    """Who takes part in projects. `ref` names its row, "" where no register has it."""

    id: str
    name: Text
    kind: Kind
    ref: str = ""


@dataclass(frozen=True)
class Project:
    """A pilot or a case, with its parties."""

    ref: str
    title: Text
    sectors: tuple[str, ...]
    region: str
    year: int | None
    parties: tuple[Party, ...]

    @property
    def by_kind(self) -> dict[str, list[Party]]:
        """Return the parties of each kind that takes part."""
        found: dict[str, list[Party]] = {}
        for party in self.parties:
            found.setdefault(party.kind, []).append(party)
        return found


class Directory:
    """Looks up printed names."""

    def __init__(
        self,
        firms: Iterable[Record],
        bodies: Iterable[Record],
        scopes: Mapping[str, Body],
        names: Mapping[str, str],
        institutes: Iterable[str],
    ) -> None:
        self._names = {_plain(key): str(value) for key, value in names.items()}
        self._institutes = {_plain(name) for name in institutes}
        self._parties: dict[str, Party] = {}
        self._bodies: dict[str, Party] = {}
        for row in bodies:
            party = _body(row, scopes)
            self._bodies[row["id"]] = party
            for name in (row["name"], row["name_ko"], row["name_en"], *(row["other_names"] or ())):
                self._put(name, party)
        for row in firms:
            shown = Text(row["name_ko"], row["name_en"] or row["name"] or row["name_ko"])
            party = Party(f"firm:{row['id']}", shown, "firm", f"firms:{row['id']}")
            for name in (row["name"], row["name_ko"], row["name_en"]):
                self._put(name, party)

    def _put(self, name: str | None, party: Party) -> None:
        for form in _forms(name or ""):
            self._parties.setdefault(form, party)

    def body(self, actor: str) -> Party:
        """Return the party of a row of the register of bodies."""
        return self._bodies.get(actor) or Party(f"actor:{actor}", Text(actor, actor), "government")

    def firm(self, printed: str) -> Party | None:
        """Return the party that a name in a list of firms stands for; None for an empty one."""
        forms = list(_forms(printed))
        for form in forms:
            meant = _plain(self._names.get(form, form))
            if meant in self._parties:
                return self._parties[meant]
        if not forms:
            return None
        chosen = self._names.get(forms[0], _outer(printed))
        institute = _INSTITUTE.search(printed) or {_plain(chosen), *forms} & self._institutes
        return Party(
            f"name:{_plain(chosen)}", Text(chosen, chosen), "institute" if institute else "firm"
        )

    def governments(self, printed: str) -> Iterator[Party]:
        """Yield the parties that a piece of text about governments names.

        Bodies of the register whose name stands in the text, longest first; where there is none,
        the text itself.
        """
        rest = printed.casefold()
        found = []
        for form in sorted(self._parties, key=lambda f: (-len(f), f)):
            party = self._parties[form]
            if party.kind == "government" and len(form) >= _SHORTEST and form in rest:
                rest = rest.replace(form, "\n")
                found.append(party)
        if found:
            yield from dict.fromkeys(found)
        elif _outer(printed):
            name = _outer(printed)
            yield Party(f"name:{_plain(name)}", Text(name, name), "government")


def projects(evidence: Evidence, directory: Directory) -> list[Project]:
    """Return pilots and cases with at least one known party, in the order of their ids."""
    rows = evidence.query(
        """
        SELECT 'pilots:' || id AS ref, coalesce(name_ko, name) AS ko, name AS en, sectors, region,
               date AS day, designated_by, '' AS lead, firms
        FROM pilots
        UNION ALL
        SELECT 'cases:' || id, title_ko, title_en, [sector], region, start, [], lead_government,
               firms
        FROM cases ORDER BY ref
        """
    )
    found = []
    for row in rows:
        parties = dict.fromkeys(_parties(row, directory))
        if parties:
            day = parse_date(row["day"] or "")
            found.append(
                Project(
                    row["ref"],
                    Text(row["ko"], row["en"]),
                    tuple(row["sectors"] or ()),
                    row["region"],
                    day.year if day else None,
                    tuple(parties),
                )
            )
    return found


def directory_of(
    evidence: Evidence,
    scopes: Mapping[str, Body],
    names: Mapping[str, str],
    institutes: Iterable[str],
) -> Directory:
    """Read the registers of firms and bodies."""
    firms = evidence.query("SELECT id, name, name_ko, name_en FROM firms ORDER BY id")
    bodies = evidence.query(
        "SELECT id, name, name_ko, name_en, kind, other_names FROM actors ORDER BY id"
    )
    return Directory(firms, bodies, scopes, names, institutes)


def _parties(row: Record, directory: Directory) -> Iterator[Party]:
    for actor in row["designated_by"] or ():
        yield directory.body(actor)
    for piece in re.split(r"[;；]", row["lead"] or ""):
        if piece.strip():
            yield from directory.governments(piece.strip())
    for printed in row["firms"] or ():
        party = directory.firm(printed)
        if party:
            yield party


def _body(row: Record, scopes: Mapping[str, Body]) -> Party:
    kinds: Mapping[str, Kind] = {"firm": "firm", "institute": "institute"}
    kind = kinds.get(row["kind"], "government")
    name = scopes[row["id"]].name if row["id"] in scopes else Text(row["name_ko"], row["name"])
    return Party(f"actor:{row['id']}", name, kind, f"actors:{row['id']}")


def _forms(name: str) -> Sequence[str]:
    """Return the forms under which a name is looked up: outside brackets, inside, as a whole."""
    match = _BRACKETS.match(name)
    parts = (match["name"], match["inner"], name) if match else (name,)
    return [form for form in dict.fromkeys(_plain(part) for part in parts) if form]


def _outer(name: str) -> str:
    match = _BRACKETS.match(name)
    return (match["name"] if match else name).strip() or name.strip()


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
