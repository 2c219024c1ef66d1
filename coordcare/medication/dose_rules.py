"""A dose: an amount and how often. Pure; amounts are decimals."""

from decimal import Decimal
from typing import NamedTuple

from coordcare.medication.formulary import AS_NEEDED, FORMS, FREQUENCIES, MILLIGRAMS, ROUTES, amount_words


class Dose(NamedTuple):
    """An amount and how often. `most_per_day`: the doses a day that an as-needed drug allows, where stated.

    `form`: a formulation (FORMS), None for the plain one; `route`: None by mouth.
    """

    amount: Decimal
    unit: str
    frequency: str
    most_per_day: int | None = None
    form: str | None = None
    route: str | None = None

    @property
    def words(self) -> str:
        words = f"{self.amount_words} {FREQUENCIES[self.frequency].word}"
        if self.route is not None:
            words = f"{words} {ROUTES[self.route]}"
        return words if self.most_per_day is None else f"{words}, at most {self.most_per_day} a day"

    @property
    def typed(self) -> str:
        """The amount as it stands in a field."""
        return amount_words(self.amount)

    @property
    def as_needed(self) -> bool:
        return self.frequency == AS_NEEDED

    @property
    def amount_words(self) -> str:
        amount = f"{amount_words(self.amount)} {self.unit}"
        return amount if self.form is None else f"{amount} {FORMS[self.form]}"

    @property
    def per_day(self) -> Decimal:
        """The amount of a day, in the dose's own unit."""
        return FREQUENCIES[self.frequency].per_day(self.amount)

    @property
    def most_of_a_day(self) -> Decimal:
        """The most of a day, in the dose's own unit: as needed, all doses that are allowed."""
        return self.amount * self.most_per_day if self.as_needed and self.most_per_day else self.per_day

    @property
    def milligrams_per_day(self) -> Decimal | None:
        """The amount of a day in mg; None for a unit that is not a weight."""
        factor = MILLIGRAMS.get(self.unit)
        return self.per_day * factor if factor else None
