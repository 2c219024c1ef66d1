"""A therapist's course in real Chromium: a quick insight, whole courses, the circle and the note by keyboard alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from coordcare.settings.queries import today
from tests.browsing import Server, axe_violations
from tests.cast import PASSWORD, Cast, gather
from tests.ipt.writing import ask_the_ratings

Contexts = Callable[..., BrowserContext]
PATIENT = "/patients/1"
# Counts what hands do: clicks and presses of Enter or Space that act, and the fields that were changed.
COUNTER = """() => {
    const kept = JSON.parse(window.name || '{"acts": 0, "fields": []}');
    const keep = () => { window.name = JSON.stringify(kept); };
    addEventListener("click", (event) => { if (event.isTrusted) { kept.acts += 1; keep(); } }, true);
    addEventListener("input", (event) => {
        if (!kept.fields.includes(event.target.name)) { kept.fields.push(event.target.name); keep(); }
    }, true);
}"""
MOST_FIELDS, MOST_ACTS = 6, 8


@pytest.fixture
def cast(server: Server) -> Cast:
    return gather(server.app)


def enter(new_context: Contexts, name: str = "therapist", **options: Any) -> Page:
    page = new_context(**options).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def start(page: Page, server: Server, course_type: str, sessions: int) -> None:
    """Start a course whose sessions lie in the weeks before today."""
    with server.app.app_context():
        first = today() - timedelta(weeks=sessions)
    page.goto(f"{PATIENT}/course")
    page.get_by_label("Grief", exact=True).check()
    page.get_by_label("Type of course").select_option(course_type)
    page.get_by_label("First session on").fill(first.isoformat())
    page.get_by_role("button", name="Start the course").click()
    expect(page.get_by_text("The course has started.")).to_be_visible()


def fold(page: Page, words: str) -> None:
    """Open a folded part of the form, if it is not open."""
    summary = page.locator("details > summary").filter(has_text=re.compile(f"^{words}")).first
    if not summary.evaluate("summary => summary.parentElement.open"):
        summary.click()


def hold_session(page: Page, server: Server, weeks_ago: int, *, opened: bool = False) -> list[str]:
    """Sign one session, with some of the tasks that its form offers; the titles of the groups of its form."""
    with server.app.app_context():
        day = (today() - timedelta(weeks=weeks_ago)).isoformat()
    if not opened:
        page.goto(f"{PATIENT}/entries/new/session_note")
    page.get_by_label(re.compile("^Insight")).fill(f"What was seen {weeks_ago} weeks ago.")
    page.get_by_label("No suicidal thoughts").check()
    fold(page, "The session")
    page.get_by_label("Date", exact=True).fill(day)
    fold(page, "The work")
    for box in page.locator('input[name="tasks"]').all()[:4]:
        box.check()
    titles = page.locator("fieldset legend").all_inner_texts()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
    return titles


def test_a_minimal_insight_is_quick(new_context: Contexts, server: Server, cast: Cast, record_property: Any) -> None:
    page = enter(new_context)
    start(page, server, "ipt_acute", 2)
    page.context.add_init_script(f"({COUNTER})()")
    page.goto(f"{PATIENT}/timeline")
    page.get_by_role("link", name="Add session note").first.click()
    seen = page.url
    page.get_by_label(re.compile("^Insight")).press_sequentially("She asked her sister for help.")
    page.locator("#mood-6").click()
    page.get_by_label(re.compile("^Plan until")).press_sequentially("Ask once more.")
    page.get_by_label("For the prescriber").press_sequentially("Sleeps through.")
    page.get_by_label("No suicidal thoughts").click()
    expect(page.get_by_role("button", name="Sign", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
    counted = page.evaluate("JSON.parse(window.name)")
    assert "entries/new/session_note" in seen
    assert {"insight", "mood", "plan", "for_prescriber", "risk_status"} == set(counted["fields"])
    record_property("figure: fields touched for a minimal insight", len(counted["fields"]))
    record_property("figure: activations for a minimal insight", counted["acts"])
    assert len(counted["fields"]) <= MOST_FIELDS and counted["acts"] <= MOST_ACTS


@pytest.mark.parametrize(
    ("course_type", "sessions", "tasks_by", "opens_at"),
    [
        ("ipt_brief", 8, 3, 6),
        pytest.param("ipt_acute", 16, 4, 12, marks=pytest.mark.verify),
    ],
)
def test_a_course_from_its_first_tasks_to_maintenance(
    new_context: Contexts, server: Server, cast: Cast, course_type: str, sessions: int, tasks_by: int, opens_at: int
) -> None:
    page = enter(new_context)
    start(page, server, course_type, sessions)
    for number in range(1, sessions + 1):
        titles = hold_session(page, server, sessions - number)
        expect(page.locator(".banner-course")).to_contain_text(f"session {number} of {sessions}")
        assert ("Beginning" in titles) == (number <= {8: 2, 16: 3}[sessions])
        assert ("Ending plan" in titles) == (number > opens_at)
        if number == tasks_by - 1:
            page.goto(f"{PATIENT}/course")
            expect(page.get_by_text(f"Session {tasks_by} comes next. Not ticked so far")).to_be_visible()
        if number in (opens_at - 1, opens_at):
            page.goto(f"{PATIENT}/course")
            expect(page.get_by_role("heading", name=re.compile("^Ending plan"))).to_have_count(number - opens_at + 1)
    page.goto(f"{PATIENT}/course")
    fold(page, "Pause, complete or end")
    page.get_by_label("Complete", exact=True).check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The course is completed.")).to_be_visible()
    page.goto(f"{PATIENT}/entries/new/course_summary")
    expect(page.get_by_label(re.compile("^The course"))).to_have_value(re.compile(f"{sessions} of {sessions} sessions"))
    page.get_by_label(re.compile("^What helped")).fill("Mourning aloud, with somebody.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
    page.goto(f"{PATIENT}/course/summary/print")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) == 1
    page.goto(f"{PATIENT}/course")
    expect(page.get_by_label("Type of course")).to_have_value("ipt_maintenance")
    page.get_by_role("button", name="Start the course").click()
    hold_session(page, server, 0)
    expect(page.locator(".banner-course")).to_contain_text("Maintenance")


def tab_to(page: Page, wanted: str, most: int = 150) -> None:
    """Press Tab until the focus is on what matches a selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    raise AssertionError(f"Tab never reached {wanted}")


def test_the_circle_by_keyboard_alone(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context)
    page.goto(f"{PATIENT}/inventory/edit")
    for name, ring_keys in (("T.", ["ArrowLeft"]), ("Dad", ["ArrowRight"])):
        tab_to(
            page, 'details[open] input[name$="display_name"]:placeholder-shown, input[name$="display_name"][value=""]'
        )
        page.keyboard.type(name)
        tab_to(page, 'input[name$="supportive"]')
        page.keyboard.type("8")
        tab_to(page, 'input[name$="closeness_ring"]')
        for key in ring_keys:
            page.keyboard.press(key)
        tab_to(page, "main p > button[value=save]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, "button[value=sign]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name=re.compile("Closest: T. .*Further away: Dad"))).to_be_visible()


def test_the_session_note_by_keyboard_alone(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context)
    start(page, server, "ipt_acute", 1)
    page.goto(f"{PATIENT}/entries/new/session_note")
    tab_to(page, "textarea[name=insight]")
    page.keyboard.type("Said it on the walk.")
    tab_to(page, "input[name=mood]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=plan]")
    page.keyboard.type("Say it again.")
    tab_to(page, "input[name=risk_status]")
    page.keyboard.press("Space")
    tab_to(page, "details.fold > summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=mode]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "input[name=patient_place]")
    page.keyboard.type("At home, Tampa FL")
    tab_to(page, "button[value=sign]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It stands in the shared timeline.")).to_be_visible()
    expect(page.get_by_text("At home, Tampa FL")).to_be_visible()


def test_the_progress_by_arrow_keys(new_context: Contexts, server: Server, cast: Cast) -> None:
    page = enter(new_context)
    start(page, server, "ipt_acute", 2)
    for week, mood in ((2, 3), (1, 6)):
        page.goto(f"{PATIENT}/entries/new/session_note")
        page.locator(f"#mood-{mood}").click()
        hold_session(page, server, week, opened=True)
    page.goto(f"{PATIENT}/course/progress")
    tab_to(page, "svg [data-told]")
    told = page.locator(".chart-told-words")
    expect(told).to_contain_text("Mood 6")
    page.keyboard.press("ArrowLeft")
    expect(told).to_contain_text("Mood 3")
    page.keyboard.press("ArrowDown")
    expect(told).to_contain_text("Session 1, attended")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('svg')"), "the chart is one stop"


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_an_earlier_circle_and_the_progress(
    new_context: Contexts, server: Server, cast: Cast, width: int
) -> None:
    page = enter(new_context, viewport={"width": width, "height": 844})
    start(page, server, "ipt_acute", 1)
    hold_session(page, server, 1)
    for ring in ("1", "3"):
        page.goto(f"{PATIENT}/inventory/edit")
        person = page.locator("details.person-form").first
        if not person.evaluate("details => details.open"):
            person.locator("summary").first.click()
        person.get_by_label("Initials or first name").fill("T.")
        person.locator(f'input[name$="closeness_ring"][value="{ring}"]').check()
        page.get_by_role("button", name="Save version").click()
        expect(page.get_by_text("is saved.")).to_be_visible()
    with server.app.app_context():
        ask_the_ratings(cast)
    course = ("course/progress", "course", "course/edit", "entries/new/session_note")
    for address in ("inventory", "inventory/versions/1", "inventory/edit", *course):
        page.goto(f"{PATIENT}/{address}")
        page.evaluate("document.querySelectorAll('main details:not([data-menu])').forEach(one => { one.open = true; })")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert axe_violations(page) == [], f"{address}, {theme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
