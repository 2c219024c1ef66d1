"""Tasks of the phases. Sources in sources.md: keys 1.2, missing by session 4 in 1.8, the ending plan in section 8."""

import pytest

from coordcare.ipt.rules import Phase
from coordcare.ipt.task_rules import (
    ENDING_TASKS,
    INITIAL_TASKS,
    MIDDLE_TASKS,
    Plan,
    ending_is_open,
    offered,
    overdue,
    overdue_words,
    sessions_left,
)

SIXTEEN = Plan(16, 3, 13, 4, 4)
EIGHT = Plan(8, 2, 7, 2, 3)
OPEN = Plan(None, None, None, None, None)


@pytest.mark.parametrize(
    ("plan", "last", "is_open"),
    [(SIXTEEN, 11, False), (SIXTEEN, 12, True), (SIXTEEN, 18, True), (EIGHT, 5, False), (EIGHT, 6, True)],
)
def test_the_ending_plan_opens_by_itself(plan, last, is_open):
    """Source: sources.md 8, 4 of 16 left, 2 of 8."""
    assert ending_is_open(plan, last) is is_open


def test_a_course_without_a_plan_has_no_ending():
    assert not ending_is_open(OPEN, 30) and sessions_left(OPEN, 30) is None


def test_sessions_beyond_the_plan_leave_none():
    assert sessions_left(EIGHT, 9) == 0


def test_the_ending_keys_are_those_of_the_domain():
    """Source: sources.md 1.2."""
    assert list(ENDING_TASKS) == [
        *("end_date_reminded", "feelings_about_ending", "gains_reviewed", "skills_named", "warning_signs"),
        *("support_people", "relapse_plan", "what_if_symptoms_return", "maintenance_decision", "next_provider"),
        *("final_measures", "feedback"),
    ]


@pytest.mark.parametrize(("next_session", "missing"), [(3, False), (4, True), (9, True)])
def test_what_is_missing_by_session_four(next_session, missing):
    left = overdue(SIXTEEN, next_session, {"history"})
    assert bool(left) is missing and "history" not in left


def test_nothing_is_missing_once_all_is_done_or_without_a_plan():
    assert overdue(SIXTEEN, 9, set(INITIAL_TASKS)) == [] and overdue(OPEN, 9, set()) == []


def test_what_is_missing_is_said_kindly():
    words = overdue_words(4, list(INITIAL_TASKS))
    assert words.startswith("Session 4 comes next.") and "and 9 more" in words and "There is still time" in words
    assert "more" not in overdue_words(4, ["contract"])


def test_the_beginning_offers_its_own_tasks_and_no_others():
    ((title, keys),) = offered(SIXTEEN, Phase.INITIAL, 0, {"history"})
    assert title == "Beginning" and keys == [key for key in INITIAL_TASKS if key != "history"]


def test_the_middle_repeats_its_tasks_and_keeps_what_is_open():
    groups = dict(offered(SIXTEEN, Phase.MIDDLE, 6, set(MIDDLE_TASKS) | set(INITIAL_TASKS) - {"contract"}))
    assert groups == {"Still open from the beginning": ["contract"], "In this session": list(MIDDLE_TASKS)}


def test_the_ending_offers_what_is_left_of_it():
    groups = dict(offered(SIXTEEN, Phase.ENDING, 13, set(INITIAL_TASKS) | {"feedback"}))
    assert "feedback" not in groups["Ending plan"] and len(groups["Ending plan"]) == len(ENDING_TASKS) - 1


def test_maintenance_offers_what_each_session_repeats():
    assert [title for title, _ in offered(OPEN, Phase.MAINTENANCE, 3, set())] == ["In this session"]
