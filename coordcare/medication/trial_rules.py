"""The present trial of a drug by its last score, and a score that has risen: what asks for a look at a patient. Pure.

Sources: sources.md 3 (response is asked for from week 6 of a trial and improvement from week 4 [S24]; a rise of 5
against the best score, R6) and 8 (a trial runs from the first day at an adequate dose). Clinic defaults, not verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordcare.medication.history_rules import adequate_since
from coordcare.medication.progress_rules import Response, Score, day_words, response
from coordcare.medication.rules import Change, RegimenLine

RESPONSE_FROM, DOSE_FROM = 6, 4
RISE = 5


@dataclass(frozen=True, slots=True)
class TrialNow:
    """A trial until its last score: whole weeks at an adequate dose, of them at the present one, and the response."""

    line: RegimenLine
    weeks: int
    at_dose: int
    response: Response

    @property
    def fails(self) -> bool:
        """No response in a trial, and on a dose, that are long enough to be judged."""
        return self.response.key == "no_response" and self.weeks >= RESPONSE_FROM and self.at_dose >= DOSE_FROM

    @property
    def weeks_words(self) -> str:
        """10 weeks on 50 mg once daily; 10 weeks, 5 of them on 100 mg once daily."""
        dose = self.line.dose.words
        return f"{self.weeks} weeks on {dose}" if self.at_dose >= self.weeks else self._raised_words(dose)

    def _raised_words(self, dose: str) -> str:
        return f"{self.weeks} weeks, {self.at_dose} of them on {dose}"


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
    return TrialNow(line, (last.on - since).days // 7, at_dose, response(first, last))


def rise_words(scores: Sequence[Score], since: date) -> str | None:
    """9 on 3 Aug 2026, 16 on 18 Nov 2026: a last score well above the best since a day; None otherwise."""
    known = [one for one in scores if one.on >= since]
    if len(known) < 2:
        return None
    last, best = known[-1], min(known[:-1], key=lambda one: (one.total, -one.on.toordinal()))
    if last.total - best.total < RISE:
        return None
    return f"{best.total} on {day_words(best.on)}, {last.total} on {day_words(last.on)}"
