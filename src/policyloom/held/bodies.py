"""Bodies by their printed names: ids of the actors register, and rows for bodies it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policyloom.extract import names
from policyloom.extract.names import registry
from policyloom.extract.script import simplified
from policyloom.model.study import Study

_CODE_LENGTH = 6
_OTHER = "zh-"
"""Before the id of a body that the program knows, where the study gave this id to another."""


@dataclass(frozen=True)
class Bodies:
    """Finds the ids of printed bodies for one study; its own actors come first.

    In a document of a province its bodies are named without it: 省航运厅 is 岚川省航运厅 there.
    Names are compared in simplified characters, whatever script prints them: 財政部 is 财政部.
    """

    study: Study
    own: Mapping[tuple[str, str], str] = field(init=False)
    taken: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", dict(self._own_forms()))
        object.__setattr__(self, "taken", frozenset(self._taken_ids()))

    def _taken_ids(self) -> Iterator[str]:
        """Yield the ids that the study gave to another body than the program has under them."""
        for actor in self.study.table("actors"):
            if actor_row(actor.id) is None:
                continue
            forms = (actor.text("name"), *actor.many("other_names"))
            if not any(_known_as(simplified(form)) == actor.id for form in forms):
                yield actor.id

    def _own_forms(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield (region, form) with the actor meant; region "" where the form means it anywhere."""
        regions = self.study.table("regions").by_id
        for actor in reversed(self.study.table("actors").rows):
            region = regions.get(actor.text("region"))
            for printed in (actor.text("name"), *actor.many("other_names")):
                form = simplified(printed)
                yield ("", form), actor.id
                place = simplified(region.text("name")) if region else ""
                if place and form.startswith(place) and form != place:
                    yield (region.id if region else "", place[-1] + form[len(place) :]), actor.id

    def ids(
        self, printed: Iterable[str], region: str | None, date: str | None
    ) -> tuple[list[str], list[str]]:
        """Return the ids in printed order, each once, and the names that nothing is known of."""
        found: dict[str, None] = {}
        unknown = []
        for name in printed:
            id_ = self._one(name, region, date)
            if id_:
                found.setdefault(id_)
            else:
                unknown.append(name)
        return list(found), unknown

    def _one(self, printed: str, region: str | None, date: str | None) -> str | None:
        name = simplified(printed)
        is_code = region and len(region) == _CODE_LENGTH and region.isdigit()
        home = province_of(region) if region and is_code else region or ""
        own = self.own.get((region or "", name)) or self.own.get((home, name))
        if own or self.own.get(("", name)):
            return own or self.own[("", name)]
        id_ = _known_as(name, region if is_code else None, date)
        return _OTHER + id_ if id_ in self.taken else id_

    def missing_rows(
        self, ids: Iterable[str], places: Mapping[str, object] | None = None
    ) -> Iterator[Mapping[str, str]]:
        """Yield rows of actors.csv for bodies that the register lacks and the program knows.

        `places` are the regions that a row may name, by default those of the register.
        """
        known = self.study.table("actors").by_id
        regions = self.study.table("regions").by_id if places is None else places
        for id_ in dict.fromkeys(ids):
            row = None if id_ in known else actor_row(id_)
            if row is not None:
                yield row | {"region": row["region"] if row["region"] in regions else ""}


def _known_as(name: str, region: str | None = None, date: str | None = None) -> str | None:
    """Return the id under which the program knows a body of exactly this name."""
    mentions = names.find(name, region=region, date=date)
    whole = [m for m in mentions if m.end - m.start == len(name)]
    return whole[0].id if whole and whole[0].kind in ("agency", "generic") else None


def actor_row(id_: str) -> dict[str, str] | None:
    """Return the row of a body that the packaged registry knows; None for any other id."""
    agency = names.agency(id_.removeprefix(_OTHER))
    if agency is not None:
        return {
            "id": id_,
            "name": agency.name,
            "name_ko": agency.name_ko or agency.name,
            "name_en": agency.name_en,
            "kind": agency.kind,
            "region": province_of(agency.region),
        }
    generic = _generic().get(id_.removeprefix(_OTHER))
    if generic is None:
        return None
    return {"id": id_, "name": generic, "name_ko": generic, "kind": "generic", "region": ""}


def province_of(code: str) -> str:
    """Return the province of a division's code; other codes as they are."""
    is_code = len(code) == _CODE_LENGTH and code.isdigit()
    return f"{code[:2]}0000" if is_code else code


def _generic() -> dict[str, str]:
    return {row["id"]: registry.words(row["forms"])[0] for row in registry.rows("generic_bodies")}
