"""Whether a drug was stopped by a change that was signed after another one. Pure."""

from collections.abc import Iterable
from datetime import date

from coordcare.medication.rules import Change, in_order, regimen


def stopped_after(changes: Iterable[Change], drug: str, order: int, on: date) -> date | None:
    """The day since when a drug is no longer taken, by a change signed after another one (`order`); else None.

    A plan that ends its own drug says so itself.
    """
    own = [one for one in in_order(changes) if one.drug == drug and one.effective_on <= on]
    if regimen(own, on):
        return None
    ends = [one for one in own if one.dose is None and one.change_type != "hold"]
    return ends[-1].effective_on if ends and ends[-1].order > order else None
