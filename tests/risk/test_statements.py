"""What follows when an entry states a plan, an intent or active thoughts, whatever its kind."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from coordcare.extensions import db
from coordcare.followup.item_queries import open_risk_tasks
from coordcare.followup.models import FollowUpItem
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from coordcare.timeline.models import TimelineEntry
from tests.cast import Cast

RISK = "/patients/1/risk"
FORMS = {
    "session_note": {"insight": "She told of it.", "mode": "video"},
    "medication_visit": {"assessment": "She told of it.", "outcome": "change"},
    "risk_assessment": {"assessment": "She told of it."},
}


def sign(app: Flask, cast: Cast, kind: str, status: str, days: int = 0, **typed: str) -> TestResponse:
    """Sign an entry of a kind that states this risk, so many days from today."""
    with app.app_context():
        day = (today() + timedelta(days=days)).isoformat()
    form = {**FORMS[kind], "risk_status": status, "happened_on": day, "submission_key": f"{kind}-{status}"}
    url = f"/patients/1/entries/new/{kind}"
    client = cast.client("psychiatrist")
    client.get(url)
    return client.post(url, data={**form, "action": "sign", **typed})


def tasks(app: Flask, cast: Cast) -> list[FollowUpItem]:
    with app.test_request_context():
        return [card.item for card in open_risk_tasks(cast.standing("coordinator", "Amara Osei"))]


@pytest.mark.parametrize("kind", FORMS)
def test_a_plan_or_intent_makes_a_task_for_today_and_leads_to_the_risk_page(app: Flask, cast: Cast, kind: str) -> None:
    for _ in range(2):
        answer = sign(app, cast, kind, "plan_or_intent", days=-3)
        assert (answer.status_code, answer.location) == (303, RISK)
    (task,) = tasks(app, cast)
    with app.app_context():
        entry = db.session.scalars(select(TimelineEntry)).one()
        day = plain_day(today() - timedelta(days=3))
        assert (task.urgency, task.due_on, task.sensitivity) == ("same_day", today(), "safety")
        assert task.text == f"Suicidal plan or intent stated on {day}. See to safety today."
        assert (task.entry_id, task.submission_key, task.patient_id) == (entry.id, entry.uid, 1)
    assert "See to safety today." in cast.client("coordinator").get(RISK).text


@pytest.mark.parametrize("kind", FORMS)
def test_active_thoughts_lead_to_the_risk_page_without_a_task(app: Flask, cast: Cast, kind: str) -> None:
    assert sign(app, cast, kind, "active_thoughts_no_plan").location == RISK
    assert tasks(app, cast) == []


@pytest.mark.parametrize("status", ["none", "passive_thoughts"])
def test_calmer_statements_lead_where_they_did(app: Flask, cast: Cast, status: str) -> None:
    assert sign(app, cast, "session_note", status).location == "/patients/1/entries/1"
    assert sign(app, cast, "medication_visit", status).location == "/patients/1/entries/new/medication_change"
    assert tasks(app, cast) == []


def test_a_draft_makes_no_task(app: Flask, cast: Cast) -> None:
    assert sign(app, cast, "session_note", "plan_or_intent", action="save").status_code == 303
    assert tasks(app, cast) == []


def test_an_assessment_settles_what_was_open_and_then_asks_for_safety(app: Flask, cast: Cast) -> None:
    sign(app, cast, "session_note", "plan_or_intent")
    (before,) = tasks(app, cast)
    sign(app, cast, "risk_assessment", "plan_or_intent")
    (after,) = tasks(app, cast)
    assert after.id != before.id
    with app.app_context():
        assert db.session.get_one(FollowUpItem, before.id).status == "closed"


def test_the_form_says_what_signing_does_and_that_nobody_is_paged(cast: Cast) -> None:
    page = cast.client("therapist").get("/patients/1/entries/new/session_note").text
    assert "makes a risk task for today when you sign; CoordCare pages no one: call a colleague now." in page


def test_a_retracted_assessment_asks_again_for_what_it_had_closed(app: Flask, cast: Cast) -> None:
    sign(app, cast, "session_note", "plan_or_intent")
    sign(app, cast, "risk_assessment", "passive_thoughts")
    assert tasks(app, cast) == []
    with app.app_context():
        assessed = db.session.scalars(select(TimelineEntry.id).where(TimelineEntry.kind == "risk_assessment")).one()
    cast.client("psychiatrist").post(f"/patients/1/entries/{assessed}/retract", data={"reason": "wrong_patient"})
    (task,) = tasks(app, cast)
    assert "was retracted. Assess the risk." in task.text and task.urgency == "same_day"


def test_an_assessment_that_closed_nothing_is_retracted_quietly(app: Flask, cast: Cast) -> None:
    sign(app, cast, "risk_assessment", "passive_thoughts")
    cast.client("psychiatrist").post("/patients/1/entries/1/retract", data={"reason": "duplicate"})
    assert tasks(app, cast) == []


def test_a_task_does_not_tell_of_an_entry_that_was_withheld(app: Flask, cast: Cast) -> None:
    sign(app, cast, "session_note", "plan_or_intent")
    assert "See to safety today." in cast.client("therapist").get(RISK).text
    cast.client("psychiatrist").post("/patients/1/entries/1/retract", data={"reason": "wrong_patient"})
    page = cast.client("therapist").get(RISK).text
    assert "See to safety today." not in page and "was withheld" in page
