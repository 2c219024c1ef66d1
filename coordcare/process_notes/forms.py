"""The form of a private note; the same in its own page and beside a session note."""

import uuid
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from coordcare.errors import Invalid
from coordcare.fields import DayField, put_at_field
from coordcare.process_notes.rules import TEXT_LENGTH, TITLE_LENGTH, Words
from coordcare.timeline.forms import long_text, tidy

LOST_MARK = "This form has lost its mark. Copy your words, reload the page and try again."


class ProcessNoteForm(Form):
    """`form_key` marks the form, so that it makes one note; `version` is None before the first save.

    The ids are of their own: the box stands on a page that holds another form.
    """

    form_key = HiddenField(id="private-form-key", validators=[Length(1, 40, message=LOST_MARK)])
    version = HiddenField(id="private-version")
    day = DayField("Day", id="private-day", validators=[Optional()])
    title = StringField(
        "Title",
        id="private-title",
        validators=[Length(max=TITLE_LENGTH, message=f"At most {TITLE_LENGTH} characters.")],
    )
    text = TextAreaField("Private note", id="private-text", validators=[long_text(TEXT_LENGTH)])

    def __init__(self, typed: "MultiDict[str, str] | None" = None, *, today: date, **defaults: Any) -> None:
        self.today = today
        super().__init__(typed, data={"day": today, "form_key": str(uuid.uuid4()), **defaults})

    def words(self) -> Words:
        """What was typed; call after validate() said yes."""
        return Words(self.day.data or self.today, tidy(self.title.data) or "", tidy(self.text.data) or "")

    def version_shown(self) -> int | None:
        """The version that the form was made from; None for a form not saved yet."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def add_error(self, error: Invalid) -> None:
        """Put a refusal beside the field that it names."""
        put_at_field(self, error)
