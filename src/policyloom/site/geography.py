"""The map of regions as SVG paths, made once from the study's GeoJSON, and the tile map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from policyloom.model.result import Text
from policyloom.model.tables import Row
from policyloom.site.labels import Spot, spots
from policyloom.site.marks import html
from policyloom.site.material import Material, row_title

WIDTH = 820
TILE, TILE_GAP = 66, 5
_SMALL = 1.2
_SOUTH, _NORTH, _MIDDLE = 25.0, 47.0, 105.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """One region on the map: its outline, where its name stands and its tile."""

    region: str
    name: Text
    short: str
    address: str
    path: Markup
    iso: str
    tile: Point | None
    label: Spot = field(default_factory=Spot)


@dataclass(frozen=True)
class Drawing:
    """The whole map: regions in scope, outlines of others, and both sizes."""

    shapes: tuple[Shape, ...] = ()
    others: tuple[Markup, ...] = ()
    size: tuple[int, int] = (WIDTH, 600)
    tile_size: tuple[int, int] = (WIDTH, 600)


def draw_map(material: Material) -> Drawing:
    """Project the study's geometry onto a page; regions without geometry keep their tile."""
    regions = [r for r in material.table("regions") if r.text("level") == "region"]
    key = material.study.settings.map.key if material.study.settings.map else "iso"
    outlines, height = _outlines(material.study.geometry, key)
    bare = [_shape(material, row, outlines) for row in regions]
    labels = spots([(shape.name.ko, outlines.get(shape.iso, [])) for shape in bare])
    shapes = tuple(
        replace(shape, label=label, tile=tile)
        for shape, label, tile in zip(bare, labels, _tiles(regions), strict=True)
    )
    known = {row.text("iso") for row in regions}
    others = tuple(_path(rings) for name, rings in outlines.items() if name not in known)
    return Drawing(shapes, others, (WIDTH, height), _tile_size(shapes))


def _shape(material: Material, row: Row, outlines: Mapping[str, list[list[Point]]]) -> Shape:
    iso = row.text("iso")
    return Shape(
        region=row.id,
        name=row_title("regions", row),
        short=row.text("short"),
        address=material.link("regions", row.id),
        path=_path(outlines.get(iso, [])),
        iso=iso,
        tile=None,
    )


def _tiles(rows: Sequence[Row]) -> list[Point | None]:
    """Return the corner of each region's tile; columns and rows may count from any number."""
    places = [(row.cells.get("tile_column"), row.cells.get("tile_row")) for row in rows]
    known = [(x, y) for x, y in places if isinstance(x, int) and isinstance(y, int)]
    left, top = min((x for x, _ in known), default=0), min((y for _, y in known), default=0)
    step = TILE + TILE_GAP
    return [
        ((x - left) * step, (y - top) * step) if isinstance(x, int) and isinstance(y, int) else None
        for x, y in places
    ]


def _tile_size(shapes: Sequence[Shape]) -> tuple[int, int]:
    tiles = [s.tile for s in shapes if s.tile]
    right = max((x for x, _ in tiles), default=0) + TILE
    bottom = max((y for _, y in tiles), default=0) + TILE
    return int(right), int(bottom)


def _outlines(
    geometry: Mapping[str, Any] | None, key: str
) -> tuple[dict[str, list[list[Point]]], int]:
    """Return the rings of every feature in page units, and the height of the page."""
    features = (geometry or {}).get("features", [])
    flat = {
        str(f["properties"].get(key) or f"other-{i}"): [
            [_project(p) for p in ring] for ring in _rings(f["geometry"])
        ]
        for i, f in enumerate(features)
    }
    points = [p for rings in flat.values() for ring in rings for p in ring]
    if not points:
        return {}, 600
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 8) / (right - left)
    fitted = {
        name: [r for r in (_thin(ring, left, top, scale) for ring in rings) if len(r) > 3]
        for name, rings in flat.items()
    }
    return fitted, math.ceil((bottom - top) * scale) + 8


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    shapes = geometry["coordinates"]
    for polygon in [shapes] if geometry["type"] == "Polygon" else shapes:
        yield from polygon


def _project(point: Sequence[float]) -> Point:
    """Project longitude and latitude by Albers' equal-area cone (Snyder 1987, p. 100)."""
    south, north = math.radians(_SOUTH), math.radians(_NORTH)
    n = (math.sin(south) + math.sin(north)) / 2
    c = math.cos(south) ** 2 + 2 * n * math.sin(south)
    rho = math.sqrt(max(0.0, c - 2 * n * math.sin(math.radians(point[1])))) / n
    theta = n * math.radians(point[0] - _MIDDLE)
    return rho * math.sin(theta), rho * math.cos(theta)


def _thin(ring: Sequence[Point], left: float, top: float, scale: float) -> list[Point]:
    """Fit a ring to the page and leave out points that no eye can tell apart."""
    made: list[Point] = []
    for x, y in ring:
        point = (round((x - left) * scale + 4, 1), round((y - top) * scale + 4, 1))
        if not made or math.dist(made[-1], point) >= _SMALL:
            made.append(point)
    return made


def _path(rings: Sequence[Sequence[Point]]) -> Markup:
    """Return SVG path data; it holds only numbers."""
    return html(*("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings))
