"""The form of a medication change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Length
from wtforms.widgets import TextInput

from coordcare.fields import DayField
from coordcare.medication import checks, rules
from coordcare.medication.formulary import FREQUENCIES, UNITS, Drug, find_drug, formulary
from coordcare.medication.reported_queries import Observation
from coordcare.timeline.forms import Background, EntryForm, long_text, required, tidy

REASON_LENGTH = 4_000
_AMOUNT = re.compile(r"\d{1,7}(\.\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class MedicationBackground(Background):
    """The signed changes that a new one is checked against, and the regimen they make today.

    `visit_on` is the day of the author's own visit that announced a change which is not recorded yet. `drug` is the
    drug of the regimen that the form was opened for.
    """

    changes: Sequence[rules.Change]
    observations: Sequence[Observation] = ()
    visit_on: date | None = None
    drug: str | None = None

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
    dose = StringField(
        "New dose", widget=TextInput(), validators=[Length(max=20, message="Enter the dose as a number.")]
    )
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
        defaults = {
            "happened_on": background.visit_on or background.today,
            "effective_on": background.today,
            "unit": "mg",
            "frequency": "once_daily",
            **self._asked_for(background),
        } | defaults
        super().__init__(typed, background=background, **defaults)

    @staticmethod
    def _asked_for(background: MedicationBackground) -> dict[str, Any]:
        """The drug that the form was opened for, as it is taken; nothing for a drug that is not."""
        line = next((line for line in background.regimen if line.drug == background.drug), None)
        return {"drug": line.drug, "unit": line.dose.unit, "frequency": line.dose.frequency} if line else {}

    def validate_drug(self, field: StringField) -> None:
        name = tidy(field.data)
        if not name:
            raise ValidationError("Enter the drug, by its generic or brand name.")
        if not field.errors and find_drug(name) is None:
            raise ValidationError(checks.unknown_drug(name))

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
        if not typed and self.change_type.data in rules.WITH_NEW_DOSE:
            raise ValidationError(checks.DOSE_MISSING)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every fault in one round: what the fields say, and what the regimen says of those that are sound."""
        sound = super().validate(extra_validators)
        if any(self._fields[name].errors for name in ("change_type", "drug", "dose", "unit", "frequency")):
            return False
        problems = [problem for problem in self._problems() if not self._fields[problem.field].errors]
        for problem in problems:
            self._fields[problem.field].errors = [problem.sentence]
        return sound and not problems

    def _problems(self) -> list[checks.Problem]:
        known = self.background
        return checks.check_change(self.proposal(), known.changes, known.birth_date, known.today)

    def proposal(self) -> checks.Proposal:
        """What the form proposes; call when change, drug and dose are sound. A day that is not one counts as today."""
        effective_on = self.effective_on.data or self.background.today
        confirmed = bool(self.dose_confirmed.data)
        return checks.Proposal(self.change_type.data, self.drug.data or "", effective_on, self._dose(), confirmed)

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
