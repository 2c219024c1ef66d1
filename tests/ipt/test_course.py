"""The course page, starting a course, and the count of its sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from coordcare.audit.models import AuditEvent
from coordcare.errors import Conflict
from coordcare.extensions import db, transaction
from coordcare.ipt import queries
from coordcare.ipt.actions import start_course
from coordcare.ipt.models import Course
from coordcare.ipt.rules import CoursePlan
from coordcare.settings.queries import today
from coordcare.timeline.amendment_actions import retract
from coordcare.timeline.rules import RetractionReason


def course_form(**typed):
    return {
        "submission_key": "one-form",
        "course_type": "ipt_acute",
        "started_on": "2026-01-05",
        "focus": "role_transition",
        "focus_words": "new parenthood",
        "planned_sessions": "",
        "initial_until": "",
        "ending_from": "",
        **typed,
    }


def start(cast, amara, who="therapist", **typed):
    return cast.client(who).post(f"/patients/{amara}/course/start", data=course_form(**typed))


def sign_session(cast, amara, number, key):
    day = "2026-02-01"
    typed = {"action": "sign", "submission_key": key, "happened_on": day, "insight": f"Insight {number}"}
    typed |= {"risk_status": "none", "session_number": str(number), "mode": "video"}
    answer = cast.client("therapist").post(f"/patients/{amara}/entries/new/session_note", data=typed)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def count(cast, *conditions):
    with cast.app.app_context():
        return db.session.scalar(select(func.count()).where(*conditions))


def test_a_course_starts_with_the_usual_numbers_of_its_type(cast, amara):
    assert start(cast, amara).status_code == 303
    with cast.app.app_context():
        course = queries.active_course(amara)
        assert (course.planned_sessions, course.initial_until, course.ending_from) == (16, 3, 13)
        assert (course.led_by_id, course.focus_words) == (cast.accounts["therapist"], "new parenthood")
    page = cast.client("psychiatrist").get(f"/patients/{amara}/course")
    assert "Role transition: new parenthood" in page.text and "no session yet of 16" in page.text


def test_a_form_posted_twice_starts_one_course_with_one_event(cast, amara):
    assert [start(cast, amara).status_code for _ in range(2)] == [303, 303]
    assert count(cast, Course.patient_id == amara) == 1
    assert count(cast, AuditEvent.patient_id == amara, AuditEvent.happening == "course_started") == 1


def test_a_second_active_course_is_refused(cast, amara):
    start(cast, amara)
    answer = start(cast, amara, who="psychologist", submission_key="other")
    assert answer.status_code == 409
    assert "already has an active course" in answer.text
    assert count(cast, Course.patient_id == amara) == 1


def test_the_database_itself_refuses_a_second_active_course(cast, amara):
    start(cast, amara)
    with cast.app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        first = queries.active_course(amara)
        columns = {c.key: getattr(first, c.key) for c in Course.__table__.c if c.key not in {"id", "uid"}}
        session.add(Course(**columns | {"submission_key": "another"}))


def test_whoever_loses_the_race_is_told_and_nothing_is_recorded(cast, amara):
    start(cast, amara)
    with cast.app.app_context():
        standing = cast.standing("psychologist", "Amara Osei")
        plan = CoursePlan("ipt_brief", None, None, None, today())
        with pytest.raises(Conflict):
            start_course(standing, plan, focus="grief", focus_words=None, submission_key="late")
    assert count(cast, AuditEvent.patient_id == amara, AuditEvent.happening == "course_started") == 1


def test_bad_input_keeps_what_was_typed(cast, amara):
    answer = start(cast, amara, planned_sessions="40", focus_words="a very long move")
    assert answer.status_code == 422
    assert "12 to 16 sessions, not 40" in answer.text
    assert 'value="40"' in answer.text and 'value="a very long move"' in answer.text
    assert count(cast, Course.patient_id == amara) == 0


def test_a_start_far_ahead_is_refused(cast, amara):
    with cast.app.app_context():
        far = today() + timedelta(days=61)
    assert "more than 60 days ahead" in start(cast, amara, started_on=str(far)).text


@pytest.mark.parametrize(
    ("who", "page", "post"),
    [
        ("therapist", 200, 303),
        ("psychologist", 200, 303),
        ("psychiatrist", 200, 303),
        ("nurse_practitioner", 200, 403),
        ("coordinator", 404, 403),
        ("outside_therapist", 404, 404),
        ("admin", 404, 404),
    ],
)
def test_who_sees_and_who_starts_a_course(cast, amara, who, page, post):
    shown = cast.client(who).get(f"/patients/{amara}/course")
    assert shown.status_code == page
    assert ("Start the course" in shown.text) is (post == 303)
    assert start(cast, amara, who=who).status_code == post
    assert count(cast, Course.patient_id == amara) == (post == 303)


def test_signed_sessions_count_and_retracted_ones_do_not(cast, amara):
    start(cast, amara)
    sign_session(cast, amara, 4, "a")
    last = sign_session(cast, amara, 5, "b")
    with cast.app.app_context():
        standing, course_id = cast.standing("therapist", "Amara Osei"), queries.active_course(amara).id
        panel = queries.course_panel(standing, amara)
        assert (panel.session, panel.planned, panel.phase_word) == (5, 16, "Middle phase")
        assert (queries.session_count(course_id), queries.next_session_number(course_id)) == (2, 6)
        retract(standing, last, RetractionReason.WRONG_PATIENT)
        assert (queries.session_count(course_id), queries.last_session_number(course_id)) == (1, 4)


def test_a_draft_does_not_count(cast, amara):
    start(cast, amara)
    typed = {"action": "save", "submission_key": "draft", "insight": "Not yet", "session_number": "7"}
    cast.client("therapist").post(f"/patients/{amara}/entries/new/session_note", data=typed)
    with cast.app.app_context():
        assert queries.next_session_number(queries.active_course(amara).id) == 1


def test_without_a_course_there_is_no_panel(cast, amara):
    with cast.app.app_context():
        assert queries.course_panel(cast.standing("therapist", "Amara Osei"), amara) is None
