"""What was taken over time, against a model that walks day by day. Source: sources.md 4.1 (event-sourced)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.medication.history_rules import (
    Break,
    DailyTotal,
    Retraction,
    adequate_since,
    breaks,
    daily_totals,
    days_at_dose,
    past_trials,
    standing,
)
from coordcare.medication.progress_rules import Score
from coordcare.medication.rules import Change, Dose, regimen, trials

DAY = date(2026, 6, 1)


def on(day):
    return DAY + timedelta(days=day)


def dose(amount, frequency="once_daily", unit="mg", most=None):
    return Dose(Decimal(amount), unit, frequency, most)


def change(change_type, day, amount=None, order=0, drug="sertraline", **of_dose):
    return Change(change_type, drug, on(day), order, None if amount is None else dose(amount, **of_dose))


STORY = [
    change("start", 0, "25", 1),
    change("increase", 7, "50", 2),
    change("hold", 20, None, 3),
    change("resume", 25, "50", 4),
    change("increase", 30, "100", 5),
    change("stop", 72, None, 6),
]

# A model of its own: it walks the days, keeps one tuple per drug, and never asks the code under test.
# Per drug: (dose, started, since, held since), or nothing.


def walk(events, until):
    """The state of every drug at the end of each day: {day: {drug: (dose, started, since, held)}}."""
    diary, state = {}, {}
    first = min((event.effective_on for event in events), default=until)
    day = min(first, until)
    while day <= until:
        for event in sorted((one for one in events if one.effective_on == day), key=lambda one: one.order):
            had = state.get(event.drug)
            match event.change_type:
                case "stop":
                    state.pop(event.drug, None)
                case "hold":
                    if had:
                        state[event.drug] = (*had[:3], day)
                case "increase" | "decrease" if had:
                    state[event.drug] = (event.dose, had[1], day, had[3])
                case _:
                    state[event.drug] = (event.dose, had[1] if had else day, day, None)
        for drug, (dose, started, _, held) in state.items():
            was = diary.get(day - timedelta(days=1), {}).get(drug)
            # Left and taken again on one day, or said again: the days on the dose run on, unless it was resumed.
            if was and was[:2] == (dose, started) and was[3] in {None, held}:
                state[drug] = (*was[:3], held)
        diary[day] = dict(state)
        day += timedelta(days=1)
    return diary


def breaks_in(diary, drug):
    found, taking = [], False
    for day, state in diary.items():
        takes = drug in state and state[drug][3] is None
        if taking and not takes:
            found.append([day, None])
        if takes and not taking and found:
            found[-1][1] = day
        taking = takes
    return [tuple(one) for one in found]


DRUGS = st.sampled_from(["sertraline", "lithium", "trazodone"])
DAYS = st.integers(0, 25).map(on)
DOSES = st.tuples(
    st.decimals("0.5", "500", places=1),
    st.sampled_from(["mg", "mcg"]),
    st.sampled_from(["once_daily", "weekly", "as_needed"]),
    st.none() | st.integers(1, 6),
).map(lambda parts: Dose(*parts))
WITH_DOSE = st.sampled_from(["start", "taking_already", "increase", "decrease", "resume"])


@st.composite
def records(draw):
    """A record as it is written: any events, each effective on any day, some taken back by a later act."""
    changes, retractions = [], []
    for order in range(draw(st.integers(0, 14))):
        standing_now = [one.order for one in changes if one.order not in {back.change for back in retractions}]
        if standing_now and draw(st.integers(0, 4)) == 0:
            retractions.append(Retraction(draw(st.sampled_from(standing_now)), order))
        elif draw(st.booleans()):
            changes.append(Change(draw(WITH_DOSE), draw(DRUGS), draw(DAYS), order, draw(DOSES)))
        else:
            changes.append(Change(draw(st.sampled_from(["hold", "stop"])), draw(DRUGS), draw(DAYS), order))
    return changes, retractions


def alive(record, until=None):
    """The events that count, in the model's own way: an account that is kept act by act."""
    changes, retractions = record
    acts = sorted([*changes, *retractions], key=lambda act: act.order)
    kept = {}
    for act in acts:
        if until is not None and act.order > until:
            break
        if isinstance(act, Retraction):
            del kept[act.change]
        else:
            kept[act.order] = act
    return list(kept.values())


@given(records(), DAYS, st.none() | st.integers(0, 14))
def test_the_regimen_of_any_day_is_that_of_the_model(record, day, until):
    lines = regimen(standing(*record, until=until), day)
    model = walk(alive(record, until), day)[day]
    assert {line.drug: (line.dose, line.started_on, line.since, line.held_since) for line in lines} == model


@given(records(), DAYS)
def test_breaks_are_those_of_the_model(record, day):
    diary = walk(alive(record), day)
    for drug in ("sertraline", "lithium", "trazodone"):
        assert [(one.since, one.until) for one in breaks(standing(*record), drug, day)] == breaks_in(diary, drug)


@given(records(), DAYS)
def test_every_day_of_the_model_lies_in_a_trial_and_no_other_day(record, day):
    counted = standing(*record)
    diary = walk(alive(record), day)
    for drug in ("sertraline", "lithium", "trazodone"):
        spans = [(one.started_on, one.stopped_on) for one in trials(counted, day) if one.drug == drug]
        for at, state in diary.items():
            assert (drug in state) == any(first <= at and (last is None or at < last) for first, last in spans)


@given(records(), DAYS)
def test_totals_and_days_at_dose_are_those_of_the_model(record, day):
    lines = regimen(standing(*record), day)
    model = walk(alive(record), day)[day]
    for line, total in zip(lines, daily_totals(lines), strict=True):
        taken, _, since, held = model[line.drug]
        as_needed = taken.amount * taken.most_per_day if taken.most_per_day else None
        most = as_needed if taken.frequency == "as_needed" else taken.per_day
        scheduled = 0 if taken.frequency == "as_needed" else taken.per_day
        assert (total.scheduled, total.at_most) == ((0, 0) if held else (scheduled, most))
        assert days_at_dose(line, day) == max(((held or day) - since).days, 0)


def test_what_was_taken_back_later_still_stood_then():
    record = (STORY, [Retraction(5, 7)])
    assert regimen(standing(*record, until=6), on(40))[0].dose_words == "100 mg once daily"
    assert regimen(standing(*record), on(40))[0].dose_words == "50 mg once daily"


def test_a_change_that_was_back_dated_was_not_known_before_it_was_signed():
    late = change("start", 3, "300", 9, drug="lithium")
    assert {line.drug for line in regimen(standing([*STORY, late], [], until=8), on(10))} == {"sertraline"}
    assert {line.drug for line in regimen(standing([*STORY, late], []), on(10))} == {"sertraline", "lithium"}


@pytest.mark.parametrize(("day", "days"), [(7, 0), (8, 1), (19, 12), (20, 13), (24, 13), (25, 0), (71, 41)])
def test_days_at_dose_stand_still_while_the_drug_is_held(day, days):
    (line,) = regimen(STORY, on(day))
    assert days_at_dose(line, on(day)) == days


def test_totals_keep_what_is_on_schedule_apart_from_what_may_be_taken():
    changes = [
        change("start", 0, "300", 1, drug="lithium", frequency="three_times_daily"),
        change("start", 1, "25", 2, drug="hydroxyzine", frequency="as_needed", most=3),
        change("start", 2, "50", 3, drug="trazodone", frequency="at_bedtime"),
        change("hold", 3, None, 4, drug="trazodone"),
    ]
    assert daily_totals(regimen(changes, on(4))) == [
        DailyTotal("lithium", "mg", Decimal(900), Decimal(900)),
        DailyTotal("hydroxyzine", "mg", Decimal(0), Decimal(75)),
        DailyTotal("trazodone", "mg", Decimal(0), Decimal(0)),
    ]


def test_a_hold_that_becomes_a_stop_is_one_break():
    changes = [*STORY[:3], change("stop", 22, None, 4), change("start", 50, "25", 5)]
    assert breaks(changes, "sertraline", on(60)) == [Break("sertraline", on(20), on(50))]
    assert breaks(changes, "sertraline", on(49))[0].days(on(49)) == 29


def test_a_past_trial_tells_drug_highest_dose_weeks_response_and_why():
    scores = [Score(on(-3), 18), Score(on(30), 15), Score(on(70), 13), Score(on(75), 4)]
    (past,) = past_trials(STORY, on(100), scores, {6: "Not enough benefit"})
    assert past.trial.highest.words == "100 mg once daily"
    assert (past.weeks, past.why_stopped) == (10, "Not enough benefit")
    assert past.response.words == "no response: 18 to 13, 27 % lower"


def test_of_several_past_trials_the_last_stands_first():
    more = [change("start", 80, "20", 7, drug="fluoxetine"), change("stop", 90, None, 8, drug="fluoxetine")]
    assert [one.trial.drug for one in past_trials([*STORY, *more], on(100), [], {})] == ["fluoxetine", "sertraline"]


@pytest.mark.parametrize(("until", "known"), [(0, 0), (1, 1), (2, 2), (6, 6), (7, 5), (None, 5)])
def test_an_act_counts_from_its_own_number_on(until, known):
    assert len(standing(STORY, [Retraction(6, 7)], until=until)) == known


def test_a_trial_still_running_is_not_past():
    assert past_trials(STORY, on(71), [], {}) == []
    assert past_trials(STORY, on(72), [], {})[0].why_stopped is None


@pytest.mark.parametrize(
    ("day", "least", "since"),
    [
        (6, "50", None),
        (7, "50", 7),
        (19, "50", 7),
        (20, "50", None),
        (25, "50", 25),
        (40, "50", 25),
        (40, "100", 30),
        (40, "101", None),
        (72, "50", None),
        (19, None, 0),
    ],
)
def test_an_adequate_dose_counts_from_its_first_day_and_again_after_a_break(day, least, since):
    found = adequate_since(STORY, "sertraline", on(day), least and Decimal(least))
    assert found == (None if since is None else on(since))
