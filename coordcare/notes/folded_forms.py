"""Fields of a session note that stand folded: the work on the course, what was heard, what comes next."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TimeField, ValidationError
from wtforms.validators import AnyOf, Length, Optional

from coordcare.fields import DayField
from coordcare.ipt.forms import ScaleField
from coordcare.ipt.rules import STAGE_WORDS
from coordcare.ipt.session_rules import RATINGS
from coordcare.ipt.task_rules import TASKS
from coordcare.medication.rules import ADHERENCE
from coordcare.notes import rules
from coordcare.timeline.forms import EntryForm

LINE_LENGTH = 300
AHEAD = 366


class ClockField(TimeField):
    """A time of day with a sentence of ours for what is not one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not "".join(valuelist).strip():
            self.data = None if valuelist else self.data
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("This is not a time. Write it as 14:30.") from None


def line(label: str, longest: int = LINE_LENGTH) -> StringField:
    words = f"This is longer than {longest} characters. One line is enough."
    return StringField(label, validators=[Length(max=longest, message=words)])


class FoldedForm(EntryForm):
    """The part of a session's form that has good defaults."""

    focus = SelectField("Worked on", validate_choice=False, validators=[Optional()])
    techniques = SelectMultipleField("Techniques", choices=list(rules.TECHNIQUES.items()), validate_choice=False)
    tasks = SelectMultipleField("Tasks done today", choices=list(TASKS.items()), validate_choice=False)
    dispute_stage = SelectField(
        "Stage of the dispute",
        choices=[("", "Not said today"), *STAGE_WORDS.items()],
        validate_choice=False,
        validators=[Optional(), AnyOf(STAGE_WORDS, message="Choose one of these stages.")],
    )
    relationship_satisfaction = ScaleField(RATINGS["relationship_satisfaction"])
    communication = ScaleField(RATINGS["communication"])
    trigger_confidence = ScaleField(RATINGS["trigger_confidence"])
    steadiness = ScaleField(RATINGS["steadiness"])
    goal_1 = ScaleField("Goal 1")
    goal_2 = ScaleField("Goal 2")
    goal_3 = ScaleField("Goal 3")
    goal_4 = ScaleField("Goal 4")
    functioning = line("Work, home, other people")
    adherence = RadioField(
        "Takes the medication as prescribed?",
        choices=list(ADHERENCE.items()),
        validate_choice=False,
        validators=[Optional(), AnyOf(ADHERENCE, message="Choose one of these answers.")],
    )
    side_effect = line("Side effect, as reported")
    next_session_on = DayField("Next session on", validators=[Optional()])
    patient_knows = BooleanField("The patient knows that this note is shared with the team")

    def validate_techniques(self, field: SelectMultipleField) -> None:
        if any(key not in rules.TECHNIQUES for key in field.data or []):
            raise ValidationError("Choose from these techniques.")

    def validate_tasks(self, field: SelectMultipleField) -> None:
        if any(key not in TASKS for key in field.data or []):
            raise ValidationError("Choose from these tasks.")

    def validate_next_session_on(self, field: DayField) -> None:
        if field.data and field.data < self.background.today:
            raise ValidationError("This day has passed. Leave it empty if none is planned.")
        if field.data and (field.data - self.background.today).days > AHEAD:
            raise ValidationError("This day is more than a year ahead. Check the year.")
