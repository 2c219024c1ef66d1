"""The form of a session note: the quick part first, the frame of the session and of its course folded."""

from datetime import time
from itertools import chain
from typing import Any

from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Optional

from coordcare.fields import DayField, may_be_left
from coordcare.ipt.forms import ScaleField, WholeNumberField
from coordcare.ipt.rules import phase
from coordcare.ipt.session_rules import ATTENDED, GOALS, RATINGS, pause_problem
from coordcare.ipt.task_rules import TASKS
from coordcare.medication.observation_rules import COLUMNS
from coordcare.notes import rules
from coordcare.notes.attendance_forms import AttendanceForm, IfHeld
from coordcare.notes.folded_forms import line
from coordcare.notes.goal_forms import WORDS
from coordcare.notes.session_cards import CourseNow, SessionBackground
from coordcare.risk.rules import NOT_ASSESSED, RISK_STATUSES
from coordcare.templating import plain_day
from coordcare.timeline.forms import long_text, tidy

TEXT_LENGTH = 4_000
# The folded parts, and the fields that each holds.
FOLDED = {
    "session": (
        "happened_on", "session_number", "mode", "starts_at", "ends_at", "participants",
        "patient_place", "others_present", "callback", "telehealth_consent", "technical_trouble",
    ),
    "work": ("focus", "techniques", "tasks", "dispute_stage", *GOALS, "goals_gone", *RATINGS),
    "heard": ("functioning", *COLUMNS, "patient_knows"),
}  # fmt: skip
QUICK = ("attendance", "insight", "mood", "mood_link", "plan", "for_prescriber", "next_session_on", "risk_status")
PAGE = (*QUICK, *chain(*FOLDED.values()))


class SessionNoteForm(AttendanceForm):
    """One session's shared note: the insight first, the frame of the session last."""

    background: SessionBackground

    insight = TextAreaField(
        "Insight to share",
        validators=[IfHeld("Write one insight that the team should know."), long_text(TEXT_LENGTH)],
    )
    mood = RadioField(
        "Mood since last time, 0 to 10",
        choices=[(str(number), str(number)) for number in range(11)],
        validate_choice=False,
        validators=[
            may_be_left(),
            AnyOf([str(number) for number in range(11)], message="Mood is a whole number from 0 to 10."),
        ],
    )
    mood_link = line("What the mood is linked to")
    plan = TextAreaField("Plan until next time", validators=[long_text(TEXT_LENGTH)])
    for_prescriber = TextAreaField("For the prescriber", validators=[long_text(TEXT_LENGTH)])
    risk_status = RadioField(
        "Risk",
        choices=[(status.key, status.word) for status in RISK_STATUSES.values()],
        validate_choice=False,
        validators=[
            IfHeld("Choose the risk status. “Not assessed” is an answer too."),
            may_be_left(),
            AnyOf(RISK_STATUSES, message="Choose one of these answers."),
        ],
    )
    session_number = WholeNumberField("Session number", validators=[Optional()])

    def __init__(self, typed: Any = None, *, background: SessionBackground, **defaults: Any) -> None:
        course, last = background.course, background.last
        number = course.next_number if course and not course.paused_on else None
        # Where the patient is, is asked each time: an address of last week read as today's sends help to a wrong door.
        usual: dict[str, Any] = {"mode": last.mode if last else rules.IN_PERSON, "session_number": number}
        usual |= {"techniques": [], "tasks": [], "attendance": ATTENDED, "focus": course.focus if course else ""}
        goals = course.goals if course else None
        super().__init__(typed, goals=goals, background=background, **(usual | defaults))
        self.focus.choices = [(key, key) for key in course.areas] if course else []
        # Errors are told in the order of the page, not in that of the classes.
        place = {name: number for number, name in enumerate(PAGE)}
        self._fields = dict(sorted(self._fields.items(), key=lambda pair: place.get(pair[0], -1)))
        for field in (self.insight, self.risk_status):
            field.flags.required = self.is_held

    @property
    def course(self) -> CourseNow | None:
        """The course that the session belongs to if it has a number, by its day."""
        return self.background.course_of(self.happened_on.data, self.session_number.data if self.is_held else None)

    def validate_insight(self, field: TextAreaField) -> None:
        if self.is_held and not tidy(field.data):
            raise ValidationError("Write one insight that the team should know.")

    def validate_happened_on(self, field: DayField) -> None:
        super().validate_happened_on(field)
        course = self.course
        if course and course.started_on and self.in_course() and field.data and field.data < course.started_on:
            raise ValidationError(
                f"The course started on {plain_day(course.started_on)}. Check the date, or leave the session number"
                " empty: then the session stands outside the course."
            )

    def validate_session_number(self, field: WholeNumberField) -> None:
        if field.data is None or not self.is_held:
            return
        course = self.course
        if course is None:
            raise ValidationError(self._outside())
        day = self.happened_on.data or self.background.today
        problem = pause_problem(course.paused_on, day) or rules.number_range_problem(field.data, course.planned)
        if problem:
            raise ValidationError(problem)

    def _outside(self) -> str:
        """Why no session of that day has a number."""
        last = next(iter(self.background.ended), None)
        if last is None or last.ended_on is None:
            return "This patient has no active course, so the session has no number. Leave it empty."
        return (
            f"No course ran on that day: the last one ended on {plain_day(last.ended_on)}. Check the date, or leave the"
            " number empty."
        )

    def validate_dispute_stage(self, field: SelectField) -> None:
        if not (self.in_course() and self.course and self.course.has_dispute):
            raise ValidationError("A stage belongs to a numbered session of a course with a role dispute.")

    def _validate_goal(self, field: ScaleField) -> None:
        if field.data is not None and not self.in_course():
            raise ValidationError("Goals are rated in the sessions of a course. Enter the number, or leave this empty.")

    validate_goal_1 = validate_goal_2 = validate_goal_3 = validate_goal_4 = _validate_goal

    def folded_open(self, part: str) -> bool:
        """Whether a folded part must stand open: it holds an error."""
        goals = part == "work" and bool(self.goals_moved or self.goals_gone.data)
        return goals or any(self._fields[name].errors for name in FOLDED[part])

    @property
    def beyond_plan(self) -> str | None:
        """Said when the number runs over the plan; never a refusal."""
        course, number = self.course, self.session_number.data if self.is_held else None
        return rules.beyond_plan(number, course.planned) if course else None

    @property
    def same_day(self) -> str | None:
        """Said of a second session of one day: often it is the same session, noted twice. Never a refusal."""
        course, day = self.course, self.happened_on.data
        of_day = [one.number for one in course.held if one.on == day] if course and self.is_held else []
        if not of_day or day is None:
            return None
        return f"Session {of_day[-1]} of {plain_day(day)} is signed already. Check that this was another session."

    def remarks(self) -> list[str]:
        """What runs over the plan, a second session of one day, and what has no place where none took place."""
        return [words for words in (self.beyond_plan, self.same_day, self.left_out) if words]

    def in_course(self) -> bool:
        """Whether the note belongs to the course: it has a number, or tells of a session that did not take place."""
        course = self.course
        if course is None or self.is_held:
            return course is not None and bool(self.session_number.data)
        return pause_problem(course.paused_on, self.happened_on.data or self.background.today) is None

    def started(self) -> time | None:
        return self.starts_at.data

    def course_id(self) -> int | None:
        course = self.course
        return course.id if course and self.in_course() else None

    def values(self) -> dict[str, Any]:
        """The columns, with the course's type, focus and phase as they are now."""
        plain = super().values()
        long = {name: plain[name] for name in ("plan", "for_prescriber")} | {"insight": plain["insight"] or ""}
        asked = {"attendance": self.attendance.data or ATTENDED, "risk_status": self.risk_status.data or NOT_ASSESSED}
        if not self.is_held:
            nothing: dict[str, Any] = {"mode": rules.IN_PERSON, "techniques": [], "tasks": []}
            nothing |= {"telehealth_consent": False, "patient_knows": False}
            kept = {"next_session_on": self.next_session_on.data, **long, **asked, **self._course_columns()}
            return dict.fromkeys(plain) | nothing | kept
        lines = {name: " ".join(text.split()) or None for name, text in plain.items() if isinstance(text, str)}
        return lines | {
            **{name: value for name, value in plain.items() if not isinstance(value, str)},
            **long,
            **self.place(),
            **asked,
            "mood": int(self.mood.data) if self.mood.data else None,
            "techniques": [key for key in rules.TECHNIQUES if key in (self.techniques.data or [])],
            "tasks": [key for key in TASKS if key in (self.tasks.data or [])],
            **self._course_columns(),
        }

    def _course_columns(self) -> dict[str, Any]:
        course, number = self.course, self.session_number.data if self.is_held else None
        if course is None or not self.in_course():
            frame = ("session_number", "course_type", "focus", "phase", "dispute_stage")
            nothing = dict.fromkeys((*GOALS, *WORDS.values(), "goals_gone", *frame))
            return {**nothing, "formulation_version": None}
        # The goals that the form asks are the patient's, whichever course the day belongs to.
        asked = self.background.course or course
        rated = {name: self[name].data if self.is_held and name in asked.goals else None for name in GOALS}
        return {
            **rated,
            **{words: asked.goals[name] if rated[name] is not None else None for name, words in WORDS.items()},
            "session_number": number,
            "course_type": course.course_type,
            "focus": self.focus.data if self.is_held and self.focus.data in course.areas else course.focus,
            "phase": phase(number, course.planned, course.initial_until, course.ending_from).value if number else None,
            "dispute_stage": (self.dispute_stage.data or None) if self.is_held and course.has_dispute else None,
            "formulation_version": asked.formulation_version if any(rated.values()) or 0 in rated.values() else None,
        }
