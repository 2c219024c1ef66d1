"""A change as somebody proposes it, with its plan, and what must be so of the plan. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordcare.medication.formulary import Drug, capitalized, unlisted
from coordcare.medication.list_formulary import DrugList
from coordcare.medication.plan_rules import AUGMENTATION, SWITCH, TAPER, TITRATION, Plan, Step, plan_problems
from coordcare.medication.rules import FALLING, RISING, WITH_OTHER_DRUG, Change, Dose
from coordcare.medication.step_rules import PROPOSED, Act, PlannedStep

OTHER_LABEL = "Other one: left, or added to"
LONGEST_PLAN = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, at which field; `step` counts from 0 where the field is `steps` or `leaving`."""

    field: str
    sentence: str
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as somebody proposes it. `drug` and `other_drug` as typed: generic or brand names.

    `steps` come after the first dose; `leaving` are those of the drug that a switch leaves (none: it stops at once).
    """

    change_type: str
    drug: str
    effective_on: date
    dose: Dose | None = None
    beside: bool = False
    unlisted: bool = False
    other_drug: str | None = None
    steps: tuple[PlannedStep, ...] = ()
    leaving: tuple[PlannedStep, ...] = ()

    def find(self, drugs: DrugList, changes: Sequence[Change]) -> Drug | None:
        """The drug: of the list, of the regimen, or as typed where it is meant to be recorded uncoded."""
        return named_drug(self.drug, drugs, changes, meant=self.unlisted)

    def find_other(self, drugs: DrugList, changes: Sequence[Change]) -> Drug | None:
        return named_drug(self.other_drug or "", drugs, changes, meant=False)

    def leaving_steps(self) -> tuple[PlannedStep, ...]:
        """What becomes of the drug that a switch leaves."""
        return self.leaving or (PlannedStep(self.effective_on, None),)

    def acts(self, drug: str, other: str | None) -> list[Act]:
        """The proposal as it would stand in the record, signed after everything else."""
        first = Change(self.change_type, drug, self.effective_on, PROPOSED, self.dose, self.beside)
        made = [Act(first, self.steps)]
        if self.change_type == "switch" and other is not None:
            begin, *later = self.leaving_steps()
            change_type = "stop" if begin.dose is None else "taper"
            made.append(Act(Change(change_type, other, begin.on, PROPOSED + 1, begin.dose), tuple(later)))
        return made


def named_drug(name: str, drugs: DrugList, changes: Sequence[Change], *, meant: bool) -> Drug | None:
    """A drug by its name; one that is not on the list only where the record knows it, or where it is `meant`.

    What the record knows uncoded under just this name comes before a drug of the list that the name may mean too.
    """
    found = drugs.find(name)
    if found is not None or not any(letter.isalpha() for letter in name):
        return found
    uncoded = unlisted(name)
    if any(change.drug == uncoded.generic for change in changes):
        return uncoded
    return drugs.find_typed(name) or (uncoded if meant else None)


def check_plan(proposal: Proposal, drug: Drug, changes: Sequence[Change], drugs: DrugList) -> Iterator[Problem]:
    """What is wrong with the second drug and with the steps."""
    other = proposal.find_other(drugs, changes)
    if proposal.change_type in WITH_OTHER_DRUG and (sentence := _other_problem(proposal, drug, other)):
        yield Problem("other_drug", sentence)
        return
    if proposal.steps and proposal.change_type not in RISING | FALLING:
        yield Problem("steps", "Steps go with a start, increase, switch, augmentation, decrease or taper.", 0)
    elif proposal.change_type == "taper" and not proposal.steps:
        yield Problem("change_type", "A taper has steps after its first dose. For a single step use Decrease.")
    elif proposal.leaving and proposal.change_type != "switch":
        yield Problem("leaving", "These steps are of the drug that a switch leaves. Choose Switch, or clear them.", 0)
    else:
        yield from _check_steps(proposal, drug, other, changes)


def _other_problem(proposal: Proposal, drug: Drug, other: Drug | None) -> str | None:
    if not proposal.other_drug:
        return (
            "Name the drug that is left."
            if proposal.change_type == "switch"
            else "Name the drug that this is added to."
        )
    if other is None:
        return f"“{proposal.other_drug[:60]}” is not in the regimen."
    if other.generic == drug.generic:
        return f"{capitalized(drug.generic)} is the drug of this change itself. Name another one."
    return None


def _check_steps(proposal: Proposal, drug: Drug, other: Drug | None, changes: Sequence[Change]) -> Iterator[Problem]:
    """The plan as plan_rules reads it: the joining drug's steps first, the first of them being the change itself."""
    kind = _kind(proposal.change_type)
    if kind is None or proposal.dose is None:
        return
    joining = [Step(drug.generic, proposal.effective_on, proposal.dose)]
    joining += [Step(drug.generic, step.on, step.dose) for step in proposal.steps]
    leaving: list[Step] = []
    if kind == SWITCH and other is not None:
        leaving = [Step(other.generic, step.on, step.dose) for step in proposal.leaving_steps()]
    rises, falls = (drug.generic, other.generic if kind == SWITCH and other else None)
    plan = Plan(
        kind,
        (*joining, *leaving),
        rises=None if kind == TAPER else rises,
        falls=drug.generic if kind == TAPER else falls,
        added_to=other.generic if kind == AUGMENTATION and other else None,
    )
    lines = {(drug.generic, proposal.beside), (other.generic if other else "", False)}
    first_day = min(step.on for step in plan.steps)
    known = [one for one in changes if one.line in lines and one.effective_on <= first_day]
    for found in plan_problems(plan, known):
        if found.step is None:
            yield Problem("other_drug" if other else "change_type", found.sentence)
        elif found.step >= len(joining):
            yield Problem("leaving", found.sentence, found.step - len(joining))
        elif found.step > 0:
            yield Problem("steps", found.sentence, found.step - 1)
    yield from _too_far(proposal)


def _too_far(proposal: Proposal) -> Iterator[Problem]:
    """A plan of more than two years is a slip of the year [GK]."""
    for field, steps in (("steps", proposal.steps), ("leaving", proposal.leaving)):
        for number, step in enumerate(steps):
            if step.on > proposal.effective_on + LONGEST_PLAN:
                yield Problem(field, "This step is more than two years after the first. Check the year.", number)


def _kind(change_type: str) -> str | None:
    if change_type in FALLING:
        return TAPER
    return {"switch": SWITCH, "augment": AUGMENTATION, "start": TITRATION, "increase": TITRATION}.get(change_type)
