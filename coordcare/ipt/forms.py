"""The forms of a course: starting one, changing its plan, and taking a step with it."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from wtforms import Form, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, Length, NumberRange, Optional

from coordcare.fields import DayField, may_be_left
from coordcare.ipt import rules
from coordcare.ipt.models import Course
from coordcare.ipt.rules import Step
from coordcare.ipt.session_rules import HIGHEST, LOWEST
from coordcare.ipt.type_rules import COURSE_TYPES, Problem
from coordcare.timeline.forms import Background, required, tidy

FOCUS_WORDS_LENGTH = 120
STEP_WORDS_LENGTH = 300
AREAS = ("focus", "focus_words", "second_focus", "second_focus_words", "dispute_stage")
NUMBERS = ("started_on", "planned_sessions", "initial_until", "ending_from", "ending_left")
NONE = ("", "None")
SCALE = f"This is a whole number from {LOWEST} to {HIGHEST}."


class WholeNumberField(IntegerField):
    """A count, or nothing; with a sentence of ours for what is not one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed, self.data = valuelist[0].strip(), None
        # One below 1 is a number too: the rule of its field says why it is none of these.
        if typed and not re.fullmatch(r"-?[0-9]{1,4}", typed):
            raise ValueError("Enter a whole number, for example 12.")
        self.data = int(typed) if typed else None


class ScaleField(IntegerField):
    """0 to 10, or nothing."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, validators=[Optional(), NumberRange(LOWEST, HIGHEST, message=SCALE)], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed, self.data = valuelist[0].strip(), None
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
            raise ValueError(SCALE)
        self.data = int(typed) if typed else None


def _few_words(label: str) -> StringField:
    words = f"This is longer than {FOCUS_WORDS_LENGTH} characters. The banner shows it: keep it short."
    return StringField(label, validators=[Length(max=FOCUS_WORDS_LENGTH, message=words)])


def put_problems(form: Form, problems: Iterable[Problem]) -> bool:
    """Put what a rule found beside its fields; True if it found nothing. For fields that are sound one by one."""
    found = list(problems)
    for name, sentence in found:
        field = form[name]
        field.errors = [*field.errors, sentence]
    return not found


class CourseForm(Form):
    """A course to start, or the plan of one to change. Numbers left empty are the type's usual ones."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    version = HiddenField()
    course_type = SelectField(
        "Type of course",
        choices=[(row.key, row.word) for row in COURSE_TYPES.values()],
        validate_choice=False,
        validators=[AnyOf(COURSE_TYPES, message="Choose one of these types.")],
    )
    started_on = DayField(
        "First session on", validators=[required("Enter the day of the first session, for example 11/17/2026.")]
    )
    focus = RadioField(
        "Focus",
        choices=list(rules.FOCUS_WORDS.items()),
        validate_choice=False,
        validators=[required("Choose the focus."), AnyOf(rules.FOCUS_WORDS, message="Choose one of these.")],
    )
    focus_words = _few_words("In a few words")
    second_focus = SelectField(
        "Second focus",
        choices=[NONE, *rules.FOCUS_WORDS.items()],
        validate_choice=False,
        validators=[may_be_left(), AnyOf(rules.FOCUS_WORDS, message="Choose one of these.")],
    )
    second_focus_words = _few_words("The second in a few words")
    dispute_stage = SelectField(
        "Stage of the dispute now",
        choices=[("", "Not said"), *rules.STAGE_WORDS.items()],
        validate_choice=False,
        validators=[may_be_left(), AnyOf(rules.STAGE_WORDS, message="Choose one of these stages.")],
    )
    planned_sessions = WholeNumberField("Planned sessions", validators=[Optional()])
    initial_until = WholeNumberField("Initial phase until session", validators=[Optional()])
    ending_from = WholeNumberField("Ending phase from session", validators=[Optional()])
    ending_left = WholeNumberField("Ending plan opens with sessions left", validators=[Optional()])

    def __init__(
        self, typed: Any = None, *, background: Background, types: rules.Types = COURSE_TYPES, **defaults: Any
    ) -> None:
        self.background, self.types = background, types
        super().__init__(typed, data={"started_on": background.today, **defaults})

    @classmethod
    def of(cls, course: Course, background: Background, types: rules.Types, typed: Any = None) -> "CourseForm":
        """The plan of a course, to change. Its type stays, whatever is sent."""
        names = [*AREAS, *NUMBERS, *(["version"] if typed is None else [])]
        form = cls(typed, background=background, types=types, **{name: getattr(course, name) for name in names})
        form.course_type.data, form.course_type.errors = course.course_type, []
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and put_problems(self, self._problems())

    def _problems(self) -> Iterable[Problem]:
        more = (self.second_focus.raw_data or [])[1:]
        crowded = rules.check_areas([*(self.focus.raw_data or []), *more], self.second_focus.data or None)
        if crowded:
            yield "second_focus", crowded
        if self.second_focus_words.data and not self.second_focus.data:
            yield "second_focus", "Choose the second focus, or leave its words empty."
        if self.dispute_stage.data and rules.DISPUTE not in (self.focus.data, self.second_focus.data):
            yield "dispute_stage", "A stage belongs to a role dispute, which is not chosen here."
        yield from rules.check_plan(self.plan(), self.background.birth_date, self.background.today, self.types)

    def plan(self) -> rules.CoursePlan:
        """The plan as typed; call when its fields are valid."""
        return rules.CoursePlan(
            self.course_type.data,
            self.planned_sessions.data,
            self.initial_until.data,
            self.ending_from.data,
            self.started_on.day,
            self.ending_left.data,
        )

    def areas(self) -> dict[str, str | None]:
        """The focus areas as typed, by column."""
        second = self.second_focus.data or None
        return {
            "focus": self.focus.data,
            "focus_words": tidy(self.focus_words.data),
            "second_focus": second,
            "second_focus_words": tidy(self.second_focus_words.data) if second else None,
            "dispute_stage": self.dispute_stage.data or None,
        }

    def key(self) -> str:
        """What makes one course of a form posted twice."""
        return (self.submission_key.data or str(uuid.uuid4()))[:40]

    def version_shown(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class StepForm(Form):
    """Pause, resume, complete, or end early with a reason."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    version = HiddenField()
    step = RadioField(
        "What becomes of the course",
        choices=[(step.value, words) for step, words in rules.STEP_WORDS.items()],
        validate_choice=False,
        validators=[required("Choose what becomes of it."), AnyOf([*Step], message="Choose one of these.")],
    )
    happened_on = DayField("On", validators=[required("Enter the day, for example 11/17/2026.")])
    reason = SelectField(
        "Why it ends early",
        choices=[("", "Choose"), *rules.END_REASONS.items()],
        validate_choice=False,
        validators=[may_be_left(), AnyOf(rules.END_REASONS, message="Choose one of these reasons.")],
    )
    words = StringField(
        "In a few words",
        validators=[
            Length(
                max=STEP_WORDS_LENGTH, message=f"This is longer than {STEP_WORDS_LENGTH} characters. A line will do."
            )
        ],
    )

    def __init__(self, typed: Any = None, *, course: Course, background: Background) -> None:
        self.course, self.background = course, background
        shown = {} if typed is not None else {"version": course.version}
        super().__init__(typed, data={"happened_on": background.today, **shown})
        possible = [step for step in Step if course.state in rules.STEPS[step][0]]
        self.step.choices = [(step.value, rules.STEP_WORDS[step]) for step in possible]
        for field in self:
            # The page has other forms, whose fields may be named alike.
            field.id = field.label.field_id = f"step-{field.name}"

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and put_problems(self, self._problems())

    def said(self) -> dict[str, str | None]:
        """Why, as typed; only an early end has a reason."""
        early = self.step.data == Step.END_EARLY.value
        return {"reason": (self.reason.data or None) if early else None, "words": self.words.data or None}

    def renew(self) -> None:
        """Make it a form that nobody has sent, from the course as it stands."""
        self.submission_key.data, self.version.data = str(uuid.uuid4()), str(self.course.version)

    def _problems(self) -> Iterable[Problem]:
        return rules.check_step(Step(self.step.data), self.course.state, self.reason.data, tidy(self.words.data))

    def key(self) -> str:
        return (self.submission_key.data or str(uuid.uuid4()))[:40]

    def version_shown(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
