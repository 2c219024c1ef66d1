"""A result of monitoring in words, and how it reads. Pure.

What it reads as is advice: each range with its source, and none of them verified but the counts of clozapine. A
result of which nothing is known says so: a blank beside a value looks like nothing wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from coordcare.medication.advice_rules import UNVERIFIED, source_words
from coordcare.medication.band_formulary import LOWER_PRESSURE, band_of, usual
from coordcare.medication.clozapine_rules import CLOZAPINE, COUNTS, anc_reading
from coordcare.medication.formulary import amount_words
from coordcare.medication.history_rules import anchor_of
from coordcare.medication.monitoring_rules import LITHIUM_ASKS, LITHIUM_SOURCE, Result, lithium_reading
from coordcare.medication.result_formulary import FINDINGS, LITHIUM, MEASUREMENTS, PRESSURE
from coordcare.medication.rules import Change, regimen

# From so long on lithium its level is read as maintenance [GK], clinic default.
ACUTE_FOR = timedelta(days=90)
TOXIC_FROM = Decimal("1.5")
TOXIC_SOURCE = "lithium of 1.5 mEq/L or more [GK]"
LEVELS = {
    "valproate_level": (Decimal(50), Decimal(125), "sources.md 4.2 [GK]"),
    "carbamazepine_level": (Decimal(4), Decimal(12), "sources.md 4.2 [GK]"),
}
ABNORMAL = "abnormal"
MOST_HOURS = Decimal(96)
ANC, PER_THOUSAND = "anc", "10^3/mcL"
FINDING_SOURCE = "sources.md 4.2 [GK]"
# Findings that say more of one drug: what they may mean with it.
FOUND_WITH = {
    ("hla_b_1502", "positive"): (("carbamazepine", "oxcarbazepine"), "serious skin reactions are possible with"),
    ("pregnancy_test", "positive"): (("divalproex sodium",), "harm to the child is possible with"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a result may mean. `level` 2 asks to act today; 1 to look; None says nothing more.

    `below`: under the range of a drug's level, which asks nobody to look and is out of range all the same.
    """

    words: str
    source: str
    verified: bool
    level: int | None = None
    below: bool = False

    @property
    def out_of_range(self) -> bool:
        return self.level is not None or self.below

    @property
    def told(self) -> str:
        """Where it comes from, as shown under it; empty where no rule spoke."""
        if not self.source:
            return ""
        words = source_words(self.source)
        return words if self.verified else f"{words}; {UNVERIFIED}"


LEVEL_OF = {LITHIUM: "lithium", "valproate_level": "divalproex sodium", "carbamazepine_level": "carbamazepine"}
NO_RULE = Reading("no rule here for this value: clinician’s judgment", "", verified=True)


def result_words(values: Mapping[str, Any]) -> str:
    """0.8 mEq/L; 128/82 mmHg; negative."""
    if values["value"] is None:
        return FINDINGS[values["finding"]].lower()
    number = amount_words(values["value"])
    second = f"/{amount_words(values['second_value'])}" if values["second_value"] is not None else ""
    return f"{number}{second} {values['unit']}"


def measured_words(values: Mapping[str, Any]) -> str:
    """TSH 24 mIU/L."""
    return f"{MEASUREMENTS[values['test']].word} {result_words(values)}"


def as_result(test: str, on: date, values: Mapping[str, Any]) -> Result:
    """A row as the rules of monitoring compare it: under the test of theirs that it meets."""
    return Result(MEASUREMENTS[test].meets, on, values["value"], values["unit"], values["hours_since_dose"])


def trough_words(test: str, hours: Decimal | None) -> str | None:
    """How long after the dose a level was taken; for lithium also that this is not known."""
    if hours is not None:
        return f"{amount_words(hours)} h after the last dose"
    return "hours since the last dose not known" if test == LITHIUM else None


def reading(
    test: str, values: Mapping[str, Any], on: date, changes: Sequence[Change], age: int, *, benign: bool = False
) -> Reading:
    """What a result may mean for this patient on that day; NO_RULE where nothing is known to say.

    `benign`: benign ethnic neutropenia is recorded, under which other counts of clozapine are usual.
    """
    value = values["value"]
    if value is None:
        return _finding(test, values["finding"], on, changes)
    if test == LITHIUM:
        return _of_whom(_lithium(value, values["hours_since_dose"], on, changes, age), test, on, changes)
    if test == ANC and anchor_of(changes, CLOZAPINE, on) is not None:
        return _anc(values, benign=benign)
    if test in LEVELS:
        return _of_whom(_level(test, value, values["unit"]), test, on, changes)
    if values["second_value"] is not None:
        return _pressure(value, values["second_value"], values["unit"])
    return _banded(test, value, values["unit"])


def _of_whom(found: Reading, test: str, on: date, changes: Sequence[Change]) -> Reading:
    """The level of a drug that was never recorded may be somebody else's: that is asked beside it."""
    drug = LEVEL_OF[test]
    if any(one.drug == drug and one.effective_on <= on for one in changes):
        return found
    asked = f"No {drug} is on record here up to that day: is it this patient’s result?"
    return replace(found, words=f"{found.words.rstrip('.')}. {asked}")


def _level(test: str, value: Decimal, unit: str) -> Reading:
    low, high, source = LEVELS[test]
    place = "below" if value < low else "above" if value > high else "within"
    words = f"{place} {amount_words(low)} to {amount_words(high)} {unit}"
    return Reading(words, source, verified=False, level=1 if place == "above" else None, below=place == "below")


def _banded(test: str, value: Decimal, unit: str) -> Reading:
    """By the common limits; what is within them is said too, so that it is not taken for something not judged."""
    band = band_of(test, unit, value)
    if band is not None:
        return Reading(band.words, band.source, band.verified, band.level)
    known = usual(test, unit)
    return NO_RULE if known is None else Reading(known[0], known[1].source, known[1].verified)


def _pressure(upper: Decimal, lower: Decimal, unit: str) -> Reading:
    """The pressure that is further out, or both where they are alike: beyond a limit, or within them."""
    pair = (("upper", PRESSURE, upper), ("lower", LOWER_PRESSURE, lower))
    passed = [(name, band) for name, test, value in pair if (band := band_of(test, unit, value))]
    if passed:
        most = max(band.level or 0 for _, band in passed)
        told = [(name, band) for name, band in passed if (band.level or 0) == most]
        words = "; ".join(f"{name} pressure {band.words}" for name, band in told)
        return Reading(words, told[0][1].source, told[0][1].verified, told[0][1].level)
    within = [(name, _banded(test, value, unit)) for name, test, value in pair]
    words = ", ".join(f"{name} {one.words}" for name, one in within)
    return Reading(words, within[0][1].source, within[0][1].verified)


def _finding(test: str, finding: str, on: date, changes: Sequence[Change]) -> Reading:
    """What was found without a number: a normal finding says that it is, an abnormal one is somebody's to judge."""
    drugs, words = FOUND_WITH.get((test, finding), ((), ""))
    taken = [line.drug for line in regimen(changes, on) if line.drug in drugs]
    if taken:
        return Reading(f"positive: {words} {taken[0]}, which is taken", FINDING_SOURCE, verified=False, level=2)
    if drugs:
        return Reading(f"positive: {words} {' and '.join(drugs)}", FINDING_SOURCE, verified=False, level=1)
    if finding == ABNORMAL:
        return Reading("recorded as abnormal: what was seen stands on the report", "", verified=True, level=1)
    return Reading(f"recorded as {FINDINGS[finding].lower()}", "", verified=True)


def _lithium(value: Decimal, hours: Decimal | None, on: date, changes: Sequence[Change], age: int) -> Reading:
    if value >= TOXIC_FROM:
        words = f"1.5 mEq/L or more: toxicity is possible. Ask about tremor, diarrhea, unsteadiness. {LITHIUM_ASKS}"
        return Reading(words, TOXIC_SOURCE, verified=False, level=2)
    begun = anchor_of(changes, "lithium", on)
    phase = "acute" if begun is not None and on - begun < ACUTE_FOR else "maintenance"
    words = lithium_reading(value, hours, phase, age)
    above, below = words.startswith("above"), words.startswith("below")
    return Reading(words, LITHIUM_SOURCE, verified=False, level=1 if above else None, below=below)


def cells(values: Mapping[str, Any]) -> int:
    """A neutrophil count in cells per microliter, whichever unit it was given in."""
    return int(values["value"] * 1000 if values["unit"] == PER_THOUSAND else values["value"])


def _anc(values: Mapping[str, Any], *, benign: bool) -> Reading:
    """A count means this for who takes clozapine; which limits it is held against is said."""
    found = anc_reading(cells(values), benign_ethnic_neutropenia=benign)
    words = f"{found.words}, count {found.every}" if found.every else found.words
    level = {"continue": 1 if found.every else None}.get(found.act, 2)
    limits = "limits of benign ethnic neutropenia" if benign else "no benign ethnic neutropenia is recorded"
    return Reading(f"{words} ({limits})", COUNTS, verified=True, level=level)
