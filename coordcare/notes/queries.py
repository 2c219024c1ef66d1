"""Session notes as the rest of the house asks for them. Drafts have no row; retracted ones do not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from coordcare.access.membership import Viewer, my_patient_ids
from coordcare.extensions import db
from coordcare.notes.models import Contact, SessionNote
from coordcare.patients.models import Patient
from coordcare.timeline import kinds
from coordcare.timeline.fact_queries import counted, not_retracted
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import Status

KIND = "session_note"
CONTACT = "contact"


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


def last_contact_days(viewer: Viewer, patient_ids: Sequence[int]) -> dict[int, date]:
    """The day on which each of these patients of the viewer's was last seen or reached, whoever wrote it down.

    A walk down the index for each patient: the cost does not grow with what else they have.
    """
    visits = [kind.key for kind in kinds.every() if kind.leads_visit]
    latest = (
        select(TimelineEntry.happened_on)
        .outerjoin(Contact, Contact.entry_id == TimelineEntry.id)
        .where(
            TimelineEntry.patient_id == Patient.id,
            TimelineEntry.status == Status.SIGNED.value,
            or_(
                TimelineEntry.kind.in_(visits),
                and_(TimelineEntry.kind == CONTACT, Contact.reached == "reached"),
            ),
            not_retracted(),
        )
        .order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Patient.id, latest).where(Patient.id.in_(patient_ids), Patient.id.in_(my_patient_ids(viewer)))
    return {patient_id: on for patient_id, on in db.session.execute(query) if on is not None}


def _counted(patient_id: int) -> Sequence[ColumnElement[bool]]:
    return [TimelineEntry.patient_id == patient_id, *counted(KIND)]
