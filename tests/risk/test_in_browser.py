"""Risk and safety plan in real Chromium: they pass axe, save as one types, and fit on one sheet of paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server, Watch, axe_violations
from tests.cast import PASSWORD, Cast, gather

Contexts = Callable[..., BrowserContext]
PLAN = {
    "warning_signs": "Two nights without sleep\nNot answering the phone",
    "on_my_own": "Walk to the pier\nThe playlist from June",
    "distraction": "Library reading room\nThe kitchen of her aunt",
    "people_to_ask": "Sister 305-555-0144\nNeighbor (305) 555-0198",
    "professionals": "Dr. Voss 305-555-0102\nCounty crisis team 305-555-0103",
    "safer_surroundings": "Medicines in a lockbox, her sister keeps the key",
    "reason_for_living": "Her daughter",
}
EDIT = "/patients/1/safety-plan/edit"


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def enter(new_context: Contexts, name: str, **options: object) -> Page:
    page = new_context(**options).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def stage(cast: Cast) -> None:
    """A risk task, two versions of the plan, and a draft of the therapist's that began from the first."""
    with cast.without_csrf():
        therapist, psychiatrist = cast.client("therapist"), cast.client("psychiatrist")
        therapist.post("/patients/1/risk/raise", data={"submission_key": "r", "text": "She said goodbye."})
        marks = {"submission_key": "1", "base_version": "0"}
        assert therapist.post(EDIT, data={**PLAN, **marks, "action": "sign"}).status_code == 303
        marks = {"submission_key": "2", "base_version": "1", "on_my_own": "Music"}
        assert therapist.post(EDIT, data={**PLAN, **marks, "action": "save"}).status_code == 303
        marks = {"submission_key": "3", "base_version": "1", "on_my_own": "Cold water"}
        assert psychiatrist.post(EDIT, data={**PLAN, **marks, "action": "sign"}).status_code == 303


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(new_context: Contexts, cast: Cast, theme: str, width: int) -> None:
    stage(cast)
    page = enter(new_context, "therapist", color_scheme=theme, viewport={"width": width, "height": 844})
    plan = "/patients/1/safety-plan"
    addresses = ("/patients/1/risk", plan, f"{plan}/versions/1", EDIT, f"{EDIT}?compare=1", f"{plan}/print")
    for address in (*addresses, "/patients/1/entries/new/risk_assessment"):
        page.goto(address)
        assert axe_violations(page) == [], f"{address} at {width} px, {theme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} scrolls sideways"


def test_a_plan_saves_as_one_types_and_is_published(new_context: Contexts, cast: Cast) -> None:
    page = enter(new_context, "therapist")
    page.goto(EDIT)
    page.get_by_label("Things I can do alone").press_sequentially("Walk", delay=20)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved", timeout=5000)
    page.get_by_label("Things I can do alone").press_sequentially(" slowly", delay=20)
    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_text("Version 1 is saved.")).to_be_visible()
    expect(page.get_by_text("Walk slowly")).to_be_visible()


def test_both_windows_keep_their_words(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow(r"status of 409")
    therapist, psychiatrist = enter(new_context, "therapist"), enter(new_context, "psychiatrist")
    for page, words in ((therapist, "Walk"), (psychiatrist, "Music")):
        page.goto(EDIT)
        page.get_by_label("Things I can do alone").fill(words)
    therapist.get_by_role("button", name="Save version").click()
    expect(therapist.get_by_text("Version 1 is saved.")).to_be_visible()
    psychiatrist.get_by_role("button", name="Save version").click()
    expect(psychiatrist.get_by_text("Therapist saved version 1 while you were writing.")).to_be_visible()
    mine = psychiatrist.get_by_label(re.compile("Things I can do alone"))
    expect(mine).to_have_value("Music")
    expect(psychiatrist.get_by_text("Walk", exact=True)).to_be_visible()
    mine.fill("Walk\nMusic")
    psychiatrist.get_by_role("button", name="Save version").click()
    expect(psychiatrist.get_by_text("Version 2 is saved.")).to_be_visible()


def test_the_patients_page_is_one_sheet(new_context: Contexts, cast: Cast) -> None:
    stage(cast)
    page = enter(new_context, "therapist")
    page.goto("/patients/1/safety-plan/print")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
