"""The present trial of a drug by its last score, and a score that has risen: what asks for a look at a patient. Pure.

What stands here are facts and what is left to do, never what to do: that is the clinician's.

Sources: sources.md 3 (no response: the dose goes up until it is at its usual maximum, then a switch [S25]; response
is asked for from week 6 of a trial and improvement from week 4 [S24]; a rise of 5 against the best score, R6) and 8 (a
trial runs from the first day at an adequate dose). Clinic defaults, not verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordcare.medication.formulary import MILLIGRAMS, amount_words
from coordcare.medication.history_rules import adequate_since, unlimited
from coordcare.medication.limit_formulary import Limit
from coordcare.medication.progress_rules import Response, Score, day_words, response
from coordcare.medication.rules import Change, RegimenLine, planned

RESPONSE_FROM, DOSE_FROM = 6, 4
RISE = 5
# STAR*D judged by QIDS; that a fall of half on the PHQ-9 is the same is the clinic's default.
NO_RESPONSE = "no response by the clinic's points for PHQ-9, after STAR*D"


@dataclass(frozen=True, slots=True)
class Room:
    """What a drug is taken of in mg a day, on all its lines, beside its usual maximum."""

    taken: Decimal
    limit: Limit

    @property
    def words(self) -> str:
        """dose below the usual maximum (50 mg of 200 mg a day)."""
        return f"dose {self._place} the usual maximum ({amount_words(self.taken)} mg of {self.limit.words})"

    @property
    def option(self) -> str:
        """The same as what is left to do, first of all by the source."""
        if self._place != "below":
            return self.words
        return f"the dose can still be raised ({amount_words(self.taken)} mg of {self.limit.words}, the usual maximum)"

    @property
    def _place(self) -> str:
        most = self.limit.milligrams(None) or self.taken
        return "below" if self.taken < most else "above" if self.taken > most else "at"


@dataclass(frozen=True, slots=True)
class Ending:
    """A trial that is being left: until its last planned step, a stop, or for another drug without one (None)."""

    words: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TrialNow:
    """A trial until its last score: whole weeks at an adequate dose, of them at the present one, and the response."""

    line: RegimenLine
    weeks: int
    at_dose: int
    first: Score | None
    last: Score
    response: Response

    @property
    def fails(self) -> bool:
        """No response in a trial, and on a dose, that are long enough to be judged."""
        return self.is_short and self.weeks >= RESPONSE_FROM and self.at_dose >= DOSE_FROM

    @property
    def is_short(self) -> bool:
        return self.response.key == "no_response"

    @property
    def weeks_words(self) -> str:
        """10 weeks on 50 mg once daily; 10 weeks, 5 of them on 100 mg once daily."""
        dose = self.line.dose.words
        return f"{_weeks(self.weeks)} on {dose}" if self.at_dose >= self.weeks else self._raised_words(dose)

    def _raised_words(self, dose: str) -> str:
        return f"{_weeks(self.weeks)}, {self.at_dose} of them on {dose}"

    def words(self, room: Room | None, ending: Ending | None = None) -> str | None:
        """The trial in one line, for a response and for none; None where neither can be told.

        Of a drug that is being left nothing is said of what its dose could still be.
        """
        if self.first is None or self.response.percent is None:
            return None
        told = f"{self.weeks_words}, PHQ-9 {self.first.total} to {self.last.total}"
        left = ending.words if ending is not None else room.words if room is not None else None
        if not self.is_short:
            return "; ".join(filter(None, [f"{told}: response", ending.words if ending is not None else None]))
        judged = NO_RESPONSE if self.fails else "no response yet"
        return "; ".join(filter(None, [f"{told}: {judged}", left]))


def trial_now(
    changes: Sequence[Change],
    line: RegimenLine,
    scores: Sequence[Score],
    first: Score | None,
    today: date,
    adequate: Decimal | None,
) -> TrialNow | None:
    """The present trial of a drug of the regimen, oldest score first; None without a score in it.

    `first` is the baseline, `adequate` the drug's adequate_start in mg a day.
    """
    since = adequate_since(changes, line.drug, today, adequate)
    if since is None or not scores or scores[-1].on <= since:
        return None
    last = scores[-1]
    at_dose = max((last.on - max(line.since, since)).days // 7, 0)
    return TrialNow(line, (last.on - since).days // 7, at_dose, first, last, response(first, last))


def stop_planned(changes: Sequence[Change], line: RegimenLine, today: date) -> date | None:
    """The day of the stop that is planned for a line of the regimen, where that is its last step."""
    coming = [one for one in planned(changes, today) if one.line == (line.drug, line.beside)]
    return coming[-1].effective_on if coming and coming[-1].change_type == "stop" else None


def ending_of(changes: Sequence[Change], line: RegimenLine, today: date, replaced_by: str | None) -> Ending | None:
    """What is told of a line that is being left, by its plan or for another drug; None for one that goes on."""
    stop = stop_planned(changes, line, today)
    if stop is not None:
        return Ending(f"being stopped, last step {day_words(stop)}", stop)
    return Ending(f"being replaced by {replaced_by}") if replaced_by else None


def room_of(line: RegimenLine, beside: Sequence[RegimenLine], limit: Limit | None) -> Room | None:
    """What is left of the usual maximum; None where that cannot be told. `beside`: the drug's other lines."""
    if limit is None or limit.per != "day" or line.dose.as_needed:
        return None
    doses = [line.dose, *(one.dose for one in beside if not one.held)]
    if any(dose.unit not in MILLIGRAMS or unlimited(dose) for dose in doses):
        return None
    return Room(sum((dose.most_of_a_day * MILLIGRAMS[dose.unit] for dose in doses), Decimal(0)), limit)


def _weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


def rise_words(scores: Sequence[Score], since: date) -> str | None:
    """9 on 3 Aug 2026, 16 on 18 Nov 2026: a last score well above the best since a day; None otherwise."""
    known = [one for one in scores if one.on >= since]
    if len(known) < 2:
        return None
    last, best = known[-1], min(known[:-1], key=lambda one: (one.total, -one.on.toordinal()))
    if last.total - best.total < RISE:
        return None
    return f"{best.total} on {day_words(best.on)}, {last.total} on {day_words(last.on)}"
