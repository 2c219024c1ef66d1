"""The fields of one result of monitoring, and what is wrong with what was typed."""

import re
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import AnyOf, Length
from wtforms.widgets import TextInput

from coordcare.fields import may_be_left
from coordcare.medication.result_formulary import (
    FINDINGS,
    LITHIUM,
    MEASUREMENTS,
    UNITS,
    Measurement,
    pair_problem,
    value_problem,
)
from coordcare.medication.result_rules import MOST_HOURS
from coordcare.timeline.forms import required, tidy

_NUMBER = re.compile(r"\d{1,5}(\.\d{1,3})?", re.ASCII)
_NOT_A_NUMBER = "Enter the value as a plain number, for example 0.8. The unit stands beside it."


class ResultFields(Form):
    """What was measured, the value with its unit or the finding, and the hours since the dose."""

    test = SelectField(
        "What was measured",
        choices=[("", "Choose"), *((row.key, row.word) for row in MEASUREMENTS.values())],
        validate_choice=False,
        validators=[
            required("Choose what was measured."),
            AnyOf(MEASUREMENTS, message="Choose one of these. What is not on this list belongs into a visit's note."),
        ],
    )
    value = StringField(
        "Value", widget=TextInput(), validators=[Length(max=20, message="Enter the value as a number.")]
    )
    unit = SelectField(
        "Unit",
        choices=[("", "No unit"), *((unit, unit) for unit in UNITS)],
        validate_choice=False,
        validators=[may_be_left()],
    )
    finding = RadioField(
        "Or the finding, where there is no number",
        choices=list(FINDINGS.items()),
        validate_choice=False,
        validators=[may_be_left(), AnyOf(FINDINGS, message="Choose one of these.")],
    )
    hours_since_dose = StringField(
        "Hours since the last dose",
        widget=TextInput(),
        validators=[Length(max=10, message="Enter the hours as a number, for example 12.")],
    )
    hours_unknown = BooleanField("Nobody knows the hours since the last dose")

    @property
    def measured(self) -> Measurement | None:
        return MEASUREMENTS.get(self.test.data or "")

    def validate_value(self, field: StringField) -> None:
        measured, typed = self.measured, tidy(field.data)
        if measured is None or field.errors:
            return
        if not measured.numeric:
            if typed:
                raise ValidationError(f"{measured.word} has no number here. Choose the finding, or write a note.")
            return
        if not typed:
            raise ValidationError(f"Enter the value{', as 120/80' if measured.paired else ''}.")
        numbers = self._numbers(typed)
        if numbers is None:
            raise ValidationError("Enter both pressures, as 120/80." if measured.paired else _NOT_A_NUMBER)
        problem = pair_problem(*numbers) if measured.paired else None
        if self._unit() in measured.units and not measured.paired:
            problem = value_problem(measured, numbers[0], self._unit())
        if problem:
            raise ValidationError(problem)

    def validate_unit(self, field: SelectField) -> None:
        measured = self.measured
        if measured is None:
            return
        if field.data and field.data not in measured.units:
            raise ValidationError(
                f"{measured.word} is recorded in {' or '.join(measured.units)}. {field.data} does not fit."
                if measured.numeric
                else f"{measured.word} has no unit."
            )

    def validate_finding(self, field: RadioField) -> None:
        measured = self.measured
        if measured is None:
            return
        if field.data and field.data not in measured.findings:
            raise ValidationError(f"{measured.word} is a number with a unit. Leave this empty.")

    def validate_hours_since_dose(self, field: StringField) -> None:
        typed = tidy(field.data)
        if typed and (not _NUMBER.fullmatch(typed) or Decimal(typed) > MOST_HOURS):
            raise ValidationError(f"Enter the hours as a number from 0 to {MOST_HOURS}, for example 12.")
        if typed and self.hours_unknown.data:
            raise ValidationError("Enter the hours, or say that nobody knows them: not both.")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for name, sentence in self._missing():
            self[name].errors = [*self[name].errors, sentence]
            fine = False
        return fine

    def columns(self) -> dict[str, Any]:
        """The columns of a result; call after validate() said yes."""
        measured, typed = self.measured, tidy(self.value.data)
        numbers = self._numbers(typed) if typed and measured and measured.numeric else None
        hours = tidy(self.hours_since_dose.data)
        return {
            "test": self.test.data,
            "value": numbers[0] if numbers else None,
            "second_value": numbers[1] if numbers and len(numbers) > 1 else None,
            "unit": self._unit() if numbers else None,
            "finding": self.finding.data or None,
            "hours_since_dose": Decimal(hours) if hours else None,
            "hours_unknown": bool(self.hours_unknown.data),
        }

    def _missing(self) -> list[tuple[str, str]]:
        """What the chosen test asks for and optional fields do not."""
        measured, found = self.measured, []
        if measured is None:
            return []
        if measured.numeric and not self._unit():
            found.append(("unit", f"Choose the unit: {' or '.join(measured.units)}."))
        if measured.findings and not self.finding.data:
            found.append(("finding", f"Choose the finding: {' or '.join(measured.findings.values())}."))
        if measured.key == LITHIUM and not tidy(self.hours_since_dose.data) and not self.hours_unknown.data:
            found.append(
                (
                    "hours_since_dose",
                    "A lithium level cannot be read without them. Enter them, or say that nobody knows.",
                )
            )
        return found

    def _unit(self) -> str:
        """The unit chosen; what has one unit only need not be asked."""
        units = list(self.measured.units) if self.measured else []
        return self.unit.data or (units[0] if len(units) == 1 else "")

    def _numbers(self, typed: str) -> list[Decimal] | None:
        """The numbers of a value: one, or the two of a pressure; None for what is none."""
        measured = self.measured
        parts = typed.replace(" ", "").split("/") if measured and measured.paired else [typed]
        wanted = 2 if measured and measured.paired else 1
        if len(parts) != wanted or not all(_NUMBER.fullmatch(part) for part in parts):
            return None
        return [Decimal(part) for part in parts]
