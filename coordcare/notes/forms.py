"""The forms of session notes and life events."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField, ValidationError
from wtforms.validators import AnyOf, Length, Optional

from coordcare.fields import DayField
from coordcare.ipt.forms import WholeNumberField
from coordcare.ipt.rules import phase
from coordcare.notes import rules
from coordcare.notes.queries import LastPlan
from coordcare.risk.rules import RISK_STATUSES
from coordcare.timeline.forms import Background, EntryForm, long_text, required, tidy

TEXT_LENGTH = 4_000
LINE_LENGTH = 300
FOLDED = ("session_number", "mode", "happened_on", "starts_at", "ends_at", "techniques")


@dataclass(frozen=True, slots=True)
class CourseNow:
    """The active course, as a note signed now copies it."""

    id: int
    course_type: str
    focus: str
    planned: int | None
    initial_until: int | None
    ending_from: int | None
    next_number: int


@dataclass(frozen=True)
class SessionBackground(Background):
    """The course, the plan of last time, and the wall clock, for a session note."""

    now: datetime
    course: CourseNow | None
    last_plan: LastPlan | None


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


class SessionNoteForm(EntryForm):
    """One session's shared note: the insight first, the frame of the session last."""

    background: SessionBackground

    insight = TextAreaField(
        "Insight to share",
        validators=[required("Write one insight that the team should know."), long_text(TEXT_LENGTH)],
    )
    mood = RadioField(
        "Mood since last time, 0 to 10",
        choices=[(str(number), str(number)) for number in range(11)],
        validate_choice=False,
        validators=[
            Optional(),
            AnyOf([str(number) for number in range(11)], message="Mood is a whole number from 0 to 10."),
        ],
    )
    mood_link = StringField(
        "What the mood is linked to",
        validators=[
            Length(max=LINE_LENGTH, message=f"This is longer than {LINE_LENGTH} characters. One line is enough.")
        ],
    )
    plan = TextAreaField("Plan until next time", validators=[long_text(TEXT_LENGTH)])
    for_prescriber = TextAreaField("For the prescriber", validators=[long_text(TEXT_LENGTH)])
    risk_status = RadioField(
        "Risk",
        choices=[(status.key, status.word) for status in RISK_STATUSES.values()],
        validate_choice=False,
        validators=[
            required("Choose the risk status. “Not assessed” is an answer too."),
            AnyOf(RISK_STATUSES, message="Choose one of these answers."),
        ],
    )
    session_number = WholeNumberField("Session number", validators=[Optional()])
    mode = RadioField(
        "How you met",
        choices=list(rules.MODES.items()),
        validate_choice=False,
        validators=[AnyOf(rules.MODES, message="Choose how you met.")],
    )
    starts_at = ClockField("Started at", validators=[Optional()])
    ends_at = ClockField("Ended at", validators=[Optional()])
    techniques = SelectMultipleField("Techniques", choices=list(rules.TECHNIQUES.items()), validate_choice=False)

    def __init__(self, typed: Any = None, *, background: SessionBackground, **defaults: Any) -> None:
        number = background.course.next_number if background.course else None
        defaults = {"session_number": number, "mode": "in_person", "techniques": []} | defaults
        super().__init__(typed, background=background, **defaults)

    def validate_insight(self, field: TextAreaField) -> None:
        if not tidy(field.data):
            raise ValidationError("Write one insight that the team should know.")

    def validate_session_number(self, field: WholeNumberField) -> None:
        if field.data is None:
            return
        course = self.background.course
        if course is None:
            raise ValidationError("This patient has no active course, so the session has no number. Leave it empty.")
        if field.data < 1:
            raise ValidationError("Session numbers start at 1.")
        highest = rules.highest_number(course.planned)
        if field.data > highest:
            plan = f"{course.planned} sessions are planned" if course.planned else "No course runs that long"
            raise ValidationError(f"{plan}. The highest number taken is {highest}.")

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

    def validate_techniques(self, field: SelectMultipleField) -> None:
        if any(key not in rules.TECHNIQUES for key in field.data or []):
            raise ValidationError("Choose from these techniques.")

    @property
    def folded_open(self) -> bool:
        """Whether the folded section must stand open: it holds an error."""
        return any(self._fields[name].errors for name in FOLDED)

    @property
    def beyond_plan(self) -> str | None:
        """Said when the number runs over the plan; never a refusal."""
        course, number = self.background.course, self.session_number.data
        if course is None or course.planned is None or not number or number <= course.planned:
            return None
        return f"Session {number} is beyond the {course.planned} planned."

    def started(self) -> time | None:
        return self.starts_at.data

    def course_id(self) -> int | None:
        """The active course, when the session has a number in it."""
        course = self.background.course
        return course.id if course and self.session_number.data else None

    def values(self) -> dict[str, Any]:
        """The columns, with the course's type, focus and phase as they are now."""
        return super().values() | {
            "mood": int(self.mood.data) if self.mood.data else None,
            "mood_link": " ".join((self.mood_link.data or "").split()) or None,
            "techniques": [key for key in rules.TECHNIQUES if key in (self.techniques.data or [])],
            **self._course_columns(),
        }

    def _course_columns(self) -> dict[str, Any]:
        course, number = self.background.course, self.session_number.data
        if course is None or not number:
            return {"session_number": None, "course_type": None, "focus": None, "phase": None}
        return {
            "session_number": number,
            "course_type": course.course_type,
            "focus": course.focus,
            "phase": phase(number, course.planned, course.initial_until, course.ending_from).value,
        }


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
