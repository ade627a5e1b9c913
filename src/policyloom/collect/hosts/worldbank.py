"""World Bank: one indicator for several economies, page by page.

An answer is a list of two: what page this is, and the records. What is wrong with a question is
said in a list of one, with status 200.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from policyloom.collect.hosts.areas import code_of, economies_by_code
from policyloom.collect.hosts.asking import (
    Asker,
    Part,
    Refusal,
    beside_query,
    read_json,
    with_query,
)
from policyloom.collect.hosts.observation import Observation, number
from policyloom.model.requests import Request

BASE: Final = "https://api.worldbank.org/v2"
A_PAGE: Final = 1_000
MOST_PAGES: Final = 200
_NEEDED: Final = ("indicator", "country", "countryiso3code", "date", "value")


def ask(request: Request, asker: Asker) -> list[Observation]:
    """Ask for all pages of an indicator."""
    names = economies_by_code(request)
    found: list[Observation] = []
    first: Mapping[str, Any] = {}
    page, pages, held = 1, 1, 0
    while page <= pages:
        part = asker.get(_address(request, page), "application/json")
        about, records = _page(part)
        first = first or about
        _same_edition(first, about, page, part)
        pages = _whole(about, "pages", part)
        if pages > MOST_PAGES:
            raise Refusal("data.too_many", count=MOST_PAGES)
        place = asker.keep(part)
        for count, record in enumerate(records, 1):
            one = _observation(record, names, part)
            if one is not None and one.year in request.years:
                edition = str(about.get("lastupdated") or "")
                found.append(replace(one, file=str(place), record=count, edition=edition))
        held += len(records)
        page += 1
    total = _whole(first, "total", asker.parts[-1])
    if held != total:
        raise Refusal("data.count", found=held, said=total, address=asker.parts[-1].address)
    return found


def _address(request: Request, page: int) -> str:
    economies = ";".join(code_of(request, economy) for economy in request.economies)
    path = f"/country/{economies}/indicator/{request.codes[0]}"
    given = {
        "format": "json",
        "date": f"{request.years[0]}:{request.years[-1]}",
        "per_page": str(A_PAGE),
        "source": request.dataset,
        "page": str(page),
    }
    return with_query(beside_query(request.address or BASE, path), given)


def _page(part: Part) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    made = read_json(part)
    if not isinstance(made, list) or not made or not isinstance(made[0], dict):
        raise Refusal("data.schema", name="page", address=part.address)
    if "message" in made[0]:
        raise Refusal("data.error", why=_said(made[0]["message"]), address=part.address)
    records = made[1] if len(made) > 1 else None
    if records is None and made[0].get("total") == 0:
        return made[0], []
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise Refusal("data.schema", name="records", address=part.address)
    for name in _NEEDED:
        if any(name not in record for record in records):
            raise Refusal("data.schema", name=name, address=part.address)
    return made[0], records


def _said(message: object) -> str:
    entries = message if isinstance(message, list) else [message]
    texts = (e.get("value") or e.get("key") if isinstance(e, dict) else e for e in entries)
    return "; ".join(str(text) for text in texts)


def _same_edition(
    first: Mapping[str, Any], about: Mapping[str, Any], page: int, part: Part
) -> None:
    """Refuse pages of two editions of the data, and another page than was asked for."""
    if first.get("lastupdated") != about.get("lastupdated") or first.get("total") != about.get(
        "total"
    ):
        raise Refusal("data.shifted", address=part.address)
    said = _whole(about, "page", part)
    if said not in (page, 0) or (said == 0 and about.get("total") != 0):
        raise Refusal("data.page_number", said=said, page=page, address=part.address)


def _whole(about: Mapping[str, Any], name: str, part: Part) -> int:
    value = about.get(name)
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal("data.schema", name=name, address=part.address)
    return int(text)


def _observation(
    record: Mapping[str, Any], names: Mapping[str, str], part: Part
) -> Observation | None:
    """Read a record; None for months, quarters and economies that were not asked for."""
    country, indicator = record["country"], record["indicator"]
    if not isinstance(country, dict) or not isinstance(indicator, dict):
        raise Refusal("data.schema", name="country", address=part.address)
    codes = (str(record["countryiso3code"]), str(country.get("id", "")))
    economy = next((names[code] for code in codes if code in names), "")
    date, printed = str(record["date"]), record["value"]
    if not economy or not (len(date) == 4 and date.isascii() and date.isdigit()):
        return None
    return Observation(
        economy=economy,
        year=int(date),
        value=number(printed),
        printed="" if printed is None else str(printed),
        unit=str(record.get("unit") or indicator.get("value") or ""),
        status=str(record.get("obs_status") or ""),
    )
