"""What was taken over time: changes that count, totals of a day, breaks, trials with what came of them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication.formulary import formulary
from coordcare.medication.progress_rules import Response, Score, baseline, latest, response
from coordcare.medication.rules import Change, Dose, RegimenLine, Trial, in_order, regimen, trials

NEW_AFTER = timedelta(days=30)
# The first decision point of a trial. Source: sources.md 3.
JUDGED_FROM = timedelta(weeks=2)
NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Retraction:
    """A change taken back: the order of the change, and the order of the act that took it back."""

    change: int
    order: int


@dataclass(frozen=True, slots=True)
class DailyTotal:
    """What a day holds of a drug, in its unit: on schedule, and at most with all as-needed doses. Held: nothing.

    `at_most` is None where nobody set how many doses a day as needed may be.
    """

    drug: str
    unit: str
    scheduled: Decimal
    at_most: Decimal | None


@dataclass(frozen=True, slots=True)
class Break:
    """Days without a drug between two takings: from the hold or stop, until the resume or start (None: not yet)."""

    drug: str
    since: date
    until: date | None

    def days(self, on: date) -> int:
        return ((self.until or on) - self.since).days


@dataclass(frozen=True, slots=True)
class PastTrial:
    """A trial that ended: whole weeks from start to stop, what became of the scores, and why it was stopped."""

    trial: Trial
    weeks: int
    response: Response
    why_stopped: str | None


def standing(changes: Iterable[Change], retractions: Iterable[Retraction], until: int | None = None) -> list[Change]:
    """Changes that count, as the record stood after the act `until` (None: now), as they take effect.

    What was back-dated or taken back later than `until` is not yet so. Source: sources.md 4.1.
    """
    gone = {one.change for one in retractions if until is None or one.order <= until}
    known = (one for one in changes if until is None or one.order <= until)
    return in_order(one for one in known if one.order not in gone)


def days_at_dose(line: RegimenLine, on: date) -> int:
    """Whole days on the present dose, the first day being 0; while held, the days until the hold.

    A dose that was changed during a hold has not been taken yet: 0.
    """
    return max((min(on, line.held_since or on) - line.since).days, 0)


def unlimited(dose: Dose) -> bool:
    """As needed, and nobody set how many doses a day it may be."""
    return dose.as_needed and dose.most_per_day is None


def daily_totals(lines: Iterable[RegimenLine]) -> list[DailyTotal]:
    """The amount of a day of each drug, in the order of the lines."""
    return [_total(line.drug, line.dose, line.held) for line in lines]


def breaks(changes: Iterable[Change], drug: str, on: date) -> list[Break]:
    """Every break of a drug until a day, oldest first. A hold that becomes a stop is one break, from the hold."""
    own = [one for one in changes if one.drug == drug]
    found: list[Break] = []
    taking = False
    for day in sorted({one.effective_on for one in own if one.effective_on <= on}):
        takes = any(not line.held for line in regimen(own, day))
        if taking and not takes:
            found.append(Break(drug, day, None))
        elif takes and not taking and found:
            found[-1] = Break(drug, found[-1].since, day)
        taking = takes
    return found


def anchor_of(changes: Sequence[Change], drug: str, on: date) -> date | None:
    """The day from which treatment is counted: the first, or the return after more than 30 days without it.

    Source: sources.md 8 for clozapine (PMC9243911); for other drugs the clinic's default, not verified.
    """
    own = [one for one in changes if one.drug == drug]
    first = next((trial.started_on for trial in trials(own, on)), None)
    returns = [one.until for one in breaks(own, drug, on) if one.until and one.until - one.since > NEW_AFTER]
    return returns[-1] if returns else first


def past_trials(
    changes: Sequence[Change], on: date, scores: Sequence[Score], reasons: Mapping[int, str]
) -> list[PastTrial]:
    """Trials that ended by a day, the last first. `reasons`: why, by the order of the stop."""
    ended = [(trial, trial.stopped_on) for trial in trials(changes, on) if trial.stopped_on is not None]
    found = [
        PastTrial(
            trial,
            (stopped_on - trial.started_on).days // 7,
            _response(trial, stopped_on, scores),
            _reason(changes, trial, reasons),
        )
        for trial, stopped_on in ended
    ]
    return found[::-1]


def _response(trial: Trial, stopped_on: date, scores: Sequence[Score]) -> Response:
    """None is judged that could not come: of a drug as needed or for something else, or before the first point.

    Clinic default [GK].
    """
    if trial.highest.as_needed:
        return Response(NOT_JUDGED, "not judged: as needed")
    drug = formulary().get(trial.drug)
    if drug is None:
        # What the clinic added stands on its list, not on this one, which alone knows what is judged.
        return Response(NOT_JUDGED, "not judged: not on the built-in list")
    if not drug.antidepressant:
        return Response(NOT_JUDGED, "not judged: no antidepressant")
    if stopped_on - trial.started_on < JUDGED_FROM:
        return Response(NOT_JUDGED, f"not judged: under {JUDGED_FROM.days // 7} weeks")
    return response(baseline(scores, trial.started_on), latest(scores, trial.started_on, stopped_on), ended=True)


def adequate_since(changes: Sequence[Change], drug: str, on: date, least: Decimal | None) -> date | None:
    """Since when a drug is taken without a break at `least` mg a day or more; None when it is not now.

    Without a known least amount, since when it is taken. As needed is never adequate. Source: sources.md 8
    (decision points), the amount [GK, not verified].
    """
    own = [one for one in changes if one.drug == drug]
    since: date | None = None
    for day in sorted({one.effective_on for one in own if one.effective_on <= on}):
        line = next(iter(regimen(own, day)), None)
        since = (since or day) if line is not None and _adequate(line, least) else None
    return since


def _adequate(line: RegimenLine, least: Decimal | None) -> bool:
    if line.held or line.dose.as_needed:
        return False
    amount = line.dose.milligrams_per_day
    return least is None or (amount is not None and amount >= least)


def _reason(changes: Sequence[Change], trial: Trial, reasons: Mapping[int, str]) -> str | None:
    stops = [
        one.order
        for one in changes
        if one.change_type == "stop" and one.drug == trial.drug and one.effective_on == trial.stopped_on
    ]
    return next((reasons[order] for order in sorted(stops) if order in reasons), None)


def _total(drug: str, dose: Dose, held: bool) -> DailyTotal:
    if held:
        return DailyTotal(drug, dose.unit, Decimal(0), Decimal(0))
    most = None if unlimited(dose) else dose.most_of_a_day
    return DailyTotal(drug, dose.unit, Decimal(0) if dose.as_needed else dose.per_day, most)
