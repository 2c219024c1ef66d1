"""Courses and their sessions as the rest of the house asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, column, func, select, table

from coordcare.access.membership import Standing
from coordcare.extensions import db, fetch
from coordcare.ipt import rules
from coordcare.ipt.models import Course
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

SESSION_NOTE = "session_note"
# The table stands above this package, so it is named as a foreign key would name it.
_notes = table(SESSION_NOTE, column("entry_id"), column("session_number"))


@dataclass(frozen=True, slots=True)
class CoursePanel:
    """Where a course stands, for the banner. `session` is the last one signed, 0 before the first."""

    type_word: str
    phase_word: str
    session: int
    planned: int | None
    focus: str


_ACTIVE = (
    select(Course)
    .where(Course.patient_id == bindparam("patient"), Course.status == rules.CourseStatus.ACTIVE.value)
    .execution_options(populate_existing=True)
)


def active_course(patient_id: int) -> Course | None:
    """The patient's active course, fresh."""
    return db.session.scalars(_ACTIVE, {"patient": patient_id}).one_or_none()


def course_by_submission(led_by_id: int, submission_key: str) -> Course | None:
    """The course that a form of this person's has made."""
    query = select(Course).where(Course.led_by_id == led_by_id, Course.submission_key == submission_key)
    return db.session.scalars(query).one_or_none()


def past_courses(patient_id: int) -> Sequence[Course]:
    """Courses that have ended, newest first."""
    query = select(Course).where(Course.patient_id == patient_id, Course.status != rules.CourseStatus.ACTIVE.value)
    return db.session.scalars(query.order_by(Course.started_on.desc(), Course.id.desc())).all()


def session_count(course_id: int) -> int:
    """How many sessions of a course have a signed note that was not taken back."""
    return db.session.scalar(select(func.count()).select_from(TimelineEntry).where(*_counted(course_id))) or 0


_LAST_NUMBER = (
    select(func.max(_notes.c.session_number))
    .select_from(TimelineEntry)
    .join(_notes, _notes.c.entry_id == TimelineEntry.id)
    .where(TimelineEntry.course_id == bindparam("course"), *counted(SESSION_NOTE))
)


def last_session_number(course_id: int) -> int:
    """The highest session number among a course's signed notes, 0 before the first."""
    return fetch(_LAST_NUMBER, course=course_id).scalar() or 0


def next_session_number(course_id: int) -> int:
    """The number that the next session's form offers."""
    return last_session_number(course_id) + 1


def course_panel(standing: Standing, patient_id: int) -> CoursePanel | None:
    """The banner's panel; None without an active course. For readers of clinical parts."""
    course = active_course(patient_id)
    if course is None:
        return None
    session = last_session_number(course.id)
    return CoursePanel(
        type_word=rules.COURSE_TYPES[course.course_type].short,
        phase_word=phase_of(course, max(session, 1)).word,
        session=session,
        planned=course.planned_sessions,
        focus=rules.focus_line(course.focus, course.focus_words),
    )


def phase_of(course: Course, session: int) -> rules.Phase:
    """The phase of a session by the course's own boundaries."""
    return rules.phase(session, course.planned_sessions, course.initial_until, course.ending_from)


def _counted(course_id: int) -> list[ColumnElement[bool]]:
    return [TimelineEntry.course_id == course_id, *counted(SESSION_NOTE)]
