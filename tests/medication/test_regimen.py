"""The regimen derived from changes. Source: sources.md 4.1 (full regimen at a date, event-sourced)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.medication.rules import (
    Change,
    Dose,
    in_order,
    planned,
    regimen,
    stopped,
    trials,
)
from coordcare.medication.title_rules import dose_change_words, title

DAY = date(2026, 6, 1)


def dose(amount, frequency="once_daily", unit="mg"):
    return Dose(Decimal(amount), unit, frequency)


def change(change_type, day=0, amount=None, drug="sertraline", order=0, frequency="once_daily"):
    return Change(
        change_type, drug, DAY + timedelta(days=day), order, None if amount is None else dose(amount, frequency)
    )


STORY = [
    change("start", 0, "50", order=1),
    change("increase", 14, "100", order=2),
    change("hold", 20, order=3),
    change("resume", 25, "75", order=4),
    change("stop", 40, order=5),
    change("start", 60, "25", order=6),
]


@pytest.mark.parametrize(
    ("day", "words", "since", "started", "held"),
    [
        (-1, None, None, None, False),
        (0, "50 mg once daily", 0, 0, False),
        (13, "50 mg once daily", 0, 0, False),
        (14, "100 mg once daily", 14, 0, False),
        (22, "100 mg once daily", 14, 0, True),
        (25, "75 mg once daily", 25, 0, False),
        (39, "75 mg once daily", 25, 0, False),
        (40, None, None, None, False),
        (60, "25 mg once daily", 60, 60, False),
    ],
)
def test_the_regimen_of_a_day(day, words, since, started, held):
    lines = regimen(STORY, DAY + timedelta(days=day))
    if words is None:
        assert lines == []
        return
    (line,) = lines
    assert line.dose_words == words
    assert (line.since - DAY).days == since
    assert (line.started_on - DAY).days == started
    assert line.held is held


def test_on_one_day_the_order_of_signing_decides():
    first, second = change("start", 0, "50", order=7), change("increase", 0, "100", order=8)
    assert regimen([second, first], DAY)[0].dose_words == "100 mg once daily"


def test_a_dose_whose_start_was_taken_back_still_counts():
    (line,) = regimen([change("increase", 3, "100")], DAY + timedelta(days=3))
    assert (line.dose_words, line.started_on) == ("100 mg once daily", DAY + timedelta(days=3))


def test_hold_and_stop_of_nothing_make_no_line():
    assert regimen([change("hold", 0), change("stop", 1, order=1)], DAY + timedelta(days=2)) == []


def test_a_dose_changed_while_held_stays_held():
    (line,) = regimen([*STORY[:3], change("decrease", 21, "25", order=9)], DAY + timedelta(days=22))
    assert line.held and line.dose_words == "25 mg once daily"


def test_drugs_stand_in_the_order_in_which_they_were_started():
    changes = [change("start", 5, "1", drug="trazodone"), change("start", 2, "1"), change("increase", 9, "2")]
    assert [line.drug for line in regimen(changes, DAY + timedelta(days=10))] == ["sertraline", "trazodone"]


def test_planned_changes_are_those_after_the_day_soonest_first():
    found = planned([STORY[5], STORY[4], STORY[0]], DAY + timedelta(days=39))
    assert [one.change_type for one in found] == ["stop", "start"]


@pytest.mark.parametrize(("day", "shown"), [(39, 0), (40, 1), (100, 1), (101, 0)])
def test_a_stopped_drug_is_shown_for_60_days(day, shown):
    on = DAY + timedelta(days=day)
    assert len(stopped(trials(STORY[:5], on), on)) == shown


def test_a_drug_taken_again_is_not_among_the_stopped():
    on = DAY + timedelta(days=60)
    assert stopped(trials(STORY, on), on) == []


def test_trials_keep_each_stretch_with_its_highest_dose():
    found = trials(STORY, DAY + timedelta(days=70))
    assert [(one.highest.amount_words, (one.started_on - DAY).days) for one in found] == [("100 mg", 0), ("25 mg", 60)]
    assert [one.stopped_on and (one.stopped_on - DAY).days for one in found] == [40, None]


def test_the_highest_dose_is_that_of_a_day():
    changes = [
        change("start", 0, "40", frequency="twice_daily"),
        change("decrease", 5, "60", order=1),
    ]
    assert trials(changes, DAY + timedelta(days=9))[0].highest.words == "40 mg twice daily"


@pytest.mark.parametrize(
    ("change_type", "new", "previous", "words"),
    [
        ("increase", dose("100"), dose("50"), "Sertraline increased 50 mg to 100 mg once daily"),
        (
            "increase",
            dose("50", "twice_daily"),
            dose("50"),
            "Sertraline increased 50 mg once daily to 50 mg twice daily",
        ),
        ("start", dose("37.5"), None, "Sertraline started 37.5 mg once daily"),
        ("taking_already", dose("50"), None, "Sertraline taken already: 50 mg once daily"),
        ("hold", None, dose("50"), "Sertraline put on hold (50 mg once daily)"),
        ("taper", dose("75"), None, "Sertraline tapered to 75 mg once daily"),
        ("taper", dose("75"), dose("75"), "Sertraline tapered to 75 mg once daily"),
        ("increase", dose("75"), None, "Sertraline increased to 75 mg once daily"),
        ("resume", dose("50"), dose("50"), "Sertraline resumed 50 mg once daily"),
        ("resume", dose("25"), dose("50"), "Sertraline resumed 50 mg to 25 mg once daily"),
        ("stop", None, dose("50", "at_bedtime"), "Sertraline stopped (50 mg at bedtime)"),
    ],
)
def test_a_title_says_what_changed(change_type, new, previous, words):
    assert title(change_type, "Sertraline", new, previous) == words


def test_both_doses_are_told_in_full_when_the_frequency_changes():
    assert dose_change_words(dose("50"), dose("50", "weekly")) == "50 mg once daily to 50 mg weekly"


DRUGS = st.sampled_from(["sertraline", "lithium", "trazodone"])
DAYS = st.integers(0, 30).map(lambda days: DAY + timedelta(days=days))
DOSES = st.tuples(st.decimals("0.5", "500", places=1), st.just("mg"), st.sampled_from(["once_daily", "weekly"])).map(
    lambda parts: Dose(*parts)
)
TAKEN = st.sampled_from(["start", "taking_already", "increase", "decrease", "resume"])
ORDER = st.integers(0, 10**6)
CHANGES = st.lists(
    st.one_of(
        st.tuples(TAKEN, DRUGS, DAYS, ORDER, DOSES),
        st.tuples(st.sampled_from(["hold", "stop"]), DRUGS, DAYS, ORDER),
    ).map(lambda parts: Change(*parts)),
    max_size=15,
    unique_by=lambda one: one.order,
)


@given(CHANGES, DAYS, st.randoms())
def test_the_order_of_rows_does_not_matter(changes, on, chance):
    shuffled = list(changes)
    chance.shuffle(shuffled)
    assert regimen(shuffled, on) == regimen(changes, on)


@given(CHANGES, DAYS)
def test_what_comes_later_does_not_change_a_day(changes, on):
    assert regimen([one for one in changes if one.effective_on <= on], on) == regimen(changes, on)


@given(CHANGES, DAYS)
def test_a_drug_stands_once_with_a_dose_that_was_signed(changes, on):
    lines = regimen(changes, on)
    assert len({line.drug for line in lines}) == len(lines)
    for line in lines:
        assert line.started_on <= line.since <= on
        assert any(
            one.drug == line.drug and one.dose == line.dose and one.effective_on == line.since for one in changes
        )


@given(CHANGES, DAYS)
def test_the_last_change_of_a_drug_decides(changes, on):
    taken = {line.drug: line for line in regimen(changes, on)}
    last = {one.drug: one for one in in_order(changes) if one.effective_on <= on}
    for drug, one in last.items():
        if one.change_type == "stop":
            assert drug not in taken
        elif one.change_type == "hold":
            assert drug not in taken or taken[drug].held
        else:
            assert taken[drug].dose == one.dose
    assert set(taken) <= set(last)


@given(CHANGES, DAYS, DRUGS, DOSES)
def test_stop_then_start_again_counts_from_the_new_start(changes, on, drug, new):
    top = 10**7
    story = [one for one in changes if one.effective_on <= on]
    story += [Change("stop", drug, on, top), Change("start", drug, on, top + 1, new)]
    line = next(line for line in regimen(story, on) if line.drug == drug)
    assert (line.started_on, line.since, line.dose, line.held) == (on, on, new, False)


@given(CHANGES, DAYS)
def test_trials_that_still_run_are_the_regimen(changes, on):
    running = {(one.drug, one.started_on) for one in trials(changes, on) if one.stopped_on is None}
    assert running == {(line.drug, line.started_on) for line in regimen(changes, on)}
