"""What the matcher returns, and the names a study adds to the packaged ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Kind = Literal["agency", "region", "firm", "generic"]


class Mention(NamedTuple):
    """A name found in a text: `text[start:end] == form`, offsets in code points.

    `id` is an agency's, a region's code, a firm's, or that of a generic group such as
    `relevant-departments`. A local body is `<owner>-<function>` as in `370000-drc`; where the
    owner is not known it is the level: `province-drc`, `city-drc`, `county-drc` or `local-drc`.
    """

    start: int
    end: int
    id: str
    form: str
    kind: Kind


class Name(NamedTuple):
    """A written form of something that a study's own registers know."""

    form: str
    id: str
    kind: Kind = "firm"


def from_register(rows: Iterable[Mapping[str, object]], kind: Kind = "firm") -> tuple[Name, ...]:
    """Return the names of rows with `id`, `name`, `name_ko`, `name_en` and `other_names`.

    Forms of one character are left out: they stand for too much else.
    """
    found: dict[str, Name] = {}
    for row in rows:
        cells = [row.get(column) for column in ("name", "name_ko", "name_en", "other_names")]
        for form in _forms(cells):
            found.setdefault(form, Name(form, str(row["id"]), kind))
    return tuple(found.values())


def _forms(cells: Iterable[object]) -> list[str]:
    listed: list[str] = []
    for cell in cells:
        parts = cell.split(";") if isinstance(cell, str) else cell or ()
        if isinstance(parts, list | tuple):
            listed += [str(part).strip() for part in parts]
    return [form for form in listed if len(form) > 1]
