"""Pictures of figures: one Vega-Lite specification for screen and print.

vl-convert draws it once; the drawing is kept as SVG for the screen and as PNG for print, under the
fingerprint of the specification, so that only a changed figure is drawn again.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest, fingerprint
from policyloom.model.facts import Facts
from policyloom.model.result import localise
from policyloom.report.document import Document, FigureBlock
from policyloom.report.lettering import (
    PRINT_FONT,
    for_screen,
    thickened,
    with_print_letters,
    with_screen_letters,
)
from policyloom.report.walking import walk

SCALE = 3
_BUNDLE = "vega"


@dataclass(frozen=True)
class Picture:
    """A figure drawn: the specification and an SVG for the screen, a PNG for print; its size."""

    spec: Mapping[str, Any]
    svg: str
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
    printed = with_print_letters(plain)
    name = fingerprint(printed, SCALE, PRINT_FONT, _drawing_code(), *_versions())
    paths = folder / f"{name}.svg", folder / f"{name}.png"
    if not all(path.exists() for path in paths):
        svg, png = _drawn(printed)
        write_file(paths[0], svg.encode("utf-8"))
        write_file(paths[1], png)
    png = paths[1].read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    svg = for_screen(paths[0].read_text(encoding="utf-8"))
    return Picture(with_screen_letters(plain), svg, png, width // SCALE, height // SCALE)


def vega_script(folder: Path | None = None) -> str:
    """Return Vega, Vega-Lite and vega-embed as one script, from the wheel that brings them.

    Making it takes about two seconds; with a folder it is made once and kept there.
    """
    path = folder / f"{_BUNDLE}-{_versions()[0]}.js" if folder is not None else None
    if path is not None and path.is_file():
        return path.read_text(encoding="utf-8")
    made = str(_converter().javascript_bundle()).replace("</script", "<\\/script")
    if path is not None:
        write_file(path, made.encode("utf-8"))
    return made


def font_folder() -> Path:
    """Return the folder of the CJK fonts that come with a package."""
    found = find_spec("manimgx_fonts_cjk")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the package manimgx-fonts-cjk is not installed")
    return Path(next(iter(found.submodule_search_locations)))


def _drawn(spec: Mapping[str, Any]) -> tuple[str, bytes]:
    converter = _converter()
    svg = str(converter.vegalite_to_svg(dict(spec), allowed_base_urls=[]))
    return svg, bytes(converter.svg_to_png(thickened(svg), scale=SCALE))


@cache
def _converter() -> Any:  # noqa: ANN401 - the package has no types
    import vl_convert  # noqa: PLC0415 - heavy, and only needed when something is drawn

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert


@cache
def _versions() -> tuple[str, str]:
    return version("vl-convert-python"), version("manimgx-fonts-cjk")


@cache
def _drawing_code() -> str:
    return digest(files("policyloom.report").joinpath("lettering.py").read_bytes())
