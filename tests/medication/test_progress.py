"""Scores as a decision reads them. Sources: sources.md 8 (response and remission), 2.1 [S20]."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.medication.progress_rules import Score, baseline, change_words, remission_words, response, window

DAY = date(2026, 6, 1)


def on(day):
    return DAY + timedelta(days=day)


def scores(*pairs):
    return [Score(on(day), total) for day, total in pairs]


@pytest.mark.parametrize(("day", "counts"), [(-15, False), (-14, True), (-13, True), (-1, True), (0, True), (1, False)])
def test_domain_8_the_baseline_lies_within_14_days_before_the_start(day, counts):
    assert (baseline(scores((day, 17)), DAY) is not None) is counts


def test_domain_8_the_last_of_several_is_the_baseline():
    assert baseline(scores((-2, 17), (-12, 21), (-2, 16), (3, 9)), DAY) == Score(on(-2), 16)


@pytest.mark.parametrize(
    ("first", "now", "key", "words"),
    [
        (9, 0, "not_applicable", "response not applicable: baseline 9 is below 10"),
        (10, 5, "response", "response: 10 to 5, 50 % lower"),
        (11, 5, "response", "response: 11 to 5, 54 % lower"),
        (10, 6, "no_response", "no response so far: 10 to 6, 40 % lower"),
        (17, 9, "no_response", "no response so far: 17 to 9, 47 % lower"),
        (17, 17, "no_response", "no response so far: 17 to 17, no change"),
        (16, 20, "no_response", "no response so far: 16 to 20, 25 % higher"),
    ],
)
def test_s20_response_is_half_of_a_baseline_of_10_or_more(first, now, key, words):
    found = response(Score(on(-1), first), Score(on(30), now))
    assert (found.key, found.words) == (key, words)


def test_without_a_baseline_or_a_later_score_nothing_is_claimed():
    assert response(None, Score(on(1), 3)).key == "no_baseline"
    assert response(Score(on(-1), 17), None).key == response(Score(on(-1), 17), Score(on(-1), 5)).key == "too_early"


@given(st.integers(10, 27), st.integers(0, 27))
def test_no_percent_claims_more_than_the_rule(first, now):
    found = response(Score(on(-1), first), Score(on(9), now))
    assert (found.percent >= 50) is (found.key == "response")


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ([], None),
        ([5], None),
        ([4], "score in the remission range"),
        ([5, 4], "score in the remission range"),
        ([4, 4], "score in the remission range, sustained (the last 2)"),
        ([20, 4, 4], "score in the remission range, sustained (the last 2)"),
        ([4, 4, 5], None),
    ],
)
def test_domain_8_remission_is_a_range_below_5_and_sustained_after_two(totals, words):
    assert remission_words([Score(on(number), total) for number, total in enumerate(totals)]) == words


def test_a_change_is_told_with_its_sign():
    assert change_words(Score(on(9), 11), Score(DAY, 17)) == "-6 since 1 Jun 2026"
    assert change_words(Score(on(9), 18), Score(DAY, 17)) == "+1 since 1 Jun 2026"
    assert change_words(Score(on(9), 17), Score(DAY, 17)) == "no change since 1 Jun 2026"


STORY = scores((-20, 20), (-3, 17), (0, 16), (1, 15), (42, 11), (43, 3))


def test_a_window_is_six_weeks_and_an_association():
    found = window("PHQ-9", STORY, DAY, on(90), sessions=[on(0), on(1), on(42), on(43)])
    assert (found.before, [one.total for one in found.after]) == (Score(DAY, 16), [15, 11])
    assert found.words == "PHQ-9 16 to 11 in the 6 weeks after; 2 sessions attended"
    assert "because" not in found.words


@pytest.mark.parametrize(
    ("today", "next_change", "words"),
    [
        (13, None, "PHQ-9 16 to 15 in the 13 days after; 1 session attended"),
        (14, None, "PHQ-9 16 to 15 in the 2 weeks after; 1 session attended"),
        (20, None, "PHQ-9 16 to 15 in the 2 weeks after; 1 session attended"),
        (90, 10, "PHQ-9 16 to 15 in the 10 days until the next change; 1 session attended"),
        (90, 20, "PHQ-9 16 to 15 in the 2 weeks until the next change; 1 session attended"),
        (90, 42, "PHQ-9 16 to 11 in the 6 weeks after; 1 session attended"),
        (1, None, "PHQ-9 16 to 15 in the 1 day after; 1 session attended"),
        (0, None, ""),
    ],
)
def test_a_window_ends_today_or_at_the_next_change(today, next_change, words):
    ends = None if next_change is None else on(next_change)
    assert window("PHQ-9", STORY, DAY, on(today), next_change=ends, sessions=[on(1)]).words == words


@pytest.mark.parametrize(("today", "words"), [(6, ""), (7, "no PHQ-9 in the 7 days after; 0 sessions attended")])
def test_that_nothing_was_measured_yet_is_said_after_seven_days(today, words):
    assert window("PHQ-9", scores((-3, 17)), DAY, on(today)).words == words


def test_a_window_without_a_score_before_says_so():
    found = window("PHQ-9", scores((-15, 20), (7, 12)), DAY, on(90))
    assert found.before is None and found.words.startswith("PHQ-9 12 in the 6 weeks after, none in the 14 days before")
