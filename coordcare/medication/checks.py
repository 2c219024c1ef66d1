"""What a change must satisfy before it is signed. Pure; no advice beyond what is said here.

Not checked: allergies, interactions, kidney and liver function, pregnancy, age.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication.formulary import (
    AS_NEEDED,
    SOURCE,
    Drug,
    amount_words,
    capitalized,
    find_drug,
    nearest,
)
from coordcare.medication.rules import BEGINNING, WITHOUT_DOSE, Change, Dose, RegimenLine, in_order, regimen

NOT_CHECKED = "Not checked: allergies, interactions, kidney and liver function, pregnancy, age."
DOSE_MISSING = "Enter the dose, for example 50."
AHEAD = timedelta(days=60)
IMPLAUSIBLE_OF_MAXIMUM = 4
IMPLAUSIBLE_OF_CURRENT = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, at which field."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as somebody proposes it. `drug` as typed: a generic or a brand name."""

    change_type: str
    drug: str
    effective_on: date
    dose: Dose | None = None
    dose_confirmed: bool = False


def check_change(proposal: Proposal, changes: Sequence[Change], birth_date: date, today: date) -> list[Problem]:
    """Everything wrong with a proposal, given the signed changes; empty when it can be signed."""
    problems = list(_check_day(proposal.effective_on, birth_date, today))
    drug = find_drug(proposal.drug)
    if drug is None:
        return [*problems, Problem("drug", unknown_drug(proposal.drug))]
    own = in_order(change for change in changes if change.drug == drug.generic)
    if not problems and own and proposal.effective_on < own[-1].effective_on:
        last = day_words(own[-1].effective_on)
        problems.append(
            Problem("effective_on", f"{_name(drug)} was last changed from {last}. Choose that day or later.")
        )
    line = line_of(own, drug.generic)
    of_change = list(_check_change_type(proposal, drug, line))
    return [*problems, *(of_change or _check_dose(proposal, drug, line))]


def line_of(changes: Sequence[Change], drug: str) -> RegimenLine | None:
    """A drug's line after all of its changes, planned ones too: a new change comes after them."""
    return next((line for line in regimen(changes, date.max) if line.drug == drug), None)


def above_usual_maximum(drug: Drug, dose: Dose) -> bool:
    """Whether a day's amount is above the list's usual maximum. Source: psychotropics.csv [GK]."""
    daily, maximum = dose.milligrams_per_day, drug.maximum_per_day
    return daily is not None and maximum is not None and daily > maximum


def maximum_sentence(drug: Drug) -> str:
    """What the list says of a drug's maximum, with its standing."""
    return f"The list's usual daily maximum for {drug.generic} is {drug.usual_maximum} ({SOURCE})."


def unknown_drug(typed: str) -> str:
    """The sentence for a name that is not on the list, with the nearest ones."""
    found = nearest(typed)
    if not found:
        return f"“{typed[:60]}” is not on the clinic's list. Enter a generic or brand name from the list."
    return f"“{typed[:60]}” is not on the clinic's list. Did you mean {' or '.join(found)}?"


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _check_day(day: date, birth_date: date, today: date) -> Iterator[Problem]:
    """A wrong date; 60 days ahead [GK]."""
    if day < birth_date:
        yield Problem("effective_on", "This date is before the patient was born.")
    if day > today + AHEAD:
        yield Problem("effective_on", "This date is more than 60 days ahead. Check the year.")


def _check_change_type(proposal: Proposal, drug: Drug, line: RegimenLine | None) -> Iterator[Problem]:
    """Whether the change fits what is taken. Source: domain.md 4.1 (the regimen at a date is derivable)."""
    name = _name(drug)
    if proposal.change_type in BEGINNING:
        if line is not None:
            held = " (on hold)" if line.held else ""
            yield Problem(
                "change_type", f"{name} is already in the regimen: {line.dose_words}{held}. Change that dose instead."
            )
    elif line is None:
        yield Problem("change_type", f"{name} is not in the regimen. Use Start, or Taking already.")
    elif proposal.change_type == "resume" and not line.held:
        yield Problem("change_type", f"{name} is not on hold: {line.dose_words} is taken now.")
    elif proposal.change_type in {"increase", "decrease", "hold"} and line.held:
        yield Problem(
            "change_type", f"{name} is on hold since {day_words(line.held_since or line.since)}. Resume or stop it."
        )


def _check_dose(proposal: Proposal, drug: Drug, line: RegimenLine | None) -> Iterator[Problem]:
    dose = proposal.dose
    if proposal.change_type in WITHOUT_DOSE:
        return
    if dose is None:
        yield Problem("dose", DOSE_MISSING)
        return
    if dose.amount <= 0:
        yield Problem("dose", "The dose must be more than 0. To end a drug use Stop.")
        return
    if line is not None and line.dose.unit != dose.unit:
        unit = line.dose.unit
        yield Problem("unit", f"{_name(drug)} is taken in {unit}. Enter the new dose in {unit} too.")
        return
    implausible = _implausible(drug, dose, line)
    if implausible:
        yield Problem("dose", implausible)
        return
    yield from _check_direction(proposal.change_type, drug, dose, line)
    if above_usual_maximum(drug, dose) and not proposal.dose_confirmed:
        yield Problem("dose_confirmed", f"{maximum_sentence(drug)} Tick this box if the dose is meant.")


def _implausible(drug: Drug, dose: Dose, line: RegimenLine | None) -> str | None:
    """Over 4 times the list's maximum, or 10 times what is taken: a slip of the decimal point [GK]."""
    daily, maximum = dose.milligrams_per_day, drug.maximum_per_day
    if daily is not None and maximum is not None and daily > maximum * IMPLAUSIBLE_OF_MAXIMUM:
        doubt = f"{_stated(dose)} of {drug.generic} is not plausible: check the decimal point and the unit."
        return f"{doubt} {maximum_sentence(drug)}"
    if line is not None and dose.per_day > line.dose.per_day * IMPLAUSIBLE_OF_CURRENT:
        return (
            f"{_stated(dose)} of {drug.generic} is more than 10 times the current {line.dose_words}:"
            " check the decimal point and the frequency."
        )
    return None


def _check_direction(change_type: str, drug: Drug, dose: Dose, line: RegimenLine | None) -> Iterator[Problem]:
    """An increase gives more a day, a decrease less. As needed is not compared with a fixed frequency."""
    if line is None or (AS_NEEDED in {dose.frequency, line.dose.frequency} and dose.frequency != line.dose.frequency):
        return
    if change_type == "increase" and dose.per_day <= line.dose.per_day:
        yield Problem("dose", f"This is not more than the current dose of {drug.generic}: {line.dose_words}.")
    if change_type == "decrease" and dose.per_day >= line.dose.per_day:
        yield Problem("dose", f"This is not less than the current dose of {drug.generic}: {line.dose_words}.")


def _stated(dose: Dose) -> str:
    a_day = f"{amount_words(dose.per_day.quantize(Decimal('0.001')))} {dose.unit} a day"
    return dose.amount_words if dose.per_day == dose.amount else f"{dose.words} ({a_day})"


def _name(drug: Drug) -> str:
    return capitalized(drug.generic)
