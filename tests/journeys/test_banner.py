"""On a phone the banner stays in sight, compact, and says what matters; paper names the patient on every sheet."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server, Watch
from tests.cast import PASSWORD, Cast, gather

Contexts = Callable[..., BrowserContext]
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def enter(new_context: Contexts, name: str) -> Page:
    page = new_context(viewport={"width": 390, "height": 560}).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def test_the_banner_stays_in_sight_and_the_page_does_not_jump(new_context: Contexts, cast: Cast) -> None:
    page = enter(new_context, "therapist")
    page.goto(f"/patients/{cast.patients['Amara Osei']}/risk")
    banner = page.get_by_role("region", name="Patient", exact=True)
    before = banner.bounding_box(), page.evaluate(HEIGHT)
    page.mouse.wheel(0, 400)
    expect(page.locator(".is-stuck")).to_have_count(1)
    after = banner.bounding_box(), page.evaluate(HEIGHT)
    assert before[0] and after[0]
    assert after[0]["y"] == 0 and after[0]["height"] < before[0]["height"]
    assert abs(after[1] - before[1]) <= 1, "what the banner gives up must not move the page"
    for words in ("Amara Osei", "14 Mar 1989", "Risk", "Allergies"):
        expect(banner.get_by_text(words).first).to_be_in_viewport()
    page.mouse.wheel(0, -4000)
    expect(page.locator(".is-stuck")).to_have_count(0)
    again = banner.bounding_box()
    assert again and again["height"] == before[0]["height"]


def test_paper_names_the_patient(new_context: Contexts, cast: Cast) -> None:
    page = enter(new_context, "therapist")
    for paper in ("medication", "process-notes/print"):
        page.goto(f"/patients/{cast.patients['Amara Osei']}/{paper}")
        whom = "getComputedStyle(document.documentElement).getPropertyValue('--of-whom')"
        assert page.evaluate(whom) == '"Amara Osei, born 14 Mar 1989, T-00001"'


def test_an_error_leaves_the_menu_on_a_phone(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow(r"status of 404")
    page = enter(new_context, "therapist")
    page.goto("/nowhere")
    page.locator("summary").filter(has_text="Menu").click()
    page.get_by_role("link", name="Caseload").click()
    expect(page.get_by_role("heading", level=1, name="Caseload")).to_be_visible()
