"""Decision points. Sources: sources.md 3 (S24, S25, R3), 8 (per trial)."""

from decimal import Decimal

import pytest

from coordcare.medication.decision_rules import POINTS, decision_points
from coordcare.medication.progress_rules import Score
from tests.medication.situations import changes, on

TRIAL = changes(("start", "sertraline", 0, "25"), ("increase", "sertraline", 7, "50"))
FIRST = Score(on(0), 20)


def reported(adherence, day=0):
    """A report of adherence, None where nobody asked."""
    return [(on(day), adherence)] if adherence else []


def points(day, *totals, known=TRIAL, first=FIRST, adherence="as_prescribed", adequate="50", drug="sertraline"):
    scores = [Score(on(at), total) for at, total in totals]
    least = adequate and Decimal(adequate)
    return decision_points(known, drug, scores, first, on(day), adherence=reported(adherence), adequate=least)


def point(week, *args, **more):
    return next(one for one in points(*args, **more) if one.point.week == week)


def test_s24_the_points_are_weeks_2_4_6_9_and_12_of_an_adequate_dose():
    assert [one.point.week for one in points(7)] == [2, 4, 6, 9, 12] == [one.week for one in POINTS]
    assert [one.on for one in points(7)] == [on(7 + 7 * week) for week in (2, 4, 6, 9, 12)]


@pytest.mark.parametrize(("day", "there"), [(0, False), (6, False), (7, True)])
def test_domain_8_there_are_no_points_before_an_adequate_dose(day, there):
    assert bool(points(day)) is there


def test_domain_8_there_are_none_for_a_patient_in_therapy_alone_or_after_the_drug():
    assert points(30, known=[]) == []
    assert points(30, known=[*TRIAL, *changes(("stop", "sertraline", 20))]) == []


def test_domain_8_a_switch_resets_the_points():
    moved = [*TRIAL, *changes(("stop", "sertraline", 60), ("start", "venlafaxine", 60, "75"))]
    assert points(80, known=moved) == []
    found = points(80, known=moved, drug="venlafaxine", adequate="75")
    assert found[0].on == on(74) and [one.state for one in found] == ["now", *["ahead"] * 4]


@pytest.mark.parametrize(
    ("day", "states"),
    [(34, ["now", *["ahead"] * 4]), (35, ["past", "now", *["ahead"] * 3]), (200, [*["past"] * 4, "now"])],
)
def test_the_last_point_that_was_reached_is_the_present_one(day, states):
    assert [one.state for one in points(day)] == states


@pytest.mark.parametrize(("total", "enough"), [(15, True), (16, True), (17, False)])
def test_r3_and_canmat_20_percent_at_week_4(total, enough):
    words = point(4, 35, (35, total)).words
    assert ("at least 20 %" in words) is enough
    assert ("less than 20 % lower; consider a higher dose" in words) is not enough


@pytest.mark.parametrize(("week", "day"), [(6, 49), (9, 70), (12, 91)])
@pytest.mark.parametrize(("total", "enough"), [(9, True), (10, True), (11, False)])
def test_s24_response_at_weeks_6_9_and_12(week, day, total, enough):
    assert ("at least 50 %" in point(week, day, (day, total)).words) is enough


@pytest.mark.parametrize("adherence", [None, "not_asked", "misses_some", "misses_most", "stopped"])
def test_domain_8_unknown_adherence_is_not_adequate(adherence):
    words = point(6, 49, (49, 19), adherence=adherence).words
    assert "ask about adherence first" in words and "augmentation" not in words
    assert "adherence" not in point(6, 49, (49, 5), adherence=adherence).words


@pytest.mark.parametrize(("away", "near"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)])
def test_gk_a_score_belongs_to_a_point_within_a_week(away, near):
    assert (point(6, 60, (49 + away, 12)).score is not None) is near


def test_of_several_scores_the_nearest_counts_and_of_two_the_later():
    assert point(6, 60, (47, 1), (50, 2), (55, 3)).score.total == 2
    assert point(6, 60, (48, 1), (50, 2)).score.total == 2
    assert point(6, 49, (50, 2)).score is None  # later than today


@pytest.mark.parametrize(
    ("adherence", "words"),
    [
        ("as_prescribed", "18 to 17: less than 50 % lower; ROOM; consider a switch or augmentation"),
        (None, "18 to 17: less than 50 % lower; ask about adherence first, it is not known to be adequate; ROOM"),
    ],
)
def test_s25_what_is_left_of_the_dose_is_the_first_option_at_the_present_point(adherence, words):
    scores, first = [Score(on(at), 17) for at in (35, 49, 70)], Score(on(0), 18)
    found = decision_points(
        TRIAL, "sertraline", scores, first, on(70), adherence=reported(adherence), adequate=Decimal(50), room="ROOM"
    )
    assert [one.words for one in found if "ROOM" in one.words] == [words]
    fallen = [Score(on(70), 9)]
    for one in decision_points(TRIAL, "sertraline", fallen, first, on(70), adequate=Decimal(50), room="ROOM"):
        assert "ROOM" not in one.words


def test_without_a_score_or_a_baseline_nothing_is_claimed():
    assert point(6, 49).words == "response: no score within a week of it"
    assert point(6, 49, (49, 5), first=None).words == "no score in the 14 days before the start"
    assert "not applicable" in point(6, 49, (49, 5), first=Score(on(0), 9)).words
    assert point(2, 49, (21, 5)).words == "tolerability, risk, adherence"


@pytest.mark.parametrize(("asked_on", "known"), [(34, True), (35, True), (36, False)])
def test_a_past_point_knows_what_was_reported_until_its_day(asked_on, known):
    """Week 4 is day 35. What is reported today says nothing of what was known then; the present point has it all."""
    reports = [(on(asked_on), "as_prescribed"), (on(20), "misses_most")]
    scores = [Score(on(at), 19) for at in (35, 49)]
    found = decision_points(TRIAL, "sertraline", scores, FIRST, on(55), adherence=reports, adequate=Decimal(50))
    past, now = found[1], found[2]
    assert (past.state, now.state) == ("past", "now")
    assert ("ask about adherence first" not in past.words) is known
    assert "ask about adherence first" not in now.words
