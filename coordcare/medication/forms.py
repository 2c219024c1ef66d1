"""The form of a medication change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Length
from wtforms.widgets import TextInput

from coordcare.fields import DayField
from coordcare.medication import checks, rules
from coordcare.medication.formulary import FREQUENCIES, UNITS, Drug, find_drug, formulary
from coordcare.timeline.forms import Background, EntryForm, long_text, required, tidy

REASON_LENGTH = 4_000
_AMOUNT = re.compile(r"\d{1,7}(\.\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class MedicationBackground(Background):
    """The signed changes that a new one is checked against, and the regimen they make today."""

    changes: Sequence[rules.Change]

    not_checked = checks.NOT_CHECKED

    @property
    def regimen(self) -> list[rules.RegimenLine]:
        return rules.regimen(self.changes, self.today)

    @property
    def drugs(self) -> list[Drug]:
        return list(formulary().values())


class MedicationChangeForm(EntryForm):
    """One change of one drug. Checked against the regimen here, and again in the signing transaction."""

    background: MedicationBackground

    change_type = RadioField(
        "What changes",
        choices=list(rules.CHANGE_TYPES.items()),
        validate_choice=False,
        validators=[
            required("Choose what changes."),
            AnyOf(rules.CHANGE_TYPES, message="Choose one of these changes."),
        ],
    )
    drug = StringField(
        "Drug",
        validators=[
            required("Enter the drug, by its generic or brand name."),
            Length(max=80, message="A drug's name is at most 80 characters."),
        ],
    )
    dose = StringField("Dose", widget=TextInput(), validators=[Length(max=20, message="Enter the dose as a number.")])
    unit = SelectField(
        "Unit",
        choices=list(UNITS.items()),
        validate_choice=False,
        validators=[AnyOf(UNITS, message="Choose one of these units.")],
    )
    frequency = SelectField(
        "How often",
        choices=[(row.key, row.word) for row in FREQUENCIES.values()],
        validate_choice=False,
        validators=[AnyOf(FREQUENCIES, message="Choose how often the dose is taken.")],
    )
    dose_confirmed = BooleanField("This dose above the usual maximum is meant")
    effective_on = DayField(
        "Takes effect on", validators=[required("Enter the day from which it counts, for example 2026-11-17.")]
    )
    reason = TextAreaField("Reason", validators=[long_text(REASON_LENGTH)])
    watch_for = TextAreaField("Watch for", validators=[long_text(REASON_LENGTH)])

    def __init__(self, typed: Any = None, *, background: MedicationBackground, **defaults: Any) -> None:
        defaults = {"effective_on": background.today, "unit": "mg", "frequency": "once_daily"} | defaults
        super().__init__(typed, background=background, **defaults)

    def validate_drug(self, field: StringField) -> None:
        if not tidy(field.data):
            raise ValidationError("Enter the drug, by its generic or brand name.")

    def validate_reason(self, field: TextAreaField) -> None:
        if not tidy(field.data) and self.change_type.data != "taking_already":
            raise ValidationError("Say why. The whole team works with this reason.")

    def validate_dose(self, field: StringField) -> None:
        typed = tidy(field.data)
        if typed and self.change_type.data in rules.WITHOUT_DOSE:
            raise ValidationError("Hold and Stop take no dose. Leave it empty, or use Decrease for a step of a taper.")
        if typed and typed.startswith("-"):
            raise ValidationError("The dose must be more than 0.")
        if typed and not _AMOUNT.fullmatch(typed):
            raise ValidationError(
                "Enter the dose as a plain number, for example 12.5 or 1000. The unit stands beside it."
            )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        problems = checks.check_change(
            self.proposal(), self.background.changes, self.background.birth_date, self.background.today
        )
        for problem in problems:
            field = self._fields[problem.field]
            field.errors = [*field.errors, problem.sentence]
        return not problems

    def proposal(self) -> checks.Proposal:
        """What the form proposes; call when its fields are valid."""
        drug, effective_on = self.drug.data, self.effective_on.data
        if drug is None or effective_on is None:
            raise ValueError("a form that was not checked")
        return checks.Proposal(self.change_type.data, drug, effective_on, self._dose(), bool(self.dose_confirmed.data))

    def values(self) -> dict[str, Any]:
        """The columns: the generic name with its code, and what was taken before."""
        proposal, line, drug = self.proposal(), self._line(), find_drug(self.drug.data or "")
        if drug is None:
            raise ValueError("a form that was not checked")
        confirmed = proposal.dose is not None and checks.above_usual_maximum(drug, proposal.dose)
        return {
            "change_type": proposal.change_type,
            "drug": drug.generic,
            "rxcui": drug.rxcui,
            **dose_columns(proposal.dose),
            "dose_confirmed": proposal.dose_confirmed and confirmed,
            "effective_on": proposal.effective_on,
            **dose_columns(line.dose if line else None, "previous_"),
            "reason": tidy(self.reason.data),
            "watch_for": tidy(self.watch_for.data),
        }

    def _dose(self) -> rules.Dose | None:
        typed, line = tidy(self.dose.data), self._line()
        if typed:
            return rules.Dose(Decimal(typed), self.unit.data, self.frequency.data)
        return line.dose if line and self.change_type.data == "resume" else None

    def _line(self) -> rules.RegimenLine | None:
        drug = find_drug(self.drug.data or "")
        return checks.line_of(self.background.changes, drug.generic) if drug else None


def dose_columns(dose: rules.Dose | None, prefix: str = "") -> dict[str, Any]:
    """A dose as columns; all None without one."""
    return {
        f"{prefix}dose": dose.amount if dose else None,
        f"{prefix}unit": dose.unit if dose else None,
        f"{prefix}frequency": dose.frequency if dose else None,
    }
