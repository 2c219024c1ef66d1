"""The form of a result of monitoring, with further results of the same sample: one form and day for a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, SelectField, StringField, TextAreaField
from wtforms.widgets import TextInput

from coordcare.errors import Invalid
from coordcare.medication.result_forms import ResultFields
from coordcare.medication.result_formulary import FINDINGS, MEASUREMENTS, UNITS, Measurement
from coordcare.timeline.forms import Background, EntryForm, long_text, tidy

NOTE_LENGTH = 2_000
# The first result has the fields without a number.
ROWS = range(2, 8)


@dataclass(frozen=True)
class ResultBackground(Background):
    """Which test the form was opened for, on which day, and what is due, each with the address of its form."""

    asked: str | None = None
    asked_on: date | None = None
    due: Sequence[tuple[Measurement, str]] = ()

    @property
    def offered(self) -> list[Measurement]:
        """What is due beside the test that was asked for, and may come with the same sample."""
        return [one for one, _ in self.due if one.key != self.asked]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """The fields of one further result. `unit` holds a unit, or a finding where the test has no number."""

    test: Field
    value: Field
    unit: Field

    @property
    def is_filled(self) -> bool:
        """Whether there is a result in it: neither a test nor a unit says anything by itself."""
        return bool(tidy(self.value.data)) or self.unit.data in FINDINGS

    @property
    def measured(self) -> Measurement | None:
        return MEASUREMENTS.get(self.test.data or "")

    def checked(self, hours: dict[str, Any]) -> ResultFields:
        """The same as a result of its own, with the hours of the sample."""
        finding = self.unit.data if self.unit.data in FINDINGS else ""
        typed = {"test": self.test.data, "value": self.value.data, "finding": finding}
        typed |= {"unit": "" if finding else self.unit.data}
        if self.measured is not None and self.measured.level:
            typed |= hours
        return ResultFields(MultiDict({name: text for name, text in typed.items() if text}))

    def tell_empty(self) -> None:
        """A test was chosen and nothing was entered: said at the row, since to leave it out would lose it unseen."""
        measured = self.measured
        if measured is None:
            self.test.errors = ["Choose one of these, or clear the test."]
        elif measured.numeric:
            self.value.errors = [f"Enter the value of {measured.word}, or clear the test."]
        else:
            self.unit.errors = [f"Choose the finding of {measured.word}, or clear the test."]

    def tell(self, result: ResultFields) -> None:
        """Put what is wrong with a row at its fields."""
        self.test.errors = [*result.test.errors]
        self.value.errors = [*result.value.errors]
        self.unit.errors = [*result.unit.errors, *result.finding.errors]


class SampleFields(Form):
    """Up to six further results of the same sample."""

    def rows(self) -> list[SampleRow]:
        """All rows, also empty ones."""
        return [SampleRow(self[f"test_{n}"], self[f"value_{n}"], self[f"unit_{n}"]) for n in ROWS]

    @property
    def rows_open(self) -> bool:
        """Whether somebody has begun a row, or is told something there."""
        return any(row.is_filled or row.test.errors or row.value.errors or row.unit.errors for row in self.rows())

    def filled_rows(self) -> list[SampleRow]:
        return [row for row in self.rows() if row.is_filled]


def _add_rows() -> None:
    tests = [("", "Choose"), *((row.key, row.word) for row in MEASUREMENTS.values())]
    units = [("", "Choose"), *((unit, unit) for unit in UNITS), *FINDINGS.items()]
    for n in ROWS:
        test = SelectField(f"Result {n}", choices=tests, default="", validate_choice=False)
        unit = SelectField(f"Unit or finding {n}", choices=units, default="", validate_choice=False)
        setattr(SampleFields, f"test_{n}", test)
        setattr(SampleFields, f"value_{n}", StringField(f"Value {n}", widget=TextInput()))
        setattr(SampleFields, f"unit_{n}", unit)


_add_rows()


class MonitoringResultForm(ResultFields, SampleFields, EntryForm):
    """Results of one sample, each with its unit, and the day of the sample."""

    background: ResultBackground

    note = TextAreaField("Note", validators=[long_text(NOTE_LENGTH)])

    def __init__(self, typed: Any = None, *, background: ResultBackground, **defaults: Any) -> None:
        measured = MEASUREMENTS.get(background.asked or "")
        usual = {"test": background.asked, "happened_on": background.asked_on or background.today}
        usual |= {"unit": next(iter(measured.units), "") if measured else ""}
        super().__init__(typed, background=background, **(usual | dict(_offered(background.offered)) | defaults))

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for row in self._begun_rows():
            row.tell_empty()
            fine = False
        seen = {self.test.data}
        for row in self.filled_rows():
            result = row.checked(self._hours())
            if not result.validate():
                row.tell(result)
                self.hours_since_dose.errors = [*result.hours_since_dose.errors] or self.hours_since_dose.errors
                fine = False
            elif row.test.data in seen:
                row.test.errors = ["This stands on the form already. Leave one of the two out."]
                fine = False
            seen.add(row.test.data)
        return fine

    def add_error(self, error: Invalid) -> None:
        """A refusal that names a test is told where that test stands: at the first result, or at its row."""
        if error.field not in MEASUREMENTS:
            return super().add_error(error)
        row = next((row for row in self.filled_rows() if row.test.data == error.field), None)
        field = self.value if row is None or self.test.data == error.field else row.value
        return super().add_error(Invalid(error.sentence, field.name))

    def values(self) -> dict[str, Any]:
        """The columns of the first result."""
        found = {**self.columns(), "note": tidy(self.note.data)}
        # Hours that a row's level was taken after say nothing of another result.
        if self._asks_hours_of_row() and not (self.measured and self.measured.level):
            found |= {"hours_since_dose": None, "hours_unknown": False}
        return found

    def further(self) -> list[dict[str, Any]]:
        """The columns of every further result."""
        return [{**row.checked(self._hours()).columns(), "note": None} for row in self.filled_rows()]

    @property
    def shows_hours(self) -> bool:
        """Whether any result here may be a level."""
        known = [self.measured, *(row.measured for row in self.rows())]
        return self.measured is None or any(one is not None and one.level for one in known)

    def _begun_rows(self) -> list[SampleRow]:
        """Rows in which somebody chose a test and entered nothing. A test that is only offered is nobody's choice."""
        offered = dict(_offered(self.background.offered))
        return [
            row for row in self.rows()
            if row.test.data and not row.is_filled and row.test.data != offered.get(row.test.name)
        ]  # fmt: skip

    def _hours(self) -> dict[str, Any]:
        return {"hours_since_dose": self.hours_since_dose.data, "hours_unknown": "y" if self.hours_unknown.data else ""}

    def _asks_hours_of_row(self) -> bool:
        return any(row.measured is not None and row.measured.level for row in self.filled_rows())


def _offered(due: Sequence[Measurement]) -> Iterator[tuple[str, str]]:
    """Rows for what is due, to be filled or left."""
    for n, measured in zip(ROWS, due, strict=False):
        yield f"test_{n}", measured.key
        yield f"unit_{n}", next(iter(measured.units), "")
