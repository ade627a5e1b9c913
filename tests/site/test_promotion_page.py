import json
from pathlib import Path

import pytest

from policyloom.site.material import Material
from policyloom.site.page import Desk
from policyloom.site.promotion import promotion_data

CHROMIUM = Path("/usr/bin/chromium")


def test_data_hold_issued_documents_and_clauses(material: Material):
    data = promotion_data(Desk(material))
    names = [body[0] for body in data["bodies"]]
    study = material.study
    issued = [
        row
        for row in study.table("policies")
        if row.many("issuers") and row.text("status") != "draft"
    ]
    assert {d[6] for d in data["documents"]} == {f"policies:{row.id}" for row in issued}
    assert [t[6] for t in data["tasks"]] == [
        f"responsibilities:{row.id}" for row in study.table("responsibilities")
    ]
    for document in data["documents"]:
        row = next(r for r in issued if f"policies:{r.id}" == document[6])
        known = {r.id: r.text("name_ko") for r in study.table("actors")}
        assert [names[i] for i in document[4]] == [known[a] for a in row.many("issuers")]
    assert json.loads(json.dumps(data)) == data


def test_the_page_stands_without_its_analysis(site: Path):
    text = (site / "promotion.html").read_text(encoding="utf-8")
    assert "data-promotion-rows" in text
    assert 'data-promotion-by="sector"' in text


@pytest.mark.slow
def test_a_body_is_clicked_and_shows_its_documents(site: Path):
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        tab = browser.new_page()
        wrong: list[str] = []
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.goto((site / "promotion.html").as_uri())
        bodies = tab.locator("[data-promotion-rows] button")
        bodies.first.wait_for()
        bodies.first.click()
        detail = tab.locator("[data-promotion-detail]")
        assert detail.locator("h2").inner_text() == bodies.first.inner_text()
        detail.locator("a.ev").first.click()
        tab.locator("#panel").wait_for(state="visible")
        assert detail.locator("img, script").count() == 0
        tab.select_option('[data-promotion-by="from"]', index=1)
        tab.select_option('[data-promotion-by="to"]', index=1)
        assert tab.locator("[data-promotion-count]").inner_text().startswith("기관 0곳")
        browser.close()
    assert wrong == []
