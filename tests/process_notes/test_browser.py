"""In real Chromium: two boxes that save each by itself, lose nothing together, and pass for accessible."""

import re

import pytest
from playwright.sync_api import expect

from coordcare.extensions import db
from coordcare.process_notes.models import ProcessNote
from coordcare.timeline.models import EntryDraft
from tests.browsing import axe_violations
from tests.cast import PASSWORD, gather
from tests.process_notes.writing import PATIENT, SECRET

SHARED = "She asked her sister for help."


@pytest.fixture
def cast(server):
    return gather(server.app)


def enter(new_context, **options):
    page = new_context(**options).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("therapist@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def session_note(cast):
    return f"/patients/{cast.patients[PATIENT]}/entries/new/session_note"


def kept(cast):
    """How many private notes and drafts there are."""
    with cast.app.app_context():
        return db.session.query(ProcessNote).count(), db.session.query(EntryDraft).count()


def shared_box(page):
    return page.get_by_label(re.compile("insight", re.I))


def private_box(page):
    return page.locator("#private-text")


def test_each_box_saves_by_itself(new_context, cast):
    page = enter(new_context)
    page.goto(session_note(cast))
    shared, private = page.locator("[data-save-status]"), page.locator("[data-private-status]")
    private_box(page).press_sequentially(SECRET, delay=5)
    expect(private).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=6000)
    expect(shared).to_be_empty()
    assert kept(cast) == (1, 0)
    assert page.url.endswith("/entries/new/session_note")
    shared_box(page).press_sequentially(SHARED, delay=5)
    expect(shared).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=6000)
    assert kept(cast) == (1, 1)
    expect(page).to_have_url(re.compile(r"/entries/\d+/edit$"))

    page.reload()
    expect(shared_box(page)).to_have_value(SHARED)
    expect(private_box(page)).to_have_value(SECRET)
    private_box(page).press_sequentially(" More.", delay=5)
    expect(private).to_contain_text("Saved", timeout=6000)
    expect(shared).to_be_empty()
    assert kept(cast) == (1, 1)


def test_save_in_the_private_box_stays_where_one_was(new_context, cast):
    page = enter(new_context)
    page.goto(session_note(cast))
    shared_box(page).fill(SHARED)
    private_box(page).fill(SECRET)
    page.get_by_role("button", name="Save private note").click()
    expect(page.locator("[data-private-status]")).to_contain_text("Saved")
    expect(shared_box(page)).to_have_value(SHARED)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=6000)
    assert kept(cast) == (1, 1)


def test_signing_keeps_the_private_words_too_and_shares_none(new_context, cast):
    page = enter(new_context)
    page.goto(session_note(cast))
    shared_box(page).fill(SHARED)
    page.get_by_label("No suicidal thoughts").check()
    private_box(page).fill(SECRET)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed. It stands in the shared timeline.")).to_be_visible()
    assert SECRET not in page.content()
    page.get_by_role("link", name="Private notes").first.click()
    expect(page.get_by_text(SECRET)).to_be_visible()


def test_a_private_box_changed_elsewhere_shows_both_texts(new_context, cast, watch):
    watch.allow("status of 409")
    page = enter(new_context)
    page.goto(session_note(cast))
    private_box(page).fill(SECRET)
    expect(page.locator("[data-private-status]")).to_contain_text("Saved", timeout=6000)
    other = page.context.new_page()
    other.goto(page.locator("#private").get_attribute("action"))
    other.locator("#private-text").fill("written in the other window")
    expect(other.locator("[data-save-status]")).to_contain_text(re.compile(r"Saved \d\d:\d\d$"), timeout=6000)
    private_box(page).fill("written here")
    expect(page.locator("[data-private-status]")).to_contain_text("Changed in another window", timeout=6000)
    page.get_by_role("button", name="Save private note").click()
    expect(page.get_by_role("heading", name="Private note: two versions")).to_be_visible()
    expect(page.get_by_text("written in the other window")).to_be_visible()
    expect(page.locator("#mine-text")).to_have_value("written here")


def test_without_scripts_it_saves_and_comes_back(new_context, cast):
    page = enter(new_context, java_script_enabled=False)
    page.goto(session_note(cast))
    private_box(page).fill(SECRET)
    page.get_by_role("button", name="Save private note").click()
    expect(page.get_by_text("Private note saved. Only you can read it.")).to_be_visible()
    expect(private_box(page)).to_have_value(SECRET)
    shared_box(page).fill(SHARED)
    page.get_by_role("button", name="Save draft").click()
    expect(shared_box(page)).to_have_value(SHARED)
    expect(private_box(page)).to_have_value(SECRET)


def test_nothing_of_it_is_kept_in_the_browser(new_context, cast):
    page = enter(new_context)
    page.goto(session_note(cast))
    private_box(page).fill(SECRET)
    expect(page.locator("[data-private-status]")).to_contain_text("Saved", timeout=6000)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_passes_for_accessible(new_context, cast, color_scheme, width):
    page = enter(new_context, color_scheme=color_scheme, viewport={"width": width, "height": 844})
    home = f"/patients/{cast.patients[PATIENT]}/process-notes"
    page.goto(home)
    assert not axe_violations(page)
    page.goto(f"{home}/new")
    page.locator("#private-text").fill(SECRET)
    page.get_by_role("button", name="Save private note").click()
    expect(page.get_by_text("Private note saved.")).to_be_visible()
    for address in (page.url, home, f"{home}/print", session_note(cast)):
        page.goto(address)
        assert not axe_violations(page), address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
