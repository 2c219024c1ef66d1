"""Numeric limits by route, form, age, indication and condition. Source: dose_limits.csv (sources.md 4.2 and 8)."""

from decimal import Decimal

import pytest

from coordcare.medication.formulary import FREQUENCIES, MILLIGRAMS, formulary
from coordcare.medication.limit_formulary import CONDITIONS, INDICATIONS, PER, ROUTES, Use, limit_of, limits, over
from coordcare.medication.rules import Dose


def use(age=40, route="oral", form=None, indication=None, conditions=(), weight=None):
    return Use(age, route, form, indication, frozenset(conditions), weight and Decimal(weight))


def dose(amount, frequency="once_daily", unit="mg", most=None):
    return Dose(Decimal(amount), unit, frequency, most)


@pytest.mark.parametrize(
    ("drug", "of", "maximum"),
    [
        ("sertraline", use(), "200"),
        ("citalopram", use(60), "40"),
        ("citalopram", use(61), "20"),  # "age over 60"
        ("citalopram", use(conditions=["hepatic_impairment"]), "20"),
        ("citalopram", use(conditions=["cyp2c19_poor_or_inhibited"]), "20"),
        ("escitalopram", use(64), "20"),
        ("escitalopram", use(65), "10"),
        ("paroxetine", use(), "50"),
        ("paroxetine", use(indication="panic"), "60"),
        ("bupropion", use(form="sr"), "400"),
        ("bupropion", use(form="xl"), "450"),
        ("aripiprazole", use(), "30"),
        ("aripiprazole", use(indication="major_depression"), "15"),
        ("amitriptyline", use(conditions=["inpatient"]), "300"),
        ("lamotrigine", use(), "200"),
        ("lamotrigine", use(conditions=["with_valproate"]), "100"),
        ("lamotrigine", use(conditions=["with_inducers"]), "400"),
        ("lamotrigine", use(conditions=["with_inducers", "with_valproate"]), "100"),
        ("selegiline", use(route="transdermal"), "12"),
        ("naltrexone", use(), "50"),
        ("naltrexone", use(route="intramuscular"), "380"),
        ("buprenorphine", use(route="sublingual"), "32"),  # sources.md 8: 24 mg is no ceiling
        ("viloxazine", use(18), "600"),
        ("venlafaxine", use(form="xr"), "225"),
    ],
)
def test_the_limit_fits_route_form_age_indication_and_condition(drug, of, maximum):
    assert limit_of(drug, of).maximum == Decimal(maximum)


@pytest.mark.parametrize(
    ("drug", "of"),
    [
        ("methadone", use()),  # per OTP
        ("selegiline", use()),  # the list knows the patch only
        ("viloxazine", use(17)),
        ("venlafaxine", use()),  # XR is stated, nothing else is
        ("propranolol", use()),  # stated for anxiety only
        ("not listed", use()),
    ],
)
def test_no_limit_is_made_up_where_the_list_states_none(drug, of):
    assert limit_of(drug, of) is None


@pytest.mark.parametrize(
    ("taken", "above"),
    [
        (dose("199"), False),
        (dose("200"), False),
        (dose("201"), True),
        (dose("100", "twice_daily"), False),
        (dose("101", "twice_daily"), True),
        (dose("0.2", unit="g"), False),
        (dose("0.201", unit="g"), True),
        (dose("200", "as_needed"), False),
        (dose("100", "as_needed", most=2), False),
        (dose("100", "as_needed", most=3), True),
        (dose("10", unit="mL"), None),
    ],
)
def test_a_days_amount_is_held_against_the_limit(taken, above):
    assert over(limit_of("sertraline", use()), taken) is above


@pytest.mark.parametrize(("amount", "above"), [("83", False), ("84", False), ("85", True)])
def test_a_limit_per_dose_does_not_count_the_day(amount, above):
    assert over(limit_of("esketamine", use(route="intranasal")), dose(amount, "twice_daily")) is above


@pytest.mark.parametrize(("weight", "above"), [(None, None), ("50", False), ("49.9", True)])
def test_a_limit_per_weight_needs_the_weight(weight, above):
    limit = limit_of("divalproex sodium", use(weight=weight))
    assert over(limit, dose("1500", "twice_daily"), weight and Decimal(weight)) is above


@pytest.mark.parametrize("limit", limits(), ids=lambda limit: f"{limit.drug} {limit.words}")
def test_every_row_is_sane_and_says_where_it_is_from(limit):
    assert limit.drug in formulary() and limit.route in ROUTES and limit.per in PER and limit.unit in MILLIGRAMS
    assert limit.indication is None or limit.indication in INDICATIONS
    assert limit.condition is None or limit.condition in CONDITIONS
    assert limit.maximum > 0 and limit.source.strip()
    assert (limit.age_from or 0) <= (limit.age_to or 150)
    assert not (limit.verified and "GK" in limit.source), "general knowledge is never verified"


def test_no_two_rows_say_the_limit_of_one_use():
    keys = [
        (one.drug, one.route, one.form, one.indication, one.age_from, one.age_to, one.condition) for one in limits()
    ]
    assert len(set(keys)) == len(keys)


def test_drugs_without_any_limit_are_known_by_name():
    assert set(formulary()) - {limit.drug for limit in limits()} == {"methadone"}


@pytest.mark.parametrize(
    ("drug", "of", "words"),
    [
        ("sertraline", use(), "200 mg a day"),
        ("citalopram", use(70), "20 mg a day at 61 and over"),
        ("lamotrigine", use(conditions=["with_valproate"]), "100 mg a day with valproate"),
        ("esketamine", use(route="intranasal"), "84 mg a dose into the nose"),
        ("bupropion", use(form="sr"), "400 mg a day as SR"),
    ],
)
def test_a_limit_is_told_in_words(drug, of, words):
    assert limit_of(drug, of).words == words


def test_an_as_needed_dose_says_how_often_it_may_be_taken():
    assert dose("25", "as_needed", most=3).words == "25 mg as needed, at most 3 a day"
    assert (dose("25", "as_needed", most=3).most_of_a_day, dose("25", "as_needed").most_of_a_day) == (75, 25)
    assert "as_needed" in FREQUENCIES
