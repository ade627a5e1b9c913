"""Letters in pictures: the same shapes on every machine, from the variable CJK font of a package.

The renderer of pictures knows the variable font by its default instance only, which is thin, and
prefers fonts of the system where there are any. So print asks for weight 100, which the package's
font answers on every machine, and the strokes of the letters are thickened to regular or bold. For
the screen the same drawing gets the reader's own fonts back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

PRINT_FONT = "Noto Sans CJK KR"
SCREEN_FONT = (
    "Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', "
    "'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
)
REGULAR, BOLD = 100, 200
"""Weights asked for; both are answered by the thin instance and tell us how far to thicken."""

_THICKEN = {str(REGULAR): 0.052, str(BOLD): 0.098}
_DATA = frozenset({"values", "datasets"})
_FONTS = frozenset({"font", "labelFont", "titleFont", "subtitleFont"})
_WEIGHTS = frozenset({"fontWeight", "labelFontWeight", "titleFontWeight", "subtitleFontWeight"})
_BOLD_WORDS = frozenset({"bold", "bolder"})
_TEXT = re.compile(r'(<text\b(?:[^>"]|"[^"]*")*(?<!/)>)(.*?)(</text>)', re.DOTALL)
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')


def with_print_letters(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification that asks for the package's font and our two weights everywhere."""
    made = _print_node(spec)
    config = made.get("config", {})
    labelled = {"labelFontWeight": REGULAR, "titleFontWeight": REGULAR}
    defaults: dict[str, Any] = {
        "axis": labelled,
        "legend": labelled,
        "header": {"labelFontWeight": REGULAR, "titleFontWeight": BOLD},
        "title": {"fontWeight": BOLD, "subtitleFontWeight": REGULAR},
        "text": {"fontWeight": REGULAR},
    }
    merged = {key: {**base, **config.get(key, {})} for key, base in defaults.items()}
    return {**made, "config": {**config, **merged, "font": PRINT_FONT}}


def with_screen_letters(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification for the reader's own screen, with fonts that readers have."""
    made: dict[str, Any] = _screen_node(spec)
    return {**made, "config": {**made.get("config", {}), "font": SCREEN_FONT}}


def thickened(svg: str) -> str:
    """Return a drawing in which thin letters are thickened; letters with a halo keep it below."""

    def thicken(match: re.Match[str]) -> str:
        opening, content, closing = match.groups()
        attributes = dict(_ATTRIBUTE.findall(opening))
        share = _THICKEN.get(attributes.get("font-weight", ""))
        if share is None:
            return match.group()
        size = float(attributes.get("font-size", "11px").removesuffix("px"))
        strokes = (
            f' stroke="{attributes.get("fill", "#000")}" stroke-width="{size * share:.3f}"'
            ' stroke-linejoin="round">'
        )
        bare = _without(opening, ("stroke", "stroke-width", "font-weight"))
        inked = f'{bare[:-1]} font-weight="{REGULAR}"{strokes}{content}{closing}'
        return match.group() + inked if "stroke" in attributes else inked

    return _TEXT.sub(thicken, svg)


def for_screen(svg: str) -> str:
    """Return a drawing with the reader's own fonts and ordinary weights."""
    svg = svg.replace(f'font-family="{PRINT_FONT}"', f'font-family="{SCREEN_FONT}"')
    svg = svg.replace(f'font-weight="{REGULAR}"', 'font-weight="400"')
    return svg.replace(f'font-weight="{BOLD}"', 'font-weight="700"')


def _print_node(node: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, Mapping):
        return {key: _print_entry(key, value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_print_node(item) for item in node]
    return node


def _print_entry(key: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if key in _DATA:
        return value
    if key in _FONTS and isinstance(value, str):
        return PRINT_FONT
    if key in _WEIGHTS:
        return _weight(value)
    return _print_node(value)


def _weight(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return our weight for one of CSS, also inside a condition."""
    if isinstance(value, str):
        return BOLD if value in _BOLD_WORDS else REGULAR
    if isinstance(value, int | float):
        return BOLD if value >= 600 else REGULAR
    if isinstance(value, Mapping):
        return {k: _weight(v) if k in {"value", "condition"} else v for k, v in value.items()}
    return [_weight(item) for item in value] if isinstance(value, Sequence) else value


def _screen_node(node: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, Mapping):
        return {
            key: value
            if key in _DATA
            else (SCREEN_FONT if key in _FONTS and isinstance(value, str) else _screen_node(value))
            for key, value in node.items()
        }
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_screen_node(item) for item in node]
    return node


def _without(opening: str, names: tuple[str, ...]) -> str:
    for name in names:
        opening = re.sub(rf'\s{name}="[^"]*"', "", opening)
    return opening
