"""A further entry of one act: signed with the first, and recalled with it."""

import uuid
from typing import Any

from sqlalchemy import delete

from coordcare.access.membership import Standing
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict
from coordcare.extensions import clock, transaction
from coordcare.timeline import queries
from coordcare.timeline.kinds import Kind, Values
from coordcare.timeline.models import EntryText, TimelineEntry
from coordcare.timeline.rules import Status, searchable


def sign_beside(standing: Standing, entry: TimelineEntry, values: Values) -> TimelineEntry:
    """Sign another entry of the same kind, day and occasion, inside the transaction that signs `entry`.

    It was never a draft: its words are those of the form that `entry` was signed from.
    """
    with transaction() as session:
        now = clock.now()
        second = TimelineEntry(
            patient_id=entry.patient_id,
            author_id=entry.author_id,
            kind=entry.kind,
            happened_on=entry.happened_on,
            happened_at=entry.happened_at,
            recorded_at=now,
            occasion_id=entry.occasion_id,
            submission_key=str(uuid.uuid4()),
            form_digest=entry.form_digest,
        )
        session.add(second)
        session.flush()
        seq = record(
            Event(Happening.SIGNED, standing.viewer.actor, entry.patient_id, subject=second.kind, subject_id=second.id)
        )[0]
        second.status, second.signed_at, second.signed_seq = Status.SIGNED, now, seq
        session.add_all(entry.rule.rows(second.id, values))
        session.add_all(texts(entry.rule, second, values))
        session.flush()
        return second


def recall_beside(standing: Standing, entry_id: int) -> None:
    """Take back a second entry with the first, as if it had not been signed. Raises Conflict when it was added to."""
    with transaction() as session:
        record(Event(Happening.RECALLED, standing.viewer.actor, standing.patient_id, subject_id=entry_id))
        second = queries.entry_for_update(standing, entry_id)
        if queries.is_retracted(second.id) or queries.has_addenda(second.id):
            raise Conflict(
                "The other half of this switch has been added to or retracted. It can no longer be recalled."
            )
        if queries.is_asked_about(standing, second.id):
            raise Conflict("Somebody was asked about the other half of this switch. You can add an addendum instead.")
        second.status, second.signed_at, second.signed_seq = Status.DRAFT, None, None
        session.flush()
        tables: tuple[type[Any], ...] = (EntryText, *second.rule.models)
        for table in tables:
            session.execute(delete(table).where(table.entry_id == second.id))
        session.delete(second)


def texts(kind: Kind, entry: TimelineEntry, values: Values) -> list[EntryText]:
    """What is searched of an entry, part by part."""
    return [
        EntryText(
            entry_id=entry.id,
            patient_id=entry.patient_id,
            author_id=entry.author_id,
            kind=kind.key,
            part=part.name,
            text=searchable(*(values.get(column) for column in part.searched)),
        )
        for part in kind.parts
        if part.searched
    ]
