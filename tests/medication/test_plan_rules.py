"""Titration, taper, switch and augmentation. Source: domain.md 4.1 (steps, a switch is two linked events)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordcare.medication.plan_rules import (
    augmentation,
    changes_of,
    next_step,
    off_plan,
    plan_problems,
    sheet,
    switch,
    taper,
    titration,
)
from coordcare.medication.rules import Change, regimen
from tests.medication.situations import DAY, changes, dose, on

TAKES = changes(("start", "sertraline", -90, "100"))
UP = titration("venlafaxine", DAY, [(0, dose("37.5")), (7, dose("75")), (21, dose("150"))])
DOWN = taper("sertraline", DAY, [(0, dose("50")), (7, dose("25")), (14, None)])
CROSS = switch(DOWN, UP)


def sentences(plan, known=TAKES):
    return [problem.sentence for problem in plan_problems(plan, known)]


@pytest.mark.parametrize("plan", [UP, DOWN, CROSS, augmentation("sertraline", UP)], ids=lambda plan: plan.kind)
def test_a_sound_plan_has_no_problem(plan):
    assert plan_problems(plan, TAKES) == []


def test_a_switch_is_two_linked_drugs_that_cross():
    made = changes_of(CROSS, TAKES, 10)
    assert [(one.change_type, one.drug, (one.effective_on - DAY).days) for one in made] == [
        ("decrease", "sertraline", 0),
        ("start", "venlafaxine", 0),
        ("decrease", "sertraline", 7),
        ("increase", "venlafaxine", 7),
        ("stop", "sertraline", 14),
        ("increase", "venlafaxine", 21),
    ]
    assert [one.order for one in made] == [10, 11, 12, 13, 14, 15]
    assert (CROSS.falls, CROSS.rises) == ("sertraline", "venlafaxine")
    assert [line.drug for line in regimen([*TAKES, *made], on(13))] == ["sertraline", "venlafaxine"]
    assert [line.drug for line in regimen([*TAKES, *made], on(14))] == ["venlafaxine"]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (titration("venlafaxine", DAY, []), "at least one step"),
        (titration("venlafaxine", DAY, [(0, dose("37.5")), (0, dose("75"))]), "is not after the one before it"),
        (titration("venlafaxine", DAY, [(7, dose("37.5")), (0, dose("75"))]), "(1 Jun 2026) is not after"),
        (titration("venlafaxine", DAY, [(0, dose("75")), (7, dose("75"))]), "not more than the dose before it: 75 mg"),
        (titration("venlafaxine", DAY, [(0, dose("75")), (7, dose("37.5"))]), "not more than"),
        (titration("venlafaxine", DAY, [(0, dose("0"))]), "more than 0"),
        (titration("venlafaxine", DAY, [(0, dose("75")), (7, dose("1", unit="g"))]), "is in mg"),
        (titration("venlafaxine", DAY, [(0, dose("75", "as_needed"))]), "fixed frequency"),
        (titration("sertraline", DAY, [(0, dose("100"))]), "not more than the dose before it: 100 mg"),
        (titration("sertraline", on(-91), [(0, dose("150"))]), "last changed from 3 Mar 2026"),
        (taper("sertraline", DAY, [(0, dose("100"))]), "not less than"),
        (taper("sertraline", DAY, [(0, dose("50")), (7, dose("75"))]), "not less than the dose before it: 50 mg"),
        (taper("sertraline", DAY, [(0, None), (7, dose("25"))]), "was stopped in the step before"),
        (taper("lithium", DAY, [(0, dose("300"))]), "Lithium is not in the regimen"),
        (switch(taper("sertraline", DAY, [(0, dose("50"))]), UP), "its last step is a stop"),
        (switch(DOWN, titration("sertraline", DAY, [(21, dose("50"))])), "from one drug to another"),
        (augmentation("lithium", UP), "Lithium, to which this is added"),
        (augmentation("venlafaxine", UP), "to which this is added"),
    ],
)
def test_a_plan_that_makes_no_sense_gets_a_clear_sentence(plan, words):
    assert any(words in sentence for sentence in sentences(plan)), sentences(plan)


def test_a_problem_says_its_step():
    plan = titration("venlafaxine", DAY, [(0, dose("37.5")), (7, dose("30")), (7, dose("75"))])
    assert [problem.step for problem in plan_problems(plan, TAKES)] == [1, 2]


def test_a_held_drug_is_resumed_before_its_plan():
    held = [*TAKES, *changes(("hold", "sertraline", -3))]
    assert sentences(DOWN, held) == ["Sertraline is on hold. Resume or stop it first."]


def test_the_next_step_is_the_first_after_the_day():
    assert next_step(CROSS, on(-1)).on == DAY
    assert (next_step(CROSS, on(7)).drug, next_step(CROSS, on(7)).words) == ("sertraline", "stop")
    assert next_step(CROSS, on(21)) is None


def test_a_dose_out_of_plan_is_told():
    made = changes_of(CROSS, TAKES, 10)
    assert off_plan(CROSS, [*TAKES, *made], on(9)) == []
    assert off_plan(CROSS, TAKES, on(-1)) == []
    held = Change("hold", "venlafaxine", on(8), 99)
    assert off_plan(CROSS, [*TAKES, *made, held], on(9)) == ["venlafaxine"]
    assert off_plan(CROSS, [*TAKES, *made[:-2]], on(15)) == ["sertraline"]


def test_a_sheet_tells_a_patient_each_step_with_its_last_day():
    assert sheet(CROSS, "sertraline") == [
        "From 1 Jun 2026 to 7 Jun 2026: 50 mg once daily",
        "From 8 Jun 2026 to 14 Jun 2026: 25 mg once daily",
        "From 15 Jun 2026 on: stop",
    ]


DAYS_APART = st.lists(st.integers(1, 20), min_size=1, max_size=6)


@given(DAYS_APART, st.booleans(), st.integers(-5, 150))
def test_a_sound_plan_is_what_the_regimen_of_any_day_says(apart, ends, day):
    offsets = [sum(apart[:number]) for number in range(len(apart))]
    rising = titration("venlafaxine", DAY, [(at, dose(str(10 * (number + 1)))) for number, at in enumerate(offsets)])
    falling = taper("sertraline", DAY, [(at, dose(str(99 - number))) for number, at in enumerate(offsets)])
    if ends:
        last = sum(apart)
        falling = taper("sertraline", DAY, [*(((s.on - DAY).days, s.dose) for s in falling.steps), (last, None)])
    for plan, drug, before in ((rising, "venlafaxine", None), (falling, "sertraline", dose("100"))):
        assert plan_problems(plan, TAKES) == []
        known = [*TAKES, *changes_of(plan, TAKES, 10)]
        due = [step.dose for step in plan.steps if step.on <= DAY + timedelta(days=day)]
        lines = [line.dose for line in regimen(known, DAY + timedelta(days=day)) if line.drug == drug]
        assert lines == [one for one in [due[-1] if due else before] if one is not None]
        assert off_plan(plan, known, DAY + timedelta(days=day)) == []
