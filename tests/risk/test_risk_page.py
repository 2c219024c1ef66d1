"""The risk page: what waits, whom to call, raising a risk, one click, and who sees what."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from coordcare.access.policy import Sensitivity
from coordcare.extensions import db, transaction
from coordcare.followup.actions import raise_risk_task
from coordcare.followup.item_queries import open_risk_tasks
from coordcare.followup.models import FollowUpItem
from coordcare.patients.models import Patient
from coordcare.settings.queries import today
from tests.cast import Cast

PAGE = "/patients/1/risk"
ASSESSMENT = {
    "risk_status": "passive_thoughts",
    "assessment": "No plan.",
    "submission_key": "assessment",
    "action": "sign",
}


def raise_task(app: Flask, cast: Cast, urgency: str = "same_day", key: str = "task") -> int:
    with app.app_context():
        standing = cast.standing("psychologist", "Amara Osei")
        return raise_risk_task(standing, "Item 9 answered.", entry_id=None, submission_key=key, urgency=urgency).id


def assess(app: Flask, cast: Cast, days_ago: int = 1) -> None:
    with app.app_context():
        day = today() - timedelta(days=days_ago)
    client, url = cast.client("psychiatrist"), "/patients/1/entries/new/risk_assessment"
    client.get(url)
    answer = client.post(url, data={**ASSESSMENT, "happened_on": day.isoformat()})
    assert answer.status_code == 303


def status_of(app: Flask, item_id: int) -> str:
    with app.app_context():
        return db.session.get_one(FollowUpItem, item_id).status


def test_an_empty_page_says_what_to_do(cast: Cast) -> None:
    page = cast.client("therapist").get(PAGE).text
    for words in ("No open risk task", "Not yet assessed", "No safety plan yet", "Write a safety plan", "Assess now"):
        assert words in page
    for number in ("988", "911", "CoordCare pages nobody"):
        assert number in page


def test_phones_of_the_patient_and_of_the_contact(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        values = {
            "phone": "305-555-0101",
            "may_text": True,
            "emergency_name": "Kofi",
            "emergency_phone": "305-555-0102",
        }
        session.execute(update(Patient).where(Patient.id == 1).values(**values))
    page = cast.client("coordinator").get(PAGE).text
    assert "tel:3055550101" in page
    assert "texts: yes, voicemail: no" in page
    assert "tel:3055550102" in page


def test_anybody_on_the_team_raises_a_risk(app: Flask, cast: Cast) -> None:
    coordinator = cast.client("coordinator")
    fields = {"submission_key": "one", "text": "She said goodbye on the phone."}
    for _ in range(2):
        assert coordinator.post(f"{PAGE}/raise", data=fields).status_code == 303
    page = coordinator.get(PAGE).text
    assert page.count("She said goodbye on the phone.") == 1
    assert "Nobody has acknowledged it yet." in page
    assert "Call a colleague who assesses risk now." in page
    assert "Psychiatrist" in page
    with app.test_request_context():
        (task,) = open_risk_tasks(cast.standing("coordinator", "Amara Osei"))
        assert (task.item.urgency, task.item.sensitivity) == ("same_day", Sensitivity.SAFETY.value)


def test_a_used_form_raises_nothing_else_and_keeps_the_words(app: Flask, cast: Cast) -> None:
    client = cast.client("therapist")
    client.post(f"{PAGE}/raise", data={"submission_key": "one", "text": "First."})
    answer = client.post(f"{PAGE}/raise", data={"submission_key": "one", "text": "Second words."})
    assert answer.status_code == 409
    assert "Second words." in answer.text
    with app.app_context():
        assert db.session.query(FollowUpItem).count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_a_risk_without_words_is_refused(app: Flask, cast: Cast, text: str) -> None:
    answer = cast.client("therapist").post(f"{PAGE}/raise", data={"submission_key": "one", "text": text})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(FollowUpItem).count() == 0


def test_outsiders_find_nothing(app: Flask, cast: Cast) -> None:
    item_id = raise_task(app, cast)
    for name in ("outside_psychiatrist", "admin"):
        client = cast.client(name)
        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}/raise", data={"submission_key": "one", "text": "x"}).status_code == 404
        assert client.post(f"{PAGE}/unchanged/{item_id}", data={}).status_code == 404


def test_the_banner_tells_of_an_open_task_on_every_page(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    assert "Risk task open since" not in therapist.get("/patients/1/team").text
    item_id = raise_task(app, cast)
    page = therapist.get("/patients/1/team").text
    assert "Risk task open since" in page
    assert "not acknowledged" in page
    assert "No safety plan" in page
    cast.client("psychiatrist").post(
        f"/patients/1/follow-up/{item_id}/acknowledge", data={"version": "1", "submission_key": "a"}
    )
    assert "acknowledged by Psychiatrist" in therapist.get("/patients/1/team").text


def test_no_green_tick_while_a_task_is_open(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    fields = {"insight": "x", "risk_status": "none", "mode": "video", "happened_on": "2026-01-15"}
    therapist.post("/patients/1/entries/new/session_note", data={**fields, "submission_key": "a", "action": "sign"})
    for path in (PAGE, "/patients/1/team"):
        assert 'class="status status-0"' in therapist.get(path).text
    item_id = raise_task(app, cast)
    for path in (PAGE, "/patients/1/team"):
        page = therapist.get(path).text
        assert 'class="status status-0"' not in page and "No suicidal thoughts" in page
        assert "Risk task open since" in page
    stands = therapist.get(PAGE).text.split('id="stands"')[1].split("</section>")[0]
    assert f'href="#task-{item_id}"' in stands and "A risk task is open" in stands


def test_who_may_not_assess_is_told_to_call_while_a_task_is_open(app: Flask, cast: Cast) -> None:
    coordinator, words = cast.client("coordinator"), "Call a colleague who assesses risk now."
    assert words not in coordinator.get(PAGE).text
    raise_task(app, cast)
    assert words in coordinator.get(PAGE).text
    assert words not in cast.client("therapist").get(PAGE).text


def test_the_reader_who_assesses_stands_among_them(cast: Cast) -> None:
    def listed(name: str) -> str:
        return cast.client(name).get(PAGE).text.split("Who assesses risk here")[1].split("</ul>")[0]

    mine = listed("therapist")
    assert '<span>You<span class="panel-sub">Therapist</span>' in mine and "Psychologist" in mine
    assert "<span>You<" not in listed("coordinator")


@pytest.mark.parametrize(
    ("step", "fields"), [("acknowledge", {}), ("close", {"outcome": "assessed", "text": "Seen, no plan."})]
)
def test_a_step_from_the_risk_page_returns_to_it(app: Flask, cast: Cast, step: str, fields: dict[str, str]) -> None:
    item_id = raise_task(app, cast)
    doctor = cast.client("psychiatrist")
    posted = doctor.get(PAGE).text.split(f'action="/patients/1/follow-up/{item_id}/{step}"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'name="(submission_key|version|back)"[^>]*value="([^"]*)"', posted))
    assert hidden["back"] == "risk"
    bad = doctor.post(f"/patients/1/follow-up/{item_id}/{step}", data={**hidden, "version": "x", **fields})
    assert bad.status_code == 422 and 'value="risk"' in bad.text, "a second try still returns there"
    answer = doctor.post(f"/patients/1/follow-up/{item_id}/{step}", data={**hidden, **fields})
    assert (answer.status_code, answer.location) == (303, PAGE)


def test_one_click_keeps_what_stands(app: Flask, cast: Cast) -> None:
    assess(app, cast)
    item_id = raise_task(app, cast, "two_days")
    therapist = cast.client("therapist")
    assert "Unchanged since the assessment of" in therapist.get(PAGE).text
    answer = therapist.post(f"{PAGE}/unchanged/{item_id}", data={"version": "1", "submission_key": "u"})
    assert answer.status_code == 303
    assert status_of(app, item_id) == "closed"
    late = cast.client("psychiatrist").post(f"{PAGE}/unchanged/{item_id}", data={"version": "1", "submission_key": "v"})
    assert late.status_code == 409
    assert "Therapist" in late.text


def test_the_full_panel_is_not_clicked_away(app: Flask, cast: Cast) -> None:
    therapist = cast.client("therapist")
    urgent, unassessed = raise_task(app, cast), raise_task(app, cast, "two_days", "other")
    assert (
        therapist.post(f"{PAGE}/unchanged/{unassessed}", data={"version": "1", "submission_key": "u"}).status_code
        == 422
    )
    assess(app, cast)
    assert therapist.post(f"{PAGE}/unchanged/{urgent}", data={"version": "1", "submission_key": "u"}).status_code == 422
    assert {status_of(app, urgent), status_of(app, unassessed)} == {"open"}


def test_an_old_assessment_does_not_stand(app: Flask, cast: Cast) -> None:
    assess(app, cast, days_ago=30)
    item_id = raise_task(app, cast, "two_days")
    therapist = cast.client("therapist")
    page = therapist.get(PAGE).text
    assert "Over 28 days old" in page
    assert "Unchanged since" not in page, "neither its own button nor among the outcomes"
    assert (
        therapist.post(f"{PAGE}/unchanged/{item_id}", data={"version": "1", "submission_key": "u"}).status_code == 422
    )


def test_one_click_is_for_who_assesses_and_for_this_patient(app: Flask, cast: Cast) -> None:
    assess(app, cast)
    item_id = raise_task(app, cast, "two_days")
    fields = {"version": "1", "submission_key": "u"}
    assert cast.client("coordinator").post(f"{PAGE}/unchanged/{item_id}", data=fields).status_code == 403
    cast.join("Ben Ruiz", "therapist")
    assert cast.client("therapist").post(f"/patients/2/risk/unchanged/{item_id}", data=fields).status_code == 404
    assert status_of(app, item_id) == "open"


def test_two_tasks_have_forms_of_their_own(app: Flask, cast: Cast) -> None:
    first, second = raise_task(app, cast), raise_task(app, cast, key="second")
    page = cast.client("psychiatrist").get(PAGE).text
    for item_id in (first, second):
        assert page.count(f'id="close-{item_id}-text"') == 1
        assert f"/follow-up/{item_id}/close" in page


def test_the_coordinator_reads_statements_without_their_notes(cast: Cast) -> None:
    therapist = cast.client("therapist")
    for key, status in (("a", "passive_thoughts"), ("b", "none")):
        fields = {"insight": "Private words.", "risk_status": status, "mode": "video", "happened_on": "2026-01-15"}
        therapist.post("/patients/1/entries/new/session_note", data={**fields, "submission_key": key, "action": "sign"})
    page = cast.client("coordinator").get(PAGE).text
    assert "Passive suicidal thoughts" in page
    assert "session note" not in page.split("Earlier statements")[1].split("</ul>")[0]
    assert "session note" in therapist.get(PAGE).text.split("Earlier statements")[1].split("</ul>")[0]
