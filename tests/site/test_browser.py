"""The site in Chromium, opened from the folder: no server, no network, no error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.slow

if not CHROMIUM.exists():
    pytest.skip("no Chromium at /usr/bin/chromium", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser) -> Iterator:
    """A page that fails the test on any console error, script error or request off the disk."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith("file:") else wrong.append(r.url))
    yield page
    context.close()
    assert wrong == []


def visit(tab, site: Path, page: str) -> None:
    tab.goto(f"{(site / page.partition('#')[0]).as_uri()}{page[len(page.partition('#')[0]) :]}")


def filled(tab) -> int:
    return tab.locator('[data-map-drawing="map"] a:not(.step-0)[class]').count()


def test_the_map_fills_as_the_year_is_moved(tab, site: Path):
    visit(tab, site, "map.html")
    slider = tab.locator("[data-map-year]")
    playwright.expect(tab.locator("[data-map-sentence]")).not_to_be_empty()
    assert filled(tab) == 1
    slider.fill("2015")
    assert filled(tab) == 0
    assert "2015년까지 정책 문서 0건" in tab.locator("[data-map-sentence]").inner_text()
    slider.focus()
    tab.keyboard.press("ArrowRight")
    assert filled(tab) == 1
    assert "찾지 못하였다" in tab.locator("[data-map-sentence]").inner_text()


def test_a_region_of_the_map_and_its_tile_lead_to_its_page(tab, site: Path):
    visit(tab, site, "map.html")
    tab.select_option("[data-map-form]", "tiles")
    tab.locator('[data-map-drawing="tiles"] [data-region="110000"]').click()
    tab.wait_for_url("**/regions/110000.html")
    assert tab.locator("h1").inner_text() == "베이징"


def test_a_number_opens_its_evidence_and_escape_gives_the_focus_back(tab, site: Path):
    visit(tab, site, "indicators/" + name_of(site, "indicators"))
    number = tab.locator('td a.ev[href="#ref=figures:ai.firms.KOR.2017"]')
    number.focus()
    tab.keyboard.press("Enter")
    panel = tab.locator("#panel")
    panel.wait_for(state="visible")
    panel.locator(".value").wait_for()
    playwright.expect(panel).to_contain_text("国务院意见")
    text = panel.inner_text()
    assert "26.5" in text
    assert "registers/figures.csv" in text
    assert tab.evaluate("document.activeElement.id") == "panel-title"
    tab.keyboard.press("Escape")
    assert panel.is_hidden()
    assert tab.evaluate("document.activeElement.hash") == "#ref=figures:ai.firms.KOR.2017"


def test_an_address_with_a_reference_opens_the_panel(tab, site: Path):
    visit(tab, site, "policies/P1.html#ref=policies:P1%23date_issued")
    playwright.expect(tab.locator("#panel .value")).to_contain_text("2015-07-01")
    playwright.expect(tab.locator("#panel")).to_contain_text("read elsewhere")


def test_a_hostile_cell_is_shown_as_text_in_the_panel(tab, site: Path):
    visit(tab, site, "index.html#ref=policies:P2")
    panel = tab.locator("#panel")
    playwright.expect(panel).to_contain_text("<script>alert('x')</script>")
    playwright.expect(panel).to_contain_text("javascript:alert(1)")
    assert panel.locator("img, script").count() == 0
    assert tab.locator('#panel a[href^="javascript"]').count() == 0


def test_the_language_persists_from_page_to_page(tab, site: Path):
    visit(tab, site, "index.html")
    assert tab.locator("h1").inner_text() == "작은 연구"
    tab.locator(".switch").click()
    assert tab.locator("h1").inner_text() == "A tiny study"
    assert tab.title().endswith("A tiny study")
    tab.get_by_role("link", name="Policies", exact=True).click()
    tab.wait_for_url("**/policies.html*")
    assert tab.locator("h1").inner_text() == "Policies"
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert tab.locator('[data-filter="level"] option').nth(1).inner_text() == "Central"
    tab.locator(".switch").click()
    assert tab.locator("h1").inner_text() == "정책 문서"


def test_search_finds_chinese_and_korean_parts_of_words(tab, site: Path):
    visit(tab, site, "policies/P1.html")
    tab.keyboard.press("/")
    box = tab.locator(".search-box input")
    for words, found in (
        ("积极", "적극적 추진"),
        ("기업 수", "인공지능 기업 수"),
        ("광둥", "광둥"),
    ):
        box.fill(words)
        playwright.expect(tab.locator(".search-box li").first).to_contain_text(found)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/regions/440000.html")


def test_a_list_is_narrowed_and_sorted(tab, site: Path):
    visit(tab, site, "policies.html")
    tab.fill('[data-filter="text"]', "40号")
    assert tab.locator("tbody tr:visible").count() == 1
    tab.fill('[data-filter="text"]', "")
    tab.get_by_role("button", name=re.compile("^날짜")).click()
    assert tab.locator("thead th").nth(1).get_attribute("aria-sort") == "ascending"
    assert "적극적 추진" in tab.locator("tbody tr").first.inner_text()


def test_the_network_shows_partners_on_focus_and_leads_to_actors(tab, site: Path):
    visit(tab, site, "network.html")
    node = tab.locator(".node").first
    node.focus()
    assert tab.locator(".lit .node.on").count() == 2
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/actors/*.html")


def test_the_timeline_draws_days_and_spans(tab, site: Path):
    visit(tab, site, "timeline.html")
    assert tab.locator(".time-stage circle").count() == 1
    assert tab.locator(".time-stage rect.span").count() == 1
    tab.select_option('[data-filter="level"]', "province")
    assert tab.locator(".time-stage circle").count() == 0


def test_figures_are_drawn_without_evaluating_text(tab, site: Path):
    visit(tab, site, "analyses/corpus.html")
    tab.wait_for_selector("[data-figure][data-drawn] svg", timeout=20000)
    tab.locator(".switch").click()
    playwright.expect(tab.locator("[data-figure] svg")).to_contain_text("a")


def test_the_first_key_leads_past_the_menu(tab, site: Path):
    visit(tab, site, "cases.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


def test_no_page_of_the_site_raises_an_error(tab, site: Path):
    for page in sorted(site.rglob("*.html")):
        visit(tab, site, page.relative_to(site).as_posix())


def name_of(site: Path, folder: str) -> str:
    return next((site / folder).iterdir()).name


def test_a_cell_of_demand_shows_what_is_left_without_a_source(browser, shipped_site: Path):
    tab = browser.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda e: wrong.append(str(e)))
    visit(tab, shipped_site, "demand.html")
    cell = tab.locator(".cell", has=tab.locator("details.without")).first
    cell.locator("> details > summary").click()
    then, without = cell.locator("[data-then]"), cell.locator("details.without").first
    playwright.expect(then).to_be_hidden()
    without.locator("summary").press("Enter")
    playwright.expect(then).to_be_visible()
    assert then.inner_text() == without.locator("[data-after]").inner_text()
    lost = without.get_attribute("data-lost").split()
    assert cell.locator("[data-piece].gone").count() == len(set(lost))
    without.locator("summary").press("Enter")
    playwright.expect(then).to_be_hidden()
    assert cell.locator(".gone").count() == 0
    tab.close()
    assert wrong == []


def test_claims_are_narrowed_by_whom_they_are_addressed_to(tab, shipped_site: Path):
    visit(tab, shipped_site, "claims.html")
    tab.select_option("[data-filter=kind]", "proposal")
    every = tab.locator("article.claim:visible").count()
    tab.select_option("[data-filter=addressee]", index=1)
    some = tab.locator("article.claim:visible").count()
    assert 0 < some < every
    name = tab.locator("[data-filter=addressee] option").nth(1).inner_text()
    for claim in tab.locator("article.claim:visible").all():
        assert name in claim.text_content()
