"""The risk that stands, session numbers, headlines."""

from datetime import date

import pytest

from coordcare.notes.rules import headline, highest_number
from coordcare.risk.rules import RISK_STATUSES, CurrentRisk, StatedRisk, current_risk

MAYA, TOM = "Maya Lindqvist", "Tom Achebe"


def stated(status, day, by=MAYA):
    return StatedRisk(status, date(2026, 11, day), by)


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [
        ([], CurrentRisk("Not yet assessed", None)),
        ([stated("not_assessed", 9)], CurrentRisk("Not yet assessed", None)),
        (
            [stated("none", 9)],
            CurrentRisk("No suicidal thoughts", 0, date(2026, 11, 9), date(2026, 11, 9), MAYA),
        ),
        (
            [stated("passive_thoughts", 9, TOM), stated("passive_thoughts", 2), stated("none", 1)],
            CurrentRisk("Passive suicidal thoughts", 1, date(2026, 11, 2), date(2026, 11, 9), TOM),
        ),
        (
            [
                stated("not_assessed", 16),
                stated("plan_or_intent", 9),
                stated("not_assessed", 5),
                stated("plan_or_intent", 2),
            ],
            CurrentRisk("Suicidal plan or intent", 3, date(2026, 11, 2), date(2026, 11, 9), MAYA),
        ),
        (
            [stated("none", 9), stated("passive_thoughts", 5), stated("none", 2)],
            CurrentRisk("No suicidal thoughts", 0, date(2026, 11, 9), date(2026, 11, 9), MAYA),
        ),
    ],
)
def test_the_risk_that_stands(newest_first, expected):
    """Source: sources.md 8, a status is an assessment of a day [GK]; an unassessed session changes nothing."""
    assert current_risk(newest_first) == expected


def test_levels_rise_with_the_statuses():
    assert [status.level for status in RISK_STATUSES.values()] == [0, 1, 2, 3, None]


@pytest.mark.parametrize(("planned", "highest"), [(16, 26), (8, 18), (None, 500)])
def test_a_course_may_run_over_its_plan_by_ten(planned, highest):
    assert highest_number(planned) == highest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Returned to work part-time.", "Returned to work part-time"),
        ("Returned to work. Twenty hours a week.", "Returned to work"),
        ("Moved house\nTo a flat near the park", "Moved house"),
        ("word " * 40, "word " * 15 + "word…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_a_headline_is_the_first_sentence_or_whole_words(text, expected):
    assert headline(text) == expected
