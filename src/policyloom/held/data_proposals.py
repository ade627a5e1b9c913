"""What is proposed from collected data: rows of figures and trade, each with its answer.

The last round of each request that still asks the same is read from its table under
documents/data. A row that the register has already is not proposed again: where its value differs
the round has told so, and people change registers by hand. Without a number nothing is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from policyloom.collect.hosts.checks import row_key
from policyloom.collect.hosts.log import Round, last_of, read_rounds, table_of
from policyloom.collect.hosts.observation import Observation
from policyloom.collect.hosts.round import request_print
from policyloom.held.proposals import Proposal
from policyloom.model.document import Anchor
from policyloom.model.requests import Request, request_of
from policyloom.model.study import Study

RULE = "data-1"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
_NOT_PROPOSED = frozenset({"data.duplicate", "data.differs", "data.negative"})
_BASIS = {"comtrade": "customs", "baci": "reconciled"}


def propose_data(study: Study, source: str = "") -> Iterator[Proposal]:
    """Yield the rows proposed from the last round of every request; `source` names one source."""
    rounds, _ = read_rounds(study.folder)
    for row in study.table("requests"):
        request = request_of(row)
        if request is None or (source and request.source != source):
            continue
        last = last_of(rounds, request.id)
        if last is None or last.asked != request_print(request):
            continue
        known = {row_key(request, entered) for entered in study.table(request.table)}
        hashes = {str(a.get("file", "")): str(a.get("sha256", "")) for a in last.answers}
        for one in table_of(study.folder, last) or ():
            if one.value is None or one.key in known or _NOT_PROPOSED & set(one.doubts):
                continue
            yield _proposal(request, one, study, last, hashes)


def _proposal(
    request: Request, one: Observation, study: Study, last: Round, hashes: Mapping[str, str]
) -> Proposal:
    cells = _figure(request, one, study) if request.table == "figures" else _flow(request, one)
    id_ = cells.pop("id")
    said = [one.file, f"#{one.record}", one.printed, one.unit, one.edition, one.status, last.at]
    quote = " · ".join(part for part in said if part)
    return Proposal(
        id_,
        request.source,
        request.table,
        "",
        cells,
        Anchor(0, 0, quote),
        f"{RULE}/{request.host}/{request.id}",
        tuple(f"check:{code}" for code in one.doubts),
        hashes.get(one.file, last.sha256),
        0,
        one.record,
    )


def _figure(request: Request, one: Observation, study: Study) -> dict[str, str]:
    indicator = study.table("indicators").by_id.get(request.indicator)
    cells = {
        "id": f"{request.indicator}.{one.economy}.{one.year}",
        "indicator": request.indicator,
        "sector": indicator.text("sector") if indicator else "",
        "economy": one.economy,
        "year": str(one.year),
        "value": _number(one.value),
        "unit": indicator.text("unit") if indicator else "",
        "definition": request.definition,
    }
    if cells["id"] in study.table("figures").by_id:
        cells["id"] += f".{request.id}"
    return cells | _rest(request, one)


def _flow(request: Request, one: Observation) -> dict[str, str]:
    basis = _BASIS[request.host]
    product = one.product if _PLAIN.fullmatch(one.product) else request.id
    parts = (product, one.economy, one.partner, str(one.year), one.flow, basis)
    cells = {
        "id": ".".join(part for part in parts if part),
        "reporter": one.economy,
        "partner": one.partner,
        "product": one.product,
        "description": request.description,
        "year": str(one.year),
        "flow": one.flow,
        "value_usd": _number(one.value),
        "basis": basis,
    }
    return cells | _rest(request, one)


def _rest(request: Request, one: Observation) -> dict[str, str]:
    return {"source": request.source, "confidence": "low" if one.doubts else "high"}


def _number(value: float | None) -> str:
    """Write a value as registers do: without exponent, and with every digit that it has."""
    return "" if value is None else format(Decimal(repr(value)).normalize(), "f")
