"""Clozapine: a gap in taking it, and what an ANC asks for. Pure; counts are cells per microliter.

Sources: sources.md 8, PMC9243911 tables 6-7 (counts, a gap over 30 days); 12.5 mg after 2 missed days is the older
label: the current one is to be checked. The FDA removed the REMS on 13 Jun 2025; monitoring is still advised [S29].
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from coordcare.medication.advice_rules import (
    ASKS_REASON,
    DOSES,
    QUIET,
    Advice,
    NeutrophilCount,
    Situation,
    day_words,
    gap,
)
from coordcare.medication.formulary import amount_words
from coordcare.medication.history_rules import NEW_AFTER, anchor_of

CLOZAPINE = "clozapine"
RESTART_DOSE = Decimal("12.5")
RESTART_AFTER_DAYS = 2
COUNTS = "sources.md 8: PMC9243911 tables 6-7"
START_COUNTS = "sources.md 4.2: ANC at start [GK]"
GIVES = DOSES
# What a change needs to know: a count no older than the interval of its stage (weekly, every 2 weeks, monthly).
INTERVALS = ((timedelta(days=182), 7), (timedelta(days=364), 14))
LONGEST_INTERVAL = 28


@dataclass(frozen=True, slots=True)
class AncReading:
    """What a count asks for: `act` is continue, interrupt or stop; `every` says how often to count again."""

    act: str
    words: str
    every: str | None = None


def anc_reading(value: int, *, benign_ethnic_neutropenia: bool) -> AncReading:
    """What a count of a patient on clozapine asks for. Raises ValueError for a count below 0."""
    if value < 0:
        raise ValueError("a count is 0 or more")
    if value < 500:
        return AncReading("stop", "below 500: stop", "daily")
    if value < 1000:
        if benign_ethnic_neutropenia:
            return AncReading("continue", "500 to 999 in benign ethnic neutropenia: continue", "three times weekly")
        return AncReading("interrupt", "500 to 999: interrupt", "daily")
    if value < 1500 and not benign_ethnic_neutropenia:
        return AncReading("continue", "1000 to 1499: continue", "three times weekly")
    return AncReading("continue", "in the usual range: continue")


def clozapine_advice(situation: Situation) -> Iterator[Advice]:
    """Advice on beginning clozapine, going on with it, or taking it again after a gap."""
    if situation.drug.generic != CLOZAPINE or situation.change_type not in GIVES:
        return
    yield from _gap_advice(situation)
    yield from _anc_advice(situation)


def count_interval(taken_for: timedelta) -> int:
    """Days between counts: weekly for 26 weeks, every 2 weeks until 52, then every 4. Source: sources.md 4.2 [GK]."""
    return next((days for until, days in INTERVALS if taken_for < until), LONGEST_INTERVAL)


def _gap_advice(situation: Situation) -> Iterator[Advice]:
    away = gap(situation)
    if away is None:
        return
    dose = situation.dose
    if away.days >= RESTART_AFTER_DAYS and dose is not None and not _restart_dose(situation):
        words = f"Not taken for {away.days} days: begin again at {amount_words(RESTART_DOSE)} mg once or twice daily."
        source = "sources.md 8: older label, check the current one"
        yield Advice("clozapine_gap", words, ASKS_REASON, source, verified=False)
    if away > NEW_AFTER:
        words = f"Not taken for {away.days} days, more than {NEW_AFTER.days}: monitor the ANC as in a new patient."
        yield Advice("clozapine_monitor_as_new", words, QUIET, COUNTS, verified=True)


def _restart_dose(situation: Situation) -> bool:
    dose = situation.dose
    daily = dose.milligrams_per_day if dose is not None else None
    return daily is not None and daily <= 2 * RESTART_DOSE and dose is not None and dose.amount <= RESTART_DOSE


def _anc_advice(situation: Situation) -> Iterator[Advice]:
    known = [count for count in situation.neutrophils if count.on <= situation.on]
    last = max(known, key=lambda count: count.on, default=None)
    anchor, away = anchor_of(situation.own, CLOZAPINE, situation.on), gap(situation)
    as_new = anchor is None or (away is not None and away > NEW_AFTER)
    taken_for = timedelta(0) if anchor is None or as_new else situation.on - anchor
    interval = count_interval(taken_for)
    if last is None or (situation.on - last.on).days > interval:
        found = "No ANC is recorded" if last is None else f"The last ANC is of {day_words(last.on)}"
        words = f"{found}: at this stage it is due every {interval} days."
        yield Advice("clozapine_anc_missing", words, ASKS_REASON, "sources.md 4.2 [S29, GK]", verified=False)
        return
    yield from _count_advice(situation, last, begins=as_new and situation.change_type != "taking_already")


def _count_advice(situation: Situation, last: NeutrophilCount, *, begins: bool) -> Iterator[Advice]:
    benign = situation.benign_ethnic_neutropenia
    least = 1000 if benign else 1500
    told = f"ANC {last.value} on {day_words(last.on)}"
    if begins and last.value < least:
        words = f"{told}: to start it should be {least} or more."
        yield Advice("clozapine_anc_start", words, ASKS_REASON, START_COUNTS, verified=False)
        return
    reading = anc_reading(last.value, benign_ethnic_neutropenia=benign)
    if reading.every is not None:
        words = f"{told}, {reading.words}, count {reading.every}."
        level = QUIET if reading.act == "continue" else ASKS_REASON
        yield Advice(f"clozapine_anc_{reading.act}", words, level, COUNTS, verified=True)
