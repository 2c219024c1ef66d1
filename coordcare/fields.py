"""Fields that forms of every package share, and where a refusal of an action is shown."""

from datetime import date
from typing import Any

from wtforms import DateField, Field, Form, ValidationError
from wtforms.validators import Length, Optional

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


def may_be_left() -> Optional:
    """Of a choice: none is fine. Blanks are none of the choices; the library's default would keep them unasked."""
    return Optional(strip_whitespace=False)


def too_long(text: str, most: int, request: str = "Please shorten it.") -> str:
    """The sentence for a text of more than `most` characters: how many are to go, and what is asked."""
    return f"This is longer than {most:,} characters. It has {len(text):,}: {len(text) - most:,} too many. {request}"


def kept_words(text: str, most: int, field: str) -> str:
    """Typed text as it is kept, "" for blanks. Raises Invalid at the field where it is longer than `most`."""
    words = text.replace("\r\n", "\n").strip()
    if len(words) > most:
        raise Invalid(too_long(words, most), field)
    return words


class AtMost(Length):
    """A text's greatest length. It counts what arrived, so that a line end is two, as browsers send it."""

    def __init__(self, most: int, request: str = "Please shorten it.") -> None:
        super().__init__(max=most)
        self.request = request

    def __call__(self, form: Any, field: Field) -> None:
        if len(text := field.data or "") > self.max:
            raise ValidationError(too_long(text, self.max, self.request))


def put_at_field(form: Form, error: Invalid) -> None:
    """Show an action's refusal at the field that it names, else above the form."""
    if error.field is not None and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, error.sentence]
    else:
        form.form_errors.append(error.sentence)
