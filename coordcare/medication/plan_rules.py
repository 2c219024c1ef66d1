"""Plans of more than one step: titration, taper, switch with a cross-taper, augmentation. Pure.

A plan becomes changes, one per step, which the regimen reads like any other. Source: sources.md 4.1 (a switch is two
linked events with a cross-taper plan; steps have a day and a dose).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coordcare.medication.formulary import capitalized
from coordcare.medication.progress_rules import day_words
from coordcare.medication.rules import Change, Dose, RegimenLine, in_order, regimen

TITRATION, TAPER, SWITCH, AUGMENTATION = "titration", "taper", "switch", "augmentation"


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, a dose of a drug; None: it is stopped."""

    drug: str
    on: date
    dose: Dose | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps as they were entered. `rises`: the drug that is built up; `falls`: the one that goes down.

    An augmentation names in `added_to` the drug that stays as it is.
    """

    kind: str
    steps: tuple[Step, ...]
    rises: str | None = None
    falls: str | None = None
    added_to: str | None = None

    @property
    def drugs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.drug for step in self.steps))

    def of(self, drug: str) -> list[Step]:
        return [step for step in self.steps if step.drug == drug]


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What is wrong, at which step (its place in the plan, from 0; None: the plan as a whole)."""

    step: int | None
    sentence: str


def plan_problems(plan: Plan, changes: Sequence[Change]) -> list[PlanProblem]:
    """Everything wrong with a plan, given the changes that count; empty when it can be signed."""
    found = [*_whole(plan, changes), *(problem for drug in plan.drugs for problem in _of_drug(plan, drug, changes))]
    return sorted(found, key=lambda problem: -1 if problem.step is None else problem.step)


def _line(changes: Sequence[Change], drug: str, on: date) -> RegimenLine | None:
    return next((line for line in regimen(changes, on) if line.drug == drug), None)


def _whole(plan: Plan, changes: Sequence[Change]) -> Iterator[PlanProblem]:
    """What concerns the plan and no single step."""
    if not plan.steps:
        yield PlanProblem(None, "Enter at least one step.")
        return
    if plan.kind == SWITCH and plan.rises == plan.falls:
        yield PlanProblem(None, "A switch goes from one drug to another. To change a dose, use a titration or a taper.")
    first_day = min(step.on for step in plan.steps)
    if plan.falls and _line(changes, plan.falls, first_day) is None:
        yield PlanProblem(None, f"{capitalized(plan.falls)} is not in the regimen on {day_words(first_day)}.")
    if plan.kind == SWITCH and plan.falls and not any(step.dose is None for step in plan.of(plan.falls)):
        yield PlanProblem(None, f"A switch ends {plan.falls}: its last step is a stop.")
    if plan.added_to is not None and (plan.added_to == plan.rises or _line(changes, plan.added_to, first_day) is None):
        yield PlanProblem(None, f"{capitalized(plan.added_to)}, to which this is added, is not in the regimen.")


def _of_drug(plan: Plan, drug: str, changes: Sequence[Change]) -> Iterator[PlanProblem]:
    """What is wrong with the steps of one drug, each against the one before it, the first against what is taken."""
    numbered = [(number, step) for number, step in enumerate(plan.steps) if step.drug == drug]
    own = in_order(one for one in changes if one.drug == drug)
    first_number, first = numbered[0]
    if own and first.on < own[-1].effective_on:
        last = day_words(own[-1].effective_on)
        yield PlanProblem(first_number, f"{capitalized(drug)} was last changed from {last}. Begin that day or later.")
        return
    line = _line(own, drug, first.on)
    if line is not None and line.held:
        yield PlanProblem(first_number, f"{capitalized(drug)} is on hold. Resume or stop it first.")
        return
    dose, before = (line.dose if line else None), None
    for number, step in numbered:
        if before is not None and step.on <= before.on:
            yield PlanProblem(
                number, f"This step ({day_words(step.on)}) is not after the one before it ({day_words(before.on)})."
            )
        elif before is not None and before.dose is None:
            yield PlanProblem(number, f"{capitalized(drug)} was stopped in the step before this one.")
        elif sentence := _step_problem(step, dose, rises=plan.rises == drug):
            yield PlanProblem(number, sentence)
        dose, before = step.dose, step


def _step_problem(step: Step, before: Dose | None, *, rises: bool) -> str | None:
    """A sentence for a dose that does not follow from the one before it; None when it does."""
    dose = step.dose
    if dose is None:
        return "A drug that is built up is not stopped in the same plan." if rises else None
    if dose.amount <= 0:
        return "The dose must be more than 0. To end a drug use a stop."
    if dose.as_needed:
        return "A plan's dose has a fixed frequency. Record as needed as a change of its own."
    if before is None or before.as_needed:
        return None
    if before.unit != dose.unit:
        return f"The dose before it is in {before.unit}. Enter this one in {before.unit} too."
    if rises and dose.per_day <= before.per_day:
        return f"This is not more than the dose before it: {before.words}."
    if not rises and dose.per_day >= before.per_day:
        return f"This is not less than the dose before it: {before.words}."
    return None
