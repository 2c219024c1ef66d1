"""The form of a change in real Chromium: what is decided stands above the fold, and an error takes the row."""

import pytest
from playwright.sync_api import expect

from tests.browsing import axe_violations
from tests.cast import PASSWORD, gather
from tests.medication.writing import sign


@pytest.fixture
def form(new_context, server):
    """The form for a patient on two drugs, with reports, after a visit that awaits its change; opened for one drug."""
    cast = gather(server.app)
    with cast.without_csrf():
        for drug in ("trazodone", "sertraline"):
            assert sign(cast, "nurse_practitioner", "medication_change", -20, drug=drug).status_code == 303
        for days in (-9, -7, -5):
            sign(cast, "coordinator", "contact", days, adherence="misses_some", side_effect="Vivid dreams")
        sign(cast, "psychiatrist", "medication_visit", outcome="change")

    def opened(width, height, theme):
        page = new_context(viewport={"width": width, "height": height}, color_scheme=theme).new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill("psychiatrist@test.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(f"/patients/{cast.patients['Amara Osei']}/medication")
        page.get_by_role("link", name="Change sertraline").click()
        expect(page.get_by_label("Drug")).to_have_value("sertraline")
        return page

    return opened


def test_what_is_decided_stands_above_the_fold(form):
    page = form(1280, 800, "light")
    expect(page.get_by_text("For your medication visit of")).to_be_visible()
    bar = page.locator(".sign-bar").bounding_box()["y"]
    for label in ("Increase", "Drug", "New dose", "Takes effect on"):
        field = page.get_by_label(label).first.bounding_box()
        assert field["y"] + field["height"] <= bar, label
    page.get_by_text("Adherence and side effects as reported").click()
    expect(page.get_by_text("Vivid dreams").first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_error_takes_the_row_and_not_a_narrow_column(form, watch, theme):
    watch.allow("status of 422")
    page = form(1280, 800, theme)
    page.get_by_label("Hold", exact=True).check()
    page.get_by_label("New dose").fill("100")
    page.get_by_role("button", name="Sign").click()
    told = page.locator("#dose-error")
    expect(told).to_contain_text("Hold and Stop take no dose.")
    assert told.bounding_box()["height"] <= 50
    assert axe_violations(page) == []
