"""Titration, taper, switch and augmentation. Source: sources.md 4.1 (steps, a switch is two linked events)."""

from datetime import timedelta

import pytest

from coordcare.medication.plan_rules import AUGMENTATION, SWITCH, TAPER, TITRATION, Plan, Step, plan_problems
from tests.medication.situations import DAY, changes, dose, on


def steps(drug, starts_on, rows):
    return tuple(Step(drug, starts_on + timedelta(days=days), one) for days, one in rows)


def titration(drug, starts_on, rows):
    return Plan(TITRATION, steps(drug, starts_on, rows), rises=drug)


def taper(drug, starts_on, rows):
    return Plan(TAPER, steps(drug, starts_on, rows), falls=drug)


def switch(leaving, joining):
    return Plan(SWITCH, (*leaving.steps, *joining.steps), rises=joining.rises, falls=leaving.falls)


def augmentation(added_to, joining):
    return Plan(AUGMENTATION, joining.steps, rises=joining.rises, added_to=added_to)


TAKES = changes(("start", "sertraline", -90, "100"))
UP = titration("venlafaxine", DAY, [(0, dose("37.5")), (7, dose("75")), (21, dose("150"))])
DOWN = taper("sertraline", DAY, [(0, dose("50")), (7, dose("25")), (14, None)])
CROSS = switch(DOWN, UP)


def sentences(plan, known=TAKES):
    return [problem.sentence for problem in plan_problems(plan, known)]


@pytest.mark.parametrize("plan", [UP, DOWN, CROSS, augmentation("sertraline", UP)], ids=lambda plan: plan.kind)
def test_a_sound_plan_has_no_problem(plan):
    assert plan_problems(plan, TAKES) == []


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
