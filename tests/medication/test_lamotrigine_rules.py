"""Lamotrigine's speed and restart. Sources: sources.md 4.2 (steps [GK]) and 8 (5 half-lives [L: label])."""

import pytest

from coordcare.medication.advice_rules import ASKS_REASON, QUIET
from coordcare.medication.lamotrigine_rules import lamotrigine_advice
from tests.medication.situations import keys, situation

VALPROATE = ("start", "divalproex sodium", -300, "500")
INDUCER = ("start", "carbamazepine", -300, "400")


def advice(change_type, amount, *before, **more):
    return list(lamotrigine_advice(situation(change_type, "lamotrigine", amount, before=before, **more)))


@pytest.mark.parametrize(
    ("beside", "under", "over", "frequency"),
    [
        ((), "25", "25.5", "once_daily"),
        ((VALPROATE,), "25", "25.5", "every_other_day"),
        ((INDUCER,), "50", "51", "once_daily"),
        ((VALPROATE, INDUCER), "12.5", "25", "once_daily"),
    ],
)
def test_domain_4_2_a_start_at_the_first_step_and_over_it(beside, under, over, frequency):
    assert advice("start", under, *beside, frequency=frequency) == []
    (found,) = advice("start", over, *beside, frequency=frequency)
    assert (found.key, found.level, found.verified) == ("lamotrigine_speed", ASKS_REASON, False)


@pytest.mark.parametrize(
    ("beside", "amounts"),
    [
        ((), ["25", "50", "100", "200"]),
        ((VALPROATE,), ["12.5", "25", "50", "100"]),
        ((INDUCER,), ["50", "100", "200", "300", "400"]),
    ],
)
def test_domain_4_2_each_step_a_day_early_on_its_day_and_after(beside, amounts):
    days = [0, 14, 28, 35, 42]
    for step in range(1, len(amounts)):
        for late, slow in ((-1, False), (0, True), (1, True)):
            taken = [
                ("start" if one == 0 else "increase", "lamotrigine", days[one] - days[step] - late, amounts[one])
                for one in range(step)
            ]
            found = advice("increase", amounts[step], *beside, *taken)
            assert keys(found) == ([] if slow else ["lamotrigine_speed"]), (amounts[step], late)


def test_domain_4_2_no_step_is_left_out_even_after_a_long_time():
    (found,) = advice("increase", "200", ("start", "lamotrigine", -100, "25"))
    assert "at most 50 mg a day" in found.words
    assert advice("increase", "50", ("start", "lamotrigine", -100, "25")) == []


def test_how_a_drug_was_titrated_that_is_taken_already_is_not_known():
    assert advice("increase", "200", ("taking_already", "lamotrigine", -3, "100")) == []
    assert advice("taking_already", "200") == []


def test_above_the_last_step_the_maximum_advises_instead():
    steps = [("start", "lamotrigine", -100, "25"), ("increase", "lamotrigine", -30, "200")]
    assert advice("increase", "300", *steps) == []


@pytest.mark.parametrize(
    ("beside", "days", "first", "verified"),
    [((), 5, "25", True), ((VALPROATE,), 15, "12.5", True), ((INDUCER,), 3, "50", False)],
)
@pytest.mark.parametrize(("away", "back"), [("hold", "resume"), ("stop", "start")])
def test_domain_8_label_more_than_5_half_lives_begin_again(beside, days, first, verified, away, back):
    def after(gap, amount="100"):
        return advice(back, amount, *beside, ("start", "lamotrigine", -200, "100"), (away, "lamotrigine", -gap))

    assert after(days - 1) == after(days) == []
    (found,) = after(days + 1)
    assert (found.key, found.level, found.verified) == ("lamotrigine_restart", ASKS_REASON, verified)
    assert f"begin again at {first} mg" in found.words
    assert after(days + 1, first) == []


def test_domain_8_after_a_short_gap_the_dose_before_it_is_the_most():
    before = [("start", "lamotrigine", -200, "100"), ("stop", "lamotrigine", -4)]
    assert keys(advice("start", "150", *before)) == ["lamotrigine_speed"]


def test_a_dose_planned_for_later_is_not_the_dose_before_the_gap():
    before = [
        ("start", "lamotrigine", -200, "100"),
        ("hold", "lamotrigine", -4),
        ("resume", "lamotrigine", 9, "200"),
    ]
    assert keys(advice("resume", "150", *before)) == ["lamotrigine_speed"]


def test_a_long_gap_begins_the_titration_anew():
    before = [
        ("start", "lamotrigine", -200, "100"),
        ("hold", "lamotrigine", -40),
        ("resume", "lamotrigine", -13, "25"),
    ]
    assert keys(advice("increase", "50", *before)) == ["lamotrigine_speed"]
    assert advice("increase", "50", *before, day=1) == []


@pytest.mark.parametrize("change_type", ["start", "stop", "hold", "resume"])
def test_domain_8_label_valproate_that_comes_or_goes_is_a_quiet_line(change_type):
    before = [("start", "lamotrigine", -90, "100")]
    (found,) = lamotrigine_advice(situation(change_type, "Depakote", before=before))
    assert (found.key, found.level, found.verified) == ("lamotrigine_company", QUIET, True)
    (inducer,) = lamotrigine_advice(situation(change_type, "carbamazepine", before=before))
    assert not inducer.verified
    assert list(lamotrigine_advice(situation("start", "sertraline", "50", before=before))) == []


@pytest.mark.parametrize("change_type", ["decrease", "hold", "stop"])
def test_less_is_never_too_fast(change_type):
    assert advice(change_type, "50", ("start", "lamotrigine", -1, "200")) == []
