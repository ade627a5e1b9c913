"""The scoreboard page: ranks with their uncertainty, values that lead to sources, gaps shown."""

from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_pages_of_the_shipped_study(shipped_site: Path):
    page = (shipped_site / "scoreboard.html").read_text(encoding="utf-8")
    for name in (
        "scoreboard.radar",
        "scoreboard.leads",
        "scoreboard.ranks",
        "trade_comparison.tsi",
    ):
        assert f'data-figure="{name}"' in page
    assert "확률이 아니다" in page
    assert "not a probability" in page
    table = page.split('id="table-indicators"', 1)[1].split("</table>", 1)[0]
    assert "table:scoreboard.indicators" in table, "values open their evidence"
    borders = (shipped_site / "borders.html").read_text(encoding="utf-8")
    assert "잡히지 않음" in borders
    assert 'id="o2o-01"' in borders
    menu = (shipped_site / "index.html").read_text(encoding="utf-8")
    assert "scoreboard.html" in menu


def test_a_study_without_the_analysis_has_no_such_page(site: Path):
    has = (site / "scoreboard.html").exists()
    assert ("scoreboard.html" in (site / "index.html").read_text(encoding="utf-8")) == has
    assert not (site / "borders.html").exists()
