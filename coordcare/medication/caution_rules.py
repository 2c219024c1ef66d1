"""Advice on any drug: plausibility, the usual maximum, a second one of its kind, monitoring, PDMP. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication.advice_rules import ASKS_REASON, BEGINS, DOSES, QUIET, REFUSED, Advice, Situation, day_words
from coordcare.medication.formulary import FAMILIES, MILLIGRAMS, UNITS, amount_words, capitalized
from coordcare.medication.history_rules import unlimited
from coordcare.medication.lamotrigine_rules import LAMOTRIGINE, company
from coordcare.medication.limit_formulary import Limit, over
from coordcare.medication.rules import Dose, trials

TENFOLD = 10
# From so many times the present dose on it is asked whether it is meant. [GK, not verified]
MANIFOLD, MANIFOLD_KEY = 5, "manifold"
DECIMAL_POINT = ": check the decimal point."
SLIP_OF_UNIT = 100
LIQUID, LIQUID_UNIT = "liquid", "mL"
PDMP_FROM_AGE = 16
PDMP_KEPT = timedelta(days=1)
CLINIC = "clinic default [GK]"
# What two drugs of one family may do together, and where that is from. Nobody read the labels for it: not verified.
WATCH_FOR = {
    "reuptake_inhibitor": (
        "Watch for serotonin syndrome: agitation, confusion, tremor, stiff or jerking muscles, sweating, fever,"
        " fast heartbeat, diarrhea. It asks for help the same day.",
        "clinic default; FDA labels of SSRIs and SNRIs, warning of serotonin syndrome [GK]",
    )
}


def plausibility(situation: Situation) -> Iterator[Advice]:
    """Refused: a unit that does not fit the drug or what is taken of it, one 100 times out. Quiet: five times as much.

    50 typed as 500 is ten times what is taken, and the form asks for a tick that it is meant. mcg for mg, and mg for
    mcg, is 1000 times out; the line is drawn at 100 times above the maximum or, where the unit is not the list's, 100
    times below it. [GK, not verified]
    """
    dose = situation.dose
    if dose is None:
        return
    line = situation.line
    if line is not None and _kind(line.dose.unit) != _kind(dose.unit):
        words = f"{capitalized(situation.drug.generic)} is taken in {line.dose.unit}, which does not fit {dose.unit}."
        yield Advice("unit_misfit", words, REFUSED, CLINIC, verified=False)
        return
    if line is None and dose.unit not in (fitting := _units_that_fit(situation, dose)):
        name, listed = capitalized(situation.drug.generic), ", ".join(unit for unit in UNITS if unit in fitting)
        only = ", or the form liquid" if dose.unit == LIQUID_UNIT else ""
        words = f"{name} is not given in {dose.unit} here. Choose one of {listed}{only}."
        yield Advice("unit_misfit", words, REFUSED, CLINIC, verified=False)
        return
    limit = _limit(situation)
    if limit is not None and (slip := _unit_slip(situation, dose, limit)):
        yield Advice("unit_slip", slip, REFUSED, limit.source, verified=False)
    elif line is not None and (told := _manifold_words(dose, line.dose)):
        yield Advice(MANIFOLD_KEY, told, QUIET, CLINIC, verified=False)


def over_maximum(situation: Situation) -> Iterator[Advice]:
    """Above the usual maximum for this route, form, age, indication and company. Source: dose_limits.csv."""
    dose = situation.dose
    if dose is None or situation.change_type not in DOSES:
        return
    limit, other = _limit(situation), situation.other_line
    taken = other.dose if other is not None and not other.held else None
    beside = _milligrams(taken) if taken is not None and taken.unit in MILLIGRAMS else Decimal(0)
    if limit is not None and over(limit, dose, situation.use.weight, beside):
        together = f" together with its other line ({taken.words})" if taken is not None and beside else ""
        words = f"{dose.words} of {situation.drug.generic}{together} is above the usual maximum: {limit.words}."
        if over(limit, dose._replace(amount=dose.amount / TENFOLD), situation.use.weight):
            words = f"{words} More than {TENFOLD} times as much: check the decimal point."
        yield Advice("over_maximum", words, ASKS_REASON, limit.source, limit.verified)


def duplicate_class(situation: Situation) -> Iterator[Advice]:
    """Another drug of the same family is taken, or is planned while this one is begun. [GK]"""
    family = situation.drug.family
    if family is None or situation.change_type not in BEGINS | {"taking_already"}:
        return
    for other in trials(situation.others, date.max):
        known = situation.drugs.find(other.drug)
        ended = other.stopped_on is not None and other.stopped_on <= situation.on
        if known is None or known.family != family or ended:
            continue
        until = f" until {day_words(other.stopped_on)}" if other.stopped_on else ""
        since = f" from {day_words(other.started_on)}" if other.started_on > situation.on else ""
        words = f"{capitalized(situation.drug.generic)} and {other.drug}{since}{until} are both {FAMILIES[family]}."
        watched, source = WATCH_FOR.get(family, ("", CLINIC))
        yield Advice("duplicate_class", f"{words} {watched}".rstrip(), QUIET, source, verified=False)


def monitoring_overdue(situation: Situation) -> Iterator[Advice]:
    """What monitoring_rules found overdue for this drug, in one line."""
    if situation.overdue:
        words = f"Monitoring overdue for {situation.drug.generic}: {', '.join(situation.overdue)}."
        yield Advice(
            "monitoring_overdue", words, QUIET, "sources.md 4.2, the clinic's monitoring rules", verified=False
        )


def pdmp(situation: Situation) -> Iterator[Advice]:
    """A controlled drug is begun without the PDMP of that day or the day before. Florida asks it from age 16 [GK]."""
    if not situation.drug.controlled or situation.change_type not in BEGINS or situation.use.age < PDMP_FROM_AGE:
        return
    checked = situation.pdmp_checked_on
    if checked is None or not timedelta(0) <= situation.on - checked <= PDMP_KEPT:
        words = f"{capitalized(situation.drug.generic)} is {situation.drug.schedule}: PDMP not checked for this start."
        yield Advice("pdmp", words, QUIET, "sources.md 4.2 (Florida E-FORCSE) [GK]", verified=False)


def no_limit_as_needed(situation: Situation) -> Iterator[Advice]:
    """As needed, and nobody said how many doses a day it may be: then no page can say it either."""
    dose = situation.dose
    if dose is not None and unlimited(dose) and situation.change_type in DOSES:
        words = f"{dose.words} without a daily limit: set it under “At most a day”, in doses."
        yield Advice("no_limit", words, QUIET, CLINIC, verified=False)


def not_on_the_list(situation: Situation) -> Iterator[Advice]:
    if not situation.drug.coded:
        words = f"{capitalized(situation.drug.generic)} is not on the clinic's list: nothing is checked for it."
        yield Advice("uncoded", words, QUIET, CLINIC, verified=False)


def _limit(situation: Situation) -> Limit | None:
    """The limit of the drug as it is used, lamotrigine's in the company of what else is taken."""
    use = situation.use
    if situation.drug.generic == LAMOTRIGINE:
        use = replace(use, conditions=use.conditions | company(situation.takes))
    return situation.drugs.limit_of(situation.drug.generic, use)


def _units_that_fit(situation: Situation, dose: Dose) -> set[str]:
    """A weight, what the drug's own limits are in, and mL of a liquid; any unit of a drug that is not on the list."""
    if not situation.drug.coded:
        return set(UNITS)
    limits = {limit.unit for limit in situation.drugs.limits if limit.drug == situation.drug.generic}
    return {*MILLIGRAMS, *limits, *({LIQUID_UNIT} if dose.form == LIQUID else ())}


def _manifold_words(dose: Dose, before: Dose) -> str | None:
    """500 mg is 10 times the dose now (50 mg): check the decimal point. As needed each dose is compared with each."""
    if dose.as_needed and not before.as_needed:
        return None
    each = dose.as_needed
    factors = [MILLIGRAMS.get(one.unit, Decimal(1)) for one in (dose, before)]
    now, was = (dose.amount, before.amount) if each else (dose.most_of_a_day, before.most_of_a_day)
    times = now * factors[0] / (was * factors[1])
    if times < MANIFOLD:
        return None
    told = f"{times:.0f}" if times == int(times) else f"more than {int(times)}"
    alike = dose.frequency == before.frequency
    new, old = (dose.amount_words, before.amount_words) if alike else (dose.words, before.words)
    return f"{new} is {told} times the dose now ({old}){DECIMAL_POINT}"


def _kind(unit: str) -> str:
    return "weight" if unit in MILLIGRAMS else unit


def _milligrams(dose: Dose) -> Decimal:
    """The amount of a day in mg, or in its own unit where that is no weight (only compared with its like)."""
    return dose.most_of_a_day * MILLIGRAMS.get(dose.unit, Decimal(1))


def _unit_slip(situation: Situation, dose: Dose, limit: Limit) -> str | None:
    """A sentence when mg stands for mcg, mcg for mg, or something like it."""
    maximum = limit.milligrams(situation.use.weight)
    if maximum is None or dose.unit not in MILLIGRAMS:
        return None
    taken = _milligrams(dose) if limit.per != "dose" else dose.amount * MILLIGRAMS[dose.unit]
    tiny = dose.unit != limit.unit and taken * SLIP_OF_UNIT < maximum
    if taken <= maximum * SLIP_OF_UNIT and not tiny:
        return None
    name, usual = situation.drug.generic, f"{amount_words(limit.maximum)} {limit.unit}"
    return f"{dose.words} of {name} makes no sense beside the usual maximum of {usual}: check the unit."
