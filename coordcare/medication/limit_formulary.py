"""The highest usual dose of a drug by route, form, age, indication and condition. Reference data, read once.

Source: dose_limits.csv beside this file, each row with its source and whether it was verified. Where the list names
an indication and nothing "otherwise", the lowest figure stands for an unknown indication: to ask costs a sentence.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from coordcare.medication.formulary import MILLIGRAMS, ROUTES, amount_words
from coordcare.medication.rules import Dose

PER = {"day": "a day", "dose": "a dose", "kg_day": "per kg of weight a day"}
# Conditions that narrow a limit come before the indication; each is known from the regimen or told by a clinician.
CONDITIONS = {
    "inpatient": "for inpatients",
    "hepatic_impairment": "with hepatic impairment",
    "cyp2c19_poor_or_inhibited": "for a CYP2C19 poor metabolizer or with an inhibitor",
    "with_valproate": "with valproate",
    "with_inducers": "with an enzyme inducer",
}
INDICATIONS = {
    "major_depression": "for major depression",
    "bipolar_depression": "for bipolar depression",
    "mania": "for mania",
    "schizophrenia": "for schizophrenia",
    "anxiety": "for anxiety",
    "panic": "for panic disorder",
    "ocd": "for OCD",
    "insomnia": "for sleep",
    "alcohol_withdrawal": "for alcohol withdrawal",
}


@dataclass(frozen=True, slots=True)
class Use:
    """How a drug is used: age in whole years, the rest by key, None where it is not known; weight in kg."""

    age: int
    route: str = "oral"
    form: str | None = None
    indication: str | None = None
    conditions: frozenset[str] = frozenset()
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A highest usual amount: `maximum` in `unit` per `per`. Ages include both ends; None: any."""

    drug: str
    route: str
    form: str | None
    indication: str | None
    age_from: int | None
    age_to: int | None
    condition: str | None
    maximum: Decimal
    unit: str
    per: str
    source: str
    verified: bool

    @property
    def words(self) -> str:
        """150 mg a day; 20 mg a day at 61 and over; 100 mg a day with valproate."""
        about = [
            ROUTES[self.route] if self.route != "oral" else "",
            f"as {self.form.upper()}" if self.form else "",
            INDICATIONS.get(self.indication or "", ""),
            f"at {self.age_from} and over" if self.age_from else "",
            CONDITIONS.get(self.condition or "", ""),
        ]
        return " ".join([f"{amount_words(self.maximum)} {self.unit} {PER[self.per]}", *filter(None, about)])

    def milligrams(self, weight: Decimal | None) -> Decimal | None:
        """The limit in mg; None where it is per kg and the weight is not known."""
        amount = self.maximum * MILLIGRAMS[self.unit]
        if self.per != "kg_day":
            return amount
        return None if weight is None else amount * weight


@cache
def limits() -> tuple[Limit, ...]:
    """Every limit, in the order of the file."""
    with (Path(__file__).with_name("dose_limits.csv")).open(encoding="utf-8", newline="") as file:
        return tuple(_limit(row) for row in csv.DictReader(file))


def limit_of(drug: str, use: Use, known: Sequence[Limit] | None = None) -> Limit | None:
    """The limit that fits a use, of the package's or of `known`; None where the list states none.

    A condition decides before form and indication.
    Of several conditions the lowest limit counts, and with_valproate comes before with_inducers, as on the label.
    """
    fitting = [limit for limit in (limits() if known is None else known) if limit.drug == drug and _fits(limit, use)]
    conditions = use.conditions - {"with_inducers"} if "with_valproate" in use.conditions else use.conditions
    narrowed = [limit for limit in fitting if limit.condition in conditions]
    if narrowed:
        return min(narrowed, key=lambda limit: limit.maximum)
    general = [limit for limit in fitting if limit.condition is None]
    return max(general, key=lambda limit: (limit.indication is not None, limit.form is not None), default=None)


def over(limit: Limit, dose: Dose, weight: Decimal | None = None, beside: Decimal = Decimal(0)) -> bool | None:
    """Whether a dose is above a limit; None where that cannot be told (another kind of unit, no weight).

    `beside`: mg a day of the drug's other line, which counts towards a limit of the day.
    """
    maximum, factor = limit.milligrams(weight), MILLIGRAMS.get(dose.unit)
    if maximum is None or factor is None:
        return None
    if limit.per == "dose":
        return dose.amount * factor > maximum
    return dose.most_of_a_day * factor + beside > maximum


def _fits(limit: Limit, use: Use) -> bool:
    return (
        limit.route == use.route
        and limit.form in {None, use.form}
        and limit.indication in {None, use.indication}
        and (limit.age_from or 0) <= use.age
        and (limit.age_to is None or use.age <= limit.age_to)
    )


def _limit(row: dict[str, str]) -> Limit:
    return Limit(
        drug=row["drug"],
        route=row["route"],
        form=row["form"] or None,
        indication=row["indication"] or None,
        age_from=int(row["age_from"]) if row["age_from"] else None,
        age_to=int(row["age_to"]) if row["age_to"] else None,
        condition=row["condition"] or None,
        maximum=Decimal(row["maximum"]),
        unit=row["unit"],
        per=row["per"],
        source=row["source"],
        verified={"yes": True, "no": False}[row["verified"]],
    )
