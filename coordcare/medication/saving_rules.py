"""All advice on a change, in the order in which it is read: refused, asks a reason, quiet. Pure."""

from collections.abc import Callable, Iterable, Iterator

from coordcare.medication.advice_rules import ASKS_REASON, QUIET, REFUSED, Advice, Situation
from coordcare.medication.age_rules import age_advice
from coordcare.medication.caution_rules import (
    duplicate_class,
    monitoring_overdue,
    no_limit_as_needed,
    not_on_the_list,
    over_maximum,
    pdmp,
    plausibility,
)
from coordcare.medication.clozapine_rules import clozapine_advice
from coordcare.medication.lamotrigine_rules import lamotrigine_advice
from coordcare.medication.maoi_rules import maoi_advice
from coordcare.medication.measured_rules import baseline_missing, out_of_range
from coordcare.medication.start_rules import above_usual_start

RULES: tuple[Callable[[Situation], Iterator[Advice]], ...] = (
    plausibility,
    maoi_advice,
    lamotrigine_advice,
    clozapine_advice,
    over_maximum,
    above_usual_start,
    age_advice,
    out_of_range,
    baseline_missing,
    duplicate_class,
    monitoring_overdue,
    pdmp,
    no_limit_as_needed,
    not_on_the_list,
)
_LOUDEST_FIRST = {level: number for number, level in enumerate((REFUSED, ASKS_REASON, QUIET))}


def advise(situation: Situation) -> list[Advice]:
    """Every line on a change, the loudest first; beside a refused one nothing else is said.

    Of a dose above the maximum it is not said again that it is above the usual start.
    """
    found = [advice for rule in RULES for advice in rule(situation)]
    too_much = any(advice.key == "over_maximum" for advice in found)
    return loudest_first(advice for advice in found if not (too_much and advice.key == "above_start"))


def loudest_first(found: Iterable[Advice]) -> list[Advice]:
    """Lines in the order in which they are read; beside a refused one nothing else is said."""
    known = sorted(found, key=lambda advice: _LOUDEST_FIRST[advice.level])
    return [advice for advice in known if advice.level == REFUSED] or known


def asks_reason(found: list[Advice]) -> list[Advice]:
    """The lines of a list that ask a reason before the change is saved."""
    return [advice for advice in found if advice.level == ASKS_REASON]
