"""What a change must satisfy. Thresholds [GK], "clinic default, not verified"; regimen: sources.md 4.1."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from coordcare.medication.checks import Proposal, check_change
from coordcare.medication.rules import Change, Dose
from coordcare.medication.step_rules import PlannedStep

BORN, TODAY = date(1989, 3, 14), date(2026, 11, 23)


def dose(amount, frequency="once_daily", unit="mg", most_per_day=None):
    return Dose(Decimal(amount), unit, frequency, most_per_day)


TAKES = [
    Change("start", "sertraline", TODAY - timedelta(days=42), 1, dose("50")),
    Change("start", "trazodone", TODAY - timedelta(days=40), 2, dose("50", "at_bedtime")),
    Change("hold", "trazodone", TODAY - timedelta(days=10), 3),
    Change("start", "hydroxyzine", TODAY - timedelta(days=9), 4, dose("25", "as_needed")),
    Change("start", "lithium", TODAY + timedelta(days=5), 5, dose("300")),
]


def problems(change_type, drug, amount=None, day=0, changes=TAKES, *, more=None, **of_dose):
    taken = None if amount is None else dose(amount, **of_dose)
    proposal = Proposal(change_type, drug, TODAY + timedelta(days=day), taken, **(more or {}))
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
        ("increase", "bupropion", "300", "change_type", "Bupropion is not in the regimen. Use Start"),
        ("decrease", "bupropion", "150", "change_type", "not in the regimen"),
        ("hold", "bupropion", None, "change_type", "not in the regimen"),
        ("resume", "bupropion", "150", "change_type", "not in the regimen"),
        ("stop", "bupropion", None, "change_type", "not in the regimen"),
        ("resume", "sertraline", "50", "change_type", "Sertraline is not on hold"),
        ("hold", "trazodone", None, "change_type", "on hold since 13 Nov 2026"),
        ("increase", "trazodone", "100", "change_type", "on hold since 13 Nov 2026"),
        ("decrease", "trazodone", "25", "change_type", "on hold since 13 Nov 2026"),
        ("timing", "sertraline", "50", "dose", "Nothing differs from 50 mg once daily"),
        ("timing", "sertraline", "75", "dose", "The amount of a day differs from 50 mg once daily"),
        ("timing", "trazodone", "50", "change_type", "on hold since 13 Nov 2026"),
        ("taper", "sertraline", "25", "change_type", "A taper has steps after its first dose"),
        ("switch", "bupropion", "150", "other_drug", "Name the drug that is left."),
        ("augment", "bupropion", "150", "other_drug", "Name the drug that this is added to."),
        ("switch", "sertraline", "50", "drug", "Drug is the one that begins. Put sertraline, which is left"),
    ],
)
def test_a_problem_is_told_at_its_field(change_type, drug, amount, field, words):
    (problem,) = problems(change_type, drug, amount)
    assert problem.field == field
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("change_type", "amount", "unit", "words"),
    [
        ("increase", "100", "mcg", "Check the unit: 100 mcg is 0.1 mg."),
        ("decrease", "1", "g", "Check the unit: 1 g is 1000 mg."),
        ("timing", "50", "mcg", "Check the unit: 50 mcg is 0.05 mg."),
    ],
)
def test_a_dose_in_another_unit_is_told_in_the_one_that_is_taken(change_type, amount, unit, words):
    (problem,) = problems(change_type, "sertraline", amount, unit=unit)
    assert problem.sentence.endswith(words)
    (plain,) = problems("increase", "sertraline", "25")
    assert "unit" not in plain.sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (367, "more than a year ahead"),
        (-(TODAY - BORN).days - 1, "before the patient was born"),
        (-43, "was last changed from 12 Oct 2026"),
    ],
)
def test_a_wrong_date(day, words):
    (problem,) = problems("increase", "sertraline", "100", day=day)
    assert problem.field == "effective_on"
    assert words in problem.sentence


@pytest.mark.parametrize("day", [-42, 0, 366])
def test_the_days_at_the_edges_are_taken(day):
    assert problems("increase", "sertraline", "100", day=day) == []


def test_a_change_may_come_before_what_is_only_planned():
    assert problems("start", "lithium", "300", day=4) == []
    (problem,) = problems("start", "lithium", "300", day=5)
    assert "already in the regimen: 300 mg once daily" in problem.sentence
    (problem,) = problems("stop", "lithium", day=4)
    assert "not in the regimen" in problem.sentence


@pytest.mark.parametrize(
    ("amount", "unit", "direction", "count"),
    [("0.1", "g", "increase", 0), ("0.05", "g", "increase", 1), ("25000", "mcg", "decrease", 0)],
)
def test_weights_are_compared_in_one_unit(amount, unit, direction, count):
    assert len(problems(direction, "sertraline", amount, unit=unit)) == count


@pytest.mark.parametrize(("frequency", "amount"), [("at_bedtime", "50"), ("twice_daily", "25"), ("weekly", "350")])
def test_the_same_amount_of_a_day_may_be_taken_otherwise(frequency, amount):
    assert problems("timing", "sertraline", amount, frequency=frequency) == []


@pytest.mark.parametrize(("change_type", "amount"), [("increase", "25"), ("decrease", "25")])
def test_as_needed_is_not_compared_with_a_fixed_frequency(change_type, amount):
    assert problems(change_type, "hydroxyzine", amount, frequency="once_daily") == []


def test_as_needed_is_compared_with_as_needed():
    (problem,) = problems("increase", "hydroxyzine", "25", frequency="as_needed")
    assert "not more than" in problem.sentence


def test_of_a_drug_that_is_taken_a_second_line_may_be_started_beside_it():
    beside = {"more": {"beside": True}, "frequency": "as_needed"}
    assert problems("start", "sertraline", "25", **beside) == []
    (problem,) = problems("increase", "sertraline", "75", more={"beside": True})
    assert problem.sentence == "Sertraline has no second line: 50 mg once daily. Check that box."
    (problem,) = problems("start", "bupropion", "150", **beside)
    assert problem.field == "beside"


def test_only_what_is_taken_as_needed_has_a_highest_number_of_doses():
    (problem,) = problems("start", "bupropion", "150", most_per_day=3)
    assert problem.field == "most_per_day"


def test_a_drug_off_the_list_is_taken_where_it_is_meant_and_then_known_by_its_name():
    (problem,) = problems("start", "kava", "50")
    assert "To record it all the same, uncoded" in problem.sentence
    assert problems("start", "Kava", "50", more={"unlisted": True}) == []
    taken = [Change("start", "kava", TODAY, 9, dose("50"))]
    assert problems("stop", "KAVA", changes=taken) == []


def step(day, amount=None, frequency="once_daily"):
    return PlannedStep(TODAY + timedelta(days=day), None if amount is None else dose(amount, frequency))


@pytest.mark.parametrize(
    ("change_type", "drug", "amount", "steps", "place", "words"),
    [
        ("start", "bupropion", "150", [step(7, "300"), step(7, "450")], 1, "is not after the one before it"),
        ("start", "bupropion", "150", [step(0, "300")], 0, "is not after the one before it"),
        ("start", "bupropion", "150", [step(7, "150")], 0, "not more than the dose before it"),
        ("start", "bupropion", "150", [step(7)], 0, "is not stopped in the same plan"),
        ("increase", "sertraline", "75", [step(7, "50")], 0, "not more than the dose before it"),
        ("taper", "sertraline", "25", [step(7, "25")], 0, "not less than the dose before it"),
        ("taper", "sertraline", "25", [step(7), step(14, "12.5")], 1, "was stopped in the step before"),
        ("taper", "sertraline", "25", [step(731)], 0, "more than two years after the first"),
        ("taking_already", "bupropion", "150", [step(7, "300")], 0, "Steps go with a start"),
    ],
)
def test_a_plan_out_of_order_is_told_at_its_step(change_type, drug, amount, steps, place, words):
    (problem,) = problems(change_type, drug, amount, more={"steps": tuple(steps)})
    assert (problem.field, problem.step) == ("steps", place)
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("change_type", "drug", "amount", "steps"),
    [
        ("start", "bupropion", "150", [step(7, "300"), step(14, "450")]),
        ("increase", "sertraline", "75", [step(730, "100")]),
        ("taper", "sertraline", "25", [step(7, "25", "every_other_day"), step(21)]),
        ("decrease", "sertraline", "25", [step(14, "12.5")]),
    ],
)
def test_a_plan_in_order_has_no_problem(change_type, drug, amount, steps):
    assert problems(change_type, drug, amount, more={"steps": tuple(steps)}) == []


@pytest.mark.parametrize(
    ("other", "leaving", "field", "words"),
    [
        ("lithium", [], "other_drug", "Lithium is not in the regimen"),
        ("xyzzy", [], "other_drug", "is not in the regimen"),
        ("Wellbutrin XL", [], "other_drug", "is the drug of this change itself"),
        ("trazodone", [], "leaving", "on hold"),
        ("sertraline", [step(0, "25")], "other_drug", "its last step is a stop"),
        ("sertraline", [step(0, "75"), step(7)], "leaving", "not less than the dose before it"),
        ("sertraline", [step(7, "25"), step(7)], "leaving", "is not after the one before it"),
    ],
)
def test_a_switch_leaves_a_drug_that_is_taken_and_ends_it(other, leaving, field, words):
    (problem,) = problems("switch", "bupropion", "150", more={"other_drug": other, "leaving": tuple(leaving)})
    assert problem.field == field
    assert words in problem.sentence


@pytest.mark.parametrize("leaving", [[], [step(0)], [step(0, "25"), step(14)], [step(7, "25"), step(14)]])
def test_a_switch_at_once_or_by_steps(leaving):
    assert problems("switch", "bupropion", "150", more={"other_drug": "Zoloft", "leaving": tuple(leaving)}) == []


@pytest.mark.parametrize(("other", "count"), [("sertraline", 0), ("lithium", 1)])
def test_an_augmentation_names_a_drug_that_stays(other, count):
    assert len(problems("augment", "bupropion", "150", more={"other_drug": other})) == count


@pytest.mark.parametrize("change_type", ["stop", "hold"])
def test_what_is_not_taken_cannot_be_ended_and_it_is_told_since_when(change_type):
    ended = [*TAKES, Change("stop", "sertraline", TODAY - timedelta(days=3), 6)]
    (known,) = problems(change_type, "sertraline", changes=ended)
    assert known.sentence == "Sertraline is not in the regimen: it ended on 20 Nov 2026."
    (never,) = problems(change_type, "bupropion")
    assert never.sentence == "Bupropion is not in the regimen, so there is nothing to end."
