"""Session notes as the rest of the house asks for them. Drafts have no row; retracted ones do not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select

from coordcare.extensions import db
from coordcare.notes.models import SessionNote
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

KIND = "session_note"


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What was planned in the session before, and when."""

    on: date
    text: str


def last_plan(patient_id: int, course_id: int | None) -> LastPlan | None:
    """The plan of the latest session (of this course, if there is one). For readers of session notes."""
    query = (
        select(TimelineEntry.happened_on, SessionNote.plan)
        .join(SessionNote, SessionNote.entry_id == TimelineEntry.id)
        .where(*_counted(patient_id))
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
    )
    if course_id is not None:
        query = query.where(TimelineEntry.course_id == course_id)
    row = db.session.execute(query).one_or_none()
    return LastPlan(row[0], row[1]) if row and row[1] else None


def number_taken(course_id: int, session_number: int) -> bool:
    """Whether a signed note of the course has this number."""
    query = select(
        exists().where(
            TimelineEntry.id == SessionNote.entry_id,
            TimelineEntry.course_id == course_id,
            SessionNote.session_number == session_number,
            *counted(KIND),
        )
    )
    return bool(db.session.scalar(query))


def _counted(patient_id: int) -> Sequence[ColumnElement[bool]]:
    return [TimelineEntry.patient_id == patient_id, *counted(KIND)]
