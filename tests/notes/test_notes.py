"""Session notes and life events through the pages: numbers, plan of last time, and the risk panel."""

from datetime import date

import pytest
from sqlalchemy import select

from coordcare.extensions import db
from coordcare.ipt.actions import start_course
from coordcare.ipt.rules import CoursePlan
from coordcare.notes.models import LifeEvent, SessionNote
from coordcare.risk.queries import risk_panel
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.rules import RetractionReason


@pytest.fixture
def course(cast, amara):
    with cast.app.app_context():
        standing = cast.standing("therapist", "Amara Osei")
        plan = CoursePlan("ipt_acute", None, None, None, date(2026, 1, 5))
        return start_course(standing, plan, focus="grief", focus_words=None, submission_key="course").id


def note_form(key, **typed):
    return {
        "action": "sign",
        "submission_key": key,
        "happened_on": "2026-02-02",
        "insight": "Mapped losses and gains.",
        "risk_status": "none",
        "mode": "in_person",
        **typed,
    }


def sign(cast, amara, key="note", who="therapist", kind="session_note", **typed):
    form = note_form(key, **typed) if kind == "session_note" else {"action": "sign", "submission_key": key, **typed}
    return cast.client(who).post(f"/patients/{amara}/entries/new/{kind}", data=form)


def risk(cast, amara):
    with cast.app.app_context():
        panel = risk_panel(cast.standing("coordinator", "Amara Osei"), amara)
        return panel.word, panel.level, panel.since and str(panel.since), panel.by


def entry_id(answer):
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_a_signed_note_keeps_the_course_as_it_was(cast, amara, course):
    signed = sign(cast, amara, mood="0", starts_at="14:00", ends_at="14:50", techniques=["role_play"])
    with cast.app.app_context():
        row = db.session.get_one(SessionNote, entry_id(signed))
        assert (row.session_number, row.course_type, row.focus, row.phase) == (1, "ipt_acute", "grief", "initial")
        assert (row.mood, f"{row.starts_at:%H:%M}", row.techniques) == (0, "14:00", ["role_play"])
    page = cast.client("psychiatrist").get(signed.location).text
    assert "IPT session 1: grief" in page and "0 of 10" in page and "14:00 to 14:50" in page


def test_a_number_is_signed_once_in_a_course(cast, amara, course):
    first = entry_id(sign(cast, amara, "a", session_number="1"))
    again = sign(cast, amara, "b", session_number="1")
    assert again.status_code == 422
    assert "Session 1 of this course is signed already. The next number is 2." in again.text
    assert '<details class="fold" open' in again.text
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), first, RetractionReason.ENTERED_IN_ERROR)
    assert sign(cast, amara, "b", session_number="1").status_code == 303


def test_a_session_outside_the_course_takes_no_number(cast, amara, course):
    signed = sign(cast, amara, session_number="")
    assert "Session outside a course" in cast.client("therapist").get(signed.location).text


def test_the_plan_of_last_time_stands_beside_the_next_note(cast, amara, course):
    sign(cast, amara, "a", plan="Talk with partner by Friday.")
    page = cast.client("psychologist").get(f"/patients/{amara}/entries/new/session_note").text
    assert "Plan from last time" in page and "Talk with partner by Friday." in page
    sign(cast, amara, "b", happened_on="2026-02-09", plan="")
    assert (
        "Plan from last time" not in cast.client("psychologist").get(f"/patients/{amara}/entries/new/session_note").text
    )


def test_the_risk_that_stands_is_the_latest_stated(cast, amara):
    assert risk(cast, amara) == ("Not yet assessed", None, None, None)
    sign(cast, amara, "a", happened_on="2026-02-02", risk_status="passive_thoughts")
    sign(cast, amara, "b", happened_on="2026-02-16", risk_status="passive_thoughts", who="psychologist")
    sign(cast, amara, "c", happened_on="2026-02-23", risk_status="not_assessed")
    assert risk(cast, amara) == ("Passive suicidal thoughts", 1, "2026-02-02", "Psychologist")


@pytest.mark.parametrize("reason", RetractionReason)
def test_a_retracted_note_states_no_risk(cast, amara, reason):
    sign(cast, amara, "a", happened_on="2026-02-02", risk_status="none")
    wrong = entry_id(sign(cast, amara, "b", happened_on="2026-02-09", risk_status="passive_thoughts"))
    assert risk(cast, amara)[1] == 1
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), wrong, reason)
    assert risk(cast, amara) == ("No suicidal thoughts", 0, "2026-02-02", "Therapist")


def test_a_draft_states_no_risk(cast, amara):
    sign(cast, amara, action="save", risk_status="plan_or_intent")
    assert risk(cast, amara)[1] is None


def test_the_coordinator_reads_the_risk_and_nothing_else_of_the_note(cast, amara):
    signed = sign(cast, amara, risk_status="passive_thoughts", plan="Zebra plan", for_prescriber="Zebra question")
    coordinator = cast.client("coordinator")
    assert coordinator.get(signed.location).status_code == 404
    page = coordinator.get(f"/patients/{amara}/timeline").text
    assert "Passive suicidal thoughts" in page
    assert "Zebra" not in page and "Mapped losses" not in page and signed.location not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("psychiatrist", 303), ("therapist", 303), ("nurse_practitioner", 403), ("coordinator", 403), ("admin", 404)],
)
def test_who_writes_a_session_note(cast, amara, who, status):
    assert sign(cast, amara, who=who).status_code == status


def test_a_life_event_is_titled_by_its_first_sentence(cast, amara):
    text = "Returned to work part-time. Twenty hours a week."
    typed = {"happened_on": "2026-02-02", "text": text, "category": "work", "impact": "helped"}
    signed = sign(cast, amara, kind="life_event", ended_on="2026-02-05", **typed)
    with cast.app.app_context():
        assert str(db.session.scalar(select(LifeEvent.ended_on))) == "2026-02-05"
    page = cast.client("psychiatrist").get(signed.location).text
    assert "Life event: Returned to work part-time" in page and "Twenty hours a week." in page


def test_bad_input_signs_nothing_and_keeps_what_was_typed(cast, amara):
    answer = sign(cast, amara, mood="11", plan="A plan worth keeping", risk_status="")
    assert answer.status_code == 422
    assert "Mood is a whole number from 0 to 10." in answer.text and "A plan worth keeping" in answer.text
    with cast.app.app_context():
        assert db.session.scalar(select(SessionNote.entry_id)) is None
