"""Courses as the rest of the house asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, literal_column, select

from coordcare.access.membership import Standing
from coordcare.documents import kinds as documents
from coordcare.documents.models import DocumentVersion
from coordcare.documents.queries import current
from coordcare.extensions import db, fetch_one
from coordcare.ipt import rules
from coordcare.ipt.models import Course, CourseStep, areas_of
from coordcare.ipt.session_queries import last_number_of, last_session_number, next_session_number, session_count
from coordcare.ipt.session_rules import GOALS
from coordcare.ipt.task_rules import FORMULATION, Plan, ending_is_open
from coordcare.ipt.type_rules import COURSE_TYPES

__all__ = ["last_session_number", "next_session_number", "session_count"]

FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class InShort:
    """What a formulation says to the team: the summary in plain words, the goals, the day it was agreed."""

    summary: str | None
    goals: Sequence[str]
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class CoursePanel:
    """Where a course stands, for the banner. `session` is the last one signed, 0 before the first."""

    type_word: str
    phase_word: str
    session: int
    planned: int | None
    focus: str
    paused_on: date | None
    ending_open: bool
    in_short: InShort | None


# Literally, as the partial index has it: with a parameter SQLite plans the statement anew each time, without the index.
_STATUS: ColumnElement[str] = literal_column("'active'")
_IS_ACTIVE = Course.patient_id == bindparam("patient"), Course.status == _STATUS
_ACTIVE = select(Course).where(*_IS_ACTIVE).execution_options(populate_existing=True)


def active_course(patient_id: int) -> Course | None:
    """The patient's active course, fresh; it may be paused."""
    return db.session.scalars(_ACTIVE, {"patient": patient_id}).one_or_none()


def course_by_submission(led_by_id: int, submission_key: str) -> Course | None:
    """The course that a form of this person's has made."""
    query = select(Course).where(Course.led_by_id == led_by_id, Course.submission_key == submission_key)
    return db.session.scalars(query).one_or_none()


def step_by_submission(by_id: int, submission_key: str) -> tuple[CourseStep, Course] | None:
    """What a form of this person's did, and to which course; None for a form that did nothing."""
    query = select(CourseStep, Course).join(Course, CourseStep.course_id == Course.id)
    row = db.session.execute(
        query.where(CourseStep.by_id == by_id, CourseStep.submission_key == submission_key)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def past_courses(patient_id: int) -> Sequence[Course]:
    """Courses that have ended, newest first."""
    query = select(Course).where(Course.patient_id == patient_id, Course.status != rules.CourseStatus.ACTIVE.value)
    query = query.order_by(Course.started_on.desc(), Course.id.desc())
    return db.session.scalars(query.execution_options(**FRESH)).all()


def latest_course(patient_id: int) -> Course | None:
    """The active course, else the one that ended last."""
    active = active_course(patient_id)
    return active or next(iter(past_courses(patient_id)), None)


def steps_of(course_ids: Sequence[int]) -> Sequence[CourseStep]:
    """What became of courses, in the order in which it was recorded."""
    query = select(CourseStep).where(CourseStep.course_id.in_(course_ids))
    return db.session.scalars(query.order_by(CourseStep.id)).all()


def in_short(standing: Standing) -> InShort | None:
    """What the formulation says to the team, for who reads that part; None before the first."""
    version = current(standing, documents.named(FORMULATION))
    return _short(version.content) if version else None


def _short(content: Mapping[str, Any]) -> InShort:
    agreed = content.get("agreed_on")
    goals = [goal for name in GOALS if (goal := content.get(name))]
    return InShort(content.get("summary"), goals, date.fromisoformat(agreed) if agreed else None)


# One statement for every page of a patient: the active course, its last session, what the formulation tells clinicians.
_STANDS = select(
    *Course.__table__.c[
        *("course_type", "planned_sessions", "initial_until", "ending_from", "ending_left", "paused_on"),
        *("focus", "focus_words", "second_focus", "second_focus_words"),
    ],
    last_number_of(Course.id, Course.patient_id).label("session"),
    select(DocumentVersion.shared)
    .where(DocumentVersion.patient_id == Course.patient_id, DocumentVersion.document == FORMULATION)
    .order_by(DocumentVersion.version.desc())
    .limit(1)
    .scalar_subquery()
    .label("shared"),
).where(*_IS_ACTIVE)


def course_panel(standing: Standing, patient_id: int) -> CoursePanel | None:
    """The banner's panel; None without an active course. For readers of clinical parts."""
    course = fetch_one(_STANDS, patient=patient_id)
    if course is None:
        return None
    session = course.session or 0
    return CoursePanel(
        type_word=COURSE_TYPES[course.course_type].short,
        phase_word=phase_of(course, max(session, 1)).word,
        session=session,
        planned=course.planned_sessions,
        focus=rules.focus_lines(areas_of(course)),
        paused_on=course.paused_on,
        ending_open=ending_is_open(plan_of(course), session),
        in_short=_short(course.shared) if course.shared else None,
    )


def phase_of(course: Course | Any, session: int) -> rules.Phase:
    """The phase of a session by the course's own boundaries."""
    return rules.phase(session, course.planned_sessions, course.initial_until, course.ending_from)


def plan_of(course: Course | Any, tasks_by: int | None = None) -> Plan:
    """The numbers of a course by which its tasks come up."""
    return Plan(course.planned_sessions, course.initial_until, course.ending_from, course.ending_left, tasks_by)
