"""A result of monitoring in words, and how it reads. Pure.

What it reads as is advice: each range with its source, and none of them verified but the counts of clozapine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from coordcare.medication.advice_rules import UNVERIFIED, source_words
from coordcare.medication.clozapine_rules import CLOZAPINE, COUNTS, anc_reading
from coordcare.medication.formulary import amount_words
from coordcare.medication.history_rules import anchor_of
from coordcare.medication.monitoring_rules import LITHIUM_ASKS, LITHIUM_SOURCE, Result, lithium_reading
from coordcare.medication.result_formulary import FINDINGS, LITHIUM, MEASUREMENTS
from coordcare.medication.rules import Change

# From so long on lithium its level is read as maintenance [GK], clinic default.
ACUTE_FOR = timedelta(days=90)
TOXIC_FROM = Decimal("1.5")
TOXIC_SOURCE = "lithium of 1.5 mEq/L or more [GK]"
LEVELS = {
    "valproate_level": (Decimal(50), Decimal(125), "sources.md 4.2 [GK]"),
    "carbamazepine_level": (Decimal(4), Decimal(12), "sources.md 4.2 [GK]"),
}
MOST_HOURS = Decimal(96)
ANC, PER_THOUSAND = "anc", "10^3/mcL"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a result may mean. `level` 2 asks to act today; 1 to look; None says nothing more."""

    words: str
    source: str
    verified: bool
    level: int | None = None

    @property
    def told(self) -> str:
        """Where it comes from, as shown under it."""
        words = source_words(self.source)
        return words if self.verified else f"{words}; {UNVERIFIED}"


def result_words(values: Mapping[str, Any]) -> str:
    """0.8 mEq/L; 128/82 mmHg; negative."""
    if values["value"] is None:
        return FINDINGS[values["finding"]].lower()
    number = amount_words(values["value"])
    second = f"/{amount_words(values['second_value'])}" if values["second_value"] is not None else ""
    return f"{number}{second} {values['unit']}"


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
) -> Reading | None:
    """What a result may mean for this patient on that day; None where nothing is known to say.

    `benign`: benign ethnic neutropenia is recorded, under which other counts of clozapine are usual.
    """
    value = values["value"]
    if value is None:
        return None
    if test == LITHIUM:
        return _lithium(value, values["hours_since_dose"], on, changes, age)
    if test == ANC:
        return _anc(values, on, changes, benign=benign)
    if test not in LEVELS:
        return None
    low, high, source = LEVELS[test]
    place = "below" if value < low else "above" if value > high else "within"
    words = f"{place} {amount_words(low)} to {amount_words(high)} {values['unit']}"
    return Reading(words, source, verified=False, level=1 if place == "above" else None)


def _lithium(value: Decimal, hours: Decimal | None, on: date, changes: Sequence[Change], age: int) -> Reading:
    if value >= TOXIC_FROM:
        words = f"1.5 mEq/L or more: toxicity is possible. Ask about tremor, diarrhea, unsteadiness. {LITHIUM_ASKS}"
        return Reading(words, TOXIC_SOURCE, verified=False, level=2)
    begun = anchor_of(changes, "lithium", on)
    phase = "acute" if begun is not None and on - begun < ACUTE_FOR else "maintenance"
    words = lithium_reading(value, hours, phase, age)
    return Reading(words, LITHIUM_SOURCE, verified=False, level=1 if words.startswith("above") else None)


def cells(values: Mapping[str, Any]) -> int:
    """A neutrophil count in cells per microliter, whichever unit it was given in."""
    return int(values["value"] * 1000 if values["unit"] == PER_THOUSAND else values["value"])


def _anc(values: Mapping[str, Any], on: date, changes: Sequence[Change], *, benign: bool) -> Reading | None:
    """A count means this for who takes clozapine; which limits it is held against is said."""
    if anchor_of(changes, CLOZAPINE, on) is None:
        return None
    found = anc_reading(cells(values), benign_ethnic_neutropenia=benign)
    words = f"{found.words}, count {found.every}" if found.every else found.words
    level = {"continue": 1 if found.every else None}.get(found.act, 2)
    limits = "limits of benign ethnic neutropenia" if benign else "no benign ethnic neutropenia is recorded"
    return Reading(f"{words} ({limits})", COUNTS, verified=True, level=level)
