"""A form that was sent already does the same once, and anything else not at all: both are shown, and nothing is said
to be kept that is not."""

from dataclasses import asdict

from sqlalchemy import func, select

from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db, transaction
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.queries import active_course
from coordcare.ipt.type_queries import course_types
from coordcare.versions.actions import USED as USED_VERSION
from tests.ipt.writing import course_form, start, step

USED = "This form was sent already, with"


def changes(cast, patient):
    with cast.app.app_context():
        told = (AuditEvent.patient_id == patient, AuditEvent.happening == "course_changed")
        return db.session.scalar(select(func.count()).where(*told))


def test_a_start_with_other_words_is_told_and_shown(cast, amara):
    assert start(cast, amara).status_code == 303
    assert start(cast, amara).status_code == 303, "the very same form"
    other = start(cast, amara, focus="grief", focus_words="her aunt")
    assert other.status_code == 409 and USED in other.text
    assert "her aunt" in other.text and "new parenthood" in other.text, "both"
    with cast.app.app_context():
        assert active_course(amara).focus_words == "new parenthood"


def test_a_step_with_other_words_is_told_and_shown(cast, amara):
    start(cast, amara)
    assert step(cast, amara, step="pause", submission_key="s", words="Away in March").status_code == 303
    assert step(cast, amara, step="pause", submission_key="s", words="Away in March").status_code == 303
    for typed in ({"words": "Away in May"}, {"happened_on": "2026-03-09", "words": "Away in March"}):
        other = step(cast, amara, step="pause", submission_key="s", **typed)
        assert other.status_code == 409 and USED in other.text
        assert typed["words"] in other.text and "Paused since" in other.text
    other = step(cast, amara, step="end_early", reason="moved", submission_key="s", words="To Ocala")
    assert other.status_code == 409 and 'value="To Ocala"' in other.text
    key = other.text.split('id="step-submission_key" name="submission_key" type="hidden" value="')[1].split('"')[0]
    assert key != "s"
    again = {"step": "end_early", "reason": "moved", "words": "To Ocala", "submission_key": key, "version": "2"}
    assert step(cast, amara, **again).status_code == 303, "sent again, it is taken"


def test_a_step_of_an_ended_course_is_shown_too(cast, amara):
    start(cast, amara)
    assert step(cast, amara, step="end_early", reason="moved", submission_key="s").status_code == 303
    other = step(cast, amara, step="pause", submission_key="s", words="Away in March")
    assert other.status_code == 409 and USED in other.text and "Away in March" in other.text


def test_numbers_of_a_type_too(cast):
    with cast.app.app_context():
        with transaction() as session:
            session.get_one(Account, cast.accounts["psychologist"]).can_configure = True
        now = asdict(course_types()["ipt_acute"].numbers)
    numbers = {name: "" if value is None else str(value) for name, value in now.items()}
    client = cast.client("psychologist")
    sent = {**numbers, "course_type": "ipt_acute", "version": "0", "submission_key": "t", "tasks_by": "5"}
    assert [client.post("/course-types", data=sent).status_code for _ in range(2)] == [303, 303]
    other = client.post("/course-types", data={**sent, "tasks_by": "6"})
    assert other.status_code == 409 and USED_VERSION in other.text and 'value="6"' in other.text
    assert "Counts now: 5." in other.text
    with cast.app.app_context():
        assert db.session.scalars(select(CourseTypeVersion.tasks_by)).all() == [5]


def test_an_unchanged_plan_says_so_and_leaves_no_trace(cast, amara):
    start(cast, amara)
    client, before = cast.client("psychiatrist"), changes(cast, amara)
    same = course_form(version="1", planned_sessions="16", initial_until="3", ending_from="13", ending_left="4")
    answer = client.post(f"/patients/{amara}/course/edit", data=same, follow_redirects=True)
    assert "Nothing was changed: the course stands as it was." in answer.text
    assert "The course is changed." not in answer.text and changes(cast, amara) == before
    other = client.post(f"/patients/{amara}/course/edit", data={**same, "focus_words": "a new job"})
    assert other.status_code == 303 and changes(cast, amara) == before + 1
