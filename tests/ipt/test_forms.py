"""What somebody may type into the form that starts a course."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from coordcare.ipt.forms import CourseForm
from coordcare.timeline.forms import Background

TODAY = date(2026, 11, 23)
SOUND = {
    "course_type": "ipt_acute",
    "started_on": "2026-11-16",
    "focus": "role_transition",
    "focus_words": " new parenthood ",
    "planned_sessions": "",
    "initial_until": "",
    "ending_from": "",
    "submission_key": "one-form",
}


def form(**typed):
    return CourseForm(MultiDict({**SOUND, **typed}), background=Background(date(1989, 3, 14), TODAY))


def test_a_sound_form_is_a_plan():
    sound = form()
    assert sound.validate(), sound.errors
    assert sound.plan().started_on == date(2026, 11, 16)
    assert sound.plan().planned_sessions is None
    assert (sound.areas()["focus_words"], sound.key()) == ("new parenthood", "one-form")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("course_type", "psychoanalysis", "Choose one of these types."),
        ("started_on", "", "Enter the day of the first session"),
        ("started_on", "16.11.2026", "This is not a date."),
        ("started_on", "2027-11-16", "more than 60 days ahead"),
        ("started_on", "1926-11-16", "before the patient was born"),
        ("focus", "", "Choose the focus."),
        ("focus", "dreams", "Choose one of these."),
        ("focus_words", "x" * 121, "longer than 120 characters"),
        ("planned_sessions", "many", "whole number"),
        ("planned_sessions", "-3", "12 to 16 sessions, not -3"),
        ("planned_sessions", "12.5", "whole number"),
        ("planned_sessions", "0", "12 to 16"),
        ("planned_sessions", "40", "12 to 16"),
        ("initial_until", "0", "at least 1"),
        ("initial_until", "x", "whole number"),
        ("ending_from", "99999", "whole number"),
        ("ending_from", "2", "cross"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    bad = form(**{field: typed})
    assert not bad.validate()
    assert list(bad.errors) == [field]
    assert any(sentence in words for words in bad.errors[field])


def test_a_form_without_its_key_gets_one():
    assert form(submission_key="").key()
    assert len(form(submission_key="x" * 100).key()) == 40
