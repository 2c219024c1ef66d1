"""Courses, their sessions and concerns are of this patient, and offered to who leads courses."""

from typing import Any

import pytest
from flask import Flask

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.extensions import clock
from coordcare.ipt import concern_queries, queries, session_queries, views
from coordcare.ipt.models import Course, RaisedConcern
from coordcare.settings.queries import today
from tests.cast import Cast, gather
from tests.rows import AMARA, CORA, entry, item, kept


def course(cast: Cast, patient: str, status: str = "completed") -> Course:
    whose = {"patient_id": cast.patients[patient], "led_by_id": cast.accounts["therapist"]}
    ended = None if status == "active" else today()
    told = {"course_type": "ipt", "started_on": today(), "ended_on": ended, "focus": "grief", "status": status}
    return kept(Course(**whose, **told, created_at=clock.now(), submission_key=f"course-{patient}"))


def test_courses_and_concerns_are_of_this_patient(pair: Cast) -> None:
    mine, theirs = (course(pair, patient) for patient in (AMARA, CORA))
    assert [queries.past_courses(pair.patients[one]) for one in (AMARA, CORA)] == [[mine], [theirs]]
    tasks = [item(pair, patient, for_discipline="therapist") for patient in (AMARA, CORA)]
    for one in tasks:
        kept(RaisedConcern(item_id=one.id, person_number=1, patient_id=one.patient_id, inventory_version=1))
    told = [concern_queries._last_task_ids(one.patient_id, [1]) for one in tasks]
    assert told == [{1: one.id} for one in tasks]


def test_the_sessions_of_a_course_are_those_that_count(pair: Cast) -> None:
    whose = course(pair, AMARA, "active").id
    first = entry(pair, "session_note", course_id=whose, session_number=1)
    gone: dict[str, Any] = {"taken_back": "duplicate"}
    entry(pair, "session_note", course_id=whose, session_number=2, **gone)
    assert [one.entry_id for one in session_queries.course_sessions(whose)] == [first.id]
    assert [one.number for one in session_queries.held_sessions(whose)] == [1]


def test_a_summary_is_printed_by_who_prints_the_record(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    entry(pair, "course_summary", course_id=course(pair, AMARA).id)
    assert views._summary(pair.standing("therapist", AMARA))["to_print"] is True
    monkeypatch.setitem(policy.ACTIONS[Action.SEE_ACCESS_LOG], Discipline.THERAPIST, Grant.NO)
    assert views._summary(pair.standing("therapist", AMARA))["to_print"] is False


def test_a_course_is_started_and_a_concern_raised_by_who_works_on_one(sqlite_app: Flask) -> None:
    cast = gather(sqlite_app)
    address = f"/patients/{cast.patients[AMARA]}"
    pages = [cast.client(who).get(f"{address}/course").text for who in ("therapist", "nurse_practitioner")]
    assert ['name="focus"' in page for page in pages] == [True, False]
    with cast.without_csrf():
        answers = [cast.client(who).post(f"{address}/inventory/concern") for who in ("therapist", "coordinator")]
    assert [answer.status_code for answer in answers] == [422, 404]
