"""The dated steps of a plan as rows of a form: a day, a dose or “stop”, how often."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from wtforms import Field, Form, SelectField, StringField
from wtforms.validators import AnyOf, Length

from coordcare.fields import DayField
from coordcare.medication.formulary import AS_NEEDED, FREQUENCIES
from coordcare.medication.rules import Dose
from coordcare.medication.step_rules import PlannedStep

WITH_COMMA = re.compile(r"(\d{1,7}),(\d{1,2})", re.ASCII)
AMOUNT = re.compile(r"\d{1,7}(\.\d{1,3})?", re.ASCII)
STOP = frozenset({"stop", "0"})
ROWS = {"steps": 8, "leaving": 6}
FREQUENCY_OF_STEP = [("", "as before"), *((row.key, row.word) for row in FREQUENCIES.values() if row.key != AS_NEEDED)]


class PlanFields(Form):
    """Rows `steps_1_on`, `steps_1_dose`, `steps_1_frequency` and so on, and the same for `leaving`."""

    def rows(self, plan: str) -> list[tuple[DayField, Field, Field]]:
        """The fields of each row, as the template shows them."""
        fields = cast(Mapping[str, Any], self)
        return [
            (fields[f"{plan}_{n}_on"], fields[f"{plan}_{n}_dose"], fields[f"{plan}_{n}_frequency"])
            for n in range(1, ROWS[plan] + 1)
        ]

    def filled(self, plan: str) -> list[tuple[DayField, Field, Field]]:
        """The rows in which something was typed."""
        return [row for row in self.rows(plan) if any("".join(one.raw_data or []).strip() for one in row[:2])]

    def check_rows(self, plan: str) -> bool:
        """Whether each row that was begun can be read; what is wrong is told at its fields."""
        fine = True
        for day, dose, _ in self.filled(plan):
            typed = (dose.data or "").strip()
            if day.data is None and not day.errors:
                day.errors = ["Enter the day of this step."]
            if not typed:
                dose.errors = ["Enter the dose, or “stop”."]
            elif typed.casefold() not in STOP and not AMOUNT.fullmatch(typed):
                dose.errors = [point_words(typed) or "Enter the dose as a plain number, or “stop”."]
            fine = fine and not day.errors and not dose.errors
        return fine

    def steps_of(self, plan: str, like: Dose | None) -> tuple[PlannedStep, ...]:
        """The steps as typed, in the unit, form and route of the dose before; rows that cannot be read are left out."""
        return tuple(self._read(plan, like)) if like is not None else ()

    def _read(self, plan: str, like: Dose) -> Iterator[PlannedStep]:
        before = like
        for day, dose, frequency in self.filled(plan):
            typed = (dose.data or "").strip()
            readable = typed.casefold() in STOP or AMOUNT.fullmatch(typed)
            if day.data is None or not readable or frequency.data not in {"", *FREQUENCIES}:
                continue
            if typed.casefold() in STOP or Decimal(typed) == 0:
                yield PlannedStep(day.data, None)
                continue
            often = frequency.data or before.frequency
            before = Dose(Decimal(typed), like.unit, often, None, like.form, like.route)
            yield PlannedStep(day.data, before)


def _add_rows() -> None:
    for plan, count in ROWS.items():
        for n in range(1, count + 1):
            known = AnyOf(dict(FREQUENCY_OF_STEP), message="Choose how often the dose is taken.")
            row: dict[str, Any] = {
                "on": DayField(f"Step {n}: from"),
                "dose": StringField(
                    f"Step {n}: dose", validators=[Length(max=20, message="Enter the dose as a number.")]
                ),
                "frequency": SelectField(
                    f"Step {n}: frequency",
                    choices=FREQUENCY_OF_STEP,
                    default="",
                    validate_choice=False,
                    validators=[known],
                ),
            }
            for name, field in row.items():
                setattr(PlanFields, f"{plan}_{n}_{name}", field)


_add_rows()


def point_words(typed: str) -> str | None:
    """Of 12,5 that a point is wanted; 1,000 may mean a thousand, and is not read at all."""
    found = WITH_COMMA.fullmatch(typed)
    return f"Use a point: {found[1]}.{found[2]}." if found else None


def step_columns(steps: tuple[PlannedStep, ...]) -> list[dict[str, Any]] | None:
    """Steps as they are kept: {on, dose, unit, frequency}, dose None for a stop; None without any."""
    kept: list[dict[str, Any]] = []
    for step in steps:
        dose = step.dose
        kept.append(
            {
                "on": step.on.isoformat(),
                "dose": str(dose.amount) if dose else None,
                "unit": dose.unit if dose else None,
                "frequency": dose.frequency if dose else None,
            }
        )
    return kept or None


def typed_rows(plan: str, kept: list[dict[str, Any]] | None) -> dict[str, list[str]]:
    """Kept steps as somebody would have typed them, for a change that was recalled."""
    typed: dict[str, list[str]] = {}
    for n, step in enumerate(kept or (), start=1):
        typed[f"{plan}_{n}_on"] = [step["on"]]
        typed[f"{plan}_{n}_dose"] = [step["dose"] or "stop"]
        typed[f"{plan}_{n}_frequency"] = [step["frequency"] or ""]
    return typed
