# ruff: noqa: E501
"""Letters in pictures."""

from policyloom.report.lettering import (
    for_screen,
    thickened,
    with_print_letters,
    with_screen_letters,
)

SVG = '<svg><text font-family="Noto Sans CJK KR" font-size="10px" font-weight="200" fill="#123">a</text><text/></svg>'


def test_print_asks_for_one_font_in_two_weights():
    spec = {
        "data": {"values": [{"font": "kept", "fontWeight": "kept"}]},
        "mark": {"type": "text", "font": "Arial", "fontWeight": {"condition": {"value": 700}, "value": 400}},
        "config": {"axis": {"titleFontWeight": "bold", "labelFont": "Arial"}},
    }  # fmt: skip
    made = with_print_letters(spec)
    assert made["data"] == spec["data"]
    assert made["mark"]["fontWeight"] == {"condition": {"value": 200}, "value": 100}
    assert made["config"]["axis"]["titleFontWeight"] == 200
    assert made["config"]["axis"]["labelFont"] == made["config"]["font"] == made["mark"]["font"]
    assert "Malgun Gothic" in with_screen_letters(spec)["config"]["axis"]["labelFont"]


def test_thin_letters_are_thickened():
    made = thickened(SVG)
    assert 'stroke="#123" stroke-width="0.980"' in made
    assert 'font-weight="100"' in made
    assert made.endswith("<text/></svg>")


def test_letters_with_a_halo_keep_it_below():
    made = thickened(SVG.replace('fill="#123"', 'fill="#123" stroke="#fff" stroke-width="3"'))
    assert made.index('stroke="#fff"') < made.index('stroke="#123"')
    assert made.count(">a</text>") == 2


def test_the_screen_gets_ordinary_weights():
    assert 'font-weight="700"' in for_screen(SVG)
    assert "Malgun Gothic" in for_screen(SVG)
