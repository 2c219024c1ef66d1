"""Fields of a session note that stand folded: the work on the course, what was heard, what comes next."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TimeField, ValidationError
from wtforms.validators import AnyOf, Length, Optional

from coordcare.fields import DayField, may_be_left
from coordcare.ipt.forms import ScaleField
from coordcare.ipt.rules import STAGE_WORDS
from coordcare.ipt.session_rules import RATINGS
from coordcare.ipt.task_rules import TASKS
from coordcare.notes import rules
from coordcare.notes.goal_forms import GoalForm
from coordcare.notes.session_cards import SessionBackground
from coordcare.timeline.forms import tidy

LINE_LENGTH = 300
PLACE_LENGTH = 200
CALLBACK_LENGTH = 40
AHEAD = 366
REMOTE = ("patient_place", "others_present", "callback", "technical_trouble")


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


class FoldedForm(GoalForm):
    """The part of a session's form that has good defaults."""

    focus = SelectField("Worked on", validate_choice=False, validators=[may_be_left()])
    techniques = SelectMultipleField("Techniques", choices=list(rules.TECHNIQUES.items()), validate_choice=False)
    tasks = SelectMultipleField("Tasks done today", choices=list(TASKS.items()), validate_choice=False)
    dispute_stage = SelectField(
        "Stage of the dispute",
        choices=[("", "Not said today"), *STAGE_WORDS.items()],
        validate_choice=False,
        validators=[may_be_left(), AnyOf(STAGE_WORDS, message="Choose one of these stages.")],
    )
    relationship_satisfaction = ScaleField(RATINGS["relationship_satisfaction"])
    communication = ScaleField(RATINGS["communication"])
    trigger_confidence = ScaleField(RATINGS["trigger_confidence"])
    steadiness = ScaleField(RATINGS["steadiness"])
    functioning = line("Work, home, other people")
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


class FrameForm(FoldedForm):
    """The frame of a session: how and when one met, and what is asked of a remote one."""

    background: SessionBackground

    mode = RadioField(
        "How you met",
        choices=list(rules.MODES.items()),
        validate_choice=False,
        validators=[AnyOf(rules.MODES, message="Choose how you met.")],
    )
    starts_at = ClockField("Started at", validators=[Optional()])
    ends_at = ClockField("Ended at", validators=[Optional()])
    participants = line("Who else took part", PLACE_LENGTH)
    patient_place = line("Where the patient was", PLACE_LENGTH)
    others_present = line("Who else was in the room there", PLACE_LENGTH)
    callback = line("Number to call back", CALLBACK_LENGTH)
    telehealth_consent = BooleanField("The patient agrees to meet this way")
    technical_trouble = line("Technical trouble, and what was done")

    def validate_mode(self, field: RadioField) -> None:
        """What is told of a session by video or phone is kept of such a session alone, and never dropped unseen."""
        told = any(tidy(self[name].data) for name in REMOTE)
        if field.data == rules.IN_PERSON and (told or self.telehealth_consent.data):
            raise ValidationError(
                "Place, number, consent or trouble of a remote session are filled in: choose how you met."
            )

    def validate_starts_at(self, field: ClockField) -> None:
        now = self.background.now
        if field.data and self.happened_on.data == now.date() and field.data > now.time():
            raise ValidationError("This time is still to come. A note tells what has happened.")

    def validate_ends_at(self, field: ClockField) -> None:
        starts_at = self.starts_at.data
        if field.data and starts_at is None:
            raise ValidationError("Enter the start as well, or leave both empty.")
        if field.data and starts_at and field.data <= starts_at:
            raise ValidationError("The end is not after the start.")

    def place(self) -> dict[str, str | None]:
        """Where a remote session was, by column; nothing of a session in person."""
        remote = self.mode.data != rules.IN_PERSON
        lines = {name: " ".join((self[name].data or "").split()) for name in ("patient_place", "callback")}
        return {name: (words or None) if remote else None for name, words in lines.items()}
