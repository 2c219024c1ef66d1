"""What two custodians open on a legal basis. No page asks any of this."""

from collections.abc import Sequence

from sqlalchemy import select

from coordcare.extensions import db
from coordcare.process_notes.models import ProcessNote
from coordcare.timeline.models import SealedBody, TimelineEntry


def notes_of(author_id: int, patient_id: int) -> Sequence[ProcessNote]:
    """All sealed notes of one author on one patient, as they were begun."""
    query = select(ProcessNote).where(ProcessNote.author_id == author_id, ProcessNote.patient_id == patient_id)
    return db.session.scalars(query.order_by(ProcessNote.id)).all()


def withheld(entry_id: int) -> tuple[TimelineEntry, SealedBody] | None:
    """An entry whose body was sealed when it was retracted, with that body."""
    query = (
        select(TimelineEntry, SealedBody)
        .join(SealedBody, SealedBody.entry_id == TimelineEntry.id)
        .where(TimelineEntry.id == entry_id)
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None
