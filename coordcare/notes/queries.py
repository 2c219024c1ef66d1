"""Session notes as the rest of the house asks for them. Drafts have no row; retracted ones do not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select

from coordcare.access.membership import Standing, Viewer, my_patient_ids
from coordcare.accounts.queries import people
from coordcare.extensions import db
from coordcare.notes.models import SessionNote
from coordcare.notes.rules import NOT_ASSESSED, RISK_STATUSES, CurrentRisk, RiskStatus, StatedRisk, current_risk
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from coordcare.timeline.rules import Status

KIND = "session_note"
STATED_LOOKED_AT = 200


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
            *_standing(),
        )
    )
    return bool(db.session.scalar(query))


def risk_panel(standing: Standing, patient_id: int) -> CurrentRisk:
    """The risk status that stands. For readers of safety, so nothing else of the notes is selected."""
    query = (
        select(SessionNote.risk_status, TimelineEntry.happened_on, TimelineEntry.author_id)
        .join(TimelineEntry, TimelineEntry.id == SessionNote.entry_id)
        .where(*_counted(patient_id), SessionNote.risk_status != NOT_ASSESSED)
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(STATED_LOOKED_AT)
    )
    rows = db.session.execute(query).all()
    named = people({row.author_id for row in rows})
    return current_risk([StatedRisk(row.risk_status, row.happened_on, named[row.author_id].name) for row in rows])


def risks(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, RiskStatus]:
    """The risk last stated of each of these patients, of whom it was; for readers of safety on their teams."""
    place = func.row_number().over(
        partition_by=TimelineEntry.patient_id,
        order_by=(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc()),
    )
    stated = (
        select(TimelineEntry.patient_id, SessionNote.risk_status, place.label("place"))
        .join(SessionNote, SessionNote.entry_id == TimelineEntry.id)
        .where(
            TimelineEntry.patient_id.in_(patient_ids),
            TimelineEntry.patient_id.in_(my_patient_ids(viewer)),
            TimelineEntry.kind == KIND,
            SessionNote.risk_status != NOT_ASSESSED,
            *_standing(),
        )
        .subquery()
    )
    query = select(stated.c.patient_id, stated.c.risk_status).where(stated.c.place == 1)
    return {row[0]: RISK_STATUSES[row[1]] for row in db.session.execute(query)}


def risk_words(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, str]:
    """The same in words, for the caseload."""
    return {patient_id: status.word for patient_id, status in risks(viewer, patient_ids).items()}


def _counted(patient_id: int) -> Sequence[ColumnElement[bool]]:
    return [TimelineEntry.patient_id == patient_id, TimelineEntry.kind == KIND, *_standing()]


def _standing() -> list[ColumnElement[bool]]:
    return [
        TimelineEntry.status == Status.SIGNED.value,
        ~exists().where(EntryRetraction.entry_id == TimelineEntry.id),
    ]
