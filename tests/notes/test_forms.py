"""What somebody may type into the forms of session notes and life events."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.ipt.session_rules import GOALS, RATINGS
from coordcare.medication.observation_rules import COLUMNS
from coordcare.notes.forms import LifeEventForm
from coordcare.notes.goal_forms import WORDS
from coordcare.notes.session_cards import CourseNow, SessionBackground
from coordcare.notes.session_forms import SessionNoteForm
from coordcare.timeline.forms import Background

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("America/New_York"))
COURSE = CourseNow(7, "ipt_acute", "role_transition", 16, 3, 13, 9)
OPEN_COURSE = CourseNow(8, "ipt_maintenance", "grief", None, None, None, 30)
NOTE = {
    "happened_on": "2026-11-23",
    "insight": " Mapped losses and gains.\r\nSleep 6 h. ",
    "mood": "0",
    "mood_link": "evening\nwith partner",
    "plan": "Have the conversation by Friday.",
    "risk_status": "none",
    "session_number": "9",
    "mode": "video",
    "starts_at": "14:00",
    "ends_at": "14:50",
}
UNSAID = (
    *("participants", "functioning", "patient_place", "others_present", "callback"),
    *("technical_trouble", "dispute_stage", "formulation_version", "next_session_on", "goals_gone"),
    *(*GOALS, *WORDS.values(), *RATINGS),
)
EVENT = {"happened_on": "2026-11-20", "text": "Returned to work.", "category": "work", "impact": "helped"}


def note(course=COURSE, techniques=("role_play", "clarification"), **typed):
    fields = MultiDict({**NOTE, **typed})
    fields.setlist("techniques", list(techniques))
    return SessionNoteForm(fields, background=SessionBackground(BORN, TODAY, NOW, course, None))


def event(**typed):
    return LifeEventForm(MultiDict({**EVENT, **typed}), background=Background(BORN, TODAY))


def test_a_sound_note_becomes_columns():
    sound = note()
    assert sound.validate(), sound.errors
    assert sound.values() == {
        "insight": "Mapped losses and gains.\nSleep 6 h.",
        "mood": 0,
        "mood_link": "evening with partner",
        "plan": "Have the conversation by Friday.",
        "for_prescriber": None,
        "risk_status": "none",
        "session_number": 9,
        "course_type": "ipt_acute",
        "focus": "role_transition",
        "phase": "middle",
        "mode": "video",
        "starts_at": time(14, 0),
        "ends_at": time(14, 50),
        "techniques": ["clarification", "role_play"],
        "attendance": "attended",
        "tasks": [],
        "telehealth_consent": False,
        "patient_knows": False,
        **dict.fromkeys((*UNSAID, *COLUMNS)),
    }
    assert (sound.course_id(), sound.started()) == (7, time(14, 0))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("insight", "", "Write one insight"),
        ("insight", "  \n ", "Write one insight"),
        ("insight", "x" * 4_001, "longer than 4,000 characters"),
        ("insight", "x" * 100_000, "longer than 4,000 characters"),
        ("mood", "11", "whole number from 0 to 10"),
        ("mood", "-1", "whole number from 0 to 10"),
        ("mood", "5.5", "whole number from 0 to 10"),
        ("mood_link", "x" * 301, "longer than 300 characters"),
        ("plan", "x" * 4_001, "longer than 4,000 characters"),
        ("for_prescriber", "x" * 4_001, "longer than 4,000 characters"),
        ("risk_status", "", "Choose the risk status"),
        ("risk_status", "fine", "Choose one of these answers."),
        ("session_number", "nine", "whole number"),
        ("session_number", "0", "start at 1"),
        ("session_number", "-1", "Session numbers start at 1."),
        ("session_number", "27", "The highest number allowed is 26: 16 sessions are planned, and 10 more are taken."),
        ("mode", "telepathy", "Choose how you met."),
        ("mode", "", "Choose how you met."),
        ("starts_at", "2 pm", "This is not a time."),
        ("starts_at", "25:00", "This is not a time."),
        ("ends_at", "14:00", "The end is not after the start."),
        ("ends_at", "13:00", "The end is not after the start."),
        ("happened_on", "2026-11-24", "in the future"),
        ("happened_on", "1889-11-24", "before the patient was born"),
    ],
)
def test_bad_input_in_a_note_gets_its_sentence(field, typed, sentence):
    bad = note(**{field: typed})
    assert not bad.validate()
    assert any(sentence in words for words in bad.errors[field])
    assert set(bad.errors) <= {field, "ends_at"}


def test_an_unknown_technique_is_refused():
    bad = note(techniques=("hypnosis",))
    assert not bad.validate()
    assert bad.errors == {"techniques": ["Choose from these techniques."]}


@pytest.mark.parametrize(
    ("day", "starts_at", "taken"),
    [("2026-11-23", "15:01", False), ("2026-11-23", "15:00", True), ("2026-11-22", "15:01", True)],
)
def test_a_session_cannot_start_later_than_now(day, starts_at, taken):
    assert note(happened_on=day, starts_at=starts_at, ends_at="16:00").validate() is taken


def test_an_end_needs_a_start():
    assert not note(starts_at="").validate()
    assert note(starts_at="", ends_at="").validate()


@pytest.mark.parametrize(("number", "words"), [("16", None), ("17", "Session 17 is more than the 16 planned.")])
def test_beyond_the_plan_is_said_and_not_refused(number, words):
    over = note(session_number=number)
    assert over.validate(), over.errors
    assert over.beyond_plan == words


@pytest.mark.parametrize("course", [COURSE, None])
def test_without_a_number_the_session_is_outside_the_course(course):
    outside = note(course=course, session_number="")
    assert outside.validate(), outside.errors
    values = outside.values()
    assert outside.course_id() is None
    assert [values[name] for name in ("session_number", "course_type", "focus", "phase")] == [None] * 4


def test_a_number_needs_a_course():
    bad = note(course=None)
    assert not bad.validate()
    assert list(bad.errors) == ["session_number"]


def test_maintenance_counts_on():
    later = note(course=OPEN_COURSE, session_number="300")
    assert later.validate(), later.errors
    assert later.values()["phase"] == "maintenance"
    assert not note(course=OPEN_COURSE, session_number="501").validate()


def test_mood_may_be_left_open():
    unasked = note(mood="")
    assert unasked.validate(), unasked.errors
    assert unasked.values()["mood"] is None


def test_a_new_note_offers_the_next_number_in_person():
    new = SessionNoteForm(background=SessionBackground(BORN, TODAY, NOW, COURSE, None))
    assert (new.session_number.data, new.mode.data, new.happened_on.data) == (9, "in_person", TODAY)


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ({}, None),
        ({"mood": "11"}, None),
        ({"session_number": "0"}, "session"),
        ({"ends_at": "x"}, "session"),
        ({"goal_1": "11"}, "work"),
        ({"dispute_stage": "war"}, "work"),
        ({"functioning": "x" * 301}, "heard"),
        ({"next_session_on": "2026-11-20"}, None),
    ],
)
def test_an_error_in_a_folded_part_opens_it(typed, opened):
    form = note(**typed)
    form.validate()
    assert [part for part in ("session", "work", "heard") if form.folded_open(part)] == ([opened] if opened else [])


def test_a_sound_event_becomes_columns():
    sound = event(ended_on="2026-11-22")
    assert sound.validate(), sound.errors
    assert sound.values() == {
        "text": "Returned to work.",
        "category": "work",
        "impact": "helped",
        "ended_on": date(2026, 11, 22),
    }
    assert event(ended_on="").values()["ended_on"] is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("text", "", "Write what happened."),
        ("text", "   ", "Write what happened."),
        ("text", "x" * 100_000, "longer than 4,000 characters"),
        ("category", "", "Choose the kind of event."),
        ("category", "party", "Choose one of these."),
        ("impact", "", "Choose the effect."),
        ("impact", "huge", "Choose one of these."),
        ("ended_on", "2026-11-19", "The end is before the start."),
        ("ended_on", "2026-11-24", "in the future"),
        ("ended_on", "soon", "This is not a date."),
        ("happened_on", "2026-11-24", "in the future"),
    ],
)
def test_bad_input_in_an_event_gets_its_sentence(field, typed, sentence):
    bad = event(**{field: typed})
    assert not bad.validate()
    assert list(bad.errors) == [field]
    assert any(sentence in words for words in bad.errors[field])
