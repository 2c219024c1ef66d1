"""Courses and phases. Sources in sources.md: types 1.1, phases 1.2 [S2], endings section 8."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coordcare.ipt.rules import (
    COURSE_TYPES,
    CoursePlan,
    Phase,
    boundaries,
    check_plan,
    completed,
    focus_line,
    phase,
)

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)
PLAN = CoursePlan("ipt_acute", 16, 3, 13, TODAY)


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (1, Phase.INITIAL),
        (3, Phase.INITIAL),
        (4, Phase.MIDDLE),
        (12, Phase.MIDDLE),
        (13, Phase.ENDING),
        (16, Phase.ENDING),
        (18, Phase.ENDING),  # over the plan
    ],
)
def test_the_phases_of_sixteen_sessions(session, expected):
    """Source: sources.md 1.2, initial 1-3 (brief) and final 13-16 [S2]."""
    assert phase(session, 16, 3, 13) is expected


@pytest.mark.parametrize("session", [1, 4, 12, 16])
def test_the_boundaries_of_ipt_uk_are_those_of_the_course(session):
    """Source: sources.md 1.2, IPT-UK says initial 1-4, middle 5-12, final 13-16 [S2]."""
    words = {1: "Initial phase", 4: "Initial phase", 12: "Middle phase", 16: "Ending phase"}
    assert phase(session, 16, 4, 13).word == words[session]


def test_maintenance_has_one_phase():
    """Source: sources.md 1.1, open-ended [GK]."""
    assert {phase(session, None, None, None) for session in (1, 30)} == {Phase.MAINTENANCE}


@pytest.mark.parametrize(
    ("key", "usual", "initial_until", "ending_from"),
    [
        ("ipt_acute", 16, 3, 13),  # 4 of 16 left: section 8
        ("ipt_brief", 8, 2, 7),  # 2 of 8 left: section 8
        ("ipc", 6, 1, 6),
        ("ipt_maintenance", None, None, None),
        ("ipt_a", 12, 3, 10),
        ("ipsrt", 16, 4, 15),
        ("group_ipt_who", 8, 2, 7),
    ],
)
def test_a_type_has_its_usual_numbers(key, usual, initial_until, ending_from):
    full = completed(CoursePlan(key, None, None, None, TODAY))
    assert (full.planned_sessions, full.initial_until, full.ending_from) == (usual, initial_until, ending_from)


@pytest.mark.parametrize("key", COURSE_TYPES)
def test_every_planned_number_of_a_type_gives_sound_phases(key):
    course_type = COURSE_TYPES[key]
    for planned in range(course_type.numbers.fewest or 0, (course_type.numbers.most or -1) + 1):
        initial_until, ending_from = boundaries(course_type, planned)
        assert 1 <= initial_until < ending_from <= planned
        assert check_plan(CoursePlan(key, planned, None, None, TODAY), BORN, TODAY) == []


def test_every_type_names_its_source():
    assert all("sources.md" in row.source for row in COURSE_TYPES.values())


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"started_on": TODAY + timedelta(days=61)}, "started_on", "more than 60 days ahead"),
        ({"started_on": BORN - timedelta(days=1)}, "started_on", "before the patient was born"),
        ({"planned_sessions": 11}, "planned_sessions", "planned with 12 to 16 sessions, not 11"),
        ({"planned_sessions": 17}, "planned_sessions", "12 to 16"),
        ({"ending_from": 17}, "ending_from", "after the last one (16)"),
        ({"ending_from": 3}, "ending_from", "The phases cross"),
        ({"initial_until": 13}, "ending_from", "The phases cross"),
        ({"course_type": "ipt_brief", "planned_sessions": 11}, "planned_sessions", "6 to 10"),
    ],
)
def test_a_plan_that_cannot_be_is_told_at_its_field(change, field, words):
    ((told, sentence),) = check_plan(replace(PLAN, **change), BORN, TODAY)
    assert told == field
    assert words in sentence


@pytest.mark.parametrize(
    "change", [{}, {"started_on": TODAY + timedelta(days=60)}, {"started_on": BORN}, {"ending_from": 4}]
)
def test_a_plan_at_the_edges_is_taken(change):
    assert check_plan(replace(PLAN, **change), BORN, TODAY) == []


@pytest.mark.parametrize("field", ["planned_sessions", "initial_until", "ending_from"])
def test_maintenance_takes_no_numbers(field):
    plan = CoursePlan("ipt_maintenance", None, None, None, TODAY)
    ((told, sentence),) = check_plan(replace(plan, **{field: 12}), BORN, TODAY)
    assert told == field and "no planned number" in sentence


def test_the_focus_is_told_with_its_words():
    assert focus_line("role_transition", "new parenthood") == "Role transition: new parenthood"
    assert focus_line("grief", None) == "Grief"
