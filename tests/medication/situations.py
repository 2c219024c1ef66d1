"""A change as advice sees it, in one line: days count from DAY, doses are mg once daily."""

from datetime import date, timedelta
from decimal import Decimal

from coordcare.medication.advice_rules import Situation
from coordcare.medication.formulary import find_drug, unlisted
from coordcare.medication.limit_formulary import Use
from coordcare.medication.rules import Change, Dose

DAY = date(2026, 6, 1)


def on(day):
    return DAY + timedelta(days=day)


def dose(amount, frequency="once_daily", unit="mg", most=None):
    return Dose(Decimal(amount), unit, frequency, most)


def changes(*rows):
    """Rows of (what, drug, day) or (what, drug, day, amount), signed in this order."""
    return [
        Change(what, drug, on(day), number, dose(rest[0]) if rest else None)
        for number, (what, drug, day, *rest) in enumerate(rows)
    ]


def situation(change_type, drug, amount=None, *, day=0, before=(), age=40, use=None, conditions=(), **more):
    """The change of a drug, `before` being rows as for changes; `more` goes to the situation, or to the dose."""
    of_dose = {key: more.pop(key) for key in ("frequency", "unit", "most") if key in more}
    return Situation(
        change_type,
        find_drug(drug) or unlisted(drug),
        on(day),
        None if amount is None else dose(amount, **of_dose),
        use or Use(age, conditions=frozenset(conditions)),
        changes(*before),
        **more,
    )


def keys(found):
    return [advice.key for advice in found]
