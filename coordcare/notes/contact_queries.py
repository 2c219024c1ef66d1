"""When patients were last in contact with the clinic, for lists of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select

from coordcare.access.membership import Viewer, my_patient_ids
from coordcare.extensions import db
from coordcare.notes.models import Contact
from coordcare.patients.models import Patient
from coordcare.timeline import kinds
from coordcare.timeline.fact_queries import not_retracted
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import Status

CONTACT = "contact"


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
