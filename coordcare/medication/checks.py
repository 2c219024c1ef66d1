"""What a change must satisfy to make sense beside what is taken. Pure; advice stands apart."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication import plan_checks
from coordcare.medication.advice_rules import NOT_CHECKED
from coordcare.medication.formulary import AS_NEEDED, MILLIGRAMS, Drug, amount_words, capitalized
from coordcare.medication.list_formulary import DrugList
from coordcare.medication.plan_checks import Problem, Proposal
from coordcare.medication.rules import (
    BEGINNING,
    FALLING,
    WITH_OTHER_DRUG,
    WITHOUT_DOSE,
    Change,
    Dose,
    RegimenLine,
    regimen,
    trials,
)
from coordcare.medication.title_rules import day_words

__all__ = ["NOT_CHECKED", "Problem", "Proposal"]

DOSE_MISSING = "Enter the dose, for example 50."
FIRST_OF_TAPER = "“New dose” is the first dose of the taper, from the day it takes effect. Enter it, for example 50."
ENDING = FALLING | WITHOUT_DOSE
AHEAD = timedelta(days=366)


def check_change(
    proposal: Proposal, changes: Sequence[Change], birth_date: date, today: date, drugs: DrugList | None = None
) -> list[Problem]:
    """Everything wrong with a proposal, given the changes that count; empty when it can be signed."""
    problems = list(_check_day(proposal.effective_on, birth_date, today))
    drug = proposal.find(drugs or DrugList(), changes)
    if drug is None:
        return [*problems, Problem("drug", unknown_drug(proposal.drug, drugs or DrugList()))]
    if not problems:
        problems += _check_order(proposal, drug, changes, today)
    # Of a day that cannot be meant the rest is told as of today.
    seen_on = proposal.effective_on if not problems else max(proposal.effective_on, today)
    line = line_on(changes, drug.generic, seen_on, beside=proposal.beside)
    other = proposal.find_other(drugs or DrugList(), changes)
    swapped = line is not None and not (other and line_on(changes, other.generic, seen_on))
    if swapped and proposal.change_type in WITH_OTHER_DRUG:
        return [*problems, Problem("drug", _begins(proposal.change_type, drug))]
    of_change = list(_check_change_type(proposal, drug, line, changes))
    if of_change:
        return [*problems, *of_change]
    found = list(_check_dose(proposal, drug, line))
    return [*problems, *found, *([] if found else plan_checks.check_plan(proposal, drug, changes, drugs or DrugList()))]


def line_on(changes: Sequence[Change], drug: str, on: date, *, beside: bool = False) -> RegimenLine | None:
    """A drug's line on a day, which a change of that day begins from."""
    own = [change for change in changes if change.line == (drug, beside)]
    return next(iter(regimen(own, on)), None)


def dose_missing(change_type: str | None) -> str:
    """The sentence for a change without its dose."""
    return FIRST_OF_TAPER if change_type == "taper" else DOSE_MISSING


def unknown_drug(typed: str, drugs: DrugList) -> str:
    """The sentence for a name that is not on the list, with the nearest ones."""
    found = drugs.nearest(typed)
    told = f"“{typed[:60]}” is not on the clinic's list."
    meant = f" Did you mean {' or '.join(found)}?" if found else ""
    return f"{told}{meant} To record it all the same, uncoded, tick the box below it."


def _check_day(day: date, birth_date: date, today: date) -> Iterator[Problem]:
    """A wrong date; a year ahead [GK]."""
    if day < birth_date:
        yield Problem("effective_on", "This date is before the patient was born.")
    if day > today + AHEAD:
        yield Problem("effective_on", "This date is more than a year ahead. Check the year.")


def _check_order(proposal: Proposal, drug: Drug, changes: Sequence[Change], today: date) -> Iterator[Problem]:
    """What was signed and has taken effect stays in order; a change may come before what was only planned.

    The patient may have stopped while the plan went on.
    """
    own = (one for one in changes if one.line == (drug.generic, proposal.beside))
    begun = [one.effective_on for one in own if not one.step]
    begun = [day for day in begun if proposal.effective_on < day <= today]
    if begun:
        last = day_words(max(begun))
        yield Problem(
            "effective_on", f"{capitalized(drug.generic)} was last changed from {last}. Choose that day or later."
        )


def _check_change_type(
    proposal: Proposal, drug: Drug, line: RegimenLine | None, changes: Sequence[Change]
) -> Iterator[Problem]:
    """Whether the change fits what is taken. Source: sources.md 4.1 (the regimen at a date is derivable)."""
    name = capitalized(drug.generic)
    if proposal.change_type in BEGINNING:
        if line is not None:
            held = " (on hold)" if line.held else ""
            more = "" if proposal.beside else " For a second line of it, such as as needed, tick that box."
            yield Problem(
                "change_type",
                f"{name} is already in the regimen: {line.dose_words}{held}. Change that dose instead.{more}",
            )
        elif proposal.beside and line_on(changes, drug.generic, proposal.effective_on) is None:
            yield Problem("beside", f"{name} is not in the regimen, so there is no line to stand beside.")
    elif line is None:
        other = line_on(changes, drug.generic, proposal.effective_on, beside=not proposal.beside)
        told = _ended(proposal, drug, changes) if proposal.change_type in ENDING and other is None else None
        yield Problem("change_type", told or _not_taken(name, other, beside=proposal.beside))
    elif proposal.change_type == "resume" and not line.held:
        yield Problem("change_type", f"{name} is not on hold: {line.dose_words} is taken now.")
    elif proposal.change_type not in {"resume", "stop"} and line.held:
        yield Problem(
            "change_type", f"{name} is on hold since {day_words(line.held_since or line.since)}. Resume or stop it."
        )


def _begins(change_type: str, drug: Drug) -> str:
    """Who types the drug that is taken into the first field is told which field is for it."""
    becomes = "is left" if change_type == "switch" else "stays as it is"
    return f"Drug is the one that begins. Put {drug.generic}, which {becomes}, into “{plan_checks.OTHER_LABEL}” below."


def _not_taken(name: str, other: RegimenLine | None, *, beside: bool) -> str:
    if other is None:
        return f"{name} is not in the regimen. Use Start, or Taking already."
    return f"{name} has {'no second line' if beside else 'only a second line'}: {other.dose_words}. Check that box."


def _ended(proposal: Proposal, drug: Drug, changes: Sequence[Change]) -> str:
    """Of a drug that is to be ended and is not taken: since when it is not, if it ever was."""
    words = f"{capitalized(drug.generic)} is not in the regimen"
    own = (one for one in changes if one.drug == drug.generic)
    ended = [one.stopped_on for one in trials(own, proposal.effective_on) if one.stopped_on is not None]
    return f"{words}: it ended on {day_words(max(ended))}." if ended else f"{words}, so there is nothing to end."


def _check_dose(proposal: Proposal, drug: Drug, line: RegimenLine | None) -> Iterator[Problem]:
    dose = proposal.dose
    if proposal.change_type in WITHOUT_DOSE:
        return
    if dose is None:
        yield Problem("dose", dose_missing(proposal.change_type))
    elif dose.amount <= 0:
        yield Problem("dose", "The dose must be more than 0. To end a drug use Stop.")
    elif dose.most_per_day is not None and not dose.as_needed:
        yield Problem("most_per_day", "Only a drug taken as needed has a highest number of doses.")
    elif line is not None:
        yield from _check_direction(proposal.change_type, drug, dose, line.dose)


def _check_direction(change_type: str, drug: Drug, dose: Dose, before: Dose) -> Iterator[Problem]:
    """An increase gives more a day, a decrease less. As needed is not compared with a fixed frequency."""
    if change_type == "timing" and dose == before:
        yield Problem("dose", f"Nothing differs from {before.words}. Choose another time, form or route.")
    compared = _of_a_day(dose, before)
    if compared is None:
        return
    now, was = compared
    unit = _unit_words(dose, before)
    if change_type == "increase" and now <= was:
        yield Problem("dose", f"This is not more than the current dose of {drug.generic}: {before.words}.{unit}")
    if change_type in FALLING and now >= was:
        yield Problem("dose", f"This is not less than the current dose of {drug.generic}: {before.words}.{unit}")
    if change_type == "timing" and now != was:
        words = f"The amount of a day differs from {before.words}. Use Increase or Decrease.{unit}"
        yield Problem("dose", words)


def _unit_words(dose: Dose, before: Dose) -> str:
    """What the dose is in the unit that is taken now, where another one was chosen: 100 mcg is 0.1 mg."""
    if dose.unit == before.unit or not {dose.unit, before.unit} <= MILLIGRAMS.keys():
        return ""
    now = dose.amount * MILLIGRAMS[dose.unit] / MILLIGRAMS[before.unit]
    return f" Check the unit: {amount_words(dose.amount)} {dose.unit} is {amount_words(now)} {before.unit}."


def _of_a_day(dose: Dose, before: Dose) -> tuple[Decimal, Decimal] | None:
    """Both amounts of a day in one unit; None where they cannot be compared."""
    if AS_NEEDED in {dose.frequency, before.frequency}:
        return (dose.most_of_a_day, before.most_of_a_day) if dose.frequency == before.frequency else None
    if dose.unit == before.unit:
        return dose.per_day, before.per_day
    if {dose.unit, before.unit} <= MILLIGRAMS.keys():
        return dose.per_day * MILLIGRAMS[dose.unit], before.per_day * MILLIGRAMS[before.unit]
    return None
