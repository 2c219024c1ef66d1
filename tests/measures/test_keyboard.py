"""A PHQ-9 on the keyboard in real Chromium: one digit an item."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server, axe_violations
from tests.cast import PASSWORD, Cast, gather

Contexts = Callable[..., BrowserContext]
ANSWERS = "322211100"


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def open_form(new_context: Contexts, cast: Cast, **options: object) -> Page:
    """Sign the coordinator in and come to the form by the patient's Add menu."""
    page = new_context(**options).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("coordinator@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/patients/{cast.patients['Amara Osei']}/measures")
    adds = page.locator(".patient-actions")
    link = adds.get_by_role("link", name="Add score")
    if not link.is_visible():
        adds.get_by_text("Add", exact=True).click()
    link.click()
    expect(page.get_by_role("heading", name="Score", exact=True)).to_be_visible()
    page.wait_for_load_state()  # the page is seen before its scripts listen to keys
    return page


def test_nine_digits_fill_a_phq9(new_context: Contexts, cast: Cast) -> None:
    page = open_form(new_context, cast)
    page.locator("#item_1-0").focus()
    for digit in ANSWERS[:4]:
        page.keyboard.press(digit)
    expect(page.get_by_text("4 of 9 answered, adds up to 9, open: 5, 6, 7, 8, 9")).to_be_visible()
    page.keyboard.press("7")  # no answer of this form
    page.keyboard.press("ArrowRight")  # arrows still choose
    expect(page.locator("#item_5-1")).to_be_checked()
    for digit in ANSWERS[4:]:
        page.keyboard.press(digit)
    for number, digit in enumerate(ANSWERS, 1):
        expect(page.locator(f"#item_{number}-{digit}")).to_be_checked()
    expect(page.get_by_text("9 of 9 answered, adds up to 12")).to_be_visible()
    page.keyboard.press("2")  # difficulty
    expect(page.locator("#difficulty-2")).to_be_checked()
    expect(page.get_by_role("button", name="Sign")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="PHQ-9 12 (moderate)")).to_be_visible()


def test_open_items_are_asked_for_once(new_context: Contexts, cast: Cast) -> None:
    page = open_form(new_context, cast)
    page.get_by_role("link", name="GAD-7").click()
    page.locator("#item_1-0").focus()
    for digit in "21210":
        page.keyboard.press(digit)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not answered: 6, 7. Answer, or press Sign again")).to_be_visible()
    told = page.locator("fieldset .measure-open")
    expect(told).to_have_count(2)
    expect(page.locator("#item_6-0")).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.press("0")
    expect(page.get_by_text("Not answered: 7. Answer, or press Sign again")).to_be_visible()
    expect(told).to_have_count(1)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("heading", level=1, name="GAD-7 7 (mild)")).to_be_visible()
    expect(page.get_by_text("6 of 7 answered, total prorated").first).to_be_visible()


def test_digits_elsewhere_are_only_typed(new_context: Contexts, cast: Cast) -> None:
    page = open_form(new_context, cast)
    page.get_by_label(re.compile("Total on the paper form")).press_sequentially("12")
    expect(page.get_by_label(re.compile("Total on the paper form"))).to_have_value("12")
    expect(page.locator(".measure-items input:checked")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(new_context: Contexts, cast: Cast, theme: str, width: int) -> None:
    page = open_form(new_context, cast, color_scheme=theme, viewport={"width": width, "height": 844})
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for number, digit in enumerate("211110001", 1):
        page.locator(f"#item_{number}-{digit}").check()
    page.get_by_role("button", name="Sign").click()
    page.wait_for_url("**/risk")
    page.goto(f"/patients/{cast.patients['Amara Osei']}/measures")
    expect(page.get_by_role("heading", level=1, name="Measures")).to_be_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts(new_context: Contexts, cast: Cast) -> None:
    page = open_form(new_context, cast, java_script_enabled=False)
    page.get_by_role("link", name="GAD-7").click()
    for number in range(1, 8):
        page.locator(f"#item_{number}-1").check()
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("heading", level=1, name="GAD-7 7 (mild)")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_loud_band_keeps_its_contrast(new_context: Contexts, cast: Cast, theme: str) -> None:
    page = open_form(new_context, cast, color_scheme=theme)
    page.locator("#item_1-0").focus()
    for digit in f"{ANSWERS}0":
        page.keyboard.press(digit)
    expect(page.get_by_role("button", name="Sign")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".badge-word.tone-event", has_text="moderate")).to_be_visible()
    assert axe_violations(page) == []
