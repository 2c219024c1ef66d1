"""The form of a change in a browser: the drug that is chosen brings its own unit and frequency."""

from playwright.sync_api import expect

from tests.cast import PASSWORD, gather
from tests.medication.writing import sign


def test_choosing_a_drug_that_is_taken_shows_how_it_is_taken(new_context, server):
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
    often, told = page.get_by_label("How often"), page.locator("[data-current-dose]")
    expect(often).to_have_value("once_daily")
    page.get_by_label("Drug").fill("Desyrel")
    page.get_by_label("Drug").blur()
    expect(often).to_have_value("at_bedtime")
    expect(told).to_contain_text("Now: Trazodone 50 mg at bedtime")
    page.get_by_label("Drug").fill("bupropion")
    page.get_by_label("Drug").blur()
    expect(told).to_have_text("")
