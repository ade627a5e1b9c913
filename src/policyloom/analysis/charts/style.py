"""The one look of all figures: fonts, colours that survive grey printing, and the outer frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policyloom.model.result import Text

Spec = dict[str, Any]
Datum = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Noto Sans CJK KR, Noto Sans KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif"
WIDTH = 620
"""Width of a figure in pixels, axis labels included."""

INK, SOFT, PALE, LINE = "#1f2933", "#52606d", "#e4e7eb", "#cbd2d9"
PALETTE = ("#12355b", "#d1603d", "#e8b64a", "#6fa3b8", "#7b7f86", "#3f7d58", "#a06cae", "#b9c2cb")
"""Colours in order of use: told apart by colour-blind readers, and by lightness in grey."""
RAMP = ("#eef3f8", "#c3d6e8", "#7fa6cb", "#3d6f9f", "#12355b")
"""Light to dark, for amounts."""
YEARS = ("#081d3a", "#1f5a8f", "#5b9bc4", "#a9cfe3", "#e3c77a")
"""Dark to light, for earlier to later, the last for what lies after the period."""
UNKNOWN = "#d5d8dc"
"""Grey, for what was not found or not seen."""
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke", "wedge")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 1], [1, 3])


def both(text: Text) -> dict[str, str]:
    """Return a text as the mapping that `localise` picks a language from."""
    return {"ko": text.ko, "en": text.en}


def frame(inner: Mapping[str, Any], *, fit: bool = True, width: int = WIDTH) -> Spec:
    """Put a view into the common frame; `fit` shrinks it so that labels lie within the width.

    Compositions (facet, concat) cannot be fitted: they set the widths of their parts themselves.
    """
    spec: Spec = {"$schema": SCHEMA, "background": "white", "padding": 6, **inner}
    if fit:
        spec["width"] = width
        spec["autosize"] = {"type": "fit", "contains": "padding"}
    spec["config"] = _config()
    return spec


def colours(domain: Sequence[Text], palette: Sequence[str] = PALETTE) -> Spec:
    """Return a colour scale that gives the texts of a domain their colours, in order."""
    return {"domain": [both(t) for t in domain], "range": _cycle(palette, len(domain))}


def shapes(domain: Sequence[Text]) -> Spec:
    """Return a shape scale, so that series differ without colour."""
    return {"domain": [both(t) for t in domain], "range": _cycle(SHAPES, len(domain))}


def dashes(domain: Sequence[Text]) -> Spec:
    """Return a dash scale, so that lines differ without colour."""
    return {"domain": [both(t) for t in domain], "range": _cycle(DASHES, len(domain))}


def nominal(field: str, title: Text | None = None, **more: object) -> Spec:
    """Return an encoding of words, in the order in which the data bring them."""
    return {
        "field": field,
        "type": "nominal",
        "sort": None,
        "title": both(title) if title else None,
        **more,
    }


def amount(field: str, title: Text | None = None, **more: object) -> Spec:
    """Return an encoding of a number."""
    return {
        "field": field,
        "type": "quantitative",
        "title": both(title) if title else None,
        **more,
    }


def tip(field: str, title: Text, form: str = "") -> Spec:
    """Return one line of a tooltip."""
    kind = "quantitative" if form else "nominal"
    made: Spec = {"field": field, "type": kind, "title": both(title)}
    return {**made, "format": form} if form else made


def legend(columns: int = 0, **more: object) -> Spec:
    """Return a legend that lies above the plot."""
    made: Spec = {"orient": "top", "title": None, "labelLimit": 300, **more}
    return {**made, "columns": columns} if columns else made


def ink_on(dark_when: str) -> Spec:
    """Return a text colour: white where the Vega expression says the ground is dark."""
    return {"condition": {"test": dark_when, "value": "white"}, "value": INK}


def _cycle(items: Sequence[Any], n: int) -> list[Any]:
    return [items[i % len(items)] for i in range(n)]


def _config() -> Spec:
    axis = {
        "labelFontSize": 11, "titleFontSize": 11, "labelColor": INK, "titleColor": SOFT,
        "titleFontWeight": 400, "domainColor": LINE, "tickColor": LINE, "gridColor": PALE,
        "labelLimit": 240, "labelOverlap": "greedy",
    }  # fmt: skip
    return {
        "font": FONT,
        "axis": axis,
        "legend": {"labelFontSize": 11, "titleFontSize": 11, "labelColor": INK, "symbolSize": 90},
        "header": {"labelFontSize": 11, "labelColor": INK, "labelFontWeight": 700, "title": None},
        "text": {"font": FONT, "fontSize": 11, "color": INK},
        "view": {"stroke": None},
    }
