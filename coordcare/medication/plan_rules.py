"""Plans of more than one step: titration, taper, switch with a cross-taper, augmentation. Pure.

A plan becomes changes, one per step, which the regimen reads like any other. Source: domain.md 4.1 (a switch is two
linked events with a cross-taper plan; steps have a day and a dose).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordcare.medication.formulary import capitalized
from coordcare.medication.progress_rules import day_words
from coordcare.medication.rules import Change, Dose, RegimenLine, in_order, regimen

TITRATION, TAPER, SWITCH, AUGMENTATION = "titration", "taper", "switch", "augmentation"
PLANS = {
    TITRATION: "Titration",
    TAPER: "Taper",
    SWITCH: "Switch with a cross-taper",
    AUGMENTATION: "Augmentation",
}


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, a dose of a drug; None: it is stopped."""

    drug: str
    on: date
    dose: Dose | None

    @property
    def words(self) -> str:
        return "stop" if self.dose is None else self.dose.words


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


def titration(drug: str, starts_on: date, steps: Sequence[tuple[int, Dose]]) -> Plan:
    """A drug built up: (days after the first day, dose)."""
    return Plan(TITRATION, _steps(drug, starts_on, steps), rises=drug)


def taper(drug: str, starts_on: date, steps: Sequence[tuple[int, Dose | None]]) -> Plan:
    """A drug brought down: (days after the first day, dose), None for the stop."""
    return Plan(TAPER, _steps(drug, starts_on, steps), falls=drug)


def switch(leaving: Plan, joining: Plan) -> Plan:
    """From the drug of a taper to that of a titration: two linked changes with a cross-taper."""
    steps = sorted((*leaving.steps, *joining.steps), key=lambda step: step.on)
    return Plan(SWITCH, tuple(steps), rises=joining.rises, falls=leaving.falls)


def augmentation(added_to: str, joining: Plan) -> Plan:
    """A drug built up beside one that stays."""
    return Plan(AUGMENTATION, joining.steps, rises=joining.rises, added_to=added_to)


def plan_problems(plan: Plan, changes: Sequence[Change]) -> list[PlanProblem]:
    """Everything wrong with a plan, given the changes that count; empty when it can be signed."""
    found = [*_whole(plan, changes), *(problem for drug in plan.drugs for problem in _of_drug(plan, drug, changes))]
    return sorted(found, key=lambda problem: -1 if problem.step is None else problem.step)


def changes_of(plan: Plan, changes: Sequence[Change], first_order: int) -> list[Change]:
    """A sound plan as changes, in the order of its days, numbered from `first_order`. One drug has one step a day."""
    made: list[Change] = []
    for number, step in enumerate(sorted(plan.steps, key=lambda step: step.on)):
        line = _line([*changes, *made], step.drug, step.on)
        made.append(Change(_change_type(step, line), step.drug, step.on, first_order + number, step.dose))
    return made


def next_step(plan: Plan, on: date) -> Step | None:
    """The first step after a day; None when all are done."""
    return min((step for step in plan.steps if step.on > on), key=lambda step: step.on, default=None)


def off_plan(plan: Plan, changes: Sequence[Change], on: date) -> list[str]:
    """Drugs that on a day are not taken as their plan says, so that somebody looks at the rest of it."""
    return [drug for drug in plan.drugs if not _as_planned(plan.of(drug), _line(changes, drug, on), on)]


def sheet(plan: Plan, drug: str) -> list[str]:
    """The steps of one drug for a patient's sheet: 1 Jun 2026 to 14 Jun 2026: 25 mg once daily."""
    steps = sorted(plan.of(drug), key=lambda step: step.on)
    told: list[str] = []
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        last = f"to {day_words(after.on - timedelta(days=1))}" if after else "on"
        told.append(f"From {day_words(step.on)} {last}: {step.words}")
    return told


def _steps(drug: str, starts_on: date, steps: Sequence[tuple[int, Dose | None]]) -> tuple[Step, ...]:
    return tuple(Step(drug, starts_on + timedelta(days=days), dose) for days, dose in steps)


def _line(changes: Sequence[Change], drug: str, on: date) -> RegimenLine | None:
    return next((line for line in regimen(changes, on) if line.drug == drug), None)


def _change_type(step: Step, line: RegimenLine | None) -> str:
    if step.dose is None:
        return "stop"
    if line is None:
        return "start"
    return "increase" if step.dose.per_day > line.dose.per_day else "decrease"


def _as_planned(steps: Sequence[Step], line: RegimenLine | None, on: date) -> bool:
    begun = [step for step in sorted(steps, key=lambda step: step.on) if step.on <= on]
    if not begun:
        return True
    now = begun[-1].dose
    return line is None if now is None else line is not None and not line.held and line.dose == now


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
