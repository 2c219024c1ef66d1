"""Words outlive what happens to their page, in real Chromium: sessions that end, drafts discarded elsewhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browsing import Server, Watch, axe_violations
from tests.cast import PASSWORD, Cast, gather
from tests.timeline.real_server import session_cookie
from tests.timeline.writing import end_sessions

Contexts = Callable[..., BrowserContext]
WORDS = "She asked her sister for help."
NEW = "/patients/1/entries/new"


@pytest.fixture
def cast(server: Server, watch: Watch) -> Cast:
    watch.allow("status of 4")
    return gather(server.app)


def enter(new_context: Contexts, server: Server, cast: Cast, name: str, **options: object) -> Page:
    """Somebody's page, signed in without the form."""
    context = new_context(**options)
    key, _, value = session_cookie(cast, name).partition("=")
    context.add_cookies([{"name": key, "value": value, "url": server.url}])
    return context.new_page()


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-viewer]")).to_be_attached()


def write_event(page: Page) -> None:
    page.goto(f"{NEW}/life_event")
    page.locator('textarea[name="text"]').press_sequentially(WORDS)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=10_000)


def test_answers_are_not_sent_to_a_session_that_has_ended(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto(f"{NEW}/risk_assessment")
    page.get_by_label("No suicidal thoughts").check()
    page.locator('textarea[name="assessment"]').fill(WORDS)
    end_sessions(server.app)
    page.get_by_role("button", name="Sign", exact=True).click()
    lock = page.get_by_role("dialog")
    expect(lock).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    lock.get_by_role("button", name="I have signed in").click()
    expect(lock).to_contain_text("You are still signed out")

    other = page.context.new_page()
    sign_in(other, "psychologist")
    page.bring_to_front()
    lock.get_by_role("button", name="I have signed in").click()
    expect(lock).to_contain_text("Somebody else is signed in")
    other.locator("details.account-menu summary").click()
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, "therapist")
    page.bring_to_front()
    page.wait_for_timeout(300)
    if lock.is_visible():
        lock.get_by_role("button", name="I have signed in").click()
    expect(lock).not_to_be_visible()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed. It stands in the shared timeline.")).to_be_visible()
    page.goto("/patients/1/timeline")
    expect(page.get_by_text(WORDS).first).to_be_visible()


@pytest.mark.parametrize("already_saved", [False, True])
def test_one_does_not_meet_ones_own_words_when_an_answer_was_lost(
    new_context: Contexts, server: Server, cast: Cast, watch: Watch, already_saved: bool
) -> None:
    watch.allow("Failed to load resource")
    page = enter(new_context, server, cast, "therapist")
    page.goto(f"{NEW}/life_event")
    text, status = page.locator('textarea[name="text"]'), page.locator("[data-save-status]")
    if already_saved:
        text.press_sequentially("Before. ")
        expect(status).to_contain_text("Saved", timeout=10_000)
    arrived: list[int] = []

    def lose_the_answer(route: Route) -> None:
        arrived.append(route.fetch().status)
        route.abort()

    page.route("**/entries/**", lose_the_answer, times=1)
    text.press_sequentially(WORDS)
    expect(status).to_contain_text("no connection", timeout=10_000)
    text.press_sequentially(" And came.")
    expect(status).to_contain_text("Saved", timeout=15_000)
    assert arrived == [200], "the save whose answer was lost had arrived"
    page.reload()
    expect(text).to_have_value(("Before. " if already_saved else "") + WORDS + " And came.")


def test_without_scripts_the_words_come_back(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist", java_script_enabled=False)
    page.goto(f"{NEW}/life_event")
    page.locator('textarea[name="text"]').fill(WORDS)
    end_sessions(server.app)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet, and not lost")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another window").click()
    sign_in(opened.value, "therapist")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Draft resumed")).to_be_visible()
    expect(page.locator('textarea[name="text"]')).to_have_value(WORDS)


def test_with_scripts_going_on_takes_one_press(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context, server, cast, "therapist")
    page.goto(f"{NEW}/life_event")
    end_sessions(server.app)
    # Sent past the scripts, as by a page that was loaded half.
    page.evaluate(
        "words => { document.querySelector('textarea[name=text]').value = words;"
        " document.querySelector('form.entry-form').submit(); }",
        WORDS,
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet, and not lost")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("You are still signed out")).to_be_visible()
    other = page.context.new_page()
    sign_in(other, "therapist")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Draft resumed")).to_be_visible()
    expect(page.locator('textarea[name="text"]')).to_have_value(WORDS)


def test_words_in_a_draft_discarded_elsewhere_become_a_new_one(
    new_context: Contexts, server: Server, cast: Cast
) -> None:
    page = enter(new_context, server, cast, "therapist")
    write_event(page)
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(page.url)
    other.get_by_role("button", name="Discard this draft").click()
    expect(other.get_by_text("The draft is gone.")).to_be_visible()
    page.locator('textarea[name="text"]').press_sequentially(" And more.")
    expect(page.locator("[data-save-status]")).to_contain_text("discarded in another window", timeout=10_000)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft resumed")).to_be_visible()
    expect(page.locator('textarea[name="text"]')).to_have_value(f"{WORDS} And more.")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_two_versions(
    new_context: Contexts, server: Server, cast: Cast, width: int, theme: str
) -> None:
    look = {"color_scheme": theme, "viewport": {"width": width, "height": 844}}
    page = enter(new_context, server, cast, "therapist", **look)
    write_event(page)
    page.reload()
    other = page.context.new_page()
    other.goto(page.url)
    for here, words in ((other, " There."), (page, " Here.")):
        here.locator('textarea[name="text"]').press("Control+End")
        here.locator('textarea[name="text"]').press_sequentially(words)
        expect(here.locator("[data-save-status]")).to_contain_text(re.compile("^Saved|^Changed"), timeout=10_000)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="two versions")).to_be_visible()
    other.goto(other.url.replace("/edit", "/compare"))
    expect(other.get_by_role("heading", name="what changed")).to_be_visible()
    for here in (page, other):
        assert axe_violations(here) == []
        assert here.evaluate("document.documentElement.scrollWidth") <= width
