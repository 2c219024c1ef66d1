"""The chart as Chromium draws it: by its own measure of words, with the keyboard, on a phone, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from coordcare.review.drawing import progress
from tests.browsing import axe_violations
from tests.house.source import ROOT
from tests.review.charts import full_chart

SHEETS = ("vendor/bootstrap-5.3.9/bootstrap.min.css", "css/tokens.css", "css/base.css", "css/parts.css", "css/svg.css")
MEETING = """() => {
  const shown = [...document.querySelectorAll("svg text")].filter((text) => getComputedStyle(text).display !== "none");
  const boxes = shown.map((text) => [text.textContent, text.getBBox()]);
  return boxes.flatMap(([words, one], number) => boxes.slice(number + 1).filter(([, other]) =>
    one.x + 0.5 < other.x + other.width && other.x + 0.5 < one.x + one.width &&
    one.y + one.height * 0.2 < other.y + other.height * 0.9 && other.y + other.height * 0.2 < one.y + one.height * 0.9
  ).map(([other]) => [words, other]));
}"""


@pytest.fixture
def chart_page(browser: Browser, tmp_path):
    """Opens the chart of a full record, as a page holds it: chart_page(width, theme)."""
    file = tmp_path / "chart.html"
    sheets = "".join(f'<link rel="stylesheet" href="{(ROOT / "static" / sheet).as_uri()}">' for sheet in SHEETS)
    pages: list[Page] = []

    def open_page(width: int, theme: str = "light") -> Page:
        file.write_text(
            f'<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8"><title>Chart</title>{sheets}'
            '<body><main class="wrap"><h1>Progress</h1><div class="box chart-scroll chart-newest" tabindex="0"'
            f' role="region" aria-label="Progress">{progress(full_chart())}</div></main>'
            f'<script src="{(ROOT / "static/js/chart.js").as_uri()}"></script></body></html>',
            encoding="utf-8",
        )
        pages.append(browser.new_page(viewport={"width": width, "height": 900}))
        pages[-1].goto(file.as_uri())
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


@pytest.mark.parametrize("width", [1280, 390])
def test_words_as_they_are_drawn_do_not_meet(chart_page: Callable[..., Page], width):
    page = chart_page(width)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('11px Inter')")
    assert page.evaluate(MEETING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page itself never scrolls"


def test_the_arrow_keys_go_from_mark_to_mark(chart_page: Callable[..., Page]):
    page = chart_page(1280)
    for key in ("Tab", "Tab"):
        page.keyboard.press(key)
    newest = focused(page)
    assert ": PHQ-9 " in newest and page.inner_text(".chart-told-words") == newest
    assert page.inner_text(".chart-told [aria-live]") == "PHQ-9, 75 of 75"
    page.keyboard.press("ArrowLeft")
    before = focused(page)
    page.keyboard.press("ArrowDown")
    assert focused(page).split(":")[0] == before.split(":")[0] and ": GAD-7 " in focused(page)
    page.keyboard.press("Home")
    assert page.inner_text(".chart-told [aria-live]") == "GAD-7, 1 of 75"
    page.keyboard.press("ArrowLeft")
    assert page.inner_text(".chart-told [aria-live]") == "GAD-7, 1 of 75"
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('svg').contains(document.activeElement)"), "one stop for Tab"


def test_a_pointer_is_told_below_and_never_by_a_tip(chart_page: Callable[..., Page]):
    page = chart_page(1280)
    page.hover("[data-lane='Life events'] path >> nth=-1", force=True)
    assert page.inner_text(".chart-told-words").endswith(": Bereavement: aunt")
    page.hover("h1")
    assert "arrow keys" in page.inner_text(".chart-told-words")
    assert page.evaluate("document.querySelectorAll('svg > title, svg g title').length") == 0


def test_a_phone_opens_at_the_newest_weeks(chart_page: Callable[..., Page]):
    page = chart_page(390)
    last = page.locator("[data-lane='PHQ-9'] circle").last.bounding_box()
    first = page.locator("[data-lane='PHQ-9'] circle").first.bounding_box()
    assert last and first and 0 < last["x"] < 390 and first["x"] < 0
    name = page.locator(".chart-near", has_text="GAD-7").bounding_box()
    assert name and name["x"] > 0 and name["x"] + name["width"] < 390


def test_paper_shows_all_of_it(chart_page: Callable[..., Page]):
    page = chart_page(720)
    page.emulate_media(media="print")
    drawn = page.locator("svg").bounding_box()
    assert drawn and drawn["width"] <= 720 and drawn["x"] >= 0
    assert not page.locator(".chart-told").is_visible() and not page.locator(".chart-near").first.is_visible()


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing(chart_page: Callable[..., Page], width, theme):
    assert axe_violations(chart_page(width, theme)) == []
