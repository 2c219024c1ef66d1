"""What changes, of which drug, to which dose: these fields of a change, and how they are read."""

from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import AnyOf, Length
from wtforms.widgets import TextInput

from coordcare.fields import DayField, may_be_left
from coordcare.medication import checks, rules
from coordcare.medication.background_forms import MedicationBackground
from coordcare.medication.formulary import AS_NEEDED, FORMS, FREQUENCIES, ROUTES, UNITS, Drug
from coordcare.medication.plan_checks import OTHER_LABEL, named_drug
from coordcare.medication.plan_forms import AMOUNT, point_words
from coordcare.timeline.forms import required, tidy

MOST_OF_A_DAY = 24


class DoseFields(Form):
    """Fields of a change, checked one by one."""

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
    unlisted = BooleanField(
        "Record it uncoded, as typed: then no dose, MAOI, duplicate or monitoring check is made for it"
    )
    beside = BooleanField("A second line, beside the one that is taken")
    dose = StringField(
        "New dose", widget=TextInput(), validators=[Length(max=20, message="Enter the dose as a number.")]
    )
    # Its value is what was said of the dose: once the dose is another one, the tick counts no more.
    dose_meant = StringField("The dose is meant")
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
    most_per_day = StringField("At most a day", widget=TextInput())
    form = SelectField(
        "Form",
        choices=[("", "plain"), *FORMS.items()],
        default="",
        validate_choice=False,
        validators=[may_be_left(), AnyOf(FORMS, message="Choose one of these forms.")],
    )
    route = SelectField(
        "Route",
        choices=list(ROUTES.items()),
        default="oral",
        validate_choice=False,
        validators=[may_be_left(), AnyOf(ROUTES, message="Choose one of these routes.")],
    )
    other_drug = StringField(
        OTHER_LABEL, validators=[Length(max=80, message="A drug's name is at most 80 characters.")]
    )
    effective_on = DayField(
        "Takes effect on", validators=[required("Enter the day from which it counts, for example 2026-11-17.")]
    )

    def validate_drug(self, field: StringField) -> None:
        name = tidy(field.data)
        if not name:
            raise ValidationError("Enter the drug, by its generic or brand name.")
        if not field.errors and self.found_drug() is None:
            raise ValidationError(checks.unknown_drug(name, self.background.drugs))

    def validate_dose(self, field: StringField) -> None:
        typed, line = tidy(field.data), self.line()
        if typed and self.change_type.data in rules.WITHOUT_DOSE:
            # The dose of now stands in the field when the form was opened for a drug: that is no new dose.
            if line is None or not AMOUNT.fullmatch(typed) or Decimal(typed) != line.dose.amount:
                raise ValidationError("Hold and Stop take no dose. Leave it empty, or use Taper to come down by steps.")
            return
        if typed and typed.startswith("-"):
            raise ValidationError("The dose must be more than 0.")
        if typed and not AMOUNT.fullmatch(typed):
            plain = "Enter the dose as a plain number, for example 12.5 or 1000. The unit stands beside it."
            raise ValidationError(point_words(typed) or plain)
        if not typed and self.change_type.data in rules.WITH_NEW_DOSE and self.read_dose() is None:
            raise ValidationError(checks.dose_missing(self.change_type.data))

    def validate_most_per_day(self, field: StringField) -> None:
        typed = tidy(field.data)
        if typed and self.read_most() is None:
            raise ValidationError(f"Enter the highest number of doses a day, from 1 to {MOST_OF_A_DAY}.")

    def read_most(self) -> int | None:
        """The highest number of doses a day; None where there is none, or none that can be read."""
        typed = tidy(self.most_per_day.data) or ""
        readable = typed.isascii() and typed.isdigit() and len(typed) <= 2 and 1 <= int(typed) <= MOST_OF_A_DAY
        return int(typed) if readable else None

    def found_drug(self) -> Drug | None:
        """The drug that the name means; None for one that is neither on the list nor meant to be uncoded."""
        known = self.background
        return named_drug(tidy(self.drug.data) or "", known.drugs, known.changes, meant=bool(self.unlisted.data))

    def recorded_as(self) -> str | None:
        """The generic name that is recorded, where another one was typed; else None."""
        found, typed = self.found_drug(), tidy(self.drug.data) or ""
        return found.generic if found is not None and found.generic != " ".join(typed.split()).casefold() else None

    def line(self) -> rules.RegimenLine | None:
        """The drug as it is taken on the day of the change."""
        drug = self.found_drug()
        if drug is None:
            return None
        return checks.line_on(self.background.changes, drug.generic, self.day(), beside=bool(self.beside.data))

    def other_line(self) -> rules.RegimenLine | None:
        """The second drug as it is taken on the day of the change."""
        known = self.background
        other = named_drug(tidy(self.other_drug.data) or "", known.drugs, known.changes, meant=False)
        return checks.line_on(known.changes, other.generic, self.day()) if other else None

    def day(self) -> date:
        """From when it counts; today for a day that is none."""
        return self.effective_on.data or self.background.today

    def read_dose(self) -> rules.Dose | None:
        """The new dose. Resumed or taken otherwise without an amount, it is that of before."""
        typed, line, change_type = tidy(self.dose.data), self.line(), self.change_type.data
        if change_type in rules.WITHOUT_DOSE or (typed and not AMOUNT.fullmatch(typed)):
            return None
        if not typed and change_type == "resume":
            return line.dose if line else None
        before = line.dose.amount if line and change_type == "timing" else None
        amount = Decimal(typed) if typed else before
        if amount is None:
            return None
        route = None if self.route.data in {None, "", "oral"} else self.route.data
        most = self.read_most() if self.frequency.data == AS_NEEDED else None
        return rules.Dose(amount, self.unit.data, self.frequency.data, most, self.form.data or None, route)


def dose_columns(dose: rules.Dose | None) -> dict[str, Any]:
    """A dose as columns; all None without one."""
    names = ("unit", "frequency", "most_per_day", "form", "route")
    return {"dose": dose.amount if dose else None, **{name: getattr(dose, name, None) for name in names}}


def previous_columns(dose: rules.Dose | None) -> dict[str, Any]:
    """The dose before, as far as it is kept."""
    names = ("unit", "frequency", "form")
    return {
        "previous_dose": dose.amount if dose else None,
        **{f"previous_{name}": getattr(dose, name, None) for name in names},
    }


def dose_typed(dose: rules.Dose) -> dict[str, Any]:
    """A dose as it stands in the fields of a form that was opened for it."""
    return {
        "dose": dose.typed,
        "unit": dose.unit,
        "frequency": dose.frequency,
        "most_per_day": str(dose.most_per_day or ""),
        "form": dose.form or "",
        "route": dose.route or "oral",
    }
