"""Which regions border on one another: read off the geometry, with what the author adds.

Two regions are neighbours where their outlines share a stretch of border (two successive points).
Islands have none; the option `neighbours` of an analysis may name some, in both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from policyloom.analysis.names import Region

_PLACES = 5
"""Decimals to which points of two outlines must agree: about a metre in degrees."""

Point = tuple[float, float]


def neighbours(
    geometry: Mapping[str, Any] | None,
    key: str,
    places: Mapping[str, Region],
    added: Mapping[str, Sequence[str]],
) -> dict[str, frozenset[str]]:
    """Return the neighbours of each region by id; empty sets where nothing is known of any."""
    found: dict[str, set[str]] = {code: set() for code in places}
    by_key = {region.iso: code for code, region in places.items() if region.iso}
    owners: dict[frozenset[Point], set[str]] = {}
    for feature in (geometry or {}).get("features", ()):
        code = by_key.get(str(feature.get("properties", {}).get(key, "")))
        for stretch in _stretches(feature.get("geometry") or {}) if code else ():
            owners.setdefault(stretch, set()).add(str(code))
    pairs = {(a, b) for sharing in owners.values() for a in sharing for b in sharing if a != b}
    pairs |= {(str(a), str(b)) for a, others in added.items() for b in others}
    for a, b in pairs:
        if a in found and b in found:
            found[a].add(b)
            found[b].add(a)
    return {code: frozenset(near) for code, near in found.items()}


def _stretches(shape: Mapping[str, Any]) -> Iterator[frozenset[Point]]:
    for ring in _rings(shape):
        points = [(round(float(p[0]), _PLACES), round(float(p[1]), _PLACES)) for p in ring]
        yield from (frozenset(pair) for pair in pairwise(points) if pair[0] != pair[1])


def _rings(shape: Mapping[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    if shape.get("type") == "Polygon":
        return list(shape["coordinates"])
    if shape.get("type") == "MultiPolygon":
        return [ring for polygon in shape["coordinates"] for ring in polygon]
    return []
