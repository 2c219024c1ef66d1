"""Forms and menus that are full, in real Chromium: a row stays a row, and nothing hides what is worked on."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Server, Watch
from tests.cast import gather
from tests.journeys.test_course import PATIENT, Contexts, enter

LONG_MENU = """() => {
    const menu = document.querySelector(".topnav ul");
    for (let number = 1; number < 5; number += 1) {
        const item = menu.lastElementChild.cloneNode(true);
        item.firstElementChild.textContent = `Monitoring rules ${number}`;
        menu.append(item);
    }
    const last = Math.max(...[...menu.querySelectorAll("a")].map((link) => link.getBoundingClientRect().right));
    return document.querySelector(".account-button").getBoundingClientRect().left - last;
}"""
TOPS = "row => [...row.querySelectorAll('input, select')].map(one => Math.round(one.getBoundingClientRect().bottom))"
LEFTS = "row => [...row.querySelectorAll('input, select')].map(one => Math.round(one.getBoundingClientRect().left))"


@pytest.mark.parametrize("width", [1280, 1024])
def test_a_long_menu_never_runs_under_the_account_button(new_context: Contexts, server: Server, width: int) -> None:
    gather(server.app)
    page = enter(new_context, viewport={"width": width, "height": 800})
    assert page.evaluate(LONG_MENU) >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_result_with_an_error_keeps_its_row(new_context: Contexts, server: Server, watch: Watch) -> None:
    watch.allow(r"status of 422")
    gather(server.app)
    page = enter(new_context, "psychiatrist", viewport={"width": 1280, "height": 800})
    page.goto(f"{PATIENT}/entries/new/monitoring_result")
    page.get_by_text("More results of the same sample").click()
    main = page.locator(".field-grid", has=page.locator("#test"))
    places = main.evaluate(LEFTS)
    page.get_by_label("Value 2").fill("900000")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(main.locator(".field-error").first).to_be_visible()
    assert main.evaluate(LEFTS) == pytest.approx(places, abs=20), "a field with an error stays in its column"
    assert len(set(main.evaluate(TOPS))) == 1
    row = page.locator(".sample-row").first
    expect(row.locator(".field-error").first).to_be_visible()
    assert len(set(row.evaluate(TOPS))) == 1


def test_the_folded_results_are_reached_above_the_bar(new_context: Contexts, server: Server) -> None:
    gather(server.app)
    page = enter(new_context, "psychiatrist", viewport={"width": 1280, "height": 800})
    page.goto(f"{PATIENT}/entries/new/monitoring_result")
    page.locator("#hours_unknown").focus()
    page.keyboard.press("Tab")
    summary = page.get_by_text("More results of the same sample")
    expect(summary).to_be_focused()
    bar = page.locator(".sign-bar").bounding_box()
    reached = summary.bounding_box()
    assert bar and reached and reached["y"] + reached["height"] <= bar["y"]


def test_the_reason_keeps_its_width_under_an_error(new_context: Contexts, server: Server, watch: Watch) -> None:
    watch.allow(r"status of 422")
    gather(server.app)
    page = enter(new_context, "psychiatrist", viewport={"width": 1280, "height": 800})
    page.goto(f"{PATIENT}/entries/new/medication_change")
    page.locator(".entry-form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#reason-error")).to_be_visible()
    reason, watched = (page.locator(f"#{name}").bounding_box() for name in ("reason", "watch_for"))
    assert reason and watched and reason["width"] > 350
    assert reason["y"] + reason["height"] == pytest.approx(watched["y"] + watched["height"], abs=1)
