"""Checks on what came: units, editions, repeated keys, gaps, and values that were revised.

Each finding is a code with words; those about single observations are noted with them as doubts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policyloom.collect.hosts.areas import WORLD
from policyloom.collect.hosts.observation import Observation
from policyloom.model.magnitudes import Amount, contradictions
from policyloom.model.requests import Request
from policyloom.model.tables import Row

Key = tuple[str, int, str, str, str]
_LISTED = 6
_SAME = 1e-9
_REGISTER = "register|"
_OF_BASIS = {"comtrade": "customs", "baci": "reconciled"}


@dataclass(frozen=True)
class Finding:
    """Something to tell about a round; `key` names the observation, None where it is the whole."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    key: Key | None = None


@dataclass(frozen=True)
class Checked:
    """The observations with their doubts, and everything that was found."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]


def check(
    request: Request,
    observations: Sequence[Observation],
    before: Sequence[Observation],
    since: str,
    rows: Iterable[Row],
) -> Checked:
    """Check a round against itself, the round before and the register.

    `before` is the last round's table (made at `since`), `rows` those of the register that speak
    of the same thing.
    """
    known = dict(_entered(request, rows))
    findings = [
        *_repeated(observations),
        *_missing(request, observations),
        *_units(request, observations),
        *_editions(request, observations),
        *_magnitudes(request, observations, known),
        *_revised(observations, before, since),
        *_differing(observations, known),
    ]
    doubts: dict[Key, list[str]] = {}
    for found in findings:
        if found.key is not None:
            doubts.setdefault(found.key, []).append(found.code)
    noted = (
        replace(one, doubts=tuple(dict.fromkeys(doubts.get(one.key, ())))) for one in observations
    )
    return Checked(tuple(noted), tuple(findings))


def same(one: float | None, other: float | None) -> bool:
    """Tell whether two values are one number written twice; nothing equals only nothing."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=0.0)


def row_key(request: Request, row: Row) -> Key | None:
    """Return the key under which a row of the register says what a request asks for."""
    year = row.cells.get("year")
    if not isinstance(year, int):
        return None
    if request.table == "figures":
        if row.text("indicator") != request.indicator:
            return None
        if row.text("definition") != request.definition:
            return None
        return row.text("economy"), year, "", "", ""
    if row.text("basis") != _OF_BASIS[request.host]:
        return None
    partner = row.text("partner")
    partner = "" if partner == WORLD and WORLD not in request.partners else partner
    return row.text("reporter"), year, row.text("flow"), partner, row.text("product")


def _entered(request: Request, rows: Iterable[Row]) -> Iterator[tuple[Key, Row]]:
    for row in rows:
        key = row_key(request, row)
        if key is not None:
            yield key, row


def _repeated(observations: Sequence[Observation]) -> Iterator[Finding]:
    first: dict[Key, Observation] = {}
    for one in observations:
        other = first.setdefault(one.key, one)
        if other is not one:
            words = {"name": one.name, "value": one.printed, "other": other.printed}
            yield Finding("data.duplicate", words, one.key)


def _missing(request: Request, observations: Sequence[Observation]) -> Iterator[Finding]:
    """Tell which economies and years have no value: not there, or there without a number."""
    lacking: dict[str, list[int]] = {}
    held = {(o.economy, o.year, o.flow, o.partner) for o in observations if o.value is not None}
    partners = request.partners or ("",)
    for economy in request.economies:
        for flow in request.flows or ("",):
            for partner in partners if request.table == "trade" else ("",):
                words = " ".join(part for part in (economy, partner, flow) if part)
                years = [y for y in request.years if (economy, y, flow, partner) not in held]
                if years:
                    lacking[words] = years
    for words, years in lacking.items():
        yield Finding("data.missing", {"name": words, "years": _spans(years)})
    for one in observations:
        if one.value is None and one.printed:
            yield Finding("data.no_number", {"name": one.name, "value": one.printed}, one.key)


def _units(request: Request, observations: Sequence[Observation]) -> Iterator[Finding]:
    """Hold the host's own words for its unit against the unit that the request expects."""
    labels = dict.fromkeys(one.unit for one in observations if one.unit)
    if request.host == "sdmx" and len(labels) > 1:
        yield Finding("data.units", {"values": ", ".join(list(labels)[:_LISTED])})
    wanted = request.unit.casefold()
    wrong = [label for label in labels if wanted and wanted not in label.casefold()]
    for label in wrong[:_LISTED]:
        words = {"value": label, "wanted": request.unit}
        for one in (o for o in observations if o.unit == label):
            yield Finding("data.unit", words, one.key)
    if request.table == "trade":
        for one in (o for o in observations if o.value is not None and o.value < 0):
            yield Finding("data.negative", {"name": one.name, "value": one.printed}, one.key)


def _editions(request: Request, observations: Sequence[Observation]) -> Iterator[Finding]:
    """Tell series that run over several editions of a classification, and unexpected editions."""
    if request.table != "trade":
        return
    years: dict[str, list[int]] = {}
    for one in observations:
        if one.edition and one.year not in years.setdefault(one.edition, []):
            years[one.edition].append(one.year)
    if len(years) > 1 and not request.edition:
        listed = "; ".join(f"{e} {_spans(sorted(y))}" for e, y in sorted(years.items()))
        yield Finding("data.editions", {"values": listed})
    for one in observations:
        if request.edition and one.edition != request.edition:
            words = {"name": one.name, "value": one.edition or "?", "wanted": request.edition}
            yield Finding("data.edition", words, one.key)


def _magnitudes(
    request: Request, observations: Sequence[Observation], known: Mapping[Key, Row]
) -> Iterator[Finding]:
    """Look for values a thousand times off: along the years, against the register, over a whole."""
    column = "value_usd" if request.table == "trade" else "value"
    by_id: dict[str, tuple[Key, str]] = {}
    amounts = []
    for place, one in enumerate(observations):
        if one.value is not None:
            by_id[str(place)] = one.key, one.printed
            amounts.append(_amount(str(place), one.key, request.id, one.value))
    for key, row in known.items():
        value = row.cells.get(column)
        if isinstance(value, int | float):
            by_id[_REGISTER + row.id] = key, f"{row.id} {row.text(column)}"
            amounts.append(_amount(_REGISTER + row.id, key, _REGISTER, float(value)))
    for found in contradictions(amounts, WORLD):
        ours, other = found.amount, found.other
        if ours.id.startswith(_REGISTER):
            ours, other = other, ours
        if ours.id.startswith(_REGISTER):
            continue
        factor = max(found.factor, 1 / found.factor)
        (key, printed), (_, beside) = by_id[ours.id], by_id[other.id]
        words = {
            "name": ".".join(str(part) for part in key if part),
            "value": printed,
            "other": f"{other.whose} {other.year}: {beside}",
            "factor": f"{factor:,.0f}" if factor >= 10 else f"{factor:.2g}",
        }
        yield Finding("data.magnitude", words, key)


def _amount(id_: str, key: Key, series: str, value: float) -> Amount:
    economy, year, flow, partner, product = key
    return Amount(id_, f"{product}|{flow}|{partner}", economy, year, series, value)


def _revised(
    observations: Sequence[Observation], before: Sequence[Observation], since: str
) -> Iterator[Finding]:
    """Tell the values that the host has changed, added a number to, or taken away."""
    earlier = {one.key: one for one in before}
    now = {one.key: one for one in observations}
    for key, one in now.items():
        old = earlier.get(key)
        if old is not None and not same(old.value, one.value):
            words = {"before": _shown(old), "after": _shown(one), "name": one.name}
            yield Finding("data.revised", {**words, "since": since[:10]}, key)
    for key, old in earlier.items():
        if key not in now and old.value is not None:
            words = {"name": old.name, "before": _shown(old), "since": since[:10]}
            yield Finding("data.withdrawn", words)


def _differing(observations: Sequence[Observation], known: Mapping[Key, Row]) -> Iterator[Finding]:
    """Tell where the register has another value for the same thing."""
    for one in observations:
        row = known.get(one.key)
        if row is None or one.value is None:
            continue
        value = row.cells.get("value_usd" if "value_usd" in row.cells else "value")
        if isinstance(value, int | float) and not same(float(value), one.value):
            words = {"row": row.id, "before": f"{value:,.15g}", "after": f"{one.value:,.15g}"}
            yield Finding("data.differs", words, one.key)


def _shown(one: Observation) -> str:
    return "–" if one.value is None else f"{one.value:,.15g}"


def _spans(years: Sequence[int]) -> str:
    """Return years as people write them: 2003-2005, 2008."""
    parts: list[list[int]] = []
    for year in years:
        if parts and year == parts[-1][-1] + 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(f"{p[0]}-{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)
