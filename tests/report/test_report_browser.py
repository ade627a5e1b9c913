"""The report in Chromium: sentences open what they rest on, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import composed

from policyloom.report.html import write_html

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.slow

if not CHROMIUM.exists():
    pytest.skip("no Chromium at /usr/bin/chromium", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHAPTER = """\
# 장

하나이다{on}`table:mine, gaps:G1`. 둘은 {n}`adoption.provinces_found`개 {name}`policies:C001`이다.
셋은 읽기이다.{view}`P-01` 넷이다.

:::{table}
:id: mine
:caption: 손으로 만든 표
| 가 |
|---|
| {n}`policies:P001#title_ko` |
:::
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    document, problems, _ = composed({"01.md": CHAPTER})
    assert problems == []
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(write_html(document, {}))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, report) -> Iterator:
    """The report's page; any error in its script fails the test."""
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(report.as_uri())
    yield page
    page.close()
    assert wrong == []


def _panel(tab) -> str:
    return str(tab.locator("#evidence").inner_text())


def test_a_sentence_opens_by_mouse_and_leads_down_to_the_source(tab):
    tab.get_by_text("하나이다").click()
    assert "이 문장이 기대는 것" in _panel(tab)
    assert "15개 성의 계획을 찾지 못했다" in _panel(tab)
    tab.locator("#evidence .jump").first.click()
    assert "표 1-1. 손으로 만든 표" in _panel(tab)
    assert tab.locator("#evidence a[href='#table-1-1']").count() == 1
    for step in ("쓰촨성 계획", "쓰촨성 계획", "아시아경제"):
        tab.locator("#evidence .jump", has_text=step).first.click()
    assert "원문 미보유" in _panel(tab)


def test_the_author_s_reading_is_called_so(tab):
    tab.get_by_text("셋은 읽기이다").click()
    assert tab.locator("#evidence h2").first.inner_text() == "글쓴이의 해석"
    assert "협력을 제안한다." in _panel(tab)
    tab.get_by_role("button", name="English").click()
    assert "The author's reading" in _panel(tab)
    assert "Cooperate." in _panel(tab)


def test_a_sentence_opens_by_keyboard_and_focus_comes_back(tab):
    tab.locator(".m.f").first.focus()
    tab.keyboard.press("Enter")
    assert "이 문장이 기대는 것" in _panel(tab)
    tab.keyboard.press("Escape")
    assert tab.locator("#evidence").is_hidden()
    assert tab.evaluate("document.activeElement.matches('.m.f')")


def test_a_mark_opens_itself_and_offers_its_whole_sentence(tab):
    tab.locator(".m.n").first.click()
    assert "adoption.provinces_found" in _panel(tab)
    tab.locator("#evidence button", has_text="이 문장의 근거 모두 (2)").click()
    assert "둘은 16개" in _panel(tab)


def test_words_can_be_marked_without_opening_anything(tab):
    box = tab.get_by_text("셋은 읽기이다").bounding_box()
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + 4, y)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 60, y, steps=5)
    tab.mouse.up()
    assert tab.evaluate("String(window.getSelection())")
    assert tab.locator("#evidence").is_hidden()


def test_a_sentence_without_footing_opens_nothing_and_print_shows_no_marks(tab):
    tab.get_by_text("넷이다").click()
    assert tab.locator("#evidence").is_hidden()
    tab.emulate_media(media="print")
    assert not tab.locator(".m.f").first.is_visible()
