"""The sessions of a course, from the notes that count. For readers of session notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, ScalarSelect, String, bindparam, column, func, select, table

from coordcare.extensions import db, fetch
from coordcare.ipt.models import Course
from coordcare.ipt.session_rules import ATTENDED, GOALS, RATINGS, Held
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

SESSION_NOTE = "session_note"
# The table stands above this package, so it is named as a foreign key would name it.
_notes = table(
    SESSION_NOTE,
    column("entry_id", Integer),
    column("session_number", Integer),
    column("attendance", String),
    column("phase", String),
    column("focus", String),
    column("mood", Integer),
    column("tasks", JSON(none_as_null=True)),
    column("dispute_stage", String),
    column("formulation_version", Integer),
    *(column(name, Integer) for name in (*RATINGS, *GOALS)),
)


@dataclass(frozen=True, slots=True)
class CourseSession:
    """One session of a course as its note tells it; `number` is None where it did not take place.

    `goals` and `ratings` hold what was rated, by column; goals are those of `formulation_version`.
    """

    entry_id: int
    author_id: int
    on: date
    number: int | None
    attendance: str
    phase: str | None
    mood: int | None
    tasks: Sequence[str]
    dispute_stage: str | None
    formulation_version: int | None
    goals: Mapping[str, int]
    ratings: Mapping[str, int]

    @property
    def held(self) -> bool:
        return self.number is not None


def _of_course(course_id: Any, patient_id: Any = None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That an entry is of a course. Its patient is named too: indexes of entries begin with that, and without it every
    page of a patient with a course would read through the clinic's entries.
    """
    owner = select(Course.patient_id).where(Course.id == course_id).scalar_subquery()
    return TimelineEntry.patient_id == (
        owner if patient_id is None else patient_id
    ), TimelineEntry.course_id == course_id


def course_sessions(course_id: int) -> list[CourseSession]:
    """Every session of a course, held or not, in the order of their days."""
    query = (
        select(TimelineEntry.id, TimelineEntry.author_id, TimelineEntry.happened_on, *_notes.c)
        .join(_notes, _notes.c.entry_id == TimelineEntry.id)
        .where(*_of_course(course_id), *counted(SESSION_NOTE))
        .order_by(TimelineEntry.happened_on, _notes.c.session_number, TimelineEntry.happened_at, TimelineEntry.id)
    )
    return [
        CourseSession(
            row["id"],
            row["author_id"],
            row["happened_on"],
            row["session_number"],
            row["attendance"] or ATTENDED,
            row["phase"],
            row["mood"],
            row["tasks"] or [],
            row["dispute_stage"],
            row["formulation_version"],
            {name: row[name] for name in GOALS if row[name] is not None},
            {name: row[name] for name in RATINGS if row[name] is not None},
        )
        for row in db.session.execute(query).mappings()
    ]


def held_sessions(course_id: int) -> list[Held]:
    """The numbered sessions of a course that stand, by number."""
    query = (
        select(_notes.c.session_number, TimelineEntry.happened_on)
        .join(TimelineEntry, TimelineEntry.id == _notes.c.entry_id)
        .where(*_of_course(course_id), *counted(SESSION_NOTE), _notes.c.session_number.is_not(None))
        .order_by(_notes.c.session_number)
    )
    return [Held(row.session_number, row.happened_on) for row in db.session.execute(query)]


def session_count(course_id: int) -> int:
    """How many sessions of a course took place, by signed notes that were not taken back."""
    return len(held_sessions(course_id))


def last_number_of(course_id: Any, patient_id: Any = None) -> ScalarSelect[int]:
    """The highest session number among a course's signed notes as a part of a statement, NULL before the first.

    A statement that has the course at hand names its patient.
    """
    query = select(func.max(_notes.c.session_number)).select_from(TimelineEntry)
    return (
        query.join(_notes, _notes.c.entry_id == TimelineEntry.id)
        .where(*_of_course(course_id, patient_id), *counted(SESSION_NOTE))
        .scalar_subquery()
    )


_LAST_NUMBER = select(last_number_of(bindparam("course")).label("last_number"))


def last_session_number(course_id: int) -> int:
    """The highest session number among a course's signed notes, 0 before the first."""
    (course,) = fetch(_LAST_NUMBER, course=course_id)
    return course.last_number or 0


def next_session_number(course_id: int) -> int:
    """The number that the next session's form offers."""
    return last_session_number(course_id) + 1


def span_of_sessions(course_id: int) -> tuple[date, date] | None:
    """The first and the last day of a course's sessions that stand, held or not."""
    query = (
        select(func.min(TimelineEntry.happened_on), func.max(TimelineEntry.happened_on))
        .join(_notes, _notes.c.entry_id == TimelineEntry.id)
        .where(*_of_course(course_id), *counted(SESSION_NOTE))
    )
    first, last = db.session.execute(query).one()
    return (first, last) if first else None
