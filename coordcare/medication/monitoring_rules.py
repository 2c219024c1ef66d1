"""What is due and overdue for the drugs that are taken, from rules and results. Pure; days are the clinic's.

Source: sources.md 4.2 (due = anchor + interval) and 8 (a lithium level without hours since the dose cannot be read).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication.formulary import find_drug
from coordcare.medication.history_rules import anchor_of
from coordcare.medication.monitoring_formulary import (
    DEFAULT_CHOICES,
    START,
    MonitoringRule,
    monitoring_rules,
)
from coordcare.medication.progress_rules import day_words
from coordcare.medication.rules import Change, in_order, regimen

OVERDUE, DUE, LATER = "overdue", "due", "later"
DUE_AHEAD = timedelta(days=14)
LITHIUM_LEVEL = "lithium_level"
LITHIUM_HOURS = (Decimal(8), Decimal(12))
LITHIUM_RANGES = {"acute": (Decimal("0.8"), Decimal("1.2")), "maintenance": (Decimal("0.8"), Decimal("1.0"))}
LITHIUM_SOURCE = "sources.md 8 [GK]; 12 h trough (8-12 h): sources.md 4.2 [S-x]"
LITHIUM_ASKS = "Ask about NSAIDs, ACE inhibitors or ARBs, thiazides."
ELDER_FROM = 65


@dataclass(frozen=True, slots=True)
class Result:
    """A result on a day. `hours_since_dose` is needed for a lithium level only."""

    test: str
    on: date
    value: Decimal | None = None
    unit: str | None = None
    hours_since_dose: Decimal | None = None

    @property
    def counts(self) -> bool:
        """Whether it meets what was due: a lithium level without hours since the dose, or out of them, does not."""
        return self.test != LITHIUM_LEVEL or _is_trough(self.hours_since_dose)


@dataclass(frozen=True, slots=True)
class Due:
    """A test of a drug that is to be done: when, since when there is a result that counts, and the rule."""

    drug: str
    rule: MonitoringRule
    due_on: date
    last_on: date | None
    state: str

    @property
    def words(self) -> str:
        """TSH: overdue since 3 Nov 2026 (last 1 May 2026)."""
        told = {OVERDUE: "overdue since", DUE: "due", LATER: "next"}[self.state]
        last = f"last {day_words(self.last_on)}" if self.last_on else "no result"
        return f"{self.rule.word}: {told} {day_words(self.due_on)} ({last})"


def monitoring_due(
    changes: Sequence[Change],
    results: Sequence[Result],
    on: date,
    *,
    choices: frozenset[str] = DEFAULT_CHOICES,
    rules: Iterable[MonitoringRule] | None = None,
) -> list[Due]:
    """The next of each test for every drug in the regimen of a day, the longest overdue first.

    Of one test by several rules of a drug, the soonest counts. Drugs that are not on the list have no rules.
    """
    soonest: dict[tuple[str, str], Due] = {}
    known = tuple(monitoring_rules() if rules is None else rules)
    for line in regimen(changes, on):
        drug = find_drug(line.drug)
        for rule in known:
            if drug is None or not rule.concerns(drug, choices):
                continue
            found = _due(rule, line.drug, changes, results, on)
            key = (line.drug, rule.test)
            if found and (key not in soonest or found.due_on < soonest[key].due_on):
                soonest[key] = found
    return sorted(soonest.values(), key=lambda due: (due.due_on, due.drug, due.rule.key))


def overdue_tests(found: Iterable[Due], drug: str) -> tuple[str, ...]:
    """The tests of a drug that are overdue, as the advice on a change names them."""
    return tuple(due.rule.word for due in found if due.drug == drug and due.state == OVERDUE)


def lithium_reading(value: Decimal, hours_since_dose: Decimal | None, phase: str, age: int) -> str:
    """A lithium level in mEq/L, in words. Source: LITHIUM_SOURCE, not verified. Raises KeyError for another phase."""
    if hours_since_dose is None:
        return "cannot be read without the hours since the last dose"
    if not _is_trough(hours_since_dose):
        return f"{hours_since_dose} h after the dose: not a trough of 8 to 12 h"
    low, high = LITHIUM_RANGES[phase]
    place = "below" if value < low else "above" if value > high else "within"
    elder = "; lower is usual in older adults" if age >= ELDER_FROM else ""
    return f"{place} about {low} to {high} mEq/L ({phase}){elder}"


def _due(rule: MonitoringRule, drug: str, changes: Sequence[Change], results: Sequence[Result], on: date) -> Due | None:
    anchor = anchor_of(changes, drug, on) if rule.anchor == START else _dose_changed_on(changes, drug, on)
    if anchor is None:
        return None
    days = sorted(one.on for one in results if one.test == rule.test and one.counts and one.on <= on)
    known = any(one.change_type == "taking_already" and one.effective_on == anchor for one in changes)
    due_on = _due_on(rule, anchor, days, with_points=not known or rule.anchor != START)
    if due_on is None:
        return None
    state = OVERDUE if on > due_on else DUE if due_on - on <= DUE_AHEAD else LATER
    return Due(drug, rule, due_on, days[-1] if days else None, state)


def _due_on(rule: MonitoringRule, anchor: date, days: Sequence[date], *, with_points: bool) -> date | None:
    """When the rule next wants a result. One taken already by the record's beginning is past the early points."""
    seen = [day for day in days if day >= anchor - timedelta(days=rule.baseline_days or 0)]
    if rule.baseline_days is not None and not seen:
        return anchor
    for earliest, due in rule.points if with_points else ():
        if not any(day >= anchor + timedelta(days=earliest) for day in seen):
            return anchor + timedelta(days=due)
    last = seen[-1] if seen else anchor
    lasts = rule.interval(last - anchor)
    return None if lasts is None else last + lasts


def _dose_changed_on(changes: Sequence[Change], drug: str, on: date) -> date | None:
    """The last day on which a dose was begun or changed; taking it already is no change."""
    dosed = [
        one.effective_on
        for one in in_order(changes)
        if one.drug == drug and one.dose and one.effective_on <= on and one.change_type != "taking_already"
    ]
    return dosed[-1] if dosed else None


def _is_trough(hours: Decimal | None) -> bool:
    return hours is not None and LITHIUM_HOURS[0] <= hours <= LITHIUM_HOURS[1]
