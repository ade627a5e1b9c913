"""UN Comtrade: annual trade by product, reporter, partner and flow, in dollars.

With a key the data service answers with up to 100,000 records, without one the preview with up to
500; both leave the rest out in silence. An answer that reaches the limit, or is larger than may be
held, is therefore thrown away and asked for again in halves: years first, then products, then
reporters. A query may name at most twelve years.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from policyloom.collect.address import MOST_CHARACTERS
from policyloom.collect.hosts.areas import WORLD, code_of, economies_by_code
from policyloom.collect.hosts.asking import Asker, Part, Refusal, read_json, with_query
from policyloom.collect.hosts.observation import Observation, number
from policyloom.model.requests import Request

BASE: Final = "https://comtradeapi.un.org"
MOST: Final = 100_000
MOST_WITHOUT_KEY: Final = 500
YEARS_A_QUERY: Final = 12
_FLOWS: Final[Mapping[str, str]] = {"export": "X", "import": "M"}
_NEEDED: Final = (
    "reporterCode", "partnerCode", "flowCode", "cmdCode", "period", "primaryValue",
    "classificationCode",
)  # fmt: skip
_WHOLE: Final[Mapping[str, str]] = {"partner2Code": "0", "customsCode": "C00", "motCode": "0"}
"""What splits a flow further; only its total is asked for, and taken."""


@dataclass(frozen=True)
class _Query:
    years: tuple[int, ...]
    products: tuple[str, ...]
    reporters: tuple[str, ...]


def ask(request: Request, asker: Asker) -> list[Observation]:
    """Ask for all that a request names."""
    reporters = tuple(code_of(request, economy) for economy in request.economies)
    first = _Query(request.years, request.codes, reporters)
    found = []
    for query in _blocks(first):
        found += list(_answered(request, query, asker))
    return found


def _blocks(query: _Query) -> Iterator[_Query]:
    for start in range(0, len(query.years), YEARS_A_QUERY):
        yield replace(query, years=query.years[start : start + YEARS_A_QUERY])


def _answered(request: Request, query: _Query, asker: Asker) -> Iterator[Observation]:
    base = request.address or BASE
    most = MOST if asker.sends_key(base) else MOST_WITHOUT_KEY
    part = _whole_answer(_address(request, query, asker, most), asker)
    records = _records(part) if part else []
    if part is None or len(records) >= most:
        for half in _halves(query, most):
            yield from _answered(request, half, asker)
        return
    place = asker.keep(part)
    names = economies_by_code(request) | {"0": WORLD}
    for count, record in enumerate(records, 1):
        one = _observation(record, names, request)
        if one is not None:
            yield replace(one, file=str(place), record=count)


def _whole_answer(address: str, asker: Asker) -> Part | None:
    """Ask for an address; None where it is too long to be asked, or its answer too large."""
    if len(address) > MOST_CHARACTERS:
        return None
    try:
        return asker.get(address, "application/json")
    except Refusal as refusal:
        if refusal.code == "collect.too_large":
            return None
        raise


def _address(request: Request, query: _Query, asker: Asker, most: int) -> str:
    base = (request.address or BASE).rstrip("/")
    service = "data/v1/get" if asker.sends_key(base) else "public/v1/preview"
    partners = [code_of(request, economy) for economy in request.partners] or ["0"]
    given = {
        "reporterCode": ",".join(query.reporters),
        "period": ",".join(map(str, query.years)),
        "partnerCode": ",".join(partners),
        "cmdCode": ",".join(query.products),
        "flowCode": ",".join(_FLOWS[flow] for flow in request.flows),
        **_WHOLE,
        "maxRecords": str(most),
        "format": "JSON",
        "includeDesc": "false",
    }
    return with_query(f"{base}/{service}/C/A/{request.dataset or 'HS'}", given)


def _halves(query: _Query, most: int) -> Iterator[_Query]:
    for name in ("years", "products", "reporters"):
        values = getattr(query, name)
        if len(values) > 1:
            middle = len(values) // 2
            yield replace(query, **{name: values[:middle]})
            yield replace(query, **{name: values[middle:]})
            return
    raise Refusal("data.cut", count=f"{most:,}")


def _records(part: Part) -> list[dict[str, Any]]:
    """Return the records; Refusal where the answer is an error or of another form."""
    made = read_json(part)
    if not isinstance(made, dict):
        raise Refusal("data.schema", name="data", address=part.address)
    error = made.get("error") or made.get("errorObject")
    if error:
        raise Refusal("data.error", why=error, address=part.address)
    records = made.get("data")
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise Refusal("data.schema", name="data", address=part.address)
    count = made.get("count")
    if isinstance(count, int) and not isinstance(count, bool) and count != len(records):
        raise Refusal("data.count", found=len(records), said=count, address=part.address)
    for name in _NEEDED:
        if any(name not in record for record in records):
            raise Refusal("data.schema", name=name, address=part.address)
    return records


def _observation(
    record: Mapping[str, Any], names: Mapping[str, str], request: Request
) -> Observation | None:
    """Read a record; None for one that was not asked for (a part of a flow, another flow)."""
    if any(str(record.get(name, whole)) != whole for name, whole in _WHOLE.items()):
        return None
    flow = next((f for f in request.flows if _FLOWS[f] == record["flowCode"]), "")
    economy = names.get(str(record["reporterCode"]), "")
    partner = names.get(str(record["partnerCode"]), "")
    year = next((y for y in request.years if str(y) == str(record["period"])), 0)
    wanted = economy in request.economies and partner in (request.partners or (WORLD,))
    if not (flow and wanted and year):
        return None
    printed = record["primaryValue"]
    return Observation(
        economy=economy,
        year=year,
        flow=flow,
        partner="" if partner == WORLD and WORLD not in request.partners else partner,
        product=request.product or str(record["cmdCode"]),
        value=number(printed),
        printed="" if printed is None else str(printed),
        unit="USD",
        edition=str(record["classificationCode"] or ""),
    )
