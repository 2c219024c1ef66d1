"""Signed changes with their dated steps, and which of them count. Pure; days are the clinic's.

A later-signed change of a line ends what was planned for it: the steps from its day on, and whatever was to begin
after it. When that change is taken back, the plan counts again.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from coordcare.medication.rules import Change, Dose

# The order of a change that is not signed yet: after everything that is.
PROPOSED = 2**62


class PlannedStep(NamedTuple):
    """From a day on, a dose; None: the drug is stopped."""

    on: date
    dose: Dose | None


class Act(NamedTuple):
    """A change as it was signed, with the steps that follow its first day, soonest first."""

    first: Change
    steps: tuple[PlannedStep, ...] = ()


def in_force(acts: Iterable[Act]) -> list[Change]:
    """The changes that count, those of later steps too, by line and then as they were signed."""
    kept: list[Change] = []
    ended_from: dict[tuple[str, bool], date] = {}
    for act in sorted(acts, key=attrgetter("first.order"), reverse=True):
        first, line = act.first, act.first.line
        end = ended_from.get(line)
        if end is None or first.effective_on <= end:
            kept.append(first)
        if act.steps:
            kept += [step for step in steps_of(act) if end is None or step.effective_on < end]
        ended_from[line] = first.effective_on if end is None else min(end, first.effective_on)
    return sorted(kept, key=attrgetter("order", "effective_on"))


def changes_of(act: Act) -> list[Change]:
    """An act as changes: its own, then one for each step."""
    return [act.first, *steps_of(act)]


def steps_of(act: Act) -> Iterator[Change]:
    """The steps of an act as changes."""
    before = act.first.dose
    for step in act.steps:
        change_type = "stop" if step.dose is None else "increase"
        if step.dose is not None and before is not None and step.dose.per_day < before.per_day:
            change_type = "decrease"
        yield Change(change_type, act.first.drug, step.on, act.first.order, step.dose, act.first.beside, step=True)
        before = step.dose or before
