"""The same thing at once, in a course: one row, one who was first, and a sentence for the other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from coordcare.extensions import db
from coordcare.ipt.models import Course, CourseStep
from coordcare.ipt.queries import past_courses
from coordcare.ipt.session_queries import held_sessions
from tests.ipt.writing import course_form, note, start

NOTE = {"action": "sign", "insight": "Said it.", "risk_status": "none", "mode": "in_person", "attendance": "attended"}
DAY = {"happened_on": "2026-02-02", "session_number": "1"}


def at_once(*sent):
    """(client, address, fields) posted at the same time: the answers, in their order."""
    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(lambda one: one[0].post(one[1], data=one[2]), sent))


def count(cast, table):
    with cast.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("keys", [["one"] * 5, list("abcde")], ids=["one form", "five forms"])
def test_five_starts_at_once_start_one_course(cast, amara, keys):
    address = f"/patients/{amara}/course/start"
    sent = [(cast.client("therapist"), address, course_form(submission_key=key)) for key in keys]
    answers = sorted(answer.status_code for answer in at_once(*sent))
    assert answers == ([303] * 5 if len(set(keys)) == 1 else [303, *[409] * 4])
    assert count(cast, Course) == 1


def test_five_posts_of_one_step_at_once_take_it_once(cast, amara):
    start(cast, amara)
    form = {"submission_key": "s", "version": "1", "step": "complete", "happened_on": "2026-03-02"}
    sent = [(cast.client("therapist"), f"/patients/{amara}/course/step", form) for _ in range(5)]
    assert [answer.status_code for answer in at_once(*sent)] == [303] * 5
    assert count(cast, CourseStep) == 1


def test_two_therapists_take_one_number_at_once_and_one_is_told(cast, amara):
    start(cast, amara)
    address = f"/patients/{amara}/entries/new/session_note"
    names = ("therapist", "psychologist")
    sent = [(cast.client(name), address, {**NOTE, **DAY, "submission_key": name}) for name in names]
    answers = {answer.status_code: answer.text for answer in at_once(*sent)}
    assert sorted(answers) == [303, 422]
    assert "Session 1 of this course is signed already. The next number is 2." in answers[422]
    assert "Said it." in answers[422]


@pytest.mark.parametrize("day", ["2026-02-02", "2026-03-09"])
def test_a_note_and_the_end_of_its_course_at_once_agree(cast, amara, day):
    """Whoever is first: no session stands after the day on which its course ended."""
    start(cast, amara)
    form = {"submission_key": "s", "version": "1", "step": "complete", "happened_on": "2026-03-02"}
    typed = {**NOTE, **DAY, "happened_on": day, "submission_key": "n"}
    ended, signed = at_once(
        (cast.client("psychologist"), f"/patients/{amara}/course/step", form),
        (cast.client("therapist"), f"/patients/{amara}/entries/new/session_note", typed),
    )
    assert {ended.status_code, signed.status_code} <= {303, 422} and 303 in {ended.status_code, signed.status_code}
    with cast.app.app_context():
        for course in past_courses(amara):
            assert all(one.on <= course.ended_on for one in held_sessions(course.id))


def test_the_key_of_another_patients_form_opens_nothing(cast, amara):
    """A mark that was used on one patient is refused on another, and says nothing of the first."""
    ben = cast.admit("Carla Ott", team=("therapist",))
    start(cast, amara)
    other = start(cast, ben)
    assert other.status_code == 409 and "new parenthood" in other.text
    assert note(cast, amara, "key", session_number="1").status_code == 303
    taken = note(cast, ben, "key", session_number="", insight="Words for another")
    assert taken.status_code == 409 and "Words for another" in taken.text and "Insight key" not in taken.text
    form = {"submission_key": "s", "version": "1", "step": "complete", "happened_on": "2026-03-02"}
    assert start(cast, ben, submission_key="own").status_code == 303
    client = cast.client("therapist")
    assert client.post(f"/patients/{amara}/course/step", data=form).status_code == 303
    assert client.post(f"/patients/{ben}/course/step", data=form).status_code == 409
    with cast.app.app_context():
        assert not past_courses(ben)
