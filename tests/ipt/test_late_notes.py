"""Notes written after their course has ended: a session belongs to the course that ran on its day."""

import pytest

from coordcare.extensions import db
from coordcare.ipt.queries import active_course, past_courses
from coordcare.notes.models import SessionNote
from coordcare.timeline.models import TimelineEntry
from tests.ipt.writing import entry_id, note, start, step, write


@pytest.fixture
def ended(cast, amara):
    """A course from 5 Jan to 2 Mar with its first two sessions."""
    start(cast, amara)
    for number, day in (("1", "2026-01-12"), ("2", "2026-01-19")):
        assert note(cast, amara, f"n{number}", session_number=number, happened_on=day).status_code == 303
    assert step(cast, amara, step="complete").status_code == 303
    return amara


def row(cast, answer):
    with cast.app.app_context():
        return db.session.get_one(SessionNote, entry_id(answer))


def test_its_session_takes_its_number_and_its_phase(cast, ended):
    page = cast.client("therapist").get(f"/patients/{ended}/entries/new/session_note").text
    assert "2 Mar 2026</time>. A session until that day takes its number, the next is 3." in page
    late = row(cast, note(cast, ended, "late", session_number="3", happened_on="2026-03-02"))
    assert (late.session_number, late.phase, late.course_type) == (3, "initial", "ipt_acute")


def test_a_number_after_its_end_is_refused_in_words(cast, ended):
    answer = note(cast, ended, "late", session_number="3", happened_on="2026-03-03")
    assert answer.status_code == 422 and "Insight late" in answer.text
    assert "No course ran on that day: the last one ended on 2 Mar 2026." in answer.text
    assert note(cast, ended, "late", session_number="", happened_on="2026-03-03").status_code == 303


def test_a_number_that_is_taken_is_refused_as_ever(cast, ended):
    answer = note(cast, ended, "late", session_number="2", happened_on="2026-02-16")
    assert answer.status_code == 422 and "Session 2 of this course is signed already." in answer.text


def test_a_missed_session_belongs_to_the_course_of_its_day(cast, ended):
    missed = entry_id(note(cast, ended, "m", attendance="missed", insight="", risk_status="", happened_on="2026-02-02"))
    with cast.app.app_context():
        assert db.session.get_one(SessionNote, missed).course_type == "ipt_acute"


def test_where_two_courses_meet_the_number_tells_which(cast, ended):
    again = {"submission_key": "two", "course_type": "ipt_maintenance", "started_on": "2026-03-02"}
    assert start(cast, ended, **again).status_code == 303
    first = row(cast, note(cast, ended, "a", session_number="3", happened_on="2026-03-02"))
    second = row(cast, note(cast, ended, "b", session_number="1", happened_on="2026-03-02"))
    assert (first.course_type, second.course_type) == ("ipt_acute", "ipt_maintenance")
    with cast.app.app_context():
        assert active_course(ended).id != past_courses(ended)[0].id


def test_goals_of_a_late_note_are_kept(cast, ended):
    write(cast, ended, "formulation", summary="In short.", goal_1="Asks once a week")
    start(cast, ended, submission_key="two", course_type="ipt_maintenance", started_on="2026-03-09")
    late = row(cast, note(cast, ended, "late", session_number="3", happened_on="2026-03-02", goal_1="7"))
    assert (late.goal_1, late.formulation_version) == (7, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"session_number": "", "goal_1": "4"}, "Goals are rated in the sessions of a course."),
        ({"session_number": "", "dispute_stage": "impasse"}, "A stage belongs to a numbered session"),
        ({"mode": "in_person", "technical_trouble": "Line broke"}, "choose how you met"),
        ({"mode": "in_person", "patient_place": "At work"}, "choose how you met"),
        ({"mode": "in_person", "telehealth_consent": "y"}, "choose how you met"),
        ({"session_number": "0"}, "Session numbers start at 1."),
        ({"session_number": "27"}, "The highest number allowed is 26"),
        ({"session_number": "x"}, "Enter a whole number"),
        ({"insight": " \n "}, "Write one insight"),
        ({"happened_on": "2026-01-04"}, "The course started on 5 Jan 2026."),
        ({"next_session_on": "2020-01-01"}, "This day has passed."),
    ],
)
def test_nothing_that_was_typed_is_dropped_unseen(cast, amara, typed, words):
    start(cast, amara)
    answer = note(cast, amara, "odd", **{"session_number": "1", "plan": "Walk on Friday", **typed})
    assert answer.status_code == 422 and words in answer.text and "Walk on Friday" in answer.text
    shown = [value for name, value in typed.items() if name in {"technical_trouble", "patient_place", "goal_1"}]
    assert all(value in answer.text for value in shown)


def test_the_place_of_a_remote_session_is_kept_of_remote_sessions_alone(cast, amara):
    start(cast, amara)
    place = {"mode": "video", "patient_place": "At her cousin's, Tampa FL", "callback": "(555) 010-0188"}
    assert note(cast, amara, "v", session_number="1", happened_on="2026-01-12", **place).status_code == 303
    seen = {"mode": "in_person", "session_number": "2", "happened_on": "2026-01-19"}
    refused = note(cast, amara, "p", **{**place, **seen})
    assert refused.status_code == 422 and "choose how you met" in refused.text
    assert row(cast, note(cast, amara, "p", **seen)).patient_place is None
    page = cast.client("therapist").get(f"/patients/{amara}/entries/new/session_note").text
    assert "Last time: At her cousin" in page and 'value="in_person" checked' in page, "of the last remote session"


def test_a_session_from_before_the_pause_takes_its_number(cast, amara):
    start(cast, amara)
    assert step(cast, amara, step="pause", happened_on="2026-02-09").status_code == 303
    assert row(cast, note(cast, amara, "before", session_number="1", happened_on="2026-02-08")).session_number == 1
    for day in ("2026-02-09", "2026-02-10"):
        later = note(cast, amara, f"on {day}", session_number="2", happened_on=day)
        assert later.status_code == 422 and "The course is paused since 9 Feb 2026" in later.text


def test_a_note_that_meets_the_end_of_its_course_is_told(cast, ended):
    """The course ended, earlier than the session, after the form was opened."""
    start(cast, ended, submission_key="two", course_type="ipt_brief", started_on="2026-03-09")
    step(cast, ended, step="end_early", reason="moved", happened_on="2026-03-16", submission_key="gone")
    late = note(cast, ended, "late", session_number="1", happened_on="2026-03-23")
    assert late.status_code == 422 and "the last one ended on 16 Mar 2026" in late.text


def test_a_summary_is_of_the_course_that_ended_also_after_the_next_has_begun(cast, ended):
    start(cast, ended, submission_key="two", course_type="ipt_maintenance", started_on="2026-03-09")
    client, new = cast.client("therapist"), f"/patients/{ended}/entries/new/course_summary"
    assert "IPT, acute: 2 of 16 sessions" in client.get(new).text
    assert "Write the course summary" in client.get(f"/patients/{ended}/course").text
    typed = {"course_words": "IPT.", "focus_words": "Grief", "what_helped": "Saying it.", "happened_on": "2026-03-09"}
    signed = client.post(new, data={**typed, "submission_key": "s", "action": "sign"})
    with cast.app.app_context():
        entry = db.session.get_one(TimelineEntry, entry_id(signed))
        assert entry.course_id == past_courses(ended)[0].id
    assert "Maintenance IPT: 0 sessions" in client.get(new).text, "the next one is about what runs"
    assert "Write the course summary" not in client.get(f"/patients/{ended}/course").text


def test_three_focus_areas_are_refused_however_they_come(cast, amara):
    for typed in (
        {"focus": ["grief", "role_dispute"], "second_focus": "role_transition"},
        {"focus": "grief", "second_focus": ["role_dispute", "role_transition"]},
    ):
        answer = start(cast, amara, **typed)
        assert answer.status_code == 422 and "These are 3 focus areas." in answer.text
