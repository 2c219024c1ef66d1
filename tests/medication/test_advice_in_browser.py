"""Advice while a change is typed, in real Chromium: it follows the form and keeps what was said."""

import pytest
from playwright.sync_api import expect

from tests.browsing import axe_violations
from tests.cast import PASSWORD, gather
from tests.medication.writing import sign


@pytest.fixture
def opened(new_context, server):
    """The empty form for a patient on sertraline."""
    cast = gather(server.app)
    with cast.without_csrf():
        assert sign(cast, "psychiatrist", "medication_change", -20).status_code == 303

    def act(width, theme):
        page = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill("psychiatrist@test.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(f"/patients/{cast.patients['Amara Osei']}/entries/new/medication_change")
        return page

    return act


def test_advice_follows_what_is_typed_and_is_signed_with_it(opened):
    page = opened(1280, "light")
    advice = page.get_by_role("region", name="Advice on this change")
    expect(advice).to_contain_text("Not checked:")
    page.get_by_label("Start", exact=True).check()
    page.get_by_label("Drug").fill("escitalopram")
    page.get_by_label("New dose").fill("10")
    duplicate = advice.get_by_label("Noted: Escitalopram and sertraline are both")
    expect(duplicate).to_be_visible()
    pointer = page.locator(".sign-bar").get_by_role("link")
    expect(pointer).to_contain_text("not noted")
    left = advice.get_by_role("checkbox", checked=False)
    while left.count():
        left.first.check()
    expect(pointer).to_have_count(0)
    page.get_by_label("New dose").fill("30")
    expect(advice).to_contain_text("above the usual maximum: 20 mg a day")
    expect(duplicate).to_be_checked()
    expect(pointer).to_have_text("Advice: asks for a reason")
    expect(pointer).to_be_in_viewport()
    pointer.click()
    expect(advice).to_be_in_viewport()
    page.get_by_label("Reason", exact=True).fill("Partial response.")
    page.get_by_label("Why it is meant").fill("Level was low.")
    expect(pointer).to_have_count(0)
    page.get_by_label("Step of a known plan").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Escitalopram started 30 mg once daily")
    expect(page.get_by_text("Level was low.")).to_be_visible()
    expect(page.get_by_text("Noted", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_with_every_fold_open_axe_finds_nothing_and_nothing_runs_out_sideways(opened, width, theme):
    page = opened(width, theme)
    page.get_by_label("Start", exact=True).check()
    page.get_by_label("Drug").fill("phenelzine")
    page.get_by_label("New dose").fill("15")
    expect(page.get_by_label("Why it is meant")).to_be_visible()
    page.evaluate("document.querySelectorAll('details.fold').forEach((fold) => { fold.open = true; })")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
