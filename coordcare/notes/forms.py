"""The form of a life event."""

from datetime import date

from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Optional

from coordcare.fields import DayField
from coordcare.notes import rules
from coordcare.timeline.forms import EntryForm, long_text, required, tidy

TEXT_LENGTH = 4_000


class LifeEventForm(EntryForm):
    """Something that happened in the patient's life."""

    text = TextAreaField("What happened", validators=[required("Write what happened."), long_text(TEXT_LENGTH)])
    category = SelectField(
        "Kind of event",
        choices=[("", "Choose"), *rules.CATEGORIES.items()],
        validate_choice=False,
        validators=[required("Choose the kind of event."), AnyOf(rules.CATEGORIES, message="Choose one of these.")],
    )
    impact = RadioField(
        "Effect on the patient",
        choices=list(rules.IMPACTS.items()),
        validate_choice=False,
        validators=[required("Choose the effect."), AnyOf(rules.IMPACTS, message="Choose one of these.")],
    )
    ended_on = DayField("Ended on", validators=[Optional()])

    def validate_text(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write what happened.")

    def validate_ended_on(self, field: DayField) -> None:
        start: date | None = self.happened_on.data
        if field.data and start and field.data < start:
            raise ValidationError("The end is before the start.")
        if field.data and field.data > self.background.today:
            raise ValidationError("This date is in the future. Leave it empty while it goes on.")
