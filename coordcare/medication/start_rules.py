"""A first dose above the usual start of the clinic's list. Pure; only ever a quiet line.

Source: the list's column "common start" (psychotropics.csv [GK], or what the clinic set). It is text; what cannot be
read for certain (per kg, a patch, a thousand with a comma, a fraction) is left out: then nothing is said.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from coordcare.medication.advice_rules import BEGINS, QUIET, Advice, Situation, gap
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.formulary import MILLIGRAMS, Drug, amount_words, capitalized
from coordcare.medication.lamotrigine_rules import LAMOTRIGINE
from coordcare.medication.rules import Dose

LIST_SOURCE = "psychotropics.csv, common start [GK]"
# Taken again within a week the old dose may go on. [GK, not verified]
AGAIN_WITHIN = timedelta(days=7)
NOT_SWALLOWED = frozenset({"patch", "depot"})
# Of clozapine the reason is said too. Source: boxed warning of the FDA label, as [GK].
WHY = {
    CLOZAPINE: (
        Decimal(25),
        "A higher first dose risks orthostatic hypotension, bradycardia, syncope: begin at 12.5 mg, go up slowly.",
    )
}
_UNREADABLE = re.compile(r"/\s*(kg|\d*\s*h\b)|\d,\d|\d\s*[/\u2044]\s*\d|[½¼¾⅓⅔⅛]", re.IGNORECASE)
_NUMBER = r"(\d*\.\d+|\d+)"
_AMOUNT = re.compile(rf"(?:{_NUMBER}\s*(?:-|to)\s*)?{_NUMBER}\s*(mg|mcg|g)\b")
_HOW_OFTEN = re.compile(r"daily|bedtime|divided|twice", re.IGNORECASE)
# Usually begun once a day, so that a bare amount is one of a day; of hydroxyzine or diazepam it is one of a dose. [GK]
ONCE_A_DAY = frozenset({"antipsychotic"})
_TIMES = {"twice": 2, "two times": 2, "three times": 3, "four times": 4}


class Start(NamedTuple):
    """The upper end of a usual start, in mg: of one dose, and of a day. `bare`: the list does not say how often."""

    of_a_dose: Decimal
    of_a_day: Decimal
    bare: bool = False


def usual_start(text: str) -> Start | None:
    """The upper end of a start as the list words it; of several ways the highest. None where it cannot be read.

    Where the list says no times a day, the amount of a day is that of a dose.
    """
    found = [] if _UNREADABLE.search(text) else list(_AMOUNT.finditer(text))
    starts = []
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=False):
        words = text[one.end() : end].casefold()
        amount = Decimal(one[2]) * MILLIGRAMS[one[3]]
        starts.append((amount, amount * max((n for word, n in _TIMES.items() if word in words), default=1)))
    if not starts:
        return None
    return Start(max(one for one, _ in starts), max(one for _, one in starts), not _HOW_OFTEN.search(text))


def above_usual_start(situation: Situation) -> Iterator[Advice]:
    """The first dose by mouth of a drug that is begun. Lamotrigine, and clozapine after a gap, have their own rules."""
    dose, drug = situation.dose, situation.drug
    if dose is None or not _is_first(situation):
        return
    usual = usual_start(drug.common_start)
    told = _above(dose, drug, usual) if usual else None
    if told is not None:
        words = f"{capitalized(drug.generic)} {told} is above the usual start: {drug.common_start}."
        source, verified = (drug.standing, True) if drug.version else (LIST_SOURCE, False)
        yield Advice("above_start", " ".join([words, *_why(drug, dose)]), QUIET, source, verified)


def _is_first(situation: Situation) -> bool:
    dose, away = situation.dose, gap(situation)
    by_mouth = situation.use.route == "oral" and dose is not None and dose.form not in NOT_SWALLOWED
    own_rule = {LAMOTRIGINE} if away is None else {LAMOTRIGINE, CLOZAPINE}
    return (
        by_mouth
        and situation.change_type in BEGINS
        and situation.drug.generic not in own_rule
        and situation.other_line is None
        and (away is None or away > AGAIN_WITHIN)
    )


def _above(dose: Dose, drug: Drug, usual: Start) -> str | None:
    """What is above: the amount of the day, where that can be compared, else that of one dose."""
    factor = MILLIGRAMS.get(dose.unit)
    if factor is None:
        return None
    by_day = not usual.bare or drug.antidepressant or drug.family in ONCE_A_DAY
    if by_day and not dose.as_needed and dose.per_day * factor > usual.of_a_day:
        return f"{amount_words(dose.per_day)} {dose.unit} a day"
    return f"{amount_words(dose.amount)} {dose.unit} a dose" if dose.amount * factor > usual.of_a_dose else None


def _why(drug: Drug, dose: Dose) -> Iterator[str]:
    most, words = WHY.get(drug.generic, (None, ""))
    taken = dose.milligrams_per_day
    if most is not None and taken is not None and taken > most:
        yield words
