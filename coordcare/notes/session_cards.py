"""What the form of a session note knows of the course and of the session before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from coordcare.notes.queries import LastPlan, LastSession
from coordcare.timeline.forms import Background


@dataclass(frozen=True, slots=True)
class CourseNow:
    """The active course, as a note signed now copies it, and what its form asks and offers.

    `tasks` are groups of keys to tick; `goals` the goals of the formulation of that version, by column.
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
    ending_open: bool = False


@dataclass(frozen=True)
class SessionBackground(Background):
    """The course, the session before with its plan, and the wall clock, for a session note."""

    now: datetime
    course: CourseNow | None
    last_plan: LastPlan | None
    last: LastSession | None = None
