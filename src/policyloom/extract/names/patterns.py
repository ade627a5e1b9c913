"""Every written form the matcher looks for, and what each can stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from policyloom.extract.names import registry
from policyloom.extract.names.contexts import Checks, checks, neighbours
from policyloom.extract.names.mention import Kind, Name
from policyloom.extract.names.registry import Function, Region

_PREFIXES = {
    "province": ("省", "自治区"),
    "city": ("市", "州", "盟"),
    "county": ("区", "县"),
}
_OFFICE = "办公厅"
_HAS_OFFICE = frozenset("部委署局行会室")
_INSIDE = ("委", "政府")


@dataclass(frozen=True)
class Entry:
    """A form with what it stands for; `ids` are the candidates in the order of the registry.

    A form of a local body has its `function`, and the `level` that its prefix states (省 in
    省科技厅); `owner` where the form contains the place. Where `ids` and `function` are both set
    (发展改革委), the place in the text or the document decides. `is_weak` place names count only
    beside other places, `needs_owner` forms only behind the name of their place.
    """

    form: str
    kind: Kind
    ids: tuple[str, ...] = ()
    function: str = ""
    level: str = ""
    owner: str = ""
    is_weak: bool = False
    needs_owner: bool = False
    rules: tuple[Checks, ...] = ()

    @property
    def is_simple(self) -> bool:
        """Say whether the form has one meaning wherever it is not part of another word."""
        one = len(self.ids) == 1 and not self.function
        return one and not self.is_weak and neighbours(self.rules) is not None


def _central() -> Iterator[Entry]:
    for agency in registry.agencies().values():
        chinese = [agency.name, *agency.forms]
        offices = [form + _OFFICE for form in chinese if form[-1] in _HAS_OFFICE]
        foreign = [agency.name_ko, agency.name_en] if agency.kind != "kr-ministry" else []
        for form in dict.fromkeys([*chinese, *offices, *foreign]):
            if form:
                yield Entry(form, "agency", (agency.id,), rules=checks(form))


def _foreign_twice(entries: Iterable[Entry]) -> frozenset[str]:
    """Return Korean and English names that bodies of both countries bear (교육부)."""
    seen: dict[str, set[bool]] = {}
    for entry in entries:
        seen.setdefault(entry.form, set()).update(i.startswith("kr-") for i in entry.ids)
    return frozenset(form for form, countries in seen.items() if len(countries) == 2)


def _bodies() -> Iterator[Entry]:
    for function in registry.functions().values():
        for form in function.forms:
            yield from _prefixed(function, form)
            if not form.startswith(_INSIDE):
                yield Entry(
                    form,
                    "agency",
                    function=function.id,
                    needs_owner=function.needs_owner(form),
                    rules=checks(form),
                )


def _prefixed(function: Function, form: str) -> Iterator[Entry]:
    for level, prefixes in _PREFIXES.items():
        for prefix in prefixes:
            written = prefix + (_committee(form) if prefix == "自治区" else form)
            rules = checks(written, prefix=prefix)
            yield Entry(written, "agency", function=function.id, level=level, rules=rules)


def _committee(form: str) -> str:
    """自治区党委, not 自治区委."""
    return "党" + form if form[0] == "委" else form


def _inside(place: Region) -> Iterator[Entry]:
    """Forms too frequent, or too short, to be sought alone: 济南市委宣传部, 济南市政府."""
    for function in registry.functions().values():
        for form in function.forms:
            if form.startswith(_INSIDE):
                full = place.name + (_committee(form) if place.name.endswith("自治区") else form)
                rules = checks(full)
                yield Entry(full, "agency", function=function.id, owner=place.code, rules=rules)


def _places() -> Iterator[Entry]:
    for place in registry.regions().values():
        if place.level == "grouping":
            continue
        for form in (place.name, *place.forms):
            yield Entry(form, "region", (place.code,), rules=checks(form))
        if place.short:
            rules = checks(place.short, is_short_place=True)
            yield Entry(place.short, "region", (place.code,), is_weak=place.is_weak, rules=rules)
        if place.level != "special":
            yield from _inside(place)


def _generic() -> Iterator[Entry]:
    for row in registry.rows("generic_bodies"):
        for form in registry.words(row["forms"]):
            yield Entry(form, "generic", (row["id"],))


def _merged(first: Entry, second: Entry) -> Entry:
    """Join two meanings of one form: several agencies, or a central body and a local function."""
    if first.kind != second.kind:
        return first
    return replace(
        first,
        ids=tuple(dict.fromkeys(first.ids + second.ids)),
        function=first.function or second.function,
        rules=first.rules or second.rules,
    )


@cache
def packaged() -> dict[str, Entry]:
    """Return the entries of the packaged registries by form."""
    central = list(_central())
    twice = _foreign_twice(central)
    found: dict[str, Entry] = {}
    for entry in (*central, *_places(), *_bodies(), *_generic()):
        if entry.form in twice and not any(i.startswith("kr-") for i in entry.ids):
            continue
        known = found.get(entry.form)
        found[entry.form] = _merged(known, entry) if known else entry
    return found


def with_extra(extra: Iterable[Name]) -> dict[str, Entry]:
    """Return the packaged entries and a study's names; where a form is in both, the study's."""
    found = dict(packaged())
    for name in extra:
        own = Entry(name.form, name.kind, (name.id,), rules=checks(name.form))
        known = found.get(name.form)
        if known is not None and known.kind == own.kind and name.id in known.ids:
            continue
        found[name.form] = own
    return found
