"""Course types are data that the duty `configure` edits, as versions."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from coordcare.accounts.models import Account
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db, transaction
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.queries import active_course
from coordcare.ipt.type_queries import course_types
from coordcare.ipt.type_rules import COURSE_TYPES, check_numbers
from tests.ipt.writing import start

ACUTE = COURSE_TYPES["ipt_acute"].numbers
FORM = {
    "submission_key": "types", "course_type": "ipt_acute", "version": "0", "fewest": "10", "usual": "14",
    "most": "20", "initial_sessions": "2", "ending_sessions": "3", "ending_left": "5", "tasks_by": "3",
    "rated_every": "4", "quiet_days": "30",
}  # fmt: skip


@pytest.fixture
def configurer(cast):
    with cast.app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["psychologist"]).can_configure = True
    return cast.client("psychologist")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"usual": 20}, "usual"),
        ({"fewest": 0}, "usual"),
        ({"most": 61}, "most"),
        ({"initial_sessions": 9}, "ending_sessions"),
        ({"initial_sessions": 0}, "initial_sessions"),
        ({"ending_left": 12}, "ending_left"),
        ({"ending_left": None}, "ending_left"),
        ({"rated_every": 0}, "rated_every"),
        ({"quiet_days": 366}, "quiet_days"),
        ({"tasks_by": 0}, "tasks_by"),
    ],
)
def test_numbers_that_cannot_be_are_told_at_their_field(change, field):
    assert [name for name, _ in check_numbers(replace(ACUTE, **change))] == [field]


@pytest.mark.parametrize("key", COURSE_TYPES)
def test_the_numbers_of_the_beginning_are_sound(key):
    assert check_numbers(COURSE_TYPES[key].numbers) == []


def test_a_change_counts_for_courses_that_start_from_now_on(cast, amara, configurer):
    start(cast, amara)
    assert configurer.post("/course-types", data=FORM).status_code == 303
    with cast.app.app_context():
        assert active_course(amara).planned_sessions == 16
        assert course_types()["ipt_acute"].numbers.usual == 14
        happened = db.session.scalar(select(AuditEvent.subject).where(AuditEvent.happening == "course_type_changed"))
        assert happened == "ipt_acute"
    ben = cast.patients["Ben Ruiz"]
    start(cast, ben, who="outside_therapist")
    with cast.app.app_context():
        course = active_course(ben)
        assert (course.planned_sessions, course.initial_until, course.ending_from, course.ending_left) == (14, 2, 12, 5)
    page = configurer.get("/course-types").text
    assert "set by this clinic, version 1" in page and "Psychologist" in page


def test_a_form_sent_twice_makes_one_version_and_an_old_one_none(cast, configurer):
    assert [configurer.post("/course-types", data=FORM).status_code for _ in range(2)] == [303, 303]
    late = configurer.post("/course-types", data={**FORM, "submission_key": "late", "most": "25"})
    assert (
        late.status_code == 409
        and "This type was changed while you were writing" in late.text
        and 'value="25"' in late.text
    )
    same = configurer.post("/course-types", data={**FORM, "submission_key": "same", "version": "1"})
    assert same.status_code == 422 and "Nothing here differs" in same.text
    with cast.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CourseTypeVersion)) == 1


def test_crossing_phases_come_back_with_what_was_typed(cast, configurer):
    answer = configurer.post("/course-types", data={**FORM, "initial_sessions": "8"})
    assert answer.status_code == 422 and "The phases cross" in answer.text and 'value="8"' in answer.text


@pytest.mark.parametrize("who", ["psychiatrist", "therapist", "coordinator", "admin"])
def test_the_page_is_the_dutys_alone(cast, who):
    assert cast.client(who).get("/course-types").status_code == 404
    assert cast.client(who).post("/course-types", data=FORM).status_code == 404
