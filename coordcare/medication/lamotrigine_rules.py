"""Lamotrigine: how fast it may rise, and when it begins anew. Pure; doses are mg a day.

Sources: sources.md 4.2 (steps, [GK]) and 8 (5 half-lives: 25 h alone and 70 h with valproate [L: label], with
inducers [GK]). Beside valproate its slow steps count even with an inducer. Not checked: estrogen contraceptives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordcare.medication.advice_rules import ASKS_REASON, BEGINS, QUIET, Advice, Situation, gap
from coordcare.medication.formulary import amount_words, capitalized
from coordcare.medication.rules import regimen

LAMOTRIGINE = "lamotrigine"
VALPROATE = frozenset({"divalproex sodium", "valproate", "valproic acid"})
INDUCERS = frozenset({"carbamazepine", "phenytoin", "phenobarbital", "primidone"})
COMES_OR_GOES = BEGINS | {"taking_already", "hold", "stop"}
# For the patient. Source: boxed warning of the FDA label, sources.md 8: stopped at the first sign of a rash, unless it
# is clearly of something else, which is not the patient's to tell.
RASH = "Any rash: stop taking lamotrigine and call us the same day. Do not wait to see whether it goes away."
STEPS_SOURCE = "sources.md 4.2 (lamotrigine titration) [GK]"


@dataclass(frozen=True, slots=True)
class Pace:
    """How lamotrigine rises in some company: (from day, most mg a day), and after how many days it begins anew."""

    words: str
    steps: tuple[tuple[int, Decimal], ...]
    restart_after: int
    restart_source: str
    restart_verified: bool

    def most(self, days: int) -> Decimal:
        """The most mg a day on a day of the titration, the first being 0."""
        return next(amount for first, amount in reversed(self.steps) if first <= max(days, 0))

    def step_of(self, amount: Decimal) -> int:
        """The last step that an amount reaches; -1 below the first."""
        return sum(most <= amount for _, most in self.steps) - 1


def _steps(*amounts: str) -> tuple[tuple[int, Decimal], ...]:
    """Weeks 1-2, 3-4, then a step each week."""
    days = (0, 14, 28, 35, 42)
    return tuple((day, Decimal(amount)) for day, amount in zip(days, amounts, strict=False))


_LABEL = "sources.md 8 (5 half-lives, label)"
ALONE = Pace("without valproate or an inducer", _steps("25", "50", "100", "200"), 5, _LABEL, True)
WITH_VALPROATE = Pace("with valproate", _steps("12.5", "25", "50", "100"), 15, _LABEL, True)
WITH_INDUCERS = Pace(
    "with an enzyme inducer", _steps("50", "100", "200", "300", "400"), 3, "sources.md 8 (5 half-lives) [GK]", False
)


def pace(beside: frozenset[str]) -> Pace:
    """The pace beside the drugs that are taken."""
    if beside & VALPROATE:
        return WITH_VALPROATE
    return WITH_INDUCERS if beside & INDUCERS else ALONE


def company(beside: frozenset[str]) -> frozenset[str]:
    """The conditions (limit_formulary.CONDITIONS) under which lamotrigine is taken beside other drugs."""
    if beside & VALPROATE:
        return frozenset({"with_valproate"})
    return frozenset({"with_inducers"}) if beside & INDUCERS else frozenset()


def lamotrigine_advice(situation: Situation) -> Iterator[Advice]:
    """Advice on lamotrigine's own dose, or on valproate or an inducer that comes or goes beside it."""
    if situation.drug.generic == LAMOTRIGINE:
        yield from _own_dose(situation)
    elif LAMOTRIGINE in situation.takes and situation.change_type in COMES_OR_GOES:
        if situation.drug.generic in VALPROATE:
            yield _company(situation.drug.generic, "sources.md 8 (label)", verified=True)
        elif situation.drug.generic in INDUCERS:
            yield _company(situation.drug.generic, "sources.md 8 (half-lives with inducers) [GK]", verified=False)


def _company(drug: str, source: str, *, verified: bool) -> Advice:
    words = f"{capitalized(drug)} changes how long lamotrigine stays in the blood: review its dose."
    return Advice("lamotrigine_company", words, QUIET, source, verified)


def _own_dose(situation: Situation) -> Iterator[Advice]:
    dose = situation.dose
    amount = dose.milligrams_per_day if dose is not None else None
    if amount is None or situation.change_type not in BEGINS | {"increase"}:
        return
    rate = pace(situation.takes)
    away = gap(situation)
    if away is not None:
        yield from _after_gap(situation, rate, amount, away.days)
        return
    before = situation.line
    if before is None:
        yield from _too_fast(rate, amount, rate.most(0), "at the start")
        return
    held = before.dose.milligrams_per_day or Decimal(0)
    begun = _titrated_from(situation, rate)
    reached = rate.step_of(held)
    # Above the last step the titration is over: there the usual maximum advises.
    if amount <= held or begun is None or reached == len(rate.steps) - 1:
        return
    days = (situation.on - begun).days
    next_step = rate.steps[reached + 1][1]
    yield from _too_fast(rate, amount, max(min(rate.most(days), next_step), held), f"on day {days + 1}")


def _after_gap(situation: Situation, rate: Pace, amount: Decimal, days: int) -> Iterator[Advice]:
    """More than 5 half-lives without it: begin at the first step; else at most the dose before the gap."""
    if days <= rate.restart_after:
        yield from _too_fast(rate, amount, max(_last_amount(situation), rate.most(0)), "after the gap")
        return
    if amount <= rate.most(0):
        return
    words = (
        f"Not taken for {days} days, more than 5 half-lives (about {rate.restart_after} days {rate.words}):"
        f" begin again at {amount_words(rate.most(0))} mg a day."
    )
    yield Advice("lamotrigine_restart", words, ASKS_REASON, rate.restart_source, rate.restart_verified)


def _too_fast(rate: Pace, amount: Decimal, most: Decimal, when: str) -> Iterator[Advice]:
    if amount > most:
        words = (
            f"{amount_words(amount)} mg a day is faster than the titration {rate.words}:"
            f" at most {amount_words(most)} mg a day {when}. Rash (boxed warning)."
        )
        yield Advice("lamotrigine_speed", words, ASKS_REASON, STEPS_SOURCE, verified=False)


def _titrated_from(situation: Situation, rate: Pace) -> date | None:
    """The first day of the present titration: of the last start, or of the last return after a long gap.

    None for one who took it already when the record began: how it was titrated is not known.
    """
    begun: date | None = None
    away_since: date | None = None
    for day in sorted({one.effective_on for one in situation.own if one.effective_on <= situation.on}):
        takes = any(not line.held for line in regimen(situation.own, day))
        if takes and away_since is not None and (day - away_since).days <= rate.restart_after:
            away_since = None
        elif takes and (begun is None or away_since is not None):
            begun, away_since = day, None
        elif not takes:
            away_since = away_since or day
    already = any(one.change_type == "taking_already" and one.effective_on == begun for one in situation.own)
    return None if already else begun


def _last_amount(situation: Situation) -> Decimal:
    doses = [one.dose for one in situation.own if one.dose is not None and one.effective_on <= situation.on]
    return (doses[-1].milligrams_per_day if doses else None) or Decimal(0)
