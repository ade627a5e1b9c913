"""Names of agencies, places and firms: found in texts, resolved to the ids of the registers.

names.find("省发展改革委牵头，财政厅配合", region="370000")
names.resolve_agency("工商总局", date="2016-05-01")
names.agency("370000-drc"); names.region("370000")
"""

from __future__ import annotations

from collections.abc import Iterable

from policyloom.core.dates import PartialDate, parse_date
from policyloom.extract.names.matcher import matcher_for
from policyloom.extract.names.mention import Kind, Mention, Name, from_register
from policyloom.extract.names.registry import Agency, Region, agency, in_force, regions

__all__ = [
    "Agency",
    "Kind",
    "Mention",
    "Name",
    "Region",
    "agency",
    "find",
    "from_register",
    "in_force",
    "region",
    "resolve_agency",
]


def find(
    text: str,
    *,
    date: PartialDate | str | None = None,
    region: str | None = None,
    extra: Iterable[Name] = (),
) -> tuple[Mention, ...]:
    """Return the names in a text, in order and without overlaps.

    `date` is the document's, `region` the code of the place whose government issued it (None for
    central documents), `extra` the names of a study's own registers. A matcher is built for each
    different set of extra names (0.1 s), so pass the same set for all documents of a study.
    """
    return matcher_for(tuple(extra)).find(text, day=_day(date), region=region)


def region(code: str) -> Region | None:
    """Return a province, prefecture or new area by its code."""
    return regions().get(code)


def resolve_agency(
    form: str,
    region: str | None = None,
    date: PartialDate | str | None = None,
    extra: Iterable[Name] = (),
) -> str | None:
    """Return the id of the agency that a form names, None where it names none or not only one."""
    found = find(form.strip(), date=date, region=region, extra=extra)
    if len(found) == 1 and found[0].form == form.strip() and found[0].kind == "agency":
        return found[0].id
    return None


def _day(date: PartialDate | str | None) -> PartialDate | None:
    return parse_date(date) if isinstance(date, str) else date
