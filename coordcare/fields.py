"""Fields that forms of every package share, and where a refusal of an action is shown."""

from datetime import date
from typing import Any

from wtforms import DateField, Form

from coordcare.errors import Invalid


class DayField(DateField):
    """A day, as a date input sends it or as it is typed in the United States."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["format"] = ["%Y-%m-%d", "%m/%d/%Y"]
        super().__init__(*args, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not "".join(valuelist).strip():
            self.data = None if valuelist else self.data
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("This is not a date. Write it as 2026-11-17 or 11/17/2026.") from None

    @property
    def day(self) -> date:
        """The day that was typed. Raises Invalid where there is none."""
        if self.data is None:
            raise Invalid("Enter the day.", self.short_name)
        return self.data


def put_at_field(form: Form, error: Invalid) -> None:
    """Show an action's refusal at the field that it names, else above the form."""
    if error.field is not None and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, error.sentence]
    else:
        form.form_errors.append(error.sentence)
