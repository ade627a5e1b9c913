"""The packaged registries: central agencies, divisions, functions of local bodies.

The rows are data (`extract/data/*.csv`), each with the keys of the sources it was read from;
`extract/data/SOURCES.md` says what the keys stand for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from policyloom.core.dates import PartialDate, parse_date

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(frozen=True)
class Agency:
    """A public body. `valid_from` and `valid_to` are None where no source was read for them.

    `region` is CN or KR for a central body, the owner's code for a local one and empty where the
    owner is not known; `function` is set for local bodies only.
    """

    id: str
    kind: str
    name: str
    name_ko: str = ""
    name_en: str = ""
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    region: str = "CN"
    function: str = ""
    source: str = ""

    def in_force(self, day: PartialDate) -> bool:
        """Say whether the body can have existed on that day; the month of a change has both."""
        begun = self.valid_from is None or self.valid_from.first <= day.last
        return begun and (self.valid_to is None or day.first <= self.valid_to.last)


@dataclass(frozen=True)
class Region:
    """A division or new area; `level` is province, prefecture, new-area, special or grouping.

    A grouping is a row of the statistics without a name of its own (市辖区); it is never matched.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str
    name_ko: str = ""
    name_en: str = ""
    valid_from: PartialDate | None = None
    forms: tuple[str, ...] = ()
    is_weak: bool = False
    source: str = ""


@dataclass(frozen=True)
class Function:
    """What local bodies do, under all the names they carry at the several levels."""

    id: str
    pattern: str
    forms: tuple[str, ...]

    def body(self, owner: str) -> str:
        """Return the id of the body that has this function for an owner."""
        return self.pattern.format(owner=owner)

    def needs_owner(self, form: str) -> bool:
        """Say whether a form means a body only next to the name of its place (人民政府, 委)."""
        return not self.pattern.startswith("{owner}") or form[0] == "委"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Read one of the packaged tables."""
    text = files("policyloom.extract").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def words(cell: str) -> tuple[str, ...]:
    """Split a cell of several words."""
    return tuple(word for word in cell.split(";") if word)


@cache
def agencies() -> dict[str, Agency]:
    """Return the central agencies by id, in the order of the file."""
    return {row["id"]: _agency(row) for row in rows("agencies")}


def _agency(row: dict[str, str]) -> Agency:
    return Agency(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        valid_from=parse_date(row["valid_from"]),
        valid_to=parse_date(row["valid_to"]),
        predecessors=words(row["predecessors"]),
        successors=words(row["successors"]),
        forms=words(row["forms"]),
        region="KR" if row["id"].startswith("kr-") else "CN",
        source=row["source"],
    )


@cache
def regions() -> dict[str, Region]:
    """Return divisions and new areas by code."""
    return {row["code"]: _region(row) for row in rows("divisions")}


def _region(row: dict[str, str]) -> Region:
    return Region(
        code=row["code"],
        name=row["name"],
        short=row["short"],
        level=row["level"],
        parent=row["parent"],
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        valid_from=parse_date(row["valid_from"]),
        forms=words(row["forms"]),
        is_weak=row["weak"] == "y",
        source=row["source"],
    )


@cache
def functions() -> dict[str, Function]:
    """Return the functions of local bodies by their id."""
    found = (Function(r["function"], r["id"], words(r["forms"])) for r in rows("local_bodies"))
    return {function.id: function for function in found}


def agency(id: str) -> Agency | None:  # noqa: A002 - the registers call it so
    """Return a central agency, or the local body of a function and an owner; None if neither."""
    found = agencies().get(id)
    if found is not None:
        return found
    function, owner = parts(id)
    return _local(id, function, owner) if function else None


@lru_cache(maxsize=4096)
def parts(body: str) -> tuple[Function | None, str]:
    """Return function and owner of a local body's id; None and "" where it is no such id."""
    for function in functions().values():
        before, _, after = function.pattern.partition("{owner}")
        if body.startswith(before) and body.endswith(after) and len(body) > len(before + after):
            owner = body[len(before) : len(body) - len(after)]
            if owner in regions() or owner in UNKNOWN_OWNERS:
                return function, owner
    return None, ""


UNKNOWN_OWNERS = {"province": "省", "city": "市", "county": "区县", "local": "地方"}
"""Levels that stand for a place that is not known, with the words that name them."""

_BELOW_PROVINCES = frozenset({"city", "county"})
_PARTY_FORM = "委"


def _local(body: str, function: Function, owner: str) -> Agency:
    """Return a local body; one of an unknown place is named by its level: 市财政局."""
    place = regions().get(owner)
    form = function.forms[0]
    is_city = owner in _BELOW_PROVINCES or (
        place is not None and (place.level != "province" or owner in MUNICIPALITIES)
    )
    if is_city:
        form = next((f for f in function.forms if f.endswith(("局", "委员会"))), form)
    before = place.name if place else UNKNOWN_OWNERS[owner]
    if owner == "local" and form.startswith(_PARTY_FORM):
        before += "党"
    return Agency(
        id=body,
        kind=_kind(function, place, owner),
        name=before + form,
        region=owner if place else "",
        function=function.id,
    )


def _kind(function: Function, place: Region | None, owner: str) -> str:
    if function.pattern.startswith("cpc-"):
        return "party"
    if function.pattern.startswith("npc-"):
        return "legislature"
    below = place.level != "province" if place is not None else owner in _BELOW_PROVINCES
    level = "city" if below else "provincial"
    return f"{level}-{'government' if function.pattern.startswith('gov-') else 'department'}"


def in_force(id: str, day: PartialDate) -> tuple[str, ...]:  # noqa: A002 - as above
    """Return the agencies that carry on a body's work on a day: itself, or its successors.

    An agency without sourced successors stands for itself.
    """
    body = agencies().get(id)
    if body is None or not body.successors or body.in_force(day):
        return (id,)
    if body.valid_to is None or body.valid_to.last >= day.first:
        return (id,)
    found = [later for successor in body.successors for later in in_force(successor, day)]
    return tuple(dict.fromkeys(found))
