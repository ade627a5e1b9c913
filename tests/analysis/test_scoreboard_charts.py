"""Radar, intervals, slopes and signed bars: their numbers are where they should be."""

import math

import pytest

from policyloom.analysis.charts.intervals import Span, intervals, panels
from policyloom.analysis.charts.lines import Point
from policyloom.analysis.charts.radar import place, radar
from policyloom.analysis.charts.signed import Amount, signed_bars
from policyloom.analysis.charts.slope import slopes
from policyloom.model.result import Text, localise

A, B = Text("가", "A"), Text("나", "B")
VALUE = Text("값", "Value")


def test_a_radar_starts_at_the_top_and_goes_round():
    assert place(0, 4, 1.0) == (0.0, 1.0)
    x, y = place(1, 4, 0.5)
    assert (x, y) == (0.5, pytest.approx(0, abs=1e-9))
    assert math.hypot(*place(2, 7, 0.3)) == pytest.approx(0.3, abs=1e-4)


def test_a_radar_is_closed_and_needs_three_axes():
    axes = [A, B, VALUE]
    spec = radar(axes, {A: [0.2, 0.5, 1.0]}, VALUE)
    line = spec["layer"][2]["data"]["values"]
    assert len(line) == 4
    assert (line[0]["x"], line[0]["y"]) == (line[-1]["x"], line[-1]["y"])
    with pytest.raises(ValueError, match="three axes"):
        radar([A, B], {A: [0.1, 0.2]}, VALUE)
    with pytest.raises(ValueError, match="three axes"):
        radar(axes, {A: [0.1]}, VALUE)


def test_slopes_label_the_highest_above_and_the_others_below():
    points = [Point(2003, A, 1.0), Point(2003, B, 3.0), Point(2018, A, 5.0), Point(2018, B, 4.0)]
    data = slopes(points, VALUE, [A, B])["data"]["values"]
    sides = {(d["year"], d["series"]["en"]): d["side"] for d in data}
    assert sides == {("2003", "A"): 1, ("2003", "B"): -1, ("2018", "A"): -1, ("2018", "B"): 1}


def test_bars_to_both_sides_have_room_for_their_numbers():
    spec = signed_bars([Amount(A, A, -2.0), Amount(A, B, 8.0)], VALUE, [A, B])
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -2
    assert high > 8


@pytest.mark.slow
def test_they_are_valid_vega_lite():
    from altair.vegalite.v6.schema.core import Root

    spans = [Span(A, 1, 2, 3, A, B), Span(B, 2, 3, 4, B, A)]
    specs = [
        intervals(spans, VALUE, [A, B], rule=0), panels(spans, VALUE, [A, B], ranks=4),
        radar([A, B, VALUE], {A: [0, 0.5, 1]}, VALUE),
        slopes([Point(2003, A, 1.0), Point(2018, A, 2.0)], VALUE, [A]),
        signed_bars([Amount(A, A, -2.0)], VALUE, [A]),
    ]  # fmt: skip
    for spec in specs:
        for language in ("ko", "en"):
            Root.from_dict(localise(spec, language), validate=True)
