"""A session that did not take place, in real Chromium: what makes no sense of it leaves the form, and comes back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Server, Watch, axe_violations
from tests.cast import Cast, gather
from tests.journeys.test_course import PATIENT, Contexts, enter, start

NEW = f"{PATIENT}/entries/new/session_note"


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


@pytest.fixture
def page(new_context: Contexts, server: Server, cast: Cast) -> Page:
    page = enter(new_context)
    start(page, server, "ipt_acute", 2)
    page.goto(NEW)
    return page


def asked(page: Page, name: str) -> Any:
    return page.locator(f"fieldset#{name}, .field:has(> #{name})")


def test_it_asks_nothing_that_nobody_can_say(page: Page) -> None:
    hint = page.get_by_text("Of a session that did not take place")
    expect(hint).to_be_hidden()
    page.get_by_label("Missed without a word").click()
    expect(hint).to_be_visible()
    for name in ("mood", "mood_link", "risk_status", "techniques", "functioning", "adherence"):
        expect(asked(page, name)).to_be_hidden()
    page.locator("details > summary").filter(has_text="The session").click()
    expect(page.get_by_label("Date", exact=True)).to_be_visible()
    for name in ("session_number", "mode", "starts_at", "participants"):
        expect(asked(page, name)).to_be_hidden()
    expect(page.locator("[data-asked] .need")).to_be_hidden()
    assert not page.get_by_label("Insight to share").evaluate("text => text.required")
    assert axe_violations(page) == []
    page.get_by_label("Plan until next time").fill("Call on Friday.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
    expect(page.get_by_role("heading", name="IPT session missed")).to_be_visible()
    expect(page.locator(".patient-banner")).to_contain_text("Not yet assessed")


def test_what_was_chosen_comes_back_with_the_session(page: Page) -> None:
    page.locator("#mood-4").click()
    page.get_by_label("No suicidal thoughts").click()
    page.get_by_label("What the mood is linked to").fill("The talk with T.")
    page.get_by_label("Cancelled late").click()
    told = "Filled in, but not kept with it: Mood since last time, 0 to 10; What the mood is linked to"
    told += "; Risk: No suicidal thoughts."
    expect(page.get_by_text(told)).to_be_visible()
    way = page.get_by_role("link", name="Write a risk assessment")
    expect(way).to_be_visible()
    page.get_by_label("Attended", exact=True).click()
    expect(page.get_by_text(told)).to_be_hidden()
    expect(way).to_be_hidden()
    expect(page.get_by_label("No suicidal thoughts")).to_be_checked()
    expect(page.locator("#mood-4")).to_be_checked()
    expect(page.get_by_label("What the mood is linked to")).to_have_value("The talk with T.")


def test_a_risk_that_was_heard_stays_in_sight_and_is_led_elsewhere(page: Page, watch: Watch) -> None:
    watch.allow(r"status of 422")
    page.get_by_label("Passive suicidal thoughts").click()
    page.get_by_label("Cancelled in time").click()
    expect(asked(page, "risk_status")).to_be_visible()
    expect(page.get_by_label("Passive suicidal thoughts")).to_be_checked()
    page.get_by_label("Insight to share").fill("Rang at noon.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#risk_status-error")).to_contain_text("belongs in a risk assessment")
    expect(page.get_by_label("Insight to share")).to_have_value("Rang at noon.")


def test_no_part_of_the_form_is_titled_larger_than_the_form(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    sizes = """names => [...document.querySelectorAll(names)].map(one => parseFloat(getComputedStyle(one).fontSize))"""
    title = page.evaluate(sizes, "main h1")[0]
    assert max(page.evaluate(sizes, "main form :is(legend, summary, label, h2, h3)")) < title
    expect(page.get_by_text("0 never, 6 all the time.")).to_be_visible()


def test_on_a_phone_the_chart_says_where_the_earlier_weeks_are(
    new_context: Contexts, server: Server, cast: Cast
) -> None:
    words = "The earlier ones are to their left"
    for width, there in ((390, True), (1280, False)):
        page = enter(new_context, viewport={"width": width, "height": 844})
        if there:
            start(page, server, "ipt_acute", 1)
            page.goto(NEW)
            page.locator("#mood-4").click()
            page.get_by_label("Not assessed").click()
            page.get_by_label("Insight to share").fill("Said it.")
            page.get_by_role("button", name="Sign", exact=True).click()
            expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
        page.goto(f"{PATIENT}/course/progress")
        expect(page.get_by_text(words)).to_be_visible(visible=there)
