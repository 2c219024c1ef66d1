"""Session notes as the rest of the house asks for them. Drafts have no row; retracted ones do not count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from coordcare.extensions import db
from coordcare.ipt.session_rules import ATTENDED
from coordcare.notes.models import SessionNote
from coordcare.notes.rules import IN_PERSON
from coordcare.timeline.fact_queries import counted
from coordcare.timeline.models import TimelineEntry

KIND = "session_note"


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What was planned in the session before, and when."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class LastSession:
    """How the session before was held, and where the last remote one was, which the next form only tells."""

    mode: str
    patient_place: str | None
    callback: str | None


def last_session(patient_id: int, course_id: int | None) -> LastSession | None:
    """How the latest session that took place was held (of this course, if there is one)."""
    mode = db.session.scalar(_held(select(SessionNote.mode), patient_id, course_id))
    if mode is None:
        return None
    places = _held(select(SessionNote.patient_place, SessionNote.callback), patient_id, course_id)
    place = db.session.execute(places.where(SessionNote.mode != IN_PERSON)).one_or_none()
    return LastSession(mode, *(place or (None, None)))


def last_plan(patient_id: int, course_id: int | None) -> LastPlan | None:
    """The plan of the latest session (of this course, if there is one). For readers of session notes."""
    query = _held(select(TimelineEntry.happened_on, SessionNote.plan), patient_id, course_id)
    row = db.session.execute(query).one_or_none()
    return LastPlan(row[0], row[1]) if row and row[1] else None


def next_session_of(entry_id: int) -> date | None:
    """The day of the next session that a note agreed on."""
    return db.session.scalar(select(SessionNote.next_session_on).where(SessionNote.entry_id == entry_id))


def agreed_elsewhere(patient_id: int, on: date, *, besides: int) -> bool:
    """Whether another note that counts agreed on that day too."""
    query = (
        select(TimelineEntry.id)
        .join(SessionNote, SessionNote.entry_id == TimelineEntry.id)
        .where(TimelineEntry.patient_id == patient_id, TimelineEntry.id != besides, *counted(KIND))
        .where(SessionNote.next_session_on == on)
    )
    return db.session.scalar(query.limit(1)) is not None


def _held(query: Any, patient_id: int, course_id: int | None) -> Select[Any]:
    """The latest session that took place."""
    query = (
        query.select_from(TimelineEntry)
        .join(SessionNote, SessionNote.entry_id == TimelineEntry.id)
        .where(
            TimelineEntry.patient_id == patient_id,
            *counted(KIND),
            or_(SessionNote.attendance.is_(None), SessionNote.attendance == ATTENDED),
        )
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
    )
    return query.where(TimelineEntry.course_id == course_id) if course_id is not None else query
