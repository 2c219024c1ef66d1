"""The psychiatrist's quarter of an hour in real Chromium: review, decide, and what the therapist gets of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from coordcare.demo.actions import settle
from coordcare.demo.rules import PASSWORD as DEMO_PASSWORD
from coordcare.demo.stories import anthony
from coordcare.extensions import db
from coordcare.medication.models import MedicationChange
from tests.browsing import Server, Watch, axe_violations
from tests.cast import PASSWORD, Cast, gather
from tests.medication.writing import retract, sign
from tests.review.reviewing import AMARA, decisions, insight, write_course
from tests.review.test_results import measure
from tests.review.test_review_costs import LONG, write

Contexts = Callable[..., BrowserContext]
FOLD = 800
# What the psychiatrist has to see at once, by ids and labels of the page.
AT_ONCE = (
    ".patient-banner", ".banner-risk", ".banner-allergies", ".banner-course", "#questions", "#scores", "#regimen",
    "#news", "#chart svg.progress-lanes", "summary:has-text('No change')", "button:has-text('Record change')",
)  # fmt: skip


@pytest.fixture
def cast(server: Server) -> Cast:
    cast = gather(server.app)
    with cast.without_csrf():
        write_course(cast)
    return cast


@pytest.fixture
def demo(server: Server) -> Server:
    """The demo's non-responder at session 6 of 16."""
    server.app.config["DEMO"] = True
    with server.app.app_context():
        assert settle([anthony.STORY])
    return server


def enter(new_context: Contexts, email: str, password: str = PASSWORD, **options: Any) -> Page:
    page = new_context(**options).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def fill_increase(page: Page, watch_for: str = "") -> None:
    page.get_by_label("Increase", exact=True).check()
    page.get_by_label("Drug", exact=False).first.fill("sertraline")
    page.get_by_label("Drug", exact=False).first.blur()
    dose = page.locator("input[name=dose]")
    expect(page.locator("[data-current-dose]")).to_contain_text("Sertraline 50 mg once daily")
    expect(dose).to_have_value("")
    dose.fill("100")
    page.locator("textarea[name=reason]").fill("Six weeks without change.")
    page.locator("textarea[name=watch_for]").fill(watch_for)


def test_everything_stands_above_the_fold(new_context: Contexts, demo: Server) -> None:
    page = enter(new_context, "psychiatrist@demo.example", DEMO_PASSWORD, viewport={"width": 1280, "height": FOLD})
    page.goto("/patients/1/review")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("scrollY") == 0
    for selector in AT_ONCE:
        box = page.locator(selector).first.bounding_box()
        assert box and box["width"] > 0 and box["height"] > 0, f"{selector} is not shown"
        assert box["y"] + box["height"] <= FOLD, f"{selector} ends at {box['y'] + box['height']}"
    words = page.locator("#scores").inner_text() + page.locator("#regimen").inner_text()
    for told in (
        "PHQ-9 17", "baseline 18", "No response so far", "Sertraline 50 mg once daily", "days at this dose",
        "no response by the clinic's points for PHQ-9, after STAR*D",
        "; dose below the usual maximum (50 mg of 200 mg a day)",
    ):  # fmt: skip
        assert told in " ".join(words.split())
    expect(page.locator("#questions")).to_contain_text("Tomás Herrera")
    expect(page.locator("#news a").first).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_too(new_context: Contexts, demo: Server, theme: str) -> None:
    options = {"viewport": {"width": 390, "height": 844}, "color_scheme": theme}
    page = enter(new_context, "psychiatrist@demo.example", DEMO_PASSWORD, **options)
    for path in ("review", "review/table", "review/print", "review/decisions"):
        page.goto(f"/patients/1/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert axe_violations(page) == [], path
    page.goto("/patients/1/review")
    box = page.locator(".chart-scroll")
    assert box.evaluate("box => Math.abs(box.scrollLeft) < 2 && box.scrollWidth > box.clientWidth"), (
        "newest weeks first"
    )


def test_review_change_and_item_acknowledged(new_context: Contexts, cast: Cast) -> None:
    address = f"/patients/{cast.patients[AMARA]}"
    page = enter(new_context, "psychiatrist@test.example")
    page.goto(f"{address}/review")
    page.locator("#insights > summary").click()
    expect(page.get_by_text("Asked her sister for help.")).to_be_visible()
    page.locator("#points > summary").click()
    page.get_by_role("button", name="Record change").click()
    expect(page.get_by_text("From your review of")).to_be_visible()
    expect(page.get_by_text("Why without a review?")).to_have_count(0)
    fill_increase(page, "Restlessness until the next session.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Medication change signed.")).to_be_visible()
    page.get_by_role("link", name="Shown at the decision").click()
    expect(page.get_by_role("heading", level=1, name="Shown at the decision")).to_be_visible()
    expect(page.get_by_text("Insights, Decision points")).to_be_visible()
    assert axe_violations(page) == []
    assert decisions(cast)[0].shown["parts"] == ["insights", "points"]

    therapist = enter(new_context, "therapist@test.example")
    therapist.goto("/follow-up")
    therapist.get_by_role("link", name=f"{AMARA} : flag from Psychiatrist").click()
    expect(therapist.get_by_text("Please watch for: Restlessness until the next session.")).to_be_visible()
    therapist.get_by_role("button", name="Acknowledge").click()
    expect(therapist.get_by_text("Acknowledged, with your name and the time.")).to_be_visible()


def test_what_was_signed_in_between_is_shown_before_it_saves(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow("status of 409")
    page = enter(new_context, "psychiatrist@test.example")
    page.goto(f"/patients/{cast.patients[AMARA]}/review")
    page.get_by_role("button", name="Record change").click()
    fill_increase(page)
    with cast.without_csrf():
        insight(cast, "He hit the table and left.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("1 entry is new since you opened the review. Read, then save.")).to_be_visible()
    expect(page.get_by_text("He hit the table and left.")).to_be_visible()
    expect(page.locator("textarea[name=reason]")).to_have_value("Six weeks without change.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Medication change signed.")).to_be_visible()
    assert len(decisions(cast)) == 1


def test_a_change_by_another_way_asks_for_one_coded_reason(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow("status of 422")
    page = enter(new_context, "psychiatrist@test.example")
    page.goto(f"/patients/{cast.patients[AMARA]}/entries/new/medication_change")
    expect(page.get_by_text("From your review of")).to_have_count(0)
    fill_increase(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Choose one. It is for the record only.").first).to_be_visible()
    page.get_by_label("Urgent", exact=True).check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Medication change signed.")).to_be_visible()
    expect(page.get_by_text("Without a review because")).to_be_visible()
    expect(page.get_by_role("link", name="Shown at the decision")).to_have_count(0)
    assert not decisions(cast)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_no_change(new_context: Contexts, cast: Cast, watch: Watch, scripts: bool) -> None:
    watch.allow("status of 422")
    page = enter(new_context, "psychiatrist@test.example", java_script_enabled=scripts)
    page.goto(f"/patients/{cast.patients[AMARA]}/review")
    page.get_by_text("No change", exact=True).click()
    page.get_by_role("button", name="Save “No change”").click()
    expect(page.get_by_text("Say in a few words why medication stays as it is.")).to_be_visible()
    if scripts:
        assert axe_violations(page) == []
    page.get_by_label("Why no change?").fill("Two weeks more, as agreed.")
    page.get_by_role("button", name="Save “No change”").click()
    expect(page.get_by_text("No change: kept, with what was shown at the decision.")).to_be_visible()
    (kept,) = decisions(cast)
    assert kept.reason == "Two weeks more, as agreed." and kept.shown["parts"] == ([] if scripts else None)


def test_no_change_shows_what_is_new_first(new_context: Contexts, cast: Cast, watch: Watch) -> None:
    watch.allow("status of 409")
    page = enter(new_context, "psychiatrist@test.example")
    page.goto(f"/patients/{cast.patients[AMARA]}/review")
    page.get_by_text("No change", exact=True).click()
    page.get_by_label("Why no change?").fill("Two weeks more, as agreed.")
    with cast.without_csrf():
        insight(cast, "He hit the table and left.")
    page.get_by_role("button", name="Save “No change”").click()
    expect(page.locator("#since")).to_contain_text("He hit the table and left.")
    expect(page.get_by_label("Why no change?")).to_have_value("Two weeks more, as agreed.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Save “No change”").click()
    expect(page.get_by_text("No change: kept, with what was shown at the decision.")).to_be_visible()


def lose_half(cast: Cast) -> int:
    """Sertraline is switched to bupropion, and the start of bupropion, this entry, taken back."""
    form = {"change_type": "switch", "drug": "bupropion", "dose": "150", "other_drug": "sertraline"}
    answer = sign(cast, "psychiatrist", "medication_change", 0, **form, without_review="urgent", reason="No response.")
    assert answer.status_code == 303, answer.text
    with cast.app.app_context():
        found = select(MedicationChange.entry_id).where(MedicationChange.change_type == "switch")
        first = db.session.scalars(found.order_by(MedicationChange.entry_id.desc())).first()
    assert first is not None
    retract(cast, "psychiatrist", first)
    return first


def test_a_lost_half_stands_with_the_regimen_above_the_fold(new_context: Contexts, cast: Cast) -> None:
    with cast.without_csrf():
        lost = lose_half(cast)
    page = enter(new_context, "psychiatrist@test.example", viewport={"width": 1280, "height": FOLD})
    told = {"review": "Half of a switch is missing", "medication": "Half of a switch is missing"}
    told[f"entries/{lost}"] = "This half was retracted, the other stands."
    for path, words in told.items():
        page.goto(f"/patients/{cast.patients[AMARA]}/{path}")
        page.evaluate("document.fonts.ready")
        box = page.get_by_text(words).first.bounding_box()
        assert box and box["y"] + box["height"] <= FOLD, path
    page.goto(f"/patients/{cast.patients[AMARA]}/review/print")
    expect(page.get_by_text("Half of a switch is missing")).to_be_visible()


def test_on_one_letter_page(new_context: Contexts, demo: Server, tmp_path: Any) -> None:
    page = enter(new_context, "psychiatrist@demo.example", DEMO_PASSWORD)
    page.goto("/patients/1/review/print")
    printed = page.pdf(path=tmp_path / "review.pdf", format="Letter")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type/Page/") == 1
    page.goto("/patients/1/timeline")
    page.emulate_media(media="print")
    assert page.eval_on_selector(".banner-course .in-short", "one => getComputedStyle(one).display") == "none"


def test_three_years_on_one_letter_page_too(new_context: Contexts, server: Server, tmp_path: Any) -> None:
    cast = gather(server.app)
    with server.app.app_context():
        write(cast, AMARA, *LONG)
    with cast.without_csrf():
        for result in (("tsh", "24", "mIU/L"), ("qtc", "480", "ms"), ("sodium", "128", "mEq/L"), ("alt", "200", "U/L")):
            measure(cast, result, -2)
    page = enter(new_context, "psychiatrist@test.example")
    page.goto(f"/patients/{cast.patients[AMARA]}/review/print")
    for told in ("Results out of range:", "after STAR*D"):
        expect(page.get_by_text(told).first).to_be_visible()
    printed = page.pdf(path=tmp_path / "review.pdf", format="Letter")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type/Page/") == 1
