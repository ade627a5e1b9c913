"""Pictures of figures: one Vega-Lite specification for screen and print.

For print it is drawn to PNG by vl-convert with the CJK fonts of a package, and kept in a cache
folder under the fingerprint of the specification, so that only a changed figure is drawn again.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policyloom.core.atomic import write_file
from policyloom.core.ids import fingerprint
from policyloom.model.facts import Facts
from policyloom.model.result import localise
from policyloom.report.document import Document, FigureBlock, walk

SCALE = 3
SCREEN_FONT = (
    "Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
)
PRINT_FONT = "Noto Sans CJK KR"
_CONFIG: Mapping[str, Any] = {
    "background": "white",
    "axis": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
    "legend": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
    "header": {"labelFontSize": 11, "titleFontSize": 11},
    "text": {"fontSize": 11},
    "title": {"fontSize": 12},
}


@dataclass(frozen=True)
class Picture:
    """A figure drawn: the specification for the screen and the PNG for print, with its size."""

    spec: Mapping[str, Any]
    png: bytes
    width: int
    height: int


Pictures = Mapping[tuple[str, str], Picture]
"""Pictures by figure name and language."""


def draw_figures(document: Document, facts: Facts, folder: Path) -> dict[tuple[str, str], Picture]:
    """Draw every figure of a document; `folder` keeps the pictures between builds."""
    made: dict[tuple[str, str], Picture] = {}
    for part in document.parts:
        for node in walk(part.blocks):
            if isinstance(node, FigureBlock) and (node.name, node.language) not in made:
                figure = facts.figure(node.name)
                if figure is not None:
                    made[node.name, node.language] = draw(figure.spec, node.language, folder)
    return made


def draw(spec: Mapping[str, Any], language: str, folder: Path) -> Picture:
    """Draw one specification in one language, or take the picture from the cache folder."""
    plain = localise(spec, language)
    for_print = _with_font(plain, PRINT_FONT)
    name = fingerprint(for_print, SCALE, *_versions())
    path = folder / f"{name}.png"
    if not path.exists():
        write_file(path, _png(for_print))
    png = path.read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    return Picture(_with_font(plain, SCREEN_FONT), png, width // SCALE, height // SCALE)


def font_folder() -> Path:
    """Return the folder of the CJK fonts that come with a package."""
    found = find_spec("manimgx_fonts_cjk")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the package manimgx-fonts-cjk is not installed")
    return Path(next(iter(found.submodule_search_locations)))


def _with_font(spec: Mapping[str, Any], font: str) -> dict[str, Any]:
    own = spec.get("config", {})
    config: dict[str, Any] = {}
    for key in dict.fromkeys((*_CONFIG, *own)):
        base, mine = _CONFIG.get(key), own.get(key)
        merged = isinstance(base, Mapping) and isinstance(mine, Mapping)
        config[key] = {**base, **mine} if merged else (mine if mine is not None else base)
    return {**spec, "config": config | {"font": font}}


def _png(spec: Mapping[str, Any]) -> bytes:
    return bytes(_converter().vegalite_to_png(dict(spec), scale=SCALE, allowed_base_urls=[]))


@cache
def _converter() -> Any:  # noqa: ANN401 - the package has no types
    import vl_convert  # noqa: PLC0415 - heavy, and only needed when something is drawn

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert


@cache
def _versions() -> tuple[str, str]:
    return version("vl-convert-python"), version("manimgx-fonts-cjk")
