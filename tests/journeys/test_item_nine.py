"""A positive item 9 in real Chromium: one records it, a colleague takes it up and closes it, a third is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import Server, Watch
from tests.cast import PASSWORD, Cast, gather

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def enter(new_context: Contexts, name: str) -> Page:
    """Sign somebody in as they would."""
    page = new_context().new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def record_item_nine(page: Page, patient: str) -> None:
    page.goto(f"{patient}/entries/new/measure_result?measure=phq9")
    for number in range(1, 10):
        page.locator(f"#item_{number}-{1 if number == 9 else 0}").check()
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("heading", level=1, name="Risk")).to_be_visible()


def test_three_colleagues_and_one_risk_task(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow(r"status of 409")
    patient = f"/patients/{cast.patients['Amara Osei']}"
    therapist, psychiatrist, psychologist = (
        enter(new_context, name) for name in ("therapist", "psychiatrist", "psychologist")
    )
    record_item_nine(therapist, patient)
    task = therapist.get_by_role("list", name="Open risk tasks")
    expect(task).to_contain_text("Item 9: several days")
    expect(task).to_contain_text("item 9 answered above 0")
    expect(task).to_contain_text("Nobody has acknowledged it yet.")
    expect(therapist.get_by_role("link", name="911").first).to_be_visible()

    for page in (psychiatrist, psychologist):
        page.goto(f"{patient}/timeline")
        page.get_by_role("link", name=re.compile("Risk task open since")).click()
        expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()
    psychiatrist.get_by_role("button", name="Acknowledge").click()
    expect(psychiatrist.get_by_text("Acknowledged, with your name and the time.")).to_be_visible()
    therapist.reload()
    expect(therapist.get_by_label("Patient", exact=True)).to_contain_text("acknowledged by Psychiatrist")

    # The third window still shows it open.
    psychologist.get_by_role("button", name="Acknowledge").click()
    expect(psychologist.get_by_role("alert")).to_contain_text(
        re.compile(r"Psychiatrist acknowledged this at \d\d:\d\d")
    )
    psychologist.goto(f"{patient}/risk")
    psychologist.get_by_text("Close with an outcome").click()

    psychiatrist.goto(f"{patient}/risk")
    psychiatrist.get_by_text("Close with an outcome").click()
    psychiatrist.get_by_label("Risk assessed").check()
    psychiatrist.get_by_label("In words").fill("Asked by phone: passing thoughts, no plan, no intent.")
    psychiatrist.get_by_role("button", name="Close this task").click()
    expect(psychiatrist.get_by_text("No open risk task.")).to_be_visible()
    psychiatrist.goto(f"{patient}/follow-up/1")
    expect(psychiatrist.get_by_text(re.compile("Closed: risk assessed"))).to_be_visible()

    psychologist.get_by_label("Emergency services", exact=False).check()
    psychologist.get_by_role("button", name="Close this task").click()
    expect(psychologist.get_by_role("alert")).to_contain_text(re.compile(r"Psychiatrist closed this at \d\d:\d\d"))
    therapist.reload()
    expect(therapist.get_by_text("No open risk task.")).to_be_visible()
    expect(therapist.get_by_role("link", name=re.compile("Risk task open since"))).to_have_count(0)


def test_an_assessment_answers_it(new_context: Contexts, cast: Cast) -> None:
    patient = f"/patients/{cast.patients['Amara Osei']}"
    page = enter(new_context, "therapist")
    record_item_nine(page, patient)
    page.get_by_role("link", name="Assess now").click()
    page.get_by_label("Passive suicidal thoughts").check()
    page.get_by_label("Assessment", exact=False).first.fill("Thoughts most evenings, no plan, no intent.")
    page.locator("fieldset#screener_1").get_by_label("Yes").check()
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text("No open risk task.")).to_be_visible()
    expect(page.get_by_label("Patient", exact=True)).to_contain_text("Passive suicidal thoughts")
    expect(page.get_by_text("Last assessment", exact=False)).to_be_visible()
