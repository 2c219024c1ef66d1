"""The form that starts a course."""

import uuid
from typing import Any

from wtforms import Form, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, Length, Optional

from coordcare.fields import DayField
from coordcare.ipt import rules
from coordcare.timeline.forms import Background, required, tidy

FOCUS_WORDS_LENGTH = 120


class WholeNumberField(IntegerField):
    """A count, or nothing; with a sentence of ours for what is not one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed, self.data = valuelist[0].strip(), None
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
            raise ValueError("Enter a whole number, for example 12.")
        self.data = int(typed) if typed else None


class CourseForm(Form):
    """A course to start. Numbers left empty are the type's usual ones."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    course_type = SelectField(
        "Type of course",
        choices=[(row.key, row.word) for row in rules.COURSE_TYPES.values()],
        validate_choice=False,
        validators=[AnyOf(rules.COURSE_TYPES, message="Choose one of these types.")],
    )
    started_on = DayField(
        "First session on", validators=[required("Enter the day of the first session, for example 2026-11-17.")]
    )
    focus = RadioField(
        "Focus",
        choices=list(rules.FOCUS_WORDS.items()),
        validate_choice=False,
        validators=[required("Choose the focus."), AnyOf(rules.FOCUS_WORDS, message="Choose one of these.")],
    )
    focus_words = StringField(
        "In a few words",
        validators=[
            Length(
                max=FOCUS_WORDS_LENGTH,
                message=f"This is longer than {FOCUS_WORDS_LENGTH} characters. The banner shows it: keep it short.",
            )
        ],
    )
    planned_sessions = WholeNumberField("Planned sessions", validators=[Optional()])
    initial_until = WholeNumberField("Initial phase until session", validators=[Optional()])
    ending_from = WholeNumberField("Ending phase from session", validators=[Optional()])

    def __init__(self, typed: Any = None, *, background: Background) -> None:
        self.background = background
        super().__init__(typed, data={"started_on": background.today})

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        problems = rules.check_plan(self.plan(), self.background.birth_date, self.background.today)
        for name, sentence in problems:
            field = self._fields[name]
            field.errors = [*field.errors, sentence]
        return not problems

    def plan(self) -> rules.CoursePlan:
        """The plan as typed; call when its fields are valid."""
        if self.started_on.data is None:
            raise ValueError("a form that was not checked")
        return rules.CoursePlan(
            self.course_type.data,
            self.planned_sessions.data,
            self.initial_until.data,
            self.ending_from.data,
            self.started_on.data,
        )

    def in_words(self) -> str | None:
        return tidy(self.focus_words.data)

    def key(self) -> str:
        """What makes one course of a form posted twice."""
        return (self.submission_key.data or str(uuid.uuid4()))[:40]
