"""Keyboard shortcuts in real Chromium: each does what a click does, none while one types; they can be switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server
from tests.cast import Cast, gather
from tests.journeys.pages import write_everything
from tests.journeys.test_keeping_words import enter

Contexts = Callable[..., BrowserContext]
TIMELINE = "/patients/1/timeline"


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


@pytest.fixture
def page(new_context: Contexts, server: Server, cast: Cast) -> Page:
    write_everything(cast)
    page = enter(new_context, server, cast, "therapist")
    page.goto(TIMELINE)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_each_key_does_what_a_click_does(page: Page, cast: Cast) -> None:
    for keys, address in ((("g", "c"), "/caseload"), (("g", "f"), "/follow-up"), (("g", "h"), "/"), ("?", "/keyboard")):
        press(page, *keys)
        expect(page).to_have_url(re.compile(f"[0-9]{address}$"))
    page.goto("/patients/1/risk")
    press(page, "t")
    expect(page).to_have_url(re.compile(f"{TIMELINE}$"))
    press(page, "n")
    expect(page).to_have_url(re.compile("/entries/new/session_note$"))
    page.go_back()
    press(page, "a")
    expect(page.locator(".patient-actions .menu-list a").first).to_be_focused()
    press(page, "Escape", "/")
    expect(page.get_by_label("Find a patient")).to_be_focused()


def test_entries_one_by_one(page: Page, cast: Cast) -> None:
    titles = page.locator("main .entry :is(h3, h4) a")
    press(page, "j")
    expect(titles.nth(0)).to_be_focused()
    press(page, "j", "j", "k")
    expect(titles.nth(1)).to_be_focused()
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/entries/\d+$"))


def test_no_key_acts_where_one_types_or_with_a_modifier(page: Page, cast: Cast) -> None:
    page.goto("/patients/1/entries/new/life_event")
    field = page.locator('textarea[name="text"]')
    field.press_sequentially("ghj nat/?")
    expect(field).to_have_value("ghj nat/?")
    expect(field).to_be_focused()
    press(page, "Control+k")
    expect(page.get_by_label("Find a patient")).to_be_focused()
    press(page, "Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("ghj nat/?")
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=10_000)
    page.goto(TIMELINE)
    press(page, "Control+j", "Alt+t", "Shift+n", "Control+Shift+k")
    expect(page).to_have_url(re.compile(f"{TIMELINE}$"))
    assert page.evaluate("document.activeElement === document.body")
    press(page, "Control+k")
    expect(page.get_by_label("Find a patient")).to_be_focused()


def test_switched_off_only_control_k_acts(page: Page, cast: Cast) -> None:
    press(page, "?")
    page.get_by_role("group", name="Single-key shortcuts").get_by_role("button", name="Off").click()
    expect(page.get_by_role("button", name="Off")).to_have_attribute("aria-pressed", "true")
    press(page, "g", "c", "/", "t", "j")
    expect(page).to_have_url(re.compile("/keyboard$"))
    expect(page.get_by_label("Find a patient")).not_to_be_focused()
    press(page, "Control+k")
    expect(page.get_by_label("Find a patient")).to_be_focused()


def test_copying_takes_one_press_and_names_the_patient(new_context: Contexts, server: Server, cast: Cast) -> None:
    written = write_everything(cast)
    page = enter(new_context, server, cast, "psychiatrist", permissions=["clipboard-read", "clipboard-write"])
    page.goto(written.entries["session_note"])
    page.get_by_role("link", name="Copy as text").click()
    expect(page.get_by_text("Copied, with the patient’s name on it.")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Amara Osei, born 14 Mar 1989") and "Signed" in text
    page.evaluate("void (navigator.clipboard.write = () => Promise.reject(new Error('refused')))")
    page.get_by_role("link", name="Copy as text").click()
    expect(page.get_by_label("The entry as plain text")).to_have_value(re.compile("^Amara Osei, born 14 Mar 1989"))
