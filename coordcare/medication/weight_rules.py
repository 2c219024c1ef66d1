"""Weight under an antipsychotic, against the weight at its start. Pure.

Source: ADA/APA 2004, sources.md 4.2 [S27, S27b]: consider a switch at a gain of 5 % or more.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from coordcare.medication.formulary import find_drug
from coordcare.medication.history_rules import anchor_of
from coordcare.medication.result_rules import NO_RULE, Reading
from coordcare.medication.rules import Change, regimen
from coordcare.medication.title_rules import day_words

FAMILY = "antipsychotic"
GAIN = Decimal(5)
SOURCE = "ADA/APA 2004: sources.md 4.2 [S27, S27b]"
POUNDS = {"lb": Decimal(1), "kg": Decimal("2.20462")}
# A weight of so many days before the start serves as the one at the start, as for monitoring.
BEFORE_START = timedelta(days=30)

Weight = tuple[date, Decimal, str]


def weight_reading(weight: Weight, weights: Sequence[Weight], changes: Sequence[Change]) -> Reading:
    """What has become of the weight since an antipsychotic was begun; without one, or a weight before, no rule is."""
    on, value, unit = weight
    begun = _begun(changes, on)
    if begun is None:
        return NO_RULE
    before = _at_start(weights, begun)
    if before is None or before[0] >= on:
        return NO_RULE
    first = before[1] * POUNDS[before[2]]
    percent = (value * POUNDS[unit] - first) / first * 100
    whole = abs(percent).quantize(Decimal(1), ROUND_DOWN)
    since = f"since {day_words(before[0])}"
    if percent >= GAIN:
        return Reading(f"up {whole} % {since}: consider another drug", SOURCE, verified=True, level=1)
    words = f"{'up' if percent > 0 else 'down'} {whole} % {since}" if whole else f"as it was {since}, within 1 %"
    return Reading(words, SOURCE, verified=True)


def _begun(changes: Sequence[Change], on: date) -> date | None:
    taken = {line.drug for line in regimen(changes, on)}
    own = [drug.generic for name in taken if (drug := find_drug(name)) and drug.family == FAMILY]
    days = [day for drug in own if (day := anchor_of(changes, drug, on)) is not None]
    return min(days, default=None)


def _at_start(weights: Sequence[Weight], begun: date) -> Weight | None:
    """The last weight before the start or on its day, if it is no older than 30 days; else the first after it."""
    before = [one for one in weights if begun - BEFORE_START <= one[0] <= begun]
    after = [one for one in weights if one[0] > begun]
    return max(before, key=lambda one: one[0], default=None) or min(after, key=lambda one: one[0], default=None)
