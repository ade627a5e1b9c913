import re

from policyloom.model.facts import Facts
from policyloom.model.result import Text
from policyloom.site.chart import Point, Series, bar_chart, series_chart
from policyloom.site.geography import draw_map
from policyloom.site.labels import spots
from policyloom.site.material import Material
from policyloom.site.prose import filled, linked


def series(name: str, *points: tuple[int, float]) -> Series:
    return Series(
        Text(name, name),
        "#123456",
        tuple(Point(y, v, f"figures:{name}.{y}", f"{name} {y}") for y, v in points),
    )


def test_every_point_of_a_chart_opens_its_evidence():
    chart = series_chart([series("a", (2015, 1.0), (2016, 2.0), (2017, 4.0))], "chart")
    assert chart.count('href="#ref=figures:a.') == 3
    assert "<polyline" in chart


def test_bars_show_the_latest_value_of_each_series_largest_first():
    chart = bar_chart(
        [series("low", (2016, 9.0), (2017, 1.0)), series("high", (2017, 5.0))], "chart"
    )
    assert chart.index("figures:high.2017") < chart.index("figures:low.2017")
    assert "figures:low.2016" not in chart


def test_charts_stand_zero_and_negative_values():
    for values in ((0.0, 0.0), (-5.0, -1.0), (-1.0, 1.0)):
        points = [(2016 + i, v) for i, v in enumerate(values)]
        assert "nan" not in series_chart([series("a", *points)], "x")
        assert "nan" not in bar_chart([series("a", *points)], "x")


def test_chart_names_are_escaped():
    assert "<b>" not in series_chart([series("<b>", (2016, 1.0), (2017, 2.0))], "<b>")


def test_the_map_draws_regions_in_scope_and_keeps_neighbours_together(material: Material):
    drawing = draw_map(material)
    assert [shape.region for shape in drawing.shapes] == ["110000", "440000"]
    assert all(re.fullmatch(r"[MLZ\d. ]+", shape.path) for shape in drawing.shapes)
    assert drawing.shapes[0].tile == (71, 0)


def test_a_study_without_geometry_keeps_its_tiles(material: Material):
    study = type(material.study)(
        material.study.folder, material.study.settings, tables=material.study.tables
    )
    drawing = draw_map(Material(study, Facts(study, {}), material.lineage))
    assert [bool(shape.path) for shape in drawing.shapes] == [False, False]
    assert all(shape.tile for shape in drawing.shapes)


def test_names_stand_inside_their_region_and_do_not_cover_each_other():
    ring = [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0)]
    hole = [(60.0, 60.0), (140.0, 60.0), (140.0, 140.0), (60.0, 140.0)]
    outer, inner = spots([("바깥", [ring, hole]), ("안", [hole])])
    assert not (60 < outer.x < 140 and 60 < outer.y < 140)
    assert 60 < inner.x < 140


def test_numbers_of_a_statement_are_filled_in_and_linked(material: Material):
    text = "값은 {n}`figures:ai.firms.CHN.2017 | ,`, {plain}`2025`, {cite}`S1`끝 {n}`nothing.here`"
    assert filled(text, material.facts, "ko") == "값은 1,040, 2025, 끝 n.a."
    assert 'href="#ref=figures:ai.firms.CHN.2017"' in linked(text, material.facts, "ko")
    assert filled("글{on}`S1, gaps:G1`.{view}`S1`", material.facts, "ko") == "글."
