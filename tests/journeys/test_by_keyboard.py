"""The whole journey of a therapist and of a psychiatrist by keyboard alone: every stop is seen, and none is a trap."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server
from tests.cast import Cast, gather
from tests.journeys.keyboard import Keyboard

Contexts = Callable[..., BrowserContext]
STOPS = "figure: stops by keyboard alone, focus seen at each"
INSIGHT = "She asked her sister for help directly and was surprised to get it."
BODY = "out of the page"
SIGNED = "Signed. It stands in the shared timeline."


@pytest.fixture
def cast(server: Server) -> Cast:
    cast = gather(server.app)
    for name in ("Amaro Silva", "Amanda Reyes"):
        cast.admit(name, team=("therapist", "psychiatrist"))
    return cast


def write_note(keys: Keyboard) -> None:
    """Find the patient, open the timeline, write a note, look at it as its readers will, sign it."""
    page = keys.page
    keys.press("Control+k")
    keys.look()
    keys.type("ama")
    expect(page.get_by_role("listbox", name="Patients found").get_by_role("option")).to_have_count(3)
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Amaro Silva")
    keys.press("ArrowUp")
    expect(chosen).to_contain_text("Amara Osei")
    keys.enter("/timeline$")
    keys.go("n", "/entries/new/session_note$")
    keys.tab_to("Insight to share")
    keys.type(INSIGHT)
    keys.tab_to("For the prescriber")
    keys.type("Does the nausea pass?")
    keys.tab_to("suicidal")
    choose(keys, "No suicidal thoughts")
    keys.tab_to("Preview")
    keys.enter(r"/entries/\d+/sign$")
    expect(page.get_by_role("heading", level=1)).to_have_text("As your colleagues will see it")
    keys.tab_to('button submit "Sign"')
    keys.enter(r"/entries/\d+$")
    expect(page.get_by_text(SIGNED)).to_be_visible()


def choose(keys: Keyboard, words: str) -> None:
    """Go through a group of choices by its arrow keys until one with these words is taken."""
    for _ in range(12):
        if words in keys.look() and keys.page.evaluate("document.activeElement.checked"):
            return
        keys.press("Space" if words in keys.look() else "ArrowDown")
    raise AssertionError(f"{words!r} was not reached")


def ask_the_prescriber(keys: Keyboard) -> None:
    """From the entry: a question with a due day, to the psychiatrist."""
    keys.tab_to("Ask about this")
    keys.enter("/follow-up")
    keys.tab_to("input radio")
    choose(keys, "Question")
    keys.tab_to("select")
    keys.type("Psychiatrist")
    keys.tab_to("textarea")
    keys.type("Does the nausea pass, or shall we wait?")
    keys.tab_to('button submit "Ask"')
    keys.press("Enter")
    expect(keys.page.get_by_role("main")).to_contain_text("For Psychiatrist: question from Therapist")


def read_and_change(keys: Keyboard) -> None:
    """Home, the patient, only session notes, the new one; then a drug started and signed."""
    page = keys.page
    keys.tab_to('a  "Amara Osei')
    keys.enter("/patients/1/")
    keys.go("t", "/timeline$")
    keys.tab_to("^a .*Sessions")
    keys.enter("kind=session_note$")
    keys.press("j")
    assert "Session" in keys.look()
    keys.enter(r"/entries/\d+$")
    expect(page.get_by_text(INSIGHT)).to_be_visible()
    keys.go("n", "/entries/new/medication_change$")
    keys.tab_to("input radio")
    choose(keys, "Start")
    keys.tab_to("Drug")
    keys.type("sertraline")
    keys.tab_to("New dose")
    keys.type("50")
    keys.tab_to("Reason")
    keys.type("Panic twice a week, agreed to try it.")
    keys.tab_to("Seen today")
    keys.press("Space")
    keys.tab_to('button submit "Sign"')
    keys.enter(r"/entries/\d+$")
    expect(page.get_by_text(SIGNED)).to_be_visible()


def acknowledge(keys: Keyboard) -> None:
    keys.press("g")
    keys.go("f", "/follow-up$")
    keys.tab_to("^a .*(Amara|question|Question)")
    keys.enter(r"/follow-up/\d+$")
    keys.tab_to("Acknowledge")
    keys.press("Enter")
    expect(keys.page.get_by_text("Acknowledged, with your name and the time.")).to_be_visible()


def test_two_colleagues_with_keyboards(new_context: Contexts, cast: Cast, record_property: Any) -> None:
    therapist, psychiatrist = (Keyboard(page_of(new_context)) for _ in range(2))
    therapist.sign_in("therapist")
    write_note(therapist)
    ask_the_prescriber(therapist)
    therapist.sign_out()
    psychiatrist.sign_in("psychiatrist")
    read_and_change(psychiatrist)
    acknowledge(psychiatrist)
    psychiatrist.sign_out()
    record_property(STOPS, therapist.stops + psychiatrist.stops)
    unseen = [*therapist.unseen, *psychiatrist.unseen]
    assert not unseen, "\n".join(unseen)


def page_of(new_context: Contexts) -> Page:
    return new_context().new_page()


@pytest.mark.verify
def test_the_keyboard_leads_round_every_page_and_out_again(
    new_context: Contexts, cast: Cast, record_property: Any
) -> None:
    """Tab goes through all that a page offers and leaves it; back to its beginning the same way."""
    keys = Keyboard(page_of(new_context))
    keys.sign_in("therapist")
    for address in ("/", "/caseload", "/patients/1/timeline", "/patients/1/entries/new/session_note", "/keyboard"):
        keys.page.goto(address)
        offered = keys.page.evaluate(
            "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]"
            ".filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()).length"
        )
        passed = []
        # From the last stop the browser goes to its own bar, or straight to the first stop again.
        while len(passed) < 2 or passed[-1] not in (passed[0], BODY):
            keys.press("Tab")
            passed.append(keys.look() if keys.focused else BODY)
            assert len(passed) < offered + 10, f"{address}: Tab does not leave the page: {passed}"
    record_property(STOPS, keys.stops)
    assert not keys.unseen, "\n".join(keys.unseen)
