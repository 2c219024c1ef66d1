"""What a change must satisfy. Thresholds [GK], "clinic default, not verified"; regimen: domain.md 4.1."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from coordcare.medication.checks import Proposal, check_change
from coordcare.medication.rules import Change, Dose

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)


def dose(amount, frequency="once_daily", unit="mg"):
    return Dose(Decimal(amount), unit, frequency)


TAKES = [
    Change("start", "sertraline", TODAY - timedelta(days=42), 1, dose("50")),
    Change("start", "trazodone", TODAY - timedelta(days=40), 2, dose("50", "at_bedtime")),
    Change("hold", "trazodone", TODAY - timedelta(days=10), 3),
    Change("start", "hydroxyzine", TODAY - timedelta(days=9), 4, dose("25", "as_needed")),
    Change("start", "lithium", TODAY + timedelta(days=5), 5, dose("300")),
]


def problems(change_type, drug, amount=None, day=0, confirmed=False, changes=TAKES, **of_dose):
    taken = None if amount is None else dose(amount, **of_dose)
    proposal = Proposal(change_type, drug, TODAY + timedelta(days=day), taken, confirmed)
    return check_change(proposal, changes, BORN, TODAY)


@pytest.mark.parametrize(
    ("change_type", "drug", "amount"),
    [
        ("increase", "sertraline", "100"),
        ("increase", "Zoloft", "75"),
        ("decrease", "sertraline", "25"),
        ("hold", "sertraline", None),
        ("stop", "sertraline", None),
        ("resume", "trazodone", "50"),
        ("resume", "trazodone", "25"),
        ("stop", "trazodone", None),
        ("start", "bupropion", "150"),
        ("taking_already", "escitalopram", "10"),
    ],
)
def test_a_sound_change_has_no_problem(change_type, drug, amount):
    assert problems(change_type, drug, amount) == []


@pytest.mark.parametrize(
    ("change_type", "drug", "amount", "field", "words"),
    [
        ("start", "sertralin", "50", "drug", "Did you mean sertraline"),
        ("start", "xyzzy", "50", "drug", "is not on the clinic's list"),
        ("start", "bupropion", None, "dose", "Enter the dose"),
        ("start", "bupropion", "0", "dose", "more than 0"),
        ("start", "bupropion", "-5", "dose", "more than 0"),
        ("start", "sertraline", "50", "change_type", "already in the regimen: 50 mg once daily"),
        ("taking_already", "Zoloft", "50", "change_type", "already in the regimen"),
        ("start", "trazodone", "50", "change_type", "already in the regimen: 50 mg at bedtime (on hold)"),
        ("increase", "sertraline", "50", "dose", "not more than the current dose"),
        ("increase", "sertraline", "25", "dose", "not more than the current dose"),
        ("decrease", "sertraline", "50", "dose", "not less than the current dose"),
        ("decrease", "sertraline", "75", "dose", "not less than the current dose"),
        ("increase", "bupropion", "300", "change_type", "Bupropion is not in the regimen"),
        ("decrease", "bupropion", "150", "change_type", "not in the regimen"),
        ("hold", "bupropion", None, "change_type", "not in the regimen"),
        ("resume", "bupropion", "150", "change_type", "not in the regimen"),
        ("stop", "bupropion", None, "change_type", "not in the regimen"),
        ("resume", "sertraline", "50", "change_type", "Sertraline is not on hold"),
        ("hold", "trazodone", None, "change_type", "on hold since 13 Nov 2026"),
        ("increase", "trazodone", "100", "change_type", "on hold since 13 Nov 2026"),
        ("decrease", "trazodone", "25", "change_type", "on hold since 13 Nov 2026"),
        ("increase", "sertraline", "5000", "dose", "5000 mg of sertraline is not plausible: check the decimal point"),
        ("increase", "sertraline", "801", "dose", "not plausible"),
        ("start", "bupropion", "451", "dose_confirmed", "450 mg (XL), 400 mg (SR) (clinic default, not verified"),
        ("increase", "sertraline", "225", "dose_confirmed", "Tick this box"),
    ],
)
def test_a_problem_is_told_at_its_field(change_type, drug, amount, field, words):
    (problem,) = problems(change_type, drug, amount)
    assert problem.field == field
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (61, "more than 60 days ahead"),
        (-(TODAY - BORN).days - 1, "before the patient was born"),
        (-43, "was last changed from 12 Oct 2026"),
    ],
)
def test_a_wrong_date(day, words):
    (problem,) = problems("increase", "sertraline", "100", day=day)
    assert problem.field == "effective_on"
    assert words in problem.sentence


@pytest.mark.parametrize("day", [-42, 0, 60])
def test_the_days_at_the_edges_are_taken(day):
    assert problems("increase", "sertraline", "100", day=day) == []


def test_a_new_change_comes_after_a_planned_one():
    (problem,) = problems("stop", "lithium", day=4)
    assert (problem.field, "28 Nov 2026" in problem.sentence) == ("effective_on", True)
    assert problems("stop", "lithium", day=5) == []


@pytest.mark.parametrize(
    ("amount", "frequency", "confirmed", "field"),
    [
        ("200", "once_daily", False, None),
        ("100", "twice_daily", False, None),
        ("101", "twice_daily", False, "dose_confirmed"),
        ("101", "twice_daily", True, None),
        ("200", "four_times_daily", True, None),
        ("201", "four_times_daily", True, "dose"),
        ("1400", "weekly", False, None),
        ("1401", "weekly", False, "dose_confirmed"),
    ],
)
def test_the_maximum_counts_the_frequency(amount, frequency, confirmed, field):
    changes = [Change("start", "sertraline", TODAY, 1, dose("100"))]
    found = problems("increase", "sertraline", amount, confirmed=confirmed, changes=changes, frequency=frequency)
    assert [problem.field for problem in found] == ([field] if field else [])


@pytest.mark.parametrize(("amount", "count"), [("250", 0), ("251", 1)])
def test_ten_times_what_is_taken_is_a_slip(amount, count):
    """The list states no plain maximum for divalproex, so only the tenfold rule can speak."""
    changes = [Change("start", "divalproex sodium", TODAY, 1, dose("25"))]
    found = problems("increase", "divalproex sodium", amount, changes=changes)
    assert len(found) == count
    assert all("more than 10 times the current 25 mg once daily" in problem.sentence for problem in found)


def test_another_unit_than_the_current_is_refused():
    (problem,) = problems("increase", "sertraline", "1", unit="g")
    assert (problem.field, problem.sentence) == (
        "unit",
        "Sertraline is taken in mg. Enter the new dose in mg too.",
    )


def test_a_slip_of_the_unit_is_caught_at_the_start():
    (problem,) = problems("start", "bupropion", "150", unit="g")
    assert problem.field == "dose" and "150 g of bupropion is not plausible" in problem.sentence


def test_micrograms_count_as_micrograms():
    assert problems("start", "liothyronine", "25", unit="mcg") == []
    (problem,) = problems("start", "liothyronine", "25")
    assert problem.field == "dose"


@pytest.mark.parametrize(("change_type", "amount"), [("increase", "25"), ("decrease", "25")])
def test_as_needed_is_not_compared_with_a_fixed_frequency(change_type, amount):
    assert problems(change_type, "hydroxyzine", amount, frequency="once_daily") == []


def test_as_needed_is_compared_with_as_needed():
    (problem,) = problems("increase", "hydroxyzine", "25", frequency="as_needed")
    assert "not more than" in problem.sentence
