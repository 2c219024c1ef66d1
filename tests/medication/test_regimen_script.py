"""The form of a change in a browser: the drug that is chosen brings its own unit and frequency."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, gather
from tests.medication.writing import sign


@pytest.fixture
def page(new_context, server):
    """The form of a change, for a patient who takes trazodone 50 mg at bedtime."""
    cast = gather(server.app)
    with cast.without_csrf():
        bedtime = {"drug": "trazodone", "frequency": "at_bedtime"}
        assert sign(cast, "psychiatrist", "medication_change", -20, **bedtime).status_code == 303
    page = new_context().new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("psychiatrist@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/patients/{cast.patients['Amara Osei']}/entries/new/medication_change")
    return page


def test_choosing_a_drug_that_is_taken_shows_how_it_is_taken(page):
    often, told = page.get_by_label("How often"), page.locator("[data-current-dose]")
    expect(often).to_have_value("once_daily")
    page.get_by_label("Drug").fill("Desyrel")
    page.get_by_label("Drug").blur()
    expect(often).to_have_value("at_bedtime")
    expect(told).to_contain_text("Now: Trazodone 50 mg at bedtime")
    page.get_by_label("Drug").fill("bupropion")
    page.get_by_label("Drug").blur()
    expect(told).to_have_text("")


def test_a_new_dose_is_what_is_typed_and_nothing_before_it(page):
    dose, told = page.get_by_label("New dose"), page.locator("[data-current-dose]")
    page.get_by_label("Increase", exact=True).check()
    page.get_by_label("Drug").fill("trazodone")
    dose.click()
    expect(told).to_contain_text("Now: Trazodone 50 mg at bedtime")
    page.keyboard.type("100")
    expect(dose).to_have_value("100")


def test_a_change_that_needs_the_plan_opens_its_fold(page):
    other = page.get_by_label("Other one: left, or added to")
    page.get_by_label("Increase").check()
    expect(other).to_be_hidden()
    for chosen in ("Switch", "Augment", "Taper"):
        page.get_by_label(chosen, exact=True).check()
        expect(other).to_be_visible()
        page.locator("[data-plan-fold]").evaluate("fold => { fold.open = false; }")


def test_a_dose_that_stays_is_filled_in_and_goes_when_it_no_longer_stays(page):
    dose = page.get_by_label("New dose")
    page.get_by_label("Drug").fill("trazodone")
    page.get_by_label("Drug").blur()
    page.locator("input[name=change_type][value=timing]").check()
    expect(dose).to_have_value("50")
    page.get_by_label("Increase", exact=True).check()
    expect(dose).to_have_value("")
    dose.fill("75")
    page.locator("input[name=change_type][value=timing]").check()
    expect(dose).to_have_value("75")
