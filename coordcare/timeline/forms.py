"""What every entry form shares: the day it happened, its submission key, and how typed text becomes values."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from coordcare.accounts.queries import Person
from coordcare.errors import Invalid
from coordcare.extensions import clock
from coordcare.fields import AtMost, DayField, put_at_field
from coordcare.settings.queries import clinic, today
from coordcare.templating import plain_day
from coordcare.timeline.rules import REASON_WORDS

LONG_TEXT = 20_000
NOT_CONTENT = frozenset({"submission_key", "version", "csrf_token"})


@dataclass(frozen=True)
class Background:
    """What any entry form knows of its patient; kinds add to it."""

    birth_date: date
    today: date


@dataclass(frozen=True, slots=True)
class Content:
    """A checked form, ready to sign: when it happened, and the columns of the kind's table.

    `further` has the columns of further entries of the same kind and day, which are signed with it. `aside` is for
    who attends the signing, and is kept in no column of the entry.
    """

    happened_on: date
    happened_at: datetime
    values: dict[str, Any]
    course_id: int | None = None
    further: Sequence[dict[str, Any]] = ()
    aside: dict[str, Any] | None = None


def tidy(text: str | None) -> str | None:
    """Typed text as it is kept: one kind of line break, no blank ends, None when empty."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip() or None


def long_text(limit: int = LONG_TEXT) -> AtMost:
    """The check that a text is not absurdly long."""
    return AtMost(limit)


def required(message: str) -> InputRequired:
    return InputRequired(message=message)


class EntryForm(Form):
    """Base of every kind's form. Field names equal column names, but for those told to who attends the signing."""

    ASIDE: ClassVar[frozenset[str]] = frozenset()

    submission_key = HiddenField()
    version = HiddenField()
    happened_on = DayField("Date", validators=[required("Enter the date as it happened, for example 2026-11-17.")])

    def __init__(self, typed: "MultiDict[str, str] | None" = None, *, background: Background, **defaults: Any) -> None:
        self.background = background
        defaults.setdefault("happened_on", background.today)
        defaults.setdefault("submission_key", str(uuid.uuid4()))
        super().__init__(typed, data=defaults)

    def validate(self, extra_validators: Any = None) -> bool:
        """All checks, and that no single choice came with two answers, of which one would be taken unseen."""
        fine = super().validate(extra_validators)
        for field in self._fields.values():
            if isinstance(field, RadioField) and len(set(field.raw_data or [])) > 1:
                field.errors = [*field.errors, "Two different answers arrived. Choose one."]
                fine = False
        return fine

    def validate_happened_on(self, field: DayField) -> None:
        if field.data is None:
            return
        if field.data > self.background.today:
            raise ValidationError("This date is in the future. An entry tells what has happened.")
        if field.data < self.background.birth_date:
            raise ValidationError("This date is before the patient was born.")

    def typed(self) -> dict[str, list[str]]:
        """Everything typed, field by field, as it came: what a draft keeps."""
        return {
            name: [str(value) for value in (field.raw_data or [])]
            for name, field in self._fields.items()
            if name not in NOT_CONTENT
        }

    def values(self) -> dict[str, Any]:
        """The columns of the kind's table; kinds override what is not a plain field."""
        spine = NOT_CONTENT | {"happened_on"}
        return {
            name: tidy(field.data) if isinstance(field.data, str) else field.data
            for name, field in self._fields.items()
            if name not in spine
        }

    def key(self) -> str:
        """The submission key as it came back."""
        return self.submission_key.data or ""

    def version_shown(self) -> int | None:
        """The draft's version that the form was made from; None for a form not saved yet."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def add_error(self, error: Invalid) -> None:
        """Put a refusal of the kind's own check beside the field that it names."""
        put_at_field(self, error)

    def started(self) -> time | None:
        """The time of day when it happened, where the kind asks for one."""
        return None

    def remarks(self) -> list[str]:
        """What is said of the form beside what it holds, in sentences. Never a refusal."""
        return []

    def course_id(self) -> int | None:
        """The course that the entry belongs to, if any."""
        return None

    def content(self) -> Content:
        """The checked form; call after validate() said yes."""
        day = self.happened_on.data or self.background.today
        return Content(day, self._moment(day), self.values(), self.course_id(), self.further(), self.aside())

    def aside(self) -> dict[str, Any] | None:
        """What is typed for who attends the signing; most forms say nothing to them alone."""
        return None

    def further(self) -> Sequence[dict[str, Any]]:
        """The columns of what is signed with this entry; most forms hold one entry."""
        return ()

    def _moment(self, day: date) -> datetime:
        at = self.started()
        if at:
            return clinic().instant(day, at.hour, at.minute)
        return clock.now() if day == today() else clinic().instant(day)


class AddendumForm(Form):
    """Words to add to a signed entry."""

    submission_key = HiddenField(
        default=lambda: str(uuid.uuid4()),
        validators=[Length(1, 40, message="This form has lost its mark. Copy your words, reload it and try again.")],
    )
    text = TextAreaField("Addendum", validators=[required("Write what you want to add."), long_text()])

    def words(self) -> str:
        """The checked text, tidy."""
        return tidy(self.text.data) or ""

    def validate_text(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write what you want to add.")


class RetractForm(Form):
    """The coded reason for taking an entry back."""

    reason = RadioField(
        "Why is this entry retracted?",
        choices=[(reason.value, words) for reason, words in REASON_WORDS.items()],
        validators=[required("Choose the reason.")],
    )


class FilterForm(Form):
    """Which entries of the timeline to show. Nonsense in an address shows everything."""

    kind = HiddenField()
    author = SelectField("Written by", coerce=str, validate_choice=False)
    course = SelectField("Course", coerce=str, validate_choice=False)
    date_from = DayField("From", validators=[Optional()])
    date_to = DayField("To", validators=[Optional()])

    def __init__(
        self, typed: "MultiDict[str, str]", *, authors: Iterable[Person], courses: Iterable[tuple[int, date]]
    ) -> None:
        super().__init__(typed)
        self.author.choices = [("", "Anyone"), *((str(person.id), person.name) for person in authors)]
        self.course.choices = [("", "Any"), *((str(id), f"Course from {plain_day(first)}") for id, first in courses)]
        self.validate()

    def chosen(self, field: SelectField) -> int | None:
        """The id that was chosen, if it was offered."""
        offered = {str(value) for value, *_ in field.iter_choices() if value}
        return int(field.data) if field.data in offered else None


class SearchForm(Form):
    """Words to look for in one patient's record. They travel in the body, never in an address."""

    q = StringField(
        "Search this record",
        filters=[tidy],
        validators=[
            DataRequired("Enter what to look for."),
            Length(max=200, message="At most 200 characters."),
        ],
    )
