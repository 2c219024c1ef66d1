"""Finding a patient while one types, in real Chromium: a combobox over the search by POST, recorded as that."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from sqlalchemy import func, select

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from tests.browsing import Server, axe_violations
from tests.cast import Cast, gather
from tests.journeys.test_keeping_words import enter

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def cast(server: Server) -> Cast:
    cast = gather(server.app)
    for name in ("Amaro Silva", "Amanda Reyes", "Beatriz <b>Amador</b>"):
        cast.admit(name, team=("therapist",))
    cast.admit("Amalia Nowhere", team=("outside_therapist",))
    return cast


@pytest.fixture
def page(new_context: Contexts, server: Server, cast: Cast) -> Page:
    page = enter(new_context, server, cast, "therapist")
    page.goto("/caseload")
    return page


def searches(cast: Cast) -> int:
    with cast.app.app_context():
        query = select(func.count()).select_from(AuditEvent).where(AuditEvent.happening == "searched")
        return db.session.scalar(query) or 0


def test_arrows_choose_and_enter_opens(page: Page, cast: Cast) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/search" in request.url else None)
    page.keyboard.press("Control+k")
    page.keyboard.type("ama", delay=40)
    box, options = page.get_by_role("combobox", name="Find a patient"), page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(page.get_by_role("listbox", name="Patients found")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert not page.get_by_role("option").filter(has_text="Nowhere").count(), "a stranger's patient"
    assert page.locator(".found b").count() == 0, "names are text"
    assert axe_violations(page) == []
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", str(options.last.get_attribute("id")))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(1)).to_contain_text("born 14 Mar 1989")
    wanted = str(options.nth(1).get_attribute("data-url"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{wanted}$"))
    assert len(asked) == 1 == searches(cast), "one search for three keys, on record"
    assert all(request.method == "POST" and "ama" not in request.url for request in asked)


def test_escape_closes_and_enter_alone_asks_for_the_page(page: Page, cast: Cast) -> None:
    page.keyboard.press("/")
    page.keyboard.type("aman")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Patients found")).to_have_count(0)
    expect(page.get_by_label("Find a patient")).to_have_value("aman")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Find a patient")).to_be_visible()
    expect(page.get_by_text("1 patient found")).to_be_visible()


def test_nothing_found_is_seen_and_escape_goes_back(page: Page, cast: Cast) -> None:
    box, words = page.get_by_role("combobox", name="Find a patient"), page.locator(".found-none")
    page.keyboard.press("Control+k")
    page.keyboard.type("z")
    expect(words).to_have_text("Type one more letter")
    expect(words).to_be_visible()
    page.keyboard.type("zqq")
    expect(words).to_have_text("No patient of yours matches")
    expect(words).to_be_visible()
    assert page.get_by_role("option").count() == 0, "there is nothing to choose"
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(box).to_have_value("zzqq")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).not_to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile("[0-9]/$"))


@pytest.mark.verify
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone(new_context: Contexts, server: Server, cast: Cast, theme: str) -> None:
    look = {"viewport": {"width": 390, "height": 844}, "color_scheme": theme}
    page = enter(new_context, server, cast, "therapist", **look)
    page.goto("/patients/1/timeline")
    page.get_by_label("Find a patient").press_sequentially("ama")
    expect(page.get_by_role("listbox", name="Patients found").get_by_role("option")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe_violations(page) == []
    page.get_by_role("listbox", name="Patients found").get_by_role("option").nth(2).click()
    expect(page).to_have_url(re.compile(r"/patients/\d+/timeline$"))


@pytest.mark.verify
def test_without_scripts_it_is_a_form(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist", java_script_enabled=False)
    page.goto("/caseload")
    page.locator("#find-patient").fill("ama")
    page.locator("#find-patient").press("Enter")
    expect(page.get_by_text("4 patients found")).to_be_visible()
