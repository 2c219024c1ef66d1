"""Clozapine's gap and ANC. Sources: sources.md 8 (PMC9243911 tables 6-7; older label), 4.2 (start [GK])."""

from datetime import timedelta

import pytest

from coordcare.medication.advice_rules import ASKS_REASON, QUIET, NeutrophilCount
from coordcare.medication.clozapine_rules import anc_reading, clozapine_advice, count_interval
from tests.medication.situations import keys, on, situation


def advice(change_type, amount, *before, count=4000, counted=0, benign=False, **of_dose):
    counts = () if count is None else (NeutrophilCount(on(counted), count),)
    return list(
        clozapine_advice(
            situation(
                change_type, "clozapine", amount, before=before, neutrophils=counts,
                benign_ethnic_neutropenia=benign, **of_dose,
            )
        )
    )  # fmt: skip


TAKEN = ("start", "clozapine", -400, "300")


@pytest.mark.parametrize(
    ("value", "act", "every"),
    [
        (1500, "continue", None),
        (1499, "continue", "three times weekly"),
        (1000, "continue", "three times weekly"),
        (999, "interrupt", "daily"),
        (500, "interrupt", "daily"),
        (499, "stop", "daily"),
        (0, "stop", "daily"),
    ],
)
def test_pmc9243911_table_6_general_population(value, act, every):
    found = anc_reading(value, benign_ethnic_neutropenia=False)
    assert (found.act, found.every) == (act, every)


@pytest.mark.parametrize(
    ("value", "act", "every"),
    [
        (1000, "continue", None),
        (999, "continue", "three times weekly"),
        (500, "continue", "three times weekly"),
        (499, "stop", "daily"),
    ],
)
def test_pmc9243911_table_7_benign_ethnic_neutropenia(value, act, every):
    found = anc_reading(value, benign_ethnic_neutropenia=True)
    assert (found.act, found.every) == (act, every)


def test_a_count_below_0_is_none():
    with pytest.raises(ValueError, match="0 or more"):
        anc_reading(-1, benign_ethnic_neutropenia=False)


@pytest.mark.parametrize(
    ("count", "benign", "found"),
    [
        (1501, False, []),
        (1500, False, []),
        (1499, False, ["clozapine_anc_start"]),
        (1000, True, []),
        (999, True, ["clozapine_anc_start"]),
    ],
)
def test_domain_4_2_gk_the_count_to_start(count, benign, found):
    assert keys(advice("start", "12.5", count=count, benign=benign)) == found


@pytest.mark.parametrize(
    ("count", "key", "level"),
    [
        (1499, "clozapine_anc_continue", QUIET),
        (999, "clozapine_anc_interrupt", ASKS_REASON),
        (499, "clozapine_anc_stop", ASKS_REASON),
    ],
)
def test_pmc9243911_a_low_count_at_an_increase(count, key, level):
    (found,) = advice("increase", "350", TAKEN, count=count)
    assert (found.key, found.level, found.verified) == (key, level, True)


@pytest.mark.parametrize(("taken_for", "days"), [(0, 7), (181, 7), (182, 14), (363, 14), (364, 28), (1000, 28)])
def test_domain_4_2_label_weekly_then_two_weekly_then_monthly(taken_for, days):
    assert count_interval(timedelta(days=taken_for)) == days
    taken = ("start", "clozapine", -taken_for or -1, "300")
    assert advice("increase", "350", taken, counted=-days) == []
    assert keys(advice("increase", "350", taken, counted=-days - 1)) == ["clozapine_anc_missing"]


def test_no_count_at_all_asks_a_reason_and_a_later_one_does_not_help():
    (found,) = advice("start", "12.5", count=None)
    assert (found.key, found.level) == ("clozapine_anc_missing", ASKS_REASON)
    assert keys(advice("start", "12.5", counted=1)) == ["clozapine_anc_missing"]


@pytest.mark.parametrize(("days", "found"), [(1, []), (2, ["clozapine_gap"]), (3, ["clozapine_gap"])])
@pytest.mark.parametrize(("away", "back"), [("hold", "resume"), ("stop", "start")])
def test_domain_8_older_label_two_missed_days_restart_at_12_5(days, found, away, back):
    before = (TAKEN, (away, "clozapine", -days))
    assert keys(advice(back, "300", *before)) == found
    assert advice(back, "12.5", *before, frequency="twice_daily") == []
    assert keys(advice(back, "25", *before)) == found
    assert keys(advice(back, "12.5", *before, frequency="three_times_daily")) == found


@pytest.mark.parametrize(("days", "as_new"), [(29, False), (30, False), (31, True)])
def test_pmc9243911_a_gap_over_30_days_is_monitored_as_new(days, as_new):
    found = advice("resume", "12.5", TAKEN, ("hold", "clozapine", -days))
    assert keys(found) == (["clozapine_monitor_as_new"] if as_new else [])
    assert all(one.level == QUIET and one.verified for one in found)


@pytest.mark.parametrize(
    ("away", "counted", "count", "found"),
    [
        (30, 28, 1400, ["clozapine_anc_continue"]),
        (31, 7, 1400, ["clozapine_monitor_as_new", "clozapine_anc_start"]),
        (31, 8, 4000, ["clozapine_monitor_as_new", "clozapine_anc_missing"]),
    ],
)
def test_pmc9243911_after_a_gap_over_30_days_the_count_is_that_of_a_new_patient(away, counted, count, found):
    before = (TAKEN, ("hold", "clozapine", -away))
    assert keys(advice("resume", "12.5", *before, count=count, counted=-counted)) == found


def test_a_patient_who_takes_it_already_is_not_starting():
    assert keys(advice("taking_already", "300", count=1400)) == ["clozapine_anc_continue"]


@pytest.mark.parametrize("change_type", ["hold", "stop"])
def test_what_ends_clozapine_asks_nothing(change_type):
    assert advice(change_type, None, TAKEN, count=None) == []


def test_other_drugs_ask_for_no_count():
    assert list(clozapine_advice(situation("start", "olanzapine", "5"))) == []
