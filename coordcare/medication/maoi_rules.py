"""MAOI conflicts and washouts: the new drug's stretch against every other, taken, planned or ended. Pure.

Sources: sources.md 4.2 and 8; each drug's stands in maoi_conflicts.csv. A washout is counted from the first day
without the drug; a drug on hold counts as taken, since it may be resumed any day.
"""

from collections.abc import Iterator
from datetime import date

from coordcare.medication.advice_rules import ASKS_REASON, BEGINS, QUIET, Advice, Situation, day_words
from coordcare.medication.formulary import capitalized
from coordcare.medication.maoi_formulary import WATCH, MaoiConflict, maoi_conflicts, maois
from coordcare.medication.rules import Trial, trials
from coordcare.medication.step_rules import PROPOSED


def maoi_advice(situation: Situation) -> Iterator[Advice]:
    """Advice on beginning a drug beside, after or before an MAOI; the reverse too. Also when it is taken already."""
    if situation.change_type not in BEGINS | {"taking_already"}:
        return
    for other in trials(situation.others, date.max):
        conflict = _conflict_of(situation.drug.generic, other.drug)
        if conflict is None:
            continue
        if other.stopped_on is None or other.stopped_on > situation.on:
            yield _together(situation, other, conflict)
        elif conflict.kind != WATCH:
            yield from _washout(situation, other, conflict)


def _conflict_of(drug: str, other: str) -> MaoiConflict | None:
    """The row of the one that is not the MAOI; of two MAOIs, that of the new one."""
    if other in maois():
        return maoi_conflicts().get(drug)
    return maoi_conflicts().get(other) if drug in maois() else None


def _together(situation: Situation, other: Trial, conflict: MaoiConflict) -> Advice:
    name, beside = capitalized(situation.drug.generic), other.drug
    if other.started_on > situation.on:
        when = f"is planned from {day_words(other.started_on)}"
    elif other.stopped_on is not None:
        when = f"is taken until {day_words(other.stopped_on)}"
    else:
        when = "is in the regimen"
    if conflict.kind == WATCH:
        words = f"{beside} {when}. {name} beside it: watch blood pressure."
        return Advice("maoi_watch", capitalized(words), QUIET, conflict.conflict_source, conflict.conflict_verified)
    words = f"{beside} {when}. {name} and {beside} are not taken together (MAOI)."
    return Advice(
        "maoi_conflict", capitalized(words), ASKS_REASON, conflict.conflict_source, conflict.conflict_verified
    )


def _washout(situation: Situation, other: Trial, conflict: MaoiConflict) -> Iterator[Advice]:
    days = conflict.days_after if other.drug in maois() else conflict.days_before
    stopped_on = other.stopped_on or situation.on
    passed = (situation.on - stopped_on).days
    if passed < days:
        words = (
            f"{capitalized(other.drug)} {_stopped(situation, other.drug, stopped_on, passed)}."
            f" {capitalized(situation.drug.generic)} waits {days} days after it (MAOI washout)."
        )
        yield Advice("maoi_washout", words, ASKS_REASON, conflict.washout_source, verified=False)


def _stopped(situation: Situation, drug: str, on: date, passed: int) -> str:
    """When a drug was stopped; of one that this switch itself stops, just that."""
    if not any(one.drug == drug and one.order >= PROPOSED for one in situation.changes):
        return f"was stopped on {day_words(on)}, {_days(passed)} before"
    when = f"{_days(passed)} before, on {day_words(on)}" if passed else "on the same day"
    return f"is stopped by this switch, {when}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
