"""SDMX hosts (OECD, ECB, ILO …): a dataflow and a key, answered as SDMX-JSON or SDMX-CSV.

SDMX-JSON 1.0 has its structure beside the data sets or in `data.structure`, 2.0 a list of them in
`data.structures`; observations lie in series or are flat. UNIT_MULT is the power of ten by which
the host has divided, and is undone here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from policyloom.collect.hosts.areas import economies_by_code
from policyloom.collect.hosts.asking import (
    Asker,
    Part,
    Refusal,
    beside_query,
    read_json,
    with_query,
)
from policyloom.collect.hosts.observation import Observation, number
from policyloom.collect.sniff import HTML, file_type
from policyloom.model.requests import Request

AREAS: Final = ("REF_AREA", "GEO", "LOCATION", "COUNTRY", "ECONOMY", "COU")
TIMES: Final = ("TIME_PERIOD", "TIME", "YEAR")
_ACCEPT: Final = (
    "application/vnd.sdmx.data+json;version=1.0.0, application/vnd.sdmx.data+json;q=0.9, "
    "application/vnd.sdmx.data+csv;q=0.8, text/csv;q=0.7, application/json;q=0.6"
)
_UNITS: Final = ("UNIT_MEASURE", "UNIT", "UNIT_OF_MEASURE")
_NOT_KEYS: Final = frozenset(
    {"OBS_VALUE", "DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION", "UNIT_MULT", "OBS_STATUS",
     "DECIMALS", "CONF_STATUS", "OBS_CONF", "TIME_FORMAT", "PRICE_BASE_YEAR", "BASE_PER", *_UNITS}
)  # fmt: skip
_MOST = 2_000_000

Cells = dict[str, str | None]


def ask(request: Request, asker: Asker) -> list[Observation]:
    """Ask for a dataflow under a key."""
    path = f"/data/{request.dataset}/{request.codes[0]}"
    first, last = request.years[0], request.years[-1]
    given = {"startPeriod": str(first), "endPeriod": str(last), "format": "jsondata"}
    part = asker.get(with_query(beside_query(request.address, path), given), _ACCEPT)
    if file_type(part.body, "", part.address) == HTML:
        raise Refusal("data.page", address=part.address)
    is_json = part.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    rows = list(_json_rows(read_json(part), part) if is_json else _csv_rows(part))
    place = asker.keep(part)
    return list(_observations(rows, request, part, place))


def _observations(
    rows: Sequence[Cells], request: Request, part: Part, place: int
) -> Iterator[Observation]:
    names = economies_by_code(request)
    area, time = _column(rows, AREAS, part), _column(rows, TIMES, part)
    for count, row in enumerate(rows, 1):
        economy, period = names.get(row.get(area) or "", ""), row.get(time) or ""
        if not economy or not (len(period) == 4 and period.isascii() and period.isdigit()):
            continue
        if int(period) not in request.years:
            continue
        power = number(row.get("UNIT_MULT") or "0")
        if power is None or power != int(power) or abs(power) > 30:
            raise Refusal("data.schema", name="UNIT_MULT", address=part.address)
        printed = row.get("OBS_VALUE")
        value = number(printed)
        yield Observation(
            economy=economy,
            year=int(period),
            value=None if value is None else float(f"{value * 10 ** int(power):.15g}"),
            printed=printed or "",
            unit=next((row[n] or "" for n in _UNITS if row.get(n)), ""),
            status=row.get("OBS_STATUS") or "",
            file=str(place),
            record=count,
        )


def open_dimensions(rows: Sequence[Mapping[str, str | None]]) -> list[str]:
    """Return the columns that differ beside economy and time: what a key has left open."""
    names = dict.fromkeys(name for row in rows[:1] for name in row)
    closed = {*_NOT_KEYS, *AREAS, *TIMES}
    return [n for n in names if n not in closed and len({row.get(n) for row in rows}) > 1]


def _column(rows: Sequence[Cells], names: Sequence[str], part: Part) -> str:
    if not rows:
        return names[0]
    found = next((name for name in names if name in rows[0]), "")
    if not found:
        raise Refusal("data.schema", name=names[0], address=part.address)
    if names is AREAS:
        left = open_dimensions(rows)
        if left:
            raise Refusal("data.open_key", names=", ".join(left), address=part.address)
    return found


def _csv_rows(part: Part) -> Iterator[Cells]:
    """Yield the rows of SDMX-CSV; an id with its name ("KOR: Korea") is the id alone."""
    try:
        text = part.body.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = [name.partition(":")[0].strip() for name in next(reader, [])]
        if "OBS_VALUE" not in head or len(set(head)) != len(head):
            raise Refusal("data.schema", name="OBS_VALUE", address=part.address)
        for row in reader:
            if row and len(row) != len(head):
                raise Refusal("data.not_csv", row=reader.line_num, address=part.address)
            if row:
                yield _plain(head, row)
    except (UnicodeDecodeError, csv.Error) as failure:
        raise Refusal("data.not_csv", row=1, address=part.address) from failure


def _plain(head: Sequence[str], row: Sequence[str]) -> Cells:
    cells: Cells = dict(zip(head, (cell.strip() for cell in row), strict=True))
    labelled = (n for n in (*AREAS, *TIMES, *_UNITS, "UNIT_MULT", "OBS_STATUS") if n in cells)
    return cells | {n: (cells[n] or "").partition(":")[0].strip() for n in labelled}


def _json_rows(made: object, part: Part) -> Iterator[Cells]:
    if not isinstance(made, dict):
        raise Refusal("data.schema", name="dataSets", address=part.address)
    try:
        yield from _flat(made, part)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as failure:
        raise Refusal("data.schema", name="dataSets", address=part.address) from failure


def _flat(made: Mapping[str, Any], part: Part) -> Iterator[Cells]:
    errors = made.get("errors")
    data = made.get("data") or made
    if errors and "dataSets" not in data:
        why = "; ".join(str(e.get("title") or e.get("detail") or e) for e in errors)
        raise Refusal("data.error", why=why, address=part.address)
    sets = data["dataSets"]
    structures = data.get("structures") or [data.get("structure")]
    count = 0
    for one in sets:
        structure = structures[one.get("structure", 0)]
        for row in _set_rows(one, structure):
            count += 1
            if count > _MOST:
                raise Refusal("data.too_many", count=_MOST)
            yield row


def _set_rows(one: Mapping[str, Any], structure: Mapping[str, Any]) -> Iterator[Cells]:
    dimensions, attributes = structure["dimensions"], structure.get("attributes") or {}
    fixed = (d for d in _parts(dimensions, "dataSet") if d["values"])
    common: Cells = {d["id"]: _id(d["values"][0]) for d in fixed}
    common |= _chosen(_parts(attributes, "dataSet"), one.get("attributes") or ())
    for series in (one.get("series") or {}).items():
        key, content = series
        shared = common | _chosen(_parts(dimensions, "series"), _places(key))
        shared |= _chosen(_parts(attributes, "series"), content.get("attributes") or ())
        yield from _observed(shared, content["observations"], dimensions, attributes)
    yield from _observed(common, one.get("observations") or {}, dimensions, attributes)


def _observed(
    shared: Cells,
    observations: Mapping[str, Sequence[Any]],
    dimensions: Mapping[str, Any],
    attributes: Mapping[str, Any],
) -> Iterator[Cells]:
    for key, values in observations.items():
        row = shared | _chosen(_parts(dimensions, "observation"), _places(key))
        row |= _chosen(_parts(attributes, "observation"), values[1:])
        value = values[0]
        yield row | {"OBS_VALUE": None if value is None else str(value)}


def _parts(parts: Mapping[str, Any], level: str) -> Sequence[Mapping[str, Any]]:
    return parts.get(level) or parts.get(level.lower()) or ()


def _places(key: str) -> list[int]:
    return [int(place) for place in key.split(":")]


def _chosen(parts: Sequence[Mapping[str, Any]], places: Sequence[Any]) -> Cells:
    """Return what positions stand for: places in the lists of values, or values themselves."""
    made: Cells = {}
    for part, place in zip(parts, places, strict=False):
        if place is None:
            continue
        if isinstance(place, int) and not isinstance(place, bool) and part.get("values"):
            if place < 0:
                raise IndexError(place)
            made[part["id"]] = _id(part["values"][place])
        elif isinstance(place, str):
            made[part["id"]] = place
    return made


def _id(value: Mapping[str, Any]) -> str:
    found = value.get("id", value.get("value", value.get("name", "")))
    return str(found)
