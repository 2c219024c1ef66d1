"""Numbers of sessions survive retraction and back-dating."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.ipt.session_rules import (
    Held,
    free_number,
    gaps,
    next_number,
    number_problem,
    quiet_words,
    ratings_are_due,
)

START = date(2026, 1, 5)
WEEKLY = [Held(number, START + timedelta(weeks=number - 1)) for number in (1, 2, 4, 5)]
days = st.integers(0, 60).map(lambda days: START + timedelta(days=days))


@pytest.mark.parametrize(
    ("number", "week", "words"),
    [
        (6, 5, None),
        (3, 2, None),  # the gap that a retraction left, on its own day
        (6, 4, None),  # twice on one day
        (2, 9, "Session 2 of this course is signed already."),
        (3, 6, "Session 4 was on 26 Jan 2026, so session 3 does not fit on 16 Feb 2026. The next number is 6."),
        (6, 2, "The number that fits this day is 3."),
        (6, 0.5, "No number is free for this day: check the date."),
    ],
)
def test_a_number_fits_its_day_or_a_sentence_says_why(number, week, words):
    told = number_problem(number, START + timedelta(days=int(7 * week)), WEEKLY)
    assert told is None if words is None else words in told


def test_gaps_and_the_next_number():
    assert (gaps(WEEKLY), next_number(WEEKLY), next_number([]), gaps([])) == ([3], 6, 1, [])


@given(st.lists(days, max_size=12), days)
def test_the_free_number_is_always_taken(on, day):
    """Whatever stands, in the order of its days: the number that is offered fits."""
    held = [Held(number, when) for number, when in enumerate(sorted(on), start=1)]
    number = free_number(day, held)
    assert number is None or number_problem(number, day, held) is None
    assert free_number(START + timedelta(days=61), held) == next_number(held)


@pytest.mark.parametrize(
    ("every", "session", "due"), [(None, 4, False), (4, 1, True), (4, 4, True), (4, 5, False), (4, 8, True)]
)
def test_ratings_are_asked_where_the_clinic_asks_them(every, session, due):
    assert ratings_are_due(every, session) is due


def test_a_quiet_course_says_so():
    assert quiet_words(START, START + timedelta(days=21), 21) is None
    assert quiet_words(START, START + timedelta(days=22), 21) == "The last session was 22 days ago, on 5 Jan 2026."
    assert quiet_words(None, START, 21) is None and quiet_words(START, START + timedelta(days=99), None) is None
