"""The main job in real Chromium: a therapist and a psychiatrist share one timeline, and others do not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server, Watch, axe_violations
from tests.cast import PASSWORD, Cast, gather

INSIGHT = "She asked her sister for help directly and was surprised to get it."
CHANGE = "Partial response after six weeks at this dose."
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def enter(new_context: Contexts, name: str, **options: object) -> Page:
    """Sign somebody in as they would."""
    page = new_context(**options).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def open_patient(page: Page) -> None:
    page.get_by_role("link", name="Caseload").click()
    page.get_by_role("link", name="Amara Osei").click()
    expect(page.get_by_role("heading", name=re.compile("^Timeline"))).to_be_visible()


def sign_note(page: Page) -> None:
    page.get_by_role("link", name="Add session note").first.click()
    page.get_by_label(re.compile("insight", re.I)).fill(INSIGHT)
    page.get_by_label("No suicidal thoughts").check()
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text("Signed. It stands in the shared timeline.")).to_be_visible()


def test_the_main_job(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow(r"status of 404")
    therapist, psychiatrist = enter(new_context, "therapist"), enter(new_context, "psychiatrist")
    open_patient(therapist)
    sign_note(therapist)

    expect(psychiatrist.get_by_text("1 session note")).not_to_be_visible()
    psychiatrist.reload()
    expect(psychiatrist.get_by_text("1 session note")).to_be_visible()
    open_patient(psychiatrist)
    card = psychiatrist.get_by_role("article").filter(has_text=INSIGHT)
    expect(card.get_by_text("New", exact=True)).to_be_visible()

    psychiatrist.get_by_role("link", name="Add medication change").first.click()
    psychiatrist.get_by_label("Start", exact=True).check()
    psychiatrist.get_by_label("Drug").fill("sertraline")
    psychiatrist.get_by_label("Dose", exact=False).first.fill("50")
    psychiatrist.get_by_label("Reason", exact=True).fill(CHANGE)
    psychiatrist.get_by_label("Reviewed outside CoordCare").check()
    psychiatrist.get_by_role("button", name="Sign").click()
    expect(psychiatrist.get_by_text("Signed. It stands in the shared timeline.")).to_be_visible()

    therapist.get_by_role("link", name="Timeline").first.click()
    card = therapist.get_by_role("article").filter(has_text=CHANGE)
    expect(card.get_by_text("New", exact=True)).to_be_visible()
    expect(card.get_by_role("link", name=re.compile("Sertraline started 50 mg"))).to_be_visible()

    address = f"/patients/{cast.patients['Amara Osei']}/timeline"
    coordinator = enter(new_context, "coordinator")
    assert coordinator.goto(address).status == 200
    expect(coordinator.get_by_text("Sertraline", exact=False).first).to_be_visible()
    for words in (INSIGHT, CHANGE):
        assert words not in coordinator.content()
    for name in ("outside_psychiatrist", "admin"):
        page = enter(new_context, name)
        assert page.goto(address).status == 404
        assert "Amara" not in page.content()


def test_a_draft_saves_as_one_types(new_context: Contexts, cast: Cast) -> None:
    page = enter(new_context, "therapist")
    open_patient(page)
    page.get_by_role("link", name="Add session note").first.click()
    page.get_by_label(re.compile("insight", re.I)).press_sequentially("Half a thought", delay=20)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=5000)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.close()
    again = page.context.new_page()
    again.goto("/")
    again.get_by_role("link", name=re.compile("Session note: Amara Osei")).click()
    expect(again.get_by_label(re.compile("insight", re.I))).to_have_value("Half a thought")
    expect(again.get_by_text(re.compile("Draft resumed"))).to_be_visible()


def test_bad_input_keeps_every_word(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow(r"status of 422")
    page = enter(new_context, "psychiatrist")
    open_patient(page)
    page.get_by_role("link", name="Add medication change").first.click()
    page.get_by_label("Start", exact=True).check()
    page.get_by_label("Drug").fill("sertraline")
    page.get_by_label("Dose", exact=False).first.fill("5000")
    page.get_by_label("Reason", exact=True).fill(CHANGE)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text(re.compile("decimal point")).first).to_be_visible()
    expect(page.get_by_label("Reason", exact=True)).to_have_value(CHANGE)
    assert axe_violations(page) == []
