"""What the form of a session note knows of the course and of the session before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from coordcare.ipt.session_rules import Held
from coordcare.notes.queries import LastPlan, LastSession
from coordcare.timeline.forms import Background


@dataclass(frozen=True, slots=True)
class CourseNow:
    """A course as a note signed now copies it, and what its form asks and offers; `ended_on` is None while it runs.

    `tasks` are groups of keys to tick; `goals` the goals of the formulation of that version, by column;
    `held` its numbered sessions that stand.
    """

    id: int
    course_type: str
    focus: str
    planned: int | None
    initial_until: int | None
    ending_from: int | None
    next_number: int
    areas: Sequence[str] = ()
    started_on: date | None = None
    paused_on: date | None = None
    has_dispute: bool = False
    stage: str | None = None
    tasks: Sequence[tuple[str, Sequence[str]]] = ()
    goals: Mapping[str, str] = field(default_factory=dict)
    formulation_version: int | None = None
    ratings_due: bool = False
    overdue: str | None = None
    missing_numbers: Sequence[int] = ()
    held: Sequence[Held] = ()
    ending_open: bool = False
    ended_on: date | None = None

    def ran_on(self, day: date) -> bool:
        """Whether the day is one of the course's."""
        begun = self.started_on is None or self.started_on <= day
        return begun and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True)
class SessionBackground(Background):
    """The course, the session before with its plan, and the wall clock, for a session note.

    `ended` are the courses that have ended, the last first: a note written late belongs to the course of its day.
    """

    now: datetime
    course: CourseNow | None
    last_plan: LastPlan | None
    last: LastSession | None = None
    ended: Sequence[CourseNow] = ()

    def course_of(self, day: date | None, number: int | None) -> CourseNow | None:
        """The course that ran on a day: of two, the one in which the number is free. Else the active one."""
        ran = [one for one in (self.course, *self.ended) if one and (day is None or one.ran_on(day))]
        free = [one for one in ran if number == one.next_number or number in one.missing_numbers]
        return next(iter([*free, *ran]), self.course)
