"""When an item is due: working days, next visits, and the words for it."""

from datetime import date

import pytest

from coordcare.followup import rules

MONDAY, FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (MONDAY, date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 11, 30)),
        (FRIDAY, date(2026, 12, 1)),
        (SATURDAY, date(2026, 12, 1)),
        (SUNDAY, date(2026, 12, 1)),
    ],
)
def test_two_working_days_pass_over_the_weekend(raised: date, due: date) -> None:
    assert rules.due_on("two_days", raised, None) == due


def test_the_next_visit_is_a_day_only_where_one_is_planned() -> None:
    assert rules.due_on("next_visit", MONDAY, FRIDAY) == FRIDAY
    assert rules.due_on("next_visit", MONDAY, MONDAY) == MONDAY
    assert rules.due_on("next_visit", FRIDAY, MONDAY) is None, "that visit is over"
    assert rules.due_on("next_visit", MONDAY, None) is None
    assert rules.due_on("same_day", SUNDAY, None) == SUNDAY


def test_a_visit_planned_later_counts_from_then_on() -> None:
    assert rules.due_now(None, MONDAY, None) is None
    assert rules.due_now(None, MONDAY, FRIDAY) == FRIDAY
    assert rules.due_now(None, FRIDAY, MONDAY) is None, "that visit was before the question"
    assert rules.due_now(MONDAY, MONDAY, FRIDAY) == MONDAY, "a visit moved away does not move the day"


def test_overdue_is_what_is_open_after_its_day() -> None:
    assert not rules.is_overdue(MONDAY, "open", MONDAY)
    assert rules.is_overdue(MONDAY, "open", FRIDAY)
    assert rules.is_overdue(MONDAY, "acknowledged", FRIDAY)
    assert not rules.is_overdue(MONDAY, "answered", FRIDAY)
    assert not rules.is_overdue(None, "open", FRIDAY)


@pytest.mark.parametrize(
    ("urgency", "due", "words"),
    [
        ("next_visit", None, "By the next visit, none is planned"),
        ("next_visit", FRIDAY, "By the next visit, Fri 27 Nov 2026"),
        ("next_visit", MONDAY, "By the next visit, today"),
        ("two_days", date(2026, 11, 25), "By Wed 25 Nov 2026"),
        ("two_days", date(2026, 11, 24), "By tomorrow, Tue 24 Nov 2026"),
        ("same_day", MONDAY, "Today"),
        ("same_day", date(2026, 11, 20), "Was due Fri 20 Nov 2026"),
    ],
)
def test_due_words(urgency: str, due: date | None, words: str) -> None:
    assert rules.due_words(urgency, due, MONDAY) == words


def test_every_outcome_has_words_and_a_risk_has_its_own() -> None:
    assert "assessed" in rules.outcomes("risk")
    assert "done" not in rules.outcomes("risk"), "a risk is not simply done"
    assert set(rules.outcomes("question")).isdisjoint(rules.outcomes("risk"))
    for code in [*rules.outcomes("risk"), *rules.outcomes("task"), *rules.CALL_WORDS]:
        assert rules.outcome_words(code)
    assert rules.outcome_words(None) == ""
