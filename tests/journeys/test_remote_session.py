"""A session by video, in real Chromium: where the patient is, is asked each time."""

from playwright.sync_api import expect

from tests.browsing import Server, axe_violations
from tests.cast import gather
from tests.journeys.test_course import PATIENT, Contexts, enter, fold

PLACE = {"patient_place": "At her cousin's, Tampa FL", "callback": "(555) 010-0188"}


def test_the_place_of_last_time_is_taken_over_by_a_click_alone(new_context: Contexts, server: Server) -> None:
    gather(server.app)
    page = enter(new_context)
    page.goto(f"{PATIENT}/entries/new/session_note")
    page.get_by_label("Insight to share").fill("Said it.")
    page.get_by_label("Not assessed").click()
    fold(page, "The session")
    page.get_by_label("Video").click()
    for name, words in PLACE.items():
        page.locator(f"#{name}").fill(words)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
    page.goto(f"{PATIENT}/entries/new/session_note")
    fold(page, "The session")
    for name, label in (("patient_place", "place"), ("callback", "number")):
        field = page.locator(f"#{name}")
        expect(field).to_have_value("")
        page.get_by_role("button", name=f"Use the {label} of last time").click()
        expect(field).to_have_value(PLACE[name])
        expect(field).to_be_focused()
    # A choice that has scrolled behind the banner is out of sight; axe measures how far it is from the banner's link.
    page.evaluate("scrollTo(0, 0)")
    assert axe_violations(page) == []
