"""The page on diffusion: unknown regions are named as unknown, and every figure is there."""

from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_page_of_the_shipped_study(shipped_site: Path):
    page = (shipped_site / "diffusion.html").read_text(encoding="utf-8")
    figures = [
        "adoption.internet_plus_map", "diffusion.internet_plus_survival", "diffusion.directions",
        "coverage.internet_plus_bounds", "diffusion.ai_hazard",
    ]  # fmt: skip
    for name in figures:
        assert f'data-figure="{name}"' in page
    assert "채택 여부를 모르는 지역" in page
    assert "Of regions not found nothing is known" in page
    unknown = page.split("internet_plus_unknown", 1)[1].split("</table>", 1)[0]
    assert "시짱" in unknown
    assert "미채택" not in unknown, "unknown is not called not adopted"


def test_a_study_without_plans_has_no_such_page(site: Path):
    has = (site / "diffusion.html").exists()
    menu = (site / "index.html").read_text(encoding="utf-8")
    assert ("diffusion.html" in menu) == has
