"""Before a session ends its pages say so, in real Chromium: by the server's clock, in all tabs; no word is lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import update

from coordcare.accounts.models import StaffSession
from coordcare.extensions import clock, transaction
from tests.browsing import Server, Watch, axe_violations
from tests.cast import PASSWORD, Cast, gather
from tests.journeys.test_keeping_words import WORDS, enter, sign_in

Contexts = Callable[..., BrowserContext]
TIMELINE = "/patients/1/timeline"
LOOK = "new BroadcastChannel('session').postMessage('look')"


@pytest.fixture
def cast(server: Server, watch: Watch) -> Cast:
    watch.allow("status of 401")
    return gather(server.app)


def let_pass(server: Server, minutes: float = 0, hours: float = 0) -> None:
    """Let all sessions be idle for so long already, or as old as that."""
    with server.app.app_context(), transaction() as session:
        now = clock.now()
        if minutes:
            session.execute(update(StaffSession).values(seen_at=now - timedelta(minutes=minutes)))
        if hours:
            session.execute(update(StaffSession).values(created_at=now - timedelta(hours=hours)))


def warning(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="Are you still there?")


def test_it_comes_by_itself_and_the_record_leaves_the_screen(new_context: Contexts, server: Server, cast: Cast) -> None:
    """With a limit of six seconds: warned two before, and at the end the page is left."""
    server.app.config["IDLE_MINUTES"] = 0.1
    page = enter(new_context, server, cast, "therapist")
    page.goto(TIMELINE)
    expect(warning(page)).to_be_visible(timeout=7000)
    expect(warning(page)).to_contain_text(re.compile(r"You will be signed out at \d\d:\d\d unless you go on"))
    expect(page).to_have_url(re.compile(r"/sign-in\?next="), timeout=7000)
    assert "Amara" not in page.content()
    server.app.config["IDLE_MINUTES"] = 15
    page.get_by_label("E-mail").fill("therapist@test.example")
    sign_in_here(page)
    expect(page).to_have_url(re.compile(TIMELINE))


def sign_in_here(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.verify)])
def test_escape_stays_and_all_tabs_agree(new_context: Contexts, server: Server, cast: Cast, theme: str) -> None:
    page = enter(new_context, server, cast, "therapist", color_scheme=theme)
    page.goto(TIMELINE)
    other = page.context.new_page()
    other.goto("/caseload")
    let_pass(server, minutes=13.5)
    page.evaluate(LOOK)
    for tab in (page, other):
        expect(warning(tab)).to_be_visible()
    page.bring_to_front()
    expect(warning(page).get_by_role("button", name="Stay signed in")).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.press("Tab")
    expect(warning(page).get_by_role("button", name="Sign out now")).to_be_focused()
    page.keyboard.press("Escape")
    for tab in (page, other):
        expect(warning(tab)).to_have_count(0)
    page.evaluate(LOOK)
    page.wait_for_timeout(300)
    expect(warning(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Timeline")


@pytest.mark.verify
def test_what_is_done_in_another_tab_counts_in_this_one(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto(TIMELINE)
    let_pass(server, minutes=13.5)
    page.context.new_page().goto("/caseload")
    page.evaluate(LOOK)
    page.wait_for_timeout(300)
    expect(warning(page)).to_have_count(0)


def test_words_without_a_draft_stay_in_a_covered_page(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto("/patients/1/risk")
    page.get_by_text("Raise a risk").first.click()
    field = page.locator("main textarea").last
    field.fill(WORDS)
    let_pass(server, minutes=16)
    page.evaluate(LOOK)
    lock = page.get_by_role("dialog", name="You have been signed out")
    expect(lock).to_be_visible()
    sign_in(page.context.new_page(), "therapist")
    page.bring_to_front()
    page.wait_for_timeout(300)
    if lock.is_visible():
        lock.get_by_role("button", name="I have signed in").click()
    expect(lock).to_have_count(0)
    expect(field).to_have_value(WORDS)


@pytest.mark.verify
def test_a_draft_is_saved_before_and_after(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto("/patients/1/entries/new/life_event")
    page.locator('textarea[name="text"]').press_sequentially(WORDS)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=10_000)
    let_pass(server, minutes=14)
    page.evaluate(LOOK)
    expect(warning(page)).to_be_visible()
    warning(page).get_by_role("button", name="Stay signed in").click()
    page.locator('textarea[name="text"]').press_sequentially(" And more.")
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=10_000)
    page.reload()
    expect(page.locator('textarea[name="text"]')).to_have_value(f"{WORDS} And more.")


@pytest.mark.verify
def test_signing_out_now(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto(TIMELINE)
    let_pass(server, minutes=13.5)
    page.evaluate(LOOK)
    warning(page).get_by_role("button", name="Sign out now").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


@pytest.mark.verify
def test_a_session_that_has_its_full_time_says_that(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto(TIMELINE)
    let_pass(server, hours=12 - 1 / 60)
    page.evaluate(LOOK)
    expect(warning(page)).to_contain_text("a session has its full time then")
    warning(page).get_by_role("button", name="Go on until then").click()
    page.evaluate(LOOK)
    page.wait_for_timeout(300)
    expect(warning(page)).to_have_count(0)
    let_pass(server, hours=12)
    page.evaluate(LOOK)
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
