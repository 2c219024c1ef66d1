"""What becomes of a course: paused, resumed, completed, ended early, followed by maintenance."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db, transaction
from coordcare.ipt.models import Course, CourseStep
from coordcare.ipt.queries import active_course, course_panel
from coordcare.ipt.rules import CourseStatus, Step, check_areas, check_step
from tests.ipt.writing import note, start, step


@pytest.fixture
def course(cast, amara):
    assert start(cast, amara).status_code == 303
    return amara


def state(cast):
    with cast.app.app_context():
        return db.session.scalars(select(Course).order_by(Course.id)).all()


def test_a_paused_course_keeps_its_place_and_takes_no_session(cast, course):
    assert step(cast, course, step="pause").status_code == 303
    with cast.app.app_context():
        panel = course_panel(cast.standing("psychiatrist", "Amara Osei"), course)
        assert str(panel.paused_on) == "2026-03-02"
    refused = note(cast, course, "a", session_number="1", happened_on="2026-03-09")
    assert refused.status_code == 422
    assert "The course is paused since 2 Mar 2026" in refused.text and "Insight a" in refused.text
    assert start(cast, course, submission_key="other").status_code == 409
    assert step(cast, course, step="resume", version="2", happened_on="2026-03-09").status_code == 303
    assert note(cast, course, "a", session_number="1").status_code == 303


def test_an_early_end_says_why(cast, course):
    for typed, words in (({}, "Choose why it ends early."), ({"reason": "other"}, "Say in a few words why")):
        answer = step(cast, course, step="end_early", **typed)
        assert answer.status_code == 422 and words in answer.text
    ended = step(cast, course, step="end_early", reason="moved", words="To Ohio")
    assert ended.status_code == 303
    page = cast.client("psychiatrist").get(f"/patients/{course}/course").text
    assert "Ended early" in page and "Moved, or cannot come any more" in page and "To Ohio" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"step": "resume"}, "cannot be taken this step"),
        ({"step": ""}, "Choose what becomes of it."),
        ({"step": "explode"}, "Choose one of these."),
        ({"step": "pause", "happened_on": "2026-01-04"}, "before the day on which the course started"),
        ({"step": "pause", "happened_on": "2099-01-04"}, "in the future"),
        ({"step": "pause", "happened_on": "2026-02-01"}, "A session of this course stands on a later day"),
    ],
)
def test_a_step_that_cannot_be_is_told(cast, course, typed, words):
    assert note(cast, course, "a", session_number="1").status_code == 303
    answer = step(cast, course, **typed)
    assert answer.status_code == 422 and words in answer.text
    assert state(cast)[0].version == 1


def test_a_step_sent_twice_is_one_and_a_late_one_conflicts(cast, course):
    assert [step(cast, course, step="complete").status_code for _ in range(2)] == [303, 303]
    with cast.app.app_context():
        assert len(db.session.scalars(select(CourseStep)).all()) == 1
        changed = select(AuditEvent).where(AuditEvent.happening == "course_changed")
        assert len(db.session.scalars(changed).all()) == 1
    late = step(cast, course, step="pause", submission_key="late")
    assert late.status_code in {409, 422}


def test_maintenance_follows_what_was_completed(cast, course):
    step(cast, course, step="complete")
    page = cast.client("therapist").get(f"/patients/{course}/course").text
    assert '<option selected value="ipt_maintenance">' in page and 'value="new parenthood"' in page
    start(cast, course, submission_key="more", course_type="ipt_maintenance", started_on="2026-04-01")
    first, second = state(cast)
    assert (second.follows_id, second.planned_sessions, first.status) == (first.id, None, "completed")


def test_the_plan_can_be_changed_but_not_against_its_sessions(cast, course):
    for number in (1, 2):
        note(cast, course, f"n{number}", session_number=str(number), happened_on=f"2026-02-0{number}")
    sent = {"version": "1", "started_on": "2026-01-05", "focus": "grief", "focus_words": "", "planned_sessions": "12",
            "initial_until": "2", "ending_from": "10", "ending_left": "3"}  # fmt: skip
    client = cast.client("psychologist")
    address = f"/patients/{course}/course/edit"
    late = client.post(address, data={**sent, "started_on": "2026-02-02"})
    assert late.status_code == 422 and "A session of this course stands before that day" in late.text
    crossed = client.post(address, data={**sent, "initial_until": "11"})
    assert crossed.status_code == 422 and "The phases cross" in crossed.text
    assert client.post(address, data=sent).status_code == 303
    assert client.post(address, data=sent).status_code == 409
    with cast.app.app_context():
        changed = active_course(course)
        assert (changed.focus, changed.planned_sessions, changed.course_type) == ("grief", 12, "ipt_acute")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"second_focus": "role_transition"}, "The second focus is the first one again"),
        ({"second_focus": "dreams"}, "Choose one of these."),
        ({"second_focus_words": "also"}, "Choose the second focus"),
        ({"dispute_stage": "impasse"}, "A stage belongs to a role dispute"),
    ],
)
def test_focus_areas_that_cannot_be(cast, amara, typed, words):
    answer = start(cast, amara, **typed)
    assert answer.status_code == 422 and words in answer.text


def test_three_focus_areas_are_too_many(cast, amara):
    three = {"focus": ["grief", "role_dispute"], "second_focus": "role_transition"}
    answer = start(cast, amara, **three)
    assert answer.status_code == 422 and "These are 3 focus areas. Choose one, at most two" in answer.text
    assert check_areas(["grief"], "role_dispute") is None and check_areas(["grief"], None) is None


def test_steps_lead_only_where_they_may():
    allowed = {(step, status) for step in Step for status in CourseStatus if not check_step(step, status, "moved", "x")}
    active, paused = CourseStatus.ACTIVE, CourseStatus.PAUSED
    assert allowed == {
        *((Step.PAUSE, active), (Step.RESUME, paused), (Step.COMPLETE, active)),
        *((Step.END_EARLY, active), (Step.END_EARLY, paused)),
    }


def test_the_database_keeps_steps_as_they_were(cast, course):
    step(cast, course, step="pause")
    with cast.app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.execute(CourseStep.__table__.update().values(step="complete"))
